//! Detects do-not-disturb.

use crate::platform::{Buses, Facts, Watching};

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Starts watching inside the `LocalSet`. Changes arrive as [`Fact::Hold`](crate::platform::Fact::Hold), whether it can
/// be known as [`Ability::Hold`](crate::platform::Ability::Hold); it continues when a source appears.
pub fn start(buses: &Buses, facts: Facts) -> Watching {
    way::start(buses, facts).into()
}
