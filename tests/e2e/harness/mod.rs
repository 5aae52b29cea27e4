//! What the tests stand on: a desktop of their own, eyes and hands in it, and patience.

mod accessibility;
mod bus;
mod desktop;
mod notifications;
mod patience;
mod screen;
mod tray;

pub use accessibility::Element;
pub use bus::{Bus, Object};
pub use desktop::{Desktop, Part};
pub use patience::until;
pub use screen::Place;
pub use tray::find;
