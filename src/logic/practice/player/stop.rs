//! Where a player can be.

/// What the player goes through, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Waits for the person to get into position for an exercise.
    Position { exercise: usize },
    /// Plays a segment of an exercise.
    Segment { exercise: usize, segment: usize },
}

impl Stop {
    /// Its exercise, by its place in the plan.
    pub(super) fn exercise(self) -> usize {
        match self {
            Stop::Position { exercise } | Stop::Segment { exercise, .. } => exercise,
        }
    }
}
