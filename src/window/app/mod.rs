//! The app: holds the pages and the link, and takes one turn after the other.

mod act;
mod closing;
mod hear;
mod placement;
mod reports;
mod screen;

use std::sync::Arc;
use std::time::Duration;

use egui::{Event, Ui};

use crate::logic::presence::apps::Seen;
use crate::logic::settings::MotionChoice;
use crate::logic::shown::place::WindowKind;
use crate::logic::shown::readable;
use crate::logic::time::now::Mono;
use crate::window::app::placement::Placement;
use crate::window::app::screen::Screen;
use crate::window::link::Wake;
use crate::window::pages::{Model, Opening, Page, Pages};
use crate::window::setup::Setup;
use crate::window::theme::{self, Contrast, Tokens};

/// Keys pressed before the window has been visible this long were meant for another one.
const DEAF: Duration = Duration::from_secs(1);

/// The open window.
pub struct App {
    setup: Setup,
    pub(in crate::window) model: Model,
    screen: Screen,
    pages: Pages,
    /// When the window first drew itself.
    seen: Option<Mono>,
    connected_once: bool,
    /// Whether the daemon knows that the window is up.
    announced: bool,
    placement: Placement,
    /// Whether chimes are wanted, as chosen in this window: it holds even if the settings can't store it.
    sound_on: Option<bool>,
    /// When the last chime is over: words wait for it.
    chime_ends: Option<Mono>,
    /// What goes into the file being chosen; none = a file to import.
    given: Option<String>,
}

impl App {
    /// A window that opens with `opening`.
    pub fn new(opening: Opening, mut setup: Setup) -> App {
        let now = setup.host.now();
        let page = match &opening {
            Opening::Page(page) => *page,
            Opening::Player(_) | Opening::Reminder => Page::default(),
        };
        let model = Model {
            now,
            status: None,
            catalog: readable::catalog(std::mem::take(&mut setup.catalog)),
            settings: None,
            opened_with: setup.timing.clone(),
            doctor: None,
            apps: Seen::default(),
            day: None,
            days: None,
            today: setup.host.wall().date(),
            news: None,
            problem: None,
            gone: None,
            reduced_motion: setup.look.motion == MotionChoice::Reduced,
            sound: setup.sound,
            choosing: false,
        };
        App {
            setup,
            model,
            screen: Screen::new(opening),
            pages: Pages::at(page),
            seen: None,
            connected_once: false,
            announced: false,
            placement: Placement::default(),
            sound_on: None,
            chime_ends: None,
            given: None,
        }
    }

    /// Asks the daemon for everything the first frame draws from, before there is a frame: setting up a window takes
    /// longer than the reply. `wake` is called, on any thread, when there is something to show.
    pub fn ask_ahead(&mut self, wake: Wake) {
        self.connected_once = true;
        self.connect(wake);
    }

    /// Makes the pose sets and pictures available to every widget.
    pub fn install(&self, ctx: &egui::Context) {
        self.setup.gallery.install(ctx);
    }

    /// Tells the desktop that this X11 window doesn't take the keyboard when it appears.
    pub fn stay_back(&self, window: u32) {
        self.setup.host.stay_back(window);
    }

    /// One turn: what arrived, what time brings, what was pressed, what to draw.
    pub fn show(&mut self, ui: &mut Ui) {
        self.live(ui.ctx());
        self.draw(ui);
    }

    /// The part of a turn that needs no frame: what arrived, and what time brings. It runs even while nobody can see
    /// the window: minimised, on another workspace, behind a full-screen one, or where the desktop requests no more
    /// frames. So it reads no keys and draws nothing.
    pub fn live(&mut self, ctx: &egui::Context) {
        self.model.now = self.setup.host.now();
        if !self.connected_once {
            self.ask_ahead(repaint(ctx));
        }
        if !std::mem::replace(&mut self.announced, true)
            && let Some(kind) = self.screen.kind()
        {
            self.setup.link.opened(kind);
        }
        for told in self.setup.link.receive() {
            self.hear(told, ctx);
        }
        if self.model.choosing
            && let Some(chosen) = self.setup.host.picked_file()
        {
            self.chosen(chosen, ctx);
        }
        self.follow_the_day(ctx);
        if ctx.input(|input| input.viewport().close_requested()) {
            self.asked_to_close(ctx);
        }
        if let Some(player) = self.screen.player() {
            let actions = player.advance(&self.model);
            if let Some(change) = player.next_change(self.model.now) {
                ctx.request_repaint_after(change);
            }
            for action in actions {
                self.act(action, ctx);
            }
        }
    }

    /// Draws the window and carries out what was pressed in it.
    fn draw(&mut self, ui: &mut Ui) {
        if self.seen.is_none() {
            // The text size is a setting: keys that change it for one window would fight it.
            ui.ctx()
                .options_mut(|options| options.zoom_with_keyboard = false);
            self.apply_look(ui.ctx());
        }
        self.ignore_early_keys(ui);
        self.fit(ui);
        self.note_place(ui);
        self.tell_place(ui.ctx());
        let is_new = self.is_new();
        let actions = self.screen.show(&mut self.pages, &self.model, is_new, ui);
        for action in actions {
            self.act(action, ui.ctx());
        }
        self.entitle(ui.ctx());
    }

    /// Colours, contrast and motion: the user's choice, otherwise the desktop's.
    pub fn apply_look(&mut self, ctx: &egui::Context) {
        let settings = self.model.settings.as_ref();
        let look = settings.map_or(&self.setup.look, |settings| &settings.look);
        let appearance = self
            .model
            .status
            .as_ref()
            .map_or(self.setup.appearance, |(status, _)| status.appearance);
        let contrast = if appearance.high_contrast {
            Contrast::High
        } else {
            Contrast::Usual
        };
        theme::choose(ctx, look.theme, appearance.dark, contrast);
        // The player's text scales with its window anyway.
        let is_player = self.screen.kind() == Some(WindowKind::Player);
        let percent = if is_player { 100 } else { look.text_size };
        ctx.set_zoom_factor(percent as f32 / 100.0);
        self.model.reduced_motion = match look.motion {
            MotionChoice::Reduced => true,
            MotionChoice::Full => false,
            MotionChoice::System => appearance.reduced_motion,
        };
    }

    /// Whether nobody can have looked at the window yet.
    fn is_new(&self) -> bool {
        let now = self.model.now;
        self.seen.is_none_or(|seen| now.since(seen) < DEAF)
    }

    /// Drops the first second's keys, so that typing meant for another window presses nothing here.
    fn ignore_early_keys(&mut self, ui: &Ui) {
        self.seen.get_or_insert(self.model.now);
        if self.is_new() {
            // Some desktops focus every new window. Somebody still typing hasn't seen this one.
            if matches!(self.screen, Screen::Reminder(_))
                && ui.input(|input| input.events.iter().any(is_key))
            {
                self.seen = Some(self.model.now);
            }
            ui.input_mut(|input| {
                input.events.retain(|event| !is_key(event));
                input.keys_down.clear();
            });
        }
    }
}

/// A callback that redraws the window.
fn repaint(ctx: &egui::Context) -> Wake {
    let ctx = ctx.clone();
    Arc::new(move || ctx.request_repaint())
}

fn is_key(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Paste(_))
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.live(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        // The player paints no wall: this is it, the same in every contrast.
        let behind = if matches!(self.screen, Screen::Player(_)) {
            Tokens::new(visuals.dark_mode, Contrast::Usual).stage
        } else {
            visuals.panel_fill
        };
        behind.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }
}
