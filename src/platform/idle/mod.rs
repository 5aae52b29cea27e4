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
use std::time::Duration;

use tokio::sync::mpsc;

use crate::platform::clock::Clock;
use crate::platform::{Ability, AbilityState, Fact, Facts, Missing, Reading};

mod scripted;
mod x11;

/// What to look out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// How long without input is idle.
    pub idle_after: Duration,
}

/// A way to know about input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The X server's idle counter.
    X11 {
        /// Which display; the one in `DISPLAY` if not given.
        display: Option<String>,
    },
    /// Lines of a file or pipe, for tests and demos: `active` (input flows from here on), `idle` (this was the last
    /// input) or `idle 4m` (the last input was that long ago). Starts active.
    Scripted(PathBuf),
}

/// The ways to try, best first. [`Source::Scripted`] is only used when asked for.
pub const SOURCES: &[Source] = &[Source::X11 { display: None }];

impl Source {
    /// What it is called in messages.
    pub const fn name(&self) -> &'static str {
        match self {
            Source::X11 { .. } => "X11 idle counter",
            Source::Scripted(_) => "script",
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
/// more until the first [`Handle::watch`].
///
/// # Errors
/// What is missing.
pub async fn start(source: Source, facts: Facts) -> Result<Handle, Missing> {
    let started = open(&source, &facts);
    let state = match &started {
        Ok(_) => AbilityState::Works {
            by: source.name().to_owned(),
        },
        Err(missing) => AbilityState::Missing(missing.clone()),
    };
    tell(&facts, state);
    started
}

/// Starts the first source of [`SOURCES`] that works; the fact it sends names that one, or what every one lacks.
///
/// # Errors
/// What is missing for each.
pub async fn start_best(facts: Facts) -> Result<Handle, Missing> {
    let mut lacking: Option<Missing> = None;
    for source in SOURCES {
        match open(source, &facts) {
            Ok(handle) => {
                let by = source.name().to_owned();
                tell(&facts, AbilityState::Works { by });
                return Ok(handle);
            }
            Err(missing) => {
                lacking = Some(match lacking {
                    None => missing,
                    Some(before) => Missing::new(
                        format!("{}; {}", before.what, missing.what),
                        format!("{}; {}", before.remedy, missing.remedy),
                    ),
                });
            }
        }
    }
    let missing = lacking.unwrap_or_else(|| {
        Missing::new(
            "no idle source in this build",
            "breaks follow the clock alone",
        )
    });
    tell(&facts, AbilityState::Missing(missing.clone()));
    Err(missing)
}

fn open(source: &Source, facts: &Facts) -> Result<Handle, Missing> {
    let (watches, orders) = mpsc::unbounded_channel();
    let reporter = Reporter::new(facts.clone());
    match source {
        Source::X11 { display } => x11::start(display.as_deref(), orders, reporter)?,
        Source::Scripted(path) => scripted::start(path, orders, reporter)?,
    }
    Ok(Handle { watches })
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
        if self.idle || self.idle_after.is_none_or(|after| ago < after) {
            return;
        }
        self.idle = true;
        let since = Clock::mono() - ago;
        let _ = self.facts.send(Fact::Input(Reading::Idle { since }));
    }

    /// There is input: sends `Active` if `Idle` was sent before.
    fn input(&mut self) {
        if std::mem::take(&mut self.idle) {
            let _ = self.facts.send(Fact::Input(Reading::Active));
        }
    }

    /// The source cannot go on.
    fn lost(&self, missing: Missing) {
        tell(&self.facts, AbilityState::Missing(missing));
    }
}
