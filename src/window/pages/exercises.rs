//! Exercises.

use egui::Ui;

use crate::window::action::Action;
use crate::window::pages::Model;

/// The page.
#[derive(Default)]
pub struct ExercisesPage {}

impl ExercisesPage {
    /// Draws it.
    pub fn show(&mut self, _model: &Model, _ui: &mut Ui) -> Option<Action> {
        None
    }
}
