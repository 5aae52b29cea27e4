//! What can be wrong with the history, worded with what to do about it.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::platform::plain_file;

/// Why the history can't be read or written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HistoryProblem {
    /// There is none yet.
    #[error("{}: there is no history yet", .0.display())]
    Missing(PathBuf),
    /// A later version of the program wrote it.
    #[error(
        "{} was written by a later version of Unbend (its form is {theirs}, this version knows up to {ours}): it is left as it is. Install that version again, or move the file away to begin a new history",
        .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        theirs: u32,
        /// The newest schema version known here.
        ours: u32,
    },
    /// Another program wrote it.
    #[error("{} is a database of another program: it is left as it is. Move it away to begin a history", .0.display())]
    Foreign(PathBuf),
    /// It isn't a sound database.
    #[error(
        "{} is damaged ({why}): it is left as it is. Move it away to begin a new history; `sqlite3 FILE .recover` may save the old one",
        .path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        why: String,
    },
    /// The system refuses.
    #[error("{}: {why}. What happens meanwhile is kept in memory and written as soon as that is possible", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says, and what to do.
        why: String,
    },
    /// It can't be read.
    #[error("{} cannot be read: {why}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
}

impl HistoryProblem {
    /// Whether trying again later makes sense; if not, only a person can help.
    pub fn may_pass(&self) -> bool {
        match self {
            HistoryProblem::Missing(_)
            | HistoryProblem::Unwritable { .. }
            | HistoryProblem::Unreadable { .. } => true,
            HistoryProblem::Newer { .. }
            | HistoryProblem::Foreign(_)
            | HistoryProblem::Damaged { .. } => false,
        }
    }

    /// The problem behind an SQLite error.
    pub(super) fn of(path: &Path, error: &rusqlite::Error, writing: bool) -> HistoryProblem {
        let path = path.to_owned();
        let code = error.sqlite_error_code();
        if let Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) = code {
            return HistoryProblem::Damaged {
                path,
                why: error.to_string(),
            };
        }
        let why = match code {
            Some(ErrorCode::DiskFull) => "the disk is full: make room on it".to_owned(),
            Some(ErrorCode::SystemIoFailure) => {
                format!(
                    "the disk refuses ({error}): check that there is room on it and that it is sound"
                )
            }
            Some(ErrorCode::ReadOnly) => "it is read-only: allow writing to it".to_owned(),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => in_the_way(&path)
                .unwrap_or_else(|| {
                    "it cannot be opened: check that its folder exists and can be written to"
                        .to_owned()
                }),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                "another program holds it: close that program".to_owned()
            }
            _ => error.to_string(),
        };
        if writing {
            HistoryProblem::Unwritable { path, why }
        } else {
            HistoryProblem::Unreadable { path, why }
        }
    }
}

/// Why the file can't be opened, according to the system; SQLite says the same for everything.
fn in_the_way(path: &Path) -> Option<String> {
    use std::io::ErrorKind;
    // Only looks: nothing may be created here.
    if let Err(why) = path.metadata() {
        return (why.kind() == ErrorKind::PermissionDenied).then(|| {
            "the mode of its folder keeps Unbend out: `chmod 700` the folder to let it in"
                .to_owned()
        });
    }
    let why = plain_file::open_to_write(path).err()?;
    Some(match why.kind() == ErrorKind::PermissionDenied {
        true => format!(
            "its mode keeps Unbend out: `chmod 600 {}` lets it in",
            path.display()
        ),
        false => format!("it cannot be opened ({why})"),
    })
}
