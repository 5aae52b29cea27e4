//! Users' pictures that no program should draw: refused in words, and nothing crashes.

use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use crate::home::Home;

/// A file from the tests' collection of pictures.
fn kept(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures");
    std::fs::read(folder.join(name)).expect("it is kept")
}

/// A catalog with one exercise that shows that picture.
fn catalog(picture: &str) -> String {
    format!(
        r#"(exercises: [(
    id: "mine", name: "Mine", purpose: "For the neck.", areas: [Neck], position: Seated,
    dose: (hold_seconds: Some((5, 10)), per_day: Some((1, 2))),
    prepare: "Sit.",
    steps: [(text: "Turn.", picture: Some("{picture}"), seconds: 5)],
    tip: "Slowly.",
    sources: ["own"],
)])"#
    )
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Checks a catalog with that picture; returns how long it took.
fn check(home: &Home, picture: &str, content: &[u8]) -> (Output, Duration) {
    std::fs::write(home.path(picture), content).expect("written");
    let file = home.path("catalog.ron");
    std::fs::write(&file, catalog(picture)).expect("written");
    let file = file.to_str().expect("a text");
    let begun = Instant::now();
    let ran = home.unbend(&["catalog", "check", file]).output();
    (ran.expect("it ran"), begun.elapsed())
}

#[test]
fn a_picture_that_cannot_be_drawn_is_a_problem_in_words() {
    let home = Home::new();
    for (name, why) in [
        ("sky.svg", "`r` of `circle` says 1e19"),
        ("brush.svg", "`stroke-width` of `path` says 1e19"),
        ("scales.svg", "reaches far beyond its edges"),
        ("masks.svg", "too many masks"),
        ("crowd.svg", "too many shapes"),
        ("tailor.svg", "more than 3 parts"),
        ("stitches.svg", "draw it more simply"),
    ] {
        let content = kept(name);
        let (ran, took) = check(&home, name, &content);
        let said = words(&ran);
        assert_eq!(ran.status.code(), Some(2), "{name}: {said}");
        assert!(
            said.contains("mine") && said.contains(why),
            "{name}: {said}"
        );
        assert!(took < Duration::from_secs(20), "{name}: {took:?}");
        let file = home.path(name);
        let file = file.to_str().expect("a text");
        let ran = home
            .unbend(&["catalog", "import", file])
            .output()
            .expect("it ran");
        let said = words(&ran);
        assert_eq!(ran.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains(why), "{name}: {said}");
    }
    let (ran, _) = check(&home, "soft.svg", &kept("soft.svg"));
    assert_eq!(ran.status.code(), Some(0), "{}", words(&ran));
}

#[test]
fn a_damaged_png_is_a_problem_in_words() {
    let whole = std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/own-catalog/pictures/wrist-3.png"),
    )
    .expect("the example is there");
    let home = Home::new();
    let (ran, _) = check(&home, "a.png", &whole);
    assert_eq!(ran.status.code(), Some(0), "{}", words(&ran));
    for length in [whole.len() / 2, 60, 33] {
        let (ran, _) = check(&home, "a.png", &whole[..length]);
        assert_eq!(ran.status.code(), Some(2), "{length}: {}", words(&ran));
        assert!(words(&ran).contains("cannot be shown"), "{}", words(&ran));
    }
}

#[test]
fn what_was_drawn_is_kept_and_drawn_once() {
    let home = Home::new();
    let drawn = home.path(".cache/unbend/pictures");
    let kept_now = || {
        let entries = std::fs::read_dir(&drawn).expect("made");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
        names.sort();
        names
    };
    let content = kept("soft.svg");
    check(&home, "soft.svg", &content);
    let names = kept_now();
    let [name] = names.as_slice() else {
        panic!("{names:?}")
    };
    assert!(std::fs::read(name).expect("kept").starts_with(b"\x89PNG"));
    let written = |path: &Path| std::fs::metadata(path).and_then(|found| found.modified());
    let first = written(name).expect("a time");
    check(&home, "soft.svg", &content);
    assert_eq!(written(name).expect("a time"), first);
    check(&home, "soft.svg", &[content, b"\n".to_vec()].concat());
    assert_eq!(kept_now().len(), 2);
}
