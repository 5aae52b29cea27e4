//! The person's own catalog, read on top of the built-in one.

use std::io::ErrorKind;
use std::path::Path;

use crate::logic::catalog::{self, Catalog, FigureFacts, Look, Problem, Surroundings};
use crate::store::own_files::OwnFiles;

/// Most bytes of a catalog: a thousand exercises take half of it.
const MOST_BYTES: u64 = 2 * 1024 * 1024;

/// The built-in catalog with that file on top, and everything that is wrong with the file and its pictures. A missing
/// file is no problem.
pub fn load(path: &Path) -> (Catalog, Vec<Problem>) {
    let builtin = catalog::builtin();
    match text_of(path) {
        Ok(text) => {
            let files = OwnFiles::beside(path);
            let look = |picture: &str| files.picture(picture).map(|_| ());
            let (own, problems) = read(&text, None, &look);
            (catalog::merge(builtin, &own), problems)
        }
        Err(problem) if problem.kind() == ErrorKind::NotFound => (builtin.clone(), Vec::new()),
        Err(problem) => (builtin.clone(), vec![unreadable(&problem)]),
    }
}

/// That file alone, with every problem, references to pose sets included. `look` looks at a picture.
pub fn check(path: &Path, figures: &[FigureFacts], look: &Look<'_>) -> (Catalog, Vec<Problem>) {
    match text_of(path) {
        Ok(text) => read(&text, Some(figures), look),
        Err(problem) => (Catalog::default(), vec![unreadable(&problem)]),
    }
}

fn text_of(path: &Path) -> std::io::Result<String> {
    if std::fs::metadata(path)?.len() > MOST_BYTES {
        let why = format!("it is larger than {} KiB", MOST_BYTES / 1024);
        return Err(std::io::Error::new(ErrorKind::FileTooLarge, why));
    }
    std::fs::read_to_string(path)
}

fn read(text: &str, figures: Option<&[FigureFacts]>, look: &Look<'_>) -> (Catalog, Vec<Problem>) {
    let around = Surroundings {
        figures,
        base: Some(catalog::builtin()),
        pictures: Some(look),
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
