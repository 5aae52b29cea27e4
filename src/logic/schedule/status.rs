//! The scheduler's part of the status, and the source of notifications.

use std::time::Duration;

use crate::logic::catalog::Reason;
use crate::logic::presence::Posture;
use crate::logic::schedule::ledger::Meter;
use crate::logic::schedule::phase::Phase;
use crate::logic::schedule::{Despite, Effect, Scheduler};
use crate::logic::settings::{Offer, Reminder, Trigger};
use crate::logic::shown::notice::{self, Asking, Notice, Nudge};
use crate::logic::shown::status::{Appearance, HeldBy, Next, Running, Shown, Status, WindowWish};
use crate::logic::time::now::Mono;
use crate::logic::time::span;

/// Seconds left, rounded up: a pause of half an hour shouldn't start as 29 minutes and something.
fn whole_seconds(left: Duration) -> u64 {
    left.as_secs() + u64::from(left.subsec_nanos() > 0)
}

/// How much of a nudge's text can stand for all of it in a line, in characters.
const NAME: usize = 40;

/// A nudge's name in a line that says what comes next: its own text, cut at a word if it is long.
fn nudge_name(reminder: &Reminder) -> String {
    let text = reminder.text.trim().trim_end_matches('.');
    if text.chars().count() > NAME {
        let head: String = text.chars().take(NAME).collect();
        let words = head
            .rsplit_once(' ')
            .map_or(head.as_str(), |(words, _)| words);
        return format!("{}…", words.trim_end_matches([',', ';', ':', '.']));
    }
    if !text.is_empty() {
        return text.to_owned();
    }
    match reminder.trigger {
        Trigger::Amount {
            of: Posture::Sitting,
            ..
        } => "Posture check",
        Trigger::Amount {
            of: Posture::Standing,
            ..
        } => "Time to sit down",
        Trigger::TimeOfDay { .. } => "A few steps",
    }
    .to_owned()
}

impl Scheduler {
    /// Sitting time since the last break of any kind.
    pub fn sitting(&self) -> Duration {
        let meter = Meter::Of(Posture::Sitting);
        self.state.ledger.count(meter, self.state.sitting_mark)
    }

    /// Standing time since the last break of any kind.
    pub fn standing(&self) -> Duration {
        let meter = Meter::Of(Posture::Standing);
        self.state.ledger.count(meter, self.state.standing_mark)
    }

    /// The reminder that asks next, and when.
    pub fn next(&self) -> Option<(&str, Mono)> {
        self.upcoming().map(|next| {
            let id = self.state.tracks[next.reminder].id.as_str();
            (id, next.at)
        })
    }

    /// Everything the scheduler knows at this moment; the daemon adds abilities and problems.
    pub fn status(&self) -> Status {
        let now = self.now.mono;
        let next = self.upcoming().map(|next| {
            let reminder = &self.settings.reminders[next.reminder];
            let choice = self.choice_of(next.reminder);
            let because = choice.as_ref().and_then(|choice| choice.reason.clone());
            Next {
                reminder: reminder.id.clone(),
                within: next.at.since(now),
                name: match &choice {
                    Some(choice) => self.offers.name(&choice.what),
                    None => nudge_name(reminder),
                },
                what: choice.map(|choice| choice.what),
                reason: Reason::words_of(because.as_ref()),
                because,
            }
        });
        let shown = self.state.screen.and_then(|index| self.shown(index));
        let due = self.unanswered().filter(|_| !self.in_break());
        let overdue = due.and_then(|index| self.state.tracks[index].asked_since);
        let due = match due == self.state.screen {
            true => shown.clone(),
            false => due.and_then(|index| self.shown(index)),
        };
        let running = match &self.state.phase {
            Phase::Break {
                what, by, reason, ..
            } => Some(Running {
                what: what.clone(),
                name: self.offers.name(what),
                by: by.word().to_owned(),
                reason: Reason::words_of(reason.as_ref()),
                because: reason.clone(),
                can_put_off: self.asks_again().is_some(),
            }),
            Phase::Quiet
            | Phase::Absent { .. }
            | Phase::Held { .. }
            | Phase::Settling { .. }
            | Phase::Lull { .. } => None,
        };
        Status {
            sitting: self.sitting(),
            standing: self.standing(),
            limit: self.limit(),
            presence: self.state.signs.presence(),
            posture: self.state.posture,
            counting: self.state.ledger.kind().is_some(),
            next,
            shown,
            overdue: overdue
                .filter(|_| due.is_some())
                .map_or(Duration::ZERO, |since| now.since(since)),
            due,
            running,
            holds: self
                .holds()
                .into_iter()
                .map(|reason| {
                    let ends = self.hold_ends(reason);
                    let ends = ends.map(|end| whole_seconds(end.since(now)));
                    HeldBy::new(reason, ends, self.hold_app(reason))
                })
                .collect(),
            can_snooze: self.can_snooze(),
            snooze: self.settings.timing.snooze,
            can_skip: self.can_skip(),
            today: self.state.today,
            abilities: Vec::new(),
            problems: Vec::new(),
            window: WindowWish::default(),
            appearance: Appearance::default(),
            catalog: 0,
            settings: 0,
            let_go: self.let_go().cloned(),
            left: self.shown_left(),
        }
    }

    fn shown(&self, index: usize) -> Option<Shown> {
        let choice = self.choice_of(index)?;
        Some(Shown {
            reminder: self.state.tracks[index].id.clone(),
            showings: self.state.tracks[index].showings,
            name: self.offers.name(&choice.what),
            what: choice.what,
            reason: Reason::words_of(choice.reason.as_ref()),
            because: choice.reason,
        })
    }

    /// The limit for the headline number: the smallest enabled sitting reminder that offers a break, else the smallest
    /// enabled one, else half an hour.
    fn limit(&self) -> Duration {
        let smallest = |nudges: bool| {
            self.settings
                .reminders
                .iter()
                .filter(|reminder| reminder.on && (nudges || reminder.offer != Offer::Nudge))
                .filter_map(|reminder| match reminder.trigger {
                    Trigger::Amount {
                        of: Posture::Sitting,
                        after,
                    } => Some(after),
                    Trigger::Amount { .. } | Trigger::TimeOfDay { .. } => None,
                })
                .min()
        };
        smallest(false)
            .or_else(|| smallest(true))
            .unwrap_or(Duration::from_secs(30 * 60))
    }

    /// The notification that an effect calls for; none for effects that show nothing.
    pub fn notice(&self, effect: &Effect) -> Option<Notice> {
        match effect {
            Effect::Remind {
                reminder,
                showings,
                choice,
                waited_for,
                despite,
            } => {
                let reminder = self.settings.reminder(reminder)?;
                let choice = choice.as_ref()?;
                let standing = match reminder.trigger {
                    Trigger::Amount {
                        of: Posture::Standing,
                        ..
                    } => Some(self.standing()),
                    Trigger::Amount { .. } | Trigger::TimeOfDay { .. } => None,
                };
                let asking = Asking {
                    sitting: self.sitting(),
                    standing,
                    name: &self.offers.name(&choice.what),
                    length: self.offers.length(&choice.what),
                    reason: choice.reason.as_ref(),
                    showings: *showings,
                    waited_for: *waited_for,
                    snooze: self.can_snooze().then_some(self.settings.timing.snooze),
                    stay: self.settings.notification.stay,
                };
                Some(match despite {
                    Some(Despite { app }) => notice::ask_quietly(&asking, app.as_deref()),
                    None => notice::ask(&asking),
                })
            }
            Effect::Nudge { reminder } => {
                let reminder = self.settings.reminder(reminder)?;
                Some(notice::nudge(self.nudge_words(reminder)))
            }
            Effect::Withdraw { .. }
            | Effect::Break { .. }
            | Effect::BreakEnd(_)
            | Effect::NaturalBreak { .. }
            | Effect::Hold(_)
            | Effect::Release(_) => None,
        }
    }

    fn nudge_words(&self, reminder: &Reminder) -> Nudge {
        let own = reminder.text.trim();
        if !own.is_empty() {
            return Nudge::own(own, &reminder.name());
        }
        match reminder.trigger {
            Trigger::Amount {
                of: Posture::Sitting,
                ..
            } => Nudge::new(
                "How are you sitting?",
                "Both feet on the floor, back long, shoulders easy.",
            ),
            Trigger::Amount {
                of: Posture::Standing,
                ..
            } => Nudge::new(
                format!("Standing for {}", span::words(self.standing())),
                "Sit for a while, or walk a few steps.",
            ),
            Trigger::TimeOfDay { .. } => {
                Nudge::new("A good time to move", "Stand up and walk a few steps.")
            }
        }
    }
}
