//! Turns signs of presence into present, away, locked and asleep.
//!
//! This only remembers signs; what an absence means (taking back, natural break) is up to the scheduler.

use std::time::Duration;

use crate::logic::presence::Presence;
use crate::logic::time::now::Mono;

/// Whether input comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    /// Input is flowing; the last one is "now".
    Flowing,
    /// No input since then.
    Silent { since: Mono },
}

/// Whether the user can be at the screen at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shut {
    /// The screen is open.
    Open,
    /// Locked; `sign` is the last sign before that, `since` the moment of locking.
    Locked { sign: Mono },
    /// Asleep; `sign` is the last sign before that, `locked` whether it was locked.
    Asleep { sign: Mono, locked: bool },
}

/// What else shows that somebody is there, and until when it did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Lasting {
    call: bool,
    film: bool,
    guided: bool,
    /// When the last of them ended.
    ended: Option<Mono>,
    /// Call and film have lasted so long without input that they no longer count as signs, until the next input.
    spent: bool,
    /// When they were the first sign after an absence or a sleep.
    returned: Option<Mono>,
}

/// The signs of presence so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signs {
    flow: Flow,
    shut: Shut,
    lasting: Lasting,
    /// The absence is established: no sign for long enough.
    away: bool,
}

impl Signs {
    /// Nobody seen yet since `start`.
    pub fn new(start: Mono) -> Self {
        Signs {
            flow: Flow::Silent { since: start },
            shut: Shut::Open,
            lasting: Lasting::default(),
            away: false,
        }
    }

    /// Input came; returns whether it is a sign of presence (on a locked screen it isn't).
    pub fn input(&mut self) -> bool {
        self.flow = Flow::Flowing;
        let open = self.shut == Shut::Open;
        if open {
            self.away = false;
            self.lasting.spent = false;
        }
        open
    }

    /// There has been no input since `since`.
    pub fn silence(&mut self, since: Mono) {
        self.flow = Flow::Silent { since };
    }

    /// The screen was locked.
    pub fn lock(&mut self, now: Mono) {
        match self.shut {
            Shut::Open => {
                self.shut = Shut::Locked {
                    sign: self.last_sign(now),
                }
            }
            Shut::Locked { .. } => {}
            Shut::Asleep { sign, .. } => self.shut = Shut::Asleep { sign, locked: true },
        }
    }

    /// The screen was unlocked, which counts as input; returns whether it was locked.
    pub fn unlock(&mut self, now: Mono) -> bool {
        match self.shut {
            Shut::Open => false,
            Shut::Locked { .. } => {
                self.shut = Shut::Open;
                self.away = false;
                self.lasting.spent = false;
                if let Flow::Silent { .. } = self.flow {
                    self.flow = Flow::Silent { since: now };
                }
                true
            }
            Shut::Asleep { sign, .. } => {
                self.shut = Shut::Asleep {
                    sign,
                    locked: false,
                };
                false
            }
        }
    }

    /// The machine is about to sleep.
    pub fn sleep(&mut self, now: Mono) {
        match self.shut {
            Shut::Open => {
                self.shut = Shut::Asleep {
                    sign: self.last_sign(now),
                    locked: false,
                }
            }
            Shut::Locked { sign } => self.shut = Shut::Asleep { sign, locked: true },
            Shut::Asleep { .. } => {}
        }
    }

    /// The machine woke. Waking isn't a sign of presence: silence continues since the last sign before.
    pub fn wake(&mut self, now: Mono) {
        if let Shut::Asleep { sign, locked } = self.shut {
            self.flow = Flow::Silent { since: sign };
            self.lasting.ended = None;
            self.lasting.returned = Some(now);
            self.shut = if locked {
                Shut::Locked { sign }
            } else {
                Shut::Open
            };
        }
    }

    /// A call began or ended; returns whether its beginning is a sign of presence.
    pub fn call(&mut self, on: bool, now: Mono) -> bool {
        self.note_end(now);
        let was = std::mem::replace(&mut self.lasting.call, on);
        let sign = on && !was && self.shut == Shut::Open && !self.lasting.spent;
        if sign {
            self.back_without_input(now);
        }
        sign
    }

    /// A film (one that counts) began or ended. Its beginning is a sign of presence.
    pub fn film(&mut self, on: bool, now: Mono) {
        self.note_end(now);
        let begins = on && !self.lasting.film;
        if begins && self.shut == Shut::Open && !self.lasting.spent {
            self.back_without_input(now);
        }
        self.lasting.film = on;
    }

    fn back_without_input(&mut self, now: Mono) {
        if std::mem::replace(&mut self.away, false) {
            self.lasting.returned = Some(now);
        }
    }

    /// The user started a break, which shows that they are there.
    pub fn started(&mut self, now: Mono) {
        if self.shut == Shut::Open {
            self.away = false;
            self.lasting.ended = Some(now);
        }
    }

    /// A player began or stopped guiding; while it does, nobody is expected at the keyboard. Its beginning is a sign of
    /// presence.
    pub fn guided(&mut self, on: bool, now: Mono) {
        self.note_end(now);
        if on && self.shut == Shut::Open {
            self.away = false;
        }
        self.lasting.guided = on;
    }

    fn note_end(&mut self, now: Mono) {
        if self.lasts() && self.shut == Shut::Open && !self.away {
            self.lasting.ended = Some(now);
        }
    }

    fn lasts(&self) -> bool {
        self.lasting.guided || ((self.lasting.call || self.lasting.film) && !self.lasting.spent)
    }

    /// The last sign of presence, no later than `now`.
    pub fn last_sign(&self, now: Mono) -> Mono {
        match self.shut {
            Shut::Locked { sign } | Shut::Asleep { sign, .. } => sign,
            Shut::Open => {
                if self.lasts() && !self.away {
                    return now;
                }
                let input = match self.flow {
                    Flow::Flowing => now,
                    Flow::Silent { since } => since.min(now),
                };
                self.lasting.ended.map_or(input, |ended| ended.max(input))
            }
        }
    }

    /// Since when there has been no input, if there is none.
    pub fn silent_since(&self) -> Option<Mono> {
        match self.flow {
            Flow::Flowing => None,
            Flow::Silent { since } => Some(since),
        }
    }

    /// Since when there has been no input, if a call or a film is the only sign of presence.
    pub fn only_lasting_since(&self) -> Option<Mono> {
        let shows = self.shut == Shut::Open && self.lasts() && !self.away;
        self.silent_since().filter(|_| shows)
    }

    /// Since when that has been so without an absence or a sleep in between.
    pub fn alone_since(&self) -> Option<Mono> {
        let since = self.only_lasting_since()?;
        Some(self.lasting.returned.map_or(since, |back| back.max(since)))
    }

    /// Call and film stop being signs until the next input: the last sign was the last input.
    pub fn disbelieve(&mut self) {
        self.lasting.spent = true;
        self.lasting.ended = None;
    }

    /// Whether call and film have stopped being signs.
    pub fn is_spent(&self) -> bool {
        self.lasting.spent
    }

    /// Whether signs are arriving right now, so that no absence is building up.
    pub fn live(&self) -> bool {
        self.shut == Shut::Open
            && ((self.lasts() && !self.away) || matches!(self.flow, Flow::Flowing))
    }

    /// Whether a call is in progress.
    pub fn in_call(&self) -> bool {
        self.lasting.call
    }

    /// Records that the user is known to be away.
    pub fn set_away(&mut self) {
        self.away = true;
    }

    /// Whether the user is known to be away.
    pub fn is_away(&self) -> bool {
        self.away
    }

    /// Whether the screen is unlocked and the machine awake.
    pub fn open(&self) -> bool {
        self.shut == Shut::Open
    }

    /// Whether the machine is asleep.
    pub fn asleep(&self) -> bool {
        matches!(self.shut, Shut::Asleep { .. })
    }

    /// How long the absence has lasted.
    pub fn absence(&self, now: Mono) -> Duration {
        now.since(self.last_sign(now))
    }

    /// Where the user is.
    pub fn presence(&self) -> Presence {
        match self.shut {
            Shut::Asleep { .. } => Presence::Asleep,
            Shut::Locked { .. } => Presence::Locked,
            Shut::Open if self.away => Presence::Away,
            Shut::Open => Presence::Present,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: fn(u64) -> Mono = Mono::from_secs;

    #[test]
    fn silence_counts_from_the_last_input() {
        let mut signs = Signs::new(T(0));
        signs.input();
        assert_eq!(signs.last_sign(T(100)), T(100));
        signs.silence(T(60));
        assert_eq!(signs.absence(T(100)), Duration::from_secs(40));
    }

    #[test]
    fn a_call_is_presence_up_to_its_end() {
        let mut signs = Signs::new(T(0));
        signs.input();
        signs.call(true, T(10));
        signs.silence(T(20));
        assert_eq!(signs.last_sign(T(500)), T(500));
        signs.call(false, T(600));
        assert_eq!(signs.last_sign(T(700)), T(600));
    }

    #[test]
    fn locked_is_away_even_with_input() {
        let mut signs = Signs::new(T(0));
        signs.input();
        signs.lock(T(50));
        assert!(!signs.input());
        assert_eq!(signs.last_sign(T(90)), T(50));
        assert_eq!(signs.presence(), Presence::Locked);
        assert!(signs.unlock(T(100)));
        assert_eq!(signs.presence(), Presence::Present);
    }

    #[test]
    fn sleep_on_a_locked_screen_wakes_locked() {
        let mut signs = Signs::new(T(0));
        signs.input();
        signs.lock(T(10));
        signs.sleep(T(20));
        assert_eq!(signs.presence(), Presence::Asleep);
        signs.wake(T(30));
        assert_eq!(signs.presence(), Presence::Locked);
        assert_eq!(signs.last_sign(T(99)), T(10));
    }
}
