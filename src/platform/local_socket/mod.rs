//! The local socket that the daemon listens on: where it is, who may use it, what is left of a dead one.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use interprocess::local_socket::traits::StreamCommon;
use interprocess::local_socket::{ListenerOptions, Stream};

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "pipe.rs")]
mod way;

#[cfg_attr(target_os = "linux", path = "socket_watch_linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "socket_watch_missing.rs")]
mod socket_watch;

/// Whether a socket is a file, which a dead daemon leaves behind and which two daemons starting at once must not both
/// claim. Otherwise the name goes away with its owner.
pub const IS_A_FILE: bool = way::IS_A_FILE;

/// The longest path that fits into a socket address, in bytes.
pub const LONGEST_PATH: usize = way::LONGEST_PATH;

/// The socket of a daemon that keeps it in that folder.
pub fn place(folder: &Path) -> PathBuf {
    way::place(folder)
}

/// Whether something at that path isn't a socket.
///
/// # Errors
/// Whatever the system says; `NotFound` if nothing is there.
pub fn is_something_else(path: &Path) -> io::Result<bool> {
    way::is_something_else(path)
}

/// Only the owner may connect, from the socket's first moment on.
pub fn private(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    way::private(options)
}

/// Whether the process at the other end belongs to the same user as this one.
pub fn same_user(stream: &impl StreamCommon) -> bool {
    way::same_user(stream)
}

/// Limits how long reading and writing may take, where the system supports it.
///
/// # Errors
/// Whatever the system says.
pub fn set_patience(stream: &Stream, patience: Option<Duration>) -> io::Result<()> {
    way::set_patience(stream, patience)
}

/// Whether creating the socket failed because another process has it.
pub fn is_taken(why: &io::Error) -> bool {
    way::is_taken(why)
}

/// Reports when a socket is created again, to callers that can't wait for anything else meanwhile.
#[derive(Debug)]
pub struct SocketWatch(socket_watch::SocketWatch);

impl SocketWatch {
    /// Starts watching for a socket at that path.
    ///
    /// # Errors
    /// The system can't watch it.
    pub fn watch(path: &Path) -> io::Result<SocketWatch> {
        socket_watch::SocketWatch::watch(path).map(SocketWatch)
    }

    /// Returns when one was created since the last call, or since the beginning. Blocks until then.
    ///
    /// # Errors
    /// The system stops watching.
    pub fn wait(&mut self) -> io::Result<()> {
        self.0.wait()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_socket_of_its_own() {
        let (one, other) = (Path::new("/a/b"), Path::new("/a/c"));
        assert_eq!(place(one), place(one));
        assert_ne!(place(one), place(other));
        assert!(place(one).is_absolute());
    }
}
