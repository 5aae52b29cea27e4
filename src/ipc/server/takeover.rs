//! Who may have the socket: its lock, and stale files.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::{ConnectOptions, GenericFilePath, Name};
use tracing::debug;

use crate::ipc::server::BindProblem;
use crate::platform::{files, local_socket, plain_file};

/// The socket's name at that path.
pub(crate) fn socket_name(path: &Path) -> io::Result<Name<'_>> {
    path.to_fs_name::<GenericFilePath>()
}

/// Locks the file beside the socket, so that two daemons starting at once can't both clear a stale socket. The file
/// itself stays: removing it would let a third daemon lock a new file of the same name.
pub(super) fn lock_beside(path: &Path) -> Result<File, BindProblem> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock_path = PathBuf::from(name);
    let system = |why| BindProblem::System {
        path: lock_path.clone(),
        why,
    };
    if let Some(folder) = path.parent() {
        files::private_folder(folder).map_err(system)?;
    }
    let file = plain_file::open_to_write(&lock_path).map_err(system)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(BindProblem::AlreadyRunning),
        Err(TryLockError::Error(why)) => Err(system(why)),
    }
}

/// Removes a socket file on which nobody listens.
pub(super) fn clear_stale(path: &Path, name: &Name<'_>) -> Result<(), BindProblem> {
    let system = |why| BindProblem::System {
        path: path.to_owned(),
        why,
    };
    match local_socket::is_something_else(path) {
        Ok(false) => {}
        Ok(true) => return Err(BindProblem::InTheWay(path.to_owned())),
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(problem) => return Err(system(problem)),
    }
    // A listener without the lock (the lock file may have been cleaned away) is still alive. Connecting doesn't wait: a
    // listener with a full queue is alive too.
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
