//! Idle sources of Linux. To add one: a file here, a variant of [`Source`] and a place in [`SOURCES`].

use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::logic::time::now::Mono;
use crate::platform::clock::Clock;
use crate::platform::idle::{Handle, Source, Watch};
use crate::platform::linux::{places, wayland as wire};
use crate::platform::{Ability, AbilityState, Buses, Fact, Facts, Missing, Reading};

mod choose;
mod gnome_mutter;
mod kde_idle;
mod logind_hint;
mod scripted;
mod silence;
mod wayland;
mod wayland_ext_idle_notify;
mod x11;

pub(super) const SOURCES: &[Source] = &[
    Source::ExtIdleNotify { socket: None },
    Source::KdeIdle { socket: None },
    Source::Mutter,
    Source::X11 { display: None },
    Source::LogindHint,
];

impl Source {
    /// What to report while its server doesn't answer.
    fn silent(&self) -> Missing {
        match self {
            Source::ExtIdleNotify { .. } | Source::KdeIdle { .. } => wire::silent(),
            Source::Mutter | Source::X11 { .. } | Source::LogindHint | Source::Scripted(_) => {
                Missing::new(
                    format!("the {} does not answer", self.name()),
                    "wait if the machine is only busy; otherwise log out and in again",
                )
            }
        }
    }

    /// The state of the ability while this source works.
    fn state(&self) -> AbilityState {
        let by = self.name().to_owned();
        match self {
            Source::ExtIdleNotify { .. }
            | Source::KdeIdle { .. }
            | Source::Mutter
            | Source::X11 { .. }
            | Source::Scripted(_) => AbilityState::Works { by },
            Source::LogindHint => AbilityState::Limited {
                by,
                lacks: Missing::new(
                    "it tells of a pause only when the desktop does, minutes later",
                    "use a desktop with an idle counter of its own",
                ),
            },
        }
    }
}

pub(super) async fn start(source: Source, buses: &Buses, facts: Facts) -> Result<Handle, Missing> {
    let (watches, orders) = mpsc::unbounded_channel();
    let opening = open(&source, buses, orders, Reporter::new(facts.clone()));
    let opened = tokio::time::timeout(wire::PATIENCE, opening).await;
    match opened.unwrap_or_else(|_| Err(source.silent())) {
        Ok(running) => {
            tell(&facts, source.state());
            tokio::task::spawn_local(async move {
                if let Some(missing) = running.await {
                    tell(&facts, AbilityState::Missing(missing));
                }
            });
            Ok(Handle { watches })
        }
        Err(missing) => {
            tell(&facts, AbilityState::Missing(missing.clone()));
            Err(missing)
        }
    }
}

pub(super) fn start_best(sources: Vec<Source>, buses: &Buses, facts: Facts) -> Handle {
    let (watches, orders) = mpsc::unbounded_channel();
    tokio::task::spawn_local(choose::Chooser::new(sources, buses, facts).run(orders));
    Handle { watches }
}

/// A source at work. Ends with what is missing when it is lost, and with nothing when its orders end.
type Running = Pin<Box<dyn Future<Output = Option<Missing>>>>;

async fn open(
    source: &Source,
    buses: &Buses,
    orders: mpsc::UnboundedReceiver<Watch>,
    reporter: Reporter,
) -> Result<Running, Missing> {
    let here = |socket: &Option<PathBuf>| socket.clone().or_else(places::wayland_socket);
    match source {
        Source::ExtIdleNotify { socket } => {
            wayland_ext_idle_notify::open(here(socket).as_deref(), orders, reporter).await
        }
        Source::KdeIdle { socket } => {
            kde_idle::open(here(socket).as_deref(), orders, reporter).await
        }
        Source::Mutter => gnome_mutter::open(&buses.session, orders, reporter).await,
        Source::X11 { display } => x11::open(display.as_deref(), orders, reporter),
        Source::LogindHint => logind_hint::open(&buses.system, orders, reporter).await,
        Source::Scripted(path) => scripted::open(path, orders, reporter),
    }
}

fn tell(facts: &Facts, state: AbilityState) {
    let ability = Ability::Idle;
    let _ = facts.send(Fact::Ability { ability, state });
}

/// The contract of every source: one `Idle`, then one `Active`.
#[derive(Debug)]
struct Reporter {
    facts: Facts,
    /// None until the first watch.
    idle_after: Option<Duration>,
    /// Whether `Idle` was sent last.
    idle: bool,
}

impl Reporter {
    fn new(facts: Facts) -> Self {
        Reporter {
            facts,
            idle_after: None,
            idle: false,
        }
    }

    /// The last input was `ago`: sends `Idle` if that is long enough and not sent yet.
    fn no_input_for(&mut self, ago: Duration) {
        self.no_input_since(Clock::mono() - ago);
    }

    /// The last input was at `since`: sends `Idle` if that is long enough ago and not sent yet.
    fn no_input_since(&mut self, since: Mono) {
        let ago = Clock::mono().since(since);
        if self.idle || self.idle_after.is_none_or(|after| ago < after) {
            return;
        }
        self.idle = true;
        let _ = self.facts.send(Fact::Input(Reading::Idle { since }));
    }

    /// There is input: sends `Active` if `Idle` was sent before.
    fn input(&mut self) {
        if std::mem::take(&mut self.idle) {
            let _ = self.facts.send(Fact::Input(Reading::Active));
        }
    }
}
