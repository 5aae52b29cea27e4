//! The rules between the folders of `src/` that no compiler checks, each with a proof that it can fail.
//!
//! ARCHITECTURE.md gives the rules and their reasons.

mod circles;
mod few;
mod files;
mod folders;
mod formats;
mod lengths;
mod network;
mod opened;
mod paths;
mod rules;
mod sentences;
mod settings;
mod systems;

use files::{File, all};
use rules::{Breach, RULES};

#[test]
fn every_rule_holds() {
    let files = all();
    assert!(files.len() > 100, "only {} files found", files.len());
    let breaches: Vec<String> = RULES
        .iter()
        .flat_map(|rule| (rule.check)(&files))
        .map(|Breach { place, what }| format!("{place}: {what}"))
        .collect();
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn every_rule_can_fail() {
    for rule in RULES {
        assert!(!rule.broken.is_empty(), "{} has no proof", rule.name);
        for (path, text) in rule.broken {
            let found = (rule.check)(&[File::new(path, text)]);
            assert!(!found.is_empty(), "{}: {path} passed:\n{text}", rule.name);
        }
        for (path, text) in rule.sound {
            let found = (rule.check)(&[File::new(path, text)]);
            let what: Vec<&str> = found.iter().map(|breach| breach.what.as_str()).collect();
            assert!(what.is_empty(), "{}: {path}: {what:?}\n{text}", rule.name);
        }
    }
}

#[test]
fn every_rule_looks_at_something() {
    let files = all();
    for folder in folders::FOLDERS.map(|(folder, _)| folder) {
        let found = files.iter().filter(|file| file.folder() == Some(folder));
        assert!(found.count() > 1, "src/{folder} is not looked at");
    }
    for path in [
        "Cargo.toml",
        "Cargo.lock",
        "CHANGELOG.md",
        "build.rs",
        "tests/cli/main.rs",
    ] {
        assert!(files.iter().any(|file| file.path == path), "{path}");
    }
}
