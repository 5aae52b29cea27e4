//! What the system knows of files beyond their bytes: whose they are, what they are, which is which.
//!
//! What is opened of the person's is opened by [`plain_file`](crate::platform::plain_file).

use std::fs::{DirBuilder, FileType, OpenOptions};
use std::io;
use std::path::Path;

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "elsewhere.rs")]
mod way;

/// Makes the folder and those above it that are missing, for the owner alone.
///
/// # Errors
/// What the system refuses.
pub fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    way::for_owner(builder.recursive(true));
    builder.create(path)
}

/// Takes the rights of others away from a folder or file, if it is not a link: what a link leads to was arranged by the
/// person.
pub fn keep_others_out(path: &Path) {
    way::keep_others_out(path);
}

/// Opens without waiting, and makes what is new for the owner alone.
pub fn quietly(options: &mut OpenOptions) -> &mut OpenOptions {
    way::quietly(options)
}

/// What something is that is neither a file nor a folder, in words.
pub fn kind(found: FileType) -> &'static str {
    way::kind(found)
}

/// Which file is at that path, through links, whatever its name; none if there is none, or where a file that is open
/// cannot be taken away.
pub fn identity(path: &Path) -> Option<(u64, u64)> {
    way::identity(path)
}

/// Has the names in a folder on the disk: only then is a new one still there after a power cut.
///
/// # Errors
/// What the system says.
pub fn sync_names(folder: &Path) -> io::Result<()> {
    way::sync_names(folder)
}
