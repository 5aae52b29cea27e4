//! The person's own catalog, read on top of the built-in one.

use std::io::ErrorKind;
use std::path::Path;

use crate::logic::catalog::{self, Catalog, FigureFacts, Problem, Surroundings};

/// The built-in catalog with that file on top, and everything that is wrong with the file. A missing file is no problem.
pub fn load(path: &Path) -> (Catalog, Vec<Problem>) {
    let builtin = catalog::builtin();
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let (own, problems) = read(&text, None);
            (catalog::merge(builtin, &own), problems)
        }
        Err(problem) if problem.kind() == ErrorKind::NotFound => (builtin.clone(), Vec::new()),
        Err(problem) => (builtin.clone(), vec![unreadable(&problem)]),
    }
}

/// That file alone, with every problem, references to pose sets included.
pub fn check(path: &Path, figures: &[FigureFacts]) -> (Catalog, Vec<Problem>) {
    match std::fs::read_to_string(path) {
        Ok(text) => read(&text, Some(figures)),
        Err(problem) => (Catalog::default(), vec![unreadable(&problem)]),
    }
}

fn read(text: &str, figures: Option<&[FigureFacts]>) -> (Catalog, Vec<Problem>) {
    let around = Surroundings {
        figures,
        base: Some(catalog::builtin()),
    };
    catalog::read(text, around)
}

fn unreadable(problem: &std::io::Error) -> Problem {
    Problem {
        line: 1,
        column: 1,
        path: String::new(),
        wrong: format!("cannot be read: {problem}"),
        right: String::new(),
    }
}
