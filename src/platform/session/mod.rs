//! Detects lock and sleep.

use std::sync::Arc;

use crate::platform::{Buses, Facts, Watching};

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Delays sleep for as long as it takes to save what must survive: the machine sleeps once all clones of this are
/// dropped, or after the few seconds that the system allows.
#[derive(Clone, Debug, Default)]
pub struct SleepLock {
    _held: Option<Arc<way::Awake>>,
}

impl PartialEq for SleepLock {
    /// All are equal: what counts is the sleep.
    fn eq(&self, _: &SleepLock) -> bool {
        true
    }
}

impl Eq for SleepLock {}

/// Starts watching inside the `LocalSet`. Changes arrive as [`Fact::Locked`](crate::platform::Fact::Locked),
/// [`Fact::Sleeping`](crate::platform::Fact::Sleeping) and [`Fact::Woke`](crate::platform::Fact::Woke), whether they
/// can be known as [`Ability::Session`](crate::platform::Ability::Session); it continues when a source appears.
pub fn start(buses: &Buses, facts: Facts) -> Watching {
    way::start(buses, facts).into()
}
