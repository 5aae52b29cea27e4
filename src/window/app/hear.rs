//! What the daemon tells the window, and what the window asks it unprompted.

use std::time::Duration;

use egui::ViewportCommand;

use crate::ipc::message::{Request, collected};
use crate::logic::shown::readable;
use crate::logic::shown::status::Status;
use crate::window::app::screen::Screen;
use crate::window::app::{App, repaint};
use crate::window::link::{Told, Wake};
use crate::window::news::is_news;
use crate::window::pages::Page;
use crate::window::pages::action::Action;
use crate::window::pages::player::PlayerPage;

/// Once this much more has passed, midnight has certainly come.
const SHORTLY: Duration = Duration::from_millis(20);

impl App {
    pub(super) fn connect(&mut self, wake: Wake) {
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
        // Tells a new daemon at once: the next frame may be long in coming.
        if let Some(kind) = self.screen.kind().filter(|_| self.announced) {
            self.setup.link.opened(kind);
        }
    }

    /// A page that shows today turns to the new day at midnight.
    pub(super) fn follow_the_day(&mut self, ctx: &egui::Context) {
        if !self.screen.has_pages() || !self.pages.at.shows_today() {
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

    /// Asks for whatever the page draws from that no status contains.
    pub(super) fn ask_for_the_page(&mut self) {
        self.model.today = self.setup.host.wall().date();
        if let Some(request) = self.pages.at.needs(self.model.today) {
            self.setup.link.ask(request);
        }
    }

    pub(super) fn hear(&mut self, told: Told, ctx: &egui::Context) {
        match told {
            Told::Status(status) => {
                self.wish(&status, ctx);
                if status.shown.is_none() {
                    self.nothing_to_ask(ctx);
                }
                // One that was there from the start was about the previous break.
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
                    && self.pages.at.shows_today()
                {
                    self.ask_for_the_page();
                }
                let known = self.model.status.as_ref();
                let changed = known.is_some_and(|(known, _)| known.catalog != status.catalog);
                if known.is_some_and(|(known, _)| known.settings != status.settings) {
                    // Changed elsewhere, or here: either way this is what holds from now on.
                    self.setup.link.ask(Request::SettingsGet { path: None });
                }
                self.model.status = Some((readable::status(*status), self.model.now));
                if changed {
                    let (catalog, gallery) = self.setup.host.reload();
                    gallery.install(ctx);
                    self.model.catalog = readable::catalog(catalog);
                    self.setup.gallery = gallery;
                }
                self.apply_look(ctx);
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
                // A request for a particular page gets that page.
                let opening = self.model.settings.is_none() && self.pages.at == Page::Today;
                if opening && !settings.look.welcome_done {
                    self.screen.welcome();
                }
                self.model.settings = Some(settings);
                self.apply_look(ctx);
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

    /// A window that asks for a break has no reason to stay.
    fn nothing_to_ask(&mut self, ctx: &egui::Context) {
        if let Some(reminder) = self.screen.reminder() {
            reminder.settle();
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// A page was requested again: shows it and brings the window to the front.
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
}
