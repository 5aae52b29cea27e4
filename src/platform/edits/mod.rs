//! Reports edits to the user's files: settings, catalog, and the pose sets and pictures beside it.

use crate::platform::paths::Paths;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// What was edited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// The settings file.
    pub settings: bool,
    /// The catalog.
    pub catalog: bool,
    /// Pose sets or pictures.
    pub beside: bool,
}

/// Watches these files, where the system reports changes.
#[derive(Debug)]
pub struct Edits(way::Edits);

impl Edits {
    /// Starts watching. Call it inside the runtime.
    pub fn of(paths: &Paths) -> Edits {
        Edits(way::Edits::of(paths))
    }

    /// Returns what was edited, once the editing is done. Dropping the future loses nothing.
    pub async fn done(&mut self) -> Edited {
        self.0.done().await
    }
}

/// Why changes to files go unnoticed here, and what to do about it; none if they don't.
pub fn trouble() -> Option<String> {
    way::trouble()
}

/// Whether changes to files that went unnoticed can be noticed again.
pub fn can_watch() -> bool {
    way::can_watch()
}
