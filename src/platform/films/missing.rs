//! Unbend can't detect films on this system yet.

use tokio::task::JoinSet;

use crate::platform::{Ability, Buses, Facts, absent};

/// Reports that films are unknown.
pub(super) fn start(_buses: &Buses, facts: Facts) -> JoinSet<()> {
    absent::tell(
        &facts,
        Ability::Films,
        "Unbend does not know of films on this system yet",
        "a film without input counts as being away; `unbend settings set presence.away_after 10m` makes that later",
    );
    JoinSet::new()
}
