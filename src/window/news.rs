//! Distinguishes a status with news from one in which only time has passed.

use crate::logic::shown::status::Status;

/// Whether anything about the day has changed beyond time passing.
pub(super) fn is_news(before: &Status, after: &Status) -> bool {
    let state = |status: &Status| {
        (
            status.presence,
            status.posture,
            status.counting,
            status.shown.clone(),
            status.due.clone(),
            status.running.clone(),
            status
                .holds
                .iter()
                .map(|hold| hold.reason)
                .collect::<Vec<_>>(),
            status.today,
            status.can_skip,
        )
    };
    state(before) != state(after) || after.sitting < before.sitting
}
