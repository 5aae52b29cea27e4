//! Draws a [`tray_menu::Tray`] where the desktop keeps its icons.

use crate::logic::shown::tray_menu;
use crate::platform::Facts;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// The tray icon. It goes away when this is dropped.
#[derive(Debug)]
pub struct Tray(way::Tray);

impl Tray {
    /// Shows `first`, now or as soon as there is a place for it; clicks arrive as
    /// [`TrayEvent`](crate::platform::TrayEvent). Call it inside the `LocalSet`.
    pub fn start(first: tray_menu::Tray, facts: Facts) -> Tray {
        Tray(way::Tray::start(first, facts))
    }

    /// Shows `value`; draws only if it differs from what is shown.
    pub fn update(&self, value: tray_menu::Tray) {
        self.0.update(value);
    }

    /// Reports that the icon is gone along with the session bus; the item itself doesn't notice.
    pub fn bus_lost(&self) {
        self.0.bus_lost();
    }

    /// Puts the icon up again once there is a session bus that was missing before.
    pub fn retry(&self) {
        self.0.retry();
    }
}
