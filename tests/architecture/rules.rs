//! The rules. To add one: an entry of [`RULES`], with a file that breaks it.

use crate::files::File;
use crate::paths::Named;
use crate::{formats, sentences, settings, systems};

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

/// Each folder of `src/` and the others it may import from.
pub const FOLDERS: [(&str, &[&str]); 8] = [
    ("logic", &[]),
    ("figure", &[]),
    ("platform", &["logic"]),
    ("store", &["logic", "platform"]),
    ("ipc", &["logic", "platform"]),
    ("daemon", &["logic", "platform", "store", "ipc"]),
    ("window", &["logic", "figure", "ipc"]),
    (
        "cli",
        &[
            "logic", "figure", "platform", "store", "ipc", "daemon", "window",
        ],
    ),
];

pub const RULES: &[Rule] = &[
    Rule {
        name: "folders import what the table allows",
        check: imports,
        broken: &[
            ("src/logic/a.rs", "use crate::platform::clock::Clock;"),
            (
                "src/logic/a.rs",
                "fn f() { crate::store::atomic::write(); }",
            ),
            (
                "src/figure/a.rs",
                "use crate::{figure::math, logic::time::span};",
            ),
            (
                "src/ipc/server/a.rs",
                "use super::super::super::daemon::Turn;",
            ),
            ("src/store/a.rs", "use super::super::ipc;"),
            ("src/store/mod.rs", "use super::ipc::Client;"),
            ("src/window/a.rs", "type T = Vec<crate::store::Checkpoint>;"),
            ("src/daemon/a.rs", "use crate::*;"),
            ("src/daemon/a.rs", "use unbend::window;"),
            (
                "src/helpers/a.rs",
                "//! A folder that the table does not know.",
            ),
        ],
        sound: &[
            (
                "src/logic/a.rs",
                "//! Like crate::platform.\nuse crate::logic::time::span;",
            ),
            (
                "src/figure/body/a.rs",
                "use super::super::math::V3; // crate::window",
            ),
            (
                "src/window/a.rs",
                "use crate::{figure, ipc::client, logic::shown::status};",
            ),
            (
                "src/cli/a.rs",
                "use crate::window; const A: &str = \"crate::x\";",
            ),
        ],
    },
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
    Rule {
        name: "files are opened in one place and written in another",
        check: opened,
        broken: &[
            ("src/store/a.rs", "fn f() { std::fs::read(path); }"),
            (
                "src/store/a.rs",
                "use std::fs; fn f() { fs::read_to_string(p) }",
            ),
            (
                "src/cli/a.rs",
                "use std::fs::File; fn f() { File::open(p) }",
            ),
            ("src/ipc/a.rs", "use std::fs::OpenOptions;"),
            ("src/ipc/a.rs", "fn f() { std::fs::File::options() }"),
            ("src/daemon/a.rs", "fn f() { std::fs::File::create(p) }"),
            ("src/cli/a.rs", "fn f() { std::fs::write(p, text); }"),
            (
                "src/cli/a.rs",
                "use std::fs::File; fn f() { File::create_new(p) }",
            ),
            (
                "src/store/a.rs",
                "#[cfg(test)]\nmod tests {\n    fn f() {}\n}\nfn g() { fs::read(p); }",
            ),
        ],
        sound: &[
            (
                "src/store/a.rs",
                "use crate::platform::plain_file; fn f() { plain_file::read(p, 9) }",
            ),
            (
                "src/store/a.rs",
                "//! fs::read\nfn f() { std::fs::read_dir(p); }",
            ),
            ("src/store/a/tests.rs", "fn f() { std::fs::read(p); }"),
            (
                "src/store/a.rs",
                "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    fn f() { fs::read(p); }\n}\n",
            ),
            (
                "src/platform/clock/linux.rs",
                "fn f() { std::fs::read_to_string(p); }",
            ),
        ],
    },
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
    Rule {
        name: "there is no network code",
        check: network,
        broken: &[
            ("src/platform/a.rs", "use std::net::TcpStream;"),
            ("src/cli/a.rs", "fn f(s: tokio::net::UdpSocket) {}"),
            ("src/store/a.rs", "use std::net::ToSocketAddrs;"),
            ("Cargo.toml", "[dependencies]\nureq = \"3\"\n"),
            (
                "Cargo.toml",
                "[target.'cfg(unix)'.dependencies]\nreqwest = { version = \"0\" }\n",
            ),
            (
                "Cargo.lock",
                "[[package]]\nname = \"hyper\"\nversion = \"1.0.0\"\n",
            ),
        ],
        sound: &[
            (
                "src/ipc/a.rs",
                "use std::os::unix::net::UnixStream; use tokio::net::UnixListener;",
            ),
            ("Cargo.toml", "[dependencies]\n# no ureq\nron = \"0.12\"\n"),
        ],
    },
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
    Rule {
        name: "no file is longer than 700 lines",
        check: lengths,
        broken: &[("src/logic/a.rs", LONG), ("tests/a.rs", LONG)],
        sound: &[("src/logic/a.rs", "//! Short.\n")],
    },
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
    sentences::RULE,
    settings::RULE,
    Rule {
        name: "the changelog has a place for what comes next",
        check: changelog,
        broken: &[("CHANGELOG.md", "# Changelog\n\n## 0.1.0\n")],
        sound: &[("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 0.1.0\n")],
    },
];

/// Longer than any file may be.
const LONG: &str = match std::str::from_utf8(&[b'\n'; MOST_LINES + 1]) {
    Ok(lines) => lines,
    Err(_) => "",
};

const MOST_LINES: usize = 700;

pub fn breach(file: &File, line: usize, what: String) -> Breach {
    Breach {
        place: format!("{}:{line}", file.path),
        what,
    }
}

/// The breaches in the paths of files that the rule `concerns`.
fn over_paths(
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
fn begins(path: &Named, with: &str) -> bool {
    let mut parts = path.parts.iter();
    with.split("::")
        .all(|word| parts.next().is_some_and(|part| part == word))
}

fn imports(files: &[File]) -> Vec<Breach> {
    let mut breaches: Vec<Breach> = files
        .iter()
        .filter(|file| {
            file.folder()
                .is_some_and(|folder| allowed(folder).is_none())
        })
        .map(|file| {
            breach(
                file,
                1,
                "the table of folders does not know this one".to_owned(),
            )
        })
        .collect();
    breaches.extend(over_paths(
        files,
        |file| {
            file.folder()
                .is_some_and(|folder| allowed(folder).is_some())
        },
        |file, path| {
            let folder = file.folder()?;
            let ups = path
                .parts
                .iter()
                .take_while(|part| *part == "super")
                .count();
            let target = match path.parts.first()?.as_str() {
                "crate" => path.parts.get(1)?,
                "unbend" if path.parts.len() > 1 => {
                    return Some("say `crate::`, not `unbend::`".to_owned());
                }
                // As many levels up as the file is deep lead to the top, except for a module within the file.
                "super" if ups >= file.depth() => {
                    let target = path.parts.get(ups)?;
                    allowed(target)?;
                    target
                }
                _ => return None,
            };
            let fine = target == folder || allowed(folder)?.contains(&target.as_str());
            (!fine).then(|| format!("src/{folder} may not import `{}`", path.parts.join("::")))
        },
    ));
    breaches
}

fn allowed(folder: &str) -> Option<&'static [&'static str]> {
    let mut rows = FOLDERS.iter();
    rows.find(|(name, _)| *name == folder)
        .map(|(_, others)| *others)
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

/// A pipe or an endless device in place of a file must not hang the program: only `plain_file` opens what the user may
/// have put there. No file may be left half written: only `atomic` writes whole ones.
fn opened(files: &[File]) -> Vec<Breach> {
    /// Files that open something else, and what.
    const OTHERS: [(&str, &str); 9] = [
        ("src/platform/atomic.rs", "the place itself"),
        ("src/platform/files/mod.rs", "only how it is opened"),
        ("src/platform/files/elsewhere.rs", "only how it is opened"),
        ("src/platform/plain_file.rs", "the place itself"),
        (
            "src/platform/files/unix.rs",
            "a folder, to have its names on the disk",
        ),
        ("src/platform/clock/linux.rs", "what the kernel tells"),
        ("src/platform/memory/linux.rs", "what the kernel tells"),
        (
            "src/platform/idle/linux/scripted.rs",
            "a pipe that a test writes to",
        ),
        (
            "src/cli/simulate.rs",
            "a script, which may come through a pipe",
        ),
    ];
    const OPENING: [&str; 9] = [
        "fs::read",
        "fs::read_to_string",
        "File::open",
        "File::create",
        "File::create_new",
        "fs::write",
        "File::options",
        "fs::OpenOptions",
        "OpenOptions::new",
    ];
    over_paths(
        files,
        |file| {
            let other = OTHERS.iter().any(|(path, _)| *path == file.path);
            file.folder().is_some() && !file.is_test() && !other
        },
        |_, path| {
            let parts = &path.parts;
            let opens = OPENING.iter().any(|opening| {
                let words: Vec<&str> = opening.split("::").collect();
                parts.windows(2).any(|pair| pair == words.as_slice())
            });
            let what = || format!("`{}`: use `plain_file` or `atomic`", parts.join("::"));
            (opens && !path.for_tests).then(what)
        },
    )
}

fn network(files: &[File]) -> Vec<Breach> {
    const WORDS: [&str; 5] = [
        "TcpStream",
        "TcpListener",
        "TcpSocket",
        "UdpSocket",
        "ToSocketAddrs",
    ];
    const CRATES: [&str; 14] = [
        "reqwest",
        "ureq",
        "hyper",
        "curl",
        "isahc",
        "attohttpc",
        "surf",
        "minreq",
        "quinn",
        "rustls",
        "openssl",
        "native-tls",
        "tungstenite",
        "hickory-resolver",
    ];
    let mut breaches = over_paths(
        files,
        |file| file.path.starts_with("src/"),
        |_, path| {
            let is_socket = path.parts.iter().any(|part| WORDS.contains(&part.as_str()));
            (is_socket || begins(path, "std::net"))
                .then(|| format!("`{}` is network code", path.parts.join("::")))
        },
    );
    for file in files.iter().filter(|file| file.path.starts_with("Cargo.")) {
        for (index, line) in file.text.lines().enumerate() {
            let (key, value) = line.split_once('=').unwrap_or((line, ""));
            let name = match key.trim() {
                "name" => value.trim().trim_matches('"'),
                key => key.split('.').next().unwrap_or_default(),
            };
            if CRATES.contains(&name) {
                breaches.push(breach(
                    file,
                    index + 1,
                    format!("`{name}` talks to the network"),
                ));
            }
        }
    }
    breaches
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

fn lengths(files: &[File]) -> Vec<Breach> {
    let sources = files.iter().filter(|file| file.is_rust());
    sources
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines >= MOST_LINES)
        .map(|(file, lines)| {
            breach(
                file,
                lines,
                format!("{lines} lines: split it by what it does"),
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
