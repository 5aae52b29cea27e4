//! How many may talk to the daemon at once, and who makes room when more come.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use tokio::sync::Notify;

/// Simultaneous connections.
pub(super) const MOST_CONNECTIONS: usize = 256;

/// The seats of all connections.
#[derive(Debug, Default)]
pub(super) struct Room {
    seats: RefCell<Vec<Weak<Seat>>>,
    /// Counts messages, so that the longest-silent connection is known without a clock.
    said: Cell<u64>,
}

/// One connection's seat, for as long as this lives.
#[derive(Debug)]
pub(super) struct Seat {
    room: Rc<Room>,
    /// When it last sent something.
    heard: Cell<u64>,
    activity: Cell<Activity>,
    /// Whether it was told to leave.
    leaving: Cell<bool>,
    leave: Notify,
}

/// What a connection does, most expendable first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Activity {
    /// Has never asked for anything.
    Silent,
    /// Asks now and then.
    Asks,
    /// Listens to the state stream.
    Listens,
    /// Waits for a reply, or plays a break: never evicted.
    Busy,
}

impl Room {
    /// A seat for one more; none if all belong to connections that may stay.
    pub(super) fn seat(self: &Rc<Room>) -> Option<Rc<Seat>> {
        let mut seats = self.seats.borrow_mut();
        seats.retain(|seat| seat.strong_count() > 0);
        let staying = || {
            let seats = seats.iter().filter_map(Weak::upgrade);
            seats.filter(|seat| !seat.leaving.get())
        };
        if staying().count() >= MOST_CONNECTIONS {
            let least = staying()
                .filter(|seat| seat.activity.get() != Activity::Busy)
                .min_by_key(|seat| (seat.activity.get(), seat.heard.get()))?;
            least.leaving.set(true);
            least.leave.notify_one();
        }
        let seat = Rc::new(Seat {
            room: Rc::clone(self),
            heard: Cell::new(self.turn()),
            activity: Cell::new(Activity::Silent),
            leaving: Cell::new(false),
            leave: Notify::new(),
        });
        seats.push(Rc::downgrade(&seat));
        Some(seat)
    }

    fn turn(&self) -> u64 {
        self.said.set(self.said.get() + 1);
        self.said.get()
    }
}

impl Seat {
    /// Records that it sent something, and what it does from now on.
    pub(super) fn is(&self, activity: Activity) {
        self.heard.set(self.room.turn());
        self.activity.set(activity);
    }

    /// Returns when its seat is needed for another.
    pub(super) async fn needed(&self) {
        self.leave.notified().await;
    }
}
