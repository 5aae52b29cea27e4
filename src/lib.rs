//! Unbend notices how long you sit, asks at a good moment, and walks you through a break.
//!
//! Each folder is a verb; in reading order: [`logic`] decides, [`figure`] poses and draws a body as polygons,
//! [`platform`] touches the desktop, [`store`] remembers, [`ipc`] talks, [`daemon`] runs, `window` shows, [`cli`]
//! starts. ARCHITECTURE.md has the map and the rules between them.

pub mod logic;

pub use unbend_figure as figure;

pub mod platform;

pub mod store;

pub mod ipc;

pub mod daemon;

#[cfg(feature = "window")]
pub mod window;

pub mod cli;
