//! Why a setting cannot be set: values, each with its words beside it.

use std::fmt;
use std::time::Duration;

use thiserror::Error;

use crate::logic::time::hours::NotHours;
use crate::logic::time::span::{self, NotASpan};

/// Most characters of a text that is shown in a notification.
pub const LONGEST_TEXT: usize = 200;

/// Why a setting cannot be set.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingProblem {
    /// No setting has this path.
    #[error("{}: {hint}", no_setting(.path))]
    Unknown {
        /// The path asked for.
        path: String,
        /// Where to look for it.
        hint: Hint,
    },
    /// The value does not fit.
    #[error("{path}: {why}")]
    Bad {
        /// The path asked for.
        path: String,
        /// What is wrong with it.
        why: Unfit,
    },
}

fn no_setting(path: &str) -> String {
    format!("there is no setting `{path}`")
}

impl SettingProblem {
    /// What is wrong, for those who say beside it where to look.
    pub fn wrong(&self) -> String {
        match self {
            SettingProblem::Unknown { path, .. } => no_setting(path),
            bad @ SettingProblem::Bad { .. } => bad.to_string(),
        }
    }
}

/// Where to look for a setting that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// At this path, which ends in the same word.
    Meant(String),
    /// Among all settings.
    Settings,
    /// Among the reminders.
    Reminders,
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hint::Meant(path) => write!(f, "did you mean `{path}`?"),
            Hint::Settings => f.write_str("`unbend settings show` lists them"),
            Hint::Reminders => f.write_str("`unbend settings show reminders` lists them"),
        }
    }
}

/// Why a value does not fit into a setting, a list or the reminders.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// It is neither true nor false.
    #[error("`{0}` is not true or false")]
    NotFlag(String),
    /// It is not a whole number in this range.
    #[error("`{written}` is not a whole number from {low} to {high}")]
    NotCount {
        /// What was given.
        written: String,
        /// Smallest.
        low: u32,
        /// Largest.
        high: u32,
    },
    /// It is not a duration.
    #[error(transparent)]
    NotSpan(#[from] NotASpan),
    /// It is a duration that is too short or too long.
    #[error("`{written}` is out of range: from {} to {}", span::text(*.low), span::text(*.high))]
    SpanOutOfRange {
        /// What was given.
        written: String,
        /// Shortest.
        low: Duration,
        /// Longest.
        high: Duration,
    },
    /// It is not hours, days or a time of day.
    #[error(transparent)]
    NotHours(#[from] NotHours),
    /// It is not one of a few words.
    #[error("`{written}` is not one of {}", .known.join(", "))]
    NotWord {
        /// What was given.
        written: String,
        /// The words.
        known: Vec<&'static str>,
    },
    /// It is not an offer.
    #[error("`{0}` is not an offer: write `pool desk`, `routine walk` or `nudge`")]
    NotOffer(String),
    /// A text for a notification has control characters in it.
    #[error("the text has a line break or control character in it: write it as one line")]
    NotOneLine,
    /// A text for a notification has this many characters, which are too many.
    #[error("the text has {0} characters: at most {LONGEST_TEXT} fit into a notification")]
    TooManyCharacters(usize),
    /// It is longer than this many bytes.
    #[error("is longer than {0} bytes")]
    TooLong(usize),
    /// The setting is not a list.
    #[error("is not a list: set it instead")]
    NotList,
    /// There is no room on the list.
    #[error("is full: take something off it first")]
    ListFull,
    /// The last word of a list that stands for all while it is empty was to go.
    #[error("one of them has to stay: none would stand for all")]
    LastOne,
    /// An entry of a list is blank.
    #[error("an entry has no name")]
    BlankEntry,
    /// An entry of a list has commas or control characters in it.
    #[error("{0:?} is not one entry: name each by itself")]
    NotOneEntry(String),
    /// An entry of a list has more characters than this.
    #[error("an entry has at most {0} characters")]
    EntryTooLong(usize),
    /// The id of a reminder is not one.
    #[error("is no id: write lower-case letters, digits and `-`")]
    NotId,
    /// A reminder of that id is there.
    #[error("is there already")]
    Taken,
    /// There are as many reminders as there may be.
    #[error("there are as many as can be: remove one first")]
    RemindersFull,
    /// Everybody has the reminder of this path.
    #[error("comes with Unbend and stays; `{0}.on` switches it off")]
    BuiltIn(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every sentence, word for word; nothing else compares them.
    #[test]
    fn problems_in_words() {
        let text = |text: &str| text.to_owned();
        let written = || text("pink");
        let (low, high) = (0, 20);
        let unknown = |hint| {
            let path = text("snooze");
            SettingProblem::Unknown { path, hint }.to_string()
        };
        for (problem, words) in [
            (
                unknown(Hint::Meant(text("timing.snooze"))),
                "there is no setting `snooze`: did you mean `timing.snooze`?",
            ),
            (
                unknown(Hint::Settings),
                "there is no setting `snooze`: `unbend settings show` lists them",
            ),
            (
                unknown(Hint::Reminders),
                "there is no setting `snooze`: `unbend settings show reminders` lists them",
            ),
            (
                SettingProblem::Bad {
                    path: text("timing.snooze"),
                    why: Unfit::TooLong(6144),
                }
                .to_string(),
                "timing.snooze: is longer than 6144 bytes",
            ),
        ] {
            assert_eq!(problem, words);
        }
        for (unfit, words) in [
            (Unfit::NotFlag(written()), "`pink` is not true or false"),
            (
                Unfit::NotCount {
                    written: written(),
                    low,
                    high,
                },
                "`pink` is not a whole number from 0 to 20",
            ),
            (
                Unfit::NotSpan(NotASpan(written())),
                "`pink` is not a duration: write it like 90s, 5m or 1h30m",
            ),
            (
                Unfit::SpanOutOfRange {
                    written: text("9h"),
                    low: Duration::from_secs(1),
                    high: Duration::from_secs(5400),
                },
                "`9h` is out of range: from 1s to 1h30m",
            ),
            (
                Unfit::NotHours(NotHours::Time(written())),
                "`pink` is not a time of day: write it like 09:30",
            ),
            (
                Unfit::NotWord {
                    written: written(),
                    known: vec!["light", "dark"],
                },
                "`pink` is not one of light, dark",
            ),
            (
                Unfit::NotOffer(written()),
                "`pink` is not an offer: write `pool desk`, `routine walk` or `nudge`",
            ),
            (
                Unfit::NotOneLine,
                "the text has a line break or control character in it: write it as one line",
            ),
            (
                Unfit::TooManyCharacters(201),
                "the text has 201 characters: at most 200 fit into a notification",
            ),
            (Unfit::NotList, "is not a list: set it instead"),
            (Unfit::ListFull, "is full: take something off it first"),
            (
                Unfit::LastOne,
                "one of them has to stay: none would stand for all",
            ),
            (Unfit::BlankEntry, "an entry has no name"),
            (
                Unfit::NotOneEntry(text("a,b")),
                "\"a,b\" is not one entry: name each by itself",
            ),
            (
                Unfit::EntryTooLong(100),
                "an entry has at most 100 characters",
            ),
            (
                Unfit::NotId,
                "is no id: write lower-case letters, digits and `-`",
            ),
            (Unfit::Taken, "is there already"),
            (
                Unfit::RemindersFull,
                "there are as many as can be: remove one first",
            ),
            (
                Unfit::BuiltIn(text("reminders.walk")),
                "comes with Unbend and stays; `reminders.walk.on` switches it off",
            ),
        ] {
            assert_eq!(unfit.to_string(), words);
        }
    }
}
