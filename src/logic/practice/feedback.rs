//! Feedback after a break: strong pain takes an exercise out of rotation, any other is asked about once more, later.

use std::time::Duration;

use crate::logic::time::now::Mono;

/// The worst pain there is.
pub const WORST: u8 = 10;

/// From this much pain on, the exercise leaves the rotation at once.
pub const STRONG: u8 = 7;

/// Pain is asked about again after this long.
pub const ASK_AGAIN: Duration = Duration::from_secs(20 * 60);

/// If nobody was there to ask for this long, any pain has other causes.
const STALE: Duration = Duration::from_secs(2 * 3600);

/// Another answer about the same exercise within this time corrects the previous one.
pub const CORRECTION: Duration = Duration::from_secs(10 * 60);

/// Everything that can happen around pain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// How much the user says it hurt, 0 to [`WORST`].
    Said {
        /// Exercise id.
        what: String,
        /// How much.
        pain: u8,
    },
    /// Time passed, and a question may be asked now.
    Free,
    /// Whether it still hurts.
    Answered {
        /// Exercise id.
        what: String,
        /// It does.
        hurts: bool,
    },
}

/// What to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The exercise leaves the rotation.
    TakeOut(String),
    /// It was taken out by mistake.
    BringBack(String),
    /// Ask whether it still hurts.
    Ask(String),
}

/// Remembers what hurt. A restart of the program forgets the question, since nobody knows how the time in between was
/// spent; strong pain has been dealt with by then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aftercare {
    asking: Vec<Asking>,
    last: Option<TakenOut>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Asking {
    what: String,
    due: Mono,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct TakenOut {
    what: String,
    at: Mono,
}

impl Aftercare {
    /// Takes in what happened and says what follows.
    pub fn handle(&mut self, input: Input, now: Mono) -> Vec<Effect> {
        match input {
            Input::Said { what, pain } => self.said(what, pain, now),
            Input::Free => {
                self.asking.retain(|asking| now.since(asking.due) < STALE);
                let due = self.asking.iter().position(|asking| asking.due <= now);
                // Only once: it isn't asked again, whatever becomes of the question.
                due.map(|index| Effect::Ask(self.asking.remove(index).what))
                    .into_iter()
                    .collect()
            }
            Input::Answered { what, hurts } => {
                hurts.then_some(Effect::TakeOut(what)).into_iter().collect()
            }
        }
    }

    /// Whether there is something to ask as soon as the user is free.
    pub fn is_due(&self, now: Mono) -> bool {
        self.asking.iter().any(|asking| asking.due <= now)
    }

    /// When something becomes due.
    pub fn next_deadline(&self, now: Mono) -> Option<Mono> {
        let ahead = self.asking.iter().map(|asking| asking.due);
        ahead.filter(|due| *due > now).min()
    }

    fn said(&mut self, what: String, pain: u8, now: Mono) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.asking.retain(|asking| asking.what != what);
        if pain >= STRONG {
            self.last = Some(TakenOut {
                what: what.clone(),
                at: now,
            });
            effects.push(Effect::TakeOut(what));
            return effects;
        }
        let corrected = self
            .last
            .take_if(|last| last.what == what && now.since(last.at) < CORRECTION);
        effects.extend(corrected.map(|last| Effect::BringBack(last.what)));
        if pain > 0 {
            self.asking.push(Asking {
                what,
                due: now + ASK_AGAIN,
            });
        }
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Mono = Mono::from_secs(1000);

    fn said(pain: u8) -> Input {
        Input::Said {
            what: "bridge".to_owned(),
            pain,
        }
    }

    fn minutes(count: u64) -> Mono {
        START + Duration::from_secs(60 * count)
    }

    #[test]
    fn strong_pain_takes_the_exercise_out_and_asks_nothing() {
        for pain in STRONG..=WORST {
            let mut care = Aftercare::default();
            let effects = care.handle(said(pain), START);
            assert_eq!(effects, [Effect::TakeOut("bridge".to_owned())]);
            assert_eq!(care.next_deadline(START), None);
        }
    }

    #[test]
    fn other_pain_is_asked_about_once_after_twenty_minutes() {
        for pain in 1..STRONG {
            let mut care = Aftercare::default();
            assert_eq!(care.handle(said(pain), START), []);
            assert_eq!(care.next_deadline(START), Some(minutes(20)));
            assert_eq!(care.handle(Input::Free, minutes(19)), []);
            assert!(!care.is_due(minutes(19)) && care.is_due(minutes(20)));
            let asked = care.handle(Input::Free, minutes(31));
            assert_eq!(asked, [Effect::Ask("bridge".to_owned())]);
            assert_eq!(care.handle(Input::Free, minutes(60)), []);
            assert_eq!(care.next_deadline(minutes(60)), None);
        }
    }

    #[test]
    fn yes_takes_it_out_and_no_leaves_it() {
        let answer = |hurts| Input::Answered {
            what: "bridge".to_owned(),
            hurts,
        };
        let mut care = Aftercare::default();
        let out = [Effect::TakeOut("bridge".to_owned())];
        assert_eq!(care.handle(answer(true), START), out);
        assert_eq!(care.handle(answer(false), START), []);
    }

    #[test]
    fn no_pain_asks_nothing_and_the_last_word_counts() {
        let mut care = Aftercare::default();
        assert_eq!(care.handle(said(3), START), []);
        assert_eq!(care.handle(said(0), minutes(1)), []);
        assert_eq!(care.next_deadline(START), None);
        care.handle(said(8), minutes(2));
        let back = [Effect::BringBack("bridge".to_owned())];
        assert_eq!(care.handle(said(0), minutes(3)), back);
        // Not what was taken out on another day, and not twice.
        assert_eq!(care.handle(said(0), minutes(4)), []);
        care.handle(said(8), minutes(5));
        assert_eq!(care.handle(said(0), minutes(16)), []);
    }

    #[test]
    fn what_nobody_could_be_asked_for_hours_is_dropped() {
        let mut care = Aftercare::default();
        care.handle(said(3), START);
        assert_eq!(care.handle(Input::Free, minutes(141)), []);
        assert!(!care.is_due(minutes(141)));
    }
}
