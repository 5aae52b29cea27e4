//! Changes to the user's catalog.

use std::path::Path;

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::Turn;
use crate::ipc::message::{Import, Payload, Reply};
use crate::logic::catalog::edit;
use crate::logic::catalog::edit::ItemKind;
use crate::store::own_bundle::{self, Arrival};
use crate::store::own_catalog;

/// Adds, or replaces, the exercises and routines in `text`.
pub(super) fn put<D: Desktop>(turn: &mut Turn<D>, text: &str) -> Reply {
    change(turn, |path| {
        let items = edit::items(text).map_err(|problem| problem.to_string())?;
        if items.is_empty() {
            return Err("there is no exercise and no routine in it".to_owned());
        }
        own_catalog::put(path, &items).map(|()| Payload::Done)
    })
}

/// Removes one exercise or routine.
pub(super) fn remove<D: Desktop>(turn: &mut Turn<D>, kind: ItemKind, id: &str) -> Reply {
    change(turn, |path| {
        own_catalog::remove(path, kind, id).map(|()| Payload::Done)
    })
}

/// Imports a bundle; `replace` = even what already exists.
pub(super) fn import<D: Desktop>(turn: &mut Turn<D>, path: &str, replace: bool) -> Reply {
    change(turn, |own| {
        let file = Path::new(path);
        if !file.is_absolute() {
            return Err(format!("`{path}` does not start from the root"));
        }
        let bundle = own_bundle::read(file).map_err(|problems| {
            let lines = problems.iter().map(|problem| format!("{path}: {problem}"));
            lines.collect::<Vec<_>>().join("\n")
        })?;
        own_bundle::import(own, &bundle, replace)
            .map(|Arrival { added, taken }| Payload::Import(Import { added, taken }))
    })
}

/// Changes the user's catalog and applies the result.
fn change<D: Desktop>(
    turn: &mut Turn<D>,
    change: impl FnOnce(&Path) -> Result<Payload, String>,
) -> Reply {
    match change(turn.own_catalog()) {
        Ok(payload) => {
            turn.reload_catalog();
            Reply::Ok(payload)
        }
        Err(problem) => Reply::error(problem, ""),
    }
}
