//! Tells when input stops and when it comes back.
//!
//! An idle source sends [`Reading::Idle`] once there has been no input for the watched time (at once if that is already
//! so), with the moment of the last input, and then [`Reading::Active`] at the next input. It is silent while a person
//! types. [`Handle::watch`] changes the watched time at any moment, and costs one message:
//! - shorter, and already idle that long: `Idle` comes at once;
//! - longer, after `Idle` was sent: nothing new until input, then `Active`.
//!
//! A new source is a file here, a variant of [`Source`] and a place in [`SOURCES`].

use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::logic::settings::IdleSource;
use crate::logic::time::now::Mono;
use crate::platform::clock::Clock;
use crate::platform::{
    Ability, AbilityState, Buses, Fact, Facts, Missing, Reading, paths, wayland as wire,
};

mod choose;
mod gnome_mutter;
mod kde_idle;
mod logind_hint;
mod scripted;
mod silence;
mod wayland;
mod wayland_ext_idle_notify;
mod x11;

/// What to look out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// How long without input is idle.
    pub idle_after: Duration,
    /// The shortest `idle_after` that may be asked for next. Sources that cannot look back listen for pauses of this
    /// length, so that a shorter time is as exact as the one before; it costs them a wake-up for each such pause.
    pub soonest: Duration,
}

/// A way to know about input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A Wayland compositor with `ext-idle-notify-v1`.
    ExtIdleNotify {
        /// Its socket; the one of this session if not given.
        socket: Option<PathBuf>,
    },
    /// A Wayland compositor with `org_kde_kwin_idle`.
    KdeIdle {
        /// Its socket; the one of this session if not given.
        socket: Option<PathBuf>,
    },
    /// GNOME's idle monitor on the session bus.
    Mutter,
    /// The X server's idle counter.
    X11 {
        /// Which display; the one in `DISPLAY` if not given.
        display: Option<String>,
    },
    /// The idle hint of our session in logind.
    LogindHint,
    /// Lines of a file or pipe, for tests and demos: `active` (input flows from here on), `idle` (this was the last
    /// input) or `idle 4m` (the last input was that long ago). Starts active.
    Scripted(PathBuf),
}

/// The ways to try, best first. [`Source::Scripted`] is only used when asked for.
pub const SOURCES: &[Source] = &[
    Source::ExtIdleNotify { socket: None },
    Source::KdeIdle { socket: None },
    Source::Mutter,
    Source::X11 { display: None },
    Source::LogindHint,
];

impl Source {
    /// What it is called in messages.
    pub const fn name(&self) -> &'static str {
        match self {
            Source::ExtIdleNotify { .. } => "Wayland ext-idle-notify",
            Source::KdeIdle { .. } => "Wayland KDE idle",
            Source::Mutter => "GNOME idle monitor",
            Source::X11 { .. } => "X11 idle counter",
            Source::LogindHint => "logind idle hint",
            Source::Scripted(_) => "script",
        }
    }

    /// The sources that a setting stands for, best first.
    pub fn chosen(setting: IdleSource) -> Vec<Source> {
        let wanted = |source: &&Source| match (setting, source) {
            (IdleSource::Auto, _) => true,
            (IdleSource::Wayland, Source::ExtIdleNotify { .. })
            | (IdleSource::Kde, Source::KdeIdle { .. })
            | (IdleSource::Gnome, Source::Mutter)
            | (IdleSource::X11, Source::X11 { .. })
            | (IdleSource::Logind, Source::LogindHint) => true,
            (
                IdleSource::Wayland
                | IdleSource::Kde
                | IdleSource::Gnome
                | IdleSource::X11
                | IdleSource::Logind
                | IdleSource::Off,
                _,
            ) => false,
        };
        SOURCES.iter().filter(wanted).cloned().collect()
    }

    /// What is missing while its server does not answer.
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

    /// How the ability is while this source works.
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

/// A running idle source. It stops when this is dropped.
#[derive(Debug)]
pub struct Handle {
    watches: mpsc::UnboundedSender<Watch>,
}

impl Handle {
    /// Changes the watched time.
    pub fn watch(&self, watch: Watch) {
        // A source that lost its server has said so, and listens no more.
        let _ = self.watches.send(watch);
    }
}

/// Starts one source, and sends the state of [`Ability::Idle`] as a fact in any case. A source that works sends nothing
/// more until the first [`Handle::watch`]. When it is lost it says so, and ends.
///
/// # Errors
/// What is missing.
pub async fn start(source: Source, buses: &Buses, facts: Facts) -> Result<Handle, Missing> {
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

/// Starts the first of these sources that works, and chooses anew when it is lost or when a better one appears. Which it
/// is, or what all of them lack, comes as a fact.
pub fn start_best(sources: Vec<Source>, buses: &Buses, facts: Facts) -> Handle {
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
    let here = |socket: &Option<PathBuf>| socket.clone().or_else(paths::wayland_socket);
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

/// The rules that every source keeps: one `Idle`, then one `Active`.
#[derive(Debug)]
struct Reporter {
    facts: Facts,
    /// None until the first watch.
    idle_after: Option<Duration>,
    /// Whether the last reading sent was `Idle`.
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

    /// The last input was then: sends `Idle` if that is long enough ago and not sent yet.
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
