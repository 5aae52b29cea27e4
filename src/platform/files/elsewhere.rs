//! For file systems without modes: access to new files is inherited from the user's folders.

use std::fs::{DirBuilder, FileType, OpenOptions};
use std::io;
use std::path::Path;

pub(super) fn for_owner(_builder: &mut DirBuilder) {}

pub(super) fn keep_others_out(_path: &Path) {}

pub(super) fn quietly(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

pub(super) fn usual_access(_builder: &mut tempfile::Builder<'_, '_>) {}

pub(super) fn kind(_found: FileType) -> &'static str {
    "something else"
}

pub(super) fn identity(_path: &Path) -> Option<(u64, u64)> {
    None
}

/// A folder can't be opened as a file here.
pub(super) fn sync_names(_folder: &Path) -> io::Result<()> {
    Ok(())
}
