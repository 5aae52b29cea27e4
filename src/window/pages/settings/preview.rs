//! What there is to see, hear and try on the settings page.

use egui::{Align, Layout, Role, Sense, Ui, WidgetInfo, vec2};

use crate::ipc::message::Request;
use crate::logic::practice::player::Cue;
use crate::logic::settings::Section;
use crate::window::pages::Model;
use crate::window::pages::action::Action;
use crate::window::pages::settings::describe;
use crate::window::pages::settings::groups::About;
use crate::window::theme::{Tokens, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::icon;
use crate::window::widgets::switch::switch;
use crate::window::widgets::thumbnail::Thumbnail;

/// What can be tried in a group.
pub fn preview(figure: &mut Thumbnail, ui: &mut Ui, model: &Model, about: About) -> Option<Action> {
    match about {
        About::Start => {
            let on = model.doctor.as_ref().is_some_and(|doctor| doctor.autostart);
            let mut asked = None;
            ui.horizontal(|ui| {
                let width = ui.available_width() - 60.0 - space::CARD;
                let down = Layout::top_down(Align::Min);
                ui.allocate_ui_with_layout(vec2(width, 0.0), down, |ui| {
                    ui.set_width(width);
                    describe(
                        ui,
                        "Start at login",
                        "Unbend is there from the beginning, in the tray.",
                    );
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if switch(ui, on, "Start at login").clicked() {
                        asked = Some(Action::Ask(Request::Autostart { on: !on }));
                    }
                });
            });
            ui.add_space(space::LINE);
            ui.horizontal_wrapped(|ui| {
                let show = button(ui, icon::PLAY, "Show a reminder now", Weight::Other);
                if show.clicked() {
                    asked = Some(Action::Ask(Request::Sample));
                }
                if button(ui, "", "Show the introduction again", Weight::Other).clicked() {
                    asked = Some(Action::Welcome);
                }
            });
            asked
        }
        About::Section(Section::Look) => {
            ui.add_space(space::LINE);
            let (rect, response) = ui.allocate_exact_size(vec2(200.0, 150.0), Sense::hover());
            response.widget_info(|| {
                WidgetInfo::labeled(Role::Image, true, "The figure as it looks now")
            });
            if ui.is_rect_visible(rect) {
                let behind = Tokens::of(ui).surface;
                let alive = !model.reduced_motion && response.hovered();
                figure.paint(ui, rect, "standup", alive, model.now, 10.0, behind);
            }
            None
        }
        About::Section(Section::Sounds) => {
            ui.add_space(space::LINE);
            let mut played = None;
            ui.horizontal_wrapped(|ui| {
                let play = |ui: &mut Ui| button(ui, icon::PLAY, "Play a sound", Weight::Other);
                if ui.add_enabled_ui(model.sound.on, play).inner.clicked() {
                    played = Some(Cue::Go);
                }
                let reminder = button(ui, icon::BELL, "Hear a reminder", Weight::Other);
                if reminder.clicked() {
                    played = Some(Cue::Reminder);
                }
            });
            played.map(Action::Sound)
        }
        About::Reminder
        | About::Section(
            Section::Reminders
            | Section::Body
            | Section::Quiet
            | Section::Presence
            | Section::Asking
            | Section::Sources
            | Section::Nowhere,
        ) => None,
    }
}
