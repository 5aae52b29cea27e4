//! What comes out of the scheduler.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::phase::By;
use crate::logic::catalog::{Choice, Reason};
use crate::logic::presence::Hold;
use crate::logic::text::word::{self, Word};

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

/// Why a reminder on the screen no longer applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A natural break was credited.
    NaturalBreak,
    /// This reason to stay quiet appeared; rows of the history from before don't say which.
    Hold(Option<Hold>),
    /// Another break begins.
    Break,
    /// A larger reminder replaces it.
    Larger,
    /// The settings changed, and it no longer applies.
    Settings,
}

/// How many causes are no hold by name.
const OTHERS: usize = 5;

impl Word for Cause {
    const ALL: &'static [Cause] = &{
        let mut all = [Cause::NaturalBreak; OTHERS + Hold::ALL.len()];
        (all[1], all[2]) = (Cause::Break, Cause::Larger);
        (all[3], all[4]) = (Cause::Settings, Cause::Hold(None));
        let mut at = 0;
        while at < Hold::ALL.len() {
            all[OTHERS + at] = Cause::Hold(Some(Hold::ALL[at]));
            at += 1;
        }
        all
    };
    const WORDS: &'static [&'static str] = &{
        let mut words = ["natural-break"; OTHERS + Hold::WORDS.len()];
        (words[1], words[2]) = ("break", "larger");
        (words[3], words[4]) = ("settings", "hold");
        let mut at = 0;
        while at < Hold::WORDS.len() {
            words[OTHERS + at] = Hold::WORDS[at];
            at += 1;
        }
        words
    };

    /// A hold by name is its own word.
    fn word(self) -> &'static str {
        match self {
            Cause::NaturalBreak => "natural-break",
            Cause::Break => "break",
            Cause::Larger => "larger",
            Cause::Settings => "settings",
            Cause::Hold(None) => "hold",
            Cause::Hold(Some(hold)) => hold.word(),
        }
    }
}

impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Cause {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        word::read(from)
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
    fn each_cause_is_read_back_by_its_word() {
        for (cause, word) in Cause::ALL.iter().zip(Cause::WORDS) {
            assert_eq!(cause.word(), *word);
            assert_eq!(Cause::from_word(word), Some(*cause), "{word}");
        }
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
        assert_eq!(
            because(Input::Do(pause)),
            void(Cause::Hold(Some(Hold::Paused)))
        );
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
