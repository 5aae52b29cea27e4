//! The history: an SQLite database that only the daemon writes.
//!
//! A write is one transaction of everything gathered so far. When [`History::store`] returns, its rows are
//! *acknowledged*: they survive the death of the process at any moment, and a power cut too, since each transaction is
//! synced (`journal_mode=WAL`, `synchronous=FULL`). All of the program's SQL is in this folder.
//!
//! The file may be deleted or replaced while the database is open. [`History::is_in_place`] tells; [`History::leave`]
//! closes it without harming the file that is there now.

mod count;
mod felt;
mod file;
mod migrate;
mod problem;
mod read;
#[cfg(test)]
mod tests;
mod write;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

pub use problem::HistoryProblem;

use crate::logic::past::tape::Change;
use crate::platform::files;
use crate::store::history::file::FileId;
use crate::store::private;

/// An open history.
#[derive(Debug)]
pub struct History {
    connection: Connection,
    path: PathBuf,
    /// The last day whose sums were brought up to date.
    summed_to: Option<i64>,
    /// Which file is open.
    file: Option<FileId>,
    /// Which file its log is.
    log: Option<FileId>,
}

/// By then, another program that only reads is done; waiting longer would hold up the daemon. If it isn't done, nothing
/// waits again until a write has succeeded.
const BUSY: Duration = Duration::from_millis(20);

/// Pages of the write-ahead log before it is checkpointed: some days of rows.
const LOG_PAGES: u32 = 64;

impl History {
    /// Opens the history for writing; creates it if there is none, and migrates an older one.
    ///
    /// # Errors
    /// Nothing can be written there, or the file must not be touched: it is from a later version or another program, or
    /// damaged.
    pub fn open(path: &Path) -> Result<History, HistoryProblem> {
        let unwritable = |why: String| HistoryProblem::Unwritable {
            path: path.to_owned(),
            why,
        };
        if path.exists() {
            // Merely opening a database for writing and closing it may change it: look read-only first.
            match History::look(path) {
                Ok(_) | Err(HistoryProblem::Missing(_) | HistoryProblem::Unreadable { .. }) => {}
                Err(
                    problem @ (HistoryProblem::Newer { .. }
                    | HistoryProblem::Foreign(_)
                    | HistoryProblem::Damaged { .. }
                    | HistoryProblem::Unwritable { .. }),
                ) => return Err(problem),
            }
        } else if let Some(folder) = path.parent() {
            private::folder(folder).map_err(|problem| unwritable(problem.to_string()))?;
            // SQLite gives its other files the mode of this one. If this fails, SQLite reports it itself.
            let _ = private::file(path);
        }
        for file in file::all(path) {
            files::keep_others_out(&file);
        }
        let opened = || -> rusqlite::Result<Connection> {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_CREATE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let mut connection = Connection::open_with_flags(path, flags)?;
            connection.busy_timeout(BUSY)?;
            settle(&connection)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
            connection.pragma_update(None, "journal_size_limit", LOG_PAGES * 4096)?;
            migrate::migrate(&mut connection)?;
            Ok(connection)
        };
        let connection = opened().map_err(|error| HistoryProblem::of(path, &error, true))?;
        Ok(History {
            connection,
            path: path.to_owned(),
            summed_to: None,
            file: FileId::of(path),
            log: FileId::of(&file::log(path)),
        })
    }

    /// Opens the history read-only, beside a daemon or without one.
    ///
    /// # Errors
    /// There is none, or it can't be read.
    pub fn look(path: &Path) -> Result<History, HistoryProblem> {
        if !path.exists() {
            return Err(HistoryProblem::Missing(path.to_owned()));
        }
        if !path.is_file() {
            return Err(HistoryProblem::Unreadable {
                path: path.to_owned(),
                why: "it is not a file: move it away".to_owned(),
            });
        }
        let reading = |error: rusqlite::Error| HistoryProblem::of(path, &error, false);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(reading)?;
        connection.busy_timeout(BUSY).map_err(reading)?;
        settle(&connection).map_err(reading)?;
        if migrate::is_foreign(&connection).map_err(reading)? {
            return Err(HistoryProblem::Foreign(path.to_owned()));
        }
        let theirs = migrate::version(&connection).map_err(reading)?;
        if theirs > migrate::VERSION {
            return Err(HistoryProblem::Newer {
                path: path.to_owned(),
                theirs,
                ours: migrate::VERSION,
            });
        }
        if theirs == 0 {
            return Err(HistoryProblem::Missing(path.to_owned()));
        }
        Ok(History {
            connection,
            path: path.to_owned(),
            summed_to: None,
            file: FileId::of(path),
            log: None,
        })
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Stores all of these, or none. Once it returns without an error, they are safe.
    ///
    /// # Errors
    /// The system refuses, or the database is damaged; nothing is changed then.
    pub fn store(&mut self, changes: &[Change]) -> Result<(), HistoryProblem> {
        let settled = count::settled_by(changes).filter(|day| self.summed_to != Some(*day));
        let stored = write::store(&mut self.connection, changes, settled);
        let patience = if stored.is_ok() { BUSY } else { Duration::ZERO };
        let _ = self.connection.busy_timeout(patience);
        stored.map_err(|error| HistoryProblem::of(&self.path, &error, true))?;
        self.summed_to = settled.or(self.summed_to);
        Ok(())
    }

    /// Whether the file at its path is still the open one, as far as can be seen.
    pub fn is_in_place(&self) -> bool {
        match FileId::of(&self.path) {
            Some(there) => self.file == Some(there),
            None => !FileId::is_gone(&self.path),
        }
    }

    /// Closes a file that was deleted or moved. It is made whole, and its log doesn't stay beside the new file, where
    /// SQLite would take it for that file's own.
    pub fn leave(self) {
        let folded: rusqlite::Result<()> =
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(problem) = folded {
            tracing::warn!("the history that was taken away lacks its last rows: {problem}");
        }
        let log = file::log(&self.path);
        let ours = self.log.is_some() && self.log == FileId::of(&log);
        drop(self.connection);
        if ours && self.log == FileId::of(&log) {
            let _ = std::fs::remove_file(&log);
            let _ = std::fs::remove_file(file::index(&self.path));
        }
    }

    /// Whether the whole file is sound; takes time proportional to its size.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), HistoryProblem> {
        let said: rusqlite::Result<String> =
            self.connection
                .query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
        match said {
            Ok(said) if said == "ok" => Ok(()),
            Ok(why) => Err(HistoryProblem::Damaged {
                path: self.path.clone(),
                why,
            }),
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    fn unreadable(&self, error: &rusqlite::Error) -> HistoryProblem {
        HistoryProblem::of(&self.path, error, false)
    }
}

/// Small memory use: 256 KiB of pages, and nothing mapped.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -256)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}
