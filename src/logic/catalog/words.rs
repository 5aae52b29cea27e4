//! The words that the catalog file uses for its choices.

use super::{Area, BreathCue, Equipment, Position, Side, Sides, StepSide};

/// One of a few named choices of the catalog format.
pub trait Word: Copy + PartialEq + 'static {
    /// Every choice, in the order they are listed.
    const ALL: &'static [Self];

    /// The choice as it is written and shown: lower-case words joined by `-`.
    fn word(self) -> &'static str;

    /// The choice that `written` names; capitals, `-` and `_` make no difference.
    fn from_word(written: &str) -> Option<Self> {
        let plain = |text: &str| -> String {
            let letters = text.chars().filter(|c| !matches!(c, '-' | '_' | ' '));
            letters.flat_map(char::to_lowercase).collect()
        };
        let wanted = plain(written);
        Self::ALL
            .iter()
            .copied()
            .find(|choice| plain(choice.word()) == wanted)
    }
}

macro_rules! words {
    ($type:ident: $($variant:ident = $word:literal),+ $(,)?) => {
        impl Word for $type {
            const ALL: &'static [Self] = &[$($type::$variant),+];

            fn word(self) -> &'static str {
                match self {
                    $($type::$variant => $word),+
                }
            }
        }
    };
}

words!(Side: Left = "left", Right = "right");
words!(Sides: Left = "left", Right = "right", Both = "both");
words!(StepSide: Left = "left", Right = "right", Both = "both", Each = "each");
words!(BreathCue: InThenOut = "in-then-out", OutThenIn = "out-then-in", Steady = "steady");
words!(
    Position:
    Standing = "standing",
    Seated = "seated",
    Floor = "floor",
    Bed = "bed",
    Wall = "wall",
);
words!(
    Equipment:
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
);
words!(
    Area:
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
);
