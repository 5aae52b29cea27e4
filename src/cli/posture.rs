//! `unbend stand` and `unbend sit`: the position of the desk.

use crate::cli::{Outcome, ask};
use crate::ipc::message::Request;

/// `unbend stand`.
pub(super) fn stand() -> Outcome {
    ask::tell_and_show(&Request::Stand)
}

/// `unbend sit`.
pub(super) fn sit() -> Outcome {
    ask::tell_and_show(&Request::Sit)
}
