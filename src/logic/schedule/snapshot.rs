//! What the scheduler knows about the user and the desktop, for those who record it.

use crate::logic::presence::{Hold, Posture, Presence};
use crate::logic::schedule::Scheduler;
use crate::logic::time::now::Mono;

/// The scheduler's view of this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Where the user is.
    pub presence: Presence,
    /// The absence is established: nothing after the last sign counts.
    pub away: bool,
    /// The last sign of presence.
    pub last_sign: Mono,
    /// Since when there has been no input.
    pub silent_since: Option<Mono>,
    /// What counts right now.
    pub counted: Option<Posture>,
    /// Whether a call is in progress.
    pub call: bool,
    /// Whether a film is playing.
    pub film: bool,
    /// The active holds.
    pub holds: Vec<Hold>,
    /// The reminder that an answer would refer to.
    pub addressed: Option<String>,
}

impl Scheduler {
    /// The current view.
    pub fn snapshot(&self) -> Snapshot {
        let signs = &self.state.signs;
        Snapshot {
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
