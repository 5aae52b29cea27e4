//! Why a text isn't RON: values, each with its words beside it.

use std::fmt;

use thiserror::Error;

use super::DEEPEST;

/// What is wrong at the position where reading stopped.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Something other than what is required.
    #[error("expected {expected}, found {found}")]
    Expected {
        /// What is required.
        expected: Expected,
        /// What was found.
        found: Found,
    },
    /// The text has no value in it.
    #[error("expected a value, found nothing but blanks and comments")]
    NoValue,
    /// The text contains a value that isn't a group of fields.
    #[error("expected {what} in parentheses, as in {example}")]
    NotAGroup {
        /// What the fields are called.
        what: &'static str,
        /// An example of such a group.
        example: &'static str,
    },
    /// A bracket is never closed.
    #[error("`{opened}` is never closed by `{close}`")]
    OpenBracket {
        /// The bracket.
        opened: char,
        /// What would close it.
        close: char,
    },
    /// A comment is never closed.
    #[error("the comment `/*` is never closed by `*/`")]
    OpenComment,
    /// An attribute is never closed.
    #[error("the attribute `#![` is never closed by `]`")]
    OpenAttribute,
    /// A string is never closed.
    #[error("the string is never closed by `\"`")]
    OpenString,
    /// A raw string that this never closes.
    #[error("the raw string is never closed by `{0}`")]
    OpenRawString(String),
    /// There are more levels of nesting than can be read.
    #[error("nested more than {DEEPEST} levels deep")]
    TooDeep,
    /// This is in place of a number.
    #[error("expected a number, found `{0}`")]
    NotNumber(String),
    /// A range has no end.
    #[error("expected a number after `..=`")]
    OpenRange,
    /// There is no character, or more than one, between two `'`.
    #[error("expected one character between `'` and `'`")]
    NotCharacter,
    /// The text ends after a backslash.
    #[error("the text ends in the middle of an escape")]
    CutEscape,
    /// No byte follows `\x`.
    #[error("expected two hexadecimal digits after `\\x`")]
    NotByte,
    /// No character code follows `\u`.
    #[error("expected a character's code as in `\\u{{e9}}`")]
    NotCode,
    /// No escape begins with this.
    #[error("`\\{}` is no escape; write `\\\\` for a backslash", .0.escape_debug())]
    NotEscape(char),
    /// The bytes of a string's escapes aren't valid UTF-8.
    #[error("the string's escapes do not make up UTF-8")]
    NotUtf8,
}

/// What is required at a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A value.
    Value,
    /// A name.
    Name,
    /// A name after `r#`.
    RawName,
    /// A colon after the field of this name.
    ColonAfterField(String),
    /// A colon after the key of a map.
    ColonAfterKey,
    /// A comma, or this bracket.
    CommaOr(char),
    /// This part of an attribute.
    OfAttribute(&'static str),
    /// The end of the text.
    End,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expected::Value => f.write_str("a value"),
            Expected::Name => f.write_str("a name"),
            Expected::RawName => f.write_str("a name after `r#`"),
            Expected::ColonAfterField(name) => write!(f, "`:` after the field `{name}`"),
            Expected::ColonAfterKey => f.write_str("`:` after the key of a map"),
            Expected::CommaOr(close) => write!(f, "`,` or `{close}`"),
            Expected::OfAttribute(sign) => write!(
                f,
                "`{sign}` of an attribute such as `#![enable(implicit_some)]`"
            ),
            Expected::End => f.write_str("the end of the file"),
        }
    }
}

/// What was found at a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This word, or the start of it.
    Word(String),
    /// This character.
    Sign(char),
    /// The end of the text.
    End,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Found::Word(word) => write!(f, "`{word}`"),
            Found::Sign(sign) => write!(f, "`{}`", sign.escape_debug()),
            Found::End => f.write_str("the end of the file"),
        }
    }
}
