//! Nothing reports new sockets here: the user has to reconnect.

use std::io;
use std::path::Path;

#[derive(Debug)]
pub(super) struct SocketWatch;

impl SocketWatch {
    pub(super) fn watch(_path: &Path) -> io::Result<SocketWatch> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn wait(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
