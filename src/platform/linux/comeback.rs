//! Notices when a server that went away may be back: its socket is created again.
//!
//! Nothing polls meanwhile. A new socket is worth a few attempts, since a server creates it shortly before it answers.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::inotify::WatchFlags;

use crate::platform::linux::folder_watch::FolderWatch;

/// The delays between the attempts that a new socket is worth.
pub(in crate::platform) const PAUSES: [Duration; 5] = [
    Duration::from_millis(20),
    Duration::from_millis(100),
    Duration::from_millis(500),
    Duration::from_secs(2),
    Duration::from_secs(8),
];

/// Watches for a socket to be created again.
#[derive(Debug)]
pub(in crate::platform) struct Comeback {
    path: PathBuf,
    /// None if the kernel can't watch.
    changes: Option<FolderWatch>,
    /// How many of the [`PAUSES`] have passed; all of them while there is nothing new.
    tries: usize,
}

impl Comeback {
    /// Starts watching, so that nothing created from here on is missed. Without a path nothing ever comes.
    pub(in crate::platform) fn of(path: Option<&Path>) -> Comeback {
        let path = path.map(Path::to_owned).unwrap_or_default();
        let what = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::DELETE_SELF;
        let changes = path.file_name().and_then(|name| {
            FolderWatch::of(vec![name.to_owned()], what)
                .inspect_err(|error| tracing::warn!("servers that come back go unnoticed: {error}"))
                .ok()
        });
        let comeback = Comeback {
            path,
            changes,
            tries: PAUSES.len(),
        };
        comeback.look();
        comeback
    }

    /// Returns when the next attempt is due: shortly after the socket was created, and then at growing intervals, until
    /// [`Comeback::settled`]. Dropping the future loses only the current wait.
    pub(in crate::platform) async fn worth_a_try(&mut self) {
        loop {
            match PAUSES.get(self.tries) {
                Some(pause) => tokio::select! {
                    () = self.made() => self.tries = 0,
                    () = tokio::time::sleep(*pause) => {
                        self.tries += 1;
                        return;
                    }
                },
                None => {
                    self.made().await;
                    self.tries = 0;
                }
            }
        }
    }

    /// The server answers: no more attempts for this socket.
    pub(in crate::platform) fn settled(&mut self) {
        self.tries = PAUSES.len();
    }

    /// Returns when something of that name was created.
    async fn made(&self) {
        let Some(changes) = &self.changes else {
            return std::future::pending().await;
        };
        loop {
            match changes.changed().await {
                // A folder on the way there may have been created with the socket already in it.
                Ok(found) => {
                    if self.look() || found {
                        return;
                    }
                }
                Err(error) => {
                    tracing::warn!("{} is no longer watched: {error}", self.path.display());
                    return std::future::pending().await;
                }
            }
        }
    }

    /// Watches the socket's folder, or else the nearest existing parent; whether that is new and the socket is there.
    fn look(&self) -> bool {
        let Some(changes) = &self.changes else {
            return false;
        };
        // Repeats until nothing new is found: a folder may be created while its parent is being looked at.
        loop {
            let mut folders = self.path.ancestors().skip(1).enumerate();
            let found =
                folders.find_map(|(depth, folder)| Some((depth, changes.add(folder).ok()?)));
            match found {
                Some((0, fresh)) => return fresh && self.path.exists(),
                Some((_, true)) => {}
                Some((_, false)) | None => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::run_within;

    fn run<F: Future>(work: F) -> F::Output {
        run_within(Duration::from_secs(10), work)
    }

    async fn quiet(comeback: &mut Comeback) -> bool {
        let wait = Duration::from_millis(150);
        tokio::time::timeout(wait, comeback.worth_a_try())
            .await
            .is_err()
    }

    #[test]
    fn a_new_socket_is_worth_some_attempts_and_other_files_none() {
        run(async {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("server");
            let mut comeback = Comeback::of(Some(&path));
            std::fs::write(folder.path().join("other"), "").unwrap();
            assert!(quiet(&mut comeback).await);
            for _ in 0..2 {
                std::fs::write(&path, "").unwrap();
                comeback.worth_a_try().await;
                comeback.worth_a_try().await;
                comeback.settled();
                assert!(quiet(&mut comeback).await);
                std::fs::remove_file(&path).unwrap();
                assert!(quiet(&mut comeback).await);
            }
        });
    }

    #[test]
    fn the_folder_may_come_later_and_be_made_again() {
        run(async {
            let above = tempfile::tempdir().unwrap();
            let folder = above.path().join("a").join("b");
            let path = folder.join("server");
            let mut comeback = Comeback::of(Some(&path));
            for _ in 0..2 {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, "").unwrap();
                comeback.worth_a_try().await;
                comeback.settled();
                std::fs::remove_dir_all(above.path().join("a")).unwrap();
                assert!(quiet(&mut comeback).await);
            }
        });
    }
}
