//! The user's catalog: read on top of the built-in one, and changed one exercise or routine at a time.

use std::io::ErrorKind;
use std::path::Path;

use crate::logic::catalog::edit::{self, EditProblem, ItemKind, ItemText};
use crate::logic::catalog::{
    self, BundleMistake, Catalog, FigureFacts, Look, Mistake, Problem, Scope,
};
use crate::platform::{atomic, plain_file};
use crate::store::own_files::OwnFiles;

/// Most bytes of a catalog; a thousand exercises take half of it.
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

/// That file alone, with every problem, including references to pose sets. `look` checks a picture.
pub fn check(path: &Path, figures: &[FigureFacts], look: &Look<'_>) -> (Catalog, Vec<Problem>) {
    match text_of(path) {
        Ok(text) => read(&text, Some(figures), look),
        Err(problem) => (Catalog::default(), vec![unreadable(&problem)]),
    }
}

/// Puts these items into the file, replacing any with the same id, otherwise at the end; everything else in the file
/// stays. A missing file is created.
///
/// # Errors
/// In words, with nothing changed: an item with a mistake, a file that can't be read or written.
pub fn put(path: &Path, items: &[ItemText]) -> Result<(), String> {
    change(path, items, |text| {
        items
            .iter()
            .try_fold(text.to_owned(), |text, item| edit::put(&text, item))
    })
}

/// Removes an item from the file; everything else in the file stays.
///
/// # Errors
/// In words, with nothing changed: no such item, a file that can't be read or written.
pub fn remove(path: &Path, kind: ItemKind, id: &str) -> Result<(), String> {
    change(path, &[], |text| edit::remove(text, kind, id))
}

/// Every item in the file.
///
/// # Errors
/// In words: a file that can't be read.
pub fn items(path: &Path) -> Result<Vec<ItemText>, String> {
    let text = own_text(path)?;
    edit::items(&text).map_err(|problem| broken(path, &problem))
}

fn change(
    path: &Path,
    put: &[ItemText],
    edit: impl FnOnce(&str) -> Result<String, EditProblem>,
) -> Result<(), String> {
    let text = own_text(path)?;
    let changed = edit(&text).map_err(|problem| broken(path, &problem))?;
    if changed.len() as u64 > MOST_BYTES {
        let most = MOST_BYTES / 1024;
        return Err(format!("{} would grow beyond {most} KiB", path.display()));
    }
    let files = OwnFiles::beside(path);
    let (_, problems) = read(&changed, None, &|picture| {
        files.picture(picture).map(|_| ())
    });
    let names_it = |problem: &&Problem| {
        put.iter().any(|item| {
            let place = format!("{}.{}", item.kind.list(), item.id);
            let rest = problem.path.strip_prefix(&place);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    if let Some(problem) = problems.iter().find(names_it) {
        // It has no position in a file yet.
        return Err(format!("{}: {}", problem.path, problem.mistake));
    }
    atomic::write(path, changed.as_bytes())
        .map_err(|why| format!("cannot write {}: {why}", path.display()))
}

/// The text of the file, or of an empty one.
fn own_text(path: &Path) -> Result<String, String> {
    match text_of(path) {
        Ok(text) => Ok(text),
        Err(problem) if problem.kind() == ErrorKind::NotFound => Ok(edit::EMPTY.to_owned()),
        Err(problem) => Err(format!(
            "{} cannot be read: {problem}. It is left as it is; mend it or move it away",
            path.display()
        )),
    }
}

fn broken(path: &Path, problem: &EditProblem) -> String {
    let file = path.display();
    match problem {
        EditProblem::Missing { .. } => format!("{file}: {problem}"),
        EditProblem::Syntax(_) | EditProblem::Shape { .. } => format!(
            "{file}, {problem}. It is left as it is; mend it first, `unbend catalog check` shows where"
        ),
    }
}

fn text_of(path: &Path) -> std::io::Result<String> {
    plain_file::read_text(path, MOST_BYTES)
}

fn read(text: &str, figures: Option<&[FigureFacts]>, look: &Look<'_>) -> (Catalog, Vec<Problem>) {
    let around = Scope {
        figures,
        base: Some(catalog::builtin()),
        pictures: Some(look),
    };
    catalog::read(text, around)
}

fn unreadable(problem: &std::io::Error) -> Problem {
    let why = problem.to_string();
    Problem::of_file(Mistake::Bundle(BundleMistake::Unreadable(why)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routine(id: &str, minutes: u32) -> ItemText {
        let text = format!(
            "(id: \"{id}\", name: \"Mine\", minutes: {minutes}, exercises: [\"chin-tucks\"])"
        );
        ItemText {
            kind: ItemKind::Routine,
            id: id.to_owned(),
            text,
        }
    }

    #[test]
    fn items_are_put_and_removed_and_the_rest_of_the_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unbend/catalog.ron");
        put(&path, &[routine("mine", 2)]).unwrap();
        assert_eq!(load(&path).0.routine("mine").unwrap().minutes, 2);
        assert_eq!(load(&path).1, []);
        let by_hand = std::fs::read_to_string(&path)
            .unwrap()
            .replace("    routines: [", "    // Ada's\n    routines: [");
        std::fs::write(&path, &by_hand).unwrap();
        put(&path, &[routine("other", 2)]).unwrap();
        assert_eq!(items(&path).unwrap().len(), 2);
        remove(&path, ItemKind::Routine, "other").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), by_hand);
        let missing = remove(&path, ItemKind::Exercise, "mine").unwrap_err();
        assert!(missing.contains("no `mine`"), "{missing}");
    }

    #[test]
    fn nothing_is_written_over_a_file_that_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalog.ron");
        for broken in ["(routines: [", "[]", "\u{0}"] {
            std::fs::write(&path, broken).unwrap();
            let problem = put(&path, &[routine("mine", 1)]).unwrap_err();
            assert!(problem.contains("mend it first"), "{problem}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), broken);
        }
        std::fs::write(&path, b"\xff").unwrap();
        let problem = put(&path, &[routine("mine", 1)]).unwrap_err();
        assert!(problem.contains("move it away"), "{problem}");
    }

    #[test]
    fn an_item_with_a_mistake_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalog.ron");
        let problem = put(&path, &[routine("mine", 90)]).unwrap_err();
        assert!(problem.starts_with("routines.mine.minutes: "), "{problem}");
        assert!(!path.exists());
    }
}
