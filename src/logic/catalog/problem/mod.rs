//! What is wrong in a catalog file, and where: values. `words.rs` beside it words them.

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
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The field, such as `exercises.cat-cow.steps[2].keys`; items without an id are counted from 1. Empty if the file
    /// as a whole can't be read.
    pub path: String,
    /// What is wrong.
    pub mistake: Mistake,
}

impl Problem {
    /// A problem with the file as a whole.
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

/// Checks a picture, given a path inside the catalog's folder.
pub type Look<'a> = dyn Fn(&str) -> Result<(), Mistake> + 'a;

/// What a catalog may refer to beyond itself.
#[derive(Clone, Copy, Default)]
pub struct Scope<'a> {
    /// The available pose sets; none = not checked.
    pub figures: Option<&'a [FigureFacts]>,
    /// The catalog that the file adds to.
    pub base: Option<&'a super::Catalog>,
    /// Checks pictures; none = not checked.
    pub pictures: Option<&'a Look<'a>>,
}

/// What a catalog needs to know about a pose set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureFacts {
    /// Its id.
    pub id: String,
    /// How many key poses it has.
    pub keys: usize,
    /// Whether it is an endless cycle.
    pub cyclic: bool,
    /// Its file exists but can't be used; nothing else is known then.
    pub broken: bool,
}
