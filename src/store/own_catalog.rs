//! The person's own catalog, read on top of the built-in one.

use std::io::ErrorKind;
use std::path::Path;

use crate::logic::catalog::{self, Catalog, Problem, Surroundings};

/// The built-in catalog with that file on top, and everything that is wrong with the file. A missing file is no problem.
pub fn load(path: &Path) -> (Catalog, Vec<Problem>) {
    let builtin = catalog::builtin();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(problem) if problem.kind() == ErrorKind::NotFound => {
            return (builtin.clone(), Vec::new());
        }
        Err(problem) => {
            let unreadable = Problem {
                line: 1,
                column: 1,
                path: String::new(),
                wrong: format!("cannot be read: {problem}"),
                right: String::new(),
            };
            return (builtin.clone(), vec![unreadable]);
        }
    };
    let around = Surroundings {
        figures: None,
        base: Some(builtin),
    };
    let (own, problems) = catalog::read(&text, around);
    (catalog::merge(builtin, &own), problems)
}
