//! Everything that can wake the daemon.

use crate::ipc::server::Incoming;
use crate::logic::shown::surroundings::Surroundings;
use crate::logic::time::now::Mono;
use crate::platform::Fact;
use crate::platform::edits::Edited;

/// One reason for a turn.
#[derive(Debug)]
pub enum Event {
    /// The desktop reported something.
    Fact(Fact),
    /// Somebody asks over the socket, or a player's connection ended.
    Socket(Incoming),
    /// The time given by [`crate::daemon::turn::Turn::wakes_at`] has come.
    Deadline,
    /// The wall clock was set, or the time zone changed.
    ClockStepped,
    /// The machine slept, announced or not.
    Slept {
        /// When it fell asleep.
        since: Mono,
    },
    /// The user's files were edited, perhaps by this program.
    Edited(Edited),
    /// There is a desktop session that the program may belong to.
    Appeared(Surroundings),
    /// A child process ended.
    ChildEnded,
    /// The session is ending, or somebody sent the signal to stop.
    Terminate,
}

impl From<Incoming> for Event {
    fn from(incoming: Incoming) -> Self {
        Event::Socket(incoming)
    }
}
