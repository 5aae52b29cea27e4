//! Why an exercise or routine was chosen: the value that is stored, sent and compared, and the one place that words it.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};

use super::Area;
use crate::logic::text::word::Word;
use crate::logic::time::span;

/// Why something was chosen. The history and the checkpoint keep it, so every released kind must stay readable for
/// ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Reason {
    /// Nothing has been done yet, and it is a good one to start with.
    FirstOne,
    /// Everything that may be chosen has had its dose; this one was done longest ago.
    DosesDone,
    /// That body area, its main one, hasn't been trained yet.
    AreaNew {
        /// The body area.
        area: Area,
    },
    /// That body area, its main one, has waited longest.
    AreaRested {
        /// The body area.
        area: Area,
        /// How long ago it was last trained.
        ago: Ago,
    },
    /// From a version that kept the sentence instead of the reason.
    Said {
        /// The sentence.
        text: String,
    },
}

/// How long ago something was, as roughly as people say it, and equal whenever the words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ago {
    /// Less than an hour ago, but at least a minute.
    Minutes(u32),
    /// Today.
    Hours(u32),
    /// On another day.
    Days(u32),
}

impl Reason {
    /// The reason in a few words, to stand alone or in brackets.
    pub fn words(&self) -> String {
        match self {
            Reason::FirstOne => "a good first one".to_owned(),
            Reason::DosesDone => {
                "everything has had its dose today, this one longest ago".to_owned()
            }
            Reason::AreaNew { area } => format!("{}: not trained yet", name(*area)),
            Reason::AreaRested { area, ago } => format!("{}: not for {}", name(*area), ago.words()),
            Reason::Said { text } => text.clone(),
        }
    }

    /// A reason that was kept as words; none if it was empty.
    pub fn said(text: &str) -> Option<Reason> {
        (!text.is_empty()).then(|| Reason::Said {
            text: text.to_owned(),
        })
    }

    /// The same in words, empty if there is none.
    pub fn words_of(reason: Option<&Reason>) -> String {
        reason.map(Reason::words).unwrap_or_default()
    }
}

impl Ago {
    fn words(self) -> String {
        match self {
            Ago::Minutes(minutes) => span::words(Duration::from_secs(u64::from(minutes) * 60)),
            Ago::Hours(hours) => format!("{hours} h"),
            Ago::Days(1) => "a day".to_owned(),
            Ago::Days(days) => format!("{days} days"),
        }
    }
}

fn name(area: Area) -> String {
    area.word().replace('-', " ")
}

/// Reads a reason where earlier versions stored its words, which may be empty.
///
/// # Errors
/// Neither a reason nor words.
pub(in crate::logic) fn or_words<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Reason>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        Words(String),
        Reason(Option<Reason>),
    }
    Ok(match Kept::deserialize(from)? {
        Kept::Words(text) => Reason::said(&text),
        Kept::Reason(reason) => reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each() -> [(Reason, &'static str, &'static str); 8] {
        let rested = |ago| Reason::AreaRested {
            area: Area::UpperBack,
            ago,
        };
        let text = "your own words".to_owned();
        [
            (
                Reason::FirstOne,
                r#"{"kind":"first-one"}"#,
                "a good first one",
            ),
            (
                Reason::DosesDone,
                r#"{"kind":"doses-done"}"#,
                "everything has had its dose today, this one longest ago",
            ),
            (
                Reason::AreaNew { area: Area::Chest },
                r#"{"kind":"area-new","area":"chest"}"#,
                "chest: not trained yet",
            ),
            (
                rested(Ago::Minutes(12)),
                r#"{"kind":"area-rested","area":"upper-back","ago":{"minutes":12}}"#,
                "upper back: not for 12 min",
            ),
            (
                rested(Ago::Hours(3)),
                r#"{"kind":"area-rested","area":"upper-back","ago":{"hours":3}}"#,
                "upper back: not for 3 h",
            ),
            (
                rested(Ago::Days(1)),
                r#"{"kind":"area-rested","area":"upper-back","ago":{"days":1}}"#,
                "upper back: not for a day",
            ),
            (
                rested(Ago::Days(2)),
                r#"{"kind":"area-rested","area":"upper-back","ago":{"days":2}}"#,
                "upper back: not for 2 days",
            ),
            (
                Reason::Said { text },
                r#"{"kind":"said","text":"your own words"}"#,
                "your own words",
            ),
        ]
    }

    #[test]
    fn each_reason_has_its_words() {
        for (reason, _, words) in each() {
            assert_eq!(reason.words(), words);
        }
        assert_eq!(Reason::words_of(None), "");
    }

    #[test]
    fn each_reason_is_kept_in_a_form_that_stays() {
        for (reason, kept, _) in each() {
            assert_eq!(serde_json::to_string(&reason).unwrap(), kept);
            assert_eq!(serde_json::from_str::<Reason>(kept).unwrap(), reason);
        }
    }

    #[test]
    fn what_was_kept_as_words_is_read_as_what_was_said() {
        let read = |kept: &str| or_words(&mut serde_json::Deserializer::from_str(kept));
        assert_eq!(
            read(r#""chest: not for 2 h""#).unwrap(),
            Reason::said("chest: not for 2 h")
        );
        assert_eq!(read(r#""""#).unwrap(), None);
        assert_eq!(read("null").unwrap(), None);
        let kept = read(r#"{"kind":"first-one"}"#).unwrap();
        assert_eq!(kept, Some(Reason::FirstOne));
    }
}
