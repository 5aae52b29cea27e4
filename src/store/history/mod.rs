//! The history: a SQLite database that the daemon alone writes.
//!
//! A write is one transaction of all that has gathered. When [`History::store`] returns, its rows are *acknowledged*:
//! they survive the death of the process at any moment, and a power cut as well, for each transaction is synced
//! (`journal_mode=WAL`, `synchronous=FULL`). All SQL of the program is in this folder.

mod count;
mod felt;
mod migrate;
mod problem;
mod read;
#[cfg(test)]
mod tests;
mod write;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

pub use problem::HistoryProblem;

use crate::logic::tape::Change;

/// An open history.
#[derive(Debug)]
pub struct History {
    connection: Connection,
    path: PathBuf,
    /// The last day whose sums were looked after.
    summed_to: Option<i64>,
}

/// Another program that only looks is done by then; longer would hold up the daemon.
const BUSY: Duration = Duration::from_millis(100);

/// Pages of the write-ahead log before it is folded into the database: some days of rows.
const LOG_PAGES: u32 = 64;

impl History {
    /// Opens the history for writing; makes it if there is none, and brings an older one to the present form.
    ///
    /// # Errors
    /// Nothing can be written there, or the file must not be touched: a later version's, another program's, damaged.
    pub fn open(path: &Path) -> Result<History, HistoryProblem> {
        let unwritable = |why: String| HistoryProblem::Unwritable {
            path: path.to_owned(),
            why,
        };
        if path.exists() {
            // Merely closing a database after a look for writing may change it: first look without.
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
            fs::create_dir_all(folder).map_err(|problem| unwritable(problem.to_string()))?;
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
        private(path);
        Ok(History {
            connection,
            path: path.to_owned(),
            summed_to: None,
        })
    }

    /// Opens the history for reading only, beside a daemon or without one.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn look(path: &Path) -> Result<History, HistoryProblem> {
        if !path.exists() {
            return Err(HistoryProblem::Missing(path.to_owned()));
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
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Stores all of these, or none. When it returns without an error, they are safe.
    ///
    /// # Errors
    /// The system refuses, or the database is damaged; nothing is changed then.
    pub fn store(&mut self, changes: &[Change]) -> Result<(), HistoryProblem> {
        let settled = count::settled_by(changes).filter(|day| self.summed_to != Some(*day));
        write::store(&mut self.connection, changes, settled)
            .map_err(|error| HistoryProblem::of(&self.path, &error, true))?;
        self.summed_to = settled.or(self.summed_to);
        Ok(())
    }

    /// Whether the whole file is sound; takes time in proportion to its size.
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

/// Little memory: 256 KiB of pages, and nothing mapped.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -256)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

/// Nobody else needs to know when a person sits.
fn private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
    }
    #[cfg(not(unix))]
    let _ = path;
}
