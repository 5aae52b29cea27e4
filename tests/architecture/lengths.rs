//! How long a file may be.

use crate::files::File;
use crate::rules::{Breach, Rule, breach};

pub const RULE: Rule = Rule {
    name: "no file has more than 450 lines of code",
    check: too_long,
    broken: &[
        ("src/logic/a.rs", TOO_LONG),
        ("src/logic/a/tests.rs", TOO_LONG),
        ("tests/a.rs", TOO_LONG),
        ("build.rs", TOO_LONG),
    ],
    sound: &[("src/logic/a.rs", FULL)],
};

const MOST: usize = 450;

/// A line of code too many.
const TOO_LONG: &str = text(&repeated::<{ 2 * (MOST + 1) }>(b";\n"));

/// As many lines of code as there may be, comments and blank lines between them.
const FULL: &str = text(&repeated::<{ 13 * MOST }>(b";\n // a\n\n///\n"));

const fn repeated<const LENGTH: usize>(lines: &[u8]) -> [u8; LENGTH] {
    let mut all = [0; LENGTH];
    let mut at = 0;
    while at < LENGTH {
        all[at] = lines[at % lines.len()];
        at += 1;
    }
    all
}

const fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// Lines that are neither blank nor a comment alone.
fn code_lines(text: &str) -> usize {
    let is_code = |line: &&str| !line.is_empty() && !line.starts_with("//");
    text.lines().map(str::trim).filter(is_code).count()
}

fn too_long(files: &[File]) -> Vec<Breach> {
    let sources = files.iter().filter(|file| file.is_rust());
    sources
        .map(|file| (file, code_lines(&file.text)))
        .filter(|(_, lines)| *lines > MOST)
        .map(|(file, lines)| {
            let last = file.text.lines().count();
            let what = format!("{lines} lines of code: split it where it holds two things");
            breach(file, last, what)
        })
        .collect()
}
