//! Queries and changes of settings.

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::Turn;
use crate::daemon::turn::requests::{DONE, unknown};
use crate::ipc::message::{Payload, Reply, Setting};
use crate::logic::settings::{Hint, ListChange, SettingProblem};

/// Settings that list exercises and routines: anything not in the catalog is a typo, but can still be removed.
const LISTS_OF_EXERCISES: [&str; 3] =
    ["exercises.hidden", "exercises.favourites", "exercises.hurt"];

/// Adds items to a list, or removes them.
pub(super) fn list<D: Desktop>(
    turn: &mut Turn<D>,
    path: &str,
    items: &[String],
    change: ListChange,
) -> Reply {
    if change == ListChange::Add && LISTS_OF_EXERCISES.contains(&path) {
        let unknowns = |item: &&String| turn.catalog.name(item.trim()).is_none();
        if let Some(item) = items.iter().find(unknowns) {
            return unknown(item);
        }
    }
    let changed = turn.keeper.change_list(path, items, change);
    self::changed(turn, changed)
}

/// Applies changed settings, if the change succeeded.
pub(super) fn changed<D: Desktop>(turn: &mut Turn<D>, changed: Result<(), String>) -> Reply {
    match changed {
        Ok(()) => {
            turn.reconfigure();
            DONE
        }
        Err(problem) => Reply::error(problem, ""),
    }
}

/// All settings, or those below `path`.
pub(super) fn get<D>(turn: &Turn<D>, path: Option<&str>) -> Reply {
    match Setting::listed(turn.keeper.settings(), path) {
        Some(listed) => Reply::Ok(Payload::Settings(listed)),
        None => {
            let (path, hint) = (path.unwrap_or_default().to_owned(), Hint::Settings);
            let words = hint.to_string();
            Reply::error(SettingProblem::Unknown { path, hint }.wrong(), words)
        }
    }
}
