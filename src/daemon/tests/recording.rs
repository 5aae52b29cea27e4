//! A recording that replaces the desktop.

use super::*;
use crate::daemon::desktop::Desktop;

/// What the turn did to the world.
#[derive(Debug)]
pub(super) struct Recording {
    pub(super) notices: Vec<(u64, Notice)>,
    pub(super) withdrawn: usize,
    pub(super) players: Vec<String>,
    pub(super) has_player: bool,
    pub(super) pages: Vec<(String, Option<Surroundings>)>,
    /// The state of a requested window.
    pub(super) opening: Opening,
    pub(super) never_opened: Vec<NeverOpened>,
    pub(super) own: Surroundings,
    pub(super) left: Option<Posted>,
    pub(super) watch: Option<Watch>,
    pub(super) rules: Option<SourceRules>,
    /// Each one that differs from its predecessor.
    pub(super) trays: Vec<Tray>,
    pub(super) rests: usize,
    pub(super) autostart: bool,
    pub(super) places: Places,
    pub(super) closing: Vec<WindowKind>,
    /// The volume of each reminder sound that was played.
    pub(super) chimes: Vec<u32>,
    /// Whether the window that asks for a break is open.
    pub(super) asks: bool,
}

impl Default for Recording {
    /// One on which every window opens at once.
    fn default() -> Self {
        Recording {
            notices: Vec::new(),
            withdrawn: 0,
            players: Vec::new(),
            has_player: false,
            pages: Vec::new(),
            opening: Opening::Open,
            never_opened: Vec::new(),
            own: Surroundings::default(),
            left: None,
            watch: None,
            rules: None,
            trays: Vec::new(),
            rests: 0,
            autostart: false,
            places: Places::default(),
            closing: Vec::new(),
            chimes: Vec::new(),
            asks: false,
        }
    }
}

impl Desktop for Recording {
    fn notify(&mut self, tag: u64, notice: Notice) {
        self.notices.push((tag, notice));
    }

    fn nudge(&mut self, _notice: Notice) {}

    fn chime(&mut self, volume: u32) {
        self.chimes.push(volume);
    }

    fn open_reminder(&mut self) {
        self.asks = true;
    }

    fn close_reminder(&mut self) {
        self.asks = false;
    }

    fn has_reminder(&mut self) -> bool {
        self.asks
    }

    fn withdraw(&mut self) {
        self.withdrawn += 1;
    }

    fn take_away(&mut self, left: Posted) {
        self.left = Some(left);
    }

    fn draw_tray(&mut self, tray: Tray) -> bool {
        let differs = self.trays.last() != Some(&tray);
        if differs {
            self.trays.push(tray);
        }
        differs
    }

    fn open_page(
        &mut self,
        page: &str,
        _activation_token: Option<&str>,
        at: Option<&Surroundings>,
    ) -> Opening {
        self.pages.push((page.to_owned(), at.cloned()));
        self.opening.clone()
    }

    fn open_player(
        &mut self,
        what: &str,
        _activation_token: Option<&str>,
        _at: Option<&Surroundings>,
    ) -> Opening {
        self.players.push(what.to_owned());
        self.has_player = self.opening == Opening::Open;
        self.opening.clone()
    }

    fn close_player(&mut self) {
        self.has_player = false;
    }

    fn player_open(&mut self) {
        self.has_player = true;
    }

    fn pages_open(&mut self, _screen: Option<&str>) {}

    fn never_opened(&mut self) -> Vec<NeverOpened> {
        std::mem::take(&mut self.never_opened)
    }

    fn surroundings(&self) -> Surroundings {
        self.own.clone()
    }

    fn better(&self, session: &Surroundings) -> Option<Surroundings> {
        (self.own == Surroundings::default()).then(|| session.clone())
    }

    fn has_player(&mut self) -> bool {
        self.has_player
    }

    fn watch_input(&mut self, watch: Watch) {
        self.watch = Some(watch);
    }

    fn use_sources(&mut self, rules: &SourceRules) {
        self.rules = Some(rules.clone());
    }

    fn publish(&mut self, _status: &Status) {}

    fn rest(&mut self) {
        self.rests += 1;
    }

    fn has_listeners(&self) -> bool {
        false
    }

    fn autostart(&self) -> bool {
        self.autostart
    }

    fn set_autostart(&mut self, on: bool) -> Result<(), String> {
        self.autostart = on;
        Ok(())
    }

    fn remember_place(&mut self, window: WindowKind, place: Place) {
        self.places.put(window, place);
    }

    fn window_closes(&mut self, window: WindowKind, _screen: Option<&str>) {
        self.closing.push(window);
    }
}
