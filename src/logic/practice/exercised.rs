//! What was done of an exercise.

use std::time::Duration;

/// What was done of one exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercised {
    /// Exercise id.
    pub exercise: String,
    /// Time guided through it.
    pub guided: Duration,
    /// Repetitions done, all sets and sides together; 0 for an exercise that is held.
    pub reps: u32,
    /// Whether it was done to its end.
    pub whole: bool,
}

/// What a player has guided through so far, exercise by exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SoFar {
    /// Each exercise that was begun, in order, including the current one.
    pub exercises: Vec<Exercised>,
    /// Which one is in progress, if any.
    pub running: Option<usize>,
}

impl SoFar {
    /// Everything played, once the current exercise has gone on for `more`.
    pub fn after(mut self, more: Duration) -> Vec<Exercised> {
        if let Some(running) = self.running.and_then(|at| self.exercises.get_mut(at)) {
            running.guided += more;
        }
        self.exercises.retain(|exercise| !exercise.guided.is_zero());
        self.exercises
    }
}
