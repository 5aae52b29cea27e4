//! Tells when input stops and when it comes back.
//!
//! An idle source sends [`Reading::Idle`] once there has been no input for the watched time (at once if that is already
//! so), with the moment of the last input, and then [`Reading::Active`] at the next input. It is silent while a person
//! types. [`Handle::watch`] changes the watched time at any moment, and costs one message:
//! - shorter, and already idle that long: `Idle` comes at once;
//! - longer, after `Idle` was sent: nothing new until input, then `Active`.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::platform::{Facts, Missing};

pub mod scripted;
pub mod x11;

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
    X11,
    /// Lines of a file or pipe, for tests and demos.
    Scripted(PathBuf),
}

/// The ways to try, best first. [`Source::Scripted`] is only used when asked for.
pub const SOURCES: &[Source] = &[Source::X11];

/// A running idle source. It stops when this is dropped.
#[derive(Debug)]
pub struct Handle {
    watches: mpsc::UnboundedSender<Watch>,
}

impl Handle {
    /// Changes the watched time.
    pub fn watch(&self, watch: Watch) {
        let _ = self.watches.send(watch);
    }
}

/// Starts one source. Sends the state of [`Ability::Idle`](crate::platform::Ability::Idle) as a fact in any case, then nothing
/// until the first [`Handle::watch`].
///
/// # Errors
/// What is missing.
pub async fn start(_source: Source, _facts: Facts) -> Result<Handle, Missing> {
    unimplemented!()
}

/// Starts the first source of [`SOURCES`] that works.
///
/// # Errors
/// What is missing for each.
pub async fn start_best(_facts: Facts) -> Result<Handle, Missing> {
    unimplemented!()
}
