//! What surrounds the window's contents on the desktop: its title, and its place, which is remembered.

use std::time::Duration;

use egui::{Ui, ViewportCommand};

use crate::ipc::message::Request;
use crate::logic::shown::place::Place;
use crate::logic::time::now::Mono;
use crate::window::app::App;
use crate::window::app::screen::Screen;
use crate::window::on_screen;
use crate::window::pages::Page;

/// A window that hasn't moved for this long has reached its place.
const STILL: Duration = Duration::from_secs(1);

/// What is known about the window apart from its contents.
#[derive(Default)]
pub(super) struct Placement {
    /// The window's current title.
    title: String,
    /// Where the window is; none before the desktop has said.
    pub(super) place: Option<Place>,
    /// Whether it is known to be no larger than its screen.
    fits: bool,
    /// The place that the daemon knows, or will once the window stops moving.
    noted: Option<Place>,
    /// Since when the window hasn't moved, if the daemon doesn't know its place yet.
    still: Option<Mono>,
}

impl App {
    /// Keeps a window that remembers its place no larger than its screen.
    pub(super) fn fit(&mut self, ui: &Ui) {
        if let Some(kind) = self.screen.kind().filter(|_| !self.placement.fits) {
            self.placement.fits = on_screen::fit(ui, kind, &self.setup.free);
        }
    }

    /// Titles the window after its page, even after navigating to another one.
    pub(super) fn entitle(&mut self, ctx: &egui::Context) {
        let title = match &self.screen {
            Screen::Welcome(_) => Page::Today.window_title(),
            Screen::Pages => self.pages.at.window_title(),
            Screen::Waiting(_) | Screen::Player(_) | Screen::Reminder(_) => return,
        };
        if self.placement.title != title {
            self.placement.title.clone_from(&title);
            ctx.send_viewport_cmd(ViewportCommand::Title(title));
        }
    }

    /// Reports the window's place once it has been moved and rests: it may never get to close properly.
    pub(super) fn tell_place(&mut self, ctx: &egui::Context) {
        let now = self.model.now;
        if self.placement.place != self.placement.noted {
            let opens = self.placement.noted.is_none();
            self.placement.noted = self.placement.place;
            self.placement.still = (!opens).then_some(now);
        }
        let (Some(since), Some(place)) = (self.placement.still, self.placement.place) else {
            return;
        };
        let left = STILL.saturating_sub(now.since(since));
        if left > Duration::ZERO {
            return ctx.request_repaint_after(left);
        }
        self.placement.still = None;
        if let Some(window) = self.screen.kind() {
            self.setup.link.ask(Request::Place {
                window,
                place,
                closes: false,
            });
        }
    }

    /// Notes where the window is; while it is maximised, where it would return to.
    pub(super) fn note_place(&mut self, ui: &Ui) {
        let Some(seen) = on_screen::seen(ui) else {
            return;
        };
        if seen.maximized {
            let before = self.placement.place.or(self.setup.place);
            self.placement.place = before.map(|before| Place {
                maximized: true,
                ..before
            });
        } else {
            self.placement.place = Some(seen);
        }
    }
}
