//! Today: sitting against the limit, what comes next and why, and breaks to start.

use std::time::Duration;

use egui::{ScrollArea, Ui};

use crate::logic::presence::{Posture, Presence};
use crate::logic::shown::status::Status;
use crate::window::pages::Model;
use crate::window::pages::action::Action;
use crate::window::theme::space;

mod hero;
pub(super) mod quick;
mod timeline;

/// The page.
#[derive(Default)]
pub struct TodayPage {
    quick: quick::QuickStarts,
    timeline: timeline::Timeline,
}

impl TodayPage {
    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        let status = model.status_now();
        if let Some(status) = &status {
            ask_for_the_next_minute(ui, status, model);
        }
        let mut action = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            super::page_frame(ui, |ui| {
                if let Some(status) = &status {
                    if let Some(asked) = hero::show(ui, status, model) {
                        action = Some(asked);
                    }
                    ui.add_space(space::CARD);
                    self.timeline.show(ui, status, model);
                }
                if let Some(asked) = self.quick.show(ui, model, status.as_ref()) {
                    action = Some(asked);
                }
            });
        });
        action
    }
}

/// The numbers are in minutes: nothing is drawn until one of them changes.
fn ask_for_the_next_minute(ui: &Ui, status: &Status, model: &Model) {
    let still = !status.counting || model.gone.is_some() || status.presence != Presence::Present;
    if still {
        return;
    }
    let counted = match status.posture {
        Posture::Sitting => status.sitting,
        Posture::Standing => status.standing,
    };
    let minute = Duration::from_secs(60);
    let into = Duration::from_millis((counted.as_millis() % 60_000) as u64);
    let mut wait = minute - into;
    if let Some(next) = &status.next {
        let into = Duration::from_millis((next.within.as_millis() % 60_000) as u64);
        wait = wait.min(into + Duration::from_millis(20));
    }
    ui.ctx()
        .request_repaint_after(wait.max(Duration::from_millis(200)));
}
