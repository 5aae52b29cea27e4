//! Says what is wrong in a catalog file to somebody who writes one: the only place with these sentences.

use std::fmt;

use super::{
    BundleMistake, EntryMistake, EntryOf, ExerciseMistake, FieldMistake, FileMistake, Mistake,
    Needed, PathMistake, ReferenceMistake, RoutineMistake, StepMistake, ValueMistake,
};

/// A mistake in words, to follow its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What is wrong.
    pub wrong: String,
    /// What would be right; empty if that follows from what is wrong.
    pub right: String,
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.wrong)?;
        if !self.right.is_empty() {
            write!(f, "; {}", self.right)?;
        }
        Ok(())
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().fmt(f)
    }
}

impl Mistake {
    /// What is wrong and what would be right.
    pub fn words(&self) -> Words {
        match self {
            Mistake::Syntax(fault) => words(fault.to_string(), ""),
            Mistake::PoseSet(what) => words(what.as_str(), ""),
            Mistake::Field(mistake) => field(mistake),
            Mistake::Value(mistake) => value(mistake),
            Mistake::Reference(mistake) => reference(mistake),
            Mistake::Exercise(mistake) => exercise(*mistake),
            Mistake::Step(mistake) => step(mistake),
            Mistake::Routine(mistake) => routine(mistake),
            Mistake::Entry(mistake) => entry(mistake),
            Mistake::Path { path, why } => picture_path(path, *why),
            Mistake::File { name, why } => file(name, why),
            Mistake::Bundle(mistake) => bundle(mistake),
        }
    }

    /// What is wrong, where there is no room for what would be right.
    pub fn wrong(&self) -> String {
        self.words().wrong
    }
}

fn words(wrong: impl Into<String>, right: impl Into<String>) -> Words {
    Words {
        wrong: wrong.into(),
        right: right.into(),
    }
}

fn field(mistake: &FieldMistake) -> Words {
    match mistake {
        FieldMistake::Missing(needed) => words(
            "the field is missing",
            match needed {
                Needed::Text(name) => format!("write {name}: \"…\""),
                Needed::Id => "every item has an id of its own: id: \"my-stretch\"".to_owned(),
                Needed::Position => {
                    "write position: standing, seated, floor, bed or wall".to_owned()
                }
                Needed::Figure => {
                    "write figure: \"…\", or give every step a picture: \"….png\"".to_owned()
                }
                Needed::Tempo => {
                    "say how many seconds it takes, as in tempo: (out: 2, hold: 5, back: 2)"
                        .to_owned()
                }
                Needed::Minutes => {
                    "say how many minutes it is meant to take: minutes: 5".to_owned()
                }
                Needed::Exercise => "name the exercise, as in exercise: \"cat-cow\"".to_owned(),
            },
        ),
        FieldMistake::Unknown { near, known } => words(
            "there is no such field",
            match near {
                Some(near) => did_you_mean(near),
                None => format!("the fields here are {}", known.join(", ")),
            },
        ),
        FieldMistake::Twice => words("the field stands here twice", "leave one out"),
    }
}

fn did_you_mean(near: &str) -> String {
    format!("did you mean `{near}`?")
}

fn a_number(low: f32, high: f32) -> String {
    format!("write a number from {low} to {high}")
}

fn a_whole_number(low: u32, high: u32) -> String {
    format!("write a whole number from {low} to {high}")
}

fn value(mistake: &ValueMistake) -> Words {
    const A_MAP: &str = "write it as {\"name\": \"text\"}";
    match mistake {
        ValueMistake::NotFields(known) => words(
            "this is not a group of fields",
            format!("write it as ({}: …)", known.join(": …, ")),
        ),
        ValueMistake::NotText => words("this is not a text", "write it between \"quotes\""),
        ValueMistake::Empty => words(
            "the text is empty",
            "write something; a field that may be empty is left out",
        ),
        ValueMistake::TooLong { length, longest } => words(
            format!("the text has {length} characters"),
            format!("at most {longest} can be read at a glance"),
        ),
        ValueMistake::NotOneLine => words(
            "the text has a line break or control character in it",
            "write it as one line",
        ),
        ValueMistake::NotId(id) => words(
            format!("`{id}` is not an id"),
            "an id is lower-case words joined by `-`, as in \"cat-cow\"",
        ),
        ValueMistake::NotNumber { low, high } => {
            words("this is not a number", a_number(*low, *high))
        }
        ValueMistake::NumberOutOfRange { number, low, high } => {
            words(format!("{number} is out of range"), a_number(*low, *high))
        }
        ValueMistake::NotCount { low, high } => {
            words("this is not a whole number", a_whole_number(*low, *high))
        }
        ValueMistake::CountOutOfRange { count, low, high } => words(
            format!("{count} is out of range"),
            a_whole_number(*low, *high),
        ),
        ValueMistake::NotRange => words("this is not a range", "write (low, high), as in (10, 15)"),
        ValueMistake::Backwards { from, to } => words(
            format!("the range goes from {from} down to {to}"),
            format!("write ({to}, {from})"),
        ),
        ValueMistake::NotFlag => words("this is neither true nor false", "write true or false"),
        ValueMistake::NotWord { written, known } => words(
            format!("`{written}` is unknown here"),
            format!("it is one of {}", known.join(", ")),
        ),
        ValueMistake::NotList => words("this is not a list", "write it between [ and ]"),
        ValueMistake::NotMap => words("this is not a map", A_MAP),
        ValueMistake::NotMapOfTexts => words("this is not a text", A_MAP),
    }
}

fn reference(mistake: &ReferenceMistake) -> Words {
    let all = || "`unbend catalog list` names them all".to_owned();
    let meant = |near: &Option<String>| near.as_deref().map_or_else(all, did_you_mean);
    match mistake {
        ReferenceMistake::NoExercise { id, near } => {
            words(format!("there is no exercise `{id}`"), meant(near))
        }
        ReferenceMistake::NoExerciseOrRoutine { id, near } => words(
            format!("there is no exercise or routine `{id}`"),
            meant(near),
        ),
        ReferenceMistake::Itself => words("the exercise names itself", "name another exercise"),
        ReferenceMistake::Taken(id) => words(
            format!("`{id}` stands here twice"),
            "give one of them another id",
        ),
        ReferenceMistake::NoFigure { id, near, known } => words(
            format!("there is no pose set `{id}`"),
            match near {
                Some(near) => did_you_mean(near),
                None => format!(
                    "the pose sets are {}; one of your own is a file figures/{id}.ron",
                    known.join(", ")
                ),
            },
        ),
        ReferenceMistake::BrokenFigure(id) => words(
            format!("the pose set `{id}` cannot be used"),
            format!("mend figures/{id}.ron first"),
        ),
        ReferenceMistake::BuiltInFigure(id) => words(
            format!("`{id}` is a built-in pose set, which stays as it is"),
            "give the file another name",
        ),
    }
}

fn exercise(mistake: ExerciseMistake) -> Words {
    match mistake {
        ExerciseMistake::NoArea => words(
            "no body area is named",
            "name at least one, the main one first, as in [Chest, Shoulders]",
        ),
        ExerciseMistake::NoStep => words(
            "there is no step",
            "write steps: [(text: \"…\", keys: [1], seconds: 20)]",
        ),
        ExerciseMistake::NoSide => words(
            "the dose is for each side, but no step names a side",
            "mark the steps for one side with side: Each",
        ),
    }
}

fn step(mistake: &StepMistake) -> Words {
    match mistake {
        StepMistake::NoLength => words(
            "the step has neither seconds nor reps",
            "say how long it takes with seconds: 20, or how often with reps: 10 and a tempo",
        ),
        StepMistake::TwoLengths => words(
            "the step has both seconds and reps",
            "leave one out: reps take as long as their tempo says",
        ),
        StepMistake::NoTempo => words(
            "reps need a tempo",
            "add tempo: (out: 2, hold: 5, back: 2), in seconds",
        ),
        StepMistake::OneKey => words(
            "reps need two key poses to go between",
            "name the first and the last one, as in keys: [1, 2]",
        ),
        StepMistake::NothingToRestBetween => {
            words("there is nothing to rest between", "add sets: 2 or more")
        }
        StepMistake::NoSide => words(
            "`{side}` and `{other}` stand for the names of the sides, but the step has none",
            "add side: Each, or write the text without them",
        ),
        StepMistake::TooManyKeys(most) => words(format!("there are more than {most} keys"), ""),
        StepMistake::KeysWithoutFigure => words(
            "there is no figure with keys",
            "leave the keys out, or name the figure that has them",
        ),
        StepMistake::KeysOfCycle(figure) => words(
            format!("`{figure}` goes round and round"),
            "leave its keys out",
        ),
        StepMistake::NoKey { figure, keys } => words(
            "no key pose is named",
            format!("`{figure}` has the keys 1 to {keys}"),
        ),
    }
}

fn routine(mistake: &RoutineMistake) -> Words {
    match mistake {
        RoutineMistake::Empty(list) => words(
            "nothing is in it",
            format!("name at least one, as in {list}: [\"cat-cow\"]"),
        ),
        RoutineMistake::Minutes { taken, named } => words(
            format!("the routine takes {taken:.1} minutes, not {named}"),
            format!("write minutes: {:.0}", taken.round().max(1.0)),
        ),
    }
}

fn entry(mistake: &EntryMistake) -> Words {
    let takes = |of: &EntryOf| {
        let takes = of.takes.join(", ");
        format!("leave it out; what can be said of it is {takes}")
    };
    match mistake {
        EntryMistake::NotRepeated(of) => {
            words(format!("nothing is repeated in `{}`", of.id), takes(of))
        }
        EntryMistake::NotHeld(of) => words(format!("nothing is held in `{}`", of.id), takes(of)),
        EntryMistake::NotSided(of) => {
            words(format!("`{}` is not done for each side", of.id), takes(of))
        }
        EntryMistake::HeldTooLong { id, longest } => words(
            format!("nothing in `{id}` is held that long"),
            a_whole_number(1, *longest),
        ),
    }
}

fn picture_path(path: &str, mistake: PathMistake) -> Words {
    match mistake {
        PathMistake::TooLong(most) => {
            words("the path is too long", format!("at most {most} characters"))
        }
        PathMistake::Elsewhere => words(
            format!("`{path}` does not start from the catalog's folder"),
            "put the picture beside the catalog and name it as in picture: \"stretch-1.png\"",
        ),
        PathMistake::Character => words(
            format!("`{path}` has a character that no path has here"),
            "write folders with /",
        ),
        PathMistake::Leaves => words(
            format!("`{path}` leaves the catalog's folder"),
            "put the picture beside the catalog, or in a folder there",
        ),
        PathMistake::NotPlain => words(
            format!("`{path}` is not a plain path"),
            "write it as in pictures/stretch-1.png",
        ),
        PathMistake::Ending => words(
            format!("`{path}` is neither a PNG nor an SVG"),
            "save the picture as .png or .svg",
        ),
    }
}

fn file(name: &str, mistake: &FileMistake) -> Words {
    let outside = || format!("`{name}` is a link to a place outside the catalog's folder");
    match mistake {
        FileMistake::Missing(folder) => words(
            format!("there is no file `{name}`"),
            format!("put it in {folder}"),
        ),
        FileMistake::Unreadable(why) => words(format!("`{name}` cannot be read: {why}"), ""),
        FileMistake::Unwritable(why) => words(format!("`{name}` cannot be written: {why}"), ""),
        FileMistake::ReadOutside => words(outside(), "copy the file itself there"),
        FileMistake::WrittenOutside => words(outside(), "move the link away"),
        FileMistake::TooLarge(most) => words(
            format!("`{name}` is too large"),
            format!("at most {most} KiB"),
        ),
        FileMistake::NotText => words(format!("`{name}` is not a text"), "save it as UTF-8"),
        FileMistake::NotPng => words(
            format!("`{name}` is not a PNG"),
            "save it as PNG, not only under such a name",
        ),
        FileMistake::NotSvg => words(
            format!("`{name}` is not an SVG"),
            "save it as plain SVG, not compressed, in UTF-8",
        ),
        FileMistake::Pixels {
            size: [across, down],
            side,
            millions,
        } => words(
            format!("`{name}` has {across} × {down} pixels"),
            format!("at most {side} on a side and {millions} million in all"),
        ),
        FileMistake::Undrawn(why) => words(format!("`{name}` cannot be shown: {why}"), ""),
        FileMistake::NotDrawn(why) => words(why.as_str(), ""),
        FileMistake::NotInBundle => {
            words(format!("`{name}` is not in the file"), "export it again")
        }
    }
}

fn bundle(mistake: &BundleMistake) -> Words {
    match mistake {
        BundleMistake::Unreadable(why) => words(format!("cannot be read: {why}"), ""),
        BundleMistake::NotText => words("is not a text", "save it as UTF-8"),
        BundleMistake::NotId(id) => words(
            format!("`{id}` is not an id"),
            "an id is lower-case words joined by `-`",
        ),
        BundleMistake::TooMany(most) => words(
            "there are too many pose sets or pictures",
            format!("at most {most} of each"),
        ),
        BundleMistake::NotBase64 => words(
            "the picture is not written in Base64",
            "export it again, or encode the file with `base64`",
        ),
    }
}
