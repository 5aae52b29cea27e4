//! Reasons to stay quiet.

use crate::logic::text::word::words;

words! {
    as serde
    /// A reason to stay quiet, in the order they are named.
    #[allow(missing_docs)]
    pub enum Hold {
        Paused = "paused",
        Hours = "hours",
        Call = "call",
        Dnd = "dnd",
        Presentation = "presentation",
    }
}

impl Hold {
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
