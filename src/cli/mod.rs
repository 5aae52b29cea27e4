//! Starts: one file per verb.

pub mod settings;
