//! Waits for a daemon that went away. Nothing is asked in between: the system tells when its socket is made anew.

use std::io;
use std::path::Path;
use std::time::Duration;

use crate::ipc::client::Client;
use crate::platform::local_socket::Remade;

/// A daemon that has made its socket listens soon after.
const LISTENS: Duration = Duration::from_secs(2);

/// Returns when a daemon listens at that path. Blocks for as long as that takes.
///
/// # Errors
/// The system does not tell, or tells no more.
pub fn wait_for(path: &Path) -> io::Result<()> {
    let mut remade = Remade::watch(path)?;
    // It may be there again already.
    while Client::connect_within(path, LISTENS).is_err() {
        remade.wait()?;
    }
    Ok(())
}
