//! A break laid out for the player: exercises, each a row of timed segments, sides and sets already expanded.

use serde::{Deserialize, Serialize};

use crate::logic::catalog::{BreathCue, Equipment, Position, Side, Tempo};

/// Everything the player needs to walk a person through a break; also the reply that the window asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Id of the routine or exercise.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// The exercises in order, frame included.
    pub exercises: Vec<PlannedExercise>,
}

/// One exercise of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedExercise {
    /// Exercise id.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// Pose set id.
    pub figure: String,
    /// How the body is held.
    pub position: Position,
    /// What must be at hand.
    pub equipment: Vec<Equipment>,
    /// How to get into position; shown while the clock waits. Empty = no such phase.
    pub prepare: String,
    /// One hint.
    pub tip: String,
    /// What to mind; may be empty.
    pub caution: String,
    /// What happens, in order.
    pub segments: Vec<Segment>,
}

/// A stretch of time with one instruction and one movement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// What kind of time it is.
    pub kind: SegmentKind,
    /// The instruction.
    pub text: String,
    /// How long it lasts, seconds, travel included.
    pub seconds: f32,
    /// The side being trained, if one is.
    pub side: Option<Side>,
    /// Whether the figure is the mirror image of its pose set.
    pub mirrored: bool,
    /// What the figure does.
    pub motion: Motion,
    /// What to do with the breath.
    pub breath: Option<BreathCue>,
}

/// What kind of time a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// An instruction of the exercise.
    Step,
    /// Time to change over to the other side.
    ChangeSide,
    /// Rest between sets.
    Rest,
}

/// What the figure does during a segment. Keys are 1-based as in the catalog.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motion {
    /// Travel to the key from wherever the figure is, then stay.
    Hold {
        /// The key pose.
        key: usize,
    },
    /// Go through the keys in order, then back and forth until the time is over.
    Loop {
        /// Two key poses or more.
        keys: Vec<usize>,
        /// Pace; the travel times of the pose set if not given.
        tempo: Option<Tempo>,
    },
    /// Repetitions from the first key to the last and back.
    Reps {
        /// Two key poses or more.
        keys: Vec<usize>,
        /// How many.
        count: u32,
        /// Seconds of each part.
        tempo: Tempo,
    },
    /// A cyclic pose set played round and round.
    Cycle,
}
