//! The app: holds the pages and the link, and carries out what pages ask for.

mod closing;
mod reports;
mod screen;
mod whereabouts;

use std::sync::Arc;
use std::time::Duration;

use egui::{Event, Ui, ViewportCommand};

use crate::ipc::message::{Request, collected};
use crate::logic::practice::chime;
use crate::logic::practice::player::Cue;
use crate::logic::practice::sentence::Sentence;
use crate::logic::presence::apps::Seen;
use crate::logic::settings::MotionChoice;
use crate::logic::shown::file_choice::{Chosen, Wanted};
use crate::logic::shown::place::WindowKind;
use crate::logic::shown::readable;
use crate::logic::shown::status::Status;
use crate::logic::time::now::Mono;
use crate::window::action::{Action, Change};
use crate::window::app::screen::{Pages, Screen};
use crate::window::app::whereabouts::Whereabouts;
use crate::window::link::{Told, Wake};
use crate::window::news::is_news;
use crate::window::pages::insights;
use crate::window::pages::player::PlayerPage;
use crate::window::pages::{Model, Opening, Page};
use crate::window::setup::Setup;
use crate::window::theme::{self, Contrast, Tokens};

/// Keys pressed before the window has been seen this long were meant for another one.
const DEAF: Duration = Duration::from_secs(1);

/// Midnight has come for certain when this much more has passed.
const SHORTLY: Duration = Duration::from_millis(20);

/// The open window.
pub struct App {
    setup: Setup,
    pub(in crate::window) model: Model,
    screen: Screen,
    pages: Pages,
    /// When the window first drew itself.
    seen: Option<Mono>,
    connected_once: bool,
    /// The daemon has been told that the window is there.
    announced: bool,
    whereabouts: Whereabouts,
    /// Whether chimes are wanted, as pressed in this window: it holds even where the settings cannot keep it.
    sound_on: Option<bool>,
    /// When the last chime is over: words wait for it.
    chime_ends: Option<Mono>,
    /// What goes into the file that is being picked; none = a file to take in.
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
            whereabouts: Whereabouts::default(),
            sound_on: None,
            chime_ends: None,
            given: None,
        }
    }

    /// Asks the daemon for all that the first frame draws from, before there is a frame: setting up a window takes
    /// longer than the answer. `wake` is called, from whatever thread, when there is something to show.
    pub fn ask_ahead(&mut self, wake: Wake) {
        self.connected_once = true;
        self.connect(wake);
    }

    /// Hands what exercises are shown with to every widget.
    pub fn hang(&self, ctx: &egui::Context) {
        self.setup.gallery.hang(ctx);
    }

    /// Tells the desktop that the window, by its number on an X server, takes no keyboard when it comes.
    pub fn stay_back(&self, window: u32) {
        self.setup.host.stay_back(window);
    }

    /// One turn: what arrived, what the time brings, what was pressed, what to draw.
    pub fn show(&mut self, ui: &mut Ui) {
        self.live(ui.ctx());
        self.draw(ui);
    }

    /// The part of a turn that needs no picture: what arrived, and what the time brings. It is called on while nobody can
    /// see the window: minimised, on another workspace, behind one that fills the screen, or where the desktop asks for no
    /// more frames. So it reads no keys and draws nothing.
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
            // The size of text is the person's setting: keys that change it for one window would fight it.
            ui.ctx()
                .options_mut(|options| options.zoom_with_keyboard = false);
            self.dress(ui.ctx());
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

    fn connect(&mut self, wake: Wake) {
        self.setup.link.connect(wake);
        self.model.gone = None;
        let now = self.model.now;
        match &self.screen {
            Screen::Waiting(what) => self.setup.link.play(what.clone()),
            Screen::Player(player) => {
                if let Some(told) = player.goes_on(now) {
                    self.setup.link.ask(told);
                }
            }
            Screen::Reminder(_) => self.setup.link.ask(Request::SettingsGet { path: None }),
            Screen::Pages | Screen::Welcome(_) => {
                self.setup.link.ask(Request::SettingsGet { path: None });
                self.setup.link.ask(Request::Doctor);
                self.ask_for_the_page();
            }
        }
        // To another daemon than before, at once: the next frame may be long in coming.
        if let Some(kind) = self.screen.kind().filter(|_| self.announced) {
            self.setup.link.opened(kind);
        }
    }

    /// A page that shows today turns to the new day at midnight.
    fn follow_the_day(&mut self, ctx: &egui::Context) {
        if !self.screen.has_pages() || !matches!(self.pages.at, Page::Today | Page::Insights) {
            return;
        }
        let wall = self.setup.host.wall();
        if wall.date() != self.model.today {
            self.ask_for_the_page();
        }
        let midnight = wall.tomorrow().and_then(|next| next.start_of_day());
        let left = midnight.map(|midnight| midnight.duration_since(&wall));
        if let Ok(left) = left.map(|left| Duration::try_from(left).unwrap_or_default()) {
            ctx.request_repaint_after(left.max(SHORTLY));
        }
    }

    /// Asks for what the page draws from and no state says.
    fn ask_for_the_page(&mut self) {
        self.model.today = self.setup.host.wall().date();
        match self.pages.at {
            Page::Today => self.setup.link.ask(Request::Why {
                date: None,
                from: 0,
            }),
            Page::Insights => {
                let from = insights::first_day(self.model.today);
                self.setup.link.ask(Request::Stats {
                    from: Some(from),
                    to: None,
                });
            }
            Page::Doctor | Page::About => self.setup.link.ask(Request::Doctor),
            Page::Settings => self.setup.link.ask(Request::Apps),
            Page::Exercises => {}
        }
    }

    fn hear(&mut self, told: Told, ctx: &egui::Context) {
        match told {
            Told::Status(status) => {
                self.wish(&status, ctx);
                if status.shown.is_none() {
                    self.nothing_to_ask(ctx);
                }
                // One that was told of from the start was about the break before this one.
                let before = self.model.status.as_ref();
                let is_new = before.is_some_and(|(before, _)| before.let_go.is_none());
                if let (Some(player), Some(let_go)) = (self.screen.player(), &status.let_go)
                    && is_new
                    && player.let_go(let_go, self.model.now)
                {
                    self.act(Action::Hush, ctx);
                }
                let news = self
                    .model
                    .status
                    .as_ref()
                    .is_some_and(|(before, _)| is_news(before, &status));
                if news
                    && !matches!(self.screen, Screen::Reminder(_))
                    && matches!(self.pages.at, Page::Today | Page::Insights)
                {
                    self.ask_for_the_page();
                }
                let known = self.model.status.as_ref();
                let changed = known.is_some_and(|(known, _)| known.catalog != status.catalog);
                if known.is_some_and(|(known, _)| known.settings != status.settings) {
                    // Set somewhere else, or here: either way this is what holds from now on.
                    self.setup.link.ask(Request::SettingsGet { path: None });
                }
                self.model.status = Some((readable::status(*status), self.model.now));
                if changed {
                    let (catalog, gallery) = self.setup.host.reload();
                    gallery.hang(ctx);
                    self.model.catalog = readable::catalog(catalog);
                    self.setup.gallery = gallery;
                }
                self.dress(ctx);
            }
            Told::Play(plan) => {
                let plan = readable::plan(plan);
                self.setup.link.ask(Request::BreakProgress {
                    guided: Duration::ZERO,
                    goes_on: Duration::ZERO,
                    exercises: None,
                    running: None,
                });
                let player = PlayerPage::new(plan, &self.setup.gallery, self.model.now);
                self.screen = Screen::Player(player);
            }
            Told::Settings(list) => {
                let settings = collected(&list);
                let before = self.model.settings.as_ref().map(|before| before.sound.on);
                if before.is_some_and(|before| before != settings.sound.on) {
                    self.sound_on = None;
                }
                self.model.sound = settings.sound;
                self.model.sound.on = self.sound_on.unwrap_or(settings.sound.on);
                // Whoever asked for a certain page gets that one.
                let opening = self.model.settings.is_none() && self.pages.at == Page::Today;
                if opening && !settings.look.welcome_done {
                    self.screen.welcome();
                }
                self.model.settings = Some(settings);
                self.dress(ctx);
            }
            Told::Day(day) => self.model.day = Some((day, self.model.now)),
            Told::Days(days) => self.model.days = Some(days),
            Told::Import(import) => self.pages.exercises.imported(import),
            Told::Apps(seen) => self.model.apps = seen,
            Told::Doctor(mut doctor) => {
                // The daemon has only looked; this window is open.
                doctor.window_tried(Ok(()));
                self.model.doctor = Some(doctor);
            }
            Told::Problem(words) => self.model.problem = Some(words),
            Told::Gone(words) => {
                self.nothing_to_ask(ctx);
                self.model.gone = Some(words);
            }
            Told::Back => {
                if self.model.gone.is_some() {
                    self.connect(repaint(ctx));
                }
            }
        }
    }

    /// A window that asks for a break has no reason to be there any more.
    fn nothing_to_ask(&mut self, ctx: &egui::Context) {
        if let Some(reminder) = self.screen.reminder() {
            reminder.settle();
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// Colours, contrast and motion: what the person wants, else what the desktop says.
    pub fn dress(&mut self, ctx: &egui::Context) {
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
        // The player's words are as large as its window anyway.
        let is_player = self.screen.kind() == Some(WindowKind::Player);
        let percent = if is_player { 100 } else { look.text_size };
        ctx.set_zoom_factor(percent as f32 / 100.0);
        self.model.reduced_motion = match look.motion {
            MotionChoice::Reduced => true,
            MotionChoice::Full => false,
            MotionChoice::System => appearance.reduced_motion,
        };
    }

    /// Somebody asked for a page again: it is shown, and the window comes to the front.
    fn wish(&mut self, status: &Status, ctx: &egui::Context) {
        let Some((before, _)) = &self.model.status else {
            return;
        };
        if status.window.serial == before.window.serial || !self.screen.has_pages() {
            return;
        }
        let meant = &status.window.screen;
        if meant.is_some() && *meant != self.setup.screen {
            return;
        }
        let named = status.window.page.as_deref().and_then(Page::named);
        if let Some(page) = named {
            self.act(Action::Go(page), ctx);
        }
        ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
        ctx.send_viewport_cmd(ViewportCommand::Focus);
    }

    fn act(&mut self, action: Action, ctx: &egui::Context) {
        match action {
            Action::Go(page) => {
                self.screen.welcome_over();
                self.pages.at = page;
                self.model.problem = None;
                self.model.news = None;
                self.ask_for_the_page();
            }
            Action::Welcome => self.screen.welcome(),
            Action::WelcomeDone(page) => {
                self.screen.welcome_over();
                let done = Change::set("look.welcome_done", "true");
                self.act(Action::Change(vec![done]), ctx);
                self.act(Action::Go(page), ctx);
            }
            Action::Ask(request) => {
                self.model.problem = None;
                // What came of these is in another answer.
                let tells = if matches!(request, Request::Autostart { .. }) {
                    Some(Request::Doctor)
                } else {
                    use Request::{ReminderAdd, ReminderRemove};
                    matches!(request, ReminderAdd { .. } | ReminderRemove { .. })
                        .then_some(Request::SettingsGet { path: None })
                };
                self.setup.link.ask(request);
                if let Some(tells) = tells {
                    self.setup.link.ask(tells);
                }
            }
            Action::Change(changes) => {
                self.model.problem = None;
                for change in changes {
                    self.setup.link.ask(change.request());
                }
                self.setup.link.ask(Request::SettingsGet { path: None });
            }
            Action::BreakProgress(report) => self.setup.link.ask(reports::progress(report)),
            Action::BreakEnd(end) => self.setup.link.ask(reports::end(end)),
            Action::Sound(cue) => {
                // Chimes may be off, and a reminder be heard.
                if self.model.sound.on || cue == Cue::Reminder {
                    self.setup.host.chime(cue, self.model.sound.volume);
                    let length = Duration::from_secs_f32(chime::seconds(cue));
                    self.chime_ends = Some(self.model.now + length);
                }
            }
            Action::Say(words) => {
                if self.model.sound.on && self.model.sound.speech {
                    let ends = self.chime_ends.unwrap_or(self.model.now);
                    self.setup.host.say(Sentence {
                        words,
                        volume: self.model.sound.volume,
                        after: ends.since(self.model.now),
                    });
                }
            }
            Action::Hush => self.setup.host.hush(),
            Action::SoundOn(on) => {
                if !on {
                    self.setup.host.hush();
                }
                self.sound_on = Some(on);
                self.model.sound.on = on;
                self.setup.link.ask(Request::SettingsSet {
                    path: "sound.on".to_owned(),
                    value: on.to_string(),
                });
            }
            Action::Export { name, table } => match self.setup.host.export(&name, &table) {
                Ok(place) => self.model.news = Some(format!("Saved as {place}")),
                Err(problem) => self.model.problem = Some(problem),
            },
            Action::Give(ids) => {
                self.model.problem = None;
                let name = file_name(&ids);
                match self.setup.host.share(&ids) {
                    Ok(table) => self.act(Action::Export { name, table }, ctx),
                    Err(problem) => self.model.problem = Some(problem),
                }
            }
            Action::GiveTo(ids) => match self.setup.host.share(&ids) {
                Ok(text) => {
                    let name = file_name(&ids);
                    self.choose(Wanted::Save { name }, Some(text), ctx);
                }
                Err(problem) => self.model.problem = Some(problem),
            },
            Action::Choose => self.choose(Wanted::Open, None, ctx),
            // What cannot be used is found before the daemon is asked: it knows nothing of pose sets.
            Action::TakeIn { path, replace } => match self.setup.host.inspect(&path) {
                Ok(()) => self.act(Action::Ask(Request::CatalogImport { path, replace }), ctx),
                Err(problem) => self.model.problem = Some(problem),
            },
            Action::ToggleFullScreen => {
                let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!full));
            }
            Action::Leave => ctx.send_viewport_cmd(ViewportCommand::Close),
            Action::Start => {
                // Where one runs already, connecting is all there is to do.
                let started = self.setup.host.start_daemon();
                self.connect(repaint(ctx));
                if let Err(problem) = started {
                    self.model.problem = Some(problem);
                }
            }
        }
    }

    /// Opens the desktop's file dialogue. One at a time: nobody could tell two apart.
    fn choose(&mut self, wanted: Wanted, given: Option<String>, ctx: &egui::Context) {
        if !self.model.choosing {
            (self.model.problem, self.model.news) = (None, None);
            self.model.choosing = true;
            self.given = given;
            self.setup.host.pick_file(wanted, repaint(ctx));
        }
    }

    /// What came of the file dialogue.
    fn chosen(&mut self, chosen: Chosen, ctx: &egui::Context) {
        self.model.choosing = false;
        let given = self.given.take();
        match (chosen, given) {
            (Chosen::File(path), Some(text)) => match self.setup.host.save(&path, &text) {
                Ok(()) => self.model.news = Some(format!("Saved as {path}")),
                Err(problem) => self.model.problem = Some(problem),
            },
            (Chosen::File(path), None) => {
                if let Some(action) = self.pages.exercises.chosen(path) {
                    self.act(action, ctx);
                }
            }
            (Chosen::Nothing, _) => {}
            (Chosen::Missing(problem), _) => self.model.problem = Some(problem),
        }
    }

    /// Whether nobody can have looked at the window yet.
    fn is_new(&self) -> bool {
        let now = self.model.now;
        self.seen.is_none_or(|seen| now.since(seen) < DEAF)
    }

    /// Drops the keys of the first second, so that what was typed elsewhere presses nothing here.
    fn ignore_early_keys(&mut self, ui: &Ui) {
        self.seen.get_or_insert(self.model.now);
        if self.is_new() {
            // Some desktops give the keyboard to every window that comes. Whoever types on has not seen this one.
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

/// The name of a file with these exercises and routines.
fn file_name(ids: &[String]) -> String {
    match ids {
        [only] => format!("{only}.ron"),
        _ => "unbend-exercises.ron".to_owned(),
    }
}

/// A call that has the window drawn.
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
