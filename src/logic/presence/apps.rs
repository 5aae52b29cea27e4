//! Applications by name: which use the microphone, which have a full-screen window, and which are never a reason to
//! stay quiet.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The longest name that is kept, in characters.
const LONGEST: usize = 64;

/// How many applications of each kind are remembered.
const MOST: usize = 16;

/// The applications that do something right now; empty if none does. One without a name is `""`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apps(BTreeSet<String>);

impl Apps {
    /// None does it.
    pub const NOBODY: Apps = Apps(BTreeSet::new());

    /// These do, each by the name it gives itself, if any.
    pub fn of<'a>(names: impl IntoIterator<Item = Option<&'a str>>) -> Apps {
        let names = names.into_iter();
        Apps(
            names
                .map(|name| name.map(tidy).unwrap_or_default())
                .collect(),
        )
    }

    /// Whether none does it.
    pub fn is_nobody(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that aren't ignored. Names are compared ignoring case: one program calls itself `Firefox` where it records
    /// and `firefox` where it has a window.
    pub fn besides(&self, ignored: &BTreeSet<String>) -> Apps {
        let ignored: BTreeSet<String> = ignored.iter().map(|name| name.to_lowercase()).collect();
        let kept = self.0.iter();
        Apps(
            kept.filter(|name| !ignored.contains(&name.to_lowercase()))
                .cloned()
                .collect(),
        )
    }

    /// The names of those that have one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .map(String::as_str)
            .filter(|name| !name.is_empty())
    }
}

impl From<bool> for Apps {
    /// An unnamed application, or none.
    fn from(on: bool) -> Self {
        Apps::of(on.then_some(None))
    }
}

/// A name fit for a list and a line: no line breaks, no commas, not too long.
fn tidy(name: &str) -> String {
    let plain = |letter: char| match letter {
        ',' => ' ',
        other if other.is_control() => ' ',
        other => other,
    };
    let plain: String = name.chars().map(plain).take(LONGEST).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Applications that were a reason to stay quiet, newest last, to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// They used the microphone.
    #[serde(default)]
    pub calls: Vec<String>,
    /// They had a full-screen window.
    #[serde(default)]
    pub full_screen: Vec<String>,
}

impl Seen {
    /// Remembers who uses the microphone.
    pub fn note_calls(&mut self, apps: &Apps) {
        note(&mut self.calls, apps);
    }

    /// Remembers who has a full-screen window.
    pub fn note_full_screen(&mut self, apps: &Apps) {
        note(&mut self.full_screen, apps);
    }
}

fn note(seen: &mut Vec<String>, apps: &Apps) {
    for name in apps.names() {
        seen.retain(|known| !known.eq_ignore_ascii_case(name));
        seen.push(name.to_owned());
    }
    seen.drain(..seen.len().saturating_sub(MOST));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_ignored_hides_no_other() {
        let apps = Apps::of([Some("EasyEffects"), Some("Firefox"), None]);
        let ignored = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(
            apps.besides(&ignored(&["easyeffects"])),
            Apps::of([Some("Firefox"), None])
        );
        let all = apps.besides(&ignored(&["easyeffects", "FIREFOX"]));
        assert!(!all.is_nobody(), "one without a name is not ignored");
        assert_eq!(all.names().next(), None);
        assert!(Apps::from(false).is_nobody() && !Apps::from(true).is_nobody());
    }

    #[test]
    fn a_name_fits_in_a_list_and_in_a_line() {
        let apps = Apps::of([Some(" A,\u{7}b\n c "), Some("x".repeat(500).as_str())]);
        let names: Vec<&str> = apps.names().collect();
        assert_eq!(names, ["A b c", "x".repeat(64).as_str()]);
    }

    #[test]
    fn the_latest_are_remembered_once_each() {
        let mut seen = Seen::default();
        for number in 0..40 {
            seen.note_calls(&Apps::of([Some(format!("App {number}").as_str())]));
        }
        seen.note_calls(&Apps::of([Some("APP 30")]));
        assert_eq!(seen.calls.len(), 16);
        assert_eq!(seen.calls.last().map(String::as_str), Some("APP 30"));
        assert!(!seen.calls.contains(&"App 30".to_owned()));
        assert!(seen.full_screen.is_empty());
    }
}
