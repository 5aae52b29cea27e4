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
    /// The connection to the daemon.
    pub link: Box<dyn Link>,
    /// The program and the desktop around it.
    pub host: Box<dyn Host>,
    /// How it looks until the daemon has said.
    pub look: Look,
    /// The desktop's appearance until the daemon has said.
    pub appearance: Appearance,
    /// The sound settings until the daemon has said.
    pub sound: SoundRules,
    /// The times in the settings until the daemon has said.
    pub timing: Timing,
    /// The catalog.
    pub catalog: Catalog,
    /// What exercises are shown with.
    pub gallery: Gallery,
    /// The name of the display that the window is on.
    pub screen: Option<String>,
    /// Where the window was last time, if that is still visible.
    pub place: Option<Place>,
    /// The area of each monitor that panels leave free, if known.
    pub free: Vec<Monitor>,
    /// Whether the window may take the keyboard: somebody clicked to open it.
    pub focus: bool,
}
