//! Text to settings: anything unusable is reported with its position, and the default applies.

use std::fmt;

use crate::logic::settings::file::amiss::{Amiss, Found};
use crate::logic::settings::file::outline::{MAP, entries, joined};
use crate::logic::settings::{
    Kind, MOST_REMINDERS, SettingProblem, Settings, Trigger, is_reminder_id,
};
use crate::logic::text::ron_tree::{self, Fault, Node, NodeKind, SyntaxProblem};

/// What a settings file says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Always valid; defaults where the file says nothing usable.
    pub settings: Settings,
    /// What is wrong in the file, in order.
    pub warnings: Vec<Warning>,
}

/// Something wrong in a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The setting.
    pub path: String,
    /// What is wrong.
    pub what: Amiss,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Warning {
            line,
            column,
            path,
            what,
        } = self;
        write!(f, "line {line}, column {column}: {path}: {what}")
    }
}

/// Reads the text of a settings file.
///
/// # Errors
/// The text isn't RON, or isn't a group of settings at all.
pub fn read(text: &str) -> Result<Reading, SyntaxProblem> {
    let tree = ron_tree::parse(text)?;
    read_tree(text, &tree)
}

/// The same for a text that has been parsed.
pub(super) fn read_tree(text: &str, tree: &Node) -> Result<Reading, SyntaxProblem> {
    if entries(tree).is_none() {
        let (line, column) = ron_tree::line_column(text, tree.span.start);
        return Err(SyntaxProblem {
            line,
            column,
            what: Fault::NotAGroup {
                what: "settings",
                example: "(timing: (snooze: \"5m\"))",
            },
        });
    }
    let mut walk = Walk {
        text,
        settings: Settings::default(),
        warnings: Vec::new(),
    };
    walk.group(tree, "");
    Ok(Reading {
        settings: walk.settings,
        warnings: walk.warnings,
    })
}

struct Walk<'t> {
    text: &'t str,
    settings: Settings,
    warnings: Vec<Warning>,
}

impl Walk<'_> {
    fn warn(&mut self, at: usize, path: &str, what: Amiss) {
        let (line, column) = ron_tree::line_column(self.text, at);
        self.warnings.push(Warning {
            line,
            column,
            path: path.to_owned(),
            what,
        });
    }

    fn group(&mut self, node: &Node, group: &str) {
        let Some(found) = entries(node) else {
            self.warn(node.span.start, group, Amiss::NotAGroup);
            return;
        };
        for (index, entry) in found.iter().enumerate() {
            let path = joined(group, entry.name);
            let at = entry.name_span.start;
            if found[..index].iter().any(|before| before.is(entry.name)) {
                self.warn(at, &path, Amiss::Twice);
            } else if group == MAP {
                self.reminder(entry.value, at, entry.name);
            } else if self.settings.get(&path).is_some() {
                self.setting(entry.value, &path);
            } else if self.is_group(&path) {
                self.group(entry.value, &path);
            } else {
                self.unknown(at, &path);
            }
        }
    }

    fn is_group(&self, path: &str) -> bool {
        let below = format!("{path}.");
        self.settings
            .fields()
            .iter()
            .any(|field| field.path.starts_with(&below))
    }

    /// A built-in reminder, or a custom one.
    fn reminder(&mut self, node: &Node, at: usize, id: &str) {
        let path = joined(MAP, id);
        if !is_reminder_id(id) {
            self.warn(at, &path, Amiss::NotAnId);
            return;
        }
        if self.settings.reminder(id).is_none() && self.settings.reminders.len() >= MOST_REMINDERS {
            self.warn(at, &path, Amiss::TooManyReminders);
            return;
        }
        let found = entries(node).unwrap_or_default();
        let named = Trigger::named(|name| found.iter().any(|entry| entry.name == name));
        self.settings.add_reminder(id, named);
        let listed = self.settings.reminders.iter_mut();
        for reminder in listed.filter(|reminder| reminder.id == id) {
            match (reminder.trigger, named) {
                (Trigger::Amount { .. }, Some(other @ Trigger::TimeOfDay { .. }))
                | (Trigger::TimeOfDay { .. }, Some(other @ Trigger::Amount { .. })) => {
                    reminder.trigger = other;
                }
                (Trigger::Amount { .. } | Trigger::TimeOfDay { .. }, _) => {}
            }
        }
        self.group(node, &path);
    }

    fn setting(&mut self, node: &Node, path: &str) {
        let value = match plain(node).or_else(|found| self.items(node, path).ok_or(found)) {
            Ok(value) => value,
            Err(found) => {
                let what = Amiss::NotAValue {
                    expected: self.kind(path),
                    found,
                    used: self.settings.get(path),
                };
                self.warn(node.span.start, path, what);
                return;
            }
        };
        match self.settings.set(path, &value) {
            Ok(()) => {}
            Err(SettingProblem::Bad { why, .. }) => {
                let used = self.settings.get(path);
                self.warn(node.span.start, path, Amiss::Unfit { why, used });
            }
            Err(SettingProblem::Unknown { .. }) => self.unknown(node.span.start, path),
        }
    }

    /// The items of a list, as `settings set` takes them; none if a single value is required.
    fn items(&self, node: &Node, path: &str) -> Option<String> {
        let NodeKind::List { items } = &node.inside_some().kind else {
            return None;
        };
        if !matches!(self.kind(path), Some(Kind::List(_))) {
            return None;
        }
        let items: Result<Vec<String>, _> = items.iter().map(plain).collect();
        Some(items.ok()?.join(", "))
    }

    fn kind(&self, path: &str) -> Option<Kind> {
        self.settings.field(path).map(|field| field.kind)
    }

    fn unknown(&mut self, at: usize, path: &str) {
        let what = if self.is_other_trigger(path) {
            Amiss::OtherTrigger
        } else {
            match self.settings.clone().set(path, "") {
                Err(problem @ SettingProblem::Unknown { .. }) => Amiss::Unknown(Some(problem)),
                Err(SettingProblem::Bad { .. }) | Ok(()) => Amiss::Unknown(None),
            }
        };
        self.warn(at, path, what);
    }

    fn is_other_trigger(&self, path: &str) -> bool {
        path.strip_prefix(MAP)
            .and_then(|rest| rest.rsplit_once('.'))
            .is_some_and(|(_, name)| ["of", "after", "at", "days"].contains(&name))
    }
}

/// A single value as `settings set` takes it, or what was found instead.
fn plain(node: &Node) -> Result<String, Found> {
    match &node.inside_some().kind {
        NodeKind::Text(text) | NodeKind::Number(text) | NodeKind::Name(text) => Ok(text.clone()),
        NodeKind::Bool(on) => Ok(on.to_string()),
        NodeKind::Char(c) => Ok(c.to_string()),
        NodeKind::Bytes(_) => Err(Found::Bytes),
        NodeKind::List { .. } => Err(Found::List),
        NodeKind::Map { .. } => Err(Found::Map),
        NodeKind::Struct { .. } | NodeKind::Tuple { .. } => Err(Found::Group),
    }
}
