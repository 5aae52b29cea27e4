//! The daemon as seen from the window: requests go out, the state stream comes in.

use crate::logic::catalog::Catalog;
use crate::logic::plan::Plan;
use crate::logic::settings::Settings;
use crate::logic::status::Status;
use crate::window::action::Ask;

/// A way to the daemon.
pub trait Link {
    /// Sends a request; what comes of it arrives through [`Link::receive`].
    fn ask(&mut self, ask: Ask);

    /// Tells the daemon that the break in this window is over.
    fn break_end(&mut self, finished: bool, guided: std::time::Duration);

    /// Everything that arrived since the last call, in order.
    fn receive(&mut self) -> Vec<Told>;

    /// Says what to call whenever something arrives, from whatever thread.
    fn on_arrival(&mut self, wake: Box<dyn Fn() + Send + Sync>);
}

/// What the daemon tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The state, whole.
    Status(Status),
    /// What can be done.
    Catalog(Catalog),
    /// The settings.
    Settings(Settings),
    /// A break to be played in this window.
    Play(Plan),
    /// A request failed; in words.
    Problem(String),
    /// The daemon is gone.
    Gone,
}
