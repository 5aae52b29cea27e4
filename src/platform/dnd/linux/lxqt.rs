//! The settings file of LXQt's notification server, which doesn't announce its do-not-disturb.

use std::path::{Path, PathBuf};

use rustix::fs::inotify::WatchFlags;

use crate::platform::linux::folder_watch::FolderWatch;
use crate::platform::linux::places;
use crate::platform::plain_file;

const FOLDER: &str = "lxqt";
const FILE: &str = "notifications.conf";

/// Far larger than such a file ever is.
const LARGEST: u64 = 1 << 20;

/// Whether the file says to show nothing. A missing one doesn't.
pub(super) fn is_quiet() -> bool {
    let text = places::config_folder()
        .map(|folder| folder.join(FOLDER).join(FILE))
        .and_then(|path| plain_file::read_text(&path, LARGEST).ok());
    text.is_some_and(|text| says_quiet(&text))
}

fn says_quiet(text: &str) -> bool {
    let mut general = false;
    let mut quiet = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            general = line == "[General]";
        } else if let Some((key, value)) = line.split_once('=')
            && general
            && key.trim() == "doNotDisturb"
        {
            quiet = matches!(value.trim(), "true" | "1");
        }
    }
    quiet
}

/// Watches the file, which may not exist yet.
#[derive(Debug)]
pub(super) struct FileWatch {
    changes: FolderWatch,
    config: PathBuf,
}

impl FileWatch {
    /// Starts watching; none if the system can't.
    pub(super) fn start() -> Option<FileWatch> {
        let config = places::config_folder()?;
        let what = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::CLOSE_WRITE;
        let changes = FolderWatch::of(vec![FOLDER.into(), FILE.into()], what)
            .inspect_err(|error| tracing::warn!("LXQt's do not disturb goes unnoticed: {error}"))
            .ok()?;
        watch(&changes, &config);
        Some(FileWatch { changes, config })
    }

    /// Returns when the file may say something else. Dropping the future loses nothing.
    pub(super) async fn written(&mut self) {
        loop {
            match self.changes.changed().await {
                Ok(true) => {
                    // The folder may have been created just now.
                    watch(&self.changes, &self.config);
                    return;
                }
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!("LXQt's do not disturb is no longer watched: {error}");
                    return std::future::pending().await;
                }
            }
        }
    }
}

fn watch(changes: &FolderWatch, config: &Path) {
    // The parent folder reports when it is created.
    if changes.add(&config.join(FOLDER)).is_err() {
        let _ = changes.add(config);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_line_in_its_own_part_counts() {
        assert!(says_quiet("[General]\ndoNotDisturb=true\n"));
        assert!(says_quiet("[Other]\na=1\n[General]\n doNotDisturb = true"));
        assert!(!says_quiet("[General]\ndoNotDisturb=false\n"));
        assert!(!says_quiet("[Other]\ndoNotDisturb=true\n"));
        assert!(!says_quiet("doNotDisturb=true"));
        assert!(!says_quiet(""));
    }
}
