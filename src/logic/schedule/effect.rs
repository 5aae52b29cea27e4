//! What comes out of the scheduler.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::phase::By;
use crate::logic::catalog::{Choice, Reason};
use crate::logic::presence::Hold;
use crate::logic::text::word::words;

/// What the program must do or tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Show a reminder, replacing any that is shown.
    Remind {
        /// Reminder id.
        reminder: String,
        /// Showings in a row, from 1.
        showings: u32,
        /// What it offers, and why; none if there is nothing to choose from.
        choice: Option<Choice>,
        /// What it had to wait for, if it did.
        waited_for: Option<Hold>,
        /// The full-screen window it comes in spite of, once and quietly.
        despite: Option<Despite>,
    },
    /// Show a nudge.
    Nudge {
        /// Reminder id.
        reminder: String,
    },
    /// Take the shown reminder off the screen.
    Withdraw {
        /// Reminder id.
        reminder: String,
        /// Why.
        why: Withdrawal,
    },
    /// Open the break.
    Break {
        /// Exercise or routine id.
        what: String,
        /// Who asked for it.
        by: By,
        /// Why it was chosen; none if the user chose.
        reason: Option<Reason>,
    },
    /// The break is over.
    BreakEnd(Outcome),
    /// A natural break was credited.
    NaturalBreak {
        /// Time since the last sign of presence.
        away: Duration,
    },
    /// A due reminder starts waiting for this hold.
    Hold(Hold),
    /// That hold ended.
    Release(Hold),
}

/// Why a reminder leaves the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// Its own break begins: that is its answer.
    Started,
    /// It no longer applies.
    Void(Cause),
}

words! {
    as serde
    /// Why a reminder on the screen no longer applies.
    pub enum Cause {
        /// A natural break was credited.
        NaturalBreak = "natural-break",
        /// A reason to stay quiet appeared.
        Hold = "hold",
        /// Another break begins.
        Break = "break",
        /// A larger reminder replaces it.
        Larger = "larger",
        /// The settings changed, and it no longer applies.
        Settings = "settings",
    }
}

/// A full-screen window that has kept a reminder quiet for long enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Despite {
    /// Its application, if known.
    pub app: Option<String>,
}

/// What a break counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Outcome {
    Done,
    Abandoned,
    Lost,
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::logic::catalog;
    use crate::logic::schedule::{Command, Input, Scheduler};
    use crate::logic::settings::Settings;
    use crate::logic::time::now::{Mono, Now};

    /// A scheduler with a reminder on the screen, what it showed, and a clock in minutes.
    fn asked(settings: &[(&str, &str)]) -> (Scheduler, Effect, impl Fn(u64) -> Now) {
        let mut with = Settings::default();
        for (path, value) in settings {
            with.set(path, value).expect("a setting");
        }
        let wall = jiff::civil::date(2026, 3, 2).at(9, 0, 0, 0);
        let start = Now {
            mono: Mono::default(),
            wall: wall.to_zoned(jiff::tz::TimeZone::UTC).expect("a moment"),
        };
        let catalog = Arc::new(catalog::builtin().clone());
        let mut scheduler = Scheduler::new(with, catalog, Vec::new(), start.clone());
        scheduler.handle(Input::Active, &start);
        let at = move |minutes: u64| start.at(Mono::from_secs(minutes * 60));
        let mut effects = (1..35).flat_map(|minute| scheduler.handle(Input::Tick, &at(minute)));
        let is_stretch = |effect: &Effect| matches!(effect, Effect::Remind { reminder, .. } if reminder == "stretch");
        let shown = effects.find(is_stretch).expect("it is time");
        drop(effects);
        (scheduler, shown, at)
    }

    fn withdrawn(effects: &[Effect]) -> Option<Withdrawal> {
        effects.iter().find_map(|effect| match effect {
            Effect::Withdraw { why, .. } => Some(*why),
            Effect::Remind { .. }
            | Effect::Nudge { .. }
            | Effect::Break { .. }
            | Effect::BreakEnd(_)
            | Effect::NaturalBreak { .. }
            | Effect::Hold(_)
            | Effect::Release(_) => None,
        })
    }

    #[test]
    fn what_is_shown_brings_its_choice_and_its_break_the_reason() {
        let (mut scheduler, shown, at) = asked(&[]);
        let Effect::Remind { choice, .. } = shown else {
            panic!("a reminder");
        };
        let choice = choice.expect("a desk has many");
        assert_eq!(choice.reason, Some(Reason::FirstOne));
        let start = Input::Do(Command::Start(None));
        let begun = scheduler.handle(start, &at(35));
        let by = By::Reminder("stretch".to_owned());
        assert_eq!(
            begun,
            [
                Effect::Withdraw {
                    reminder: "stretch".to_owned(),
                    why: Withdrawal::Started,
                },
                Effect::Break {
                    what: choice.what,
                    by,
                    reason: choice.reason,
                },
            ]
        );
    }

    #[test]
    fn what_is_taken_off_the_screen_says_why() {
        let because = |input: Input| {
            let (mut scheduler, _, at) = asked(&[]);
            withdrawn(&scheduler.handle(input, &at(35)))
        };
        let walk = Command::Start(Some("walk".to_owned()));
        let void = |cause| Some(Withdrawal::Void(cause));
        assert_eq!(because(Input::Do(walk)), void(Cause::Break));
        let pause = Command::Pause(Duration::from_secs(600));
        assert_eq!(because(Input::Do(pause)), void(Cause::Hold));
        let (mut scheduler, _, at) = asked(&[]);
        let since = at(35).mono;
        scheduler.handle(Input::Idle { since }, &at(35));
        let mut gone = (36..41).flat_map(|minute| scheduler.handle(Input::Tick, &at(minute)));
        let is_withdrawn = |effect: &Effect| matches!(effect, Effect::Withdraw { .. });
        let gone = gone.find(is_withdrawn);
        assert_eq!(withdrawn(gone.as_slice()), void(Cause::NaturalBreak));
        let (mut scheduler, _, at) = asked(&[
            ("reminders.reset.on", "true"),
            ("reminders.reset.after", "45m"),
        ]);
        let mut larger = (36..60).flat_map(|minute| scheduler.handle(Input::Tick, &at(minute)));
        let larger = larger.find(is_withdrawn);
        assert_eq!(withdrawn(larger.as_slice()), void(Cause::Larger));
        let (mut scheduler, _, at) = asked(&[]);
        let mut settings = scheduler.settings().clone();
        settings
            .set("reminders.stretch.after", "3h")
            .expect("a setting");
        let changed = scheduler.reconfigure(settings, &at(35));
        assert_eq!(withdrawn(&changed), void(Cause::Settings));
    }
}
