//! Reads the fields of a catalog file one by one and notes every problem on the way.

use std::ops::RangeInclusive;

use super::{Problem, Word};
use crate::logic::text::ron_tree::{Field, Node, NodeKind, line_column};

/// Collects problems while values are taken out of the tree.
pub(super) struct Reader<'t> {
    text: &'t str,
    pub(super) problems: Vec<Problem>,
    /// Whether the item being read cannot be used.
    pub(super) spoilt: bool,
}

/// A struct of the file: its fields and where it stands.
pub(super) struct Entry<'n> {
    fields: &'n [Field],
    pub(super) path: String,
    pub(super) start: usize,
}

impl Entry<'_> {
    pub(super) fn path_of(&self, field: &str) -> String {
        if self.path.is_empty() {
            field.to_owned()
        } else {
            format!("{}.{field}", self.path)
        }
    }
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Reader {
            text,
            problems: Vec::new(),
            spoilt: false,
        }
    }

    /// A problem that the item being read can live with.
    pub(super) fn note(
        &mut self,
        at: usize,
        path: impl Into<String>,
        wrong: impl Into<String>,
        right: impl Into<String>,
    ) {
        let (line, column) = line_column(self.text, at);
        self.problems.push(Problem {
            line,
            column,
            path: path.into(),
            wrong: wrong.into(),
            right: right.into(),
        });
    }

    /// A problem that makes the item being read unusable.
    pub(super) fn refuse(
        &mut self,
        at: usize,
        path: impl Into<String>,
        wrong: impl Into<String>,
        right: impl Into<String>,
    ) {
        self.spoilt = true;
        self.note(at, path, wrong, right);
    }

    /// The struct in `node`, its unknown and repeated fields reported.
    pub(super) fn entry<'n>(
        &mut self,
        node: &'n Node,
        path: String,
        known: &[&str],
    ) -> Option<Entry<'n>> {
        let node = node.inside_some();
        let fields = match struct_fields(node) {
            Some(fields) => fields,
            None => {
                let right = format!("write it as ({}: …)", known.join(": …, "));
                self.refuse(
                    node.span.start,
                    path,
                    "this is not a group of fields",
                    right,
                );
                return None;
            }
        };
        let entry = Entry {
            fields,
            path,
            start: node.span.start,
        };
        for (index, field) in fields.iter().enumerate() {
            let at = field.name_span.start;
            if !known.contains(&field.name.as_str()) {
                let right = match nearest(&field.name, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the fields here are {}", known.join(", ")),
                };
                self.note(
                    at,
                    entry.path_of(&field.name),
                    "there is no such field",
                    right,
                );
            } else if fields[..index].iter().any(|other| other.name == field.name) {
                let path = entry.path_of(&field.name);
                self.refuse(at, path, "the field stands here twice", "leave one out");
            }
        }
        Some(entry)
    }

    /// The value of a field, unless it is left out or `None`.
    pub(super) fn value<'n>(&self, entry: &Entry<'n>, name: &str) -> Option<&'n Node> {
        let field = entry.fields.iter().find(|field| field.name == name)?;
        let node = field.value.inside_some();
        (node.kind != NodeKind::Name("None".to_owned())).then_some(node)
    }

    /// The value of a field that must be there.
    pub(super) fn needed<'n>(
        &mut self,
        entry: &Entry<'n>,
        name: &str,
        right: &str,
    ) -> Option<&'n Node> {
        let value = self.value(entry, name);
        if value.is_none() {
            self.refuse(
                entry.start,
                entry.path_of(name),
                "the field is missing",
                right,
            );
        }
        value
    }

    /// A text of 1 to `longest` characters; empty if it is left out.
    pub(super) fn text(&mut self, entry: &Entry<'_>, name: &str, longest: usize) -> String {
        match self.value(entry, name) {
            Some(node) => self.text_of(node, entry.path_of(name), longest),
            None => String::new(),
        }
    }

    /// The same for a text that must be there.
    pub(super) fn needed_text(&mut self, entry: &Entry<'_>, name: &str, longest: usize) -> String {
        if self.value(entry, name).is_none() {
            self.needed(entry, name, &format!("write {name}: \"…\""));
        }
        self.text(entry, name, longest)
    }

    pub(super) fn text_of(&mut self, node: &Node, path: String, longest: usize) -> String {
        let at = node.span.start;
        let NodeKind::Text(text) = &node.kind else {
            self.refuse(
                at,
                path,
                "this is not a text",
                "write it between \"quotes\"",
            );
            return String::new();
        };
        let length = text.chars().count();
        if text.trim().is_empty() {
            self.refuse(
                at,
                path,
                "the text is empty",
                "write something; a field that may be empty is left out",
            );
        } else if length > longest {
            let right = format!("at most {longest} can be read at a glance");
            self.refuse(at, path, format!("the text has {length} characters"), right);
        } else if text.chars().any(char::is_control) {
            self.refuse(
                at,
                path,
                "the text has a line break or control character in it",
                "write it as one line",
            );
        }
        text.clone()
    }

    /// An id: lower-case words joined by `-`.
    pub(super) fn id_of(&mut self, node: &Node, path: String) -> String {
        let at = node.span.start;
        let id = word_or_text(node).unwrap_or_default().to_owned();
        if !is_id(&id) {
            let right = "an id is lower-case words joined by `-`, as in \"cat-cow\"";
            self.refuse(at, path, format!("`{id}` is not an id"), right);
        }
        id
    }

    pub(super) fn number(
        &mut self,
        entry: &Entry<'_>,
        name: &str,
        range: RangeInclusive<f32>,
    ) -> Option<f32> {
        let node = self.value(entry, name)?;
        let number = written_number(node).and_then(|text| text.parse::<f32>().ok());
        let (low, high) = (*range.start(), *range.end());
        let right = || format!("write a number from {low} to {high}");
        match number {
            Some(number) if range.contains(&number) => return Some(number),
            Some(number) => {
                self.refuse(
                    node.span.start,
                    entry.path_of(name),
                    format!("{number} is out of range"),
                    right(),
                );
            }
            None => self.refuse(
                node.span.start,
                entry.path_of(name),
                "this is not a number",
                right(),
            ),
        }
        None
    }

    pub(super) fn count(
        &mut self,
        entry: &Entry<'_>,
        name: &str,
        range: RangeInclusive<u32>,
    ) -> Option<u32> {
        let node = self.value(entry, name)?;
        self.count_of(node, entry.path_of(name), range)
    }

    pub(super) fn count_of(
        &mut self,
        node: &Node,
        path: String,
        range: RangeInclusive<u32>,
    ) -> Option<u32> {
        let right = || {
            let (low, high) = (range.start(), range.end());
            format!("write a whole number from {low} to {high}")
        };
        let number = written_number(node).and_then(|text| text.parse::<u32>().ok());
        match number {
            Some(number) if range.contains(&number) => return Some(number),
            Some(number) => {
                self.refuse(
                    node.span.start,
                    path,
                    format!("{number} is out of range"),
                    right(),
                );
            }
            None => self.refuse(node.span.start, path, "this is not a whole number", right()),
        }
        None
    }

    /// Two whole numbers, low and high, or one that is both.
    pub(super) fn range(
        &mut self,
        entry: &Entry<'_>,
        name: &str,
        range: RangeInclusive<u32>,
    ) -> Option<(u32, u32)> {
        let node = self.value(entry, name)?;
        let path = entry.path_of(name);
        if let NodeKind::Number(_) = node.kind {
            let only = self.count_of(node, path, range)?;
            return Some((only, only));
        }
        let [low, high] = node.items() else {
            self.refuse(
                node.span.start,
                path,
                "this is not a range",
                "write (low, high), as in (10, 15)",
            );
            return None;
        };
        let low = self.count_of(low, path.clone(), range.clone());
        let high = self.count_of(high, path.clone(), range);
        let (low, high) = (low?, high?);
        if low > high {
            let wrong = format!("the range goes from {low} down to {high}");
            self.refuse(
                node.span.start,
                path,
                wrong,
                format!("write ({high}, {low})"),
            );
        }
        Some((low, high))
    }

    pub(super) fn flag(&mut self, entry: &Entry<'_>, name: &str) -> bool {
        let Some(node) = self.value(entry, name) else {
            return false;
        };
        let NodeKind::Bool(flag) = node.kind else {
            self.refuse(
                node.span.start,
                entry.path_of(name),
                "this is neither true nor false",
                "write true or false",
            );
            return false;
        };
        flag
    }

    /// One of a few words, written as a name or as a text.
    pub(super) fn word<W: Word>(&mut self, entry: &Entry<'_>, name: &str) -> Option<W> {
        let node = self.value(entry, name)?;
        self.word_of(node, entry.path_of(name))
    }

    pub(super) fn word_of<W: Word>(&mut self, node: &Node, path: String) -> Option<W> {
        let written = word_or_text(node).unwrap_or("this");
        let found = W::from_word(written);
        if found.is_none() {
            let all: Vec<&str> = W::ALL.iter().map(|word| word.word()).collect();
            let right = format!("it is one of {}", all.join(", "));
            self.refuse(
                node.span.start,
                path,
                format!("`{written}` is unknown here"),
                right,
            );
        }
        found
    }

    /// The items of a list, each with its path counted from 1; none if the field is left out.
    pub(super) fn list<'n>(&mut self, entry: &Entry<'n>, name: &str) -> Vec<(&'n Node, String)> {
        let Some(node) = self.value(entry, name) else {
            return Vec::new();
        };
        let path = entry.path_of(name);
        let NodeKind::List { items } = &node.kind else {
            self.refuse(
                node.span.start,
                path,
                "this is not a list",
                "write it between [ and ]",
            );
            return Vec::new();
        };
        let numbered = items.iter().enumerate();
        numbered
            .map(|(index, item)| (item.inside_some(), format!("{path}[{}]", index + 1)))
            .collect()
    }
}

fn written_number(node: &Node) -> Option<&str> {
    if let NodeKind::Number(text) = &node.kind {
        Some(text)
    } else {
        None
    }
}

fn word_or_text(node: &Node) -> Option<&str> {
    if let NodeKind::Text(text) | NodeKind::Name(text) = &node.kind {
        Some(text)
    } else {
        None
    }
}

fn struct_fields(node: &Node) -> Option<&[Field]> {
    if let NodeKind::Struct { fields, .. } = &node.kind {
        Some(fields)
    } else if let NodeKind::Tuple { items, .. } = &node.kind {
        items.is_empty().then_some(&[])
    } else {
        None
    }
}

/// Whether a text is lower-case words joined by `-`.
pub fn is_id(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    text.len() <= 64 && text.split('-').all(word)
}

/// The known word that a misspelt one is likely to mean.
pub(super) fn nearest<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    // Long texts are never a misspelt name, and comparing them would take its time.
    if written.len() > 64 {
        return None;
    }
    let best = known
        .iter()
        .map(|word| (strsim::levenshtein(written, word), *word))
        .min()?;
    (best.0 <= 1 + written.chars().count().min(12) / 4).then_some(best.1)
}
