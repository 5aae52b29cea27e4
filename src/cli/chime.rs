//! `unbend chime`: the process that the daemon starts to play a reminder's sound.
//!
//! A sound server's client has a thread and memory that the daemon would have to keep; this process gives both back.

use crate::cli::{CliError, Outcome};
use crate::logic::practice::player::Cue;
use crate::platform::sound;

/// What `unbend chime` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How loud, percent
    #[arg(default_value_t = 40)]
    volume: u32,
}

/// Plays a reminder's chime to its end.
pub(super) fn run(args: &Args) -> Outcome {
    sound::play_out(None, Cue::Reminder, args.volume)
        .map(|()| String::new())
        .map_err(|missing| CliError::failed(missing.what).hint(missing.remedy))
}
