//! Detects calls: somebody records from a microphone.

use std::path::PathBuf;

use tokio::task::JoinSet;

use crate::platform::Facts;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Watches the microphone until dropped.
#[derive(Debug)]
pub struct Calls {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`; `socket` is the sound server's, by default the session's. Who is recording
/// arrives as [`Fact::Call`](crate::platform::Fact::Call), whether that can be known as
/// [`Ability::Calls`](crate::platform::Ability::Calls).
pub fn start(socket: Option<PathBuf>, facts: Facts) -> Calls {
    Calls {
        _tasks: way::start(socket, facts),
    }
}
