//! Knows where files live; the only file that knows XDG directories.

use std::path::{Path, PathBuf};

use crate::platform::Missing;

/// Where Unbend keeps its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    config: PathBuf,
    data: PathBuf,
    state: PathBuf,
    runtime: PathBuf,
}

impl Paths {
    /// Works out the folders of this person. Makes none but the runtime folder's fallback.
    ///
    /// # Errors
    /// No home folder, or no private folder for the socket.
    pub fn find() -> Result<Paths, Missing> {
        unimplemented!()
    }

    /// The folder of settings and the person's own catalog.
    pub fn config_dir(&self) -> &Path {
        &self.config
    }

    /// The folder of the history.
    pub fn data_dir(&self) -> &Path {
        &self.data
    }

    /// The settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.ron")
    }

    /// The person's own catalog.
    pub fn user_catalog(&self) -> PathBuf {
        self.config.join("catalog.ron")
    }

    /// The history.
    pub fn history(&self) -> PathBuf {
        self.data.join("history.sqlite3")
    }

    /// The socket that the daemon listens on.
    pub fn socket(&self) -> PathBuf {
        self.runtime.join("unbend.sock")
    }

    /// What a daemon started in the background says.
    pub fn log(&self) -> PathBuf {
        self.state.join("unbend.log")
    }
}
