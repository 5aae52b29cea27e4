//! The session that a process belongs to: its own, that of what it starts, and where another one is.
//!
//! A daemon may be older than its session (started at boot, over ssh) or outlive it. Nothing is asked again and again: the
//! system tells when a session appears, and every caller says where it is.

use std::process::Command;

use crate::logic::shown::surroundings::Surroundings;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// The session that this process was started in.
pub fn own() -> Surroundings {
    way::own()
}

/// Makes what is started belong to that session.
pub fn put_into(command: &mut Command, session: &Surroundings) {
    for (name, value) in session.variables() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
}

/// Lets the window of what is started take the focus, by what the desktop handed out for a click.
pub fn hand_focus(command: &mut Command, token: &str) {
    way::hand_focus(command, token);
}

/// Where the program would rather be: with the display or the bus of `theirs` in place of its own that is gone or never
/// was. None while its own are there, or while theirs are not.
pub fn better(own: &Surroundings, theirs: &Surroundings) -> Option<Surroundings> {
    way::better(own, theirs)
}

/// Looks out for a session while the program has none.
#[derive(Debug)]
pub struct Lookout(way::Lookout);

impl Lookout {
    /// Looks once, if the program's own display does not answer, and from then on whenever another may be there. Call it
    /// inside the runtime.
    pub fn of(own: &Surroundings) -> Lookout {
        Lookout(way::Lookout::of(own))
    }

    /// Returns where a session is that the program would rather be in. Dropping the future loses nothing.
    pub async fn found(&mut self) -> Surroundings {
        self.0.found().await
    }
}
