//! Knows of films: something keeps the screen awake.

use tokio::task::JoinSet;

use crate::platform::{Buses, Facts};

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// A running watch of films. It stops when this is dropped.
#[derive(Debug)]
pub struct Films {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`. What is found arrives as
/// [`Fact::Film`](crate::platform::Fact::Film), whether anybody tells as
/// [`Ability::Films`](crate::platform::Ability::Films); it goes on when somebody does.
pub fn start(buses: &Buses, facts: Facts) -> Films {
    Films {
        _tasks: way::start(buses, facts),
    }
}
