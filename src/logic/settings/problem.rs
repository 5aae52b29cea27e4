//! Why a setting can't be set: values, each with its words beside it.

use std::fmt;
use std::time::Duration;

use thiserror::Error;

use crate::logic::time::hours::NotHours;
use crate::logic::time::span::{self, NotASpan};

/// Most characters in a text that a notification shows.
pub const LONGEST_TEXT: usize = 200;

/// Why a setting can't be set.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingProblem {
    /// No setting has this path.
    #[error("{}: {hint}", no_setting(.path))]
    Unknown {
        /// The requested path.
        path: String,
        /// Where to look for it.
        hint: Hint,
    },
    /// The value doesn't fit.
    #[error("{path}: {why}")]
    Bad {
        /// The requested path.
        path: String,
        /// What is wrong with it.
        why: Unfit,
    },
}

fn no_setting(path: &str) -> String {
    format!("there is no setting `{path}`")
}

impl SettingProblem {
    /// What is wrong, for callers that say separately where to look.
    pub fn wrong(&self) -> String {
        match self {
            SettingProblem::Unknown { path, .. } => no_setting(path),
            bad @ SettingProblem::Bad { .. } => bad.to_string(),
        }
    }
}

/// Where to look for a setting that doesn't exist.
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

/// Why a value doesn't fit a setting, a list or the reminders.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// It is neither true nor false.
    #[error("`{0}` is not true or false")]
    NotFlag(String),
    /// It isn't a whole number in this range.
    #[error("`{written}` is not a whole number from {low} to {high}")]
    NotCount {
        /// What was given.
        written: String,
        /// Smallest.
        low: u32,
        /// Largest.
        high: u32,
    },
    /// It isn't a duration.
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
    /// It isn't hours, days or a time of day.
    #[error(transparent)]
    NotHours(#[from] NotHours),
    /// It is none of the allowed words.
    #[error("`{written}` is not one of {}", .known.join(", "))]
    NotWord {
        /// What was given.
        written: String,
        /// The words.
        known: Vec<&'static str>,
    },
    /// It isn't an offer.
    #[error("`{0}` is not an offer: write `pool desk`, `routine walk` or `nudge`")]
    NotOffer(String),
    /// A notification's text contains control characters.
    #[error("the text has a line break or control character in it: write it as one line")]
    NotOneLine,
    /// A notification's text has this many characters, which is too many.
    #[error("the text has {0} characters: at most {LONGEST_TEXT} fit into a notification")]
    TooManyCharacters(usize),
    /// It is longer than this many bytes.
    #[error("is longer than {0} bytes")]
    TooLong(usize),
    /// The setting isn't a list.
    #[error("is not a list: set it instead")]
    NotList,
    /// The list is full.
    #[error("is full: take something off it first")]
    ListFull,
    /// It is the last word of a list that means everything when empty.
    #[error("one of them has to stay: none would stand for all")]
    LastOne,
    /// An entry of a list is blank.
    #[error("an entry has no name")]
    BlankEntry,
    /// A list entry contains commas or control characters.
    #[error("{0:?} is not one entry: name each by itself")]
    NotOneEntry(String),
    /// A list entry has more characters than this.
    #[error("an entry has at most {0} characters")]
    EntryTooLong(usize),
    /// It isn't a valid reminder id.
    #[error("is no id: write lower-case letters, digits and `-`")]
    NotId,
    /// A reminder with that id already exists.
    #[error("is there already")]
    Taken,
    /// There are already as many reminders as allowed.
    #[error("there are as many as can be: remove one first")]
    RemindersFull,
    /// The reminder at this path is built in.
    #[error("comes with Unbend and stays; `{0}.on` switches it off")]
    BuiltIn(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every sentence, word for word; no other test compares them.
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
