//! Edits, as reported by inotify.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::time::Duration;

use rustix::fs::inotify::WatchFlags;
use tokio::time::Sleep;

use crate::platform::edits::Edited;
use crate::platform::linux::folder_watch::{self, FolderWatch};
use crate::platform::paths::Paths;

/// A save is complete when nothing more has happened for this long.
const QUIET: Duration = Duration::from_millis(200);

/// The folders of the files beside the catalog.
const BESIDE: [&str; 2] = ["figures", "pictures"];

impl Edited {
    fn and(self, other: Edited) -> Edited {
        Edited {
            settings: self.settings || other.settings,
            catalog: self.catalog || other.catalog,
            beside: self.beside || other.beside,
        }
    }
}

/// Costs nothing while nothing changes.
#[derive(Debug)]
pub(super) struct Edits {
    watched: Watched,
    seen: Edited,
    /// What remains of the quiet period after a change was seen.
    quiet: Option<Pin<Box<Sleep>>>,
}

#[derive(Debug)]
struct Watched {
    folder: PathBuf,
    /// The settings and the catalog.
    files: [PathBuf; 2],
    settings: Option<FolderWatch>,
    catalog: Option<FolderWatch>,
    beside: Option<FolderWatch>,
    /// Set while the folder is missing: waits for it to be created.
    above: Option<FolderWatch>,
}

impl Edits {
    pub(super) fn of(paths: &Paths) -> Edits {
        Edits::at(paths.config_dir(), [paths.settings(), paths.user_catalog()])
    }

    fn at(folder: &Path, files: [PathBuf; 2]) -> Edits {
        let [settings, catalog] = files.each_ref().map(|file| {
            let name = file.file_name().map(OsString::from);
            name.into_iter().collect::<Vec<_>>()
        });
        let mut watched = Watched {
            folder: folder.to_owned(),
            files,
            settings: watch(settings),
            catalog: watch(catalog),
            beside: watch(Vec::new()),
            above: None,
        };
        watched.look();
        watched.look_beside();
        Edits {
            watched,
            seen: Edited::default(),
            quiet: None,
        }
    }

    pub(super) async fn done(&mut self) -> Edited {
        loop {
            let quiet = self.quiet.as_mut();
            let quiet = async {
                match quiet {
                    Some(quiet) => quiet.as_mut().await,
                    None => std::future::pending().await,
                }
            };
            let seen = tokio::select! {
                seen = self.watched.see() => seen,
                () = quiet => {
                    self.quiet = None;
                    return std::mem::take(&mut self.seen);
                }
            };
            if seen != Edited::default() {
                self.seen = self.seen.and(seen);
                self.quiet = Some(Box::pin(tokio::time::sleep(QUIET)));
            }
        }
    }
}

impl Watched {
    /// Returns when something has happened there, and which part of it matters.
    async fn see(&mut self) -> Edited {
        let none = Edited::default();
        let seen = tokio::select! {
            settings = told(&mut self.settings) => Edited { settings, ..none },
            catalog = told(&mut self.catalog) => Edited { catalog, ..none },
            beside = told(&mut self.beside) => Edited { beside, ..none },
            _ = told(&mut self.above) => none,
        };
        if self.look() {
            self.look_beside();
            // Anything written before the folder was watched went unseen.
            return Edited {
                settings: true,
                catalog: true,
                beside: true,
            };
        }
        Edited {
            beside: self.look_beside() || seen.beside,
            ..seen
        }
    }

    /// Watches whatever exists by now; whether the folder is back after it was gone.
    fn look(&mut self) -> bool {
        if !self.enter() {
            self.wait_for_folder();
            // It may have been created meanwhile.
            if !self.enter() {
                return false;
            }
        }
        self.above.take().is_some()
    }

    /// Watches the folder, and those that links lead to; whether it exists.
    fn enter(&self) -> bool {
        let add = |watch: &Option<FolderWatch>, folder: &Path| {
            let mut watch = watch.iter();
            watch.any(|watch| watch.add(folder).is_ok())
        };
        let mut there = false;
        for (watch, file) in [
            (&self.settings, &self.files[0]),
            (&self.catalog, &self.files[1]),
        ] {
            there |= add(watch, &self.folder);
            if let Ok(real) = file.canonicalize()
                && let Some(folder) = real.parent()
            {
                add(watch, folder);
            }
        }
        there
    }

    /// Watches the optional folders beside the catalog; whether one is new.
    fn look_beside(&self) -> bool {
        let add = |name| {
            let watch = self.beside.as_ref()?;
            watch.add(&self.folder.join(name)).ok()
        };
        // Each one, even after a new one was found.
        let fresh = BESIDE.map(|name| add(name) == Some(true));
        fresh.contains(&true)
    }

    /// Waits for the folder, or for the next one on the way to it.
    fn wait_for_folder(&mut self) {
        let above = self.above.take().or_else(|| watch(Vec::new()));
        let mut folders = self.folder.ancestors().skip(1);
        let nearest = |watch: &FolderWatch| folders.any(|folder| watch.add(folder).is_ok());
        self.above = above.filter(nearest);
    }
}

fn watch(names: Vec<OsString>) -> Option<FolderWatch> {
    let what = WatchFlags::CREATE
        | WatchFlags::CLOSE_WRITE
        | WatchFlags::MOVED_TO
        | WatchFlags::MOVED_FROM
        | WatchFlags::DELETE
        | WatchFlags::DELETE_SELF
        | WatchFlags::MOVE_SELF;
    FolderWatch::of(names, what)
        .inspect_err(|error| tracing::warn!("edited files go unnoticed: {error}"))
        .ok()
}

pub(super) fn trouble() -> Option<String> {
    folder_watch::trouble()
}

pub(super) fn can_watch() -> bool {
    folder_watch::can_watch()
}

/// Returns when something happened in the folders, and whether it matters.
async fn told(watch: &mut Option<FolderWatch>) -> bool {
    let changed = match watch {
        Some(watch) => watch.changed().await,
        None => return std::future::pending().await,
    };
    changed.unwrap_or_else(|error| {
        tracing::warn!("edited files go unnoticed from here on: {error}");
        *watch = None;
        false
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::platform::run_within;

    fn run<F: Future>(work: F) -> F::Output {
        run_within(Duration::from_secs(20), work)
    }

    const NOTHING: Edited = Edited {
        settings: false,
        catalog: false,
        beside: false,
    };

    fn edits(folder: &Path) -> Edits {
        let files = ["settings.ron", "catalog.ron"].map(|name| folder.join(name));
        Edits::at(folder, files)
    }

    async fn quiet(edits: &mut Edits) -> bool {
        let wait = QUIET + Duration::from_millis(200);
        tokio::time::timeout(wait, edits.done()).await.is_err()
    }

    #[test]
    fn each_file_is_told_of_once_it_is_done() {
        run(async {
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("unbend");
            fs::create_dir(&folder).unwrap();
            let mut edits = edits(&folder);
            assert!(quiet(&mut edits).await);
            fs::write(folder.join("settings.ron"), "()").unwrap();
            fs::write(folder.join("settings.ron"), "( )").unwrap();
            let settings = Edited {
                settings: true,
                ..NOTHING
            };
            assert_eq!(edits.done().await, settings);
            assert!(quiet(&mut edits).await, "both at once");
            fs::write(folder.join("another.ron"), "()").unwrap();
            assert!(quiet(&mut edits).await);
            // This is how most editors save.
            fs::write(folder.join("catalog.ron~"), "()").unwrap();
            fs::rename(folder.join("catalog.ron~"), folder.join("catalog.ron")).unwrap();
            let catalog = Edited {
                catalog: true,
                ..NOTHING
            };
            assert_eq!(edits.done().await, catalog);
            fs::remove_file(folder.join("catalog.ron")).unwrap();
            assert_eq!(edits.done().await, catalog);
        });
    }

    #[test]
    fn folders_may_come_later_and_be_made_again() {
        run(async {
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("config").join("unbend");
            let mut edits = edits(&folder);
            for _ in 0..2 {
                fs::create_dir_all(&folder).unwrap();
                fs::write(folder.join("catalog.ron"), "()").unwrap();
                assert!(edits.done().await.catalog);
                assert!(edits.watched.above.is_none());
                fs::write(home.path().join("config").join("other"), "()").unwrap();
                assert!(quiet(&mut edits).await, "the folder above is left alone");
                let beside = Edited {
                    beside: true,
                    ..NOTHING
                };
                fs::create_dir(folder.join("figures")).unwrap();
                assert_eq!(edits.done().await, beside);
                fs::write(folder.join("figures").join("a.ron"), "()").unwrap();
                assert_eq!(edits.done().await, beside);
                fs::remove_dir_all(home.path().join("config")).unwrap();
                assert!(edits.done().await.catalog);
            }
        });
    }

    #[test]
    fn a_file_that_is_a_link_is_followed_where_it_leads() {
        run(async {
            let home = tempfile::tempdir().unwrap();
            let (folder, elsewhere) = (home.path().join("unbend"), home.path().join("dotfiles"));
            fs::create_dir(&folder).unwrap();
            fs::create_dir(&elsewhere).unwrap();
            fs::write(elsewhere.join("catalog.ron"), "()").unwrap();
            std::os::unix::fs::symlink(elsewhere.join("catalog.ron"), folder.join("catalog.ron"))
                .unwrap();
            let mut edits = edits(&folder);
            fs::write(elsewhere.join("catalog.ron"), "( )").unwrap();
            assert_eq!(
                edits.done().await,
                Edited {
                    catalog: true,
                    ..NOTHING
                }
            );
        });
    }
}
