//! The rungs of a dose: from its low end to its high end in a few steps.

use std::borrow::Cow;

use super::{Amount, Dose, Exercise, Step, Usual};

/// Number of steps from the low end of a dose to the high end.
const PARTS: u32 = 3;

/// How many steps there are above the low end of the dose; 0 if the source gives no range.
pub fn top(exercise: &Exercise) -> usize {
    ladder(exercise).len() - 1
}

/// The exercise at that level; unchanged if it has no such level.
pub fn raised(exercise: &Exercise, level: usize) -> Cow<'_, Exercise> {
    let steps = match level {
        0 => None,
        level => ladder(exercise).into_iter().nth(level),
    };
    match steps {
        Some(steps) => Cow::Owned(Exercise {
            steps,
            ..exercise.clone()
        }),
        None => Cow::Borrowed(exercise),
    }
}

/// The steps of an exercise from the low end of its dose to the high end, a little more each time.
pub(in crate::logic) fn ladder(exercise: &Exercise) -> Vec<Vec<Step>> {
    let mut ladder = vec![exercise.steps.clone()];
    let usual = Usual::of(exercise);
    for part in 1..=PARTS {
        let steps = &at_part(&exercise.dose, &usual, part).of(exercise).steps;
        if ladder.last() != Some(steps) {
            ladder.push(steps.clone());
        }
    }
    ladder
}

/// The low end of the dose plus `part` parts of the way to the high end; everything else stays.
fn at_part(dose: &Dose, usual: &Usual, part: u32) -> Amount {
    let way = |(low, high): (u32, u32)| high.saturating_sub(low) * part;
    let nearest =
        |range: (u32, u32)| range.0 + (f64::from(way(range)) / f64::from(PARTS)).round() as u32;
    let low_end = |range: Option<(u32, u32)>, value: Option<f32>| {
        range.filter(|(low, _)| value == Some(*low as f32))
    };
    let reps = usual.reps.map(|reps| reps as f32);
    Amount {
        // Another whole set is a lot, so it comes last.
        sets: low_end(dose.sets, Some(usual.sets as f32)).map(|sets| sets.0 + way(sets) / PARTS),
        reps: low_end(dose.reps, reps).map(nearest),
        hold: low_end(dose.hold_seconds, usual.hold).map(nearest),
        side: None,
    }
}
