//! Every sentence about a mistake, word for word; no other test compares them.

mod files;

use super::*;
use crate::logic::text::ron_tree::Fault;

/// A mistake and its words.
type Row = (Mistake, &'static str);

#[track_caller]
fn check<const N: usize>(rows: [Row; N]) {
    for (mistake, words) in rows {
        assert_eq!(mistake.to_string(), words, "{mistake:?}");
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_problem_begins_with_its_place() {
    let what = "title: Expected string";
    let mut problem = Problem::of_file(Mistake::PoseSet(text(what)));
    let expected = format!("line 1, column 1: {what}");
    assert_eq!(problem.to_string(), expected);
    problem.mistake = Mistake::Syntax(Fault::OpenString);
    let expected = format!("line 1, column 1: {}", Fault::OpenString);
    assert_eq!(problem.to_string(), expected);
    problem.mistake = Mistake::Field(FieldMistake::Twice);
    problem.path = text("pools[1].id");
    let expected = "line 1, column 1: pools[1].id: the field stands here twice; leave one out";
    assert_eq!(problem.to_string(), expected);
}

#[test]
fn fields_that_are_missing_or_do_not_belong_there() {
    let missing = |needed| Mistake::Field(FieldMistake::Missing(needed));
    let unknown = |near| {
        let known = &["sets", "reps"];
        Mistake::Field(FieldMistake::Unknown { near, known })
    };
    check([
        (
            missing(Needed::Text("name")),
            "the field is missing; write name: \"…\"",
        ),
        (
            missing(Needed::Id),
            "the field is missing; every item has an id of its own: id: \"my-stretch\"",
        ),
        (
            missing(Needed::Position),
            "the field is missing; write position: standing, seated, floor, bed or wall",
        ),
        (
            missing(Needed::Figure),
            "the field is missing; write figure: \"…\", or give every step a picture: \"….png\"",
        ),
        (
            missing(Needed::Tempo),
            "the field is missing; say how many seconds it takes, as in tempo: (out: 2, hold: 5, back: 2)",
        ),
        (
            missing(Needed::Minutes),
            "the field is missing; say how many minutes it is meant to take: minutes: 5",
        ),
        (
            missing(Needed::Exercise),
            "the field is missing; name the exercise, as in exercise: \"cat-cow\"",
        ),
        (
            unknown(Some("sets")),
            "there is no such field; did you mean `sets`?",
        ),
        (
            unknown(None),
            "there is no such field; the fields here are sets, reps",
        ),
        (
            Mistake::Field(FieldMistake::Twice),
            "the field stands here twice; leave one out",
        ),
    ]);
}

#[test]
fn values_that_are_not_what_their_field_takes() {
    let value = Mistake::Value;
    let (length, longest) = (70, 60);
    let written = text("Toes");
    let known = vec!["legs", "arms"];
    check([
        (
            value(ValueMistake::NotFields(&["sets", "reps"])),
            "this is not a group of fields; write it as (sets: …, reps: …)",
        ),
        (
            value(ValueMistake::NotText),
            "this is not a text; write it between \"quotes\"",
        ),
        (
            value(ValueMistake::Empty),
            "the text is empty; write something; a field that may be empty is left out",
        ),
        (
            value(ValueMistake::TooLong { length, longest }),
            "the text has 70 characters; at most 60 can be read at a glance",
        ),
        (
            value(ValueMistake::NotOneLine),
            "the text has a line break or control character in it; write it as one line",
        ),
        (
            value(ValueMistake::NotId(text("My own"))),
            "`My own` is not an id; an id is lower-case words joined by `-`, as in \"cat-cow\"",
        ),
        (
            value(ValueMistake::NotFlag),
            "this is neither true nor false; write true or false",
        ),
        (
            value(ValueMistake::NotWord { written, known }),
            "`Toes` is unknown here; it is one of legs, arms",
        ),
        (
            value(ValueMistake::NotList),
            "this is not a list; write it between [ and ]",
        ),
        (
            value(ValueMistake::NotMap),
            "this is not a map; write it as {\"name\": \"text\"}",
        ),
        (
            value(ValueMistake::NotMapOfTexts),
            "this is not a text; write it as {\"name\": \"text\"}",
        ),
    ]);
}

#[test]
fn numbers_that_are_none_or_out_of_range() {
    let value = Mistake::Value;
    let out = |number, low, high| value(ValueMistake::NumberOutOfRange { number, low, high });
    let (low, high, count) = (1, 200, 201);
    let (from, to) = (10, 5);
    check([
        (
            value(ValueMistake::NotNumber {
                low: 0.3,
                high: 60.0,
            }),
            "this is not a number; write a number from 0.3 to 60",
        ),
        (
            out(0.0, 0.3, 60.0),
            "0 is out of range; write a number from 0.3 to 60",
        ),
        (
            out(1e9, 1.0, 3600.0),
            "1000000000 is out of range; write a number from 1 to 3600",
        ),
        (
            value(ValueMistake::NotCount { low, high }),
            "this is not a whole number; write a whole number from 1 to 200",
        ),
        (
            value(ValueMistake::CountOutOfRange { count, low, high }),
            "201 is out of range; write a whole number from 1 to 200",
        ),
        (
            value(ValueMistake::NotRange),
            "this is not a range; write (low, high), as in (10, 15)",
        ),
        (
            value(ValueMistake::Backwards { from, to }),
            "the range goes from 10 down to 5; write (5, 10)",
        ),
    ]);
}

#[test]
fn names_of_what_is_not_there() {
    let named = Mistake::Reference;
    let id = || text("cat-co");
    let near = || Some(text("cat-cow"));
    let figure = |near| {
        let known = vec![text("catcow"), text("walk")];
        let id = text("elephant");
        Mistake::Reference(ReferenceMistake::NoFigure { id, near, known })
    };
    check([
        (
            named(ReferenceMistake::NoExercise {
                id: id(),
                near: near(),
            }),
            "there is no exercise `cat-co`; did you mean `cat-cow`?",
        ),
        (
            named(ReferenceMistake::NoExercise {
                id: id(),
                near: None,
            }),
            "there is no exercise `cat-co`; `unbend catalog list` names them all",
        ),
        (
            named(ReferenceMistake::NoExerciseOrRoutine {
                id: id(),
                near: near(),
            }),
            "there is no exercise or routine `cat-co`; did you mean `cat-cow`?",
        ),
        (
            named(ReferenceMistake::NoExerciseOrRoutine {
                id: id(),
                near: None,
            }),
            "there is no exercise or routine `cat-co`; `unbend catalog list` names them all",
        ),
        (
            named(ReferenceMistake::Itself),
            "the exercise names itself; name another exercise",
        ),
        (
            named(ReferenceMistake::Taken(id())),
            "`cat-co` stands here twice; give one of them another id",
        ),
        (
            figure(Some(text("walk"))),
            "there is no pose set `elephant`; did you mean `walk`?",
        ),
        (
            figure(None),
            "there is no pose set `elephant`; the pose sets are catcow, walk; one of your own is a file figures/elephant.ron",
        ),
        (
            named(ReferenceMistake::BrokenFigure(id())),
            "the pose set `cat-co` cannot be used; mend figures/cat-co.ron first",
        ),
        (
            named(ReferenceMistake::BuiltInFigure(id())),
            "`cat-co` is a built-in pose set, which stays as it is; give the file another name",
        ),
    ]);
}

#[test]
fn parts_that_do_not_go_together() {
    let exercise = Mistake::Exercise;
    let step = Mistake::Step;
    let (taken, named) = (3.24, 9);
    let figure = || text("walk");
    check([
        (
            exercise(ExerciseMistake::NoArea),
            "no body area is named; name at least one, the main one first, as in [Chest, Shoulders]",
        ),
        (
            exercise(ExerciseMistake::NoStep),
            "there is no step; write steps: [(text: \"…\", keys: [1], seconds: 20)]",
        ),
        (
            exercise(ExerciseMistake::NoSide),
            "the dose is for each side, but no step names a side; mark the steps for one side with side: Each",
        ),
        (
            step(StepMistake::NoLength),
            "the step has neither seconds nor reps; say how long it takes with seconds: 20, or how often with reps: 10 and a tempo",
        ),
        (
            step(StepMistake::TwoLengths),
            "the step has both seconds and reps; leave one out: reps take as long as their tempo says",
        ),
        (
            step(StepMistake::NoTempo),
            "reps need a tempo; add tempo: (out: 2, hold: 5, back: 2), in seconds",
        ),
        (
            step(StepMistake::OneKey),
            "reps need two key poses to go between; name the first and the last one, as in keys: [1, 2]",
        ),
        (
            step(StepMistake::NothingToRestBetween),
            "there is nothing to rest between; add sets: 2 or more",
        ),
        (
            step(StepMistake::NoSide),
            "`{side}` and `{other}` stand for the names of the sides, but the step has none; add side: Each, or write the text without them",
        ),
        (
            step(StepMistake::TooManyKeys(64)),
            "there are more than 64 keys",
        ),
        (
            step(StepMistake::KeysWithoutFigure),
            "there is no figure with keys; leave the keys out, or name the figure that has them",
        ),
        (
            step(StepMistake::KeysOfCycle(figure())),
            "`walk` goes round and round; leave its keys out",
        ),
        (
            step(StepMistake::NoKey {
                figure: figure(),
                keys: 3,
            }),
            "no key pose is named; `walk` has the keys 1 to 3",
        ),
        (
            Mistake::Routine(RoutineMistake::Empty("members")),
            "nothing is in it; name at least one, as in members: [\"cat-cow\"]",
        ),
        (
            Mistake::Routine(RoutineMistake::Minutes { taken, named }),
            "the routine takes 3.2 minutes, not 9; write minutes: 3",
        ),
        (
            Mistake::Routine(RoutineMistake::Minutes { taken: 0.2, named }),
            "the routine takes 0.2 minutes, not 9; write minutes: 1",
        ),
    ]);
}

#[test]
fn what_a_routine_says_of_an_exercise_in_vain() {
    let of = || EntryOf {
        id: text("bridge"),
        takes: vec!["sets", "hold"],
    };
    let (id, longest) = (text("bridge"), 600);
    check([
        (
            Mistake::Entry(EntryMistake::NotRepeated(of())),
            "nothing is repeated in `bridge`; leave it out; what can be said of it is sets, hold",
        ),
        (
            Mistake::Entry(EntryMistake::NotHeld(of())),
            "nothing is held in `bridge`; leave it out; what can be said of it is sets, hold",
        ),
        (
            Mistake::Entry(EntryMistake::NotSided(of())),
            "`bridge` is not done for each side; leave it out; what can be said of it is sets, hold",
        ),
        (
            Mistake::Entry(EntryMistake::HeldTooLong { id, longest }),
            "nothing in `bridge` is held that long; write a whole number from 1 to 600",
        ),
    ]);
}
