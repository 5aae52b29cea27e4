//! What works on this desktop, what is missing, and what to do about it.

use crate::daemon::Setup;
use crate::daemon::desktop::Desktop;
use crate::daemon::turn::{Found, Turn};
use crate::ipc::message::{Doctor, NamedFile};
use crate::logic::status::{Ability, AbilityStatus};

/// The report of a running daemon.
pub(super) fn report<D: Desktop>(turn: &Turn<D>) -> Doctor {
    let status = turn.status();
    Doctor {
        abilities: status.abilities,
        problems: status.problems,
        files: turn.files(),
    }
}

/// What can be found out once, at the start.
pub(super) fn find(setup: &Setup, problems: Vec<String>) -> Found {
    let window = AbilityStatus {
        ability: Ability::Window,
        works: setup.no_window.is_none(),
        source: match setup.no_window {
            Some(_) => String::new(),
            None => "the display of this session".to_owned(),
        },
        remedy: setup.no_window.clone().unwrap_or_default(),
    };
    let named = |name: &str, path: std::path::PathBuf| NamedFile {
        name: name.to_owned(),
        path: path.display().to_string(),
    };
    Found {
        abilities: vec![window],
        problems,
        files: vec![
            named("settings", setup.paths.settings()),
            named("catalog", setup.paths.user_catalog()),
            named("checkpoint", checkpoint_path(setup)),
            named("socket", setup.paths.socket()),
        ],
    }
}

/// Where the counts are kept over a restart.
pub(super) fn checkpoint_path(setup: &Setup) -> std::path::PathBuf {
    setup.paths.data_dir().join("checkpoint.json")
}
