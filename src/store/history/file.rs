//! The files of a database, and how to tell them apart.

use std::path::{Path, PathBuf};

use crate::platform::files;

/// A file's identity, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileId((u64, u64));

impl FileId {
    /// The file at that path, following links; none if it is missing, or on systems where an open file can't be
    /// removed.
    pub(super) fn of(path: &Path) -> Option<FileId> {
        files::identity(path).map(FileId)
    }

    /// Whether nothing is at that path; where we may not look, there may be something.
    pub(super) fn is_gone(path: &Path) -> bool {
        matches!(std::fs::metadata(path), Err(problem) if problem.kind() == std::io::ErrorKind::NotFound)
    }
}

/// The database's write-ahead log: what isn't in the main file yet.
pub(super) fn log(path: &Path) -> PathBuf {
    beside(path, "-wal")
}

/// The log's index.
pub(super) fn index(path: &Path) -> PathBuf {
    beside(path, "-shm")
}

/// The database and the files SQLite puts beside it.
pub(super) fn all(path: &Path) -> [PathBuf; 3] {
    [path.to_owned(), log(path), index(path)]
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
