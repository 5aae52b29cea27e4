//! Who may have the socket and who may speak on it: lock, stale files, rights, peers.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::traits::StreamCommon;
use interprocess::local_socket::{ConnectOptions, GenericFilePath, ListenerOptions, Name};
use tracing::debug;

use crate::ipc::server::BindProblem;
use crate::plain_file;

/// The name of the socket at that path.
pub(crate) fn socket_name(path: &Path) -> io::Result<Name<'_>> {
    path.to_fs_name::<GenericFilePath>()
}

/// Only the owner may connect, from the first moment of the socket file on.
#[cfg(target_os = "linux")]
pub(super) fn private(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    use interprocess::os::unix::local_socket::ListenerOptionsExt;
    options.mode(0o600)
}

/// Elsewhere the folder's mode and the pipe's default rights keep others away.
#[cfg(not(target_os = "linux"))]
pub(super) fn private(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    options
}

/// Whether the process at the other end belongs to the user that this one runs as.
#[cfg(target_os = "linux")]
pub(crate) fn same_user(stream: &impl StreamCommon) -> bool {
    let own = rustix::process::geteuid().as_raw();
    matches!(stream.peer_creds().map(|peer| peer.euid()), Ok(Some(peer)) if peer == own)
}

/// Elsewhere the system's rights on the socket decide alone.
#[cfg(not(target_os = "linux"))]
pub(crate) fn same_user(_stream: &impl StreamCommon) -> bool {
    true
}

/// Holds the lock file beside the socket, so that two daemons starting at once cannot both clear a stale socket.
/// The file itself stays: removing it would let a third one lock a file of the same name.
pub(super) fn lock_beside(path: &Path) -> Result<File, BindProblem> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock_path = PathBuf::from(name);
    let system = |why| BindProblem::System {
        path: lock_path.clone(),
        why,
    };
    if let Some(folder) = path.parent() {
        private_folder(folder).map_err(system)?;
    }
    let file = plain_file::open_to_write(&lock_path).map_err(system)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(BindProblem::AlreadyRunning),
        Err(TryLockError::Error(why)) => Err(system(why)),
    }
}

/// Creates the folder, for the owner alone, if it is missing.
pub(in crate::ipc) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Removes a socket file that nobody listens on.
pub(super) fn clear_stale(path: &Path, name: &Name<'_>) -> Result<(), BindProblem> {
    let system = |why| BindProblem::System {
        path: path.to_owned(),
        why,
    };
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(problem) => return Err(system(problem)),
    };
    #[cfg(unix)]
    if !std::os::unix::fs::FileTypeExt::is_socket(&found.file_type()) {
        return Err(BindProblem::InTheWay(path.to_owned()));
    }
    let _ = found;
    // Whoever listens without the lock (it may have been cleaned away) is alive all the same. Not waited for: a
    // listener whose queue is full is alive too.
    let alive = ConnectOptions::new()
        .name(name.clone())
        .nonblocking_stream(true)
        .wait_mode(interprocess::ConnectWaitMode::Deferred)
        .connect_sync();
    match alive {
        Err(problem) if problem.kind() == io::ErrorKind::ConnectionRefused => {
            debug!(
                "removing the socket of a daemon that died: {}",
                path.display()
            );
            fs::remove_file(path).map_err(system)
        }
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(_) | Err(_) => Err(BindProblem::AlreadyRunning),
    }
}
