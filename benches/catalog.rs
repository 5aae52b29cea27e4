//! How long a user's catalog takes to load. The budget is 20 ms for 1,000 exercises.

use divan::Bencher;
use unbend::figure::pose_sets;
use unbend::logic::catalog::{FigureFacts, Scope, builtin, merge, read};

fn main() {
    divan::main();
}

/// The built-in exercises over and over, with new ids.
fn catalog(exercises: usize) -> String {
    let whole = include_str!("../catalog.ron");
    let list = whole.split("    routines: [").next().unwrap_or_default();
    let each: Vec<&str> = list
        .split("\n        (\n            id: \"")
        .skip(1)
        .filter_map(|text| text.split_once('"').map(|(_, rest)| rest))
        .filter_map(|rest| rest.rfind("\n        ),").map(|end| &rest[..end]))
        .collect();
    let items = (0..exercises).map(|i| format!("(id: \"mine-{i}\"{}),\n", each[i % each.len()]));
    format!(
        "#![enable(implicit_some)]\n(exercises: [{}])\n",
        items.collect::<String>()
    )
}

/// The way the daemon reads it when it starts.
#[divan::bench(args = [100, 1000])]
fn load(bencher: Bencher<'_, '_>, exercises: usize) {
    let text = catalog(exercises);
    let around = Scope {
        base: Some(builtin()),
        ..Scope::default()
    };
    assert_eq!(read(&text, around).0.exercises.len(), exercises);
    bencher.bench_local(|| merge(builtin(), &read(divan::black_box(&text), around).0));
}

/// With every key looked up in its pose set, as `unbend catalog check` does.
#[divan::bench(args = [1000])]
fn check(bencher: Bencher<'_, '_>, exercises: usize) {
    let text = catalog(exercises);
    let fact = |id: &str| {
        let set = pose_sets::get(id)?;
        Some(FigureFacts {
            id: id.to_owned(),
            keys: set.keys.len(),
            cyclic: set.cycle.is_some(),
            broken: false,
        })
    };
    let figures: Vec<FigureFacts> = pose_sets::ids().filter_map(fact).collect();
    let around = Scope {
        figures: Some(&figures),
        base: Some(builtin()),
        ..Scope::default()
    };
    bencher.bench_local(|| {
        let (own, problems) = read(divan::black_box(&text), around);
        assert!(problems.is_empty());
        own
    });
}
