//! Reasons to stay quiet.

use serde::{Deserialize, Serialize};

/// A reason to stay quiet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Hold {
    Paused,
    Hours,
    Call,
    Dnd,
    Presentation,
}

impl Hold {
    /// Every hold, in the order of mention.
    pub const ALL: [Hold; 5] = [
        Hold::Paused,
        Hold::Hours,
        Hold::Call,
        Hold::Dnd,
        Hold::Presentation,
    ];

    /// The word used in scripts and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Hold::Paused => "paused",
            Hold::Hours => "hours",
            Hold::Call => "call",
            Hold::Dnd => "dnd",
            Hold::Presentation => "presentation",
        }
    }

    /// What the user chooses so that this application no longer keeps reminders quiet; none for reasons that aren't an
    /// application's.
    pub fn ignore_words(self, app: &str) -> Option<String> {
        match self {
            Hold::Call => Some(format!("{app} is no call")),
            Hold::Presentation => Some(format!("Ask me in {app} too")),
            Hold::Paused | Hold::Hours | Hold::Dnd => None,
        }
    }

    /// The reason in words, to follow "because" or stand alone.
    pub fn words(self) -> &'static str {
        match self {
            Hold::Paused => "reminders are paused",
            Hold::Hours => "it is outside your hours",
            Hold::Call => "you are in a call",
            Hold::Dnd => "do not disturb is on",
            Hold::Presentation => "a window is full screen",
        }
    }
    /// The same, in the past tense.
    pub fn past_words(self) -> &'static str {
        match self {
            Hold::Paused => "reminders were paused",
            Hold::Hours => "it was outside your hours",
            Hold::Call => "you were in a call",
            Hold::Dnd => "do not disturb was on",
            Hold::Presentation => "a window was full screen",
        }
    }
}
