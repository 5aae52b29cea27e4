//! Whole files: many mistakes at once, and texts that cannot be read.

use super::*;

#[test]
fn all_mistakes_are_named_at_once_and_cost_no_more_than_themselves() {
    let text = r#"(
    exercises: [
        (id: "broken", name: "", purpose: "To try.", areas: [Spine], position: floor, figure: "catcow",
         steps: [(text: "One.", keys: [9], seconds: 0), (text: "Two.", keys: [1], seconds: 5, reps: 3)]),
        (id: "whole", name: "Whole", purpose: "To try.", areas: [Spine], position: floor, figure: "catcow",
         steps: [(text: "One.", keys: [1], seconds: 60)]),
        (id: "whole", name: "Again", purpose: "To try.", areas: [Spine], position: floor, figure: "catcow",
         steps: [(text: "One.", keys: [1], seconds: 60)]),
        7,
    ],
    routines: [
        (id: "both", name: "Both", minutes: 9, exercises: ["whole", "nowhere", "cat-cow"]),
    ],
    pools: [(id: "desk", members: ["whole", "both", "chin-tucks"]), (id: "none", members: [])],
)"#;
    let (catalog, problems) = read_own(text);
    let places: Vec<&str> = problems
        .iter()
        .map(|problem| problem.path.as_str())
        .collect();
    let expected = [
        "exercises.broken.name",
        "exercises.broken.steps[1].keys[1]",
        "exercises.broken.steps[1].seconds",
        "exercises.broken.steps[2].reps",
        "exercises.whole.id",
        "exercises[4]",
        "routines.both.minutes",
        "routines.both.exercises[2]",
        "pools.none.members",
    ];
    assert_eq!(places, expected, "{problems:#?}");
    assert_eq!(catalog.exercises.len(), 1);
    assert_eq!(catalog.exercises[0].name, "Whole");
    let ids: Vec<&str> = catalog.routines[0].ids().collect();
    assert_eq!(ids, ["whole", "cat-cow"]);
    assert_eq!(catalog.pools.len(), 1);
}

#[test]
fn a_text_that_cannot_be_read_says_where() {
    let (catalog, problems) = read_own("(\n  exercises: [\n");
    assert_eq!(catalog, Catalog::default());
    assert_eq!(
        problems,
        [problem(
            2,
            14,
            "",
            Mistake::Syntax(Fault::OpenBracket {
                opened: '[',
                close: ']'
            })
        )]
    );
    assert_eq!(read_own("()"), (Catalog::default(), Vec::new()));
    assert_eq!(read_own("[]").1.len(), 1);
}

#[test]
fn a_cyclic_figure_has_no_keys_and_others_have() {
    let walk = |keys: &str| {
        let text = one_exercise("\"catcow\"", "\"walk\"");
        read_own(&text.replace("keys: [1, 3], reps: 5, tempo: (out: 2, back: 2)", keys)).1
    };
    assert_eq!(walk("seconds: 60"), []);
    let expected = problem(
        10,
        9,
        "exercises.mine.steps[1].keys",
        Mistake::Step(StepMistake::KeysOfCycle("walk".to_owned())),
    );
    assert_eq!(walk("keys: [1], seconds: 60"), [expected]);
    let still = one_exercise(
        "keys: [1, 3], reps: 5, tempo: (out: 2, back: 2)",
        "seconds: 60",
    );
    let expected = problem(
        10,
        9,
        "exercises.mine.steps[1].keys",
        Mistake::Step(StepMistake::NoKey {
            figure: "catcow".to_owned(),
            keys: 3,
        }),
    );
    assert_eq!(read_own(&still).1, [expected]);
}
