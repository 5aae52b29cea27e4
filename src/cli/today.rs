//! `unbend` alone: starts the daemon if it isn't running, and opens the window.

use crate::cli::{CliError, Outcome, ask, window};
use crate::ipc::message::Request;

/// Starts and opens.
pub(super) fn run() -> Outcome {
    if let Some(why) = window::in_the_way() {
        return Err(CliError::failed(why).hint(
            "on a desktop the daemon starts as well; without one, `unbend daemon` counts and answers on the command line",
        ));
    }
    let mut client = ask::connect_or_start()?;
    ask::ask(&mut client, &Request::Window { page: None })?;
    Ok(String::new())
}
