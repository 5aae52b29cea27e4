//! The local socket that the daemon listens on: where it is, who may use it, what is left of one that died.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use interprocess::local_socket::traits::StreamCommon;
use interprocess::local_socket::{ListenerOptions, Stream};

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "pipe.rs")]
mod way;

#[cfg_attr(target_os = "linux", path = "remade_linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "remade_missing.rs")]
mod remade;

/// Whether a socket is a file, which a daemon that died leaves behind and which has to be kept from two daemons that start
/// at once. Otherwise the name goes with its owner.
pub const IS_A_FILE: bool = way::IS_A_FILE;

/// Bytes of a path that fit in the address of a socket.
pub const LONGEST_PATH: usize = way::LONGEST_PATH;

/// The socket of the daemon whose folder for it is this.
pub fn place(folder: &Path) -> PathBuf {
    way::place(folder)
}

/// Whether there is something at that path that is not a socket.
///
/// # Errors
/// What the system says; `NotFound` where there is nothing.
pub fn is_something_else(path: &Path) -> io::Result<bool> {
    way::is_something_else(path)
}

/// Only the owner may connect, from the first moment of the socket on.
pub fn private(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    way::private(options)
}

/// Whether the process at the other end belongs to the user that this one runs as.
pub fn same_user(stream: &impl StreamCommon) -> bool {
    way::same_user(stream)
}

/// Limits how long reading and writing may take, where the system can do that.
///
/// # Errors
/// What the system says.
pub fn set_patience(stream: &Stream, patience: Option<Duration>) -> io::Result<()> {
    way::set_patience(stream, patience)
}

/// Whether making the socket failed because another process has it.
pub fn is_taken(why: &io::Error) -> bool {
    way::is_taken(why)
}

/// Tells when a socket is made anew, to those who can wait for nothing else meanwhile.
#[derive(Debug)]
pub struct Remade(remade::Remade);

impl Remade {
    /// Begins to watch for a socket at that path.
    ///
    /// # Errors
    /// The system does not tell.
    pub fn watch(path: &Path) -> io::Result<Remade> {
        remade::Remade::watch(path).map(Remade)
    }

    /// Returns when one was made since the last time, or since the beginning. Blocks for as long as that takes.
    ///
    /// # Errors
    /// The system tells no more.
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
