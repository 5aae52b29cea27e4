//! What is wrong in a catalog file, and where: values. `words.rs` beside it says them.

mod mistake;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;

use crate::logic::text::ron_tree::SyntaxProblem;

pub use mistake::{
    BundleMistake, EntryMistake, EntryOf, ExerciseMistake, FieldMistake, FileMistake, Mistake,
    Needed, PathMistake, ReferenceMistake, RoutineMistake, StepMistake, ValueMistake,
};

/// One thing that is wrong in a catalog file.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Line, 1 first.
    pub line: usize,
    /// Column in characters, 1 first.
    pub column: usize,
    /// The field, as in `exercises.cat-cow.steps[2].keys`; items without an id are counted from 1. Empty where
    /// the file as a whole cannot be read.
    pub path: String,
    /// What is wrong.
    pub mistake: Mistake,
}

impl Problem {
    /// A problem of the file as a whole.
    pub fn of_file(mistake: Mistake) -> Problem {
        Problem {
            line: 1,
            column: 1,
            path: String::new(),
            mistake,
        }
    }
}

impl From<SyntaxProblem> for Problem {
    fn from(problem: SyntaxProblem) -> Problem {
        Problem {
            line: problem.line,
            column: problem.column,
            path: String::new(),
            mistake: Mistake::Syntax(problem.what),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: ", self.line, self.column)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{}", self.mistake)
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
