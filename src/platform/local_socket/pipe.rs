//! A Windows named pipe. Its name goes away with the last process that holds it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use interprocess::local_socket::traits::StreamCommon;
use interprocess::local_socket::{ListenerOptions, Stream};

pub(super) const IS_A_FILE: bool = false;

pub(super) const LONGEST_PATH: usize = 256;

/// All pipes of the machine are in one folder: the name says whose data this one belongs to.
pub(super) fn place(folder: &Path) -> PathBuf {
    let folder = folder.to_string_lossy();
    let name = folder.replace(|sign: char| !sign.is_alphanumeric(), "-");
    PathBuf::from(format!(r"\\.\pipe\unbend-{name}"))
}

pub(super) fn is_something_else(_path: &Path) -> io::Result<bool> {
    Err(io::ErrorKind::NotFound.into())
}

/// By default only a pipe's owner and administrators can write to it. Others may read, which gets them the greeting and
/// nothing else: every other line answers a request.
pub(super) fn private(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    options
}

/// Anyone who can send a request has been let in by the pipe's permissions.
pub(super) fn same_user(_stream: &impl StreamCommon) -> bool {
    true
}

/// Pipes have no such limit.
pub(super) fn set_patience(_stream: &Stream, _patience: Option<Duration>) -> io::Result<()> {
    Ok(())
}

/// If another owner has a pipe of that name, creating a first instance fails for lack of permission.
pub(super) fn is_taken(why: &io::Error) -> bool {
    matches!(
        why.kind(),
        io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied
    )
}
