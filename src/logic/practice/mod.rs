//! Doing exercises: the player that walks through a plan, what was done of it, and how feedback changes the doses.

pub(in crate::logic) mod begun;
pub mod chime;
pub mod effort;
mod exercised;
pub mod feedback;
pub mod player;
pub mod sentence;

pub use exercised::{Exercised, SoFar};
