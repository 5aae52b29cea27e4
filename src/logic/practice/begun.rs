//! What is done in the first part of a plan, for players that only report how far they are.

use std::time::Duration;

use crate::logic::catalog::plan::{Motion, Plan, PlannedExercise, SegmentKind, seconds};
use crate::logic::practice::Exercised;

impl Plan {
    /// The exercises begun in that much guided time from the start, and what was done of each.
    pub fn begun(&self, guided: Duration) -> Vec<Exercised> {
        // The player counts in frames; the last one may be missing.
        let mut left = guided.saturating_add(Duration::from_millis(100));
        let mut done = Vec::new();
        for exercise in &self.exercises {
            if left <= Duration::from_millis(100) {
                break;
            }
            let whole = seconds(exercise.seconds());
            let guided = whole.min(left);
            done.push(Exercised {
                exercise: exercise.id.clone(),
                guided,
                reps: reps(exercise, guided),
                whole: guided == whole,
            });
            left -= guided;
        }
        done
    }
}

/// How many repetitions fall within the first part of an exercise.
pub(in crate::logic) fn reps(exercise: &PlannedExercise, guided: Duration) -> u32 {
    let mut left = guided.as_secs_f32() + 0.05;
    let mut done = 0;
    for segment in &exercise.segments {
        if left <= 0.0 {
            break;
        }
        match (&segment.kind, &segment.motion) {
            (SegmentKind::Step, Motion::Reps { count, tempo, .. }) => {
                let whole = (left / tempo.seconds().max(0.1)) as u32;
                done += if left >= segment.seconds {
                    *count
                } else {
                    whole.min(*count)
                };
            }
            (SegmentKind::Step, Motion::Hold { .. } | Motion::Loop { .. } | Motion::Cycle)
            | (SegmentKind::ChangeSide | SegmentKind::Rest, _) => {}
        }
        left -= segment.seconds;
    }
    done
}
