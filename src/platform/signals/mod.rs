//! What the system tells a process that runs in the background: to end, and that a process it started has ended.

use std::io;

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod way;

/// What was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Save and end: the person, the session or the machine wants it.
    End,
    /// A process that this one started has ended.
    ChildEnded,
}

/// Listens to them.
#[derive(Debug)]
pub struct Signals(way::Signals);

impl Signals {
    /// From here on nothing of it ends the program by itself. Call it inside the runtime.
    ///
    /// # Errors
    /// The system refuses.
    pub fn listen() -> io::Result<Signals> {
        way::Signals::listen().map(Signals)
    }

    /// The next one. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Signal {
        self.0.next().await
    }
}
