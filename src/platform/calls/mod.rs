//! Detects calls: somebody records from a microphone.

use std::path::PathBuf;

use crate::platform::{Facts, Watching};

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Starts watching inside the `LocalSet`; `socket` is the sound server's, by default the session's. Who is recording
/// arrives as [`Fact::Call`](crate::platform::Fact::Call), whether that can be known as
/// [`Ability::Calls`](crate::platform::Ability::Calls).
pub fn start(socket: Option<PathBuf>, facts: Facts) -> Watching {
    way::start(socket, facts).into()
}
