//! What the scheduler knows about the person and the desktop, for those who write it down.

use crate::logic::presence::{Hold, Posture, Presence};
use crate::logic::schedule::Scheduler;
use crate::logic::time::now::Mono;

/// The scheduler's view of this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Where the person is.
    pub presence: Presence,
    /// The absence is known: what came after the last sign does not count.
    pub away: bool,
    /// The last sign of presence.
    pub last_sign: Mono,
    /// Since when there has been no input.
    pub silent_since: Option<Mono>,
    /// What counts right now.
    pub counted: Option<Posture>,
    /// A call is on.
    pub call: bool,
    /// A film is on.
    pub film: bool,
    /// The holds that are on.
    pub holds: Vec<Hold>,
    /// The reminder that an answer would be about.
    pub addressed: Option<String>,
}

impl Scheduler {
    /// What it sees.
    pub fn sight(&self) -> Sight {
        let signs = &self.state.signs;
        Sight {
            presence: signs.presence(),
            away: signs.is_away(),
            last_sign: signs.last_sign(self.now.mono),
            silent_since: signs.silent_since(),
            counted: self.state.ledger.kind(),
            call: signs.in_call(),
            film: self.state.film,
            holds: self.holds(),
            addressed: self
                .addressed()
                .map(|index| self.state.tracks[index].id.clone()),
        }
    }
}
