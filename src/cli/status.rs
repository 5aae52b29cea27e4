//! `unbend status`: how long you have been sitting, and what comes next.

use std::io::Write;

use serde_json::json;

use crate::cli::{CliError, Outcome, ask};
use crate::logic::presence::Presence;
use crate::logic::shown::status::Status;
use crate::logic::text::visible;

/// What `unbend status` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print one JSON object
    #[arg(long, conflicts_with = "waybar")]
    json: bool,
    /// Print an object for a custom module of waybar
    #[arg(long)]
    waybar: bool,
    /// Print again at every change, one line each
    #[arg(long)]
    follow: bool,
}

/// Asks and prints.
pub(super) fn run(args: &Args) -> Outcome {
    let mut client = ask::connect()?;
    if !args.follow {
        return render(&ask::status(&mut client)?, args, true);
    }
    for status in client.subscribe().map_err(ask::refused)? {
        let mut line = render(&status.map_err(ask::refused)?, args, false)?;
        line.push('\n');
        let mut out = std::io::stdout().lock();
        if out
            .write_all(visible::lines(&line).as_bytes())
            .and_then(|()| out.flush())
            .is_err()
        {
            break;
        }
    }
    Ok(String::new())
}

fn render(status: &Status, args: &Args, pretty: bool) -> Outcome {
    let written = if args.waybar {
        serde_json::to_string(&waybar(status))
    } else if args.json && pretty {
        serde_json::to_string_pretty(status)
    } else if args.json {
        serde_json::to_string(status)
    } else if pretty {
        return Ok(status.report());
    } else {
        return Ok(status.sentence());
    };
    written.map_err(|problem| CliError::failed(problem.to_string()))
}

fn waybar(status: &Status) -> serde_json::Value {
    let minutes = status.sitting.as_secs() / 60;
    let percentage = (status.sitting.as_secs() * 100 / status.limit.as_secs().max(1)).min(100);
    let class = if status.running.is_some() {
        "break"
    } else if !status.holds.is_empty() {
        "quiet"
    } else if status.due.is_some() {
        "due"
    } else if status.presence == Presence::Present {
        "sitting"
    } else {
        "away"
    };
    json!({
        "text": format!("{minutes} min"),
        "tooltip": visible::markup(&status.sentence()),
        "class": class,
        "percentage": percentage,
    })
}
