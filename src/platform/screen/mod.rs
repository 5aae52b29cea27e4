//! What a window and its screen tell each other before it is seen.

use crate::logic::shown::place::Monitor;
use crate::platform::Missing;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// What is missing where a window can be shown to nobody; none if there is a screen.
pub fn missing() -> Option<Missing> {
    way::missing()
}

/// The part of every monitor that panels leave free, in pixels; none where nobody tells.
pub fn monitors() -> Vec<Monitor> {
    way::monitors()
}

/// Asks for no keyboard for that window when it comes: nobody has called it. Without effect on one that is seen already.
pub fn stay_back(window: u32) {
    way::stay_back(window);
}

/// What the loader says of the first library for windows that it cannot load; none if all are there.
pub fn broken_library() -> Option<String> {
    way::broken_library()
}
