//! Shows one reminder at a time as a desktop notification with buttons.

use tokio::sync::mpsc;

use crate::logic::notice::Notice;
use crate::platform::Facts;

/// Shows and withdraws the one live notice; what happens to it arrives as [`crate::platform::NoticeEvent`].
#[derive(Debug)]
pub struct Notifier {
    orders: mpsc::UnboundedSender<Order>,
}

#[derive(Debug)]
enum Order {
    Show { tag: u64, notice: Notice },
    Withdraw,
    Retry,
}

impl Notifier {
    /// Starts the notifier; without a session bus or server it says so as a fact, and works once there is one.
    pub fn start(_facts: Facts) -> Notifier {
        unimplemented!()
    }

    /// Shows `notice` in place of the one shown before. `tag` comes back with everything that happens to it: choose one
    /// that tells this showing from the one before.
    pub fn show(&self, tag: u64, notice: Notice) {
        let _ = self.orders.send(Order::Show { tag, notice });
    }

    /// Takes the shown notice away; nothing happens if there is none.
    pub fn withdraw(&self) {
        let _ = self.orders.send(Order::Withdraw);
    }

    /// Looks for the session bus again if there was none. [`Notifier::show`] does so by itself.
    pub fn retry(&self) {
        let _ = self.orders.send(Order::Retry);
    }
}
