//! The fields of a catalog file, each in one place: its name and what it may hold. Reader, writer and editor take both
//! from here; a test compares docs/catalog.md.

use std::ops::RangeInclusive;

/// A field of a group.
#[derive(Clone, Debug)]
pub struct Field<T> {
    /// Its name in the file.
    pub name: &'static str,
    /// What it may hold.
    pub within: T,
}

/// A whole number, or a pair of them.
pub type Count = RangeInclusive<u32>;

/// A number.
pub type Number = RangeInclusive<f32>;

/// A text of at most so many characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(pub usize);

/// Anything that has a type of its own: words, ids, groups, lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typed;

/// Short enough to read at a glance.
const NAME: Text = Text(60);
const SENTENCE: Text = Text(200);
const PARAGRAPH: Text = Text(300);

/// Declares the fields of a group, in the order in which they are written.
macro_rules! fields {
    ($(#[$about:meta])* $group:ident: $($field:ident = $name:literal: $holds:ident = $within:expr;)+) => {
        $(#[$about])*
        pub mod $group {
            use super::*;

            $(
                #[doc = concat!("`", $name, "`.")]
                pub const $field: Field<$holds> = Field { name: $name, within: $within };
            )+

            /// All names.
            pub const NAMES: &[&str] = &[$($name),+];
        }
    };
}

fields! {
    /// The file.
    catalog:
    EXERCISES = "exercises": Typed = Typed;
    ROUTINES = "routines": Typed = Typed;
    POOLS = "pools": Typed = Typed;
    FRAME = "frame": Typed = Typed;
    SAFETY = "safety": Typed = Typed;
}

fields! {
    /// An exercise.
    exercise:
    ID = "id": Typed = Typed;
    NAME = "name": Text = super::NAME;
    PURPOSE = "purpose": Text = SENTENCE;
    AREAS = "areas": Typed = Typed;
    POSITION = "position": Typed = Typed;
    EQUIPMENT = "equipment": Typed = Typed;
    FIGURE = "figure": Text = Text(64);
    FIGURE_SIDE = "figure_side": Typed = Typed;
    DOSE = "dose": Typed = Typed;
    PREPARE = "prepare": Text = PARAGRAPH;
    STEPS = "steps": Typed = Typed;
    TIP = "tip": Text = SENTENCE;
    CAUTION = "caution": Text = PARAGRAPH;
    VARIANT_OF = "variant_of": Typed = Typed;
    EASIER = "easier": Typed = Typed;
    HARDER = "harder": Typed = Typed;
    SOURCES = "sources": Text = SENTENCE;
}

fields! {
    /// The dose of an exercise.
    dose:
    SETS = "sets": Count = 1..=20;
    REPS = "reps": Count = 1..=200;
    HOLD_SECONDS = "hold_seconds": Count = 1..=3600;
    PER_SIDE = "per_side": Typed = Typed;
    PER_DAY = "per_day": Count = 1..=48;
    PER_WEEK = "per_week": Count = 1..=7;
}

fields! {
    /// A step of an exercise.
    step:
    TEXT = "text": Text = SENTENCE;
    KEYS = "keys": Typed = Typed;
    PICTURE = "picture": Text = Text(usize::MAX);
    SECONDS = "seconds": Number = 1.0..=3600.0;
    REPS = "reps": Count = dose::REPS.within;
    TEMPO = "tempo": Typed = Typed;
    SETS = "sets": Count = dose::SETS.within;
    REST = "rest": Number = 0.0..=600.0;
    SIDE = "side": Typed = Typed;
    BREATH = "breath": Typed = Typed;
}

fields! {
    /// The parts of a repetition, in seconds.
    tempo:
    OUT = "out": Number = 0.3..=60.0;
    HOLD = "hold": Number = 0.0..=600.0;
    BACK = "back": Number = 0.3..=60.0;
    PAUSE = "pause": Number = 0.0..=60.0;
}

fields! {
    /// A routine.
    routine:
    ID = "id": Typed = Typed;
    NAME = "name": Text = super::NAME;
    PURPOSE = "purpose": Text = SENTENCE;
    MINUTES = "minutes": Count = 1..=180;
    EXERCISES = "exercises": Typed = Typed;
    SOURCES = "sources": Text = SENTENCE;
}

fields! {
    /// An exercise of a routine that says how much of it is done.
    entry:
    EXERCISE = "exercise": Typed = Typed;
    SETS = "sets": Count = dose::SETS.within;
    REPS = "reps": Count = dose::REPS.within;
    HOLD = "hold": Count = dose::HOLD_SECONDS.within;
    SIDE = "side": Typed = Typed;
}

fields! {
    /// A pool.
    pool:
    ID = "id": Typed = Typed;
    MEMBERS = "members": Typed = Typed;
}

fields! {
    /// What frames a single exercise.
    frame:
    OPEN = "open": Typed = Typed;
    CLOSE = "close": Typed = Typed;
}

fields! {
    /// The safety text.
    safety:
    ASK_FIRST = "ask_first": Text = PARAGRAPH;
    STOP = "stop": Text = PARAGRAPH;
    NOTE = "note": Text = PARAGRAPH;
}
