//! Shows one reminder at a time as a desktop notification with buttons.

use crate::logic::shown::notice::{Notice, Posted};
use crate::platform::Facts;

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Shows and withdraws the single live notice; what happens to it arrives as
/// [`NoticeEvent`](crate::platform::NoticeEvent). Dropping this withdraws the notice.
#[derive(Debug)]
pub struct Notifier(way::Notifier);

impl Notifier {
    /// Starts the notifier inside the `LocalSet`; if nothing can show notices it says so as a fact, and works once
    /// something can.
    pub fn start(facts: Facts) -> Notifier {
        Notifier(way::Notifier::start(facts))
    }

    /// Shows `notice` in place of the previous one. `tag` comes back with everything that happens to it: choose one
    /// that distinguishes this showing from the one before.
    pub fn show(&self, tag: u64, notice: Notice) {
        self.0.show(tag, notice);
    }

    /// Shows a line of text that asks for nothing, beside whatever else is shown; it goes away by itself.
    pub fn nudge(&self, notice: Notice) {
        self.0.nudge(notice);
    }

    /// Removes the shown notice; does nothing if there is none.
    pub fn withdraw(&self) {
        self.0.withdraw();
    }

    /// Removes what an earlier run of the program left on the screen, if the server that shows it is still running.
    pub fn take_away(&self, left: Posted) {
        self.0.take_away(left);
    }

    /// Looks for the session bus again if there was none. [`Notifier::show`] does so by itself.
    pub fn retry(&self) {
        self.0.retry();
    }
}
