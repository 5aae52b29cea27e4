//! What can be done in a break: exercises, routines and pools, as the catalog file says them.
//!
//! The types here *are* the format of `catalog.ron`; docs/catalog.md describes it for people.

mod amount;
mod builtin;
pub mod bundle;
mod choose;
pub mod edit;
mod entry;
mod fields;
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
    Look, Mistake, Needed, PathMistake, Problem, ReferenceMistake, RoutineMistake, StepMistake,
    Surroundings, ValueMistake,
};
pub use reason::Reason;
pub use source::{Article, source_words};
pub use words::{Area, BreathCue, Equipment, Position, Side, Sides, StepSide};

/// Everything on offer, the built-in catalog with the person's own on top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// Exercises in the order they are listed.
    pub exercises: Vec<Exercise>,
    /// Routines in the order they are listed.
    pub routines: Vec<Routine>,
    /// Named choices that reminders offer from.
    pub pools: Vec<Pool>,
    /// What frames an exercise that is offered by itself.
    pub frame: Frame,
    /// When to stop and when to ask a professional first, a sentence each.
    pub safety: Safety,
    /// How far the person has raised each exercise above the low end of its dose; where it stands there it is left out.
    pub levels: BTreeMap<String, usize>,
}

/// The exercises that open and close a break of a single exercise; empty = none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Exercise id done first when the exercise is not seated.
    pub open: Option<String>,
    /// Exercise id done last.
    pub close: Option<String>,
}

/// The safety text shown in the welcome, in the player and in About.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Safety {
    /// Conditions under which a professional is to be asked first.
    pub ask_first: Vec<String>,
    /// When to stop at once.
    pub stop: Vec<String>,
    /// "Not a substitute for medical care", in a sentence.
    pub note: String,
}

/// One exercise: steps with poses, and a dose.
#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    /// Lower-case words joined by `-`, unique among exercises; a routine of the same id is found first.
    pub id: String,
    /// Name as shown, sentence case.
    pub name: String,
    /// What it is for, one sentence.
    pub purpose: String,
    /// Body areas it serves, the main one first.
    pub areas: Vec<Area>,
    /// How the body is held.
    pub position: Position,
    /// What must be at hand.
    pub equipment: Vec<Equipment>,
    /// Pose set id (`assets/figures/<id>.ron`, or `figures/<id>.ron` beside the person's own catalog); empty where
    /// every step has a picture of its own.
    pub figure: String,
    /// For an exercise done on each side: the side that the pose set draws; the other is its mirror image.
    pub figure_side: Option<Side>,
    /// How much, as the source gives it.
    pub dose: Dose,
    /// How to get into position, before any clock runs; empty = no waiting.
    pub prepare: String,
    /// The steps, in order; for an exercise with `dose.per_side` those marked `Each` are done once a side.
    pub steps: Vec<Step>,
    /// One hint that makes it work better; may be empty.
    pub tip: String,
    /// What to mind; empty if the source names nothing.
    pub caution: String,
    /// The exercise that this one is a variant of.
    pub variant_of: Option<String>,
    /// Easier relatives, ids.
    pub easier: Vec<String>,
    /// Harder relatives, ids.
    pub harder: Vec<String>,
    /// Where the facts come from: file names of the source articles.
    pub sources: Vec<String>,
}

/// How much of an exercise: ranges as the source gives them, `None` where it gives none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Dose {
    /// Sets, low and high.
    pub sets: Option<(u32, u32)>,
    /// Repetitions in a set (per side if `per_side`).
    pub reps: Option<(u32, u32)>,
    /// Seconds that each repetition is held.
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
/// Exactly one of `seconds` and `reps` is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What to do, imperative, one or two short sentences. In a step for one side `{side}` stands for the name
    /// of that side and `{other}` for the other's.
    pub text: String,
    /// Key poses of the exercise's figure, 1-based. One key: move there and stay. Several: move through them
    /// and, if time is left, back and forth. None: a cyclic figure goes round and round.
    pub keys: Vec<usize>,
    /// A PNG or SVG shown in place of the figure: its path from the folder of the catalog, in a form that
    /// [`picture_path`] accepts.
    pub picture: Option<String>,
    /// How long the step takes, travel included.
    pub seconds: Option<f32>,
    /// How many repetitions of out (first key to last key), hold, back.
    pub reps: Option<u32>,
    /// Seconds of each part of a movement to and fro; needed with `reps`.
    pub tempo: Option<Tempo>,
    /// Times the step is repeated with `rest` seconds between (sets); 1 if not given.
    pub sets: Option<u32>,
    /// Seconds of rest between sets.
    pub rest: Option<f32>,
    /// Which side it trains.
    pub side: Option<StepSide>,
    /// What to do with the breath on the way out and on the way back.
    pub breath: Option<BreathCue>,
}

/// Seconds of the parts of one repetition.
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

/// An ordered list of exercises.
#[derive(Clone, Debug, PartialEq)]
pub struct Routine {
    /// Lower-case words joined by `-`, unique among routines.
    pub id: String,
    /// Name as shown, sentence case.
    pub name: String,
    /// What it is for, one sentence.
    pub purpose: String,
    /// The minutes that the source or the author names.
    pub minutes: u32,
    /// What is done, in order.
    pub exercises: Vec<Entry>,
    /// Where the facts come from: file names of the source articles.
    pub sources: Vec<String>,
}

/// A named set of exercises and routines that a reminder offers from.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Lower-case words joined by `-`.
    pub id: String,
    /// Exercise and routine ids; the first ones are offered to a newcomer first.
    pub members: Vec<String>,
}

impl Exercise {
    /// What stands for the exercise where it is shown small: its pose set, or the path of its first picture where it
    /// has no pose set. No pose set has a name that ends like a picture's.
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

    /// Steps above the low end of its dose that the person has come to with that exercise.
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
