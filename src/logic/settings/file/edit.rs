//! Changes one value or one reminder in the text of a settings file and nothing else.

use std::collections::BTreeMap;

use crate::logic::settings::file::amiss::InTheWay;
use crate::logic::settings::file::outline::{Entry, MAP, entries, joined};
use crate::logic::settings::file::read::read_tree;
use crate::logic::settings::file::write::{write_one, write_reminder, written};
use crate::logic::settings::{ListChange, SettingProblem, Settings};
use crate::logic::text::ron_tree::{self, Node, SyntaxProblem, edit as ron_edit};

/// Why a value wasn't changed.
#[derive(Clone, Debug, PartialEq)]
pub enum EditProblem {
    /// The text can't be read.
    Syntax(SyntaxProblem),
    /// No such setting, or no such value.
    Setting(SettingProblem),
    /// The text is written in a way that can't be edited automatically.
    Shape {
        /// Position in the text, in bytes.
        at: usize,
        /// The setting.
        path: String,
        /// What is in the way.
        why: InTheWay,
    },
}

/// The text with the setting at `path` changed to `value` (written as for [`Settings::set`]). Comments, order and
/// unknown fields stay; a setting that the text doesn't mention is added with its comment.
///
/// # Errors
/// A text that can't be read, a setting or value that doesn't exist, a shape that leaves no place for it.
pub fn edit(text: &str, path: &str, value: &str) -> Result<String, EditProblem> {
    edit_with(text, path, |settings| settings.set(path, value))
}

/// The text with entries added to the list at `path`, or removed. The text's own value is what is changed.
///
/// # Errors
/// As for [`edit`], and a setting that isn't a list.
pub fn change_list(
    text: &str,
    path: &str,
    items: &[String],
    change: ListChange,
) -> Result<String, EditProblem> {
    edit_with(text, path, |settings| {
        settings.change_list(path, items, change)
    })
}

fn edit_with(
    text: &str,
    path: &str,
    change: impl FnOnce(&mut Settings) -> Result<(), SettingProblem>,
) -> Result<String, EditProblem> {
    let tree = ron_tree::parse(text).map_err(EditProblem::Syntax)?;
    let reading = read_tree(text, &tree).map_err(EditProblem::Syntax)?;
    let mut wanted = reading.settings;
    change(&mut wanted).map_err(EditProblem::Setting)?;
    let path = listed(&wanted, path);

    let shape = |at, why: InTheWay| EditProblem::Shape {
        at,
        path: path.clone(),
        why,
    };
    let changed = match place(&tree, &path) {
        Place::Value(node) => ron_edit::replace(text, node, &value_text(&wanted, &path)),
        Place::Group(group, name) => ron_edit::append(text, group, |indent| {
            write_one(&wanted, &path, &name, indent)
        })
        .map_err(EditProblem::Syntax)?,
        Place::Blocked(node) => {
            return Err(shape(node.span.start, InTheWay::NotAGroup));
        }
    };

    if says(&changed, &wanted) {
        Ok(changed)
    } else {
        Err(shape(tree.span.start, InTheWay::Unusual))
    }
}

/// The text with a new custom reminder; `values` as for [`Settings::new_reminder`].
///
/// # Errors
/// As for [`edit`], and an id that is taken.
pub fn add_reminder(
    text: &str,
    id: &str,
    values: &BTreeMap<String, String>,
) -> Result<String, EditProblem> {
    let tree = ron_tree::parse(text).map_err(EditProblem::Syntax)?;
    let reading = read_tree(text, &tree).map_err(EditProblem::Syntax)?;
    let mut wanted = reading.settings;
    wanted
        .new_reminder(id, values)
        .map_err(EditProblem::Setting)?;
    let path = joined(MAP, id);
    let shape = |at, why: InTheWay| EditProblem::Shape {
        at,
        path: path.clone(),
        why,
    };
    let changed = match place(&tree, &path) {
        Place::Value(node) => return Err(shape(node.span.start, InTheWay::Something)),
        Place::Blocked(node) => {
            return Err(shape(node.span.start, InTheWay::NotAMap));
        }
        Place::Group(group, name) => ron_edit::append(text, group, |indent| {
            write_reminder(&wanted, id, &name, indent)
        })
        .map_err(EditProblem::Syntax)?,
    };
    if says(&changed, &wanted) {
        Ok(changed)
    } else {
        Err(shape(tree.span.start, InTheWay::Unusual))
    }
}

/// The text without a custom reminder.
///
/// # Errors
/// As for [`edit`], and a built-in reminder.
pub fn remove_reminder(text: &str, id: &str) -> Result<String, EditProblem> {
    let tree = ron_tree::parse(text).map_err(EditProblem::Syntax)?;
    let reading = read_tree(text, &tree).map_err(EditProblem::Syntax)?;
    let mut wanted = reading.settings;
    wanted.remove_reminder(id).map_err(EditProblem::Setting)?;
    let listed = entries(&tree).unwrap_or_default();
    let map = listed.iter().find(|entry| entry.name == MAP);
    let own = map.and_then(|map| entries(map.value)).unwrap_or_default();
    let changed = match own.iter().find(|entry| entry.name == id) {
        Some(entry) => ron_edit::remove(text, &(entry.name_span.start..entry.value.span.end)),
        None => text.to_owned(),
    };
    if says(&changed, &wanted) {
        return Ok(changed);
    }
    Err(EditProblem::Shape {
        at: tree.span.start,
        path: joined(MAP, id),
        why: InTheWay::Unusual,
    })
}

/// Whether the text says that and nothing else: whatever it looked like, this must be the result of an edit.
fn says(text: &str, wanted: &Settings) -> bool {
    let read = ron_tree::parse(text).and_then(|tree| read_tree(text, &tree));
    read.is_ok_and(|reading| reading.settings == *wanted)
}

/// The path under which the setting is listed: a setting may have an alternative name.
fn listed(settings: &Settings, path: &str) -> String {
    let field = settings.field(path);
    field.map_or_else(|| path.to_owned(), |field| field.path)
}

fn value_text(settings: &Settings, path: &str) -> String {
    let value = settings.get(path).unwrap_or_default();
    match settings.field(path) {
        Some(field) => written(field.kind, &value),
        None => value,
    }
}

/// Where a setting is in the text, or belongs.
enum Place<'n> {
    /// Its value.
    Value(&'n Node),
    /// The innermost existing group on the way to it, and that group's path.
    Group(&'n Node, String),
    /// Something on the way isn't a group.
    Blocked(&'n Node),
}

fn place<'n>(tree: &'n Node, path: &str) -> Place<'n> {
    let mut node = tree;
    let mut group = String::new();
    for name in path.split('.') {
        let Some(found) = entries(node) else {
            return Place::Blocked(node);
        };
        match found.iter().find(|entry| entry.is(name)) {
            Some(Entry { value, .. }) => node = value,
            None => return Place::Group(node, group),
        }
        group = joined(&group, name);
    }
    Place::Value(node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::settings::file::{read, write_default};
    use crate::logic::settings::{Hint, Unfit};
    use crate::logic::time::span::NotASpan;

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }

    const TEA: [(&str, &str); 3] = [
        ("after", "90m"),
        ("offer", "nudge"),
        ("text", "Drink something."),
    ];

    #[test]
    fn a_reminder_comes_with_its_comments_and_goes_without_a_trace() {
        let written = write_default(&Settings::default());
        for text in [
            written.as_str(),
            "(\n    reminders: {\n        \"stretch\": (after: \"20m\"), // mine\n    },\n)\n",
            "(\r\n    reminders: {\r\n    },\r\n)\r\n",
        ] {
            let added = add_reminder(text, "tea", &values(&TEA)).unwrap();
            let settings = read(&added).unwrap().settings;
            assert_eq!(settings.get("reminders.tea.after").unwrap(), "1h30m");
            assert_eq!(
                settings.get("reminders.tea.text").unwrap(),
                "Drink something."
            );
            assert!(added.contains("// How much of it until"), "{added}");
            assert_eq!(remove_reminder(&added, "tea").unwrap(), text);
        }
    }

    #[test]
    fn every_shape_of_file_has_a_place_for_one() {
        for text in [
            "()",
            "(\n)",
            "(hours: \"Mon-Fri 09:00-17:00\")",
            "(reminders: {})",
            "(reminders: {\"own\": (at: \"12:00\")})",
            "(\n    timing: (snooze: \"7m\")\n    // the end\n)",
        ] {
            let by_time = values(&[("at", "15:30"), ("days", "Mon")]);
            let added = add_reminder(text, "tea", &by_time).unwrap();
            let settings = read(&added).unwrap().settings;
            assert_eq!(
                settings.get("reminders.tea.at").unwrap(),
                "15:30",
                "{added}"
            );
            let without = remove_reminder(&added, "tea").unwrap();
            let before = read(text).unwrap().settings;
            assert_eq!(read(&without).unwrap().settings, before, "{without}");
        }
    }

    #[test]
    fn what_does_not_fit_changes_nothing_and_says_why() {
        let text = "(reminders: {\"own\": (after: \"1h\")})";
        let bad = |path: &str, why| {
            let path = path.to_owned();
            EditProblem::Setting(SettingProblem::Bad { path, why })
        };
        let unknown = |path: &str, hint| {
            let path = path.to_owned();
            EditProblem::Setting(SettingProblem::Unknown { path, hint })
        };
        let not_a_span = Unfit::NotSpan(NotASpan("soon".to_owned()));
        for (id, pairs, problem) in [
            ("own", &[][..], bad("reminders.own", Unfit::Taken)),
            ("stretch", &[], bad("reminders.stretch", Unfit::Taken)),
            ("Tea Time", &[], bad("reminders.Tea Time", Unfit::NotId)),
            (
                "tea",
                &[("after", "soon")],
                bad("reminders.tea.after", not_a_span),
            ),
            (
                "tea",
                &[("at", "15:00"), ("of", "sitting")],
                unknown(
                    "reminders.tea.at",
                    Hint::Meant("reminders.walk.at".to_owned()),
                ),
            ),
            (
                "tea",
                &[("colour", "red")],
                unknown("reminders.tea.colour", Hint::Settings),
            ),
        ] {
            assert_eq!(add_reminder(text, id, &values(pairs)), Err(problem));
        }
        let built_in = Unfit::BuiltIn("reminders.stretch".to_owned());
        for (id, problem) in [
            ("stretch", bad("reminders.stretch", built_in)),
            ("tea", unknown("reminders.tea", Hint::Reminders)),
        ] {
            assert_eq!(remove_reminder(text, id), Err(problem));
        }
    }
}
