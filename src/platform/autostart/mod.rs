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

/// Makes `program` start at login with the word `daemon`, or no longer.
///
/// # Errors
/// What the system refuses, and what to do; what was there before is intact then.
pub fn set(on: bool, program: &Path) -> Result<(), Missing> {
    way::set(on, program)
}

/// Where it is written down that the daemon starts at login, for a person to look.
pub fn place() -> String {
    way::place()
}
