//! Changes one value in the text of a settings file and nothing else.

use crate::logic::ron_tree::{self, Node, SyntaxProblem, indent_of_line, own_line};
use crate::logic::settings::{Kind, SettingProblem, Settings};
use crate::store::settings_file::outline::{Entry, entries, joined};
use crate::store::settings_file::read::read_tree;
use crate::store::settings_file::write::{write_one, written};

/// Why a value was not changed.
#[derive(Clone, Debug, PartialEq)]
pub enum EditProblem {
    /// The text cannot be read.
    Syntax(SyntaxProblem),
    /// No such setting, or no such value.
    Setting(SettingProblem),
    /// The text says it in a way that cannot be changed by itself.
    Shape {
        /// Byte of the text.
        at: usize,
        /// The setting.
        path: String,
        /// What is in the way.
        why: String,
    },
}

/// The text with the setting at `path` changed to `value` (written as for [`Settings::set`]). Comments, order and
/// unknown fields stay; a setting that the text does not mention is added with its comment.
///
/// # Errors
/// A text that cannot be read, a setting or value that does not exist, a shape that leaves no place for it.
pub fn edit(text: &str, path: &str, value: &str) -> Result<String, EditProblem> {
    let tree = ron_tree::parse(text).map_err(EditProblem::Syntax)?;
    let reading = read_tree(text, &tree).map_err(EditProblem::Syntax)?;
    let mut wanted = reading.settings;
    wanted.set(path, value).map_err(EditProblem::Setting)?;
    let path = listed(&wanted, path);

    let shape = |at, why: &str| EditProblem::Shape {
        at,
        path: path.clone(),
        why: why.to_owned(),
    };
    let changed = match place(&tree, &path) {
        Place::Value(node) => {
            let mut changed = text.to_owned();
            changed.replace_range(node.span.clone(), &value_text(&wanted, &path));
            changed
        }
        Place::Group(group, name) => insert(text, group, &name, &wanted, &path)?,
        Place::Blocked(node) => {
            return Err(shape(node.span.start, "a group in parentheses is expected"));
        }
    };

    // Whatever the text looked like, it must now say what was asked for and nothing else.
    let after = ron_tree::parse(&changed).and_then(|tree| read_tree(&changed, &tree));
    match after {
        Ok(after) if after.settings == wanted => Ok(changed),
        Ok(_) | Err(_) => Err(shape(
            tree.span.start,
            "the file is written in an unusual way",
        )),
    }
}

/// The path under which the setting is listed: a setting may be called by another name too.
fn listed(settings: &Settings, path: &str) -> String {
    match path.strip_suffix(".enabled") {
        Some(reminder) if settings.get(&joined(reminder, "on")).is_some() => joined(reminder, "on"),
        Some(_) | None => path.to_owned(),
    }
}

fn value_text(settings: &Settings, path: &str) -> String {
    let fields = settings.fields();
    let field = fields.iter().find(|field| field.path == path);
    let kind = field.map_or(Kind::Text, |field| field.kind);
    written(kind, &settings.get(path).unwrap_or_default())
}

/// Where in the text a setting stands or belongs.
enum Place<'n> {
    /// Its value.
    Value(&'n Node),
    /// The innermost group on the way to it that is there, and that group's path.
    Group(&'n Node, String),
    /// Something on the way is no group.
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

/// Adds the setting at the end of a group.
fn insert(
    text: &str,
    group: &Node,
    group_path: &str,
    settings: &Settings,
    path: &str,
) -> Result<String, EditProblem> {
    let node = group.inside_some();
    let close = node.span.end - 1;
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let found = entries(node).unwrap_or_default();

    let opener_indent = indent_of_line(text, node.span.start);
    let first_on_own_line = found
        .first()
        .filter(|first| own_line(text, first.name_span.start));
    let indent = match first_on_own_line {
        Some(first) => indent_of_line(text, first.name_span.start).to_owned(),
        None => format!("{opener_indent}    "),
    };

    // Behind the last entry, its comma, and a comment on the same line.
    let mut comma_at = None;
    let mut at = match found.last() {
        Some(last) => {
            let end = last.value.span.end;
            let next = ron_tree::skip_blank(text, end).map_err(EditProblem::Syntax)?;
            if text[next..].starts_with(',') {
                next + 1
            } else {
                comma_at = Some(end);
                end
            }
        }
        None => text[node.span.start..close]
            .find(['(', '{'])
            .map_or(close, |open| node.span.start + open + 1),
    };
    let line_end = text[at..close].find('\n').map(|length| at + length);
    if let Some(line_end) = line_end {
        let rest = text[at..line_end].trim();
        if rest.is_empty() || rest.starts_with("//") {
            at = line_end - usize::from(text[..line_end].ends_with('\r'));
        }
    }

    let lines = write_one(settings, path, group_path, &indent);
    let mut added = format!("\n{}", lines.trim_end_matches('\n'));
    if !text[at..close].contains('\n') {
        added.push('\n');
        added.push_str(opener_indent);
    }
    let mut changed = text.to_owned();
    changed.insert_str(at, &added.replace('\n', newline));
    if let Some(comma_at) = comma_at {
        changed.insert(comma_at, ',');
    }
    Ok(changed)
}
