//! `unbend pause` and `unbend resume`: stay quiet for a while, always with an end.

use std::time::Duration;

use jiff::civil::Time;

use crate::cli::{Outcome, ask, snooze};
use crate::ipc::message::{PauseEnd, Request};
use crate::logic::hours::{self, NotHours};

/// What `unbend pause` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// For how long, like 30m; an hour if not given
    #[arg(value_parser = snooze::length, conflicts_with = "until")]
    length: Option<Duration>,
    /// Until a time of day, like 14:00
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: Option<Time>,
}

fn time(text: &str) -> Result<Time, NotHours> {
    hours::time(text)
}

/// Asks the daemon.
pub(super) fn run(args: &Args) -> Outcome {
    let end = match (args.length, args.until) {
        (Some(length), _) => PauseEnd::After(length),
        (None, Some(time)) => PauseEnd::At(time),
        (None, None) => PauseEnd::Usual,
    };
    ask::tell_and_show(&Request::Pause(end))
}

/// `unbend resume`.
pub(super) fn resume() -> Outcome {
    ask::tell_and_show(&Request::Resume)
}
