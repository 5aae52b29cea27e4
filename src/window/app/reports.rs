//! Turns what the player's page reports into requests.

use crate::ipc::message::{Played, Request};
use crate::logic::practice::Exercised;
use crate::logic::practice::player::Report;
use crate::window::pages::action::BreakEnd;

/// How many exercises of a break are reported at most.
const MOST_PLAYED: usize = 400;

/// The report of a break in progress.
pub(super) fn progress(report: Report) -> Request {
    Request::BreakProgress {
        guided: report.guided,
        goes_on: report.goes_on,
        exercises: Some(played(report.played.exercises)),
        running: report.played.running,
    }
}

/// The report of a break that is over.
pub(super) fn end(end: BreakEnd) -> Request {
    Request::BreakEnd {
        finished: end.whole,
        guided: end.guided,
        exercises: Some(played(end.exercises)),
        put_off: end.put_off,
    }
}

/// What was played, as sent to the daemon.
fn played(exercises: Vec<Exercised>) -> Vec<Played> {
    let mut played: Vec<Played> = exercises.into_iter().map(Played::from).collect();
    // A line has limited room; only skipping gets anybody near the limit.
    played.truncate(MOST_PLAYED);
    played
}
