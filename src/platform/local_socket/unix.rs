//! A Unix domain socket with a mode.

use std::fs;
use std::io;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use interprocess::local_socket::traits::{Stream as _, StreamCommon};
use interprocess::local_socket::{ListenerOptions, Stream};
use interprocess::os::unix::local_socket::ListenerOptionsExt;

pub(super) const IS_A_FILE: bool = true;

pub(super) const LONGEST_PATH: usize = 107;

pub(super) fn place(folder: &Path) -> PathBuf {
    folder.join("unbend.sock")
}

pub(super) fn is_something_else(path: &Path) -> io::Result<bool> {
    let found = fs::symlink_metadata(path)?;
    Ok(!found.file_type().is_socket())
}

pub(super) fn private(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    options.mode(0o600)
}

pub(super) fn same_user(stream: &impl StreamCommon) -> bool {
    let own = rustix::process::geteuid().as_raw();
    matches!(stream.peer_creds().map(|peer| peer.euid()), Ok(Some(peer)) if peer == own)
}

pub(super) fn set_patience(stream: &Stream, patience: Option<Duration>) -> io::Result<()> {
    stream.set_recv_timeout(patience)?;
    stream.set_send_timeout(patience)
}

pub(super) fn is_taken(why: &io::Error) -> bool {
    why.kind() == io::ErrorKind::AddrInUse
}
