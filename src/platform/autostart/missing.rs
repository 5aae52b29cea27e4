//! Starting at login isn't supported on this system yet.

use std::path::Path;

use crate::platform::Missing;

pub(super) fn is_on() -> bool {
    false
}

pub(super) fn set(_on: bool, _program: &Path) -> Result<(), Missing> {
    Err(Missing::new(
        "Unbend cannot arrange on this system yet that it starts at login",
        "add `unbend daemon` to what the system starts at login",
    ))
}

pub(super) fn place() -> String {
    String::new()
}
