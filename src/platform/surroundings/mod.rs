//! The session a process belongs to: our own, that of child processes, and where another one is.
//!
//! A daemon may be older than its session (started at boot, over ssh) or outlive it. Nothing polls: the system reports
//! when a session appears, and every caller says where it is.

use std::process::Command;

use crate::logic::shown::surroundings::Surroundings;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// The session in which this process was started.
pub fn own() -> Surroundings {
    way::own()
}

/// Puts a child process into that session.
pub fn put_into(command: &mut Command, session: &Surroundings) {
    for (name, value) in session.variables() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
}

/// Lets a child process's window take the focus, with the token that the desktop handed out for a click.
pub fn hand_focus(command: &mut Command, token: &str) {
    way::hand_focus(command, token);
}

/// Where the program would rather be: with the display or bus of `theirs` replacing its own, which is gone or never
/// was. None while its own are there, or theirs aren't.
pub fn better(own: &Surroundings, theirs: &Surroundings) -> Option<Surroundings> {
    way::better(own, theirs)
}

/// Watches for a session while the program has none.
#[derive(Debug)]
pub struct SessionWatch(way::SessionWatch);

impl SessionWatch {
    /// Checks once, if the program's own display doesn't answer, and from then on whenever another may be there. Call
    /// it inside the runtime.
    pub fn of(own: &Surroundings) -> SessionWatch {
        SessionWatch(way::SessionWatch::of(own))
    }

    /// Returns a session that the program would rather be in. Dropping the future loses nothing.
    pub async fn found(&mut self) -> Surroundings {
        self.0.found().await
    }
}
