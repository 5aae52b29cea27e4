//! Unbend can't query this system's screen yet. The libraries for windows come with the system.

use crate::logic::shown::place::Monitor;
use crate::platform::Missing;

/// Anyone who starts a program here can see a screen.
pub(super) fn missing() -> Option<Missing> {
    None
}

pub(super) fn monitors() -> Vec<Monitor> {
    Vec::new()
}

pub(super) fn stay_back(_window: u32) {}

pub(super) fn broken_library() -> Option<String> {
    None
}
