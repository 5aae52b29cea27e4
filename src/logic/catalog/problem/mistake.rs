//! Everything that can be wrong in a catalog file or beside it, with what its words need.

use crate::logic::text::ron_tree::Fault;

/// A mistake without its position.
#[derive(Clone, Debug, PartialEq)]
pub enum Mistake {
    /// The text is not RON.
    Syntax(Fault),
    /// The text isn't a pose set; the pose set reader's message.
    PoseSet(String),
    /// A field is missing or doesn't belong there.
    Field(FieldMistake),
    /// A value isn't what its field takes.
    Value(ValueMistake),
    /// A reference to something that doesn't exist, or must not be named.
    Reference(ReferenceMistake),
    /// The parts of an exercise don't fit together.
    Exercise(ExerciseMistake),
    /// The fields of a step don't fit together.
    Step(StepMistake),
    /// A routine or a pool doesn't add up.
    Routine(RoutineMistake),
    /// A routine asks for something that its exercise doesn't have.
    Entry(EntryMistake),
    /// A picture's path doesn't lead into the catalog's folder.
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        why: PathMistake,
    },
    /// A file can't be used.
    File {
        /// Its path below the catalog's folder.
        name: String,
        /// What is wrong with it.
        why: FileMistake,
    },
    /// A file of shared exercises, or a catalog as a whole, isn't what it should be.
    Bundle(BundleMistake),
}

/// What is wrong with the field itself.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldMistake {
    /// It is required.
    Missing(Needed),
    /// It doesn't exist.
    Unknown {
        /// The one that was probably meant.
        near: Option<&'static str>,
        /// The existing ones.
        known: &'static [&'static str],
    },
    /// It appears a second time.
    Twice,
}

/// A required field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// A text of this field.
    Text(&'static str),
    /// The id of an item.
    Id,
    /// The position of an exercise.
    Position,
    /// The pose set of an exercise that doesn't have a picture for every step.
    Figure,
    /// The way out and the way back of a tempo.
    Tempo,
    /// The minutes of a routine.
    Minutes,
    /// The exercise that a routine's entry refers to.
    Exercise,
}

/// What is wrong with a value, whatever it is for.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueMistake {
    /// Not a group of these fields.
    NotFields(&'static [&'static str]),
    /// Not a text.
    NotText,
    /// An empty or blank text.
    Empty,
    /// A text with too many characters.
    TooLong {
        /// How many it has.
        length: usize,
        /// The maximum.
        longest: usize,
    },
    /// A text with control characters.
    NotOneLine,
    /// Not an id.
    NotId(String),
    /// Not a number.
    NotNumber {
        /// Smallest.
        low: f32,
        /// Largest.
        high: f32,
    },
    /// A number outside its range.
    NumberOutOfRange {
        /// The number.
        number: f32,
        /// Smallest.
        low: f32,
        /// Largest.
        high: f32,
    },
    /// Not a whole number.
    NotCount {
        /// Smallest.
        low: u32,
        /// Largest.
        high: u32,
    },
    /// A whole number outside its range.
    CountOutOfRange {
        /// The number.
        count: u32,
        /// Smallest.
        low: u32,
        /// Largest.
        high: u32,
    },
    /// Not a range.
    NotRange,
    /// A range whose first number is larger than the second.
    Backwards {
        /// The first.
        from: u32,
        /// The second.
        to: u32,
    },
    /// Neither true nor false.
    NotFlag,
    /// None of the field's words.
    NotWord {
        /// What was written.
        written: String,
        /// The words.
        known: Vec<&'static str>,
    },
    /// Not a list.
    NotList,
    /// Not a map.
    NotMap,
    /// A map in which a name or a value is not a text.
    NotMapOfTexts,
}

/// What is wrong with a reference.
#[derive(Clone, Debug, PartialEq)]
pub enum ReferenceMistake {
    /// There is no such exercise.
    NoExercise {
        /// The name used.
        id: String,
        /// The one that was probably meant.
        near: Option<String>,
    },
    /// There is neither an exercise nor a routine with that name.
    NoExerciseOrRoutine {
        /// The name used.
        id: String,
        /// The one that was probably meant.
        near: Option<String>,
    },
    /// An exercise refers to itself.
    Itself,
    /// Another item already has this id.
    Taken(String),
    /// There is no such pose set.
    NoFigure {
        /// The name used.
        id: String,
        /// The one that was probably meant.
        near: Option<String>,
        /// The existing ones.
        known: Vec<String>,
    },
    /// The pose set's file has problems itself.
    BrokenFigure(String),
    /// A custom pose set has a built-in one's name.
    BuiltInFigure(String),
}

/// What is wrong with an exercise as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExerciseMistake {
    /// It names no body area.
    NoArea,
    /// It has no step.
    NoStep,
    /// Its dose is per side, and no step names a side.
    NoSide,
}

/// What is wrong with a step as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepMistake {
    /// It has neither seconds nor repetitions.
    NoLength,
    /// It has both.
    TwoLengths,
    /// Its repetitions have no tempo.
    NoTempo,
    /// Its repetitions have only one key.
    OneKey,
    /// It has a rest, but only one set.
    NothingToRestBetween,
    /// Its text names a side, but it isn't done for one.
    NoSide,
    /// It has more keys than this.
    TooManyKeys(usize),
    /// It has keys and a picture, but the exercise has no figure.
    KeysWithoutFigure,
    /// It has keys, but its figure is a cycle.
    KeysOfCycle(String),
    /// It has no keys, but its figure does.
    NoKey {
        /// The figure.
        figure: String,
        /// How many it has.
        keys: usize,
    },
}

/// What is wrong with a routine or a pool as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum RoutineMistake {
    /// This list is empty.
    Empty(&'static str),
    /// It takes a different time than stated.
    Minutes {
        /// How many minutes it really takes.
        taken: f32,
        /// How many are stated.
        named: u32,
    },
}

/// What a routine's entry asks for that its exercise doesn't have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryMistake {
    /// Nothing in it is repeated.
    NotRepeated(EntryOf),
    /// Nothing in it is held.
    NotHeld(EntryOf),
    /// It isn't done for each side.
    NotSided(EntryOf),
    /// Nothing in it can be held that long.
    HeldTooLong {
        /// The exercise.
        id: String,
        /// The maximum in seconds.
        longest: u32,
    },
}

/// An exercise in a routine, and the fields it takes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryOf {
    /// The exercise.
    pub id: String,
    /// The fields that it takes.
    pub takes: Vec<&'static str>,
}

/// What is wrong with the path of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathMistake {
    /// It has more characters than this.
    TooLong(usize),
    /// It isn't relative to the catalog's folder.
    Elsewhere,
    /// It contains a character not allowed in paths here.
    Character,
    /// It leaves the catalog's folder.
    Leaves,
    /// It has empty parts, or `.`.
    NotPlain,
    /// Its extension is neither PNG nor SVG.
    Ending,
}

/// What is wrong with a file beside the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileMistake {
    /// It isn't in this folder.
    Missing(String),
    /// It can't be read; the system's message.
    Unreadable(String),
    /// It can't be written; the system's message.
    Unwritable(String),
    /// A link leads out of the folder, and it should be read.
    ReadOutside,
    /// A link leads out of the folder, and it should be written.
    WrittenOutside,
    /// It is larger than this many KiB.
    TooLarge(u64),
    /// It isn't UTF-8.
    NotText,
    /// It isn't a PNG, whatever its name says.
    NotPng,
    /// It isn't an SVG, whatever its name says.
    NotSvg,
    /// It has too many pixels, or none.
    Pixels {
        /// Width and height.
        size: [u32; 2],
        /// Maximum width and height.
        side: u32,
        /// Maximum in total, in millions.
        millions: u64,
    },
    /// It can't be shown; why drawing it failed.
    Undrawn(String),
    /// It wasn't drawn; why, as a full sentence.
    NotDrawn(String),
    /// It wasn't included in a file of shared exercises.
    NotInBundle,
}

/// What is wrong with a whole file, or with parts that only shared files have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundleMistake {
    /// The file can't be read; the system's message.
    Unreadable(String),
    /// The file isn't UTF-8.
    NotText,
    /// A pose set's name isn't an id.
    NotId(String),
    /// More pose sets or pictures than this.
    TooMany(usize),
    /// A PNG that can't be decoded.
    NotBase64,
}
