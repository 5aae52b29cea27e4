//! A restart: what a checkpoint brings back.

use super::*;

#[test]
fn a_restart_at_any_moment_brings_the_counts_back() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let lives = (proptest::collection::vec(happening(), 1..40), 0..600_u64);
    let result = runner.run(&lives, |(happenings, off)| {
        let mut world = World::new(Settings::default());
        for happening in happenings {
            world.live(happening)?;
        }
        world.feed(Input::Tick)?;
        let saved = world.scheduler.checkpoint("a");
        let text = serde_json::to_string(&saved.form()).unwrap();
        let mut json = serde_json::Deserializer::from_str(&text);
        let again = Checkpoint::read(Checkpoint::FORM, &mut json).unwrap();
        prop_assert_eq!(serde_json::to_string(&again.form()).unwrap(), text);
        let saved = again;
        let gap = Duration::from_secs(off);
        let now = world.now.at(world.now.mono + gap);
        let age = saved.age(&now, "a");
        prop_assert_eq!(age, Some(gap));
        let before = world.scheduler.sitting().as_secs();
        let settings = world.scheduler.settings().clone();
        let (after, effects) = Scheduler::restore(settings, catalog(), saved, age, &[], now);
        let credited = effects
            .iter()
            .any(|effect| matches!(effect, Effect::NaturalBreak { .. }));
        if off < 300 && !credited && after.state.signs.presence() == Presence::Present {
            prop_assert!(after.sitting().as_secs().abs_diff(before) <= 1);
        } else {
            prop_assert!(after.sitting().as_secs() <= before);
        }
        if let Some(deadline) = after.next_deadline() {
            prop_assert!(deadline > after.now.mono);
        }
        Ok(())
    });
    if let Err(problem) = result {
        panic!("{problem}");
    }
}

#[test]
fn a_restart_knows_what_had_passed_when_the_clock_no_longer_runs_ahead() {
    let mut settings = Settings::default();
    settings.set("reminders.stretch.on", "false").unwrap();
    settings.set("reminders.walk.on", "true").unwrap();
    let mono = Mono::from_secs(1000);
    let wall = |text: &str, mono| Now {
        mono,
        wall: text.parse().unwrap(),
    };
    let ahead = wall("2026-03-09T14:50[UTC]", mono);
    let mut before = Scheduler::new(settings.clone(), catalog(), Vec::new(), ahead.clone());
    before.handle(Input::Active, &ahead);
    before.handle(Input::Tick, &ahead.at(mono + Duration::from_secs(11 * 60)));
    before.handle(
        Input::Do(Command::Skip),
        &ahead.at(mono + Duration::from_secs(12 * 60)),
    );
    let saved = before.checkpoint("a");
    let next = |time: &str| {
        let now = wall(time, mono + Duration::from_secs(13 * 60));
        let age = saved.age(&now, "a");
        assert_eq!(age, Some(Duration::from_secs(60)));
        let restored = Scheduler::restore(
            settings.clone(),
            catalog(),
            saved.clone(),
            age,
            &[],
            now.clone(),
        );
        let (mut after, _) = restored;
        after.handle(Input::Active, &now);
        after
            .next()
            .map(|(_, at)| at.since(now.mono).as_secs() / 60)
    };
    // Before three it comes at three, after three the next day.
    assert_eq!(next("2026-03-02T11:00[UTC]"), Some(4 * 60));
    assert_eq!(next("2026-03-02T16:10[UTC]"), Some(22 * 60 + 50));
    assert_eq!(next("2025-03-03T11:00[UTC]"), Some(4 * 60));
}
