//! Idle sources of Linux. To add one: a file here with its [`Way`], and its place in [`WAYS`].

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::logic::settings::IdleSource;
use crate::logic::time::now::Mono;
use crate::platform::clock::Clock;
use crate::platform::idle::{Handle, Source, Watch};
use crate::platform::linux::bus::Bus;
use crate::platform::linux::wayland::PATIENCE;
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

/// The ways, best first.
const WAYS: [&dyn Way; 5] = [
    &wayland_ext_idle_notify::ExtIdleNotify,
    &kde_idle::KdeIdle,
    &gnome_mutter::GnomeMonitor,
    &x11::IdleCounter,
    &logind_hint::LogindHint,
];

/// A way to learn of input.
trait Way {
    /// The setting that selects it alone; none if no setting does.
    fn setting(&self) -> Option<IdleSource>;

    /// Its name in messages.
    fn name(&self) -> &'static str;

    /// Where its server appears; `at` is its socket or display, this session's if not given.
    fn server(&self, at: Option<&Path>, buses: &Buses) -> Server;

    /// Asks its server.
    fn open(
        &self,
        at: Option<PathBuf>,
        buses: &Buses,
        orders: mpsc::UnboundedReceiver<Watch>,
        reporter: Reporter,
    ) -> Opening;

    /// What to report while its server doesn't answer.
    fn silent(&self) -> Missing {
        Missing::new(
            format!("the {} does not answer", self.name()),
            "wait if the machine is only busy; otherwise log out and in again",
        )
    }

    /// The state of the ability while it works.
    fn state(&self) -> AbilityState {
        AbilityState::Works {
            by: self.name().to_owned(),
        }
    }
}

/// Where a server appears.
enum Server {
    /// At a socket; none where the session names none.
    Socket(Option<PathBuf>),
    /// On a bus, under that name.
    Service(Bus, &'static str),
    /// It is there from the start.
    Here,
}

/// A source being asked.
type Opening = Pin<Box<dyn Future<Output = Result<Running, Missing>>>>;

/// A source at work. Ends with what is missing when it is lost, and with nothing when its orders end.
type Running = Pin<Box<dyn Future<Output = Option<Missing>>>>;

/// A source that asks a service of a bus: connected, or why not.
async fn of_service<S>(
    connecting: impl Future<Output = zbus::Result<S>>,
    [what, remedy]: [&str; 2],
    run: impl FnOnce(S) -> Running,
) -> Result<Running, Missing> {
    let missing = |error| Missing::new(format!("{what} ({error})"), remedy);
    connecting.await.map(run).map_err(missing)
}

/// The settings that select one of the ways, best first.
pub(super) fn best_first() -> impl Iterator<Item = IdleSource> {
    WAYS.into_iter().filter_map(|way| way.setting())
}

impl Source {
    /// How it learns of input, and where.
    fn way(&self) -> Result<(&'static dyn Way, Option<PathBuf>), Missing> {
        match self {
            Source::Way { by, at } => {
                let way = WAYS.into_iter().find(|way| way.setting() == Some(*by));
                let missing = || Missing::new("there is no such idle source", "choose another one");
                Ok((way.ok_or_else(missing)?, at.clone()))
            }
            Source::Scripted(path) => Ok((&scripted::Scripted, Some(path.clone()))),
        }
    }
}

pub(super) async fn start(source: Source, buses: &Buses, facts: Facts) -> Result<Handle, Missing> {
    let (watches, orders) = mpsc::unbounded_channel();
    let opened = match source.way() {
        Ok((way, at)) => {
            let opening = way.open(at, buses, orders, Reporter::new(facts.clone()));
            let opened = tokio::time::timeout(PATIENCE, opening).await;
            let opened = opened.unwrap_or_else(|_| Err(way.silent()));
            opened.map(|running| (way, running))
        }
        Err(missing) => Err(missing),
    };
    match opened {
        Ok((way, running)) => {
            tell(&facts, way.state());
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
