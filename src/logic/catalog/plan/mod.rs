//! A break laid out for the player: exercises, each a row of timed segments, sides and sets already expanded.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::logic::catalog::ladder;
use crate::logic::catalog::{
    Amount, BreathCue, Catalog, Equipment, Exercise, Position, Reason, Side, Step, StepSide, Tempo,
};
use crate::logic::text::word::Word;

/// Seconds to change over to the other side.
pub const CHANGE_SECONDS: f32 = 8.0;

/// Seconds of rest between sets where the catalog names none.
pub const REST_SECONDS: f32 = 20.0;

/// Everything the player needs to walk a person through a break; also the reply that the window asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Id of the routine or exercise.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// `because` in words, for scripts; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Why it was chosen; none if the person chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Reason>,
    /// The exercises in order, frame included.
    pub exercises: Vec<PlannedExercise>,
    /// Index of the exercise to begin with: what is before it was done before.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub start_at: usize,
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
    /// Steps above the low end of its dose.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub level: usize,
    /// Whether the routine says how much there is of it: how hard it felt changes nothing then.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fixed: bool,
    /// What is different from the last time, in words; empty if nothing is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
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
    /// A picture shown in place of the figure: its path from the folder of the person's catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
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

impl Plan {
    /// Lays out the routine with that id, or the exercise with that id between the catalog's opening and closing
    /// exercises. A routine comes first where both have the id. None if there is neither, or nothing in it.
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

    /// The same plan, chosen for that reason.
    #[must_use]
    pub fn chosen(self, because: Option<Reason>) -> Plan {
        Plan {
            reason: Reason::words_of(because.as_ref()),
            because,
            ..self
        }
    }

    /// How long it takes without the phases that wait for the person.
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

/// The exercise and what frames it; a frame exercise stands for itself.
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
    /// How long a break with that routine, exercise or pool takes at least, waiting for the person left out:
    /// a pool is as long as its shortest member. None if there is no such id.
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
    /// Lays out so much of the exercise with that id; where no number is given, as much as the person has come to.
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

    /// How long it takes without the phase that waits for the person.
    pub fn seconds(&self) -> f32 {
        self.segments.iter().map(|segment| segment.seconds).sum()
    }
}

/// One step of an exercise on one side, all its sets included.
pub struct Turn<'a> {
    /// The step.
    pub step: &'a Step,
    /// The side being trained, if one is.
    pub side: Option<Side>,
    /// Whether the figure is the mirror image of its pose set.
    pub mirrored: bool,
}

/// The steps in the order they are done: steps for each side together, first on the side that the figure shows.
pub fn turns(exercise: &Exercise) -> Vec<Turn<'_>> {
    let drawn = exercise.figure_side;
    let mirrored = |side: Side| drawn.is_some_and(|drawn| drawn != side);
    // What comes before the first side is seen from where that side is: nothing turns round without need.
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
                        // Without a side of its own the figure is taken to show the first one.
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
    /// The instruction, with `{side}` and `{other}` in it replaced by the side's name and the other's.
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

    /// How long it takes, rests between its sets included.
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
            // Behind a picture the figure keeps time unseen.
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

/// A duration from seconds of a plan, to the millisecond; nothing for what is no time at all.
pub(crate) fn seconds(seconds: f32) -> Duration {
    // A day is far beyond any segment, and a sum of many cannot overflow.
    let bounded = f64::from(seconds).clamp(0.0, 86_400.0);
    Duration::from_millis((bounded * 1000.0).round() as u64)
}

#[cfg(test)]
mod tests;
