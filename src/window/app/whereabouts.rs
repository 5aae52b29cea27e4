//! What the desktop shows of the window around its inside: its name, and its place, which is remembered.

use std::time::Duration;

use egui::{Ui, ViewportCommand};

use crate::ipc::message::Request;
use crate::logic::shown::place::{Place, WindowKind};
use crate::window::app::App;
use crate::window::on_screen;
use crate::window::open::page_title;
use crate::window::pages::Page;

/// A window that has not been moved for this long is where it is meant to be.
const STILL: Duration = Duration::from_secs(1);

impl App {
    /// The window is called by its page, also after it has gone to another one.
    pub(super) fn entitle(&mut self, ctx: &egui::Context) {
        let title = match self.kind {
            Some(WindowKind::Pages) if self.welcome.is_some() => page_title(Page::Today),
            Some(WindowKind::Pages) => page_title(self.page),
            Some(WindowKind::Player) | None => return,
        };
        if self.title != title {
            self.title.clone_from(&title);
            ctx.send_viewport_cmd(ViewportCommand::Title(title));
        }
    }

    /// Tells where the window is once it has been moved and stands still: it may never come to close.
    pub(super) fn tell_place(&mut self, ctx: &egui::Context) {
        let now = self.model.now;
        if self.place != self.noted {
            let opens = self.noted.is_none();
            self.noted = self.place;
            self.still = (!opens).then_some(now);
        }
        let (Some(since), Some(place)) = (self.still, self.place) else {
            return;
        };
        let left = STILL.saturating_sub(now.since(since));
        if left > Duration::ZERO {
            return ctx.request_repaint_after(left);
        }
        self.still = None;
        if let Some(window) = self.kind {
            self.setup.link.ask(Request::Place {
                window,
                place,
                closes: false,
            });
        }
    }

    /// Notes where the window is. While it fills its screen, where it would go back to.
    pub(super) fn note_place(&mut self, ui: &Ui) {
        let Some(seen) = on_screen::seen(ui) else {
            return;
        };
        if seen.maximized {
            let before = self.place.or(self.setup.place);
            self.place = before.map(|before| Place {
                maximized: true,
                ..before
            });
        } else {
            self.place = Some(seen);
        }
    }
}
