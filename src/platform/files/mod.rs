//! What the system knows about files besides their bytes: owner, kind, identity.
//!
//! The user's files are opened by [`plain_file`](crate::platform::plain_file).

use std::fs::{DirBuilder, FileType, OpenOptions};
use std::io;
use std::path::Path;

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "elsewhere.rs")]
mod way;

/// Creates the folder and any missing ones above it, accessible to the owner alone.
///
/// # Errors
/// Whatever the system refuses.
pub fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    way::for_owner(builder.recursive(true));
    builder.create(path)
}

/// Removes others' permissions from a folder or file, unless it is a link: what a link leads to is the user's
/// arrangement.
pub fn keep_others_out(path: &Path) {
    way::keep_others_out(path);
}

/// Opens without blocking, and creates new files accessible to the owner alone.
pub fn quietly(options: &mut OpenOptions) -> &mut OpenOptions {
    way::quietly(options)
}

/// Lets a temporary file be created with the access that the user's new files usually have.
pub fn usual_access(builder: &mut tempfile::Builder<'_, '_>) {
    way::usual_access(builder);
}

/// What something is that is neither a file nor a folder, in words.
pub fn kind(found: FileType) -> &'static str {
    way::kind(found)
}

/// The identity of the file at that path, following links, whatever its name; none if it is missing, or on systems
/// where an open file can't be removed.
pub fn identity(path: &Path) -> Option<(u64, u64)> {
    way::identity(path)
}

/// Syncs a folder's names to the disk: only then does a new one survive a power cut.
///
/// # Errors
/// Whatever the system says.
pub fn sync_names(folder: &Path) -> io::Result<()> {
    way::sync_names(folder)
}
