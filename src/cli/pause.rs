//! `unbend pause` and `unbend resume`: stay quiet for a while, always with an end.

use std::time::Duration;

use jiff::civil::Time;

use crate::cli::{Outcome, ask, snooze};
use crate::ipc::message::{PauseEnd, Request};
use crate::logic::presence::Hold;
use crate::logic::time::hours::{self, NotHours};
use crate::platform::clock::Clock;

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
    let mut client = ask::tell(&Request::Pause(end))?;
    let status = ask::status(&mut client)?;
    let paused = status.holds.iter().find(|hold| hold.reason == Hold::Paused);
    Ok(match paused.and_then(|hold| hold.ends_in_seconds) {
        Some(left) => {
            let now = Clock::read().wall.datetime();
            let end = hours::moment_in(now, Duration::from_secs(left));
            format!("Reminders are paused until {end}.")
        }
        None => status.sentence(),
    })
}

/// `unbend resume`.
pub(super) fn resume() -> Outcome {
    ask::tell_and_show(&Request::Resume)
}

#[cfg(test)]
mod tests {
    use jiff::civil::DateTime;

    use super::*;

    #[test]
    fn an_end_on_another_day_names_the_day() {
        let evening = DateTime::constant(2026, 3, 2, 21, 20, 0, 0);
        for (left, words) in [
            (30 * 60, "21:50"),
            (16 * 3600 + 40 * 60, "tomorrow 14:00"),
            (16 * 3600 + 40 * 60 - 1, "tomorrow 14:00"),
            (2 * 24 * 3600, "Wednesday 21:20"),
            (10 * 24 * 3600, "2026-03-12 21:20"),
        ] {
            assert_eq!(hours::moment_in(evening, Duration::from_secs(left)), words);
        }
    }
}
