//! On this system Unbend can't tell yet how the desktop is set to look: windows use their own settings.

use tokio::task::JoinSet;

use crate::platform::{Buses, Facts};

/// Reports nothing.
pub(super) fn start(_buses: &Buses, _facts: Facts) -> JoinSet<()> {
    JoinSet::new()
}
