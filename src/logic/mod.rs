//! Decides. Pure: facts and a time come in, effects go out.
//!
//! Nothing here reads a clock, a file, the environment, a thread or a random source, and nothing here can fail:
//! bad data becomes a value plus a list of problems.

pub mod apps;
pub mod now;

pub mod presence;

pub mod span;

pub mod hours;

pub mod ron_tree;

pub mod base64;

pub mod settings;

pub mod catalog;

mod begun;
pub mod plan;

pub mod player;

pub mod chime;

pub mod sentence;

pub mod effort;
pub mod feedback;

pub mod schedule;

pub mod simulate;

pub mod status;

pub mod place;

pub mod surroundings;

pub mod file_choice;

pub mod notice;

pub mod tray_menu;

pub mod history;

pub mod tape;

pub mod stats;

pub mod visible;

pub mod why;
