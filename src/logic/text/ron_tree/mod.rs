//! Reads RON text into a tree that knows where everything is, so that a problem can name its line and an edit can
//! change one value and nothing else.
//!
//! Our own because `ron` gives no spans and the only lossless crate, `ron-edit` 0.2, can't read a decimal number, gives no
//! spans either and overflows the stack on deep nesting. ARCHITECTURE.md has the whole list.

use std::ops::Range;

use thiserror::Error;

use crate::logic::text::ron_tree::reader::{Reader, Stop};

pub mod edit;
mod fault;
mod literal;
mod reader;

pub use fault::{Expected, Fault, Found};

/// Levels of nesting accepted, the same limit as `ron`'s.
const DEEPEST: usize = 128;

/// Why a text isn't RON, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {what}")]
pub struct SyntaxProblem {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What was found and what would be right.
    pub what: Fault,
}

/// A value and its bytes in the text, excluding surrounding blanks and comments.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// What the value is.
    pub kind: NodeKind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// `(a: 1)` or `Name(a: 1)`.
    Struct {
        /// The name before the parenthesis.
        name: Option<String>,
        /// The fields in the order of the text; a name may appear twice.
        fields: Vec<Field>,
    },
    /// `(1, 2)`, `Name(1)`, `Some(1)`; without items also `()` and `Name()`.
    Tuple {
        /// The name before the parenthesis.
        name: Option<String>,
        /// The values in order.
        items: Vec<Node>,
    },
    /// `{"a": 1}`.
    Map {
        /// Keys and values in the order of the text.
        entries: Vec<(Node, Node)>,
    },
    /// `[1, 2]`.
    List {
        /// The values in order.
        items: Vec<Node>,
    },
    /// A string, with escapes resolved.
    Text(String),
    /// A byte string, with escapes resolved.
    Bytes(Vec<u8>),
    /// A number, a byte such as `b'a'` or a range of numbers, as written.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// A character, with escapes resolved.
    Char(char),
    /// A bare name: an enum variant, a unit struct, `None`.
    Name(String),
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name, without `r#`.
    pub name: String,
    /// Where the name is.
    pub name_span: Range<usize>,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// What is inside any number of `Some( )`, otherwise the value itself.
    pub fn inside_some(&self) -> &Node {
        if let NodeKind::Tuple {
            name: Some(name),
            items,
        } = &self.kind
            && name == "Some"
            && let [only] = items.as_slice()
        {
            only.inside_some()
        } else {
            self
        }
    }

    /// The value of a struct's field or of a map entry with a string key, looking through `Some( )`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let kind = &self.inside_some().kind;
        if let NodeKind::Struct { fields, .. } = kind {
            let field = fields.iter().find(|field| field.name == key)?;
            Some(&field.value)
        } else if let NodeKind::Map { entries } = kind {
            let is_key = |node: &Node| matches!(&node.kind, NodeKind::Text(name) if name == key);
            let (_, value) = entries.iter().find(|(name, _)| is_key(name))?;
            Some(value)
        } else {
            None
        }
    }

    /// The text of a string, looking through `Some( )`; none for anything else.
    pub fn text(&self) -> Option<&str> {
        if let NodeKind::Text(text) = &self.inside_some().kind {
            Some(text)
        } else {
            None
        }
    }

    /// The values of a list or of a tuple, looking through `Some( )`; empty for anything else.
    pub fn items(&self) -> &[Node] {
        if let NodeKind::List { items } | NodeKind::Tuple { items, .. } = &self.inside_some().kind {
            items
        } else {
            &[]
        }
    }
}

/// Line and column (in characters), both from 1, of a byte of the text.
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// Reads one RON value with everything around it.
///
/// # Errors
/// The first position where the text isn't RON.
pub fn parse(text: &str) -> Result<Node, SyntaxProblem> {
    let mut reader = Reader { text, at: 0 };
    // Windows editors put a byte order mark first.
    reader.take("\u{feff}");
    reader
        .file()
        .map_err(|Stop { at, what }| problem(text, at, what))
}

/// The first byte at or after `offset` that is neither blank nor part of a comment.
///
/// # Errors
/// An unterminated comment.
fn skip_blank(text: &str, offset: usize) -> Result<usize, SyntaxProblem> {
    let mut reader = Reader { text, at: offset };
    match reader.blank() {
        Ok(()) => Ok(reader.at),
        Err(Stop { at, what }) => Err(problem(text, at, what)),
    }
}

fn problem(text: &str, at: usize, what: Fault) -> SyntaxProblem {
    let (line, column) = line_column(text, at);
    SyntaxProblem { line, column, what }
}

#[cfg(test)]
mod tests;
