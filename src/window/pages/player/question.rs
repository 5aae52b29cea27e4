//! Leaving a break in progress: asked about once, while the break waits.

use std::time::Duration;

use egui::Ui;

use crate::logic::practice::player::PlayerInput;
use crate::logic::schedule::BEGUN;
use crate::logic::time::now::Mono;
use crate::logic::time::span;
use crate::window::pages::Model;
use crate::window::pages::action::Action;
use crate::window::pages::player::PlayerPage;
use crate::window::widgets::icon;
use crate::window::widgets::sheet::{Question, sheet};

impl PlayerPage {
    /// Somebody wants to leave. If there is something to lose, and they haven't been asked already, the break waits and
    /// the question appears; returns the resulting actions. None = they may go.
    pub fn ask_before_leaving(&mut self, model: &Model) -> Option<Vec<Action>> {
        let now = model.now;
        let over = self.told || self.player.is_done();
        if over || self.asks || self.player.guided(now) < BEGUN {
            return None;
        }
        self.asks = true;
        // It guides nobody meanwhile, and tells the daemon so: working on over the question lets go of the break.
        if self.player.frame(now).paused {
            return Some(Vec::new());
        }
        let cues = self.player.handle(PlayerInput::TogglePause, now);
        Some(self.follow(&cues, model))
    }

    /// Shows the question, if there is one, and acts on the answer. Esc keeps going: on a sheet it is the answer that
    /// changes nothing, and a key pressed twice in haste must not end a break.
    pub(super) fn question(&mut self, model: &Model, ui: &Ui) -> Vec<Action> {
        if !self.asks {
            return Vec::new();
        }
        let now = model.now;
        let timing = model.timing();
        let guided = self.player.guided(now);
        let missing = timing.break_counts.saturating_sub(guided);
        let words = match self.counts(model) {
            true => "What you have done so far counts as a break.".to_owned(),
            false => format!(
                "Another {} and it counts as a break.",
                span::words(missing.max(Duration::from_secs(1)))
            ),
        };
        let later = format!("Remind me in {}", span::words(timing.snooze));
        let mut answers = vec![(icon::PLAY, "Keep going")];
        let can_put_off = self.can_put_off(model);
        if can_put_off {
            answers.push((icon::BELL_SNOOZE, later.as_str()));
        }
        answers.push(("", "Leave"));
        let question = Question {
            title: "Leave this break?",
            words: &words,
            answers: &answers,
        };
        match sheet(ui, &question, model.reduced_motion) {
            None => Vec::new(),
            Some(0) => {
                self.asks = false;
                let cues = self.player.handle(PlayerInput::TogglePause, now);
                ui.ctx().request_repaint();
                self.follow(&cues, model)
            }
            Some(answer) => self.leave(now, can_put_off && answer == 1),
        }
    }

    /// Whether the daemon could ask again.
    fn can_put_off(&self, model: &Model) -> bool {
        let running = model.status.as_ref();
        let running = running.and_then(|(status, _)| status.running.as_ref());
        let this = running.filter(|running| running.what == self.plan.id);
        model.gone.is_none() && this.is_some_and(|running| running.can_put_off)
    }

    /// The break ends here, and the window closes.
    pub(super) fn leave(&mut self, now: Mono, put_off: bool) -> Vec<Action> {
        self.asks = false;
        let end = self.end_as(now, put_off).into_iter();
        end.chain([Action::Hush, Action::Leave]).collect()
    }
}
