//! Knows of presentations: the focused window fills the screen.

use std::path::PathBuf;
use std::pin::Pin;

use crate::platform::comeback::Comeback;
use crate::platform::{Ability, AbilityState, Fact, Facts, Missing, paths};

mod wlr_toplevels;
mod x11_states;

/// Where the windows are. By default where this session is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// The socket of a Wayland compositor.
    pub wayland: Option<PathBuf>,
    /// The name of an X display.
    pub x11: Option<String>,
}

/// A running watch of windows. It stops when this is dropped.
#[derive(Debug)]
pub struct Presentation {
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Presentation {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts watching inside the `LocalSet`; where nobody tells it says so as a fact, and goes on when somebody does.
pub fn start(screen: Screen, facts: Facts) -> Presentation {
    let task = tokio::task::spawn_local(run(screen, facts));
    Presentation { task }
}

/// A source at work; ends with what is missing when it is lost.
type Running = Pin<Box<dyn Future<Output = Missing>>>;

/// Tells of changes only.
#[derive(Clone, Debug)]
struct Reporter {
    facts: Facts,
    full: bool,
}

impl Reporter {
    fn full(&mut self, full: bool) {
        if std::mem::replace(&mut self.full, full) != full {
            let _ = self.facts.send(Fact::Presentation(full));
        }
    }
}

impl Drop for Reporter {
    /// Who can no longer tell must not hold reminders for ever.
    fn drop(&mut self) {
        self.full(false);
    }
}

async fn run(screen: Screen, facts: Facts) {
    // A screen that was named is the only one looked at.
    let (wayland, x11) = match (&screen.wayland, &screen.x11) {
        (None, None) => (paths::wayland_socket(), paths::x_socket(None)),
        (socket, display) => (
            socket.clone(),
            display
                .as_deref()
                .and_then(|name| paths::x_socket(Some(name))),
        ),
    };
    let mut compositor = Comeback::of(wayland.as_deref());
    let mut server = Comeback::of(x11.as_deref());
    let mut told = None;
    let mut tell = |state: AbilityState| {
        if told.as_ref() != Some(&state) {
            told = Some(state.clone());
            let ability = Ability::Presentation;
            let _ = facts.send(Fact::Ability { ability, state });
        }
    };
    loop {
        let reporter = Reporter {
            facts: facts.clone(),
            full: false,
        };
        let opened: Result<(&str, Running), Missing> = match (&wayland, &x11) {
            // In a Wayland session X11 knows of its own windows only.
            (Some(socket), _) if socket.exists() => wlr_toplevels::open(socket, reporter)
                .await
                .map(|running| ("Wayland wlr-foreign-toplevel", running)),
            (_, Some(_)) => x11_states::open(screen.x11.as_deref(), reporter)
                .map(|running| ("X11 window states", running)),
            (_, None) => Err(Missing::new(
                "no display to look at",
                "start Unbend inside a desktop session",
            )),
        };
        match opened {
            Ok((by, running)) => {
                compositor.settled();
                server.settled();
                tell(AbilityState::Works { by: by.to_owned() });
                tell(AbilityState::Missing(running.await));
            }
            Err(missing) => tell(AbilityState::Missing(missing)),
        }
        tokio::select! {
            () = compositor.worth_a_try() => {}
            () = server.worth_a_try() => {}
        }
    }
}
