//! How many may talk to the daemon at a time, and who makes room when there are more.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use tokio::sync::Notify;

/// Connections at a time.
pub(super) const MOST_CONNECTIONS: usize = 256;

/// The places of all connections.
#[derive(Debug, Default)]
pub(super) struct Room {
    seats: RefCell<Vec<Weak<Seat>>>,
    /// Counts what was said, so that of two the one that was silent longer is known without a clock.
    said: Cell<u64>,
}

/// The place of one connection, for as long as this lives.
#[derive(Debug)]
pub(super) struct Seat {
    room: Rc<Room>,
    /// When it last said something.
    heard: Cell<u64>,
    manner: Cell<Manner>,
    /// Whether it was told to leave.
    leaving: Cell<bool>,
    leave: Notify,
}

/// What a connection is doing, the least missed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Manner {
    /// It has never asked for anything.
    Silent,
    /// It asks now and then.
    Asks,
    /// It listens to the state stream.
    Listens,
    /// It waits for an answer, or plays a break: it stays.
    Busy,
}

impl Room {
    /// A seat for one more; none if all are taken by those that stay.
    pub(super) fn seat(self: &Rc<Room>) -> Option<Rc<Seat>> {
        let mut seats = self.seats.borrow_mut();
        seats.retain(|seat| seat.strong_count() > 0);
        let staying = || {
            let seats = seats.iter().filter_map(Weak::upgrade);
            seats.filter(|seat| !seat.leaving.get())
        };
        if staying().count() >= MOST_CONNECTIONS {
            let least = staying()
                .filter(|seat| seat.manner.get() != Manner::Busy)
                .min_by_key(|seat| (seat.manner.get(), seat.heard.get()))?;
            least.leaving.set(true);
            least.leave.notify_one();
        }
        let seat = Rc::new(Seat {
            room: Rc::clone(self),
            heard: Cell::new(self.turn()),
            manner: Cell::new(Manner::Silent),
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
    /// It said something, and is like this from now on.
    pub(super) fn is(&self, manner: Manner) {
        self.heard.set(self.room.turn());
        self.manner.set(manner);
    }

    /// Returns when its place is needed for another one.
    pub(super) async fn needed(&self) {
        self.leave.notified().await;
    }
}
