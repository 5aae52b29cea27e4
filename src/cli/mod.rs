//! Starts: one file per verb.

pub mod draw;
