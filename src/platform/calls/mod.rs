//! Knows of calls: somebody records from a microphone.

use std::path::PathBuf;

use tokio::task::JoinSet;

use crate::platform::Facts;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// A running watch of the microphone. It stops when this is dropped.
#[derive(Debug)]
pub struct Calls {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`; `socket` is the sound server's, that of the session if not given. Who records
/// arrives as [`Fact::Call`](crate::platform::Fact::Call), whether that is known as
/// [`Ability::Calls`](crate::platform::Ability::Calls).
pub fn start(socket: Option<PathBuf>, facts: Facts) -> Calls {
    Calls {
        _tasks: way::start(socket, facts),
    }
}
