//! Draws a [`logic::tray_menu::Tray`](crate::logic::tray_menu::Tray) as a StatusNotifierItem.

use tokio::sync::mpsc;

use crate::logic::tray_menu;
use crate::platform::Facts;

/// The icon in the tray. It goes when this is dropped.
#[derive(Debug)]
pub struct Tray {
    values: mpsc::UnboundedSender<tray_menu::Tray>,
}

impl Tray {
    /// Shows `first`, now or as soon as there is a tray host; what is pressed arrives as
    /// [`crate::platform::TrayEvent`].
    pub fn start(_first: tray_menu::Tray, _facts: Facts) -> Tray {
        unimplemented!()
    }

    /// Shows `value`; touches the bus only if it differs from what is shown.
    pub fn update(&self, value: tray_menu::Tray) {
        let _ = self.values.send(value);
    }
}
