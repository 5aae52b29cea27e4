//! Unbend can't detect input on this system yet.

use tokio::sync::mpsc;

use crate::logic::settings::IdleSource;
use crate::platform::idle::{Handle, Source};
use crate::platform::{Ability, Buses, Facts, Missing, absent};

pub(super) fn best_first() -> impl Iterator<Item = IdleSource> {
    std::iter::empty()
}

const WHAT: &str = "Unbend does not know of input on this system yet";
const REMEDY: &str = "breaks follow the clock alone; use `unbend pause 1h` while you are away";

pub(super) async fn start(_source: Source, buses: &Buses, facts: Facts) -> Result<Handle, Missing> {
    start_best(Vec::new(), buses, facts);
    Err(Missing::new(WHAT, REMEDY))
}

pub(super) fn start_best(_sources: Vec<Source>, _buses: &Buses, facts: Facts) -> Handle {
    absent::tell(&facts, Ability::Idle, WHAT, REMEDY);
    let (watches, _) = mpsc::unbounded_channel();
    Handle { watches }
}
