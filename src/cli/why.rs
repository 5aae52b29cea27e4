//! `unbend why`: what happened on a day, in order, with reasons.

use jiff::civil::Date;

use crate::cli::stats::{history, problem};
use crate::cli::{CliError, Outcome, ask};
use crate::ipc::client::ConnectProblem;
use crate::ipc::message::WhyPart;
use crate::logic::past::why;
use crate::platform::clock::Clock;
use crate::store::own_catalog;

/// What `unbend why` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The day, like 2026-03-02; today if not given
    date: Option<Date>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Asks the daemon; if there is none, reads what it has stored.
pub(super) fn run(args: &Args) -> Outcome {
    let paths = ask::paths()?;
    let day = match ask::reach(&paths) {
        Ok(mut client) => client.why(args.date).map_err(ask::refused)?,
        Err(ConnectProblem::NotRunning { .. }) => {
            let date = args.date.unwrap_or_else(|| Clock::read().wall.date());
            let rows = history(&paths)?.rows(date, date).map_err(problem)?;
            let (catalog, _) = own_catalog::load(&paths.user_catalog());
            let entries = why::why(&rows, date, &catalog);
            WhyPart {
                date,
                of: entries.len(),
                entries,
            }
        }
        Err(other) => return Err(ask::explain(other)),
    };
    if args.json {
        let object = serde_json::json!({"date": day.date, "entries": day.entries});
        return serde_json::to_string_pretty(&object)
            .map_err(|problem| CliError::failed(problem.to_string()));
    }
    if day.entries.is_empty() {
        return Ok(format!("Nothing is known of {}.", day.date));
    }
    Ok(day
        .entries
        .iter()
        .map(|entry| {
            let (hour, minute) = (entry.at.hour(), entry.at.minute());
            format!("{hour:02}:{minute:02}  {}\n", entry.text)
        })
        .collect())
}
