//! What the user can do, and how a break begins and ends.

use std::time::Duration;

use crate::logic::catalog::Choice;
use crate::logic::practice::Exercised;
use crate::logic::presence::{Posture, Presence};
use crate::logic::schedule::ledger::Meter;
use crate::logic::schedule::phase::{By, Course, Phase, Stage};
use crate::logic::schedule::{
    Bout, Cause, Effect, Ending, Interval, Outcome, Scheduler, Withdrawal,
};
use crate::logic::settings::Offer;
use crate::logic::shown::status::LetGoWhy;
use crate::logic::time::now::Mono;

/// What the user did, from the notification, the tray, the window or the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Start a break: that exercise or routine, else the pending reminder's offer, else the next choice.
    Start(Option<String>),
    /// Resume the break that was left.
    GoOn,
    /// Snooze the pending reminder, for the usual time if none is given.
    Snooze(Option<Duration>),
    /// Skip it this time.
    Skip,
    /// The notification left the screen without an answer.
    Close(Close),
    /// Nothing more while the current window is full screen.
    StayQuiet,
    /// Stay quiet for this long.
    Pause(Duration),
    /// End the pause.
    Resume,
    /// The desk is up.
    Stand,
    /// The desk is down.
    Sit,
    /// Something other than the next offer.
    Refuse(Refusal),
}

/// How a notification left the screen without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// The user dismissed it: they have seen it, and want peace until it is shown again.
    ByPerson,
    /// It expired, or its server dropped it: nobody has answered, and the reminder stays due.
    ByItself,
}

/// Why the next choice is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not now: something else this time.
    NotNow,
    /// Already done, without the program.
    Did,
}

impl Scheduler {
    /// Index of the reminder that an answer refers to: the one on the screen, else the largest unanswered one, else the
    /// largest that waits.
    pub(super) fn addressed(&self) -> Option<usize> {
        self.unanswered().or_else(|| {
            (0..self.state.tracks.len())
                .filter(|index| self.settings.reminders[*index].on)
                .filter(|index| self.state.tracks[*index].pending())
                .max_by_key(|index| self.size(*index))
        })
    }

    /// Index of the reminder that was shown and not answered: the one on the screen, else the largest that left it by
    /// itself.
    pub(super) fn unanswered(&self) -> Option<usize> {
        self.state.screen.or_else(|| {
            (0..self.state.tracks.len())
                .filter(|index| self.settings.reminders[*index].on)
                .filter(|index| self.state.tracks[*index].asked_since.is_some())
                .max_by_key(|index| self.size(*index))
        })
    }

    /// Whether *Snooze* would do anything.
    pub fn can_snooze(&self) -> bool {
        self.addressed().is_some_and(|index| {
            let track = &self.state.tracks[index];
            track.snoozes < self.settings.timing.snoozes
                && !matches!(track.stage, Stage::Snoozed { .. })
        }) && !self.in_break()
    }

    /// Whether *Skip* would do anything.
    pub fn can_skip(&self) -> bool {
        self.addressed().is_some() && !self.in_break()
    }

    /// Whether a guided break is running.
    pub fn in_break(&self) -> bool {
        matches!(self.state.phase, Phase::Break { .. })
    }

    /// When the pause ends, if reminders are paused.
    pub fn paused_until(&self) -> Option<Mono> {
        self.state.paused_until
    }

    /// What the given reminder, or the next choice, would offer right now.
    pub fn choice_for(&self, reminder: Option<&str>) -> Option<Choice> {
        let named = reminder.and_then(|id| self.settings.reminder(id));
        let first_pool = || {
            let mut offers = self
                .settings
                .reminders
                .iter()
                .filter(|reminder| reminder.offer != Offer::Nudge);
            let on = offers.clone().find(|reminder| reminder.on);
            on.or_else(|| offers.next())
        };
        let reminder = named.or_else(first_pool)?;
        self.offers
            .choice(&reminder.offer, self.now.wall.datetime())
    }

    /// What the reminder at that index would offer right now.
    pub(super) fn choice_of(&self, index: usize) -> Option<Choice> {
        let offer = &self.settings.reminders[index].offer;
        self.offers.choice(offer, self.now.wall.datetime())
    }

    /// What *Start* without a name would begin now, and for whom; none if there is nothing to choose from.
    pub fn offered(&self) -> Option<(Choice, By)> {
        let asked = self.addressed().filter(|index| {
            self.settings.reminders[*index].offer != Offer::Nudge
                && !matches!(self.state.tracks[*index].stage, Stage::Snoozed { .. })
        });
        let reminder = asked.map(|index| self.state.tracks[index].id.clone());
        let choice = self.choice_for(reminder.as_deref())?;
        Some((choice, reminder.map_or(By::Hand, By::Reminder)))
    }

    pub(super) fn obey(&mut self, command: Command, effects: &mut Vec<Effect>) {
        let now = self.now.mono;
        if command != Command::Close(Close::ByItself) {
            self.seen_at(now);
        }
        match command {
            Command::Start(what) => self.start(what, effects),
            Command::GoOn => self.go_on(effects),
            Command::Snooze(length) => self.snooze(length),
            Command::Skip => self.skip(),
            Command::Close(close) => self.close(close),
            Command::StayQuiet => self.stay_quiet(),
            Command::Pause(length) => self.state.paused_until = Some(now + length),
            Command::Resume => self.state.paused_until = None,
            Command::Stand => {
                if self.state.posture == Posture::Sitting {
                    self.state.posture = Posture::Standing;
                    let mark = self.state.ledger.read(Meter::Of(Posture::Standing));
                    self.state.bout = Bout::Open { mark };
                }
            }
            Command::Refuse(refusal) => self.refuse(&refusal),
            Command::Sit => {
                self.state.posture = Posture::Sitting;
                self.state.bout = Bout::Settled;
            }
        }
    }

    fn refuse(&mut self, refusal: &Refusal) {
        let asked = self
            .addressed()
            .map(|index| self.state.tracks[index].id.clone());
        let Some(choice) = self.choice_for(asked.as_deref()) else {
            return;
        };
        match refusal {
            Refusal::NotNow => self.offers.refuse(&choice.what),
            Refusal::Did => self
                .offers
                .note_done(&choice.what, self.now.wall.datetime()),
        }
    }

    fn close(&mut self, close: Close) {
        let index = match close {
            Close::ByPerson => self.state.screen.take().or_else(|| self.unanswered()),
            Close::ByItself => {
                self.state.screen = None;
                return;
            }
        };
        if let Some(index) = index {
            self.state.tracks[index].asked_since = None;
        }
    }

    fn snooze(&mut self, length: Option<Duration>) {
        if !self.can_snooze() {
            return;
        }
        if let Some(index) = self.addressed() {
            let track = &mut self.state.tracks[index];
            track.snoozes += 1;
            track.asked_since = None;
            track.stage = Stage::Snoozed {
                mark: self.state.ledger.read(Meter::Present),
                length: length.unwrap_or(self.settings.timing.snooze),
            };
            self.leave_screen(index);
        }
    }

    fn skip(&mut self) {
        if !self.can_skip() {
            return;
        }
        let Some(index) = self.addressed() else {
            return;
        };
        self.start_over(index);
        self.leave_screen(index);
        self.state.today.skipped += 1;
        // Smaller ones that had to stay silent beside it don't take its place.
        for other in 0..self.state.tracks.len() {
            let smaller = self.offers.size(other) < self.offers.size(index);
            if smaller && self.state.tracks[other].stage == Stage::Due {
                let mark = self.state.ledger.read(self.again_meter(other));
                self.state.tracks[other].stage = Stage::Asked { mark };
            }
        }
    }

    fn leave_screen(&mut self, index: usize) {
        if self.state.screen == Some(index) {
            self.state.screen = None;
        }
    }

    fn start(&mut self, what: Option<String>, effects: &mut Vec<Effect>) {
        if self.in_break() {
            // One break at a time: the new one replaces the running one.
            let guided = self.guided();
            self.end_break(Ending::Left { guided }, None, effects);
        }
        let (choice, by) = match what {
            Some(what) => (Choice { what, reason: None }, By::Hand),
            None => match self.offered() {
                Some(offered) => offered,
                None => return,
            },
        };
        let Choice { what, reason } = choice;
        let now = self.now.mono;
        let phase = Phase::Break {
            what: what.clone(),
            by: by.clone(),
            reason: reason.clone(),
            since: now,
            guided: Duration::ZERO,
            course: Course::waiting(now),
            resumed: None,
        };
        self.begin(phase, &by, effects);
        effects.push(Effect::Break { what, by, reason });
    }

    /// A break begins, requested by a reminder or by hand.
    pub(super) fn begin(&mut self, phase: Phase, by: &By, effects: &mut Vec<Effect>) {
        let now = self.now.mono;
        self.state.phase = phase;
        self.state.let_go = None;
        self.state.left = None;
        self.state.played = None;
        self.state.signs.started(now);
        // Starting makes asking unnecessary.
        if let Some(index) = self.state.screen {
            let why = match self.asked_by(by) == Some(index) {
                true => Withdrawal::Started,
                false => Withdrawal::Void(Cause::Break),
            };
            self.withdraw_if_shown(index, why, effects);
        }
    }

    /// Ends the running break. `why` is set if the program does so by itself.
    pub(super) fn end_break(
        &mut self,
        ending: Ending,
        why: Option<LetGoWhy>,
        effects: &mut Vec<Effect>,
    ) {
        // A report from a player whose break is over changes nothing.
        if !self.in_break() {
            return;
        }
        self.stop_guiding(self.now.mono);
        let guided = match &ending {
            Ending::Left { guided } | Ending::Played { guided, .. } => *guided,
            Ending::Finished | Ending::Lost => self.guided(),
        };
        let told = self.state.played.take();
        let told = told.map(|(played, then)| played.after(guided.saturating_sub(then)));
        let has_told = told.is_some();
        let Phase::Break {
            what,
            by,
            reason,
            course,
            resumed,
            ..
        } = std::mem::replace(&mut self.state.phase, Phase::Quiet)
        else {
            return;
        };
        // Finishing a resumed break completes it only if nothing before was skipped.
        let ending = match ending {
            Ending::Played {
                guided,
                whole,
                exercises,
            } => Ending::Played {
                guided,
                whole: whole && resumed != Some(false),
                exercises,
            },
            Ending::Finished | Ending::Left { .. } | Ending::Lost => ending,
        };
        let over = matches!(
            ending,
            Ending::Finished | Ending::Played { whole: true, .. }
        );
        let counts = |guided: Duration| guided >= self.settings.timing.break_counts;
        let (outcome, done) = match &ending {
            Ending::Finished | Ending::Played { whole: true, .. } => {
                (Outcome::Done, self.offers.length(&what))
            }
            Ending::Left { guided } | Ending::Played { guided, .. } if counts(*guided) => {
                (Outcome::Done, *guided)
            }
            Ending::Left { .. } | Ending::Played { .. } => (Outcome::Abandoned, Duration::ZERO),
            Ending::Lost => (Outcome::Lost, Duration::ZERO),
        };
        let did = match &ending {
            Ending::Played { exercises, .. } => exercises.clone(),
            Ending::Left { .. } | Ending::Lost => {
                told.unwrap_or_else(|| self.offers.begun(&what, guided))
            }
            Ending::Finished => Vec::new(),
        };
        let all_at_once = match &ending {
            Ending::Finished => true,
            Ending::Played { whole, .. } => *whole && resumed.is_none(),
            Ending::Left { .. } | Ending::Lost => false,
        };
        match all_at_once {
            true => self.offers.note_done(&what, self.now.wall.datetime()),
            // Of a lost player, only what it had reported is known to be done.
            false if ending == Ending::Lost && !has_told => self.note_played(&what, &[], outcome),
            false => self.note_played(&what, &did, outcome),
        }
        // A break that an absence ended isn't resumed.
        match over || why == Some(LetGoWhy::Away) {
            true => self.state.left = None,
            false => self.note_left(&what, &by, reason, &did, resumed),
        }
        effects.push(Effect::BreakEnd(outcome));
        if let (Some(why), Course::Waiting { since, .. }) = (why, course) {
            self.note_let_go(&what, &by, since, why, outcome == Outcome::Done);
        }
        let asked = self.asked_by(&by);
        match outcome {
            Outcome::Done => {
                self.state.today.done += 1;
                for index in 0..self.state.tracks.len() {
                    // A time of day that hasn't come yet isn't satisfied in advance.
                    let counts = self.meter(index).is_some() || self.state.tracks[index].pending();
                    if Some(index) == asked || (counts && self.offers.size(index) <= done) {
                        self.start_over(index);
                    }
                }
                let posture = self.state.posture;
                self.start_interval_over();
                // A user who stood at a raised desk before the break stands there after it.
                self.state.posture = posture;
                if posture == Posture::Standing {
                    let mark = self.state.standing_mark;
                    self.state.bout = Bout::Open { mark };
                }
                let flowing = self.state.signs.silent_since().is_none();
                if flowing && self.state.signs.presence() == Presence::Present {
                    self.state.interval = Interval::Running;
                }
            }
            Outcome::Abandoned | Outcome::Lost => {
                if let Some(index) = asked {
                    self.state.tracks[index].asked_since = None;
                    self.state.tracks[index].stage = Stage::Snoozed {
                        mark: self.state.ledger.read(Meter::Present),
                        length: self.settings.timing.snooze,
                    };
                }
            }
        }
    }

    /// The reminder that asked for a break, by index; none if it was started by hand.
    pub(super) fn asked_by(&self, by: &By) -> Option<usize> {
        match by {
            By::Reminder(id) => self.state.tracks.iter().position(|track| track.id == *id),
            By::Hand => None,
        }
    }

    /// What was played to its end counts as done; the rest of a break doesn't, however it ended. For a resumed break,
    /// what was done before is recorded already.
    fn note_played(&mut self, what: &str, played: &[Exercised], outcome: Outcome) {
        let at = self.now.wall.datetime();
        let mut nothing = true;
        for exercise in played.iter().filter(|exercise| exercise.whole) {
            self.offers.note_done(&exercise.exercise, at);
            nothing = false;
        }
        if nothing && outcome == Outcome::Done {
            // Long enough to count, but nothing was completed: offer something else next.
            self.offers.refuse_next(what);
        }
    }
}
