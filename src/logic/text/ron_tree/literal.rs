//! Reads RON values that contain no others: numbers, characters and strings.

use crate::logic::text::ron_tree::reader::{Reader, Stop, is_blank, stop_at};
use crate::logic::text::ron_tree::{Fault, NodeKind};

impl Reader<'_> {
    pub(super) fn number(&mut self) -> Result<NodeKind, Stop> {
        let start = self.at;
        if !self.rest().starts_with("..") {
            self.one_number()?;
        }
        self.range_end()?;
        Ok(NodeKind::Number(self.text[start..self.at].to_owned()))
    }

    /// `..5`, `..=5` or `..` after the first number of a range; leaves anything else untouched.
    pub(super) fn range_end(&mut self) -> Result<(), Stop> {
        let before = self.at;
        self.take_while(is_blank);
        if !self.take("..") {
            self.at = before;
            return Ok(());
        }
        let inclusive = self.take("=");
        let end = self.at;
        self.take_while(is_blank);
        match self.peek() {
            Some(c) if c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'i' | 'N') => {
                self.one_number()
            }
            Some('b') if self.take("b") => self.character().map(|_| ()),
            _ if inclusive => self.stop(Fault::OpenRange),
            _ => {
                self.at = end;
                Ok(())
            }
        }
    }

    /// Sign, digits with `_`, point, exponent, prefix and suffix; the value's reader decides whether they fit.
    fn one_number(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if matches!(self.peek(), Some('+' | '-')) {
            self.at += 1;
        }
        let mut before = ' ';
        let mut digits = false;
        while let Some(c) = self.peek() {
            let goes_on = match c {
                '.' => !self.rest().starts_with(".."),
                '+' | '-' => {
                    matches!(before, 'e' | 'E') && !self.text[start..self.at].contains("0x")
                }
                _ => c == '_' || c.is_ascii_alphanumeric(),
            };
            if !goes_on {
                break;
            }
            digits |= c.is_ascii_digit();
            before = c;
            self.at += c.len_utf8();
        }
        let written = &self.text[start..self.at];
        let unsigned = written.trim_start_matches(['+', '-']);
        if digits || unsigned.starts_with("inf") || unsigned.starts_with("NaN") {
            Ok(())
        } else {
            stop_at(start, Fault::NotNumber(written.to_owned()))
        }
    }

    /// The character between the `'` here and the next.
    pub(super) fn character(&mut self) -> Result<char, Stop> {
        let start = self.at;
        let stop = || stop_at(start, Fault::NotCharacter);
        if !self.take("'") {
            return stop();
        }
        let c = match self.peek() {
            Some('\\') => {
                self.at += 1;
                match self.escape()? {
                    Escape::Char(c) => c,
                    Escape::Byte(byte) if byte.is_ascii() => char::from(byte),
                    // A byte literal may be any byte; only its written form is kept.
                    Escape::Byte(byte) if start > 0 && self.text[..start].ends_with('b') => {
                        char::from(byte)
                    }
                    Escape::Byte(_) | Escape::Nothing => return stop(),
                }
            }
            None | Some('\'') => return stop(),
            Some(c) => {
                self.at += c.len_utf8();
                c
            }
        };
        if self.take("'") { Ok(c) } else { stop() }
    }

    /// The bytes between the `"` here and its closing one.
    pub(super) fn text_literal(&mut self) -> Result<Vec<u8>, Stop> {
        let start = self.at;
        self.at += 1;
        let mut bytes = Vec::new();
        loop {
            bytes.extend_from_slice(self.take_while(|c| c != '"' && c != '\\').as_bytes());
            if self.take("\"") {
                return Ok(bytes);
            }
            if !self.take("\\") {
                return stop_at(start, Fault::OpenString);
            }
            match self.escape()? {
                Escape::Char(c) => {
                    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                Escape::Byte(byte) => bytes.push(byte),
                Escape::Nothing => {}
            }
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<Escape, Stop> {
        let start = self.at.saturating_sub(1);
        let Some(c) = self.peek() else {
            return stop_at(start, Fault::CutEscape);
        };
        self.at += c.len_utf8();
        Ok(Escape::Char(match c {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            '\\' | '"' | '\'' => c,
            'x' => {
                let digits = self.rest().get(..2).unwrap_or_default();
                let byte = u8::from_str_radix(digits, 16);
                let (Ok(byte), false) = (byte, digits.starts_with('+')) else {
                    return stop_at(start, Fault::NotByte);
                };
                self.at += 2;
                return Ok(Escape::Byte(byte));
            }
            'u' => {
                let digits = if self.take("{") {
                    self.take_while(|c| c.is_ascii_hexdigit())
                } else {
                    ""
                };
                let code = u32::from_str_radix(digits, 16)
                    .ok()
                    .and_then(char::from_u32);
                match code {
                    Some(c) if digits.len() <= 6 && self.take("}") => c,
                    _ => return stop_at(start, Fault::NotCode),
                }
            }
            '\n' => {
                self.take_while(|c| matches!(c, '\n' | '\r' | '\t' | ' '));
                return Ok(Escape::Nothing);
            }
            '\r' if self.take("\n") => {
                self.take_while(|c| matches!(c, '\n' | '\r' | '\t' | ' '));
                return Ok(Escape::Nothing);
            }
            _ => return stop_at(start, Fault::NotEscape(c)),
        }))
    }

    /// `r"…"`, `r#"…"#` and so on, after its prefix `r` or `br`.
    pub(super) fn raw_text(&mut self, prefix: &str) -> Result<String, Stop> {
        let start = self.at;
        self.at += prefix.len();
        let hashes = self.take_while(|c| c == '#');
        self.at += 1;
        let close = format!("\"{hashes}");
        let rest = self.rest();
        let Some(length) = rest.find(&close) else {
            return stop_at(start, Fault::OpenRawString(close));
        };
        self.at += length + close.len();
        Ok(rest[..length].to_owned())
    }
}

/// What an escape stands for.
enum Escape {
    Char(char),
    Byte(u8),
    /// A line continued on the next.
    Nothing,
}
