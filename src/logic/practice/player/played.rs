//! Records what was played of each exercise: skipping isn't doing.

use std::time::Duration;

use super::stop::Stop;
use crate::logic::catalog::plan::{Motion, Plan, PlannedExercise, Segment, SegmentKind, seconds};
use crate::logic::practice::{Exercised, SoFar};

/// Skipping ahead within the last tenth of a step still counts as having done it.
const ENOUGH: f64 = 0.9;

/// What has been played so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Played {
    /// For each exercise, in plan order.
    exercises: Vec<Share>,
}

/// What was played of one exercise.
#[derive(Clone, Debug, Default)]
struct Share {
    /// Time guided through it, including anything repeated.
    guided: Duration,
    /// The longest time each segment was played from its start.
    segments: Vec<Duration>,
}

impl Played {
    /// Nothing so far.
    pub(super) fn new(plan: &Plan) -> Played {
        let share = |exercise: &PlannedExercise| Share {
            guided: Duration::ZERO,
            segments: vec![Duration::ZERO; exercise.segments.len()],
        };
        Played {
            exercises: plan.exercises.iter().map(share).collect(),
        }
    }

    /// This was played from its start for that long. Getting into position doesn't count as doing anything.
    pub(super) fn note(&mut self, stop: Stop, time: Duration) {
        let Stop::Segment { exercise, segment } = stop else {
            return;
        };
        let Some(share) = self.exercises.get_mut(exercise) else {
            return;
        };
        share.guided += time;
        if let Some(longest) = share.segments.get_mut(segment) {
            *longest = time.max(*longest);
        }
    }

    /// What was played of each exercise that was begun, in plan order.
    pub(super) fn of(&self, plan: &Plan) -> Vec<Exercised> {
        let begun = plan.exercises.iter().zip(&self.exercises);
        let begun = begun.filter(|(_, share)| share.guided > Duration::ZERO);
        begun
            .map(|(exercise, share)| share.exercised(exercise))
            .collect()
    }

    /// The same while exercise `running` of the plan is in progress, which belongs to it from its first moment.
    pub(super) fn so_far(&self, plan: &Plan, running: Option<usize>) -> SoFar {
        let mut so_far = SoFar::default();
        let begun = plan.exercises.iter().zip(&self.exercises).enumerate();
        for (index, (exercise, share)) in begun {
            let runs = running == Some(index);
            if runs {
                so_far.running = Some(so_far.exercises.len());
            }
            if runs || !share.guided.is_zero() {
                so_far.exercises.push(share.exercised(exercise));
            }
        }
        so_far
    }

    /// Whether everything the break is about was played to its end; the ways in and out may be skipped.
    pub(super) fn is_whole(&self, plan: &Plan) -> bool {
        let named = |exercise: &PlannedExercise| exercise.id == plan.id;
        let only = plan.exercises.iter().any(named);
        let mut meant = plan
            .exercises
            .iter()
            .zip(&self.exercises)
            .skip(plan.start_at)
            .filter(|(exercise, _)| !only || named(exercise))
            .peekable();
        meant.peek().is_some() && meant.all(|(exercise, share)| share.is_whole(exercise))
    }
}

impl Share {
    fn exercised(&self, exercise: &PlannedExercise) -> Exercised {
        Exercised {
            exercise: exercise.id.clone(),
            guided: self.guided,
            reps: self.reps(exercise),
            whole: self.is_whole(exercise),
        }
    }

    fn is_whole(&self, exercise: &PlannedExercise) -> bool {
        let mut steps = self.steps(exercise).peekable();
        steps.peek().is_some()
            && steps.all(|(step, time)| time >= seconds(step.seconds).mul_f64(ENOUGH))
    }

    fn reps(&self, exercise: &PlannedExercise) -> u32 {
        self.steps(exercise)
            .map(|(step, time)| match &step.motion {
                Motion::Reps { count, tempo, .. } => {
                    // The last digit of a time may be missing.
                    let done = (time.as_secs_f32() + 0.05) / tempo.seconds().max(0.1);
                    (done as u32).min(*count)
                }
                Motion::Hold { .. } | Motion::Loop { .. } | Motion::Cycle => 0,
            })
            .sum()
    }

    fn steps<'a>(
        &'a self,
        exercise: &'a PlannedExercise,
    ) -> impl Iterator<Item = (&'a Segment, Duration)> {
        let segments = exercise.segments.iter().zip(self.segments.iter().copied());
        segments.filter(|(segment, _)| segment.kind == SegmentKind::Step)
    }
}
