//! Shows: egui pages and widgets.
//!
//! [`run`] opens the window. Pages draw a [`pages::Model`] and return an [`pages::action::Action`]; [`app::App`] carries it
//! out, through its [`link::Link`] to the daemon.

pub mod app;

pub mod fonts;

pub mod drawing;

pub mod gallery;

pub mod host;

pub mod link;

pub mod pages;

pub mod theme;

pub mod widgets;

mod news;

mod on_screen;

mod open;

mod setup;

#[cfg(test)]
mod tests;

pub use link::Wake;
pub use open::{Failed, probe, run};
pub use setup::Setup;
