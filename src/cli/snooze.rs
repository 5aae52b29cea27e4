//! `unbend snooze`: puts the reminder off.

use std::time::Duration;

use crate::cli::{Outcome, ask};
use crate::ipc::message::Request;
use crate::logic::time::span::{self, NotASpan};

/// What `unbend snooze` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// For how long, like 5m; as in the settings if not given
    #[arg(value_parser = length)]
    length: Option<Duration>,
}

/// Parses a duration from the command line.
pub(super) fn length(text: &str) -> Result<Duration, NotASpan> {
    span::parse(text)
}

/// Asks the daemon.
pub(super) fn run(args: &Args) -> Outcome {
    ask::tell_and_show(&Request::Snooze {
        length: args.length,
    })
}
