//! How much of an exercise is done: its sets, repetitions, hold and sides, and the same exercise with different ones.

use std::borrow::Cow;
use std::time::Duration;

use super::{Exercise, Side, Sides, Step, StepSide};
use crate::logic::time::span;

/// How much of an exercise is done, where that has been specified; `None` means as the exercise says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Amount {
    /// Sets, 1 or more.
    pub sets: Option<u32>,
    /// Repetitions per set, 1 or more.
    pub reps: Option<u32>,
    /// Seconds held, each time.
    pub hold: Option<u32>,
    /// The sides it is done on.
    pub side: Option<Sides>,
}

/// Shortest hold that is more than a turning point between two movements, in seconds.
const A_HOLD: f32 = 1.0;

/// How much of an exercise its steps specify, and therefore what can be changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// Sets.
    pub sets: u32,
    /// Repetitions per set; none if nothing is repeated.
    pub reps: Option<u32>,
    /// Seconds held; none if nothing is. For a step that is done once, the time the step takes, excluding the way there
    /// if the dose distinguishes them.
    pub hold: Option<f32>,
    /// Longest hold that a step can have, in seconds.
    pub longest: u32,
    /// Whether it is done for each side.
    pub sides: bool,
}

impl Usual {
    /// What the steps of that exercise say.
    pub fn of(exercise: &Exercise) -> Usual {
        let main = Main::of(exercise);
        let step = |place: &usize| &exercise.steps[*place];
        let first = main.counted().first().map(step);
        let held = main.held.first();
        Usual {
            sets: first.and_then(|step| step.sets).unwrap_or(1),
            reps: main.repeated.first().and_then(|place| step(place).reps),
            hold: held.map(|held| held.seconds),
            longest: match held {
                Some(held) if held.way.is_none() => 600,
                Some(_) | None => 3600,
            },
            sides: sided(&exercise.steps),
        }
    }
}

impl Amount {
    /// Whether nothing is specified, so that everything is done as the exercise says.
    pub fn is_usual(self) -> bool {
        let both = matches!(self.side, None | Some(Sides::Both));
        both && !self.is_fixed()
    }

    /// Whether a number is given, so that the amount is exactly that.
    pub fn is_fixed(self) -> bool {
        self.sets.is_some() || self.reps.is_some() || self.hold.is_some()
    }

    /// The exercise with that amount. What it doesn't have isn't added.
    pub fn of(self, exercise: &Exercise) -> Cow<'_, Exercise> {
        if self.is_usual() {
            return Cow::Borrowed(exercise);
        }
        let main = Main::of(exercise);
        let mut out = exercise.clone();
        if let Some(sets) = self.sets {
            for place in main.counted() {
                let step = &mut out.steps[*place];
                if step.sets.unwrap_or(1) != sets {
                    step.sets = Some(sets);
                }
            }
        }
        if let Some(reps) = self.reps {
            for place in &main.repeated {
                out.steps[*place].reps = Some(reps);
            }
        }
        if let Some(hold) = self.hold {
            for held in main.held {
                let step = &mut out.steps[held.place];
                let hold = hold as f32;
                match (held.way, &mut step.tempo) {
                    (Some(_), _) if hold == held.seconds => {}
                    (Some(way), _) => step.seconds = Some(hold + way),
                    (None, Some(tempo)) => tempo.hold = hold,
                    (None, None) => {}
                }
            }
        }
        match self.side {
            Some(Sides::Left) => one_side(&mut out, Side::Left),
            Some(Sides::Right) => one_side(&mut out, Side::Right),
            Some(Sides::Both) | None => {}
        }
        Cow::Owned(out)
    }

    /// In words, such as `2 × 8, 20 s hold, left side`; empty if nothing is specified.
    pub fn words(self) -> String {
        let times = match (self.sets, self.reps) {
            (Some(sets), Some(reps)) => Some(format!("{sets} × {reps}")),
            (Some(1), None) => Some("1 set".to_owned()),
            (Some(sets), None) => Some(format!("{sets} sets")),
            (None, Some(1)) => Some("once".to_owned()),
            (None, Some(reps)) => Some(format!("{reps} times")),
            (None, None) => None,
        };
        let hold = self.hold.map(|hold| match hold {
            ..120 => format!("{hold} s hold"),
            _ => format!("for {}", span::words(Duration::from_secs(hold.into()))),
        });
        let side = self.side.map(|side| match side {
            Sides::Left => "left side".to_owned(),
            Sides::Right => "right side".to_owned(),
            Sides::Both => "both sides".to_owned(),
        });
        let said: Vec<String> = [times, hold, side].into_iter().flatten().collect();
        said.join(", ")
    }
}

/// The steps that an exercise is about, by index.
struct Main {
    /// Those whose repetitions are counted.
    repeated: Vec<usize>,
    held: Vec<Held>,
    /// Those that form a set if nothing is repeated, or the dose is for the hold.
    once: Vec<usize>,
}

/// A step in which something is held.
struct Held {
    place: usize,
    seconds: f32,
    /// Held once: how many of the step's seconds are the way there. None = in each repetition.
    way: Option<f32>,
}

impl Main {
    fn of(exercise: &Exercise) -> Main {
        let repeated = repeated(exercise);
        let held = held(exercise, &repeated);
        let once = held.iter().filter(|held| held.way.is_some());
        Main {
            once: once.map(|held| held.place).collect(),
            repeated,
            held,
        }
    }

    /// The steps that form a set.
    fn counted(&self) -> &[usize] {
        match self.once.is_empty() {
            true => &self.repeated,
            false => &self.once,
        }
    }
}

/// Steps with repetitions: those that follow the dose, if any do.
fn repeated(exercise: &Exercise) -> Vec<usize> {
    let among = |range: std::ops::RangeInclusive<u32>| -> Vec<usize> {
        let steps = exercise.steps.iter().enumerate();
        steps
            .filter(|(_, step)| step.reps.is_some_and(|reps| range.contains(&reps)))
            .map(|(place, _)| place)
            .collect()
    };
    let all = 0..=u32::MAX;
    let Some((low, high)) = exercise.dose.reps else {
        return among(all);
    };
    let found = [low..=low, low..=high, all].map(among);
    let mut found = found.into_iter();
    found.find(|steps| !steps.is_empty()).unwrap_or_default()
}

/// Steps in which something is held: those that follow the dose, if any do; otherwise those that last.
fn held(exercise: &Exercise, repeated: &[usize]) -> Vec<Held> {
    let steps = || exercise.steps.iter().enumerate();
    if let Some((low, _)) = exercise.dose.hold_seconds {
        let low = low as f32;
        let follows = |(place, step): (usize, &Step)| {
            let way = match (step.tempo, step.seconds) {
                (Some(tempo), _) if step.reps.is_some() && tempo.hold == low => None,
                // Held once: the way there is part of its time.
                (None, Some(seconds))
                    if exercise.dose.reps.is_none() && step.keys.len() <= 1 && seconds >= low =>
                {
                    Some(seconds - low)
                }
                _ => return None,
            };
            Some(Held {
                place,
                seconds: low,
                way,
            })
        };
        let found: Vec<Held> = steps().filter_map(follows).collect();
        if !found.is_empty() {
            return found;
        }
    }
    if !repeated.is_empty() {
        let tempo = |place: &usize| exercise.steps[*place].tempo.map(|tempo| tempo.hold);
        let held = repeated
            .iter()
            .filter_map(|place| Some((*place, tempo(place)?)));
        return held
            .filter(|(_, hold)| *hold >= A_HOLD)
            .map(|(place, seconds)| Held {
                place,
                seconds,
                way: None,
            })
            .collect();
    }
    let longest = steps()
        .filter_map(|(_, step)| step.seconds)
        .fold(0.0, f32::max);
    steps()
        .filter(|(_, step)| step.seconds == Some(longest))
        .map(|(place, _)| Held {
            place,
            seconds: longest,
            way: Some(0.0),
        })
        .collect()
}

/// Whether the steps are done for one side, then for the other.
fn sided(steps: &[Step]) -> bool {
    let any = |side: StepSide| steps.iter().any(|step| step.side == Some(side));
    any(StepSide::Each) || any(StepSide::Left) && any(StepSide::Right)
}

/// Keeps only what is done on one side, or for both at once.
fn one_side(exercise: &mut Exercise, side: Side) {
    if !sided(&exercise.steps) {
        return;
    }
    let (this, other) = match side {
        Side::Left => (StepSide::Left, StepSide::Right),
        Side::Right => (StepSide::Right, StepSide::Left),
    };
    exercise.steps.retain(|step| step.side != Some(other));
    for step in &mut exercise.steps {
        if step.side == Some(StepSide::Each) {
            step.side = Some(this);
        }
    }
    // Without a stated side, the figure is assumed to show the first one.
    exercise.figure_side.get_or_insert(Side::Left);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::builtin;
    use crate::logic::catalog::plan::PlannedExercise;

    fn exercise(id: &str) -> &'static Exercise {
        builtin().exercise(id).unwrap()
    }

    fn amount(sets: u32, reps: u32, hold: u32) -> Amount {
        let given = |number: u32| Some(number).filter(|number| *number > 0);
        Amount {
            sets: given(sets),
            reps: given(reps),
            hold: given(hold),
            side: None,
        }
    }

    #[test]
    fn what_an_exercise_has_is_found_in_its_steps() {
        for (id, sets, reps, hold, sides) in [
            ("chin-tucks", 1, Some(10), Some(5.0), false),
            ("abdominal-bracing", 3, Some(10), Some(5.0), false),
            ("dead-bug", 2, Some(10), None, false),
            ("single-arm-doorway-stretch", 1, Some(2), Some(20.0), true),
            // The dose is for the hold; five swings precede it.
            ("thread-the-needle", 1, Some(5), Some(20.0), true),
            ("forward-fold", 1, None, Some(34.0), false),
            ("walk", 1, None, Some(480.0), false),
        ] {
            let usual = Usual::of(exercise(id));
            let found = (usual.sets, usual.reps, usual.hold, usual.sides);
            assert_eq!(found, (sets, reps, hold, sides), "{id}");
        }
    }

    #[test]
    fn as_much_is_done_as_is_said() {
        let seconds = |id: &str, amount: Amount| {
            let there = amount.of(exercise(id));
            PlannedExercise::new(&there).seconds()
        };
        for exercise in &builtin().exercises {
            let usual = PlannedExercise::new(exercise).seconds();
            assert_eq!(seconds(&exercise.id, Amount::default()), usual);
            let given = Usual::of(exercise);
            let same = Amount {
                sets: Some(given.sets),
                reps: given.reps,
                hold: given
                    .hold
                    .map(|hold| hold as u32)
                    .filter(|hold| *hold as f32 == given.hold.unwrap_or(0.0)),
                side: Some(Sides::Both),
            };
            assert_eq!(*same.of(exercise), *exercise, "{}", exercise.id);
            let more = Amount {
                sets: Some(given.sets + 1),
                ..same
            };
            assert!(seconds(&exercise.id, more) > usual, "{}", exercise.id);
        }
        let tucks = exercise("chin-tucks");
        let there = amount(2, 8, 3).of(tucks);
        let step = &there.steps[1];
        assert_eq!((step.sets, step.reps), (Some(2), Some(8)));
        assert_eq!(step.tempo.unwrap().hold, 3.0);
        assert_eq!(there.steps[0], tucks.steps[0]);
        // The way into the pose stays on top of the hold.
        let there = amount(0, 0, 45).of(exercise("thread-the-needle"));
        assert_eq!(there.steps[2].seconds, Some(48.0));
        assert_eq!(there.steps[1], exercise("thread-the-needle").steps[1]);
        assert_eq!(
            amount(0, 0, 1200).of(exercise("walk")).steps[1].seconds,
            Some(1200.0)
        );
    }

    #[test]
    fn one_side_is_half_of_it_without_a_change() {
        let both = PlannedExercise::new(exercise("thread-the-needle"));
        for (sides, side, mirrored) in [
            (Sides::Left, Side::Left, false),
            (Sides::Right, Side::Right, true),
        ] {
            let amount = Amount {
                side: Some(sides),
                ..Amount::default()
            };
            let one = PlannedExercise::new(&amount.of(exercise("thread-the-needle")));
            assert_eq!(one.segments.len(), both.segments.len() / 2);
            for segment in &one.segments {
                assert!(segment.side.is_none() || segment.side == Some(side));
                assert_eq!(segment.mirrored, mirrored, "{}", segment.text);
            }
        }
        let amount = Amount {
            side: Some(Sides::Left),
            ..Amount::default()
        };
        let tucks = exercise("chin-tucks");
        assert_eq!(*amount.of(tucks), *tucks, "it has no sides");
    }

    #[test]
    fn amounts_are_said_as_people_say_them() {
        for (amount, side, words) in [
            (
                amount(2, 8, 20),
                Some(Sides::Left),
                "2 × 8, 20 s hold, left side",
            ),
            (amount(3, 0, 20), None, "3 sets, 20 s hold"),
            (amount(1, 0, 0), None, "1 set"),
            (amount(0, 12, 0), Some(Sides::Both), "12 times, both sides"),
            (amount(0, 0, 1200), None, "for 20 min"),
            (amount(0, 0, 0), None, ""),
        ] {
            assert_eq!(Amount { side, ..amount }.words(), words);
        }
    }
}
