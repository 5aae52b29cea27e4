//! Reads one exercise of a routine: its id, or a group that also says how much of it is done.

use super::Parser;
use crate::logic::catalog::fields::Entry as Group;
use crate::logic::catalog::format::{self, entry};
use crate::logic::catalog::{
    Amount, Entry, EntryMistake, EntryOf, Exercise, Mistake, Needed, Usual,
};
use crate::logic::text::ron_tree::{Node, NodeKind};

impl Parser<'_> {
    /// The exercises of a routine, in order.
    pub(super) fn entries(&mut self, routine: &Group<'_>) -> Vec<Entry> {
        self.members(routine, &format::routine::EXERCISES, Self::entry)
    }

    fn entry(&mut self, node: &Node, path: String) -> Option<Entry> {
        if let NodeKind::Text(_) | NodeKind::Name(_) = node.kind {
            let id = self.reader.id_of(node, path.clone());
            return self
                .is_there(node, path, &id, false)
                .then(|| Entry::from(id));
        }
        let group = self.reader.entry(node, path, entry::NAMES)?;
        let id = self
            .reader
            .needed(&group, &entry::EXERCISE, Needed::Exercise)?;
        let path = group.path_of(entry::EXERCISE.name);
        let exercise = self.reader.id_of(id, path.clone());
        let mut amount = Amount {
            sets: self.reader.count(&group, &entry::SETS),
            reps: self.reader.count(&group, &entry::REPS),
            hold: self.reader.count(&group, &entry::HOLD),
            side: self.reader.word(&group, &entry::SIDE),
        };
        if !self.is_there(id, path, &exercise, false) {
            return None;
        }
        if let Some(found) = self.known(&exercise) {
            let usual = Usual::of(found);
            self.keep_what_it_has(&group, &exercise, usual, &mut amount);
        }
        Some(Entry { exercise, amount })
    }

    /// The exercise with that id, if it could be read.
    fn known(&self, id: &str) -> Option<&Exercise> {
        let own = self.own.iter().find(|exercise| exercise.id == id);
        own.or_else(|| self.around.base?.exercise(id))
    }

    /// Drops and reports what the exercise doesn't have.
    fn keep_what_it_has(&mut self, group: &Group<'_>, id: &str, usual: Usual, amount: &mut Amount) {
        let takes: Vec<&str> = [
            (entry::SETS.name, true),
            (entry::REPS.name, usual.reps.is_some()),
            (entry::HOLD.name, usual.hold.is_some()),
            (entry::SIDE.name, usual.sides),
        ]
        .into_iter()
        .filter_map(|(name, has)| has.then_some(name))
        .collect();
        let of = || EntryOf {
            id: id.to_owned(),
            takes: takes.clone(),
        };
        let mut named = |field: &str, mistake: EntryMistake| {
            let Some(node) = self.reader.value_named(group, field) else {
                return;
            };
            let at = node.span.start;
            self.reader
                .note(at, group.path_of(field), Mistake::Entry(mistake));
        };
        if usual.reps.is_none() {
            named(entry::REPS.name, EntryMistake::NotRepeated(of()));
            amount.reps = None;
        }
        if usual.hold.is_none() {
            named(entry::HOLD.name, EntryMistake::NotHeld(of()));
            amount.hold = None;
        } else if amount.hold.is_some_and(|hold| hold > usual.longest) {
            let (id, longest) = (id.to_owned(), usual.longest);
            named(entry::HOLD.name, EntryMistake::HeldTooLong { id, longest });
            amount.hold = None;
        }
        if !usual.sides {
            named(entry::SIDE.name, EntryMistake::NotSided(of()));
            amount.side = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::parse::tests::{one_exercise, problem, read_own, words};
    use crate::logic::catalog::plan::{Plan, SegmentKind};
    use crate::logic::catalog::{
        FieldMistake, ReferenceMistake, Side, Sides, ValueMistake, builtin, merge,
    };

    /// A routine with these exercises, as written.
    fn a_routine(minutes: u32, exercises: &str) -> String {
        format!(
            "#![enable(implicit_some)]\n(routines: [(\nid: \"mine\",\nname: \"Mine\",\nminutes: {minutes},\nexercises: [\n{exercises}\n])])"
        )
    }

    #[test]
    fn a_routine_says_how_much_of_an_exercise_is_done_in_it() {
        let text = a_routine(
            5,
            "(exercise: \"chin-tucks\", sets: 2, reps: 8),\n\"sit-tall\",\n(exercise: \"single-arm-doorway-stretch\", hold: 40, side: Left),\n(exercise: \"chin-tucks\", reps: 5),",
        );
        let (catalog, problems) = read_own(&text);
        assert_eq!(problems, []);
        let routine = &catalog.routines[0];
        let amounts: Vec<String> = routine
            .exercises
            .iter()
            .map(|entry| entry.amount.words())
            .collect();
        assert_eq!(amounts, ["2 × 8", "", "40 s hold, left side", "5 times"]);
        let merged = merge(builtin(), &catalog);
        let plan = Plan::new(&merged, "mine").unwrap();
        let lengths: Vec<f32> = plan.exercises.iter().map(|part| part.seconds()).collect();
        let one = |id: &str| Plan::new(builtin(), id).unwrap().exercises[1].seconds();
        let tempo = builtin().exercise("chin-tucks").unwrap().steps[1].tempo;
        let rep = tempo.unwrap().seconds();
        // Four seconds before the repetitions, twenty between the sets.
        let expected = [4.0 + 16.0 * rep + 20.0, 16.0, 0.0, 4.0 + 5.0 * rep];
        for (place, (length, expected)) in lengths.iter().zip(expected).enumerate() {
            let near = (length - expected).abs() < 0.01;
            assert!(near || place == 2, "{place}: {length} s, not {expected} s");
        }
        // Half of it and no change of sides, but two more holds of twenty seconds.
        let both = one("single-arm-doorway-stretch");
        assert!((lengths[2] - ((both - 8.0) / 2.0 + 40.0)).abs() < 0.01);
        assert!(plan.exercises[2].segments.iter().all(|segment| {
            segment.kind == SegmentKind::Step && segment.side != Some(Side::Right)
        }));
        assert_eq!(merged.length("mine").unwrap().as_secs_f32(), plan.seconds());
    }

    #[test]
    fn what_an_exercise_does_not_have_is_named_and_left_out() {
        let mut missing = Vec::new();
        for (entry, problem, amount) in [
            (
                "(exercise: \"forward-fold\", reps: 3)",
                problem(
                    7,
                    34,
                    "routines.mine.exercises[1].reps",
                    Mistake::Entry(EntryMistake::NotRepeated(EntryOf {
                        id: "forward-fold".to_owned(),
                        takes: vec!["sets", "hold"],
                    })),
                ),
                Some(""),
            ),
            (
                "(exercise: \"dead-bug\", hold: 3, sets: 2)",
                problem(
                    7,
                    30,
                    "routines.mine.exercises[1].hold",
                    Mistake::Entry(EntryMistake::NotHeld(EntryOf {
                        id: "dead-bug".to_owned(),
                        takes: vec!["sets", "reps"],
                    })),
                ),
                Some("2 sets"),
            ),
            (
                "(exercise: \"chin-tucks\", side: Left)",
                problem(
                    7,
                    32,
                    "routines.mine.exercises[1].side",
                    Mistake::Entry(EntryMistake::NotSided(EntryOf {
                        id: "chin-tucks".to_owned(),
                        takes: vec!["sets", "reps", "hold"],
                    })),
                ),
                Some(""),
            ),
            (
                "(exercise: \"chin-tucks\", hold: 700)",
                problem(
                    7,
                    32,
                    "routines.mine.exercises[1].hold",
                    Mistake::Entry(EntryMistake::HeldTooLong {
                        id: "chin-tucks".to_owned(),
                        longest: 600,
                    }),
                ),
                Some(""),
            ),
            (
                "(exercise: \"chin-tucks\", reps: 201)",
                problem(
                    7,
                    32,
                    "routines.mine.exercises[1].reps",
                    Mistake::Value(ValueMistake::CountOutOfRange {
                        count: 201,
                        low: 1,
                        high: 200,
                    }),
                ),
                None,
            ),
            (
                "(exercise: \"thread-the-needle\", side: Each)",
                problem(
                    7,
                    39,
                    "routines.mine.exercises[1].side",
                    Mistake::Value(ValueMistake::NotWord {
                        written: "Each".to_owned(),
                        known: words::<Sides>(),
                    }),
                ),
                None,
            ),
            (
                "(exercise: \"chin-tucks\", times: 2)",
                problem(
                    7,
                    26,
                    "routines.mine.exercises[1].times",
                    Mistake::Field(FieldMistake::Unknown {
                        near: None,
                        known: entry::NAMES,
                    }),
                ),
                Some(""),
            ),
            (
                "(sets: 2)",
                problem(
                    7,
                    1,
                    "routines.mine.exercises[1].exercise",
                    Mistake::Field(FieldMistake::Missing(Needed::Exercise)),
                ),
                None,
            ),
            (
                "(exercise: \"chin-tuck\", sets: 2), \"sit-tall\"",
                problem(
                    7,
                    12,
                    "routines.mine.exercises[1].exercise",
                    Mistake::Reference(ReferenceMistake::NoExercise {
                        id: "chin-tuck".to_owned(),
                        near: Some("chin-tucks".to_owned()),
                    }),
                ),
                Some(""),
            ),
            (
                "(\"chin-tucks\", 2)",
                problem(
                    7,
                    1,
                    "routines.mine.exercises[1]",
                    Mistake::Value(ValueMistake::NotFields(entry::NAMES)),
                ),
                None,
            ),
            (
                "5",
                problem(
                    7,
                    1,
                    "routines.mine.exercises[1]",
                    Mistake::Value(ValueMistake::NotFields(entry::NAMES)),
                ),
                None,
            ),
        ] {
            let (catalog, mut problems) = read_own(&a_routine(1, entry));
            problems.retain(|problem| !problem.path.ends_with(".minutes"));
            let found = catalog.routines.first();
            let found = found.map(|routine| routine.exercises[0].amount.words());
            if problems != [problem] || found.as_deref() != amount {
                missing.push(format!("{entry}\n  {problems:#?} {found:?}"));
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    }

    #[test]
    fn a_version_of_ones_own_decides_what_an_exercise_has() {
        let text = one_exercise("id: \"mine\"", "id: \"forward-fold\"").replace(
            ")])",
            ")], routines: [(id: \"r\", name: \"R\", minutes: 1, exercises: [(exercise: \"forward-fold\", reps: 9)])])",
        );
        let (catalog, problems) = read_own(&text);
        assert_eq!(problems, []);
        assert_eq!(catalog.routines[0].exercises[0].amount.reps, Some(9));
    }
}
