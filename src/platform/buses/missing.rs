//! This system has no message buses.

use crate::platform::buses::BusChange;

/// None.
#[derive(Clone, Debug, Default)]
pub struct Buses;

impl Buses {
    /// None.
    pub fn new() -> Self {
        Buses
    }

    /// Never calls `changed`, and never ends.
    pub async fn session_changes(&self, _changed: impl Fn(BusChange)) {
        std::future::pending().await
    }
}
