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

/// Writes or removes the file, then says how it is.
pub(super) fn run(args: &Args) -> Outcome {
    let path = ask::paths()?.autostart();
    let wanted = match args.what {
        What::On => Some(true),
        What::Off => Some(false),
        What::Status => None,
    };
    if let Some(on) = wanted {
        autostart::set(&path, on, &ask::program()?).map_err(|problem| {
            CliError::failed(format!("{}: {problem}", path.display()))
                .hint("see that the folder is yours and can be written")
        })?;
    }
    Ok(match autostart::is_on(&path) {
        true => format!("Unbend starts at login, by {}", path.display()),
        false => "Unbend does not start at login".to_owned(),
    })
}
