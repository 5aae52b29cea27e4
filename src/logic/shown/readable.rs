//! Makes text from the user's files fit to be shown before any page sees it: one place, whatever a page does with it.

use crate::logic::catalog::plan::Plan;
use crate::logic::catalog::{Catalog, Reason};
use crate::logic::shown::status::Status;
use crate::logic::text::visible::{line, lines, steers};

/// Escapes control characters.
fn fit(text: &mut String) {
    if text.chars().any(steers) {
        *text = lines(text).into_owned();
    }
}

/// The same for a single line.
fn fit_line(text: &mut String) {
    if text.chars().any(steers) {
        *text = line(text).into_owned();
    }
}

/// The same for a reason and its words.
fn fit_reason(words: &mut String, reason: &mut Option<Reason>) {
    fit(words);
    if let Some(Reason::Said { text }) = reason {
        fit(text);
    }
}

/// A catalog with displayable names and texts. Ids and files are unchanged.
pub fn catalog(mut catalog: Catalog) -> Catalog {
    for exercise in &mut catalog.exercises {
        fit_line(&mut exercise.name);
        fit_line(&mut exercise.purpose);
        fit(&mut exercise.prepare);
        fit(&mut exercise.tip);
        fit(&mut exercise.caution);
        for step in &mut exercise.steps {
            fit(&mut step.text);
        }
    }
    for routine in &mut catalog.routines {
        fit_line(&mut routine.name);
        fit_line(&mut routine.purpose);
    }
    catalog
}

/// A plan with displayable names and texts.
pub fn plan(mut plan: Plan) -> Plan {
    fit_line(&mut plan.name);
    fit_reason(&mut plan.reason, &mut plan.because);
    for exercise in &mut plan.exercises {
        fit_line(&mut exercise.name);
        fit(&mut exercise.note);
        fit(&mut exercise.prepare);
        fit(&mut exercise.tip);
        fit(&mut exercise.caution);
        for segment in &mut exercise.segments {
            fit(&mut segment.text);
        }
    }
    plan
}

/// A status with displayable names and words.
pub fn status(mut status: Status) -> Status {
    if let Some(next) = &mut status.next {
        fit_line(&mut next.name);
        fit_reason(&mut next.reason, &mut next.because);
    }
    for shown in status.shown.iter_mut().chain(&mut status.due) {
        fit_line(&mut shown.name);
        fit_reason(&mut shown.reason, &mut shown.because);
    }
    if let Some(running) = &mut status.running {
        fit_line(&mut running.name);
        fit_reason(&mut running.reason, &mut running.because);
    }
    if let Some(left) = &mut status.left {
        fit_line(&mut left.name);
        fit_line(&mut left.exercise_name);
    }
    for hold in &mut status.holds {
        fit_line(&mut hold.words);
    }
    for ability in &mut status.abilities {
        fit_line(&mut ability.source);
        fit(&mut ability.remedy);
    }
    status.problems.iter_mut().for_each(fit);
    status
}
