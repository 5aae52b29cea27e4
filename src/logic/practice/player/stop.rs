//! Where in a plan a player can be.

/// A player's stations, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Waits for the user to get into position for an exercise.
    Position { exercise: usize },
    /// Plays a segment of an exercise.
    Segment { exercise: usize, segment: usize },
}

impl Stop {
    /// The index of its exercise in the plan.
    pub(super) fn exercise(self) -> usize {
        match self {
            Stop::Position { exercise } | Stop::Segment { exercise, .. } => exercise,
        }
    }
}
