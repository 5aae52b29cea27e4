//! Reads instructions out; where nothing speaks they are only shown.

use std::path::PathBuf;

use crate::logic::practice::sentence::Sentence;
use crate::platform::AbilityState;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Reads out in the background. Dropping this cuts off what is being said.
#[derive(Debug)]
pub struct Voice(way::Voice);

impl Voice {
    /// A voice through the service at `socket`, by default the session's. Not connected yet.
    pub fn new(socket: Option<PathBuf>) -> Voice {
        Voice(way::Voice::new(socket))
    }

    /// Says this instead of what is being said. Returns at once; without a service nothing is heard.
    pub fn say(&mut self, sentence: Sentence) {
        self.0.say(sentence);
    }

    /// Stops what is being said.
    pub fn hush(&mut self) {
        self.0.hush();
    }
}

/// Whether instructions could be read out now.
pub fn ability(socket: Option<PathBuf>) -> AbilityState {
    way::ability(socket)
}
