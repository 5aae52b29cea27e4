//! Inputs in any order: what is recorded is what the scheduler counts, and a replay repeats what was done.

use proptest::prelude::*;

use super::*;
use crate::logic::presence::DesktopHold;

fn any_input() -> impl Strategy<Value = Input> {
    prop_oneof![
        4 => Just(Input::Active),
        3 => (0..200_u64).prop_map(|ago| Input::Idle { since: Mono::from_secs(ago) }),
        1 => Just(Input::Lock),
        2 => Just(Input::Unlock),
        1 => Just(Input::Sleep),
        2 => Just(Input::Woke { since: None }),
        1 => any::<bool>().prop_map(|on| Input::Call(on.into())),
        1 => any::<bool>().prop_map(Input::Film),
        1 => any::<bool>().prop_map(|on| Input::Hold(DesktopHold::Dnd, on.into())),
        1 => Just(do_it(Command::Start(None))),
        3 => (0..300_u64).prop_map(|s| Input::BreakGoesOn {
            guided: Duration::from_secs(s / 3),
            promise: Duration::from_secs(s.saturating_sub(100)), played: None }),
        1 => Just(Input::BreakEnded(Ending::Finished)),
        1 => Just(Input::BreakEnded(Ending::Left { guided: Duration::from_secs(20) })),
        1 => (0..90_u64).prop_map(|s| Input::BreakPutOff(Ending::Left { guided: Duration::from_secs(s) })),
        1 => Just(do_it(Command::Snooze(None))),
        1 => Just(do_it(Command::Skip)),
        1 => Just(do_it(Command::Close(Close::ByPerson))),
        1 => Just(do_it(Command::Stand)),
        1 => Just(do_it(Command::Sit)),
        1 => Just(do_it(Command::Pause(Duration::from_secs(900)))),
    ]
}

fn sat(story: &Story) -> u64 {
    let ms: i64 = story
        .stored
        .values()
        .map(|record| match record {
            Record::Span(span) if span.counted == Some(Posture::Sitting) => {
                span.end - span.start.ms
            }
            _ => 0,
        })
        .sum();
    (ms / 1000) as u64
}

/// A replay repeats when the user was asked; what is offered depends on exercises, which it doesn't repeat.
fn without_choice(mut effect: Effect) -> Effect {
    if let Effect::Remind { choice, .. } = &mut effect {
        *choice = None;
    }
    effect
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// The spans say exactly what the scheduler counts, are contiguous and never overlap.
    #[test]
    fn the_spans_are_what_the_scheduler_counts(inputs in prop::collection::vec((1..1500_u64, any_input()), 1..60)) {
        let mut story = Story::new(&[]).at(0, Input::Active);
        let mut time = 0;
        let mut sat_before = 0;
        let mut seen = 0;
        for (wait, input) in inputs {
            time += wait;
            let input = match input {
                Input::Idle { since } => Input::Idle {
                    since: Mono::from_secs(time.saturating_sub(since.0.as_secs().min(wait - 1))),
                },
                other => other,
            };
            // Tick by tick, since a break in sitting is known only at its exact moment.
            loop {
                let deadline = story.scheduler.next_deadline().map(|deadline| deadline.0.as_secs());
                let step = deadline.filter(|deadline| *deadline <= time);
                match step {
                    Some(step) => story.feed(step, Input::Tick),
                    None => story.feed(time, input.clone()),
                }
                story.store(step.unwrap_or(time), true);
                let reset = story.effects[seen..].iter().any(|(_, effect)| {
                    matches!(effect, Effect::NaturalBreak { .. } | Effect::BreakEnd(Outcome::Done))
                });
                seen = story.effects.len();
                if reset || story.scheduler.sitting().is_zero() {
                    // The next interval began before the end of a break that was let go of.
                    sat_before = sat(&story) - story.scheduler.sitting().as_secs();
                }
                prop_assert_eq!(sat(&story) - sat_before, story.scheduler.sitting().as_secs());
                if step.is_none() {
                    break;
                }
            }
        }
        let mut spans: Vec<&Span> = story.stored.values().filter_map(|record| match record {
            Record::Span(span) => Some(span),
            _ => None,
        }).collect();
        spans.sort_by_key(|span| span.start.ms);
        for pair in spans.windows(2) {
            prop_assert_eq!(pair[0].end, pair[1].start.ms, "{:?}", pair);
        }
    }

    /// Replayed with the settings they were recorded with, days turn out as they were.
    #[test]
    fn a_replay_does_what_was_done(inputs in prop::collection::vec((1..1500_u64, any_input()), 1..60)) {
        let settings = [("timing.lull_wait", "0s"), ("reminders.posture.on", "true")];
        let mut story = Story::new(&settings).at(0, Input::Active);
        let mut time = 0;
        let mut asleep = false;
        let mut locked = false;
        let mut flowing = true;
        let mut moved = 0;
        for (wait, input) in inputs {
            time += wait;
            // A call in an empty room is recorded as an absence from its start.
            let input = match input {
                _ if time - moved > 1800 && !asleep && !locked && !story.scheduler.in_break() => Input::Active,
                other => other,
            };
            let input = match input {
                // Reported at once: what happens before silence is known can't be replayed.
                Input::Idle { .. } => Input::Idle { since: Mono::from_secs(time) },
                other => other,
            };
            // A sleeping machine reports nothing until it wakes; input stops once before it continues.
            let input = match (&input, asleep) {
                (
                    Input::Idle { .. } | Input::Do(Command::Stand | Command::Sit),
                    _,
                ) if !flowing => Input::Tick,
                // A film beside which the user types isn't recorded.
                (Input::Film(_), _) => Input::Tick,
                // Nor are input and calls during a break or behind a lock; nobody starts a break during a break.
                (Input::Active | Input::Idle { .. } | Input::Call(_) | Input::Do(Command::Start(_)), _)
                    if story.scheduler.in_break() || locked =>
                {
                    Input::Tick
                }
                (Input::Woke { .. }, false) => Input::Tick,
                (Input::Woke { .. } | Input::Sleep, _) => input,
                (_, true) => Input::Tick,
                (_, false) => input,
            };
            flowing = match &input {
                Input::Active => true,
                Input::Idle { .. } | Input::Sleep => false,
                _ => flowing,
            };
            if flowing {
                moved = time;
            }
            locked = match &input {
                Input::Lock => true,
                Input::Unlock => false,
                _ => locked,
            };
            asleep = match &input {
                Input::Sleep => true,
                Input::Woke { .. } => false,
                _ => asleep,
            };
            story = story.at_second(time, input);
        }
        let with = story.scheduler.settings().clone();
        let catalog = Arc::clone(&story.catalog);
        let told = |effect: &Effect| matches!(
            effect,
            Effect::NaturalBreak { .. } | Effect::Remind { .. } | Effect::Nudge { .. }
        );
        let minutes = time / 60 + 1;
        story = story.at(minutes, Input::Tick);
        let expected: Vec<(u64, Effect)> = story.effects.iter()
            .filter(|(_, effect)| told(effect))
            .map(|(at, effect)| (at + 9 * 3600, without_choice(effect.clone())))
            .collect();
        let rows = story.rows(minutes);
        let script = Script::replay(&rows, MONDAY, with).unwrap();
        let replayed: Vec<(u64, Effect)> = script.run(&catalog).into_iter()
            .filter_map(|line| match line.event {
                Event::Effect(effect) if told(&effect) => {
                    Some((line.at.as_secs(), without_choice(effect)))
                }
                _ => None,
            })
            .collect();
        prop_assert_eq!(replayed, expected);
    }
}
