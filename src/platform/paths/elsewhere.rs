//! For systems without a session run-time folder: the socket is among the program's own files.

use std::path::PathBuf;

use directories::{BaseDirs, ProjectDirs};

use crate::platform::Missing;

/// What to do without a home folder.
pub(super) const NO_HOME: &str = "log in as a person who has one and start again";

/// The folder for the socket.
///
/// # Errors
/// None here.
pub(super) fn socket_folder(_base: &BaseDirs, own: &ProjectDirs) -> Result<PathBuf, Missing> {
    Ok(own.data_local_dir().to_owned())
}
