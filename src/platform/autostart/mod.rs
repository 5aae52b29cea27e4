//! Starts the daemon at login.

use std::path::Path;

use crate::platform::Missing;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Whether the daemon starts at login.
pub fn is_on() -> bool {
    way::is_on()
}

/// Makes `program daemon` start at login, or no longer.
///
/// # Errors
/// Whatever the system refuses, and what to do; the previous state is intact then.
pub fn set(on: bool, program: &Path) -> Result<(), Missing> {
    way::set(on, program)
}

/// Where the entry for starting at login is stored, for the user to look at.
pub fn place() -> String {
    way::place()
}
