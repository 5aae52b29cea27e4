//! Reasons to stay quiet.
//!
//! A new one that the desktop reports is a choice of [`DesktopHold`] with its row here; the schedule, the history, the
//! simulation and everything shown work from that row.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::logic::text::word::{self, Word, words};

words! {
    as serde
    /// A reason to stay quiet that the desktop reports and that means nothing else, in the order they are named.
    pub enum DesktopHold {
        /// Do not disturb is switched on.
        Dnd = "dnd",
        /// The focused window is full screen.
        Presentation = "presentation",
    }
}

/// A reason to stay quiet, in the order they are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// The user asked for quiet.
    Paused,
    /// It is outside the hours in the settings.
    Hours,
    /// The user is in a call, which is also a sign of presence.
    Call,
    /// The desktop reports it.
    Desktop(DesktopHold),
}

/// Everything said about a hold.
struct Row {
    /// To follow "because" or stand alone.
    now: &'static str,
    /// The same, in the past tense.
    past: &'static str,
    /// What the user chooses so that the application at `{}` no longer keeps reminders quiet; none for reasons that
    /// aren't an application's.
    ignore: Option<&'static str>,
}

impl DesktopHold {
    /// What is said about it, and the ability to know about it in words.
    fn row(self) -> (Row, &'static str) {
        match self {
            DesktopHold::Dnd => (
                Row {
                    now: "do not disturb is on",
                    past: "do not disturb was on",
                    ignore: None,
                },
                "Do not disturb",
            ),
            DesktopHold::Presentation => (
                Row {
                    now: "a window is full screen",
                    past: "a window was full screen",
                    ignore: Some("Ask me in {} too"),
                },
                "Presentations",
            ),
        }
    }

    /// The ability to know about it, in words.
    pub fn ability_words(self) -> &'static str {
        self.row().1
    }

    /// Whether an application causes it.
    pub fn names_apps(self) -> bool {
        self.row().0.ignore.is_some()
    }
}

impl Hold {
    fn row(self) -> Row {
        match self {
            Hold::Paused => Row {
                now: "reminders are paused",
                past: "reminders were paused",
                ignore: None,
            },
            Hold::Hours => Row {
                now: "it is outside your hours",
                past: "it was outside your hours",
                ignore: None,
            },
            Hold::Call => Row {
                now: "you are in a call",
                past: "you were in a call",
                ignore: Some("{} is no call"),
            },
            Hold::Desktop(hold) => hold.row().0,
        }
    }

    /// What the user chooses so that this application no longer keeps reminders quiet; none for reasons that aren't an
    /// application's.
    pub fn ignore_words(self, app: &str) -> Option<String> {
        self.row().ignore.map(|words| words.replace("{}", app))
    }

    /// The reason in words, to follow "because" or stand alone.
    pub fn words(self) -> &'static str {
        self.row().now
    }

    /// The same, in the past tense.
    pub fn past_words(self) -> &'static str {
        self.row().past
    }
}

/// How many holds are not the desktop's.
const OWN: usize = 3;

impl Word for Hold {
    const ALL: &'static [Hold] = &{
        let mut all = [Hold::Paused; OWN + DesktopHold::ALL.len()];
        (all[1], all[2]) = (Hold::Hours, Hold::Call);
        let mut at = 0;
        while at < DesktopHold::ALL.len() {
            all[OWN + at] = Hold::Desktop(DesktopHold::ALL[at]);
            at += 1;
        }
        all
    };
    const WORDS: &'static [&'static str] = &{
        let mut words = ["paused"; OWN + DesktopHold::WORDS.len()];
        (words[1], words[2]) = ("hours", "call");
        let mut at = 0;
        while at < DesktopHold::WORDS.len() {
            words[OWN + at] = DesktopHold::WORDS[at];
            at += 1;
        }
        words
    };

    fn word(self) -> &'static str {
        match self {
            Hold::Paused => "paused",
            Hold::Hours => "hours",
            Hold::Call => "call",
            Hold::Desktop(hold) => hold.word(),
        }
    }
}

impl Serialize for Hold {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Hold {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        word::read(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_word_of_its_own_and_is_read_back_by_it() {
        assert_eq!(
            Hold::WORDS,
            ["paused", "hours", "call", "dnd", "presentation"]
        );
        for (hold, word) in Hold::ALL.iter().zip(Hold::WORDS) {
            assert_eq!(hold.word(), *word);
            let said = serde_json::to_string(hold).expect("a word");
            assert_eq!(said, format!("\"{word}\""));
            assert_eq!(serde_json::from_str::<Hold>(&said).expect("a hold"), *hold);
        }
    }

    #[test]
    fn what_is_ignored_is_named_whatever_its_name() {
        let words = Hold::Call.ignore_words("{}").expect("an application's");
        assert_eq!(words, "{} is no call");
        assert_eq!(Hold::Paused.ignore_words("Code"), None);
    }
}
