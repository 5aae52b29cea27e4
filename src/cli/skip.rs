//! `unbend skip`: skips the reminder this time.

use crate::cli::{Outcome, ask};
use crate::ipc::message::Request;

/// Asks the daemon.
pub(super) fn run() -> Outcome {
    ask::tell_and_show(&Request::Skip)
}
