//! Whether the user is there, their posture, and what they are doing that is a reason to stay quiet.

pub mod apps;
mod hold;
mod person;
pub mod signs;

pub use hold::{DesktopHold, Hold};
pub use person::{Posture, Presence};
