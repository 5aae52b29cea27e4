//! Whether the person is there, how they hold themselves, and what they do that is a reason to stay quiet.

pub mod apps;
mod hold;
mod person;
pub mod signs;

pub use hold::Hold;
pub use person::{Posture, Presence};
