//! What the window can show, one file per page.

use egui::Ui;
use jiff::civil::Date;

use crate::ipc::message::Request;
use crate::window::theme::space;
use crate::window::widgets::icon;

pub mod about;

pub mod action;

pub mod doctor;

pub mod editor;

pub mod exercises;

pub mod insights;

mod model;

pub mod navigation;

pub mod player;

pub mod reminder;

pub mod settings;

mod shelf;

pub mod today;

pub mod welcome;

pub use model::Model;

use action::Action;

/// A page in the navigation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Page {
    /// Sitting against the limit, what comes next, quick starts.
    #[default]
    Today,
    /// Everything that can be done.
    Exercises,
    /// Sitting and breaks over weeks.
    Insights,
    /// Every setting.
    Settings,
    /// What works on this desktop, and what to do about the rest.
    Doctor,
    /// The program itself: safety, sources, licences.
    About,
}

impl Page {
    /// All pages, in the order of the navigation.
    pub const ALL: [Page; 6] = [
        Page::Today,
        Page::Exercises,
        Page::Insights,
        Page::Settings,
        Page::Doctor,
        Page::About,
    ];

    /// Its name in the navigation and on the command line.
    pub fn title(self) -> &'static str {
        match self {
            Page::Today => "Today",
            Page::Exercises => "Exercises",
            Page::Insights => "Insights",
            Page::Settings => "Settings",
            Page::Doctor => "Doctor",
            Page::About => "About",
        }
    }

    /// The window's title while it is showing.
    pub fn window_title(self) -> String {
        match self {
            Page::Today => "Unbend".to_owned(),
            Page::Exercises | Page::Insights | Page::Settings | Page::Doctor | Page::About => {
                format!("{} – Unbend", self.title())
            }
        }
    }

    /// The page with that name, ignoring case.
    pub fn named(name: &str) -> Option<Page> {
        Page::ALL
            .into_iter()
            .find(|page| page.title().eq_ignore_ascii_case(name))
    }

    /// Its icon.
    pub fn icon(self) -> &'static str {
        match self {
            Page::Today => icon::TODAY,
            Page::Exercises => icon::EXERCISES,
            Page::Insights => icon::CLOCK,
            Page::Settings => icon::SETTINGS,
            Page::Doctor => icon::DOCTOR,
            Page::About => icon::INFO,
        }
    }

    /// What it draws from that no state says.
    pub fn needs(self, today: Date) -> Option<Request> {
        match self {
            Page::Today => Some(Request::Why {
                date: None,
                from: 0,
            }),
            Page::Insights => Some(Request::Stats {
                from: Some(insights::first_day(today)),
                to: None,
            }),
            Page::Doctor | Page::About => Some(Request::Doctor),
            Page::Settings => Some(Request::Apps),
            Page::Exercises => None,
        }
    }

    /// Whether it tells of the day that is today.
    pub fn shows_today(self) -> bool {
        match self {
            Page::Today | Page::Insights => true,
            Page::Exercises | Page::Settings | Page::Doctor | Page::About => false,
        }
    }
}

/// The pages, each as it was left.
#[derive(Default)]
pub struct Pages {
    /// The one showing.
    pub at: Page,
    today: today::TodayPage,
    /// The exercises and routines, with the editor for the user's own.
    pub exercises: exercises::ExercisesPage,
    insights: insights::InsightsPage,
    settings: settings::SettingsPage,
    doctor: doctor::DoctorPage,
    about: about::AboutPage,
}

impl Pages {
    /// All in their initial state, showing this one.
    pub fn at(page: Page) -> Pages {
        Pages {
            at: page,
            ..Pages::default()
        }
    }

    /// Draws the one that is shown; gives back what was asked for.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        match self.at {
            Page::Today => self.today.show(model, ui),
            Page::Exercises => self.exercises.show(model, ui),
            Page::Insights => self.insights.show(model, ui),
            Page::Settings => self.settings.show(model, ui),
            Page::Doctor => self.doctor.show(model, ui),
            Page::About => self.about.show(model, ui),
        }
    }
}

/// What a window opens with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A page.
    Page(Page),
    /// The player of that exercise or routine, and nothing else.
    Player(String),
    /// The reminder that is due, and nothing else.
    Reminder,
}

/// The margin around a page, and a width at which lines are still easy to read.
pub fn page_frame<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let width = ui.available_width();
    let margin = if width < 600.0 { 16.0 } else { space::PAGE };
    let side = margin.max((width - WIDEST) * 0.5);
    let room = ui.available_rect_before_wrap();
    let left = room.left() + side;
    let inner = egui::Rect::from_min_max(
        egui::pos2(left, room.top() + margin),
        egui::pos2(room.right() - side, f32::INFINITY),
    );
    let builder = egui::UiBuilder::new().max_rect(inner);
    let shown = ui.scope_builder(builder, contents);
    follow_focus(ui);
    ui.add_space(margin);
    shown.inner
}

/// Scrolls to the control that has just been focused.
fn follow_focus(ui: &Ui) {
    let followed = egui::Id::unique("followed focus");
    let focus = ui.memory(egui::Memory::focused);
    let before = ui.data(|data| data.get_temp::<Option<egui::Id>>(followed));
    if before == Some(focus) {
        return;
    }
    ui.data_mut(|data| data.insert_temp(followed, focus));
    let outside = ui.data(|data| data.get_temp::<egui::Id>(outside()));
    if let Some(id) = focus
        && outside != Some(id)
        && let Some(response) = ui.ctx().read_response(id)
        && response.layer_id == ui.layer_id()
    {
        ui.scroll_to_rect(response.rect.expand(space::CARD), None);
    }
}

/// Where a control outside the page records that it has the focus.
fn outside() -> egui::Id {
    egui::Id::unique("focus outside the page")
}

/// Maximum width of a page.
const WIDEST: f32 = 1080.0;
