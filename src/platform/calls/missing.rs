//! Unbend can't detect calls on this system yet.

use std::path::PathBuf;

use tokio::task::JoinSet;

use crate::platform::{Ability, Facts, absent};

/// Reports that calls are unknown.
pub(super) fn start(_socket: Option<PathBuf>, facts: Facts) -> JoinSet<()> {
    absent::tell(
        &facts,
        Ability::Calls,
        "Unbend does not know of calls on this system yet",
        "use `unbend pause 1h` before a call",
    );
    JoinSet::new()
}
