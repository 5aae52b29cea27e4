//! Reports when input stops and when it comes back.
//!
//! An idle source sends [`Idle`] once there has been no input for the watched time (at once if that is already so),
//! with the moment of the last input, and then [`Active`] at the next input. It is silent while you type.
//! [`Handle::watch`] changes the watched time at any moment, at the cost of one message:
//! - shorter, and already idle that long: `Idle` comes at once;
//! - longer, after `Idle` was sent: nothing new until input, then `Active`.
//!
//! To add a source: a choice of [`IdleSource`], a file beside the others of its system, and its place among their `WAYS`.
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

/// Where to learn of input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// One of this system's ways, by the setting that selects it.
    Way {
        /// The setting.
        by: IdleSource,
        /// Its socket or display; this session's if not given.
        at: Option<PathBuf>,
    },
    /// Lines of a file or pipe, for tests and demos: `active` (input flows from here on), `idle` (this was the last
    /// input) or `idle 4m` (the last input was that long ago). Starts active.
    Scripted(PathBuf),
}

impl Source {
    /// The way that setting selects, in this session.
    pub const fn of(by: IdleSource) -> Source {
        Source::Way { by, at: None }
    }

    /// The sources that a setting selects, best first.
    pub fn chosen(setting: IdleSource) -> Vec<Source> {
        let wanted = |by: &IdleSource| setting == IdleSource::Auto || setting == *by;
        way::best_first().filter(wanted).map(Source::of).collect()
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
