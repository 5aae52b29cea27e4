//! Reads the fields of a catalog file one by one and notes every problem along the way.

use super::{FieldMistake, Mistake, Needed, Problem, ValueMistake};
use crate::logic::catalog::format::{Count, Field, Number, Text};
use crate::logic::text::ron_tree::{self, Node, NodeKind, line_column};
use crate::logic::text::word::Word;

/// Collects problems while values are taken out of the tree.
pub(super) struct Reader<'t> {
    text: &'t str,
    pub(super) problems: Vec<Problem>,
    /// Whether the item being read can't be used.
    pub(super) spoilt: bool,
}

/// A struct in the file: its fields and its position.
pub(super) struct Entry<'n> {
    fields: &'n [ron_tree::Field],
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
    pub(super) fn note(&mut self, at: usize, path: String, mistake: Mistake) {
        let (line, column) = line_column(self.text, at);
        self.problems.push(Problem {
            line,
            column,
            path,
            mistake,
        });
    }

    /// A problem that makes the item being read unusable.
    pub(super) fn refuse(&mut self, at: usize, path: String, mistake: Mistake) {
        self.spoilt = true;
        self.note(at, path, mistake);
    }

    /// The same for a value that isn't what its field takes.
    fn unfit(&mut self, node: &Node, path: String, mistake: ValueMistake) {
        self.refuse(node.span.start, path, Mistake::Value(mistake));
    }

    /// The struct in `node`; reports its unknown and repeated fields.
    pub(super) fn entry<'n>(
        &mut self,
        node: &'n Node,
        path: String,
        known: &'static [&'static str],
    ) -> Option<Entry<'n>> {
        let node = node.inside_some();
        let fields = match struct_fields(node) {
            Some(fields) => fields,
            None => {
                self.unfit(node, path, ValueMistake::NotFields(known));
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
                let near = nearest(&field.name, known);
                let mistake = FieldMistake::Unknown { near, known };
                self.note(at, entry.path_of(&field.name), Mistake::Field(mistake));
            } else if fields[..index].iter().any(|other| other.name == field.name) {
                let path = entry.path_of(&field.name);
                self.refuse(at, path, Mistake::Field(FieldMistake::Twice));
            }
        }
        Some(entry)
    }

    /// The value of a field, unless it is missing or `None`.
    pub(super) fn value<'n, T>(&self, entry: &Entry<'n>, field: &Field<T>) -> Option<&'n Node> {
        self.value_named(entry, field.name)
    }

    /// The same for a field by its name.
    pub(super) fn value_named<'n>(&self, entry: &Entry<'n>, name: &str) -> Option<&'n Node> {
        let field = entry.fields.iter().find(|field| field.name == name)?;
        let node = field.value.inside_some();
        (node.kind != NodeKind::Name("None".to_owned())).then_some(node)
    }

    /// The value of a required field.
    pub(super) fn needed<'n, T>(
        &mut self,
        entry: &Entry<'n>,
        field: &Field<T>,
        needed: Needed,
    ) -> Option<&'n Node> {
        let value = self.value(entry, field);
        if value.is_none() {
            let missing = Mistake::Field(FieldMistake::Missing(needed));
            self.refuse(entry.start, entry.path_of(field.name), missing);
        }
        value
    }

    /// A text of 1 to `longest` characters; empty if missing.
    pub(super) fn text(&mut self, entry: &Entry<'_>, field: &Field<Text>) -> String {
        match self.value(entry, field) {
            Some(node) => self.text_of(node, entry.path_of(field.name), field.within),
            None => String::new(),
        }
    }

    /// The same for a required text.
    pub(super) fn needed_text(&mut self, entry: &Entry<'_>, field: &Field<Text>) -> String {
        self.needed(entry, field, Needed::Text(field.name));
        self.text(entry, field)
    }

    pub(super) fn text_of(&mut self, node: &Node, path: String, Text(longest): Text) -> String {
        let NodeKind::Text(text) = &node.kind else {
            self.unfit(node, path, ValueMistake::NotText);
            return String::new();
        };
        let length = text.chars().count();
        if text.trim().is_empty() {
            self.unfit(node, path, ValueMistake::Empty);
        } else if length > longest {
            self.unfit(node, path, ValueMistake::TooLong { length, longest });
        } else if text.chars().any(char::is_control) {
            self.unfit(node, path, ValueMistake::NotOneLine);
        }
        text.clone()
    }

    /// An id: lower-case words joined by `-`.
    pub(super) fn id_of(&mut self, node: &Node, path: String) -> String {
        let id = word_or_text(node).unwrap_or_default().to_owned();
        if !is_id(&id) {
            self.unfit(node, path, ValueMistake::NotId(id.clone()));
        }
        id
    }

    pub(super) fn number(&mut self, entry: &Entry<'_>, field: &Field<Number>) -> Option<f32> {
        let node = self.value(entry, field)?;
        let range = &field.within;
        let number = written_number(node).and_then(|text| text.parse::<f32>().ok());
        let (low, high) = (*range.start(), *range.end());
        let mistake = match number {
            Some(number) if range.contains(&number) => return Some(number),
            Some(number) => ValueMistake::NumberOutOfRange { number, low, high },
            None => ValueMistake::NotNumber { low, high },
        };
        self.unfit(node, entry.path_of(field.name), mistake);
        None
    }

    pub(super) fn count(&mut self, entry: &Entry<'_>, field: &Field<Count>) -> Option<u32> {
        let node = self.value(entry, field)?;
        self.count_of(node, entry.path_of(field.name), &field.within)
    }

    pub(super) fn count_of(&mut self, node: &Node, path: String, range: &Count) -> Option<u32> {
        let (low, high) = (*range.start(), *range.end());
        let count = written_number(node).and_then(|text| text.parse::<u32>().ok());
        let mistake = match count {
            Some(count) if range.contains(&count) => return Some(count),
            Some(count) => ValueMistake::CountOutOfRange { count, low, high },
            None => ValueMistake::NotCount { low, high },
        };
        self.unfit(node, path, mistake);
        None
    }

    /// Two whole numbers, low and high, or one for both.
    pub(super) fn range(&mut self, entry: &Entry<'_>, field: &Field<Count>) -> Option<(u32, u32)> {
        let node = self.value(entry, field)?;
        let path = entry.path_of(field.name);
        let range = &field.within;
        if let NodeKind::Number(_) = node.kind {
            let only = self.count_of(node, path, range)?;
            return Some((only, only));
        }
        let [low, high] = node.items() else {
            self.unfit(node, path, ValueMistake::NotRange);
            return None;
        };
        let low = self.count_of(low, path.clone(), range);
        let high = self.count_of(high, path.clone(), range);
        let (low, high) = (low?, high?);
        if low > high {
            let (from, to) = (low, high);
            self.unfit(node, path, ValueMistake::Backwards { from, to });
        }
        Some((low, high))
    }

    pub(super) fn flag<T>(&mut self, entry: &Entry<'_>, field: &Field<T>) -> bool {
        let Some(node) = self.value(entry, field) else {
            return false;
        };
        let NodeKind::Bool(flag) = node.kind else {
            self.unfit(node, entry.path_of(field.name), ValueMistake::NotFlag);
            return false;
        };
        flag
    }

    /// One of a few words, written as a name or as a text.
    pub(super) fn word<W: Word, T>(&mut self, entry: &Entry<'_>, field: &Field<T>) -> Option<W> {
        let node = self.value(entry, field)?;
        self.word_of(node, entry.path_of(field.name))
    }

    pub(super) fn word_of<W: Word>(&mut self, node: &Node, path: String) -> Option<W> {
        let written = word_or_text(node).unwrap_or("this");
        let found = W::from_word(written);
        if found.is_none() {
            let mistake = ValueMistake::NotWord {
                written: written.to_owned(),
                known: W::ALL.iter().map(|word| word.word()).collect(),
            };
            self.unfit(node, path, mistake);
        }
        found
    }

    /// The items of a list, each with its path counted from 1; empty if the field is missing.
    pub(super) fn list<'n, T>(
        &mut self,
        entry: &Entry<'n>,
        field: &Field<T>,
    ) -> Vec<(&'n Node, String)> {
        let Some(node) = self.value(entry, field) else {
            return Vec::new();
        };
        let path = entry.path_of(field.name);
        let NodeKind::List { items } = &node.kind else {
            self.unfit(node, path, ValueMistake::NotList);
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

fn struct_fields(node: &Node) -> Option<&[ron_tree::Field]> {
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

/// The known word that a misspelling probably means.
pub(super) fn nearest<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    // Long texts are never a misspelt name, and comparing them would take time.
    if written.len() > 64 {
        return None;
    }
    let best = known
        .iter()
        .map(|word| (strsim::levenshtein(written, word), *word))
        .min()?;
    (best.0 <= 1 + written.chars().count().min(12) / 4).then_some(best.1)
}
