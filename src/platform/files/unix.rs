//! Modes, inode numbers, and whatever else Unix keeps in a file system.

use std::fs::{self, DirBuilder, File, FileType, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::OFlags;

pub(super) fn for_owner(builder: &mut DirBuilder) {
    builder.mode(0o700);
}

pub(super) fn keep_others_out(path: &Path) {
    let Ok(found) = fs::symlink_metadata(path) else {
        return;
    };
    if !found.is_symlink() && found.permissions().mode() & 0o077 != 0 {
        let mode = if found.is_dir() { 0o700 } else { 0o600 };
        let _ = fs::set_permissions(path, Permissions::from_mode(mode));
    }
}

/// A pipe that replaces the file between two checks is opened without waiting for its other end.
pub(super) fn quietly(options: &mut OpenOptions) -> &mut OpenOptions {
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    options.mode(0o600).custom_flags(flags.bits().cast_signed())
}

/// The system takes from this what the user's mask says.
pub(super) fn usual_access(builder: &mut tempfile::Builder<'_, '_>) {
    builder.permissions(Permissions::from_mode(0o666));
}

pub(super) fn kind(found: FileType) -> &'static str {
    match found {
        _ if found.is_fifo() => "a pipe",
        _ if found.is_socket() => "a socket",
        _ => "a device",
    }
}

pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    let found = fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
