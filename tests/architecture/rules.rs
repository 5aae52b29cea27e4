//! The rules. To add one: an entry of [`RULES`], with a file that breaks it.

use crate::files::File;
use crate::paths::Named;
use crate::{few, folders, formats, lengths, network, opened, sentences, settings, systems};

/// Where a rule is broken, and how.
pub struct Breach {
    pub place: String,
    pub what: String,
}

/// One rule over all files.
pub struct Rule {
    pub name: &'static str,
    pub check: fn(&[File]) -> Vec<Breach>,
    /// Files, by path and text, that each break it.
    pub broken: &'static [(&'static str, &'static str)],
    /// Files that look similar but don't.
    pub sound: &'static [(&'static str, &'static str)],
}

pub const RULES: &[Rule] = &[
    folders::RULE,
    Rule {
        name: "logic and figure touch nothing",
        check: purity,
        broken: &[
            ("src/logic/a.rs", "use std::fs;"),
            ("src/logic/a.rs", "use std::{fmt, env::var};"),
            ("src/logic/a.rs", "fn f() { std::process::exit(1) }"),
            ("src/logic/a.rs", "use std::time::{Duration, Instant};"),
            ("src/logic/a.rs", "fn f(at: SystemTime) {}"),
            ("src/logic/a.rs", "fn f() { jiff::Zoned::now(); }"),
            ("src/figure/a.rs", "use std::thread;"),
            ("src/figure/a.rs", "use std::net::IpAddr;"),
            ("src/figure/a.rs", "use tokio::sync::mpsc;"),
            ("src/figure/a.rs", "fn f() -> f64 { rand::random() }"),
            ("src/logic/a.rs", "fn f() { println!(\"\") }"),
        ],
        sound: &[
            ("src/logic/a.rs", "use std::time::Duration; // not Instant"),
            (
                "src/logic/a/tests.rs",
                "fn slow() { std::env::var(\"SLOW\"); }",
            ),
            ("src/platform/a.rs", "use std::fs;"),
        ],
    },
    Rule {
        name: "foreign types stay where they belong",
        check: homes,
        broken: &[
            ("src/daemon/a.rs", "fn f(ui: &egui::Ui) {}"),
            ("src/cli/a.rs", "use eframe::App;"),
            ("src/daemon/a.rs", "use zbus::Connection;"),
            ("src/window/a.rs", "use x11rb::connection;"),
            ("src/cli/a.rs", "use ksni::Tray;"),
            ("src/ipc/a.rs", "use notify_rust::Notification;"),
            ("src/window/a.rs", "use wayland_client::Proxy;"),
            ("src/daemon/a.rs", "use rusqlite::Connection;"),
            (
                "src/cli/a.rs",
                "use crate::store::x; use {rusqlite::params};",
            ),
            ("src/daemon/a.rs", "use interprocess::local_socket;"),
        ],
        sound: &[
            (
                "src/window/a.rs",
                "//! Like zbus.\nuse egui::Ui; const A: &str = \"zbus\";",
            ),
            ("src/platform/a.rs", "use zbus::Connection; use x11rb::x;"),
            ("src/store/a.rs", "use rusqlite::params;"),
        ],
    },
    systems::RULE,
    opened::RULE,
    Rule {
        name: "serde is for formats",
        check: formats::outside,
        broken: &[
            (
                "src/daemon/a.rs",
                "#[derive(Debug, serde::Serialize)] struct A;",
            ),
            (
                "src/window/a.rs",
                "#[derive(\n    Debug,\n    Deserialize,\n)]\nstruct A;",
            ),
            ("src/platform/a.rs", "impl serde::Serialize for A {}"),
            ("src/ipc/a.rs", "#[derive(Debug, Serialize)] struct A;"),
            (
                "src/logic/schedule/ledger.rs",
                "#[derive(Deserialize)] struct A;",
            ),
            ("src/logic/a.rs", "words! { as serde enum A { B = \"b\" } }"),
        ],
        sound: &[
            (
                "src/ipc/message/reply.rs",
                "#[derive(Debug, Serialize)] struct A;",
            ),
            ("src/logic/a.rs", "words! { enum A { B = \"b\" } }"),
            (
                "src/logic/a.rs",
                "#[cfg(test)]\nmod tests {\n    #[derive(Serialize)] struct A;\n}",
            ),
            (
                "src/store/a/tests.rs",
                "#[derive(Debug, Serialize)] struct A;",
            ),
            (
                "src/platform/a.rs",
                "// derive(Serialize)\nfn call<A: serde::Serialize>(with: A) {}",
            ),
        ],
    },
    network::RULE,
    Rule {
        name: "every file of src says what it is for",
        check: openings,
        broken: &[
            ("src/logic/a.rs", "use std::fmt;\n"),
            ("src/a.rs", "//!\nuse std::fmt;\n"),
        ],
        sound: &[
            ("src/logic/a.rs", "//! Says.\n"),
            ("tests/a.rs", "fn f() {}\n"),
        ],
    },
    lengths::RULE,
    Rule {
        name: "a room of logic knows only those listed above it",
        check: rooms,
        broken: &[
            ("src/logic/time/a.rs", "use crate::logic::catalog::Catalog;"),
            (
                "src/logic/catalog/a.rs",
                "fn f(x: crate::logic::schedule::Effect) {}",
            ),
            ("src/logic/shown/a.rs", "use crate::logic::nowhere::Thing;"),
        ],
        sound: &[
            (
                "src/logic/schedule/a.rs",
                "use crate::logic::{catalog::Catalog, time::now};",
            ),
            (
                "src/logic/time/tests.rs",
                "use crate::logic::catalog::Catalog;",
            ),
            (
                "src/logic/time/a.rs",
                "#[cfg(test)]\nmod tests {\n    use crate::logic::catalog::Catalog;\n}",
            ),
        ],
    },
    few::RULE,
    sentences::RULE,
    settings::RULE,
    Rule {
        name: "the changelog has a place for what comes next",
        check: changelog,
        broken: &[("CHANGELOG.md", "# Changelog\n\n## 0.1.0\n")],
        sound: &[("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 0.1.0\n")],
    },
];

pub fn breach(file: &File, line: usize, what: String) -> Breach {
    Breach {
        place: format!("{}:{line}", file.path),
        what,
    }
}

/// The breaches in the paths of files that the rule `concerns`.
pub fn over_paths(
    files: &[File],
    concerns: impl Fn(&File) -> bool,
    wrong: impl Fn(&File, &Named) -> Option<String>,
) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| file.is_rust() && concerns(file)) {
        for path in file.named() {
            if let Some(what) = wrong(file, path) {
                breaches.push(breach(file, path.line, what));
            }
        }
    }
    breaches
}

/// Whether a path begins with those words.
pub fn begins(path: &Named, with: &str) -> bool {
    let mut parts = path.parts.iter();
    with.split("::")
        .all(|word| parts.next().is_some_and(|part| part == word))
}

fn purity(files: &[File]) -> Vec<Breach> {
    const BEGINNINGS: [&str; 14] = [
        "std::fs",
        "std::env",
        "std::net",
        "std::thread",
        "std::process",
        "std::os",
        "std::io::stdin",
        "std::io::stdout",
        "tokio",
        "rand",
        "fastrand",
        "getrandom",
        "rustix",
        "libc",
    ];
    const ANYWHERE: [&str; 6] = ["Instant", "SystemTime", "now", "println", "eprintln", "dbg"];
    over_paths(
        files,
        |file| matches!(file.folder(), Some("logic" | "figure")) && !file.is_test(),
        |_, path| {
            let begins = BEGINNINGS.iter().any(|with| begins(path, with));
            let last = path.parts.last()?;
            // `now` is an argument everywhere; only a call through a type reads a clock.
            let names = ANYWHERE.contains(&last.as_str())
                && (last != "now" || path.parts.first().is_some_and(|first| *first == "jiff"));
            (begins || names).then(|| format!("`{}` is not pure", path.parts.join("::")))
        },
    )
}

fn homes(files: &[File]) -> Vec<Breach> {
    /// Crates by name prefix, and the folders that may name them.
    const HOMES: [(&[&str], &[&str]); 4] = [
        (&["egui", "eframe", "winit", "glow"], &["window"]),
        (
            &[
                "zbus",
                "x11rb",
                "ksni",
                "notify_rust",
                "wayland",
                "ashpd",
                "libpulse",
                "pipewire",
            ],
            &["platform"],
        ),
        (&["rusqlite"], &["store"]),
        (&["interprocess"], &["ipc", "platform"]),
    ];
    over_paths(
        files,
        |file| file.folder().is_some(),
        |file, path| {
            let first = path.parts.first()?;
            let is_named = |name: &&str| {
                let rest = first.strip_prefix(*name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
            };
            let (_, folders) = HOMES
                .iter()
                .find(|(names, _)| names.iter().any(&is_named))?;
            (path.parts.len() > 1 && !folders.contains(&file.folder()?)).then(|| {
                format!(
                    "`{}` belongs to {}",
                    path.parts.join("::"),
                    folders.join(", ")
                )
            })
        },
    )
}

fn openings(files: &[File]) -> Vec<Breach> {
    let sources = files
        .iter()
        .filter(|file| file.is_rust() && file.path.starts_with("src/"));
    sources
        .filter(|file| {
            let first = file.text.lines().next().unwrap_or_default();
            first
                .strip_prefix("//! ")
                .is_none_or(|words| words.trim().len() < 5)
        })
        .map(|file| {
            breach(
                file,
                1,
                "say in a `//!` line what this file does".to_owned(),
            )
        })
        .collect()
}

/// The rooms of `logic`, in the order of its `mod.rs`.
fn rooms(files: &[File]) -> Vec<Breach> {
    let top = File::new("src/logic/mod.rs", include_str!("../../src/logic/mod.rs"));
    let order: Vec<String> = top
        .tree()
        .items
        .iter()
        .filter_map(|item| {
            let syn::Item::Mod(room) = item else {
                return None;
            };
            Some(room.ident.to_string())
        })
        .collect();
    let place = |room: &str| order.iter().position(|name| name == room);
    over_paths(
        files,
        |file| file.folder() == Some("logic") && !file.is_test() && file.path != top.path,
        |file, path| {
            let room = file.path.split('/').nth(2)?;
            let [first, folder, other, ..] = path.parts.as_slice() else {
                return None;
            };
            let inside = first == "crate" && folder == "logic" && !path.for_tests;
            let below = place(other).zip(place(room)).is_some_and(|(a, b)| a <= b);
            (inside && !below).then(|| format!("`{room}` may not know `{other}`"))
        },
    )
}

fn changelog(files: &[File]) -> Vec<Breach> {
    let changelogs = files.iter().filter(|file| file.path == "CHANGELOG.md");
    changelogs
        .filter(|file| !file.text.lines().any(|line| line.trim() == "## Unreleased"))
        .map(|file| breach(file, 1, "there is no heading `## Unreleased`".to_owned()))
        .collect()
}
