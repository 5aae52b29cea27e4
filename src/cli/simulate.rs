//! `unbend simulate`: the timing rules over a script, or over recorded days.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{ToSpan, Zoned};

use crate::cli::stats::{history, problem};
use crate::cli::{CliError, Outcome, ask};
use crate::ipc::client::ConnectProblem;
use crate::ipc::message::Request;
use crate::logic::past::stats;
use crate::logic::simulate::{Event, Line, Script};
use crate::platform::clock::Clock;
use crate::store::own_catalog;
use crate::store::settings_file::SettingsFile;

/// What `unbend simulate` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The script; `-` = standard input (docs/simulate.md describes it)
    #[arg(required_unless_present = "history", conflicts_with = "history")]
    file: Option<String>,
    /// Run over recorded days, with your settings
    #[arg(long)]
    history: bool,
    /// The first of these days, like 2026-03-02; a week up to today if not given
    #[arg(long, value_name = "DATE", requires = "history")]
    from: Option<Date>,
    /// Another value for a setting, like reminders.stretch.after=20m; may be given again
    #[arg(long, value_name = "PATH=VALUE", requires = "history")]
    set: Vec<String>,
    /// Print an array of objects
    #[arg(long)]
    json: bool,
}

/// Longest script that is read, in bytes: a year with one fact per second.
const LONGEST: u64 = 1024 * 1024 * 1024;

/// Reads, runs and prints.
pub(super) fn run(args: &Args) -> Outcome {
    match &args.file {
        Some(file) => run_script(file, args.json),
        None => run_history(args),
    }
}

fn run_history(args: &Args) -> Outcome {
    let paths = ask::paths()?;
    let mut settings = SettingsFile::at(paths.settings()).load().settings;
    for set in &args.set {
        let (path, value) = set.split_once('=').ok_or_else(|| {
            CliError::unreadable(format!("`{set}` sets nothing: write --set PATH=VALUE"))
        })?;
        settings
            .set(path.trim(), value.trim())
            .map_err(|problem| CliError::unreadable(problem.to_string()))?;
    }
    let (from, today) = stats::range(args.from, None, Clock::read().wall.date());
    match ask::reach(&paths) {
        // It holds back the last minutes until they are worth a write.
        Ok(mut client) => client.ask(&Request::Keep).map(drop).map_err(ask::refused)?,
        Err(ConnectProblem::NotRunning { .. }) => {}
        Err(other) => return Err(ask::explain(other)),
    }
    let history = history(&paths)?;
    let first = history.days().map_err(problem)?.map(|(first, _)| first);
    let from = first.map_or(from, |first| from.max(first));
    let rows = history.rows(from, today).map_err(problem)?;
    let catalog = Arc::new(own_catalog::load(&paths.user_catalog()).0);
    let Some(script) = Script::replay(&rows, from, settings) else {
        return Err(
            CliError::failed(format!("nothing is known of the days from {from} on"))
                .hint("`unbend stats --from DATE` shows the days that were recorded"),
        );
    };
    let lines = script.run(&catalog);
    let days = by_day(script.start(), &lines);
    if args.json {
        let objects: Vec<_> = days
            .iter()
            .map(|(date, line)| {
                let mut object = line.json();
                object["date"] = date.to_string().into();
                object
            })
            .collect();
        return serde_json::to_string_pretty(&objects)
            .map_err(|problem| CliError::failed(problem.to_string()));
    }
    let mut out = String::new();
    let mut day = None;
    for (date, line) in days {
        if day.replace(date) != Some(date) {
            out.push_str(&format!("# {date}\n"));
        }
        out.push_str(&line.text());
        out.push('\n');
    }
    Ok(out)
}

/// Each line with its date, and its time from that day's midnight.
fn by_day(start: &Zoned, lines: &[Line]) -> Vec<(Date, Line)> {
    let day_length = Duration::from_secs(24 * 3600);
    lines
        .iter()
        .map(|line| {
            let days = line.at.as_secs() / day_length.as_secs();
            let date = start.date().checked_add((days as i64).days());
            let midnight = day_length * days as u32;
            let mut event = line.event.clone();
            if let Event::Status {
                next: Some((_, at)),
                ..
            } = &mut event
            {
                *at = at.saturating_sub(midnight);
            }
            let line = Line {
                at: line.at - midnight,
                event,
            };
            (date.unwrap_or_else(|_| start.date()), line)
        })
        .collect()
}

fn run_script(file: &str, json: bool) -> Outcome {
    let unreadable = |problem: std::io::Error| CliError::unreadable(format!("{file}: {problem}"));
    let mut bytes = Vec::new();
    if file == "-" {
        std::io::stdin()
            .lock()
            .take(LONGEST)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
    } else {
        let file = std::fs::File::open(file).map_err(unreadable)?;
        file.take(LONGEST)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
    }
    let text = String::from_utf8(bytes).map_err(|problem| {
        let good = &problem.as_bytes()[..problem.utf8_error().valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        CliError::unreadable(format!("{file}, line {line}: it is not UTF-8 text"))
    })?;
    let own = ask::paths().map(|paths| own_catalog::load(&paths.user_catalog()).0);
    let catalog = own.unwrap_or_else(|_| crate::logic::catalog::builtin().clone());
    let script = Script::parse(&text, &catalog)
        .map_err(|problem| CliError::unreadable(format!("{file}, {problem}")))?;
    let lines = script.run(&Arc::new(catalog));
    if json {
        let objects: Vec<_> = lines.iter().map(Line::json).collect();
        return serde_json::to_string_pretty(&objects)
            .map_err(|problem| CliError::failed(problem.to_string()));
    }
    Ok(lines.iter().map(|line| line.text() + "\n").collect())
}
