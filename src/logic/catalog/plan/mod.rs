//! A break laid out for the player: exercises, each a row of timed segments, with sides and sets expanded.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::logic::catalog::ladder;
use crate::logic::catalog::{
    Amount, BreathCue, Catalog, Equipment, Exercise, Position, Reason, Side, Step, StepSide, Tempo,
};
use crate::logic::text::word::Word;

/// Seconds for changing sides.
pub const CHANGE_SECONDS: f32 = 8.0;

/// Seconds of rest between sets if the catalog gives none.
pub const REST_SECONDS: f32 = 20.0;

/// Everything the player needs to guide a break; also the reply that the window asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Id of the routine or exercise.
    pub id: String,
    /// Displayed name.
    pub name: String,
    /// `because` in words, for scripts; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Why it was chosen; none if the user chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Reason>,
    /// The exercises in order, including the frame.
    pub exercises: Vec<PlannedExercise>,
    /// Index of the exercise to start with; earlier ones have been done already.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub start_at: usize,
}

/// One exercise of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedExercise {
    /// Exercise id.
    pub id: String,
    /// Displayed name.
    pub name: String,
    /// Pose set id.
    pub figure: String,
    /// The body's position.
    pub position: Position,
    /// What is needed.
    pub equipment: Vec<Equipment>,
    /// Steps above the low end of its dose.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub level: usize,
    /// Whether the routine fixes the amount: then how hard it felt changes nothing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fixed: bool,
    /// What is different from last time, in words; empty if nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// How to get into position; shown while the clock waits. Empty = no such phase.
    pub prepare: String,
    /// One hint.
    pub tip: String,
    /// Caution; may be empty.
    pub caution: String,
    /// What happens, in order.
    pub segments: Vec<Segment>,
}

/// A period with one instruction and one movement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// What kind of time it is.
    pub kind: SegmentKind,
    /// The instruction.
    pub text: String,
    /// Its length in seconds, including travel.
    pub seconds: f32,
    /// The side being trained, if any.
    pub side: Option<Side>,
    /// Whether the figure is mirrored.
    pub mirrored: bool,
    /// What the figure does.
    pub motion: Motion,
    /// How to breathe.
    pub breath: Option<BreathCue>,
    /// A picture shown instead of the figure: its path from the folder of the user's catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// What kind of time a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// An instruction of the exercise.
    Step,
    /// Time to change to the other side.
    ChangeSide,
    /// Rest between sets.
    Rest,
}

/// What the figure does during a segment. Keys count from 1 as in the catalog.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motion {
    /// Travel to the key from wherever the figure is, then stay.
    Hold {
        /// The key pose.
        key: usize,
    },
    /// Go through the keys in order, then back and forth until time is up.
    Loop {
        /// Two key poses or more.
        keys: Vec<usize>,
        /// The pace; by default the pose set's travel times.
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
    /// A cyclic pose set, repeated.
    Cycle,
}

impl Plan {
    /// Lays out the routine with that id, or the exercise with that id between the catalog's opening and closing
    /// exercises. A routine takes precedence. None if there is neither, or it is empty.
    pub fn new(catalog: &Catalog, id: &str) -> Option<Plan> {
        let parts: Vec<(&str, Amount)> = match catalog.routine(id) {
            Some(routine) => routine
                .exercises
                .iter()
                .map(|entry| (entry.exercise.as_str(), entry.amount))
                .collect(),
            None => framed(catalog, catalog.exercise(id)?)
                .into_iter()
                .map(|id| (id, Amount::default()))
                .collect(),
        };
        let exercises: Vec<PlannedExercise> = parts
            .into_iter()
            .filter_map(|(id, amount)| PlannedExercise::of(catalog, id, amount))
            .filter(|exercise| !exercise.segments.is_empty())
            .collect();
        (!exercises.is_empty()).then(|| Plan {
            id: id.to_owned(),
            name: catalog.name(id).unwrap_or(id).to_owned(),
            reason: String::new(),
            because: None,
            exercises,
            start_at: 0,
        })
    }

    /// The same plan, with the reason it was chosen.
    #[must_use]
    pub fn chosen(self, because: Option<Reason>) -> Plan {
        Plan {
            reason: Reason::words_of(because.as_ref()),
            because,
            ..self
        }
    }

    /// How long it takes, excluding phases that wait for the user.
    pub fn seconds(&self) -> f32 {
        self.exercises.iter().map(PlannedExercise::seconds).sum()
    }
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// The exercise and its frame; a frame exercise stands alone.
fn framed<'a>(catalog: &'a Catalog, exercise: &'a Exercise) -> Vec<&'a str> {
    let open = catalog.frame.open.as_deref();
    let close = catalog.frame.close.as_deref();
    let id = exercise.id.as_str();
    if open == Some(id) || close == Some(id) {
        return vec![id];
    }
    let open = open.filter(|_| exercise.position != Position::Seated);
    open.into_iter().chain([id]).chain(close).collect()
}

impl Catalog {
    /// How long a break with that routine, exercise or pool takes at least, excluding waiting for the user: a pool is
    /// as long as its shortest member. None if there is no such id.
    pub fn length(&self, id: &str) -> Option<Duration> {
        match self.pool(id) {
            Some(pool) => pool
                .members
                .iter()
                .filter_map(|member| Plan::new(self, member))
                .map(|plan| seconds(plan.seconds()))
                .min(),
            None => Plan::new(self, id).map(|plan| seconds(plan.seconds())),
        }
    }
}

impl PlannedExercise {
    /// Lays out that amount of the exercise with that id; where no number is given, as much as the user has reached.
    pub fn of(catalog: &Catalog, id: &str, amount: Amount) -> Option<PlannedExercise> {
        let exercise = catalog.exercise(id)?;
        let level = match amount.is_fixed() {
            true => 0,
            false => catalog.level(id),
        };
        Some(PlannedExercise {
            level,
            fixed: amount.is_fixed(),
            ..PlannedExercise::new(&amount.of(&ladder::raised(exercise, level)))
        })
    }

    /// Lays out one exercise: sides one after the other, sets with their rests.
    pub fn new(exercise: &Exercise) -> PlannedExercise {
        let mut segments: Vec<Segment> = Vec::new();
        for turn in turns(exercise) {
            if segments
                .last()
                .is_some_and(|last| last.mirrored != turn.mirrored)
            {
                segments.push(turn.change_over());
            }
            segments.extend(turn.segments());
        }
        PlannedExercise {
            id: exercise.id.clone(),
            name: exercise.name.clone(),
            figure: exercise.figure.clone(),
            position: exercise.position,
            equipment: exercise.equipment.clone(),
            level: 0,
            fixed: false,
            note: String::new(),
            prepare: exercise.prepare.clone(),
            tip: exercise.tip.clone(),
            caution: exercise.caution.clone(),
            segments,
        }
    }

    /// How long it takes, excluding the phase that waits for the user.
    pub fn seconds(&self) -> f32 {
        self.segments.iter().map(|segment| segment.seconds).sum()
    }
}

/// One step of an exercise on one side, with all its sets.
pub struct Turn<'a> {
    /// The step.
    pub step: &'a Step,
    /// The side being trained, if any.
    pub side: Option<Side>,
    /// Whether the figure is mirrored.
    pub mirrored: bool,
}

/// The steps in the order they are done: those for each side grouped, starting with the side that the figure shows.
pub fn turns(exercise: &Exercise) -> Vec<Turn<'_>> {
    let drawn = exercise.figure_side;
    let mirrored = |side: Side| drawn.is_some_and(|drawn| drawn != side);
    // What precedes the first side is seen from that side: nothing is mirrored needlessly.
    let first = exercise.steps.iter().find_map(|step| match step.side {
        Some(StepSide::Left) => Some(Side::Left),
        Some(StepSide::Right) => Some(Side::Right),
        Some(StepSide::Each) => Some(drawn.unwrap_or(Side::Left)),
        Some(StepSide::Both) | None => None,
    });
    let at_first = first.is_some_and(mirrored);
    let mut turns: Vec<Turn<'_>> = Vec::new();
    let mut rest = exercise.steps.as_slice();
    while let [step, after @ ..] = rest {
        let as_before = turns.last().map_or(at_first, |turn| turn.mirrored);
        let one = |side: Option<Side>| Turn {
            step,
            side,
            mirrored: side.map_or(as_before, mirrored),
        };
        match step.side {
            None | Some(StepSide::Both) => turns.push(one(None)),
            Some(StepSide::Left) => turns.push(one(Some(Side::Left))),
            Some(StepSide::Right) => turns.push(one(Some(Side::Right))),
            Some(StepSide::Each) => {
                let run = rest
                    .iter()
                    .take_while(|step| step.side == Some(StepSide::Each))
                    .count();
                let first = drawn.unwrap_or(Side::Left);
                for side in [first, first.other()] {
                    turns.extend(rest[..run].iter().map(|step| Turn {
                        step,
                        side: Some(side),
                        // Without a stated side, the figure is assumed to show the first one.
                        mirrored: side != first,
                    }));
                }
                rest = &rest[run..];
                continue;
            }
        }
        rest = after;
    }
    turns
}

impl Turn<'_> {
    /// The instruction, with `{side}` and `{other}` replaced by the names of this side and the other.
    pub fn text(&self) -> String {
        match self.side {
            None => self.step.text.clone(),
            Some(side) => self
                .step
                .text
                .replace("{side}", side.word())
                .replace("{other}", side.other().word()),
        }
    }

    /// How long it takes, including rests between its sets.
    pub fn seconds(&self) -> f32 {
        let sets = self.sets();
        sets as f32 * self.set_seconds() + sets.saturating_sub(1) as f32 * self.rest_seconds()
    }

    fn sets(&self) -> u32 {
        self.step.sets.unwrap_or(1).max(1)
    }

    fn rest_seconds(&self) -> f32 {
        self.step.rest.unwrap_or(REST_SECONDS)
    }

    fn set_seconds(&self) -> f32 {
        match (self.step.seconds, self.step.reps) {
            (Some(seconds), _) => seconds,
            (None, Some(reps)) => reps as f32 * self.tempo().seconds(),
            (None, None) => 0.0,
        }
    }

    fn tempo(&self) -> Tempo {
        self.step.tempo.unwrap_or(Tempo {
            out: 2.0,
            hold: 0.0,
            back: 2.0,
            pause: 0.0,
        })
    }

    fn motion(&self) -> Motion {
        let keys = self.step.keys.clone();
        let still = self.step.picture.is_some() && keys.is_empty();
        match (keys.as_slice(), self.step.seconds, self.step.reps) {
            // Behind a picture the figure keeps time invisibly.
            ([], None, Some(count)) if still => Motion::Reps {
                keys: vec![1, 2],
                count,
                tempo: self.tempo(),
            },
            ([], _, _) if still => Motion::Hold { key: 1 },
            ([], _, _) => Motion::Cycle,
            ([key], _, _) => Motion::Hold { key: *key },
            (_, None, Some(count)) => Motion::Reps {
                keys,
                count,
                tempo: self.tempo(),
            },
            _ => Motion::Loop {
                keys,
                tempo: self.step.tempo,
            },
        }
    }

    fn segments(&self) -> Vec<Segment> {
        let sets = self.sets();
        let mut segments = Vec::new();
        for set in 1..=sets {
            segments.push(Segment {
                kind: SegmentKind::Step,
                text: self.text(),
                seconds: self.set_seconds(),
                side: self.side,
                mirrored: self.mirrored,
                motion: self.motion(),
                breath: self.step.breath,
                picture: self.step.picture.clone(),
            });
            if set < sets && self.rest_seconds() > 0.0 {
                segments.push(Segment {
                    kind: SegmentKind::Rest,
                    text: format!("Rest. Set {} of {sets} comes next.", set + 1),
                    seconds: self.rest_seconds(),
                    side: self.side,
                    mirrored: self.mirrored,
                    motion: Motion::Hold {
                        key: self.step.keys.first().copied().unwrap_or(1),
                    },
                    breath: None,
                    picture: self.step.picture.clone(),
                });
            }
        }
        segments
    }

    fn change_over(&self) -> Segment {
        let text = match self.side {
            Some(side) => format!("Change sides. The {} side is next.", side.word()),
            None => "Change sides.".to_owned(),
        };
        Segment {
            kind: SegmentKind::ChangeSide,
            text,
            seconds: CHANGE_SECONDS,
            side: self.side,
            mirrored: self.mirrored,
            motion: Motion::Hold { key: 1 },
            breath: None,
            picture: self.step.picture.clone(),
        }
    }
}

/// A duration from a plan's seconds, to the millisecond; zero for anything invalid.
pub(crate) fn seconds(seconds: f32) -> Duration {
    // A day is far beyond any segment, and adding many can't overflow.
    let bounded = f64::from(seconds).clamp(0.0, 86_400.0);
    Duration::from_millis((bounded * 1000.0).round() as u64)
}

#[cfg(test)]
mod tests;
