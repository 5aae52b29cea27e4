//! Every effect that the daemon has outside itself.

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
use crate::logic::shown::status::{Ability as StatusAbility, AbilityStatus, Status};
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
use crate::store::checkpoint::Checkpoint;

/// What the turn may do to the world; the real one, or a recording in tests.
pub trait Desktop {
    /// Shows a notice in place of the one shown before; `tag` comes back with what happens to it.
    fn notify(&mut self, tag: u64, notice: Notice);
    /// Shows a line of text that asks for nothing, beside whatever else is shown.
    fn nudge(&mut self, notice: Notice);
    /// Has a reminder heard, at a volume in percent.
    fn chime(&mut self, volume: u32);
    /// Opens the small window that asks where no notification can, unless it is open.
    fn open_reminder(&mut self);
    /// Closes it.
    fn close_reminder(&mut self);
    /// Whether its process runs.
    fn has_reminder(&mut self) -> bool;
    /// Takes the shown notice away.
    fn withdraw(&mut self);
    /// Takes away what an earlier run left on the screen.
    fn take_away(&mut self, left: Posted);
    /// Draws the tray, if it differs from what is drawn; whether it did.
    fn draw_tray(&mut self, tray: tray_menu::Tray) -> bool;
    /// Opens the window of pages on that page, there or on the program's own display, unless it is open.
    fn open_page(
        &mut self,
        page: &str,
        activation_token: Option<&str>,
        at: Option<&Surroundings>,
    ) -> Opening;
    /// Opens a player for that exercise or routine, there or on the program's own display.
    fn open_player(
        &mut self,
        what: &str,
        activation_token: Option<&str>,
        at: Option<&Surroundings>,
    ) -> Opening;
    /// The player that was opened last is there: the one before makes room.
    fn player_open(&mut self);
    /// The window of pages on that display is there.
    fn pages_open(&mut self, screen: Option<&str>);
    /// Whether a player's process runs.
    fn has_player(&mut self) -> bool;
    /// Ends the player's process, be it frozen.
    fn close_player(&mut self);
    /// The windows that ended before they were there.
    fn never_opened(&mut self) -> Vec<NeverOpened>;
    /// The session that the program belongs to.
    fn surroundings(&self) -> Surroundings;
    /// Where the program would rather be, given that session; none while its own is there.
    fn better(&self, session: &Surroundings) -> Option<Surroundings>;
    /// The name of the program's own display; none if there is none.
    fn screen(&self) -> Option<String> {
        self.surroundings().screen().map(str::to_owned)
    }
    /// Wants to know of silence this long.
    fn watch_input(&mut self, watch: Watch);
    /// Watches what the settings want to be watched, and nothing else.
    fn use_sources(&mut self, rules: &SourceRules);
    /// Tells all subscribers.
    fn publish(&mut self, status: &Status);
    /// Nothing is going on for a while: gives back what can be had again.
    fn rest(&mut self);
    /// Whether anybody listens to the state stream.
    fn has_listeners(&self) -> bool;
    /// Whether the program starts at login.
    fn autostart(&self) -> bool;
    /// Makes it start at login, or no longer; why it cannot, in words.
    fn set_autostart(&mut self, on: bool) -> Result<(), String>;
    /// Remembers where a window is.
    fn remember_place(&mut self, window: WindowKind, place: Place);
    /// A window on that display closes now: whoever wants to see one gets another.
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
    places: Checkpoint,
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
            places: Checkpoint::at(setup.paths.windows()),
            _appearance: look,
            _watching: watching,
        }
    }
}

/// Notifications and tray come back with a session bus that was restarted, or that came late.
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
        let mut places: Places = self.places.load().state.unwrap_or_default();
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

/// How the abilities stand, as the desktop told.
#[derive(Clone, Debug, Default)]
pub struct Abilities(BTreeMap<Ability, AbilityState>);

impl Abilities {
    /// Notes what the desktop told.
    pub fn note(&mut self, ability: Ability, state: AbilityState) {
        self.0.insert(ability, state);
    }

    /// Whether the desktop has told about that one.
    pub fn knows(&self, ability: Ability) -> bool {
        self.0.contains_key(&ability)
    }

    /// As the status shows them, in the order of the doctor's report.
    pub fn rows(&self) -> Vec<AbilityStatus> {
        self.0
            .iter()
            .map(|(ability, state)| row(status_ability(*ability), state))
            .collect()
    }
}

/// An ability as the status shows it.
pub(super) fn row(ability: StatusAbility, state: &AbilityState) -> AbilityStatus {
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

fn status_ability(ability: Ability) -> StatusAbility {
    match ability {
        Ability::Idle => StatusAbility::Idle,
        Ability::Notifications => StatusAbility::Notifications,
        Ability::Tray => StatusAbility::Tray,
        Ability::Session => StatusAbility::Session,
        Ability::Calls => StatusAbility::Calls,
        Ability::Films => StatusAbility::Films,
        Ability::DoNotDisturb => StatusAbility::Dnd,
        Ability::Presentation => StatusAbility::Presentation,
    }
}
