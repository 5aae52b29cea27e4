//! Choices of the catalog file that are one of a few words. The file may say them like `UpperBack` or `upper-back`.

use crate::logic::text::word::words;

words! {
    as serde
    /// A side of the body.
    pub enum Side {
        /// The person's left.
        Left = "left",
        /// The person's right.
        Right = "right",
    }
}

impl Side {
    /// The other side.
    pub fn other(self) -> Side {
        match self {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        }
    }
}

words! {
    /// Which sides an exercise for each side is done on.
    pub enum Sides {
        /// Only on the left.
        Left = "left",
        /// Only on the right.
        Right = "right",
        /// On one after the other.
        Both = "both",
    }
}

words! {
    /// The side that a step trains, as in the catalog.
    pub enum StepSide {
        /// Only the left.
        Left = "left",
        /// Only the right.
        Right = "right",
        /// Both at once, or alternating within the step.
        Both = "both",
        /// The step is done for one side and then, with all neighbouring `Each` steps, for the other.
        Each = "each",
    }
}

words! {
    /// A breathing cue tied to the movement. On the socket it has the names of the variants.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub enum BreathCue {
        /// In on the way out, out on the way back.
        InThenOut = "in-then-out",
        /// Out on the way out, in on the way back.
        OutThenIn = "out-then-in",
        /// Slow and steady, not tied to the movement.
        Steady = "steady",
    }
}

words! {
    as serde
    /// The body's position.
    #[allow(missing_docs)]
    pub enum Position {
        Standing = "standing",
        Seated = "seated",
        Floor = "floor",
        Bed = "bed",
        Wall = "wall",
    }
}

words! {
    as serde
    /// What an exercise needs.
    #[allow(missing_docs)]
    pub enum Equipment {
        Desk = "desk",
        Wall = "wall",
        Doorway = "doorway",
        Chair = "chair",
        Mat = "mat",
        Roller = "roller",
        Bed = "bed",
        Pillow = "pillow",
        Block = "block",
        Counter = "counter",
    }
}

words! {
    as serde
    /// A body area that an exercise serves.
    #[allow(missing_docs)]
    pub enum Area {
        Neck = "neck",
        Shoulders = "shoulders",
        Chest = "chest",
        UpperBack = "upper-back",
        LowerBack = "lower-back",
        Spine = "spine",
        Core = "core",
        Hips = "hips",
        Glutes = "glutes",
        Hamstrings = "hamstrings",
        Legs = "legs",
        Arms = "arms",
        WholeBody = "whole-body",
    }
}
