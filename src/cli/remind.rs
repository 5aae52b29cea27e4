//! `unbend remind`: a sample reminder, to see what it looks like.

use crate::cli::{Outcome, ask};
use crate::ipc::message::Request;

/// Asks the daemon.
pub(super) fn run() -> Outcome {
    ask::tell(&Request::Sample)?;
    Ok("A sample of the reminder is on the screen; it counts for nothing.".to_owned())
}
