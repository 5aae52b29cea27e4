//! A tray icon isn't supported on this system yet.

use crate::logic::shown::tray_menu;
use crate::platform::{Ability, Facts, absent};

#[derive(Debug)]
pub(super) struct Tray;

impl Tray {
    pub(super) fn start(_first: tray_menu::Tray, facts: Facts) -> Tray {
        absent::tell(
            &facts,
            Ability::Tray,
            "Unbend has no tray icon on this system yet",
            "use `unbend status` and the window instead",
        );
        Tray
    }

    pub(super) fn update(&self, _value: tray_menu::Tray) {}

    pub(super) fn bus_lost(&self) {}

    pub(super) fn retry(&self) {}
}
