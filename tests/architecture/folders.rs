//! Which folder of `src/` may import from which.

use crate::files::File;
use crate::rules::{Breach, Rule, breach, over_paths};

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

pub const RULE: Rule = Rule {
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
};

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
