//! Unbend can't detect lock and sleep on this system yet.

use std::convert::Infallible;

use tokio::task::JoinSet;

use crate::platform::{Ability, Buses, Facts, absent};

/// Nothing delays sleep.
pub(super) type Awake = Infallible;

/// Reports that lock and sleep are unknown.
pub(super) fn start(_buses: &Buses, facts: Facts) -> JoinSet<()> {
    absent::tell(
        &facts,
        Ability::Session,
        "Unbend does not know of lock and sleep on this system yet",
        "use `unbend pause 1h` before you leave for long",
    );
    JoinSet::new()
}
