//! What the system tells a background process: to end, and that a child process has ended.

use std::io;

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod way;

/// What it said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Save and end: the user, the session or the machine wants it.
    End,
    /// A child process has ended.
    ChildEnded,
}

/// Listens for them.
#[derive(Debug)]
pub struct Signals(way::Signals);

impl Signals {
    /// From here on none of them ends the program by itself. Call it inside the runtime.
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
