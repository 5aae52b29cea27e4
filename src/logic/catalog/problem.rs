//! What is wrong in a catalog file, where, and what would be right.

use std::fmt;

/// One thing that is wrong in a catalog file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, 1 first.
    pub line: usize,
    /// Column in characters, 1 first.
    pub column: usize,
    /// The field, as in `exercises.cat-cow.steps[2].keys`; items without an id are counted from 1. Empty where
    /// the file as a whole cannot be read.
    pub path: String,
    /// What is wrong.
    pub wrong: String,
    /// What would be right; empty where saying what is wrong says it.
    pub right: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: ", self.line, self.column)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.wrong)?;
        if !self.right.is_empty() {
            write!(f, "; {}", self.right)?;
        }
        Ok(())
    }
}

/// A mistake without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub wrong: String,
    /// What would be right; may be empty.
    pub right: String,
}

impl Mistake {
    /// A mistake and what would be right.
    pub fn new(wrong: impl Into<String>, right: impl Into<String>) -> Mistake {
        Mistake {
            wrong: wrong.into(),
            right: right.into(),
        }
    }
}

/// Looks at the picture of a path that stays in the catalog's folder.
pub type Look<'a> = dyn Fn(&str) -> Result<(), Mistake> + 'a;

/// What a catalog may refer to beyond itself.
#[derive(Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// The pose sets there are; none = not checked.
    pub figures: Option<&'a [FigureFacts]>,
    /// The catalog that the file adds to.
    pub base: Option<&'a super::Catalog>,
    /// Looks at pictures; none = not checked.
    pub pictures: Option<&'a Look<'a>>,
}

/// What a catalog must know of a pose set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureFacts {
    /// Its id.
    pub id: String,
    /// How many key poses it has.
    pub keys: usize,
    /// Whether it is played round and round.
    pub cyclic: bool,
    /// Its file is there but cannot be used; nothing else is known then.
    pub broken: bool,
}
