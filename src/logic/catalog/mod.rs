//! What can be done in a break: exercises, routines and pools, as in the catalog file.
//!
//! The types here *are* the format of `catalog.ron`; docs/catalog.md describes it for people.

mod amount;
mod builtin;
pub mod bundle;
mod choose;
pub mod edit;
mod entry;
mod fields;
pub mod format;
pub mod ladder;
mod merge;
mod parse;
mod picture;
pub mod plan;
mod problem;
pub mod reason;
mod source;
#[cfg(test)]
mod tests;
mod words;
pub mod write;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use amount::{Amount, Usual};
pub use builtin::builtin;
pub use choose::{Choice, Done, Place, Record, Wishes, choose};
pub use entry::Entry;
pub use fields::is_id;
pub use merge::merge;
pub use parse::read;
pub use picture::{PictureKind, kept_as, picture_path};
pub use problem::{
    BundleMistake, EntryMistake, EntryOf, ExerciseMistake, FieldMistake, FigureFacts, FileMistake,
    Look, Mistake, Needed, PathMistake, Problem, ReferenceMistake, RoutineMistake, Scope,
    StepMistake, ValueMistake,
};
pub use reason::Reason;
pub use source::{Article, source_words};
pub use words::{Area, BreathCue, Equipment, Position, Side, Sides, StepSide};

/// Everything on offer: the built-in catalog with the user's on top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// Exercises in the order they are listed.
    pub exercises: Vec<Exercise>,
    /// Routines in the order they are listed.
    pub routines: Vec<Routine>,
    /// Named sets that reminders choose from.
    pub pools: Vec<Pool>,
    /// What frames a single exercise.
    pub frame: Frame,
    /// When to stop and when to ask a professional first, in single sentences.
    pub safety: Safety,
    /// How far the user has raised each exercise above the low end of its dose; those at the low end aren't listed.
    pub levels: BTreeMap<String, usize>,
}

/// The exercises that open and close a break with a single exercise; empty = none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Id of the exercise done first, unless the exercise is seated.
    pub open: Option<String>,
    /// Id of the exercise done last.
    pub close: Option<String>,
}

/// The safety text shown on Welcome, in the player and on About.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Safety {
    /// Conditions under which to ask a professional first.
    pub ask_first: Vec<String>,
    /// When to stop at once.
    pub stop: Vec<String>,
    /// "Not a substitute for medical care", in a sentence.
    pub note: String,
}

/// One exercise: steps with poses, and a dose.
#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    /// Lower-case words joined by `-`, unique among exercises; a routine with the same id takes precedence.
    pub id: String,
    /// Displayed name, sentence case.
    pub name: String,
    /// What it is for, in one sentence.
    pub purpose: String,
    /// Body areas it serves, the main one first.
    pub areas: Vec<Area>,
    /// The body's position.
    pub position: Position,
    /// What is needed.
    pub equipment: Vec<Equipment>,
    /// Pose set id (`assets/figures/<id>.ron`, or `figures/<id>.ron` beside the user's catalog); empty if every step
    /// has its own picture.
    pub figure: String,
    /// For an exercise done on each side: the side that the pose set shows; the other is mirrored.
    pub figure_side: Option<Side>,
    /// How much, according to the source.
    pub dose: Dose,
    /// How to get into position, before any clock runs; empty = no waiting.
    pub prepare: String,
    /// The steps, in order; for an exercise with `dose.per_side`, those marked `Each` are done once per side.
    pub steps: Vec<Step>,
    /// One hint that improves it; may be empty.
    pub tip: String,
    /// What to watch out for; empty if the source says nothing.
    pub caution: String,
    /// The exercise it is a variant of.
    pub variant_of: Option<String>,
    /// Ids of easier relatives.
    pub easier: Vec<String>,
    /// Ids of harder relatives.
    pub harder: Vec<String>,
    /// Where the facts come from: file names of the source articles.
    pub sources: Vec<String>,
}

/// How much of an exercise: ranges from the source, `None` where it gives none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Dose {
    /// Sets, low and high.
    pub sets: Option<(u32, u32)>,
    /// Repetitions per set (per side if `per_side`).
    pub reps: Option<(u32, u32)>,
    /// How many seconds each repetition is held.
    pub hold_seconds: Option<(u32, u32)>,
    /// Whether each side gets the whole dose.
    pub per_side: bool,
    /// Times a day.
    pub per_day: Option<(u32, u32)>,
    /// Days a week.
    pub per_week: Option<(u32, u32)>,
}

/// One instruction: a text, a movement between key poses, and how long.
///
/// Has exactly one of `seconds` and `reps`.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What to do, imperative, one or two short sentences. In a step for one side, `{side}` stands for that side's name
    /// and `{other}` for the other's.
    pub text: String,
    /// Key poses of the exercise's figure, from 1. One key: move there and stay. Several: move through them and, if
    /// time is left, back and forth. None: a cyclic figure, repeated.
    pub keys: Vec<usize>,
    /// A PNG or SVG shown instead of the figure: its path from the catalog's folder, in a form that [`picture_path`]
    /// accepts.
    pub picture: Option<String>,
    /// How long the step takes, including travel.
    pub seconds: Option<f32>,
    /// How many repetitions: out (first key to last key), hold, back.
    pub reps: Option<u32>,
    /// Seconds of each part of a back-and-forth movement; required with `reps`.
    pub tempo: Option<Tempo>,
    /// How many times the step is done, with `rest` seconds in between (sets); default 1.
    pub sets: Option<u32>,
    /// Seconds of rest between sets.
    pub rest: Option<f32>,
    /// Which side it trains.
    pub side: Option<StepSide>,
    /// How to breathe on the way out and on the way back.
    pub breath: Option<BreathCue>,
}

/// The length of each part of one repetition, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tempo {
    /// From the first key to the last.
    pub out: f32,
    /// At the last key.
    #[serde(default)]
    pub hold: f32,
    /// From the last key to the first.
    pub back: f32,
    /// At the first key, before the next repetition.
    #[serde(default)]
    pub pause: f32,
}

impl Tempo {
    /// Seconds of one whole repetition.
    pub fn seconds(self) -> f32 {
        self.out + self.hold + self.back + self.pause
    }
}

/// A sequence of exercises.
#[derive(Clone, Debug, PartialEq)]
pub struct Routine {
    /// Lower-case words joined by `-`, unique among routines.
    pub id: String,
    /// Displayed name, sentence case.
    pub name: String,
    /// What it is for, in one sentence.
    pub purpose: String,
    /// The minutes stated by the source or the author.
    pub minutes: u32,
    /// What is done, in order.
    pub exercises: Vec<Entry>,
    /// Where the facts come from: file names of the source articles.
    pub sources: Vec<String>,
}

/// A named set of exercises and routines that a reminder chooses from.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Lower-case words joined by `-`.
    pub id: String,
    /// Exercise and routine ids; a newcomer is offered the first ones first.
    pub members: Vec<String>,
}

impl Exercise {
    /// What represents the exercise where it is shown small: its pose set, or the path of its first picture if it has
    /// none. No pose set has a name that ends like a picture's.
    pub fn shown_by(&self) -> &str {
        let first = self.steps.iter().find_map(|step| step.picture.as_deref());
        match first {
            Some(picture) if self.figure.is_empty() => picture,
            Some(_) | None => &self.figure,
        }
    }
}

impl Routine {
    /// The ids of its exercises, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.exercises.iter().map(|entry| entry.exercise.as_str())
    }
}

impl Catalog {
    /// The exercise with that id.
    pub fn exercise(&self, id: &str) -> Option<&Exercise> {
        self.exercises.iter().find(|exercise| exercise.id == id)
    }

    /// How many steps above the low end of its dose the user has reached with that exercise.
    pub fn level(&self, id: &str) -> usize {
        self.levels.get(id).copied().unwrap_or(0)
    }

    /// The routine with that id.
    pub fn routine(&self, id: &str) -> Option<&Routine> {
        self.routines.iter().find(|routine| routine.id == id)
    }

    /// The pool with that id.
    pub fn pool(&self, id: &str) -> Option<&Pool> {
        self.pools.iter().find(|pool| pool.id == id)
    }

    /// The name of the exercise or routine with that id.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.routine(id)
            .map(|routine| routine.name.as_str())
            .or_else(|| self.exercise(id).map(|exercise| exercise.name.as_str()))
    }
}
