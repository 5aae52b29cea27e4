//! Reads RON's structure: blanks, names, brackets and what is between them.

use crate::logic::text::ron_tree::{DEEPEST, Expected, Fault, Field, Found, Node, NodeKind};

/// Where and why reading stopped.
pub(super) struct Stop {
    pub(super) at: usize,
    pub(super) what: Fault,
}

pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

/// How many characters of an unexpected word are quoted.
const QUOTED: usize = 20;

impl<'t> Reader<'t> {
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    pub(super) fn stop<T>(&self, what: Fault) -> Result<T, Stop> {
        stop_at(self.at, what)
    }

    /// Stops because something else is here.
    fn expected<T>(&self, expected: Expected) -> Result<T, Stop> {
        let found = self.found();
        self.stop(Fault::Expected { expected, found })
    }

    /// What is here.
    fn found(&self) -> Found {
        match self.peek() {
            None => Found::End,
            Some(first) if !is_word(first) => Found::Sign(first),
            Some(_) => {
                let word = self.rest().chars().take_while(|c| is_word(*c));
                Found::Word(word.take(QUOTED).collect())
            }
        }
    }

    pub(super) fn blank(&mut self) -> Result<(), Stop> {
        loop {
            self.take_while(is_blank);
            if self.take("//") {
                self.take_while(|c| c != '\n');
            } else if self.rest().starts_with("/*") {
                self.block_comment()?;
            } else {
                return Ok(());
            }
        }
    }

    fn block_comment(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let mut depth = 0usize;
        loop {
            if self.take("/*") {
                depth += 1;
            } else if self.take("*/") {
                depth -= 1;
                if depth == 0 {
                    return Ok(());
                }
            } else if let Some(c) = self.peek() {
                self.at += c.len_utf8();
            } else {
                return stop_at(start, Fault::OpenComment);
            }
        }
    }

    pub(super) fn file(&mut self) -> Result<Node, Stop> {
        self.blank()?;
        while self.peek() == Some('#') {
            self.attribute()?;
            self.blank()?;
        }
        if self.peek().is_none() {
            return self.stop(Fault::NoValue);
        }
        let node = self.value(0)?;
        self.blank()?;
        if self.peek().is_some() {
            return self.expected(Expected::End);
        }
        Ok(node)
    }

    /// Skips `#![enable(…)]`, `#![type = "…"]`.
    fn attribute(&mut self) -> Result<(), Stop> {
        let start = self.at;
        for token in ["#", "!", "["] {
            if !self.take(token) {
                return self.expected(Expected::OfAttribute(token));
            }
            self.blank()?;
        }
        loop {
            self.blank()?;
            match self.peek() {
                None => return stop_at(start, Fault::OpenAttribute),
                Some(']') => {
                    self.at += 1;
                    return Ok(());
                }
                Some('"') => {
                    self.text_literal()?;
                }
                Some(c) => self.at += c.len_utf8(),
            }
        }
    }

    pub(super) fn value(&mut self, depth: usize) -> Result<Node, Stop> {
        if depth > DEEPEST {
            return self.stop(Fault::TooDeep);
        }
        let start = self.at;
        let kind = self.value_kind(depth)?;
        Ok(Node {
            span: start..self.at,
            kind,
        })
    }

    fn value_kind(&mut self, depth: usize) -> Result<NodeKind, Stop> {
        let rest = self.rest();
        if is_raw_text(rest, "br") {
            return Ok(NodeKind::Bytes(self.raw_text("br")?.into_bytes()));
        }
        if is_raw_text(rest, "r") {
            return Ok(NodeKind::Text(self.raw_text("r")?));
        }
        if rest.starts_with("b\"") {
            self.at += 1;
            return Ok(NodeKind::Bytes(self.text_literal()?));
        }
        if rest.starts_with("b'") {
            let start = self.at;
            self.at += 1;
            self.character()?;
            self.range_end()?;
            return Ok(NodeKind::Number(self.text[start..self.at].to_owned()));
        }
        match rest.chars().next() {
            Some('"') => {
                let start = self.at;
                match String::from_utf8(self.text_literal()?) {
                    Ok(text) => Ok(NodeKind::Text(text)),
                    Err(_) => stop_at(start, Fault::NotUtf8),
                }
            }
            Some('\'') => Ok(NodeKind::Char(self.character()?)),
            Some('[') => Ok(NodeKind::List {
                items: self.sequence(']', |reader| reader.value(depth + 1))?,
            }),
            Some('{') => Ok(NodeKind::Map {
                entries: self.sequence('}', |reader| reader.entry(depth + 1))?,
            }),
            Some('(') => self.parenthesis(None, depth),
            Some(first) if first.is_ascii_digit() || matches!(first, '+' | '-' | '.') => {
                self.number()
            }
            Some(first) if is_word_start(first) => self.named(depth),
            _ => self.expected(Expected::Value),
        }
    }

    /// A value that begins with a word.
    fn named(&mut self, depth: usize) -> Result<NodeKind, Stop> {
        let start = self.at;
        let name = self.identifier()?;
        match name {
            "true" => return Ok(NodeKind::Bool(true)),
            "false" => return Ok(NodeKind::Bool(false)),
            "inf" | "NaN" | "inff32" | "inff64" | "NaNf32" | "NaNf64" => {
                self.range_end()?;
                return Ok(NodeKind::Number(self.text[start..self.at].to_owned()));
            }
            _ => {}
        }
        let end = self.at;
        self.blank()?;
        if self.peek() == Some('(') {
            return self.parenthesis(Some(name.to_owned()), depth);
        }
        self.at = end;
        Ok(NodeKind::Name(name.to_owned()))
    }

    /// A word, without its `r#`.
    fn identifier(&mut self) -> Result<&'t str, Stop> {
        if self.take("r#") {
            let name = self.take_while(|c| is_word(c) || matches!(c, '.' | '+' | '-'));
            return if name.is_empty() {
                self.expected(Expected::RawName)
            } else {
                Ok(name)
            };
        }
        match self.peek() {
            Some(first) if is_word_start(first) => Ok(self.take_while(is_word)),
            _ => self.expected(Expected::Name),
        }
    }

    /// From `(` to `)`: a struct if it starts with a name and a colon, otherwise a tuple.
    fn parenthesis(&mut self, name: Option<String>, depth: usize) -> Result<NodeKind, Stop> {
        let open = self.at;
        self.at += 1;
        self.blank()?;
        // Most tuples begin with a number: don't construct a fault for something that isn't one.
        let is_struct = self.peek().is_some_and(is_word_start) && self.identifier().is_ok() && {
            self.blank()?;
            self.peek() == Some(':')
        };
        self.at = open;
        if is_struct {
            let fields = self.sequence(')', |reader| reader.field(depth + 1))?;
            return Ok(NodeKind::Struct { name, fields });
        }
        let items = self.sequence(')', |reader| reader.value(depth + 1))?;
        Ok(NodeKind::Tuple { name, items })
    }

    fn field(&mut self, depth: usize) -> Result<Field, Stop> {
        let start = self.at;
        let name = self.identifier()?.to_owned();
        let name_span = start..self.at;
        self.colon(|| Expected::ColonAfterField(name.clone()))?;
        let value = self.value(depth)?;
        Ok(Field {
            name,
            name_span,
            value,
        })
    }

    fn entry(&mut self, depth: usize) -> Result<(Node, Node), Stop> {
        let key = self.value(depth)?;
        self.colon(|| Expected::ColonAfterKey)?;
        let value = self.value(depth)?;
        Ok((key, value))
    }

    fn colon(&mut self, expected: impl FnOnce() -> Expected) -> Result<(), Stop> {
        self.blank()?;
        if !self.take(":") {
            return self.expected(expected());
        }
        self.blank()
    }

    /// Items between the bracket here and `close`, separated by commas, perhaps with a trailing one.
    fn sequence<T>(
        &mut self,
        close: char,
        item: impl Fn(&mut Self) -> Result<T, Stop>,
    ) -> Result<Vec<T>, Stop> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        let mut comma = true;
        loop {
            self.blank()?;
            match self.peek() {
                Some(c) if c == close => {
                    self.at += 1;
                    return Ok(items);
                }
                Some(_) if comma => items.push(item(self)?),
                Some(_) => {
                    return self.expected(Expected::CommaOr(close));
                }
                None => {
                    let opened = char::from(self.text.as_bytes()[open]);
                    return stop_at(open, Fault::OpenBracket { opened, close });
                }
            }
            self.blank()?;
            comma = self.take(",");
        }
    }
}

pub(super) fn stop_at<T>(at: usize, what: Fault) -> Result<T, Stop> {
    Err(Stop { at, what })
}

/// RON's blanks, which are Rust's.
pub(super) fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t'
            | '\n'
            | '\r'
            | '\u{b}'
            | '\u{c}'
            | '\u{85}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'
            | '\u{2029}'
    )
}

fn is_word_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Whether a raw string with that prefix begins here.
fn is_raw_text(rest: &str, prefix: &str) -> bool {
    rest.strip_prefix(prefix)
        .is_some_and(|rest| rest.trim_start_matches('#').starts_with('"'))
}
