//! The files of a database, and which is which.

use std::path::{Path, PathBuf};

use crate::platform::files;

/// Which file something is, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileId((u64, u64));

impl FileId {
    /// The file at that path, through links; none if there is none, or where an open file cannot be taken away.
    pub(super) fn of(path: &Path) -> Option<FileId> {
        files::identity(path).map(FileId)
    }

    /// Whether there is nothing at that path; where one may not look, there may be something.
    pub(super) fn is_gone(path: &Path) -> bool {
        matches!(std::fs::metadata(path), Err(problem) if problem.kind() == std::io::ErrorKind::NotFound)
    }
}

/// The log of the database: what was written and is not yet folded into it.
pub(super) fn log(path: &Path) -> PathBuf {
    beside(path, "-wal")
}

/// The index of its log.
pub(super) fn index(path: &Path) -> PathBuf {
    beside(path, "-shm")
}

/// The database and what SQLite puts beside it.
pub(super) fn all(path: &Path) -> [PathBuf; 3] {
    [path.to_owned(), log(path), index(path)]
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
