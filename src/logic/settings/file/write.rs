//! Settings to text: every setting with a comment above it.

use crate::logic::settings::file::outline::{MAP, joined};
use crate::logic::settings::{Field, Kind, Settings, about_group};
use crate::logic::time::span;

/// What stands above the first setting.
const HEADER: &str = "\
// Settings of Unbend. Change them here, in the window, or with `unbend settings set PATH VALUE`,
// as in `unbend settings set reminders.stretch.after 20m`; `unbend settings check` finds mistakes.
// Times are written like \"90s\", \"5m\" or \"1h30m\". What is left out is at its default. Your own comments stay.
";

/// Maximum width of a comment, in columns.
const WIDTH: usize = 110;
const INDENT: &str = "    ";

/// The text of a settings file with these settings, each with a comment above it.
pub fn write_default(settings: &Settings) -> String {
    let fields = settings.fields();
    let mut out = HEADER.to_owned();
    out.push_str("(\n");
    let all: Vec<&Field> = fields.iter().collect();
    Writer {
        settings,
        out: &mut out,
    }
    .level(&all, "", INDENT);
    out.push_str(")\n");
    out
}

/// The lines of a reminder, with its group if that is missing below the group at `group`.
pub(super) fn write_reminder(settings: &Settings, id: &str, group: &str, indent: &str) -> String {
    let prefix = format!("{MAP}.{id}.");
    let fields = settings.fields();
    let its: Vec<&Field> = fields
        .iter()
        .filter(|field| field.path.starts_with(&prefix))
        .collect();
    let mut out = String::new();
    Writer {
        settings,
        out: &mut out,
    }
    .level(&its, group, indent);
    out
}

/// The lines of one setting, with those of its groups that are missing below the group at `group`.
pub(super) fn write_one(settings: &Settings, path: &str, group: &str, indent: &str) -> String {
    let field = settings.field(path);
    let fields: Vec<&Field> = field.iter().collect();
    let mut out = String::new();
    Writer {
        settings,
        out: &mut out,
    }
    .level(&fields, group, indent);
    out
}

/// A value in the file's notation.
pub(super) fn written(kind: Kind, value: &str) -> String {
    if kind.quoted() {
        // Rust's escapes are the same as RON's.
        format!("{value:?}")
    } else {
        value.to_owned()
    }
}

struct Writer<'s> {
    settings: &'s Settings,
    out: &'s mut String,
}

impl Writer<'_> {
    /// Writes those fields, all below `group`, in order.
    fn level(&mut self, fields: &[&Field], group: &str, indent: &str) {
        let name_of = |field: &Field| -> String {
            let rest = field.path[group.len()..].trim_start_matches('.');
            rest.split('.').next().unwrap_or(rest).to_owned()
        };
        let mut first = true;
        for same in fields.chunk_by(|a, b| name_of(a) == name_of(b)) {
            let name = name_of(same[0]);
            let path = joined(group, &name);
            // Space between the file's groups makes them easy to find.
            if group.is_empty() && !first {
                self.out.push('\n');
            }
            first = false;
            let key = if group == MAP {
                format!("{name:?}")
            } else {
                name
            };
            if same[0].path == path {
                self.comment(&about(same[0]), indent);
                let value = self.settings.get(&path).unwrap_or_default();
                let value = written(same[0].kind, &value);
                self.out.push_str(&format!("{indent}{key}: {value},\n"));
            } else {
                if let Some(doc) = about_group(&path) {
                    self.comment(doc, indent);
                }
                let (open, close) = if path == MAP { ('{', '}') } else { ('(', ')') };
                self.out.push_str(&format!("{indent}{key}: {open}\n"));
                self.level(same, &path, &format!("{indent}{INDENT}"));
                self.out.push_str(&format!("{indent}{close},\n"));
            }
        }
    }

    fn comment(&mut self, text: &str, indent: &str) {
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && indent.len() + 3 + line.len() + 1 + word.len() > WIDTH {
                self.out.push_str(&format!("{indent}// {line}\n"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.out.push_str(&format!("{indent}// {line}\n"));
        }
    }
}

/// What the setting means and what values it takes.
fn about(field: &Field) -> String {
    let doc = field.doc;
    match field.kind {
        Kind::Count { low, high, .. } => format!("{doc} From {low} to {high}."),
        Kind::Span { low, high } => {
            format!("{doc} From {} to {}.", span::text(low), span::text(high))
        }
        Kind::Flag | Kind::Word(_) | Kind::Text(_) | Kind::List(_) => doc.to_owned(),
    }
}
