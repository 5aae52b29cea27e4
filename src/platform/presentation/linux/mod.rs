//! Which window fills the screen, according to the X server or a Wayland compositor.

use std::path::Path;
use std::pin::{Pin, pin};

use tokio::task::JoinSet;

use crate::logic::presence::DesktopHold;
use crate::logic::presence::apps::Apps;
use crate::platform::linux::comeback::Comeback;
use crate::platform::linux::{desktop_entry, places, wayland};
use crate::platform::presentation::Screen;
use crate::platform::{Ability, AbilityState, Fact, Facts, Missing};

mod plasma_windows;
mod windows;
mod wlr_toplevels;
mod x11_states;

use plasma_windows::PlasmaWindows;
use wlr_toplevels::WlrToplevels;

const HOLD: DesktopHold = DesktopHold::Presentation;

/// Watches this session's screen, or the given one; continues when a source appears.
pub(super) fn start(screen: Screen, facts: Facts) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn_local(run(screen, facts));
    tasks
}

/// A source at work; ends with what is missing when it is lost.
type Running = Pin<Box<dyn Future<Output = Missing>>>;

/// Reports changes only.
#[derive(Clone, Debug)]
struct Reporter {
    facts: Facts,
    full: Apps,
}

impl Reporter {
    /// The application whose window is full screen.
    fn full(&mut self, full: Apps) {
        if self.full != full {
            self.full = full.clone();
            let _ = self.facts.send(Fact::Hold(HOLD, full));
        }
    }
}

impl Drop for Reporter {
    /// A source that can no longer tell must not hold reminders for ever.
    fn drop(&mut self) {
        self.full(Apps::NOBODY);
    }
}

/// The protocol that reports windows, or why none does.
type Opened = Result<(&'static str, Running), Missing>;

/// The windows of a Wayland compositor, through whichever protocol it offers.
async fn wayland_windows(socket: &Path, reporter: Reporter) -> Opened {
    match windows::open::<WlrToplevels>(socket, reporter.clone()).await? {
        Some(running) => Ok(("Wayland wlr-foreign-toplevel", running)),
        None => match windows::open::<PlasmaWindows>(socket, reporter).await? {
            Some(running) => Ok(("KDE's window list", running)),
            None => Err(untold(&places::desktop_names())),
        },
    }
}

/// Why a compositor doesn't tell, and what to do there.
fn untold(desktops: &[String]) -> Missing {
    let is = |name: &str| {
        desktops
            .iter()
            .any(|desktop| desktop.eq_ignore_ascii_case(name))
    };
    let otherwise = "switch on do not disturb, or use `unbend pause 1h`, before you present";
    if is("KDE") {
        let entry = "~/.local/share/applications/io.github.unbend.Unbend.desktop";
        let program = std::env::current_exe().unwrap_or_else(|_| "unbend".into());
        let program = program.to_string_lossy();
        return Missing::new(
            "KWin tells of full-screen windows only to programs whose entry in the applications menu asks for it",
            format!(
                "put `[Desktop Entry]`, `Type=Application`, `Name=Unbend`, `Exec={}` and `X-KDE-Wayland-Interfaces=org_kde_plasma_window_management`, each on a line of its own, into {entry}, and start Unbend again; until then {otherwise}",
                desktop_entry::word(&program)
            ),
        );
    }
    if is("GNOME") {
        return Missing::new(
            "GNOME Shell tells no other program of full-screen windows",
            otherwise,
        );
    }
    Missing::new(
        "this Wayland compositor does not tell of full-screen windows",
        otherwise,
    )
}

async fn run(screen: Screen, facts: Facts) {
    // If a screen was given, only that one is watched.
    let (wayland, x11) = match (&screen.wayland, &screen.x11) {
        (None, None) => (places::wayland_socket(), places::x_socket(None)),
        (socket, display) => (
            socket.clone(),
            display
                .as_deref()
                .and_then(|name| places::x_socket(Some(name))),
        ),
    };
    let mut compositor = Comeback::of(wayland.as_deref());
    let mut server = Comeback::of(x11.as_deref());
    let mut told = None;
    let mut tell = |state: AbilityState| {
        if told.as_ref() != Some(&state) {
            told = Some(state.clone());
            let ability = Ability::Hold(HOLD);
            let _ = facts.send(Fact::Ability { ability, state });
        }
    };
    loop {
        let reporter = Reporter {
            facts: facts.clone(),
            full: Apps::NOBODY,
        };
        let opened: Opened = match (&wayland, &x11) {
            // In a Wayland session X11 only knows about its own windows.
            (Some(socket), _) if socket.exists() => {
                let mut opening = pin!(wayland_windows(socket, reporter));
                match tokio::time::timeout(wayland::PATIENCE, &mut opening).await {
                    Ok(opened) => opened,
                    // KWin reads the whole executable of a client that wants to be trusted, once per connection: a new
                    // connection would only wait longer, unless the compositor is new.
                    Err(_) => {
                        compositor.settled();
                        tell(AbilityState::Missing(wayland::silent()));
                        tokio::select! {
                            opened = opening => opened,
                            () = compositor.worth_a_try() => continue,
                        }
                    }
                }
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_desktop_that_does_not_tell_gets_its_own_advice() {
        let on = |desktop: &str| untold(&[desktop.to_owned()]).to_string();
        assert!(on("KDE").contains("X-KDE-Wayland-Interfaces"));
        assert!(on("GNOME").starts_with("GNOME Shell tells no other program"));
        for desktop in ["KDE", "GNOME", "weston"] {
            assert!(on(desktop).contains("do not disturb"), "{desktop}");
        }
    }
}
