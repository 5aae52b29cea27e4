//! Knows of lock and sleep.

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::platform::{Buses, Facts};

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Keeps the machine awake for the moment that it takes to write down what must survive: it sleeps once all clones of
/// this are dropped, or after the few seconds that the system gives.
#[derive(Clone, Debug, Default)]
pub struct SleepLock {
    _held: Option<Arc<way::Awake>>,
}

impl PartialEq for SleepLock {
    /// All are alike: what is told is the sleep.
    fn eq(&self, _: &SleepLock) -> bool {
        true
    }
}

impl Eq for SleepLock {}

/// A running session watch. It stops when this is dropped.
#[derive(Debug)]
pub struct Session {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`. What is found arrives as [`Fact::Locked`](crate::platform::Fact::Locked),
/// [`Fact::Sleeping`](crate::platform::Fact::Sleeping) and [`Fact::Woke`](crate::platform::Fact::Woke), whether anybody
/// tells as [`Ability::Session`](crate::platform::Ability::Session); it goes on when somebody does.
pub fn start(buses: &Buses, facts: Facts) -> Session {
    Session {
        _tasks: way::start(buses, facts),
    }
}
