//! `unbend break`: starts a break now.

use crate::cli::{CliError, Outcome, ask, window};
use crate::ipc::message::Request;

/// What `unbend break` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A routine or an exercise by id (`unbend catalog list`); the next choice if not given
    what: Option<String>,
    /// Go on with the break that was left, for ten minutes after that
    #[arg(long, conflicts_with = "what")]
    resume: bool,
}

/// Asks the daemon, which opens the player, and waits until it is up.
pub(super) fn run(args: Args) -> Outcome {
    // A running daemon may have a display of its own where this process has none.
    let mut client = match (window::in_the_way(), ask::connect()) {
        (_, Ok(client)) => client,
        (Some(why), Err(_)) => return Err(CliError::failed(why)),
        (None, Err(_)) => ask::connect_or_start()?,
    };
    let request = match args.resume {
        true => Request::GoOn,
        false => Request::Start { what: args.what },
    };
    ask::ask(&mut client, &request)?;
    Ok(ask::status(&mut client)?.next_sentence())
}
