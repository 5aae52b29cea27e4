//! The rules in any order: random inputs, checking after each what must always hold.
//!
//! Stories, one per rule, are the scripts in `tests/scenarios/`.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test passes on what it does not look at"
)]

mod played;
mod restarts;

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::logic::catalog::Catalog;
use crate::logic::presence::{DesktopHold, Hold};
use crate::logic::text::word::Word as _;

/// One step of a random life: some time passes, then something happens.
#[derive(Clone, Debug)]
struct Happening {
    after: u64,
    input: Input,
    wall_step: i64,
}

fn catalog() -> Arc<Catalog> {
    static CATALOG: std::sync::OnceLock<Arc<Catalog>> = std::sync::OnceLock::new();
    let read = || Arc::new(crate::logic::catalog::builtin().clone());
    Arc::clone(CATALOG.get_or_init(read))
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(Command::Start(None)),
        Just(Command::Start(Some("doorway-pec-stretch".to_owned()))),
        Just(Command::Snooze(None)),
        (1..2000_u64).prop_map(|s| Command::Snooze(Some(Duration::from_secs(s)))),
        Just(Command::Skip),
        Just(Command::StayQuiet),
        Just(Command::Close(Close::ByPerson)),
        Just(Command::Close(Close::ByItself)),
        (1..9000_u64).prop_map(|s| Command::Pause(Duration::from_secs(s))),
        Just(Command::Resume),
        Just(Command::Stand),
        Just(Command::Sit),
        Just(Command::Refuse(Refusal::NotNow)),
        Just(Command::Refuse(Refusal::Did)),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        2 => Just(Input::Tick),
        6 => Just(Input::Active),
        // `since` is made relative to the moment when it is fed.
        6 => (0..400_u64).prop_map(|ago| Input::Idle { since: Mono::from_secs(ago) }),
        1 => Just(Input::Lock),
        1 => Just(Input::Unlock),
        1 => Just(Input::Sleep),
        2 => (0..3000_u64).prop_map(|ago| Input::Woke {
            since: (ago % 3 == 0).then(|| Mono::from_secs(ago))
        }),
        1 => any::<bool>().prop_map(|on| Input::Call(on.into())),
        1 => any::<bool>().prop_map(Input::Film),
        2 => (proptest::sample::select(DesktopHold::ALL), any::<bool>())
            .prop_map(|(hold, on)| Input::Hold(hold, on.into())),
        3 => (0..300_u64).prop_map(|s| Input::BreakGoesOn {
            guided: Duration::ZERO,
            promise: Duration::from_secs(s.saturating_sub(100)), played: None }),
        1 => Just(Input::BreakEnded(Ending::Finished)),
        1 => (0..200_u64).prop_map(|s| Input::BreakEnded(Ending::Left { guided: Duration::from_secs(s) })),
        1 => Just(Input::BreakEnded(Ending::Lost)),
        1 => (0..200_u64).prop_map(|s| Input::BreakPutOff(Ending::Left { guided: Duration::from_secs(s) })),
        4 => command().prop_map(Input::Do),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    let after = prop_oneof![0..5_u64, 0..400_u64, 0..4000_u64, 0..100_000_u64];
    let wall_step = prop_oneof![9 => Just(0_i64), 1 => -90_000..90_000_i64];
    (after, input(), wall_step).prop_map(|(after, input, wall_step)| Happening {
        after,
        input,
        wall_step,
    })
}

fn settings() -> impl Strategy<Value = Settings> {
    (any::<[bool; 5]>(), any::<bool>(), 0..4_u8).prop_map(|(on, hours, lulls)| {
        let mut settings = Settings::default();
        for (reminder, on) in settings.reminders.iter_mut().zip(on) {
            reminder.on = on;
        }
        if hours {
            settings
                .set("hours", "Mon-Fri 09:00-12:00, 13:00-17:00; Fri 22:00-02:00")
                .unwrap();
        }
        if lulls == 0 {
            settings.set("timing.lull", "0s").unwrap();
        }
        if lulls == 1 {
            settings.set("timing.lull_wait", "0s").unwrap();
        }
        settings
    })
}

#[test]
fn what_comes_next_names_the_nudge() {
    let name = |sets: &[(&str, &str)]| {
        let mut settings = Settings::default();
        settings
            .reminders
            .retain(|reminder| reminder.id == "posture");
        for (path, value) in sets {
            settings
                .set(&format!("reminders.posture.{path}"), value)
                .unwrap();
        }
        settings.reminders[0].on = true;
        let mut world = World::new(settings);
        world.feed(Input::Active).unwrap();
        world.scheduler.status().next_sentence()
    };
    assert_eq!(name(&[]), "Posture check in 15 min.");
    assert_eq!(
        name(&[("text", "Ask Dr. Smith & Co. about the desk.")]),
        "Ask Dr. Smith & Co. about the desk in 15 min."
    );
    assert_eq!(
        name(&[(
            "text",
            "Look out of the window, at something far away, for a while"
        )]),
        "Look out of the window, at something… in 15 min."
    );
    assert_eq!(
        name(&[("of", "standing"), ("after", "20m")]),
        "No reminder is due."
    );
}

struct World {
    scheduler: Scheduler,
    now: Now,
    asleep: bool,
    on_screen: Option<String>,
    /// How long a user who was present has gone without a reminder and without a reason, and how long that may be.
    unasked: Duration,
    allowed: Duration,
    /// Showings since the last input.
    unseen: u32,
    /// When a reminder was last shown.
    asked_at: Mono,
}

/// The limit of the sitting reminder, the longest wait for a lull, what a larger one may take, and the pause after a
/// showing.
fn usually_within(settings: &Settings) -> Duration {
    let timing = &settings.timing;
    Duration::from_secs(30 * 60) + timing.lull_wait + timing.merge + timing.settle * 2
}

/// No break takes longer.
fn longest_plan() -> Duration {
    let builtin = crate::logic::catalog::builtin();
    let what = [
        "standing-spinal-decompression",
        "doorway-pec-stretch",
        "walk",
    ];
    let lengths = what.iter().filter_map(|what| builtin.length(what));
    lengths.max().unwrap_or_default() + Duration::from_secs(300)
}

impl World {
    fn new(settings: Settings) -> Self {
        let wall = DateTime::constant(2026, 3, 2, 9, 0, 0, 0);
        let now = Now {
            mono: Mono::from_secs(100_000),
            wall: wall
                .to_zoned(TimeZone::get("Europe/Berlin").unwrap())
                .unwrap(),
        };
        World {
            allowed: usually_within(&settings),
            scheduler: Scheduler::new(settings, catalog(), Vec::new(), now.clone()),
            now,
            asleep: false,
            on_screen: None,
            unasked: Duration::ZERO,
            unseen: 0,
            asked_at: Mono::default(),
        }
    }

    /// A reminder has come, or the user has said when they want the next one.
    fn asked(&mut self) {
        self.unasked = Duration::ZERO;
        self.allowed = usually_within(self.scheduler.settings());
    }

    /// Nobody sitting there is forgotten: neither while a window is open nor for any other reason.
    fn nobody_is_forgotten(
        &mut self,
        input: &Input,
        effects: &[Effect],
        before: &Scheduler,
    ) -> Result<(), TestCaseError> {
        let present = |scheduler: &Scheduler| {
            scheduler.state.signs.presence() == Presence::Present && !scheduler.awaits_return()
        };
        if present(before) {
            self.unasked += self.now.mono.since(before.now.mono);
        }
        if !before.state.signs.is_away() && self.scheduler.state.signs.is_away() {
            // Time when nobody was there is known by now.
            let gone = self
                .now
                .mono
                .since(self.scheduler.state.signs.last_sign(self.now.mono));
            self.unasked = self.unasked.saturating_sub(gone);
        }
        let timing = self.scheduler.settings().timing.clone();
        let resumes = |promise: &Duration| {
            let course = |scheduler: &Scheduler| match &scheduler.state.phase {
                Phase::Break { course, .. } => Some(matches!(course, Course::Guiding { .. })),
                _ => None,
            };
            !promise.is_zero() && course(before) == Some(false)
        };
        match input {
            Input::Do(Command::Start(_)) => self.allowed += longest_plan() + timing.lets_go,
            Input::BreakGoesOn { promise, .. } if resumes(promise) => {
                self.allowed += timing.lets_go + *promise;
            }
            Input::BreakGoesOn { promise, .. } => self.allowed += *promise,
            Input::Do(Command::Snooze(length)) => {
                self.asked();
                self.allowed += length.unwrap_or(timing.snooze);
            }
            Input::Do(Command::Close(_) | Command::Skip | Command::Sit) => self.asked(),
            _ => {}
        }
        let over = |effect: &Effect| {
            matches!(
                effect,
                Effect::Remind { .. }
                    | Effect::NaturalBreak { .. }
                    | Effect::BreakEnd(Outcome::Done)
            )
        };
        let status = self.scheduler.status();
        let stretch = self.scheduler.settings().reminder("stretch");
        if effects.iter().any(over)
            || status.shown.is_some()
            || !status.holds.is_empty()
            || !before.holds().is_empty()
            || status.posture == Posture::Standing
            || self.scheduler.awaits_return()
            || !stretch.is_some_and(|reminder| reminder.on)
        {
            self.asked();
        }
        if effects.contains(&Effect::BreakEnd(Outcome::Abandoned))
            || effects.contains(&Effect::BreakEnd(Outcome::Lost))
        {
            self.allowed += timing.snooze;
        }
        prop_assert!(
            self.unasked <= self.allowed,
            "not asked for {:?}, {:?} at most",
            self.unasked,
            self.allowed
        );
        Ok(())
    }

    fn feed(&mut self, input: Input) -> Result<(), TestCaseError> {
        let before = self.scheduler.sitting();
        let was = self.scheduler.now.mono;
        let earlier = self.scheduler.clone();
        let answered = matches!(
            input,
            Input::Do(Command::Close(_) | Command::Skip | Command::Snooze(_))
        );
        let moved = match &input {
            Input::Active
            | Input::Idle { .. }
            | Input::Unlock
            | Input::BreakEnded(_)
            | Input::BreakPutOff(_) => true,
            Input::Sleep | Input::Woke { .. } => true,
            Input::Do(command) => *command != Command::Close(Close::ByItself),
            _ => false,
        };
        if moved {
            self.unseen = 0;
        }
        let effects = self.scheduler.handle(input.clone(), &self.now);
        let worked = effects.contains(&Effect::BreakEnd(Outcome::Abandoned))
            || effects.contains(&Effect::BreakEnd(Outcome::Done));
        let worked = self.scheduler.worked_since().filter(|_| worked);
        let passed = self.now.mono.since(worked.unwrap_or(was).min(was));
        prop_assert!(
            self.scheduler.sitting() <= before + passed,
            "sat longer than time passed"
        );
        self.nobody_is_forgotten(&input, &effects, &earlier)?;
        for effect in &effects {
            if matches!(effect, Effect::Remind { .. }) {
                self.asked_at = self.now.mono;
            }
            match effect {
                Effect::Remind {
                    reminder, despite, ..
                } => {
                    let shown = self.on_screen.as_ref();
                    prop_assert!(answered || shown.is_none_or(|shown| shown == reminder));
                    self.on_screen = Some(reminder.clone());
                    let despite = despite
                        .as_ref()
                        .map(|_| Hold::Desktop(DesktopHold::Presentation));
                    self.may_ask(despite.as_slice())?;
                    self.unseen += 1;
                    let silent = self.scheduler.state.signs.silent_since().is_some();
                    prop_assert!(!silent || self.unseen <= 3, "asked on in an empty room");
                }
                Effect::Nudge { .. } => self.may_ask(&[])?,
                Effect::Withdraw { reminder, .. } => {
                    let taken = self.on_screen.take();
                    prop_assert_eq!(taken.as_ref(), Some(reminder));
                }
                Effect::Break { .. } => prop_assert_eq!(self.on_screen.as_ref(), None),
                Effect::BreakEnd(_)
                | Effect::NaturalBreak { .. }
                | Effect::Hold(_)
                | Effect::Release(_) => {}
            }
        }
        if let Input::Do(_) = input {
            let shown = self.scheduler.status().shown.map(|shown| shown.reminder);
            prop_assert!(shown.is_none() || shown == self.on_screen);
            self.on_screen = shown;
        }
        if let Some(deadline) = self.scheduler.next_deadline() {
            prop_assert!(deadline > self.now.mono, "a deadline in the past");
            prop_assert!(!self.asleep, "a deadline while asleep");
        }
        self.is_believed()?;
        let again = self.scheduler.handle(Input::Tick, &self.now);
        prop_assert_eq!(again, Vec::new(), "a spurious tick did something");
        Ok(())
    }

    /// Nobody is assumed to be there longer than that without input, whatever is playing or recording.
    fn is_believed(&self) -> Result<(), TestCaseError> {
        let scheduler = &self.scheduler;
        let (state, timing) = (&scheduler.state, &scheduler.settings.timing);
        if let Some(since) = state.signs.alone_since()
            && !scheduler.in_break()
            && scheduler.tests_nobody()
        {
            let unasked = self.now.mono.since(since.max(self.asked_at));
            prop_assert!(
                unasked < super::doubt::UNASKED,
                "an empty room that nobody asks is believed for {unasked:?}"
            );
        }
        let due = scheduler
            .candidate()
            .and_then(|index| state.tracks[index].due_since);
        if let (Some(since), Some(due)) = (state.signs.only_lasting_since(), due) {
            let bound = timing.again * 6 + scheduler.settings.presence.away_after;
            let held = matches!(state.phase, Phase::Held { .. });
            let waited = self.now.mono.since(since.max(due));
            prop_assert!(
                !held || waited < bound,
                "an empty room is believed for {waited:?}"
            );
        }
        Ok(())
    }

    /// Asking is never right while away, held, or during a break.
    fn may_ask(&self, despite: &[Hold]) -> Result<(), TestCaseError> {
        prop_assert_eq!(self.scheduler.state.signs.presence(), Presence::Present);
        prop_assert_eq!(self.scheduler.holds(), despite);
        prop_assert!(!self.scheduler.in_break());
        Ok(())
    }

    fn live(&mut self, happening: Happening) -> Result<(), TestCaseError> {
        let until = self.now.mono + Duration::from_secs(happening.after);
        let mut last = self.now.mono;
        while let Some(deadline) = self.scheduler.next_deadline().filter(|next| *next <= until) {
            prop_assert!(deadline > last);
            last = deadline;
            self.now = self.now.at(deadline);
            self.feed(Input::Tick)?;
        }
        self.now = self.now.at(until);
        if happening.wall_step != 0 {
            let step = jiff::SignedDuration::from_secs(happening.wall_step);
            self.now.wall = self.now.wall.checked_add(step).unwrap();
        }
        let input = match happening.input {
            Input::Idle { since } => Input::Idle {
                since: self.now.mono - since.0,
            },
            Input::Woke { since } => {
                let since = since.map(|ago| self.now.mono - ago.0);
                self.asleep = false;
                Input::Woke { since }
            }
            Input::Sleep => {
                self.asleep = true;
                Input::Sleep
            }
            other => other,
        };
        self.feed(input)
    }
}

/// Sequences in the normal run; `UNBEND_SLOW_TESTS=1` runs the long one.
#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told how long to run"
)]
fn cases() -> u32 {
    match std::env::var("UNBEND_SLOW_TESTS") {
        Ok(_) => 100_000,
        Err(_) => 2_000,
    }
}

#[test]
fn whatever_happens_in_whatever_order_the_promises_hold() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    });
    let lives = (settings(), proptest::collection::vec(happening(), 1..60));
    let result = runner.run(&lives, |(settings, happenings)| {
        let mut world = World::new(settings);
        for happening in happenings {
            world.live(happening)?;
        }
        Ok(())
    });
    if let Err(problem) = result {
        panic!("{problem}");
    }
}
