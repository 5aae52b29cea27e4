//! Unbend can't detect full-screen windows on this system yet.

use tokio::task::JoinSet;

use crate::logic::presence::DesktopHold;
use crate::platform::presentation::Screen;
use crate::platform::{Ability, Facts, absent};

/// Reports that full-screen windows are unknown.
pub(super) fn start(_screen: Screen, facts: Facts) -> JoinSet<()> {
    absent::tell(
        &facts,
        Ability::Hold(DesktopHold::Presentation),
        "Unbend does not know of full-screen windows on this system yet",
        "use `unbend pause 1h` before you present",
    );
    JoinSet::new()
}
