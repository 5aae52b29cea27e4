//! `unbend next`: what comes next, and why.

use crate::cli::{CliError, Outcome, ask};
use crate::ipc::message::{Payload, Refusal, Request};
use crate::logic::time::span;

/// What `unbend next` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print one JSON object, or null
    #[arg(long)]
    json: bool,
    /// Not this one now: choose something else
    #[arg(long, group = "refusal")]
    not_now: bool,
    /// It was done already: count it and choose something else
    #[arg(long, group = "refusal")]
    did: bool,
    /// Never offer it again (the setting exercises.hidden keeps it)
    #[arg(long, group = "refusal")]
    never: bool,
}

/// Asks and prints.
pub(super) fn run(args: &Args) -> Outcome {
    let mut client = ask::connect()?;
    let refusals = [
        (args.not_now, Refusal::NotNow),
        (args.did, Refusal::Did),
        (args.never, Refusal::Never),
    ];
    let request = refusals
        .into_iter()
        .find(|(wanted, _)| *wanted)
        .map_or(Request::Next, |(_, why)| Request::Refuse { why });
    let Payload::Next(next) = ask::ask(&mut client, &request)? else {
        return Err(ask::something_else());
    };
    if args.json {
        return serde_json::to_string_pretty(&next)
            .map_err(|problem| CliError::failed(problem.to_string()));
    }
    let Some(next) = next else {
        return Ok("Nothing comes next.".to_owned());
    };
    let when = if next.within.is_zero() {
        "now".to_owned()
    } else {
        format!("in {}", span::words(next.within))
    };
    let why = match &next.because {
        None => String::new(),
        Some(because) => format!(" ({})", because.words()),
    };
    Ok(format!("{}{why}, {when} [{}]", next.name, next.reminder))
}
