//! Waits for a daemon that went away. Nothing polls meanwhile: the system reports when its socket is created again.

use std::io;
use std::path::Path;
use std::time::Duration;

use crate::ipc::client::Client;
use crate::platform::local_socket::SocketWatch;

/// A daemon that has created its socket listens soon afterwards.
const LISTENS: Duration = Duration::from_secs(2);

/// Returns once a daemon listens at that path. Blocks until then.
///
/// # Errors
/// The system can't watch the path, or stops watching it.
pub fn wait_for(path: &Path) -> io::Result<()> {
    let mut socket_watch = SocketWatch::watch(path)?;
    // It may already be back.
    while Client::connect_within(path, LISTENS).is_err() {
        socket_watch.wait()?;
    }
    Ok(())
}
