//! Plays chimes; silent where nothing can be heard.

use std::path::PathBuf;

use crate::logic::practice::player::Cue;
use crate::platform::{AbilityState, Missing};

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Plays chimes in the background.
#[derive(Debug)]
pub struct Chimes(way::Chimes);

impl Chimes {
    /// Chimes through the sound server at `socket`, by default the session's. Not connected yet.
    pub fn new(socket: Option<PathBuf>) -> Chimes {
        Chimes(way::Chimes::new(socket))
    }

    /// Plays a cue at a volume in percent, as soon as possible. Returns at once; if nothing can play it, nothing
    /// happens.
    pub fn play(&mut self, cue: Cue, volume: u32) {
        self.0.play(cue, volume);
    }
}

/// Whether a chime could be played now.
pub fn ability(socket: Option<PathBuf>) -> AbilityState {
    way::ability(socket)
}

/// Plays one chime and returns when it has been heard: for a process that does nothing else.
///
/// # Errors
/// Nothing plays it.
pub fn play_out(socket: Option<PathBuf>, cue: Cue, volume: u32) -> Result<(), Missing> {
    way::play_out(socket, cue, volume)
}
