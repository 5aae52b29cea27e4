//! Queries of the history.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::Turn;
use crate::daemon::turn::requests::done;
use crate::ipc::message::{Payload, Reply, StatsPart, WhyPart};
use crate::logic::past::stats;
use crate::logic::past::why;
use crate::logic::schedule::Input;

/// Days counted for one reply: about as many as fit in a line.
const MOST_DAYS: i64 = 120;

/// What happened on a day, from its entry `from` on.
pub(super) fn why<D: Desktop>(turn: &mut Turn<D>, date: Option<Date>, from: usize) -> Reply {
    turn.feed(Input::Tick);
    let now = turn.now().clone();
    let date = date.unwrap_or_else(|| now.wall.date());
    let history = turn.recorder.ask(now.mono);
    match history.and_then(|history| history.rows(date, date)) {
        Ok(rows) => {
            let entries = why::why(&rows, date, &turn.catalog);
            Reply::Ok(Payload::Why(WhyPart::cut(date, &entries, from)))
        }
        Err(problem) => Reply::error(problem.to_string(), ""),
    }
}

/// Totals for some days; to get more, ask again from the day that the reply names.
pub(super) fn stats<D: Desktop>(turn: &mut Turn<D>, from: Option<Date>, to: Option<Date>) -> Reply {
    turn.feed(Input::Tick);
    let now = turn.now().clone();
    let (from, to) = stats::range(from, to, now.wall.date());
    let catalog = Arc::clone(&turn.catalog);
    let part = turn.recorder.ask(now.mono).and_then(|history| {
        let Some((first, _)) = history.days()? else {
            return Ok(StatsPart::default());
        };
        let from = from.max(first);
        // As much as a line can hold; the caller continues from there.
        let last = from
            .checked_add(MOST_DAYS.days())
            .map_or(to, |last| last.min(to));
        let days = stats::days(&catalog, &history.sums(from, last)?);
        let next = match (last.tomorrow(), days.is_empty()) {
            // Thousands of empty years needn't be asked for one by one.
            (Ok(next), true) => history.next_known(next)?,
            (Ok(next), false) => Some(next),
            (Err(_), _) => None,
        };
        Ok(StatsPart::cut(days, next.filter(|next| *next <= to)))
    });
    match part {
        Ok(part) => Reply::Ok(Payload::Stats(part)),
        Err(problem) => Reply::error(problem.to_string(), ""),
    }
}

/// Writes everything so far to the disk.
pub(super) fn keep<D: Desktop>(turn: &mut Turn<D>) -> Reply {
    turn.feed(Input::Tick);
    let now = turn.now().mono;
    done(turn.recorder.keep_all(now))
}
