//! What the window can show, one file per page.

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

/// Everything that pages draw from. A page itself keeps only its scroll position, filter and draft.
#[derive(Clone, Debug)]
pub struct Model {
    /// The time of this turn.
    pub now: Mono,
    /// The latest status, and when it came; none before the first.
    pub status: Option<(Status, Mono)>,
    /// The catalog.
    pub catalog: Catalog,
    /// The current settings; none until the daemon has sent them.
    pub settings: Option<Settings>,
    /// The times in the settings when the window opened.
    pub opened_with: Timing,
    /// What works and what doesn't, and the files in use; none until the daemon has said.
    pub doctor: Option<Doctor>,
    /// The applications that were a reason to stay quiet.
    pub apps: Seen,
    /// What happened today, and when that was reported; none until the daemon has said.
    pub day: Option<(WhyPart, Mono)>,
    /// The days of the last year; none until the daemon has said.
    pub days: Option<Vec<Day>>,
    /// Today's local date.
    pub today: Date,
    /// A success message, in words.
    pub news: Option<String>,
    /// Why the last request failed, in words.
    pub problem: Option<String>,
    /// Why the daemon can't be reached; none while it can.
    pub gone: Option<String>,
    /// Whether the figure jumps from pose to pose instead of moving.
    pub reduced_motion: bool,
    /// The sound settings for breaks.
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
    /// Whether to offer only standing up and walking.
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

    /// Whether that exercise or routine must never be offered.
    pub fn hidden(&self, id: &str) -> bool {
        self.settings
            .as_ref()
            .is_some_and(|settings| settings.exercises.hidden.contains(id))
    }

    /// How often the catalog has changed since the daemon started.
    pub fn catalog_changes(&self) -> u64 {
        self.status.as_ref().map_or(0, |(status, _)| status.catalog)
    }

    /// The status with its running counts advanced to now.
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

/// The margin around a page, and a width at which lines are still easy to read.
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

/// Scrolls to the control that has just been focused.
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

/// Where a control outside the page records that it has the focus.
fn outside() -> egui::Id {
    egui::Id::unique("focus outside the page")
}

/// Maximum width of a page.
const WIDEST: f32 = 1080.0;
