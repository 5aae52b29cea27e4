//! How hard an exercise felt, and how much of it there is the next time: more after several easy ones, less after a hard
//! one, always within its dose.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::logic::catalog::{Catalog, Dose, Exercise, Step};
use crate::logic::feedback::CORRECTION;

/// So many easy ones in a row make it a little more.
pub const EASY_RUN: u32 = 3;

/// Parts in which the way from the low end of a dose to the high end is gone.
const PARTS: u32 = 3;

/// How hard an exercise felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    /// There could have been more of it.
    Easy,
    /// Neither easy nor hard.
    Right,
    /// Too much.
    Hard,
}

impl Effort {
    /// Every one of them.
    pub const ALL: [Effort; 3] = [Effort::Easy, Effort::Right, Effort::Hard];

    /// The word for it in the history.
    pub fn word(self) -> &'static str {
        match self {
            Effort::Easy => "easy",
            Effort::Right => "right",
            Effort::Hard => "hard",
        }
    }

    /// The one with that word.
    pub fn of_word(word: &str) -> Option<Effort> {
        Effort::ALL.into_iter().find(|effort| effort.word() == word)
    }

    /// As it is said after a name: "felt easy".
    pub fn words(self) -> &'static str {
        match self {
            Effort::Easy => "easy",
            Effort::Right => "just right",
            Effort::Hard => "hard",
        }
    }
}

/// What the last answers have changed about an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// There is more of it.
    More,
    /// There is less of it.
    Less,
}

impl Change {
    /// What has changed and why, for the person.
    pub fn words(self) -> &'static str {
        match self {
            Change::More => "A little more than before: it was easy three times",
            Change::Less => "A little less than before: it was hard last time",
        }
    }
}

/// How one exercise stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Standing {
    /// Steps above the low end of its dose.
    level: usize,
    /// Easy ones in a row.
    easy: u32,
    change: Option<Change>,
}

/// How much of each exercise the person can do, from what they said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    standing: BTreeMap<String, Standing>,
    /// The last answer about each: when (milliseconds since 1970), and how the exercise stood before it.
    last: BTreeMap<String, (i64, Standing)>,
}

impl Levels {
    /// Takes in an answer about an exercise, given at `at` (milliseconds since 1970). One soon after another corrects it.
    pub fn take(&mut self, exercise: &Exercise, effort: Effort, at: i64) {
        let id = exercise.id.as_str();
        let mut before = self.standing.get(id).copied().unwrap_or_default();
        if let Some((last, earlier)) = self.last.get(id)
            && (0..CORRECTION.as_millis() as i64).contains(&(at - last))
        {
            before = *earlier;
        }
        let top = top(exercise);
        let level = before.level.min(top);
        let after = match effort {
            Effort::Easy if before.easy + 1 >= EASY_RUN && level < top => Standing {
                level: level + 1,
                easy: 0,
                change: Some(Change::More),
            },
            Effort::Easy => Standing {
                level,
                easy: (before.easy + 1).min(EASY_RUN),
                change: None,
            },
            Effort::Right => Standing {
                level,
                ..Standing::default()
            },
            Effort::Hard => Standing {
                level: level.saturating_sub(1),
                easy: 0,
                change: (level > 0).then_some(Change::Less),
            },
        };
        self.standing.insert(id.to_owned(), after);
        self.last.insert(id.to_owned(), (at, before));
    }

    /// Steps above the low end of its dose.
    pub fn level(&self, exercise: &str) -> usize {
        self.standing
            .get(exercise)
            .map_or(0, |standing| standing.level)
    }

    /// What the last answer has changed, if anything.
    pub fn change(&self, exercise: &str) -> Option<Change> {
        self.standing.get(exercise)?.change
    }

    /// The catalog with as much of each exercise as the person can do.
    pub fn applied(&self, catalog: &Arc<Catalog>) -> Arc<Catalog> {
        if self.standing.values().all(|standing| standing.level == 0) {
            return Arc::clone(catalog);
        }
        let mut catalog = Catalog::clone(catalog);
        for exercise in &mut catalog.exercises {
            let level = self.level(&exercise.id);
            if let Some(steps) = ladder(exercise).into_iter().nth(level) {
                exercise.steps = steps;
            }
        }
        Arc::new(catalog)
    }
}

/// How many steps there are above the low end of the dose; 0 where the source gives no range.
pub fn top(exercise: &Exercise) -> usize {
    ladder(exercise).len() - 1
}

/// The steps of an exercise from the low end of its dose to the high end, each time a little more.
fn ladder(exercise: &Exercise) -> Vec<Vec<Step>> {
    let mut ladder = vec![exercise.steps.clone()];
    for part in 1..=PARTS {
        let steps: Vec<Step> = exercise
            .steps
            .iter()
            .map(|step| at_part(step, &exercise.dose, part))
            .collect();
        if ladder.last() != Some(&steps) {
            ladder.push(steps);
        }
    }
    ladder
}

/// A step that follows the low end of the dose, `part` parts of the way to the high end; others stay as they are.
fn at_part(step: &Step, dose: &Dose, part: u32) -> Step {
    let mut step = step.clone();
    let nearest = |(low, high): (u32, u32)| {
        low + (f64::from(high.saturating_sub(low) * part) / f64::from(PARTS)).round() as u32
    };
    if let (Some(sets), Some((low, high))) = (step.sets, dose.sets)
        && sets == low
    {
        // A whole set more is much: it comes last.
        step.sets = Some(low + high.saturating_sub(low) * part / PARTS);
    }
    if let (Some(reps), Some(range)) = (step.reps, dose.reps)
        && reps == range.0
    {
        step.reps = Some(nearest(range));
    }
    let Some(range) = dose.hold_seconds else {
        return step;
    };
    let more = (nearest(range) - range.0) as f32;
    let low = range.0 as f32;
    match (&mut step.tempo, &mut step.seconds) {
        (Some(tempo), _) if step.reps.is_some() && tempo.hold == low => tempo.hold += more,
        // Held once: the way there is part of its time.
        (None, Some(seconds)) if dose.reps.is_none() && step.keys.len() == 1 && *seconds >= low => {
            *seconds += more;
        }
        _ => {}
    }
    step
}

#[cfg(test)]
mod tests;
