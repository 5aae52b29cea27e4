//! Reports when input stops and when it comes back.
//!
//! An idle source sends [`Idle`] once there has been no input for the watched time (at once if that is already so),
//! with the moment of the last input, and then [`Active`] at the next input. It is silent while you type.
//! [`Handle::watch`] changes the watched time at any moment, at the cost of one message:
//! - shorter, and already idle that long: `Idle` comes at once;
//! - longer, after `Idle` was sent: nothing new until input, then `Active`.
//!
//! To add a source: a file beside the others of its system, a variant of [`Source`] and a place in their `SOURCES`.
//!
//! [`Idle`]: crate::platform::Reading::Idle
//! [`Active`]: crate::platform::Reading::Active

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::logic::settings::IdleSource;
use crate::platform::{Buses, Facts, Missing};

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// What to watch for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// How long without input counts as idle.
    pub idle_after: Duration,
    /// The shortest `idle_after` that may be requested next. Sources that can't look back listen for pauses of this
    /// length, so that a shorter time is as exact as the one before; each such pause costs them a wake-up.
    pub soonest: Duration,
}

/// A way to detect input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A Wayland compositor with `ext-idle-notify-v1`.
    ExtIdleNotify {
        /// Its socket; by default this session's.
        socket: Option<PathBuf>,
    },
    /// A Wayland compositor with `org_kde_kwin_idle`.
    KdeIdle {
        /// Its socket; by default this session's.
        socket: Option<PathBuf>,
    },
    /// GNOME's idle monitor on the session bus.
    Mutter,
    /// The X server's idle counter.
    X11 {
        /// Which display; by default the one in `DISPLAY`.
        display: Option<String>,
    },
    /// The idle hint of our logind session.
    LogindHint,
    /// Lines of a file or pipe, for tests and demos: `active` (input flows from here on), `idle` (this was the last
    /// input) or `idle 4m` (the last input was that long ago). Starts active.
    Scripted(PathBuf),
}

/// The sources to try on this system, best first. [`Source::Scripted`] is only used on request.
pub const SOURCES: &[Source] = way::SOURCES;

impl Source {
    /// Its name in messages.
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

    /// The sources that a setting selects, best first.
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
}

/// A running idle source. It stops when this is dropped.
#[derive(Debug)]
pub struct Handle {
    watches: mpsc::UnboundedSender<Watch>,
}

impl Handle {
    /// Changes the watched time.
    pub fn watch(&self, watch: Watch) {
        // A source that lost its server has said so, and no longer listens.
        let _ = self.watches.send(watch);
    }
}

/// Starts one source, and sends the state of [`Ability::Idle`] as a fact in any case. A working source sends nothing
/// more until the first [`Handle::watch`]. When it is lost it says so, and ends.
///
/// [`Ability::Idle`]: crate::platform::Ability::Idle
///
/// # Errors
/// What is missing.
pub async fn start(source: Source, buses: &Buses, facts: Facts) -> Result<Handle, Missing> {
    way::start(source, buses, facts).await
}

/// Starts the first of these sources that works, and chooses again when it is lost or a better one appears. Which one
/// it is, or what all of them lack, arrives as a fact.
pub fn start_best(sources: Vec<Source>, buses: &Buses, facts: Facts) -> Handle {
    way::start_best(sources, buses, facts)
}
