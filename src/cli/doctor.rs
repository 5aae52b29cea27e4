//! `unbend doctor`: what works on this desktop, and what to do about the rest.

use crate::cli::{CliError, Outcome, ask, window};
use crate::ipc::client::ConnectProblem;
use crate::ipc::message::{Doctor, Payload, Request};

/// What `unbend doctor` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Asks the daemon; if there is none, checks the desktop itself.
pub(super) fn run(args: &Args) -> Outcome {
    let paths = ask::paths()?;
    let (running, report) = match ask::reach(&paths) {
        Ok(mut client) => {
            let Payload::Doctor(report) = ask::ask(&mut client, &Request::Doctor)? else {
                return Err(ask::something_else());
            };
            (true, report)
        }
        Err(ConnectProblem::NotRunning { .. }) => {
            let report = crate::daemon::doctor::look(paths, window::in_the_way())
                .map_err(|problem| CliError::failed(problem.to_string()))?;
            (false, report)
        }
        Err(problem) => return Err(CliError::failed(problem.to_string())),
    };
    let mut report = report;
    report.window_tried(window::can_open());
    if args.json {
        let mut object = serde_json::to_value(&report)
            .map_err(|problem| CliError::failed(problem.to_string()))?;
        object["running"] = running.into();
        return serde_json::to_string_pretty(&object)
            .map_err(|problem| CliError::failed(problem.to_string()));
    }
    Ok(text(&report, running))
}

fn text(report: &Doctor, running: bool) -> String {
    let mut lines = vec![if running {
        "Unbend is running.".to_owned()
    } else {
        "Unbend is not running: this is what it would find. Start it with `unbend`.".to_owned()
    }];
    for row in &report.abilities {
        let mark = if row.works { "ok" } else { "--" };
        lines.push(format!("  {mark}  {}", row.line()));
    }
    if !report.problems.is_empty() {
        lines.push("Problems:".to_owned());
        lines.extend(report.problems.iter().map(|problem| format!("  {problem}")));
    }
    lines.push("Files:".to_owned());
    lines.extend(
        report
            .files
            .iter()
            .map(|file| format!("  {:<12} {}", file.name, file.path)),
    );
    lines.join("\n")
}
