//! Every effect of the daemon on the outside world.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::{Rc, Weak};

use jiff::civil::DateTime;
use tokio::task::JoinSet;

use crate::daemon::Setup;
use crate::daemon::helpers::Helpers;
use crate::daemon::sources::Sources;
use crate::daemon::window_process::{NeverOpened, Opening, Windows};
use crate::ipc::server::Publisher;
use crate::logic::settings::SourceRules;
use crate::logic::shown::notice::{Notice, Posted};
use crate::logic::shown::place::{Place, Places, WindowKind};
use crate::logic::shown::status::{AbilityStatus, Status};
use crate::logic::shown::surroundings::Surroundings;
use crate::logic::shown::tray_menu;
use crate::platform::appearance::{self, AppearanceWatch};
use crate::platform::autostart;
use crate::platform::idle::Watch;
use crate::platform::memory::{self, OwnPages};
use crate::platform::notify::Notifier;
use crate::platform::surroundings;
use crate::platform::tray::Tray;
use crate::platform::{Ability, AbilityState, BusChange, Buses, Facts};
use crate::store::state_file::StateFile;

/// What the turn may do to the world; the real implementation, or a recording in tests.
pub trait Desktop {
    /// Shows a notice in place of the previous one; `tag` comes back with what happens to it.
    fn notify(&mut self, tag: u64, notice: Notice);
    /// Shows a line of text that asks for nothing, beside whatever else is shown.
    fn nudge(&mut self, notice: Notice);
    /// Plays a reminder's sound, at a volume in percent.
    fn chime(&mut self, volume: u32);
    /// Opens the small window that asks where no notification can, unless it is open.
    fn open_reminder(&mut self);
    /// Closes it.
    fn close_reminder(&mut self);
    /// Whether its process is running.
    fn has_reminder(&mut self) -> bool;
    /// Removes the shown notice.
    fn withdraw(&mut self);
    /// Removes what an earlier run left on the screen.
    fn take_away(&mut self, left: Posted);
    /// Draws the tray, if it differs from what is drawn; returns whether it did.
    fn draw_tray(&mut self, tray: tray_menu::Tray) -> bool;
    /// Opens the window with the pages on that page, on that display or the program's own, unless it is open.
    fn open_page(
        &mut self,
        page: &str,
        activation_token: Option<&str>,
        at: Option<&Surroundings>,
    ) -> Opening;
    /// Opens a player for that exercise or routine, on that display or the program's own.
    fn open_player(
        &mut self,
        what: &str,
        activation_token: Option<&str>,
        at: Option<&Surroundings>,
    ) -> Opening;
    /// The last opened player is up: the previous one makes room.
    fn player_open(&mut self);
    /// The window with the pages on that display is up.
    fn pages_open(&mut self, screen: Option<&str>);
    /// Whether a player's process is running.
    fn has_player(&mut self) -> bool;
    /// Ends the player's process, even if it is frozen.
    fn close_player(&mut self);
    /// The windows whose processes ended before they were up.
    fn never_opened(&mut self) -> Vec<NeverOpened>;
    /// The session that the program belongs to.
    fn surroundings(&self) -> Surroundings;
    /// The session that the program would rather be in, given that one; none while its own is there.
    fn better(&self, session: &Surroundings) -> Option<Surroundings>;
    /// The name of the program's own display, if it has one.
    fn screen(&self) -> Option<String> {
        self.surroundings().screen().map(str::to_owned)
    }
    /// Asks to be told about silence this long.
    fn watch_input(&mut self, watch: Watch);
    /// Watches what the settings want watched, and nothing else.
    fn use_sources(&mut self, rules: &SourceRules);
    /// Tells all subscribers.
    fn publish(&mut self, status: &Status);
    /// Nothing is going on for a while: releases whatever can be recreated.
    fn rest(&mut self);
    /// Whether anybody is listening to the state stream.
    fn has_listeners(&self) -> bool;
    /// Whether the program starts at login.
    fn autostart(&self) -> bool;
    /// Makes it start at login, or no longer; if it can't, why, in words.
    fn set_autostart(&mut self, on: bool) -> Result<(), String>;
    /// Remembers where a window is.
    fn remember_place(&mut self, window: WindowKind, place: Place);
    /// A window on that display is closing: a new request gets another one.
    fn window_closes(&mut self, window: WindowKind, screen: Option<&str>);
}

/// The desktop the program really runs on.
pub struct RealDesktop {
    notifier: Rc<Notifier>,
    tray: Rc<Tray>,
    drawn: Option<tray_menu::Tray>,
    windows: Windows,
    helpers: Helpers,
    own: Surroundings,
    sources: Sources,
    publisher: Publisher,
    /// Found when they are first given back.
    pages: Option<OwnPages>,
    program: PathBuf,
    places: StateFile<Places>,
    _appearance: AppearanceWatch,
    /// Ends with this.
    _watching: JoinSet<()>,
}

impl RealDesktop {
    /// Starts everything that can be started at once.
    pub fn start(setup: &Setup, facts: Facts, publisher: Publisher) -> Self {
        let first = tray_menu::tray(&Status::fresh(), DateTime::ZERO, &[]);
        let notifier = Rc::new(Notifier::start(facts.clone()));
        let tray = Rc::new(Tray::start(first, facts.clone()));
        let buses = Buses::new();
        let look = appearance::start(&buses, facts.clone());
        let mut watching = JoinSet::new();
        watching.spawn_local(retry_on_return(
            buses.clone(),
            Rc::downgrade(&notifier),
            Rc::downgrade(&tray),
        ));
        RealDesktop {
            notifier,
            tray,
            drawn: None,
            windows: Windows::new(setup.program.clone(), setup.surroundings.clone()),
            helpers: Helpers::new(setup.program.clone()),
            own: setup.surroundings.clone(),
            sources: Sources::new(setup.idle.clone(), buses, facts.clone()),
            publisher,
            pages: None,
            program: setup.program.clone(),
            places: StateFile::at(setup.paths.windows()),
            _appearance: look,
            _watching: watching,
        }
    }
}

/// Restores notifications and tray when a session bus was restarted, or came late.
async fn retry_on_return(buses: Buses, notifier: Weak<Notifier>, tray: Weak<Tray>) {
    let change = |change| {
        let (Some(notifier), Some(tray)) = (notifier.upgrade(), tray.upgrade()) else {
            return;
        };
        match change {
            BusChange::Lost => tray.bus_lost(),
            BusChange::Back => {
                notifier.retry();
                tray.retry();
            }
        }
    };
    buses.session_changes(change).await;
}

impl Desktop for RealDesktop {
    fn notify(&mut self, tag: u64, notice: Notice) {
        self.notifier.show(tag, notice);
    }

    fn nudge(&mut self, notice: Notice) {
        self.notifier.nudge(notice);
    }

    fn chime(&mut self, volume: u32) {
        self.helpers.chime(volume);
    }

    fn open_reminder(&mut self) {
        self.helpers.open_reminder();
    }

    fn close_reminder(&mut self) {
        self.helpers.close_reminder();
    }

    fn has_reminder(&mut self) -> bool {
        self.helpers.has_reminder()
    }

    fn withdraw(&mut self) {
        self.notifier.withdraw();
    }

    fn take_away(&mut self, left: Posted) {
        self.notifier.take_away(left);
    }

    fn draw_tray(&mut self, tray: tray_menu::Tray) -> bool {
        let differs = self.drawn.as_ref() != Some(&tray);
        if differs {
            self.tray.update(tray.clone());
            self.drawn = Some(tray);
        }
        differs
    }

    fn open_page(
        &mut self,
        page: &str,
        activation_token: Option<&str>,
        at: Option<&Surroundings>,
    ) -> Opening {
        self.windows.open_page(page, activation_token, at)
    }

    fn open_player(
        &mut self,
        what: &str,
        activation_token: Option<&str>,
        at: Option<&Surroundings>,
    ) -> Opening {
        self.windows.open_player(what, activation_token, at)
    }

    fn player_open(&mut self) {
        self.windows.player_open();
    }

    fn pages_open(&mut self, screen: Option<&str>) {
        self.windows.pages_open(screen);
    }

    fn never_opened(&mut self) -> Vec<NeverOpened> {
        self.windows.never_opened()
    }

    fn surroundings(&self) -> Surroundings {
        self.own.clone()
    }

    fn better(&self, session: &Surroundings) -> Option<Surroundings> {
        surroundings::better(&self.own, session)
    }

    fn has_player(&mut self) -> bool {
        self.windows.has_player()
    }

    fn close_player(&mut self) {
        self.windows.close_player();
    }

    fn watch_input(&mut self, watch: Watch) {
        self.sources.watch_input(watch);
    }

    fn use_sources(&mut self, rules: &SourceRules) {
        self.sources.apply(rules);
    }

    fn publish(&mut self, status: &Status) {
        self.publisher.publish(status);
    }

    fn rest(&mut self) {
        self.pages.get_or_insert_with(OwnPages::find).give_back();
        memory::trim_heap();
    }

    fn has_listeners(&self) -> bool {
        self.publisher.subscribers() > 0
    }

    fn autostart(&self) -> bool {
        autostart::is_on()
    }

    fn set_autostart(&mut self, on: bool) -> Result<(), String> {
        autostart::set(on, &self.program).map_err(|missing| missing.what)
    }

    fn remember_place(&mut self, window: WindowKind, place: Place) {
        let remembered = self.places.load();
        if let Some(problem) = remembered.problem {
            tracing::warn!("{problem}");
        }
        if self.places.is_left_alone() {
            return;
        }
        let mut places = remembered.state.unwrap_or_default();
        places.put(window, place);
        if let Err(problem) = self.places.save_soon(&places) {
            tracing::warn!("{}: {problem}", self.places.path().display());
        }
    }

    fn window_closes(&mut self, window: WindowKind, screen: Option<&str>) {
        if window == WindowKind::Pages {
            self.windows.pages_close(screen);
        }
    }
}

/// The state of the abilities, as reported by the desktop.
#[derive(Clone, Debug, Default)]
pub struct Abilities(BTreeMap<Ability, AbilityState>);

impl Abilities {
    /// Notes a report from the desktop.
    pub fn note(&mut self, ability: Ability, state: AbilityState) {
        self.0.insert(ability, state);
    }

    /// Whether the desktop has reported on that one.
    pub fn knows(&self, ability: Ability) -> bool {
        self.0.contains_key(&ability)
    }

    /// As shown in the status, in the doctor's order.
    pub fn rows(&self) -> Vec<AbilityStatus> {
        self.0
            .iter()
            .map(|(ability, state)| row(*ability, state))
            .collect()
    }
}

/// An ability as shown in the status.
pub(super) fn row(ability: Ability, state: &AbilityState) -> AbilityStatus {
    let (works, source, remedy) = match state {
        AbilityState::Works { by } => (true, by.clone(), String::new()),
        AbilityState::Limited { by, lacks } => (true, by.clone(), lacks.to_string()),
        AbilityState::Missing(missing) => (false, String::new(), missing.to_string()),
    };
    AbilityStatus {
        ability,
        works,
        source,
        remedy,
    }
}
