//! What the window shows.

use egui::Ui;

use crate::logic::shown::place::WindowKind;
use crate::window::pages::action::Action;
use crate::window::pages::player::PlayerPage;
use crate::window::pages::reminder::ReminderPage;
use crate::window::pages::welcome::WelcomePage;
use crate::window::pages::{Model, Opening, Pages, navigation};

/// What the window shows: one thing at a time.
#[expect(clippy::large_enum_variant, reason = "a process has one of them")]
pub(super) enum Screen {
    /// Pages, with navigation between them.
    Pages,
    /// The introduction, in the window with the pages.
    Welcome(WelcomePage),
    /// A player whose plan hasn't arrived yet: an exercise or routine id.
    Waiting(String),
    /// A break. Its window has no pages.
    Player(PlayerPage),
    /// A reminder, in its own small window.
    Reminder(ReminderPage),
}

impl Screen {
    /// What a window opens with.
    pub(super) fn new(opening: Opening) -> Screen {
        match opening {
            Opening::Page(_) => Screen::Pages,
            Opening::Player(what) => Screen::Waiting(what),
            Opening::Reminder => Screen::Reminder(ReminderPage::default()),
        }
    }

    /// Which of the windows that remember their place this is; none if it doesn't.
    pub(super) fn kind(&self) -> Option<WindowKind> {
        match self {
            Screen::Pages | Screen::Welcome(_) => Some(WindowKind::Pages),
            Screen::Waiting(_) | Screen::Player(_) => Some(WindowKind::Player),
            Screen::Reminder(_) => None,
        }
    }

    /// Whether there are pages to navigate to.
    pub(super) fn has_pages(&self) -> bool {
        self.kind() == Some(WindowKind::Pages)
    }

    /// The break, if there is one.
    pub(super) fn player(&mut self) -> Option<&mut PlayerPage> {
        match self {
            Screen::Player(player) => Some(player),
            Screen::Pages | Screen::Welcome(_) | Screen::Waiting(_) | Screen::Reminder(_) => None,
        }
    }

    /// The reminder, if it is one.
    pub(super) fn reminder(&mut self) -> Option<&mut ReminderPage> {
        match self {
            Screen::Reminder(reminder) => Some(reminder),
            Screen::Pages | Screen::Welcome(_) | Screen::Waiting(_) | Screen::Player(_) => None,
        }
    }

    /// Shows the introduction, if there are pages for it to lead to.
    pub(super) fn welcome(&mut self) {
        if self.has_pages() {
            *self = Screen::Welcome(WelcomePage::default());
        }
    }

    /// Ends the introduction, if it is showing.
    pub(super) fn welcome_over(&mut self) {
        if self.has_pages() {
            *self = Screen::Pages;
        }
    }

    /// Draws it; returns what was asked for. `is_new` means that nobody can have looked at the window yet.
    pub(super) fn show(
        &mut self,
        pages: &mut Pages,
        model: &Model,
        is_new: bool,
        ui: &mut Ui,
    ) -> Vec<Action> {
        match self {
            Screen::Player(player) => player.show(model, ui),
            Screen::Reminder(reminder) => reminder.show(model, !is_new, ui),
            Screen::Waiting(_) => navigation::waiting(model, ui).into_iter().collect(),
            Screen::Welcome(welcome) => navigation::alone(model, ui, |ui| welcome.show(model, ui)),
            Screen::Pages => navigation::show(pages.at, model, ui, |ui| pages.show(model, ui))
                .into_iter()
                .collect(),
        }
    }
}
