//! Everything that can be wrong in a catalog file or beside it, with what its words need.

use crate::logic::text::ron_tree::Fault;

/// A mistake without its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Mistake {
    /// The text is not RON.
    Syntax(Fault),
    /// The text is not a pose set; what the reader of pose sets says.
    PoseSet(String),
    /// A field is missing or does not belong there.
    Field(FieldMistake),
    /// A value is not what its field takes.
    Value(ValueMistake),
    /// Something is named that is not there, or that may not be named.
    Reference(ReferenceMistake),
    /// The parts of an exercise do not go together.
    Exercise(ExerciseMistake),
    /// The fields of a step do not go together.
    Step(StepMistake),
    /// A routine or a pool does not add up.
    Routine(RoutineMistake),
    /// A routine asks for something that its exercise does not have.
    Entry(EntryMistake),
    /// The path of a picture leads nowhere in the catalog's folder.
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        why: PathMistake,
    },
    /// A file cannot be used.
    File {
        /// Its path below the catalog's folder.
        name: String,
        /// What is wrong with it.
        why: FileMistake,
    },
    /// A file of shared exercises, or a catalog as a whole, is not what it should be.
    Bundle(BundleMistake),
}

/// What is wrong with a field as such.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldMistake {
    /// It has to be there.
    Missing(Needed),
    /// It does not exist.
    Unknown {
        /// The one that is likely to be meant.
        near: Option<&'static str>,
        /// Those that exist.
        known: &'static [&'static str],
    },
    /// It stands there a second time.
    Twice,
}

/// A field that has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// A text of this field.
    Text(&'static str),
    /// The id of an item.
    Id,
    /// The position of an exercise.
    Position,
    /// The pose set of an exercise that has not a picture for each step.
    Figure,
    /// The way out and the way back of a tempo.
    Tempo,
    /// The minutes of a routine.
    Minutes,
    /// The exercise that an entry of a routine is about.
    Exercise,
}

/// What is wrong with a value, whatever it is for.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueMistake {
    /// Not a group of these fields.
    NotFields(&'static [&'static str]),
    /// Not a text.
    NotText,
    /// A text with nothing in it, or only blanks.
    Empty,
    /// A text with too many characters.
    TooLong {
        /// How many it has.
        length: usize,
        /// Most.
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
    /// A number that is too small or too large.
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
    /// A whole number that is too small or too large.
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
    /// Not one of the words that the field knows.
    NotWord {
        /// What stands there.
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

/// What is wrong with the name of something else.
#[derive(Clone, Debug, PartialEq)]
pub enum ReferenceMistake {
    /// There is no such exercise.
    NoExercise {
        /// What is named.
        id: String,
        /// The one that is likely to be meant.
        near: Option<String>,
    },
    /// There is neither an exercise nor a routine of that name.
    NoExerciseOrRoutine {
        /// What is named.
        id: String,
        /// The one that is likely to be meant.
        near: Option<String>,
    },
    /// An exercise names itself.
    Itself,
    /// Another item has this id already.
    Taken(String),
    /// There is no such pose set.
    NoFigure {
        /// What is named.
        id: String,
        /// The one that is likely to be meant.
        near: Option<String>,
        /// Those that exist.
        known: Vec<String>,
    },
    /// The file of the pose set has problems of its own.
    BrokenFigure(String),
    /// A pose set of one's own has the name of a built-in one.
    BuiltInFigure(String),
}

/// What is wrong with an exercise as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExerciseMistake {
    /// It names no body area.
    NoArea,
    /// It has no step.
    NoStep,
    /// Its dose is for each side, and no step names a side.
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
    /// Its repetitions have nowhere to go.
    OneKey,
    /// It has a rest, but only one set.
    NothingToRestBetween,
    /// Its text names a side, but it is not done for one.
    NoSide,
    /// It has more keys than this.
    TooManyKeys(usize),
    /// It has keys and a picture, and the exercise has no figure.
    KeysWithoutFigure,
    /// It has keys, and its figure has none to be named.
    KeysOfCycle(String),
    /// It has no keys, and its figure has.
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
    /// This list has nothing in it.
    Empty(&'static str),
    /// It takes another time than it says.
    Minutes {
        /// How many minutes it takes.
        taken: f32,
        /// How many it says.
        named: u32,
    },
}

/// What an entry of a routine asks for and its exercise does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryMistake {
    /// Nothing in it is repeated.
    NotRepeated(EntryOf),
    /// Nothing in it is held.
    NotHeld(EntryOf),
    /// It is not done for each side.
    NotSided(EntryOf),
    /// Nothing in it may be held that long.
    HeldTooLong {
        /// The exercise.
        id: String,
        /// Most seconds.
        longest: u32,
    },
}

/// An exercise in a routine, and what can be said of it there.
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
    /// It does not start from the catalog's folder.
    Elsewhere,
    /// It has a character that no path has here.
    Character,
    /// It leaves the catalog's folder.
    Leaves,
    /// It has empty parts, or `.`.
    NotPlain,
    /// It ends neither as a PNG nor as an SVG does.
    Ending,
}

/// What is wrong with a file beside the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileMistake {
    /// It is not in this folder.
    Missing(String),
    /// It cannot be read; what the system says.
    Unreadable(String),
    /// It cannot be written; what the system says.
    Unwritable(String),
    /// It is a link out of the folder, and was to be read.
    ReadOutside,
    /// The way to it is a link out of the folder, and it was to be written.
    WrittenOutside,
    /// It has more KiB than this.
    TooLarge(u64),
    /// It is not UTF-8.
    NotText,
    /// It is not a PNG, whatever its name says.
    NotPng,
    /// It is not an SVG, whatever its name says.
    NotSvg,
    /// It has too many pixels, or none.
    Pixels {
        /// Across and down.
        size: [u32; 2],
        /// Most across, and most down.
        side: u32,
        /// Most in all, in millions.
        millions: u64,
    },
    /// It cannot be shown; why drawing it failed.
    Undrawn(String),
    /// It was not drawn; why, in a whole sentence.
    NotDrawn(String),
    /// It did not come along in a file of shared exercises.
    NotInBundle,
}

/// What is wrong with a whole file, or with what only shared files have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundleMistake {
    /// The file cannot be read; what the system says.
    Unreadable(String),
    /// The file is not UTF-8.
    NotText,
    /// A pose set is not called by an id.
    NotId(String),
    /// More pose sets or pictures than this.
    TooMany(usize),
    /// A PNG that cannot be decoded.
    NotBase64,
}
