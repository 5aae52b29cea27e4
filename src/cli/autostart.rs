//! `unbend autostart`: whether the daemon starts at login.

use crate::cli::{CliError, Outcome, ask};
use crate::platform::autostart;

/// What `unbend autostart` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do
    #[arg(value_enum, default_value_t = What::Status)]
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Start at login
    On,
    /// Do not start at login
    Off,
    /// Say which of the two it is
    Status,
}

/// Writes or removes the file, then reports the state.
pub(super) fn run(args: &Args) -> Outcome {
    let wanted = match args.what {
        What::On => Some(true),
        What::Off => Some(false),
        What::Status => None,
    };
    if let Some(on) = wanted {
        autostart::set(on, &ask::program()?)
            .map_err(|missing| CliError::failed(missing.what).hint(missing.remedy))?;
    }
    Ok(match autostart::is_on() {
        true => format!("Unbend starts at login, by {}", autostart::place()),
        false => "Unbend does not start at login".to_owned(),
    })
}
