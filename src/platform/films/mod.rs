//! Detects films: something keeps the screen awake.

use crate::platform::{Buses, Facts, Watching};

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Starts watching inside the `LocalSet`. Changes arrive as [`Fact::Film`](crate::platform::Fact::Film), whether it can
/// be known as [`Ability::Films`](crate::platform::Ability::Films); it continues when a source appears.
pub fn start(buses: &Buses, facts: Facts) -> Watching {
    way::start(buses, facts).into()
}
