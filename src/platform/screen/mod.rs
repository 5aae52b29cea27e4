//! What a window and its screen tell each other before it is visible.

use crate::logic::shown::place::Monitor;
use crate::platform::Missing;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// What is missing if no window can be shown; none if there is a screen.
pub fn missing() -> Option<Missing> {
    way::missing()
}

/// The area of every monitor that panels leave free, in pixels; empty if nothing tells.
pub fn monitors() -> Vec<Monitor> {
    way::monitors()
}

/// Makes that window not ask for the keyboard when it appears: nobody called for it. No effect once it is visible.
pub fn stay_back(window: u32) {
    way::stay_back(window);
}

/// The loader's message about the first window library that can't be loaded; none if all can.
pub fn broken_library() -> Option<String> {
    way::broken_library()
}
