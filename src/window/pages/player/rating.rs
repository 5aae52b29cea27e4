//! What the user says after a break, until the daemon knows it.

use crate::ipc::message::Request;
use crate::logic::catalog::plan::{Plan, PlannedExercise};
use crate::logic::practice::effort::Effort;
use crate::logic::practice::feedback;
use crate::window::pages::action::Action;

/// How it felt, as far as the user has said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// How much it hurt.
    pub(super) pain: Option<u8>,
    /// Which exercise hurt.
    pub(super) hurt: Option<String>,
    /// How hard it was.
    pub(super) effort: Option<Effort>,
    /// Which exercise was hard.
    pub(super) hard: Option<String>,
    /// Which answer to respond to: the last one.
    pub(super) last: Option<Answer>,
}

/// What an answer was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// How much it hurt.
    Pain,
    /// How hard it was.
    Effort,
}

impl Rating {
    /// It hurt this much. Returns what to tell the daemon, once there is enough.
    pub fn hurt(&mut self, pain: u8, plan: &Plan) -> Option<Action> {
        self.pain = Some(pain);
        self.last = Some(Answer::Pain);
        self.hurt = self.hurt.take().or_else(|| only_exercise(plan));
        self.report(Answer::Pain, self.hurt.clone()?)
    }

    /// It was this hard. Returns what to tell the daemon, once there is enough; `done` = what wasn't skipped.
    pub fn felt(&mut self, effort: Effort, plan: &Plan, done: &[String]) -> Vec<Action> {
        self.effort = Some(effort);
        self.last = Some(Answer::Effort);
        let mut meant = rated(plan, done);
        if effort == Effort::Hard {
            // That wasn't all of it: which one was it?
            if let [only] = meant.as_slice() {
                self.hard = Some(only.clone());
            }
            meant = self.hard.iter().cloned().collect();
        }
        meant
            .into_iter()
            .filter_map(|what| self.report(Answer::Effort, what))
            .collect()
    }

    /// It was that one of several exercises. Returns what to tell the daemon.
    pub fn meant(&mut self, what: String) -> Option<Action> {
        let about = self.asks_which()?;
        match about {
            Answer::Pain => self.hurt = Some(what.clone()),
            Answer::Effort => self.hard = Some(what.clone()),
        }
        self.report(about, what)
    }

    /// It was none of them: the answer that needed one is taken back.
    pub fn none_meant(&mut self) {
        match self.last.take() {
            Some(Answer::Pain) => self.pain = None,
            Some(Answer::Effort) => self.effort = None,
            None => {}
        }
    }

    fn report(&self, about: Answer, what: String) -> Option<Action> {
        let (pain, effort) = match about {
            Answer::Pain => (Some(self.pain?), None),
            Answer::Effort => (None, Some(self.effort?)),
        };
        Some(Action::Ask(Request::Feedback { what, pain, effort }))
    }

    /// The answer for which the exercise still has to be named, if any.
    pub(super) fn asks_which(&self) -> Option<Answer> {
        let about = self.last?;
        let open = match about {
            Answer::Pain => self.hurt.is_none() && self.pain.is_some_and(|pain| pain > 0),
            Answer::Effort => self.hard.is_none() && self.effort == Some(Effort::Hard),
        };
        open.then_some(about)
    }

    /// Whether it hurt so much that the exercise leaves the rotation.
    pub(super) fn strong(&self) -> bool {
        self.pain.is_some_and(|pain| pain >= feedback::STRONG)
    }
}

/// The break's only exercise; none if there were several.
pub(super) fn only_exercise(plan: &Plan) -> Option<String> {
    let named = plan.exercises.iter().any(|exercise| exercise.id == plan.id);
    match plan.exercises.as_slice() {
        [one] => Some(one.id.clone()),
        _ => named.then(|| plan.id.clone()),
    }
}

/// The exercises an effort answer covers: the one the break was about, else all that weren't skipped. Where the routine
/// fixes the amount, the answer would change nothing.
pub(super) fn rated(plan: &Plan, done: &[String]) -> Vec<String> {
    let only = only_exercise(plan);
    let asked = |id: &&String| {
        let free = |planned: &PlannedExercise| planned.id == **id && !planned.fixed;
        only.as_ref().is_none_or(|only| only == *id) && plan.exercises.iter().any(free)
    };
    done.iter().filter(asked).cloned().collect()
}
