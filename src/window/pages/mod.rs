//! What the window can show, one file a page.

use jiff::civil::Date;

use crate::ipc::message::{Doctor, WhyPart};
use crate::logic::catalog::Catalog;
use crate::logic::past::stats::Day;
use crate::logic::presence::Posture;
use crate::logic::presence::apps::Seen;
use crate::logic::settings::{Settings, SoundRules, Timing};
use crate::logic::shown::status::Status;
use crate::logic::time::now::Mono;
use crate::window::theme::space;
use crate::window::widgets::icon;

pub mod about;

pub mod doctor;

pub mod editor;

pub mod exercises;

pub mod insights;

pub mod navigation;

pub mod player;

pub mod reminder;

pub mod settings;

mod shelf;

pub mod today;

pub mod welcome;

/// A page behind the navigation.
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
    /// All pages in the order of the navigation.
    pub const ALL: [Page; 6] = [
        Page::Today,
        Page::Exercises,
        Page::Insights,
        Page::Settings,
        Page::Doctor,
        Page::About,
    ];

    /// The name in the navigation and on the command line.
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

    /// The title of a window on it.
    pub fn window_title(self) -> String {
        match self {
            Page::Today => "Unbend".to_owned(),
            Page::Exercises | Page::Insights | Page::Settings | Page::Doctor | Page::About => {
                format!("{} – Unbend", self.title())
            }
        }
    }

    /// The page of that name, in capitals or not.
    pub fn named(name: &str) -> Option<Page> {
        Page::ALL
            .into_iter()
            .find(|page| page.title().eq_ignore_ascii_case(name))
    }

    /// The icon beside it.
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
}

/// What a window opens with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A page behind the navigation.
    Page(Page),
    /// The player of that exercise or routine, and nothing else.
    Player(String),
    /// The reminder that is due, and nothing else.
    Reminder,
}

/// Everything that pages draw from. A page keeps only its own scroll, filter and draft beside it.
#[derive(Clone, Debug)]
pub struct Model {
    /// The time of this turn.
    pub now: Mono,
    /// The daemon's last word, and when it came; none before its first.
    pub status: Option<(Status, Mono)>,
    /// What can be done.
    pub catalog: Catalog,
    /// The settings as they are; none before the daemon has said.
    pub settings: Option<Settings>,
    /// The times in the settings as they were when the window opened.
    pub opened_with: Timing,
    /// What works and what does not, with the files in use; none before the daemon has said.
    pub doctor: Option<Doctor>,
    /// The applications that were a reason to stay quiet.
    pub apps: Seen,
    /// What happened today, and when that was said; none before the daemon has said.
    pub day: Option<(WhyPart, Mono)>,
    /// The days of the last year; none before the daemon has said.
    pub days: Option<Vec<Day>>,
    /// Today's date on the wall.
    pub today: Date,
    /// Something that went well and is worth a line, in words.
    pub news: Option<String>,
    /// Why the last request failed, in words.
    pub problem: Option<String>,
    /// Why there is no daemon to be asked; none while there is one.
    pub gone: Option<String>,
    /// Whether the figure steps from pose to pose instead of moving.
    pub reduced_motion: bool,
    /// What is to be heard in a break.
    pub sound: SoundRules,
    /// Whether the desktop's file dialogue is open.
    pub choosing: bool,
}

impl Model {
    /// The times in force.
    pub fn timing(&self) -> &Timing {
        let known = self.settings.as_ref();
        known.map_or(&self.opened_with, |settings| &settings.timing)
    }
}

impl Model {
    /// Whether only standing up and walking are to be offered.
    pub fn gentle(&self) -> bool {
        self.settings
            .as_ref()
            .is_some_and(|settings| settings.exercises.gentle)
    }

    /// Whether that exercise or routine is a favourite.
    pub fn favourite(&self, id: &str) -> bool {
        self.settings
            .as_ref()
            .is_some_and(|settings| settings.exercises.favourites.contains(id))
    }

    /// Whether that exercise or routine is never to be offered.
    pub fn hidden(&self, id: &str) -> bool {
        self.settings
            .as_ref()
            .is_some_and(|settings| settings.exercises.hidden.contains(id))
    }

    /// How often the catalog has changed since the daemon started.
    pub fn catalog_changes(&self) -> u64 {
        self.status.as_ref().map_or(0, |(status, _)| status.catalog)
    }

    /// The status with its running counts brought up to now.
    pub fn status_now(&self) -> Option<Status> {
        let (status, since) = self.status.as_ref()?;
        let mut status = status.clone();
        if status.counting && self.gone.is_none() {
            let passed = self.now.since(*since);
            match status.posture {
                Posture::Sitting => status.sitting += passed,
                Posture::Standing => status.standing += passed,
            }
            if let Some(next) = &mut status.next {
                next.within = next.within.saturating_sub(passed);
            }
        }
        Some(status)
    }
}

/// The margin around a page, and a width in which lines are still good to read.
pub fn page_frame<R>(ui: &mut egui::Ui, contents: impl FnOnce(&mut egui::Ui) -> R) -> R {
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

/// Scrolls to the control that has just got the keyboard.
fn follow_focus(ui: &egui::Ui) {
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

/// Under this a control beside the page says that it has the keyboard.
fn outside() -> egui::Id {
    egui::Id::unique("focus outside the page")
}

/// Pages grow no wider than this.
const WIDEST: f32 = 1080.0;
