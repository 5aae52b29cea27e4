//! What is wrong in a settings file, or keeps it from being changed: values, each with its words beside it.

use std::fmt;

use thiserror::Error;

use crate::logic::settings::{Kind, MOST_REMINDERS, SettingProblem, Unfit};

/// What is wrong at some position of a settings file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Amiss {
    /// Something is in place of a group of settings.
    #[error("expected settings in parentheses; the defaults are used")]
    NotAGroup,
    /// The setting appears a second time.
    #[error("stands here twice; the first one counts")]
    Twice,
    /// No reminder can have that name.
    #[error("{} in quotes; the reminder is left out", Unfit::NotId)]
    NotAnId,
    /// There are already as many reminders as allowed.
    #[error("there can be {MOST_REMINDERS} reminders; this one is left out")]
    TooManyReminders,
    /// Something is in place of a single value.
    #[error("expected {}, found {found}; using {}", in_words(.expected), or_none(.used))]
    NotAValue {
        /// What the setting accepts.
        expected: Option<Kind>,
        /// What was found.
        found: Found,
        /// The value that applies instead.
        used: Option<String>,
    },
    /// The value does not fit.
    #[error("{why}; using {}", or_none(.used))]
    Unfit {
        /// Why.
        why: Unfit,
        /// The value that applies instead.
        used: Option<String>,
    },
    /// A reminder has fields of both kinds.
    #[error(
        "does not go with the others: a reminder is due `after` an amount `of` sitting or standing, or `at` a time on \
         some `days`; it is kept but does nothing"
    )]
    OtherTrigger,
    /// There is no such setting.
    #[error("{}it is kept but does nothing", .0.as_ref().map(|problem| format!("{problem}; ")).unwrap_or_default())]
    Unknown(Option<SettingProblem>),
}

/// What was found in place of a single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// `b"…"`.
    Bytes,
    /// `[…]`.
    List,
    /// `{…}`.
    Map,
    /// `(…)`.
    Group,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Found::Bytes => "bytes",
            Found::List => "a list",
            Found::Map => "a map",
            Found::Group => "a group",
        })
    }
}

fn in_words(kind: &Option<Kind>) -> String {
    match kind {
        None => "a value".to_owned(),
        Some(Kind::Flag) => "true or false".to_owned(),
        Some(Kind::Count { low, high, .. }) => format!("a whole number from {low} to {high}"),
        Some(Kind::Span { .. }) => "a duration such as \"5m\"".to_owned(),
        Some(Kind::Word(words)) => format!("one of {}", words.join(", ")),
        Some(Kind::Text(_)) => "a text in quotes".to_owned(),
        Some(Kind::List(_)) => {
            "a text in quotes with commas, or a list such as [\"a\", \"b\"]".to_owned()
        }
    }
}

fn or_none(used: &Option<String>) -> &str {
    match used.as_deref() {
        Some("") => "none",
        Some(value) => value,
        None => "the default",
    }
}

/// What keeps a setting from being changed in the text of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InTheWay {
    /// Something on the way to it isn't a group.
    #[error("a group in parentheses is expected")]
    NotAGroup,
    /// Something on the way to a reminder isn't a map.
    #[error("a group in braces is expected")]
    NotAMap,
    /// Something is where it would be added.
    #[error("something stands there already")]
    Something,
    /// The change would also have changed something else.
    #[error("the file is written in an unusual way")]
    Unusual,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::settings::{Hint, ListOf, TextForm, Unit};

    /// Every sentence, word for word; no other test compares them.
    #[test]
    fn what_is_amiss_in_words() {
        let text = |text: &str| text.to_owned();
        let not_a_value = |expected, found| Amiss::NotAValue {
            expected,
            found,
            used: Some(text("5m")),
        };
        // Words from elsewhere are combined here, not repeated.
        let unknown = || SettingProblem::Unknown {
            path: text("x"),
            hint: Hint::Settings,
        };
        for (used, words) in [
            (Some("false"), "false"),
            (Some(""), "none"),
            (None, "the default"),
        ] {
            let why = Unfit::NotFlag(text("x"));
            let expected = format!("{why}; using {words}");
            let used = used.map(str::to_owned);
            assert_eq!(Amiss::Unfit { why, used }.to_string(), expected);
        }
        let (low, high) = (0, 20);
        let zero = std::time::Duration::ZERO;
        for (amiss, words) in [
            (
                Amiss::NotAGroup,
                "expected settings in parentheses; the defaults are used",
            ),
            (Amiss::Twice, "stands here twice; the first one counts"),
            (
                Amiss::NotAnId,
                &format!("{} in quotes; the reminder is left out", Unfit::NotId),
            ),
            (
                Amiss::TooManyReminders,
                "there can be 40 reminders; this one is left out",
            ),
            (
                not_a_value(None, Found::Bytes),
                "expected a value, found bytes; using 5m",
            ),
            (
                not_a_value(Some(Kind::Flag), Found::List),
                "expected true or false, found a list; using 5m",
            ),
            (
                not_a_value(
                    Some(Kind::Count {
                        low,
                        high,
                        unit: Unit::Times,
                    }),
                    Found::Map,
                ),
                "expected a whole number from 0 to 20, found a map; using 5m",
            ),
            (
                not_a_value(
                    Some(Kind::Span {
                        low: zero,
                        high: zero,
                    }),
                    Found::Group,
                ),
                "expected a duration such as \"5m\", found a group; using 5m",
            ),
            (
                not_a_value(Some(Kind::Word(&["a", "b"])), Found::List),
                "expected one of a, b, found a list; using 5m",
            ),
            (
                not_a_value(Some(Kind::Text(TextForm::Line)), Found::List),
                "expected a text in quotes, found a list; using 5m",
            ),
            (
                not_a_value(Some(Kind::List(ListOf::Apps)), Found::List),
                "expected a text in quotes with commas, or a list such as [\"a\", \"b\"], found a list; using 5m",
            ),
            (
                Amiss::OtherTrigger,
                "does not go with the others: a reminder is due `after` an amount `of` sitting or standing, or `at` a time on some `days`; it is kept but does nothing",
            ),
            (
                Amiss::Unknown(Some(unknown())),
                &format!("{}; it is kept but does nothing", unknown()),
            ),
            (Amiss::Unknown(None), "it is kept but does nothing"),
        ] {
            assert_eq!(amiss.to_string(), words);
        }
    }

    #[test]
    fn what_is_in_the_way_in_words() {
        for (way, words) in [
            (InTheWay::NotAGroup, "a group in parentheses is expected"),
            (InTheWay::NotAMap, "a group in braces is expected"),
            (InTheWay::Something, "something stands there already"),
            (InTheWay::Unusual, "the file is written in an unusual way"),
        ] {
            assert_eq!(way.to_string(), words);
        }
    }
}
