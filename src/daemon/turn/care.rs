//! What follows when an exercise hurt, or was easy or hard.

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::Turn;
use crate::daemon::turn::on_screen::OnScreen;
use crate::logic::catalog::Catalog;
use crate::logic::past::history::{Felt, Moment};
use crate::logic::practice::effort::{Effort, Levels};
use crate::logic::practice::feedback;
use crate::logic::presence::Presence;
use crate::logic::settings::ListChange;
use crate::logic::shown::notice::{self, Button};

impl<D: Desktop> Turn<D> {
    /// Takes feedback on these exercises: the history keeps it, and next time the amount is right.
    pub(in crate::daemon) fn felt(
        &mut self,
        exercises: &[String],
        pain: Option<u8>,
        effort: Option<Effort>,
    ) {
        for exercise in exercises {
            let felt = Felt {
                at: Moment::of(&self.now.wall),
                exercise: exercise.clone(),
                pain,
                effort,
            };
            take_answer(&mut self.levels, &self.base_catalog, &felt);
            self.recorder.felt(felt);
        }
        let catalog = self.levels.applied(&self.base_catalog);
        if *catalog != *self.catalog {
            self.go_on_with(catalog);
        }
    }

    /// Takes feedback about pain.
    ///
    /// # Errors
    /// The settings couldn't keep what was taken out, in words.
    pub(in crate::daemon) fn care(&mut self, input: feedback::Input) -> Result<(), String> {
        for effect in self.aftercare.handle(input, self.now.mono) {
            let (what, change) = match effect {
                feedback::Effect::TakeOut(what) => (what, ListChange::Add),
                feedback::Effect::BringBack(what) => (what, ListChange::Remove),
                feedback::Effect::Ask(what) => {
                    self.notice_tag += 1;
                    let name = self.catalog.name(&what).unwrap_or(&what);
                    let notice = notice::still_hurts(name);
                    self.desktop.notify(self.notice_tag, notice);
                    self.on_screen = OnScreen::Question {
                        tag: self.notice_tag,
                        what,
                        up: true,
                    };
                    continue;
                }
            };
            let hurt = &self.keeper.settings().exercises.hurt;
            if hurt.contains(&what) != (change == ListChange::Add) {
                let written = self.keeper.change_hurt(what, change);
                self.reconfigure();
                written?;
            }
        }
        Ok(())
    }

    /// Asks whether it still hurts, once that is due, somebody is there to ask, and nothing else is being asked.
    pub(super) fn ask_after_pain(&mut self) {
        if !self.aftercare.is_due(self.now.mono) || self.on_screen.asks() {
            return;
        }
        let status = self.scheduler.status();
        let free = status.presence == Presence::Present
            && status.holds.is_empty()
            && status.running.is_none()
            && status.due.is_none();
        if free && let Err(problem) = self.care(feedback::Input::Free) {
            tracing::warn!("{problem}");
        }
    }

    /// The question about pain was answered, or dismissed without an answer.
    pub(super) fn answered(&mut self, button: Option<Button>) {
        let OnScreen::Question { what, .. } = std::mem::take(&mut self.on_screen) else {
            return;
        };
        let hurts = button == Some(Button::StillHurts);
        if let Err(problem) = self.care(feedback::Input::Answered { what, hurts }) {
            tracing::warn!("the exercise could not be left out: {problem}");
        }
    }
}

/// What an answer says about the right amount of an exercise.
pub(super) fn take_answer(levels: &mut Levels, catalog: &Catalog, felt: &Felt) {
    if let (Some(exercise), Some(effort)) = (catalog.exercise(&felt.exercise), felt.effort) {
        levels.take(exercise, effort, felt.at.ms);
    }
}
