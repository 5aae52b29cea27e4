//! Turns that the daemon takes for its own reasons.

use crate::logic::time::now::Mono;

/// What is being waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timer {
    /// Everything requested is done: what it needed can be given back.
    Settle,
    /// The tray's icon fills further, if nothing else happens.
    Fill,
    /// The player of a break that was let go of is killed, unless it has closed by itself.
    ClosePlayer,
}

/// Each timer and when it is due; none = it isn't running.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Timers {
    at: [Option<Mono>; 3],
}

impl Timers {
    /// Starts it, or stops it.
    pub(super) fn set(&mut self, timer: Timer, at: Option<Mono>) {
        self.at[timer as usize] = at;
    }

    /// When the first of them is due.
    pub(super) fn next(&self) -> Option<Mono> {
        self.at.into_iter().flatten().min()
    }

    /// Whether it is due; if so it stops running.
    pub(super) fn take_due(&mut self, timer: Timer, now: Mono) -> bool {
        self.at[timer as usize].take_if(|at| *at <= now).is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_first_is_next_and_each_is_due_once() {
        let at = |seconds| Mono(Duration::from_secs(seconds));
        let mut timers = Timers::default();
        assert_eq!(timers.next(), None);
        timers.set(Timer::Settle, Some(at(3)));
        timers.set(Timer::Fill, Some(at(2)));
        timers.set(Timer::ClosePlayer, Some(at(1)));
        timers.set(Timer::ClosePlayer, None);
        assert_eq!(timers.next(), Some(at(2)));
        assert!(!timers.take_due(Timer::Fill, at(1)));
        assert!(timers.take_due(Timer::Fill, at(2)));
        assert!(!timers.take_due(Timer::Fill, at(2)));
        assert!(!timers.take_due(Timer::ClosePlayer, at(9)));
        assert_eq!(timers.next(), Some(at(3)));
    }
}
