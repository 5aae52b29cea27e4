//! `unbend stats`: sitting, breaks and areas trained, by day.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::civil::Date;

use crate::cli::{CliError, Outcome, ask};
use crate::ipc::client::ConnectProblem;
use crate::logic::past::stats::{self, Day, Total};
use crate::logic::time::span;
use crate::platform::clock::Clock;
use crate::platform::paths::Paths;
use crate::store::history::{History, HistoryProblem};
use crate::store::own_catalog;

/// What `unbend stats` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The first day, like 2026-03-02; a week up to the last if not given
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The last day; today if not given
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Print one JSON object
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print a table of comma-separated values
    #[arg(long)]
    csv: bool,
}

/// Asks the daemon; if there is none, reads what it has stored.
pub(super) fn run(args: &Args) -> Outcome {
    if let (Some(from), Some(to)) = (args.from, args.to)
        && from > to
    {
        return Err(CliError::unreadable(format!("{from} lies behind {to}"))
            .hint("--from takes the first day, --to the last"));
    }
    let paths = ask::paths()?;
    let days = match ask::reach(&paths) {
        Ok(mut client) => client.stats(args.from, args.to).map_err(ask::refused)?,
        Err(ConnectProblem::NotRunning { .. }) => {
            let (from, to) = stats::range(args.from, args.to, Clock::read().wall.date());
            let (catalog, _) = own_catalog::load(&paths.user_catalog());
            stats::days(&catalog, &history(&paths)?.sums(from, to).map_err(problem)?)
        }
        Err(other) => return Err(ask::explain(other)),
    };
    if args.json {
        return serde_json::to_string_pretty(&serde_json::json!({ "days": days }))
            .map_err(|problem| CliError::failed(problem.to_string()));
    }
    if args.csv {
        return Ok(stats::csv(&days));
    }
    Ok(text(&days))
}

/// The stored history, for reading while no daemon is running.
pub(super) fn history(paths: &Paths) -> Result<History, CliError> {
    History::look(&paths.history()).map_err(problem)
}

/// What is wrong with the history; if there is none at all, starting a daemon helps.
pub(super) fn problem(problem: HistoryProblem) -> CliError {
    match problem {
        HistoryProblem::Missing(_) => CliError::not_running(),
        HistoryProblem::Newer { .. }
        | HistoryProblem::Foreign(_)
        | HistoryProblem::Damaged { .. }
        | HistoryProblem::Unwritable { .. }
        | HistoryProblem::Unreadable { .. } => CliError::failed(problem.to_string()),
    }
}

fn words(seconds: u32) -> String {
    span::words(Duration::from_secs(seconds.into()))
}

fn text(days: &[Day]) -> String {
    if days.is_empty() {
        return "Nothing is known of these days.".to_owned();
    }
    let mut out = String::from("Day         Sitting     Longest     Breaks  Natural  Skipped\n");
    for day in days {
        let _ = writeln!(
            out,
            "{}  {:<10}  {:<10}  {:>6}  {:>7}  {:>7}",
            day.date,
            words(day.sitting_seconds),
            words(day.longest_sitting_seconds),
            day.breaks_done,
            day.breaks_natural,
            day.skipped
        );
    }
    let total = Total::of(days);
    let _ = writeln!(
        out,
        "In {}: {} of sitting ({} a day), at most {} in a row, {} guided and {} natural breaks, {} skipped.",
        match total.days {
            1 => "one day".to_owned(),
            days => format!("{days} days"),
        },
        span::words(total.sitting),
        span::words(total.sitting / total.days.max(1)),
        span::words(total.longest),
        total.done,
        total.natural,
        total.skipped
    );
    let areas = areas(days);
    if !areas.is_empty() {
        let _ = writeln!(out, "Trained: {areas}.");
    }
    out
}

/// `neck 4, chest 2`, the most trained first.
fn areas(days: &[Day]) -> String {
    let words: Vec<_> = stats::areas(days)
        .into_iter()
        .map(|(area, count)| format!("{} {count}", area.replace('-', " ")))
        .collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_ends_with_a_sum() {
        let mut day = Day::empty(Date::constant(2026, 3, 2));
        day.sitting_seconds = 6 * 3600;
        day.longest_sitting_seconds = 45 * 60;
        day.breaks_done = 4;
        day.areas = [("neck".to_owned(), 1), ("upper-back".to_owned(), 3)].into();
        let said = text(&[day.clone(), Day::empty(Date::constant(2026, 3, 3))]);
        assert!(
            said.contains("2026-03-02  6 h         45 min           4"),
            "{said}"
        );
        assert!(
            said.contains("In 2 days: 6 h of sitting (3 h a day), at most 45 min in a row"),
            "{said}"
        );
        assert!(said.contains("Trained: upper back 3, neck 1."), "{said}");
        assert_eq!(text(&[]), "Nothing is known of these days.");
    }
}
