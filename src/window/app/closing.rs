//! What happens before the window closes: questions about unsaved work, and last messages.

use egui::ViewportCommand;

use super::screen::Screen;
use super::{App, reports};
use crate::ipc::message::Request;
use crate::window::pages::Page;
use crate::window::pages::action::Action;
use crate::window::pages::reminder::ReminderPage;

impl App {
    /// The window is closing: a break that is still running ends here.
    pub fn close(&mut self) {
        self.model.now = self.setup.host.now();
        self.end_break();
        if let (Some(place), Some(window)) = (self.placement.place, self.screen.kind()) {
            self.setup.link.ask(Request::Place {
                window,
                place,
                closes: true,
            });
        }
    }

    /// Somebody wants to close the window. If anything would be lost, ask first, once.
    pub(super) fn asked_to_close(&mut self, ctx: &egui::Context) {
        let question = match &mut self.screen {
            Screen::Player(player) => player.ask_before_leaving(&self.model),
            Screen::Pages | Screen::Welcome(_) if self.pages.exercises.ask_before_closing() => {
                // Another page may be showing than the one with the question.
                let there =
                    matches!(self.screen, Screen::Pages) && self.pages.at == Page::Exercises;
                let go = (!there).then_some(Action::Go(Page::Exercises));
                Some(go.into_iter().collect())
            }
            Screen::Pages | Screen::Welcome(_) | Screen::Waiting(_) | Screen::Reminder(_) => None,
        };
        if let Some(actions) = question {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            for action in actions {
                self.act(action, ctx);
            }
            ctx.request_repaint();
            return;
        }
        self.end_break();
        let reminder = self.screen.reminder();
        if reminder.is_some_and(ReminderPage::put_away) {
            self.setup.link.ask(Request::Close);
        }
    }

    fn end_break(&mut self) {
        let now = self.model.now;
        let player = self.screen.player();
        if let Some(Action::BreakEnd(end)) = player.and_then(|player| player.end(now)) {
            self.setup.link.ask(reports::end(end));
        }
    }
}
