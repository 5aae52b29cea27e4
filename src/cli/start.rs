//! `unbend break`: start a break now.

use crate::cli::{CliError, Outcome, ask, window};
use crate::ipc::message::Request;

/// What `unbend break` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A routine or an exercise by id (`unbend catalog list`); the next choice if not given
    what: Option<String>,
}

/// Asks the daemon, which opens the player.
pub(super) fn run(args: Args) -> Outcome {
    if let Some(why) = window::in_the_way() {
        return Err(CliError::failed(why));
    }
    let mut client = ask::connect_or_start()?;
    ask::ask(&mut client, &Request::Start { what: args.what })?;
    Ok(ask::status(&mut client)?.next_sentence())
}
