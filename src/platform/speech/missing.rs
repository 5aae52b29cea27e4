//! Reading out isn't supported on this system yet.

use std::path::PathBuf;

use crate::logic::practice::sentence::Sentence;
use crate::platform::{AbilityState, Missing};

#[derive(Debug)]
pub(super) struct Voice;

impl Voice {
    pub(super) fn new(_socket: Option<PathBuf>) -> Voice {
        Voice
    }

    pub(super) fn say(&mut self, _sentence: Sentence) {}

    pub(super) fn hush(&mut self) {}
}

pub(super) fn ability(_socket: Option<PathBuf>) -> AbilityState {
    AbilityState::Missing(Missing::new(
        "Unbend reads nothing out on this system yet",
        "read the steps on the screen",
    ))
}
