//! What the tests build on: their own desktop, eyes and hands in it, and patience.

mod accessibility;
mod bus;
mod desktop;
mod notifications;
mod past;
mod patience;
mod process;
mod screen;
mod sessions;
mod tray;
mod unbend;

pub use accessibility::Element;
pub use bus::{Bus, Calls, Object};
pub use desktop::{Desktop, Part, Program};
pub use notifications::Bubble;
pub use patience::until;
pub use process::Process;
pub use screen::Place;
pub use sessions::Sway;
pub use unbend::{ICON, PLAYER, number};
