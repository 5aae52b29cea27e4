//! Records breaks: how much of each was guided, and how it ended.

use std::time::Duration;

use super::{Happened, Tape};
use crate::logic::catalog::Reason;
use crate::logic::catalog::plan::Plan;
use crate::logic::past::history::{Answer, Break, Ended, Moment, Record};
use crate::logic::practice::Exercised;
use crate::logic::schedule::{By, Ending, Input, Outcome};

impl Tape {
    pub(super) fn begin_break(
        &mut self,
        what: &str,
        by: &By,
        reason: Option<Reason>,
        happened: &Happened<'_>,
    ) {
        let by = match by {
            By::Reminder(id) => Some(id.clone()),
            By::Hand => None,
        };
        if by.as_ref().is_some_and(|by| self.is_open(by)) {
            self.answer(Answer::Started, happened.now);
        }
        let start = Moment::of(&happened.now.wall);
        let run = Break {
            start,
            end: start.ms,
            what: what.to_owned(),
            by,
            chosen: reason,
            guided: Duration::ZERO,
            outcome: None,
            exercises: Vec::new(),
        };
        let id = self.book.add(Record::Break(run.clone()));
        self.running = Some((id, run));
        self.told = None;
    }

    pub(super) fn end_break(&mut self, outcome: Outcome, happened: &Happened<'_>) {
        let Some((id, mut run)) = self.running.take() else {
            return;
        };
        let plan = Plan::new(happened.catalog, &run.what);
        let told = self.told.take();
        let so_far = told.as_ref().map(|told| told.guided(happened.now.mono));
        let begun = |guided| {
            let played = told.and_then(|told| told.played(guided));
            played.unwrap_or_else(|| {
                plan.as_ref()
                    .map_or_else(Vec::new, |plan| plan.begun(guided))
            })
        };
        let (guided, exercises) = match happened.input.and_then(Input::ending) {
            Some(Ending::Finished) => {
                let exercises = plan.as_ref().map_or_else(Vec::new, all_of);
                let all = exercises.iter().map(|exercise| exercise.guided).sum();
                (so_far.unwrap_or(all), exercises)
            }
            Some(Ending::Played {
                guided, exercises, ..
            }) => (*guided, exercises.clone()),
            Some(Ending::Left { guided }) => (*guided, begun(*guided)),
            Some(Ending::Lost) | None => {
                let guided = so_far.unwrap_or_default();
                (guided, begun(guided))
            }
        };
        // An earlier run's break ended no later than that run did.
        run.end = match happened.input {
            Some(_) => Moment::of(&happened.now.wall).ms,
            None => run.end,
        };
        run.guided = guided;
        run.outcome = Some(match outcome {
            Outcome::Done => Ended::Done,
            Outcome::Abandoned => Ended::Abandoned,
            Outcome::Lost => Ended::Lost,
        });
        run.exercises = exercises;
        self.book.put(id, Record::Break(run), true);
        self.asked = None;
    }
}

/// Everything in a plan.
fn all_of(plan: &Plan) -> Vec<Exercised> {
    plan.begun(Duration::MAX)
}
