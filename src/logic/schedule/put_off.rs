//! A break put off until later: the user wants to be asked again.

use super::Scheduler;
use super::effect::Effect;
use super::input::Ending;
use super::ledger::Meter;
use super::phase::{By, Phase, Stage};
use crate::logic::settings::Offer;

impl Scheduler {
    /// The reminder that asks again if the running break is put off: the one that asked for it, else the one that is
    /// due, else the first that offers breaks. None if no break is running, no enabled reminder could ask, or it was
    /// put off too many times in a row.
    pub fn asks_again(&self) -> Option<&str> {
        let index = self.asks_again_index()?;
        Some(self.state.tracks[index].id.as_str())
    }

    fn asks_again_index(&self) -> Option<usize> {
        let Phase::Break { by, .. } = &self.state.phase else {
            return None;
        };
        let reminders = &self.settings.reminders;
        let asked = match by {
            By::Reminder(_) => self.asked_by(by),
            By::Hand => self.addressed(),
        };
        let offers =
            |index: &usize| reminders[*index].on && reminders[*index].offer != Offer::Nudge;
        let index = asked
            .filter(offers)
            .or_else(|| (0..reminders.len()).find(offers))?;
        (self.state.tracks[index].snoozes < self.settings.timing.snoozes).then_some(index)
    }

    /// Ends the running break, and asks again after the snooze time, however little has been sat by then.
    pub(super) fn put_off_break(&mut self, ending: Ending, effects: &mut Vec<Effect>) {
        let again = self.asks_again_index();
        let snoozes = again.map_or(0, |index| self.state.tracks[index].snoozes);
        self.end_break(ending, None, effects);
        let Some(index) = again else {
            return;
        };
        let mark = self.state.ledger.read(Meter::Present);
        let track = &mut self.state.tracks[index];
        // Even if enough was guided to count as a break, snoozes aren't given back: otherwise it could be put off for
        // ever, a minute at a time.
        track.snoozes = snoozes + 1;
        track.wanted = true;
        track.asked_since = None;
        track.stage = Stage::Snoozed {
            mark,
            length: self.settings.timing.snooze,
        };
    }

    /// Whether a reminder may ask: its own amount is reached, or the user wants it anyway.
    pub(super) fn is_wanted(&self, index: usize) -> bool {
        self.state.tracks[index].wanted || self.amount_reached(index)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::logic::catalog;
    use crate::logic::schedule::{Command, Input};
    use crate::logic::settings::Settings;
    use crate::logic::time::now::{Mono, Now};

    fn minutes(minutes: u64) -> Duration {
        Duration::from_secs(minutes * 60)
    }

    /// A break started by hand and put off after two minutes; then two more minutes pass.
    fn put_off(settings: Settings) -> (Scheduler, Now) {
        let catalog = Arc::new(catalog::builtin().clone());
        let wall = jiff::civil::date(2026, 3, 2).at(9, 0, 0, 0);
        let start = Now {
            mono: Mono::default(),
            wall: wall
                .to_zoned(jiff::tz::TimeZone::UTC)
                .expect("a good moment"),
        };
        let mut scheduler = Scheduler::new(settings, catalog, Vec::new(), start.clone());
        let at = |time: u64| start.at(Mono(minutes(time)));
        scheduler.handle(Input::Active, &at(0));
        scheduler.handle(Input::Do(Command::Start(None)), &at(1));
        assert_eq!(scheduler.asks_again(), Some("stretch"));
        let guided = minutes(2);
        scheduler.handle(Input::BreakPutOff(Ending::Left { guided }), &at(3));
        (scheduler, at(5))
    }

    #[test]
    fn what_the_person_wants_is_asked_whatever_has_been_sat_and_whatever_is_set() {
        let (mut scheduler, now) = put_off(Settings::default());
        assert_eq!(scheduler.next_deadline(), Some(Mono(minutes(8))));
        // None of the changes concern it.
        let mut settings = Settings::default();
        settings.set("timing.again", "20m").expect("a setting");
        scheduler.reconfigure(settings, &now);
        let until = now.at(Mono(minutes(8)));
        scheduler.handle(Input::Tick, &until);
        assert!(
            matches!(scheduler.phase(), Phase::Lull { .. }),
            "{:?}",
            scheduler.phase()
        );
    }

    #[test]
    fn it_is_put_off_only_so_often() {
        let mut settings = Settings::default();
        settings.set("timing.snoozes", "1").expect("a setting");
        let (mut scheduler, now) = put_off(settings);
        scheduler.handle(Input::Do(Command::Start(None)), &now);
        assert_eq!(scheduler.asks_again(), None);
        // If the player asks anyway, nothing changes.
        let guided = Duration::ZERO;
        let later = now.at(Mono(minutes(6)));
        scheduler.handle(Input::BreakPutOff(Ending::Left { guided }), &later);
        assert!(!scheduler.in_break());
    }

    #[test]
    fn where_no_reminder_is_on_nothing_can_ask_again() {
        let mut settings = Settings::default();
        for reminder in &mut settings.reminders {
            reminder.on = false;
        }
        let catalog = Arc::new(catalog::builtin().clone());
        let now = Now {
            mono: Mono::default(),
            wall: jiff::Zoned::default(),
        };
        let mut scheduler = Scheduler::new(settings, catalog, Vec::new(), now.clone());
        scheduler.handle(Input::Do(Command::Start(Some("walk".to_owned()))), &now);
        assert!(scheduler.in_break());
        assert_eq!(scheduler.asks_again(), None);
    }
}
