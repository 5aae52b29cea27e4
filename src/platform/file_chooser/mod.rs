//! Asks for a file in the desktop's own dialogue.

use crate::logic::shown::file_choice::{Chosen, Wanted};

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Asks, and keeps the answers until they are collected. One dialogue at a time is enough.
#[derive(Debug)]
pub struct FileChooser(way::FileChooser);

impl Default for FileChooser {
    fn default() -> Self {
        FileChooser::new()
    }
}

impl FileChooser {
    /// Not connected yet.
    pub fn new() -> FileChooser {
        FileChooser(way::FileChooser::new())
    }

    /// Opens the dialogue. Returns at once; `wake` is called, perhaps on another thread, when there is an answer.
    pub fn ask(&mut self, wanted: Wanted, wake: impl Fn() + Send + 'static) {
        self.0.ask(wanted, wake);
    }

    /// The answer, once there is one.
    pub fn answer(&mut self) -> Option<Chosen> {
        self.0.answer()
    }
}
