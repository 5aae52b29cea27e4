//! Playing chimes isn't supported on this system yet.

use std::path::PathBuf;

use crate::logic::practice::player::Cue;
use crate::platform::{AbilityState, Missing};

#[derive(Debug)]
pub(super) struct Chimes;

impl Chimes {
    pub(super) fn new(_socket: Option<PathBuf>) -> Chimes {
        Chimes
    }

    pub(super) fn play(&mut self, _cue: Cue, _volume: u32) {}
}

pub(super) fn ability(_socket: Option<PathBuf>) -> AbilityState {
    AbilityState::Missing(missing())
}

pub(super) fn play_out(_socket: Option<PathBuf>, _cue: Cue, _volume: u32) -> Result<(), Missing> {
    Err(missing())
}

fn missing() -> Missing {
    Missing::new(
        "Unbend plays no sounds on this system yet",
        "watch the screen during a break; every change is shown there",
    )
}
