//! Records what the scheduler saw and did: inputs, effects and the visible state become rows of the history.
//!
//! The tape only listens: it changes nothing about the schedule. Rows that still grow (the running span, a hold) are
//! handed out again and again under the same number.

mod book;
mod breaks;
mod spans;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub use book::Change;

use crate::logic::catalog::{Catalog, Choice};
use crate::logic::past::history::{
    Answer, Asked, Break, Felt, Held, Moment, Natural, NaturalBreak, Note, Record, SpanKind, Tail,
};
use crate::logic::practice::{Exercised, SoFar};
use crate::logic::presence::{Hold, Posture};
use crate::logic::schedule::{Close, Command, Effect, Input, Scheduler, Snapshot, Withdrawal};
use crate::logic::time::now::{Mono, Now};
use book::Book;
use spans::Spans;

/// What has just happened, after the scheduler has handled it.
#[derive(Clone, Copy, Debug)]
pub struct Happened<'a> {
    /// The input; none for new settings and restarts.
    pub input: Option<&'a Input>,
    /// The resulting effects.
    pub effects: &'a [Effect],
    /// The scheduler's state afterwards.
    pub scheduler: &'a Scheduler,
    /// The catalog.
    pub catalog: &'a Catalog,
    /// When.
    pub now: &'a Now,
}

/// Listens to the scheduler and keeps the rows that aren't stored yet.
#[derive(Clone, Debug)]
pub struct Tape {
    book: Book,
    spans: Spans,
    /// The last reminder shown, until its fate no longer matters.
    asked: Option<(i64, Asked)>,
    running: Option<(i64, Break)>,
    /// The last report from the running break's player.
    told: Option<Told>,
    holds: Vec<(i64, Held)>,
    before: Option<Before>,
    clock: Option<Clock>,
}

/// A player's report about its break.
#[derive(Clone, Debug)]
struct Told {
    at: Mono,
    guided: Duration,
    promise: Duration,
    /// The exercises, and the guided time when they were reported.
    played: Option<(SoFar, Duration)>,
}

impl Told {
    /// The time guided by `now`, as far as is known.
    fn guided(&self, now: Mono) -> Duration {
        self.guided + now.since(self.at).min(self.promise)
    }

    /// What had been played by that guided time, if the player says so.
    fn played(self, guided: Duration) -> Option<Vec<Exercised>> {
        let (played, then) = self.played?;
        Some(played.after(guided.saturating_sub(then)))
    }
}

/// What could be answered before the input came.
#[derive(Clone, Debug)]
struct Before {
    addressed: Option<String>,
    can_snooze: bool,
    can_skip: bool,
    /// The reminder that would ask again if the running break were put off.
    asks_again: Option<String>,
}

/// The wall clock relative to the other one.
#[derive(Clone, Copy, Debug)]
struct Clock {
    /// Wall clock minus monotonic clock, in milliseconds.
    ahead: i64,
    zone: i32,
}

/// Two readings of the clocks never agree exactly; a step is more than this.
const STEP_MS: i64 = 1500;

impl Tape {
    /// A tape that continues after the previous run's last rows.
    pub fn new(tail: Tail) -> Self {
        Tape {
            book: Book::new(tail.last_id),
            spans: Spans::new(tail.spans),
            asked: None,
            running: tail.running,
            told: None,
            holds: Vec::new(),
            before: None,
            clock: None,
        }
    }

    /// The program has started; `off` = how long ago the previous run was last alive, `resumed` = counting continues.
    pub fn started(&mut self, resumed: bool, off: Option<Duration>, now: &Now) {
        let note = match (resumed, off) {
            (true, Some(off)) => Note::Resumed { off },
            _ => Note::Started { off },
        };
        if let Some(off) = off {
            let last_seen = Moment::of(&now.wall).ms - off.as_millis() as i64;
            self.spans.went_on(last_seen, &mut self.book);
        }
        self.note(note, now);
    }

    /// The program ends.
    pub fn stopped(&mut self, now: &Now) {
        self.note(Note::Stopped, now);
    }

    /// Records feedback after a break.
    pub fn felt(&mut self, felt: Felt) {
        self.book.add(Record::Felt(felt));
    }

    /// The player reports how far the break had got, now that it ends.
    pub fn progress(&mut self, guided: Duration) {
        self.told = Some(Told {
            at: Mono::default(),
            guided,
            promise: Duration::ZERO,
            played: self.told.take().and_then(|told| told.played),
        });
    }

    /// Records what has happened.
    pub fn listen(&mut self, happened: &Happened<'_>) {
        self.mind_the_clock(happened.now);
        if let Some(input) = happened.input {
            self.take_answer(input, happened);
        }
        for effect in happened.effects {
            self.take_effect(effect, happened);
        }
        if let Some(Input::BreakPutOff(_)) = happened.input {
            let reminder = self
                .before
                .as_mut()
                .and_then(|before| before.asks_again.take());
            let length = happened.scheduler.settings().timing.snooze;
            self.answered(reminder, Answer::Snoozed { length }, happened);
        }
        let snapshot = happened.scheduler.snapshot();
        self.follow_holds(&snapshot, happened.now);
        if let Some(Input::Woke { since: Some(since) }) = happened.input {
            self.spans.slept(*since, happened.now, &mut self.book);
        }
        let ended = |effect: &Effect| matches!(effect, Effect::BreakEnd(_));
        if happened.effects.iter().any(ended)
            && let Some(since) = happened.scheduler.worked_since()
        {
            self.spans
                .worked_on(since, &snapshot, happened.now, &mut self.book);
        }
        let in_break = happened.scheduler.in_break();
        self.spans
            .follow(&snapshot, in_break, happened.now, &mut self.book);
        self.before = Some(Before {
            addressed: snapshot.addressed,
            can_snooze: happened.scheduler.can_snooze(),
            can_skip: happened.scheduler.can_skip(),
            asks_again: happened.scheduler.asks_again().map(str::to_owned),
        });
    }

    /// The rows to store now: everything that changed if there is news, otherwise none until the running ones have
    /// grown by some minutes. `all` = everything regardless.
    pub fn take(&mut self, now: Mono, all: bool) -> Vec<Change> {
        self.book.take(now, all)
    }

    /// Rows that couldn't be stored wait for the next time.
    pub fn give_back(&mut self, changes: Vec<Change>) {
        self.book.give_back(changes);
    }

    /// The numbers assigned so far weren't final: they move to after `last_id`.
    pub fn renumber(&mut self, last_id: i64) {
        self.book.renumber(last_id);
        self.spans.renumber(last_id);
        let asked = self.asked.iter_mut().map(|(id, _)| id);
        let running = self.running.iter_mut().map(|(id, _)| id);
        let holds = self.holds.iter_mut().map(|(id, _)| id);
        for id in asked.chain(running).chain(holds) {
            *id += last_id;
        }
    }

    /// The history starts anew, after row `last_id` and the moment `end` (milliseconds since 1970) of another one, or
    /// from nothing. What is known here and not there must be stored again.
    pub fn begin_anew(&mut self, last_id: i64, end: Option<i64>) {
        self.renumber(last_id);
        self.spans.go_behind(end, &mut self.book);
        if let Some((id, asked)) = &self.asked {
            self.book.put(*id, Record::Asked(asked.clone()), true);
        }
        if let Some((id, running)) = &self.running {
            self.book.put(*id, Record::Break(running.clone()), true);
        }
        for (id, held) in &self.holds {
            self.book.put(*id, Record::Held(held.clone()), true);
        }
    }

    fn note(&mut self, note: Note, now: &Now) {
        let at = Moment::of(&now.wall);
        self.book.add(Record::Note { at, note });
    }

    /// A step of the wall clock or its zone ends whatever was measured by the old one.
    fn mind_the_clock(&mut self, now: &Now) {
        let at = Moment::of(&now.wall);
        let ahead = at.ms - now.mono.0.as_millis() as i64;
        let clock = Clock {
            ahead,
            zone: at.zone,
        };
        let Some(before) = self.clock.replace(clock) else {
            return;
        };
        let by = ahead - before.ahead;
        let stepped = by.abs() > STEP_MS;
        if !stepped && before.zone == at.zone {
            return;
        }
        let old = Moment {
            ms: if stepped { at.ms - by } else { at.ms },
            zone: before.zone,
        };
        match changed_at(now, before.zone).filter(|_| !stepped) {
            // Whatever came after the change belongs to the day that the wall clock has shown since.
            Some(change) => self.spans.cut(change, at.zone, old.ms, &mut self.book),
            None => self.spans.close(old, &mut self.book),
        }
        for (id, mut held) in self.holds.drain(..) {
            held.end = old.ms;
            self.book.put(id, Record::Held(held), true);
        }
        if stepped {
            self.spans.forget();
            self.note(Note::ClockSet { by }, now);
        }
    }

    // ---- reminders

    fn take_answer(&mut self, input: &Input, happened: &Happened<'_>) {
        if let Input::BreakGoesOn {
            guided,
            promise,
            played,
        } = input
        {
            let known = self.told.take().and_then(|told| told.played);
            let played = played.clone().map(|played| (played, *guided));
            self.told = Some(Told {
                at: happened.now.mono,
                guided: *guided,
                promise: *promise,
                played: played.or(known),
            });
        }
        let Some(before) = self.before.clone() else {
            return;
        };
        let Input::Do(command) = input else {
            return;
        };
        match command {
            Command::Snooze(length) if before.can_snooze => {
                let usual = happened.scheduler.settings().timing.snooze;
                let length = length.unwrap_or(usual);
                self.answered(before.addressed, Answer::Snoozed { length }, happened);
            }
            Command::Skip if before.can_skip => {
                self.answered(before.addressed, Answer::Skipped, happened);
            }
            Command::Close(Close::ByPerson) => {
                if self.waits_for_answer() {
                    self.answer(Answer::Closed, happened.now);
                }
            }
            // A notification that left by itself can still be answered.
            Command::Close(Close::ByItself)
            | Command::Snooze(_)
            | Command::Skip
            | Command::Start(_)
            | Command::GoOn
            | Command::StayQuiet
            | Command::Pause(_)
            | Command::Resume
            | Command::Stand
            | Command::Sit
            | Command::Refuse(_) => {}
        }
    }

    fn waits_for_answer(&self) -> bool {
        self.asked
            .as_ref()
            .is_some_and(|(_, asked)| asked.answer.is_none())
    }

    /// Whether the last showing was of that reminder, and nobody has answered beyond closing it.
    fn is_open(&self, reminder: &str) -> bool {
        self.asked.as_ref().is_some_and(|(_, asked)| {
            let closed = matches!(asked.answer, None | Some((Answer::Closed, _)));
            closed && asked.reminder == reminder
        })
    }

    /// The reminder with that id was answered, whether or not it has been shown.
    fn answered(&mut self, reminder: Option<String>, answer: Answer, happened: &Happened<'_>) {
        let Some(reminder) = reminder else {
            return;
        };
        if !self.is_open(&reminder) {
            let choice = happened.scheduler.choice_for(Some(&reminder));
            let asked = asking(&reminder, choice, happened);
            let id = self.book.add(Record::Asked(asked.clone()));
            self.asked = Some((id, asked));
        }
        self.answer(answer, happened.now);
    }

    fn answer(&mut self, answer: Answer, now: &Now) {
        if let Some((id, asked)) = &mut self.asked {
            asked.answer = Some((answer, Moment::of(&now.wall).ms));
            self.book.put(*id, Record::Asked(asked.clone()), true);
        }
    }

    // ---- effects

    fn take_effect(&mut self, effect: &Effect, happened: &Happened<'_>) {
        let now = happened.now;
        match effect {
            Effect::Remind {
                reminder,
                showings,
                choice,
                waited_for,
                despite: _,
            } => {
                if self.waits_for_answer() {
                    self.answer(Answer::Expired, now);
                }
                let asked = Asked {
                    showing: *showings,
                    waited_for: *waited_for,
                    ..asking(reminder, choice.clone(), happened)
                };
                let id = self.book.add(Record::Asked(asked.clone()));
                self.asked = Some((id, asked));
            }
            Effect::Nudge { reminder } => {
                let asked = Asked {
                    nudge: true,
                    showing: 1,
                    ..asking(reminder, None, happened)
                };
                self.book.add(Record::Asked(asked));
            }
            Effect::Withdraw { reminder, why } => {
                let asked = self.asked.as_ref();
                let is_this = asked.is_some_and(|(_, asked)| asked.reminder == *reminder);
                match why {
                    // Its break follows.
                    Withdrawal::Started => {}
                    Withdrawal::Void(cause) if is_this => {
                        self.answer(Answer::Withdrawn(*cause), now);
                    }
                    Withdrawal::Void(_) => {}
                }
            }
            Effect::Break { what, by, reason } => {
                self.begin_break(what, by, reason.clone(), happened);
            }
            Effect::BreakEnd(outcome) => self.end_break(*outcome, happened),
            Effect::NaturalBreak { away } => {
                let by = self.natural(*away, happened);
                self.book.add(Record::Natural(NaturalBreak {
                    at: Moment::of(&now.wall),
                    lasted: *away,
                    by,
                }));
                self.asked = None;
            }
            Effect::Hold(hold) => self.waits(*hold, now),
            // The hold's own row ends with the hold.
            Effect::Release(_) => {}
        }
    }

    fn natural(&self, lasted: Duration, happened: &Happened<'_>) -> Natural {
        let snapshot = happened.scheduler.snapshot();
        if snapshot.counted == Some(Posture::Standing) {
            return Natural::Standing;
        }
        let woke = matches!(happened.input, Some(Input::Woke { .. }));
        let since = Moment::of(&happened.now.wall).ms - lasted.as_millis() as i64;
        if woke || self.spans.had(SpanKind::Asleep, since) {
            Natural::Asleep
        } else if self.spans.had(SpanKind::Locked, since) {
            Natural::Locked
        } else {
            Natural::Away
        }
    }

    // ---- holds

    fn waits(&mut self, hold: Hold, now: &Now) {
        let index = self.holds.iter().position(|(_, held)| held.hold == hold);
        let index = index.unwrap_or_else(|| self.open_hold(hold, now));
        let (id, held) = &mut self.holds[index];
        held.waited = true;
        self.book.put(*id, Record::Held(held.clone()), true);
    }

    fn open_hold(&mut self, hold: Hold, now: &Now) -> usize {
        let start = Moment::of(&now.wall);
        let held = Held {
            hold,
            start,
            end: start.ms,
            waited: false,
        };
        let id = self.book.add(Record::Held(held.clone()));
        self.holds.push((id, held));
        self.holds.len() - 1
    }

    fn follow_holds(&mut self, snapshot: &Snapshot, now: &Now) {
        let at = Moment::of(&now.wall).ms;
        for (id, held) in &mut self.holds {
            held.end = at;
            let over = !snapshot.holds.contains(&held.hold);
            self.book.put(*id, Record::Held(held.clone()), over);
        }
        self.holds
            .retain(|(_, held)| snapshot.holds.contains(&held.hold));
        for hold in &snapshot.holds {
            // Calls are spans and hours are settings: they are rows only if something waited for them.
            let by_itself = match hold {
                Hold::Paused | Hold::Desktop(_) => true,
                Hold::Hours | Hold::Call => false,
            };
            if by_itself && self.holds.iter().all(|(_, held)| held.hold != *hold) {
                self.open_hold(*hold, now);
            }
        }
    }
}

/// A reminder as asked, or answered before it could be.
fn asking(reminder: &str, choice: Option<Choice>, happened: &Happened<'_>) -> Asked {
    let (offered, chosen) =
        choice.map_or_else(Default::default, |choice| (choice.what, choice.reason));
    Asked {
        at: Moment::of(&happened.now.wall),
        reminder: reminder.to_owned(),
        nudge: false,
        showing: 0,
        sitting: happened.scheduler.sitting(),
        offered,
        chosen,
        waited_for: None,
        answer: None,
    }
}

/// When the zone's offset changed to its current value, if it was `before` until then.
fn changed_at(now: &Now, before: i32) -> Option<Moment> {
    let zone = now.wall.time_zone();
    let change = zone.preceding(now.wall.timestamp()).next()?.timestamp();
    let just_before = change.checked_sub(jiff::Span::new().seconds(1)).ok()?;
    (zone.to_offset(just_before).seconds() == before).then(|| Moment {
        ms: change.as_millisecond(),
        zone: before,
    })
}
