//! One daemon per user's data: a lock in the data folder, held for life, that says where its daemon listens.
//!
//! The socket alone isn't enough: a daemon started with another `XDG_RUNTIME_DIR`, or with none, would look for another
//! socket and write the same history a second time.

use std::fs::{File, TryLockError};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use interprocess::local_socket::ConnectOptions;
use thiserror::Error;
use tracing::warn;

use crate::ipc::server::socket_name;
use crate::platform::{files, plain_file};

/// Its name in the data folder.
const NAME: &str = "unbend.lock";

/// Longer than any path a socket can have.
const LONGEST: u64 = 4096;

/// A claim on the data: as long as this lives, no other daemon writes it.
#[derive(Debug)]
pub struct Claim {
    /// None if the folder can't be locked.
    _lock: Option<File>,
    /// Why it couldn't be locked, in words.
    problem: Option<String>,
}

/// The data belongs to another daemon.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("Unbend is already running with the data in {}{}", .folder.display(), listening(.socket.as_deref()))]
pub struct Held {
    /// The data folder.
    pub folder: PathBuf,
    /// Where the other one listens, if it says so.
    pub socket: Option<PathBuf>,
}

fn listening(socket: Option<&Path>) -> String {
    socket.map_or_else(String::new, |socket| {
        format!(" (it listens on {})", socket.display())
    })
}

impl Claim {
    /// Claims the data in `folder` for a daemon that will listen on `socket`. A folder that can't be locked (it is
    /// read-only, or its file system has no locks) doesn't prevent starting: the socket alone then has to do.
    ///
    /// # Errors
    /// Another daemon has it.
    pub fn take(folder: &Path, socket: &Path) -> Result<Claim, Held> {
        let unlocked = |why: &dyn std::fmt::Display| {
            let problem = format!(
                "{}: {why}. Unbend goes on, but a second one, started with another XDG_RUNTIME_DIR, would not notice \
                 this one: make the folder writable",
                folder.join(NAME).display()
            );
            warn!("{problem}");
            Ok(Claim {
                _lock: None,
                problem: Some(problem),
            })
        };
        let mut file = match open(folder) {
            Ok(file) => file,
            Err(why) => return unlocked(&why),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Held {
                    folder: folder.to_owned(),
                    socket: said(folder),
                });
            }
            Err(TryLockError::Error(why)) => return unlocked(&why),
        }
        // On a full disk this daemon can't say where it listens, but it is still the only one.
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(socket.as_os_str().as_encoded_bytes()));
        if let Err(why) = written {
            warn!("{}: {why}", folder.join(NAME).display());
        }
        Ok(Claim {
            _lock: Some(file),
            problem: None,
        })
    }

    /// Why the data isn't locked, in words; none if it is.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }
}

/// The socket of the daemon that owns the data in `folder`, if it isn't `usual` and somebody listens there.
pub fn elsewhere(folder: &Path, usual: &Path) -> Option<PathBuf> {
    let socket = said(folder).filter(|socket| socket != usual)?;
    let name = socket_name(&socket).ok()?;
    let listens = ConnectOptions::new()
        .name(name)
        .nonblocking_stream(true)
        .wait_mode(interprocess::ConnectWaitMode::Deferred)
        .connect_sync();
    match listens {
        Ok(_) => Some(socket),
        Err(problem) if problem.kind() == io::ErrorKind::WouldBlock => Some(socket),
        Err(_) => None,
    }
}

fn open(folder: &Path) -> io::Result<File> {
    files::private_folder(folder)?;
    plain_file::open_to_write(&folder.join(NAME))
}

/// Where the daemon that owns, or owned, the data says it listens.
fn said(folder: &Path) -> Option<PathBuf> {
    let words = plain_file::read_text(&folder.join(NAME), LONGEST).ok()?;
    let socket = PathBuf::from(words);
    socket.is_absolute().then_some(socket)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn one_at_a_time_has_the_data_and_says_where_it_listens() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("data");
        let (here, there) = (temp.path().join("here"), temp.path().join("there"));
        let first = Claim::take(&folder, &here).unwrap();
        assert_eq!(first.problem(), None);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join(NAME)), 0o600);

        let held = Claim::take(&folder, &there).unwrap_err();
        assert_eq!(held.socket.as_deref(), Some(here.as_path()));
        drop(first);
        // A longer path written first leaves nothing behind a shorter one.
        let longer = temp.path().join("a".repeat(200));
        drop(Claim::take(&folder, &longer).unwrap());
        let second = Claim::take(&folder, &there).unwrap();
        assert_eq!(said(&folder), Some(there));
        drop(second);
    }

    #[test]
    fn a_daemon_is_found_only_where_somebody_listens() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("data");
        let (here, there) = (temp.path().join("here"), temp.path().join("there"));
        assert_eq!(elsewhere(&folder, &here), None);
        let _claim = Claim::take(&folder, &there).unwrap();
        assert_eq!(elsewhere(&folder, &here), None, "it does not listen yet");
        let listener = UnixListener::bind(&there).unwrap();
        assert_eq!(elsewhere(&folder, &here), Some(there.clone()));
        assert_eq!(elsewhere(&folder, &there), None, "the usual place");
        drop(listener);
        assert_eq!(elsewhere(&folder, &here), None, "it has died");
    }

    #[test]
    fn what_cannot_be_locked_is_said_and_does_not_keep_anybody_from_starting() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("data");
        fs::write(&folder, "a file").unwrap();
        let claim = Claim::take(&folder, Path::new("/s")).unwrap();
        let problem = claim.problem().unwrap();
        assert!(problem.contains("XDG_RUNTIME_DIR"), "{problem}");

        let folder = temp.path().join("other");
        fs::create_dir_all(folder.join(NAME)).unwrap();
        assert!(
            Claim::take(&folder, Path::new("/s"))
                .unwrap()
                .problem()
                .is_some()
        );
        assert_eq!(said(&folder), None);
    }
}
