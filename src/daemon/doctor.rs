//! What works on this desktop, what is missing, and what to do about it.

use std::time::Duration;

use jiff::civil::DateTime;
use tokio::sync::mpsc;
use tokio::task::LocalSet;

use crate::daemon::desktop::{self, Abilities, Desktop};
use crate::daemon::recorder;
use crate::daemon::settings::SettingsKeeper;
use crate::daemon::sources::Sources;
use crate::daemon::turn::{Found, OwnCatalog, Turn};
use crate::daemon::{Failed, Setup, catalog_of};
use crate::ipc::message::{Doctor, NamedFile};
use crate::logic::settings::{Settings, SourceRules};
use crate::logic::shown::status::{AbilityStatus, Status};
use crate::logic::shown::tray_menu;
use crate::platform::notify::Notifier;
use crate::platform::paths::Paths;
use crate::platform::tray::Tray;
use crate::platform::{Ability, Buses, Fact, autostart, sound, speech, surroundings};
use crate::store::history::{History, HistoryProblem};

/// A running daemon's report.
pub(super) fn report<D: Desktop>(turn: &Turn<D>) -> Doctor {
    let status = turn.status();
    Doctor {
        abilities: status
            .abilities
            .into_iter()
            .chain(heard(turn.keeper.settings()))
            .collect(),
        problems: status.problems,
        files: turn.files(),
        autostart: turn.desktop.autostart(),
    }
}

/// What can be determined once, at the start.
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
        problems: Vec::new(),
        own: OwnCatalog {
            path: setup.paths.user_catalog(),
            problems,
        },
        files: vec![
            named("settings", setup.paths.settings()),
            named("catalog", setup.paths.user_catalog()),
            named("history", setup.paths.history()),
            named("checkpoint", checkpoint_path(setup)),
            named("socket", setup.paths.socket()),
        ],
    }
}

/// Whether the player can be heard. Checked on request: the daemon itself neither plays nor speaks.
fn heard(settings: &Settings) -> Vec<AbilityStatus> {
    let chimes = desktop::row(Ability::Sound, &sound::ability(None));
    let speech = desktop::row(Ability::Speech, &speech::ability(None));
    // Off by default, it is missed only by those who turned it on.
    let told = speech.works || settings.sound.speech;
    [chimes].into_iter().chain(told.then_some(speech)).collect()
}

/// Where the counts are kept across restarts.
pub(super) fn checkpoint_path(setup: &Setup) -> std::path::PathBuf {
    setup.paths.data_dir().join("checkpoint.json")
}

/// Long enough for a desktop to answer, short enough to wait for.
const LOOK: Duration = Duration::from_millis(1500);

/// The report when no daemon is running: every ability is tried briefly; nothing is shown and nothing written.
///
/// # Errors
/// The runtime can't be created.
pub fn look(paths: Paths, no_window: Option<String>) -> Result<Doctor, Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let _inside = runtime.enter();
    let setup = Setup {
        paths,
        program: std::path::PathBuf::new(),
        idle: None,
        surroundings: surroundings::own(),
        no_window,
    };
    let keeper = SettingsKeeper::look(setup.paths.settings());
    let abilities = LocalSet::new().block_on(&runtime, try_all(&keeper.settings().sources));
    let (_, problems) = catalog_of(&setup.paths.user_catalog());
    let found = find(&setup, problems);
    let problem = History::look(&setup.paths.history())
        .and_then(|history| history.check())
        .err()
        // It is created when the daemon first starts.
        .filter(|problem| !matches!(problem, HistoryProblem::Missing(_)));
    let history = recorder::ability(&setup.paths.history(), problem.as_ref());
    Ok(Doctor {
        abilities: abilities
            .rows()
            .into_iter()
            .chain(found.abilities)
            .chain([history])
            .chain(heard(keeper.settings()))
            .collect(),
        problems: keeper
            .problems()
            .into_iter()
            .chain(found.own.problems)
            .collect(),
        files: found.files,
        autostart: autostart::is_on(),
    })
}

async fn try_all(rules: &SourceRules) -> Abilities {
    let (facts, mut told) = mpsc::unbounded_channel();
    let _notifier = Notifier::start(facts.clone());
    let _tray = Tray::start(
        tray_menu::tray(&Status::fresh(), DateTime::ZERO, &[]),
        facts.clone(),
    );
    let mut sources = Sources::new(None, Buses::new(), facts);
    sources.apply(rules);
    let mut abilities = Abilities::default();
    let listen = async {
        while let Some(fact) = told.recv().await {
            if let Fact::Ability { ability, state } = fact {
                abilities.note(ability, state);
                if Ability::of_desktop().all(|tried| abilities.knows(tried)) {
                    break;
                }
            }
        }
    };
    // Anything that hasn't answered by then isn't in the report.
    let _ = tokio::time::timeout(LOOK, listen).await;
    abilities
}
