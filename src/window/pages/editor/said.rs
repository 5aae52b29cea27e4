//! What an editor says about a problem, beside the field that has it, to somebody who sees no file.

use crate::logic::catalog::{
    ExerciseMistake, FieldMistake, Mistake, Needed, PathMistake, Problem, ReferenceMistake,
    RoutineMistake, StepMistake, ValueMistake,
};
use crate::window::widgets::text::capitalised;

/// A message beside a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its words.
    pub words: String,
    /// Nothing is wrong yet, something is just missing.
    pub missing: bool,
}

impl Said {
    /// Something that is wrong.
    pub fn wrong(words: impl Into<String>) -> Said {
        Said {
            words: words.into(),
            missing: false,
        }
    }

    fn missing(words: &str) -> Said {
        Said {
            words: words.to_owned(),
            missing: true,
        }
    }
}

/// What the checker says about the field at `place.field`, or below it.
pub fn field_said(problems: &[Problem], place: &str, field: &str) -> Option<Said> {
    let path = format!("{place}.{field}");
    let is_it = |problem: &&Problem| {
        let rest = problem.path.strip_prefix(&path);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let problem = problems.iter().find(is_it)?;
    Some(said(&problem.mistake))
}

/// A mistake, reworded where the words for a file wouldn't help.
fn said(mistake: &Mistake) -> Said {
    match mistake {
        Mistake::Value(ValueMistake::Empty) => Said::missing("Write something here"),
        Mistake::Exercise(ExerciseMistake::NoArea) => {
            Said::missing("Choose at least one, the main one first")
        }
        Mistake::Exercise(ExerciseMistake::NoStep) => Said::missing("Add at least one step"),
        Mistake::Exercise(ExerciseMistake::NoSide) => {
            Said::wrong("The dose is for each side: let a step be done for each side")
        }
        Mistake::Routine(RoutineMistake::Empty(_)) => Said::missing("Add at least one exercise"),
        Mistake::Field(FieldMistake::Missing(Needed::Figure)) => {
            Said::missing("Choose a figure, or give every step a picture")
        }
        Mistake::Step(StepMistake::NoSide) => {
            Said::wrong("Choose a side below, or write it without {side} and {other}")
        }
        // The expected form is how to write it in a file.
        Mistake::Field(
            FieldMistake::Missing(
                Needed::Text(_)
                | Needed::Id
                | Needed::Position
                | Needed::Tempo
                | Needed::Minutes
                | Needed::Exercise,
            )
            | FieldMistake::Unknown { .. }
            | FieldMistake::Twice,
        )
        | Mistake::Value(
            ValueMistake::NotFields(_)
            | ValueMistake::NotText
            | ValueMistake::NotId(_)
            | ValueMistake::NotRange
            | ValueMistake::Backwards { .. }
            | ValueMistake::NotFlag
            | ValueMistake::NotWord { .. }
            | ValueMistake::NotList
            | ValueMistake::NotMap
            | ValueMistake::NotMapOfTexts,
        )
        | Mistake::Reference(
            ReferenceMistake::NoExercise { .. }
            | ReferenceMistake::NoExerciseOrRoutine { .. }
            | ReferenceMistake::NoFigure { near: Some(_), .. },
        )
        | Mistake::Step(
            StepMistake::NoLength
            | StepMistake::TwoLengths
            | StepMistake::NoTempo
            | StepMistake::OneKey
            | StepMistake::NothingToRestBetween
            | StepMistake::NoKey { .. },
        )
        | Mistake::Routine(RoutineMistake::Minutes { .. })
        | Mistake::Path {
            why: PathMistake::Elsewhere,
            ..
        } => Said::wrong(capitalised(&mistake.wrong())),
        Mistake::Syntax(_)
        | Mistake::PoseSet(_)
        | Mistake::Value(
            ValueMistake::TooLong { .. }
            | ValueMistake::NotOneLine
            | ValueMistake::NotNumber { .. }
            | ValueMistake::NumberOutOfRange { .. }
            | ValueMistake::NotCount { .. }
            | ValueMistake::CountOutOfRange { .. },
        )
        | Mistake::Reference(
            ReferenceMistake::Itself
            | ReferenceMistake::Taken(_)
            | ReferenceMistake::NoFigure { near: None, .. }
            | ReferenceMistake::BrokenFigure(_)
            | ReferenceMistake::BuiltInFigure(_),
        )
        | Mistake::Step(
            StepMistake::TooManyKeys(_)
            | StepMistake::KeysWithoutFigure
            | StepMistake::KeysOfCycle(_),
        )
        | Mistake::Entry(_)
        | Mistake::Path {
            why:
                PathMistake::TooLong(_)
                | PathMistake::Character
                | PathMistake::Leaves
                | PathMistake::NotPlain
                | PathMistake::Ending,
            ..
        }
        | Mistake::File { .. }
        | Mistake::Bundle(_) => {
            let words = mistake.words();
            let right = match words.right.as_str() {
                "" => String::new(),
                right => format!(". {}", capitalised(right)),
            };
            Said::wrong(capitalised(&words.wrong) + &right)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(path: &str, mistake: Mistake) -> Problem {
        Problem {
            line: 1,
            column: 1,
            path: path.to_owned(),
            mistake,
        }
    }

    #[test]
    fn a_problem_stands_beside_its_field() {
        let (length, longest) = (70, 60);
        let long = Mistake::Value(ValueMistake::TooLong { length, longest });
        let (taken, named) = (3.0, 9);
        let minutes = Mistake::Routine(RoutineMistake::Minutes { taken, named });
        let (id, near) = ("x".to_owned(), None);
        let unknown = Mistake::Reference(ReferenceMistake::NoExercise { id, near });
        let problems = [
            problem("routines.a.name", long.clone()),
            problem("routines.a.minutes", minutes.clone()),
            problem("routines.a.exercises[2]", unknown.clone()),
        ];
        let beside = |field: &str| field_said(&problems, "routines.a", field);
        assert_eq!(beside("name"), Some(said(&long)));
        assert_eq!(beside("minutes"), Some(said(&minutes)));
        assert_eq!(beside("exercises"), Some(said(&unknown)));
        assert_eq!(beside("exercise"), None);
        assert_eq!(beside("purpose"), None);
    }

    #[test]
    fn what_helps_only_in_a_file_is_not_said() {
        let (length, longest) = (70, 60);
        let (taken, named) = (3.0, 9);
        for (mistake, words) in [
            (
                Mistake::Value(ValueMistake::TooLong { length, longest }),
                "The text has 70 characters. At most 60 can be read at a glance",
            ),
            (
                Mistake::Routine(RoutineMistake::Minutes { taken, named }),
                "The routine takes 3.0 minutes, not 9",
            ),
            (
                Mistake::Step(StepMistake::TooManyKeys(64)),
                "There are more than 64 keys",
            ),
        ] {
            assert_eq!(said(&mistake), Said::wrong(words));
        }
        let empty = Mistake::Routine(RoutineMistake::Empty("exercises"));
        assert_eq!(said(&empty), Said::missing("Add at least one exercise"));
    }
}
