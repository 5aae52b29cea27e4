//! How hard an exercise felt, and how much of it there is next time: more after several easy ones, less after a hard
//! one, always within its dose.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::logic::catalog::{Catalog, Exercise, ladder};
use crate::logic::practice::feedback::CORRECTION;
use crate::logic::text::word::words;

/// How many easy ones in a row make it a little more.
pub const EASY_RUN: u32 = 3;

words! {
    as serde
    /// How hard an exercise felt.
    pub enum Effort {
        /// More of it would have been possible.
        Easy = "easy",
        /// Neither easy nor hard.
        Right = "right",
        /// Too much.
        Hard = "hard",
    }
}

impl Effort {
    /// How it reads after a name: "felt easy".
    pub fn words(self) -> &'static str {
        match self {
            Effort::Easy => "easy",
            Effort::Right => "just right",
            Effort::Hard => "hard",
        }
    }
}

/// How the last answers have changed an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// There is more of it.
    More,
    /// There is less of it.
    Less,
}

impl Change {
    /// What has changed and why, for the user.
    pub fn words(self) -> &'static str {
        match self {
            Change::More => "A little more than before: it was easy three times",
            Change::Less => "A little less than before: it was hard last time",
        }
    }
}

/// Where one exercise stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Standing {
    /// Steps above the low end of its dose.
    level: usize,
    /// Easy ones in a row.
    easy: u32,
    change: Option<Change>,
}

/// How much of each exercise the user can do, according to their answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    standing: BTreeMap<String, Standing>,
    /// The last answer about each: when (milliseconds since 1970), and where the exercise stood before it.
    last: BTreeMap<String, (i64, Standing)>,
}

impl Levels {
    /// Takes an answer about an exercise, given at `at` (milliseconds since 1970). One soon after another corrects it.
    pub fn take(&mut self, exercise: &Exercise, effort: Effort, at: i64) {
        let id = exercise.id.as_str();
        let mut before = self.standing.get(id).copied().unwrap_or_default();
        if let Some((last, earlier)) = self.last.get(id)
            && (0..CORRECTION.as_millis() as i64).contains(&(at - last))
        {
            before = *earlier;
        }
        let top = ladder::top(exercise);
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

    /// How the last answer changed it, if at all.
    pub fn change(&self, exercise: &str) -> Option<Change> {
        self.standing.get(exercise)?.change
    }

    /// The catalog with as much of each exercise as the user can do.
    pub fn applied(&self, catalog: &Arc<Catalog>) -> Arc<Catalog> {
        let there = |id: &String| catalog.exercise(id).is_some();
        let raised = self
            .standing
            .iter()
            .filter(|(id, standing)| standing.level > 0 && there(id))
            .map(|(id, standing)| (id.clone(), standing.level));
        let levels: BTreeMap<String, usize> = raised.collect();
        if levels == catalog.levels {
            return Arc::clone(catalog);
        }
        Arc::new(Catalog {
            levels,
            ..Catalog::clone(catalog)
        })
    }
}

#[cfg(test)]
mod tests;
