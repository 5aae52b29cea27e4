//! What a window opens with.

use crate::logic::catalog::Catalog;
use crate::logic::settings::{Look, SoundRules, Timing};
use crate::logic::shown::place::{Monitor, Place};
use crate::logic::shown::status::Appearance;
use crate::window::gallery::Gallery;
use crate::window::host::Host;
use crate::window::link::Link;

/// Everything the window needs from outside.
pub struct Setup {
    /// The way to the daemon.
    pub link: Box<dyn Link>,
    /// The program and the desktop around it.
    pub host: Box<dyn Host>,
    /// How it looks until the daemon has said.
    pub look: Look,
    /// How the desktop looks until the daemon has said.
    pub appearance: Appearance,
    /// What is to be heard until the daemon has said.
    pub sound: SoundRules,
    /// The times in the settings until the daemon has said.
    pub timing: Timing,
    /// What can be done.
    pub catalog: Catalog,
    /// What exercises are shown with.
    pub gallery: Gallery,
    /// The name of the display that the window is on.
    pub screen: Option<String>,
    /// Where the window was the last time, if that is still in sight.
    pub place: Option<Place>,
    /// What panels leave of each monitor, where that can be known.
    pub free: Vec<Monitor>,
    /// Whether the window may take the keyboard: somebody clicked to have it.
    pub focus: bool,
}
