//! Unbend can't detect do-not-disturb on this system yet.

use tokio::task::JoinSet;

use crate::logic::presence::DesktopHold;
use crate::platform::{Ability, Buses, Facts, absent};

/// Reports that do-not-disturb is unknown.
pub(super) fn start(_buses: &Buses, facts: Facts) -> JoinSet<()> {
    absent::tell(
        &facts,
        Ability::Hold(DesktopHold::Dnd),
        "Unbend does not know of do not disturb on this system yet",
        "use `unbend pause 1h` instead",
    );
    JoinSet::new()
}
