//! The wire format: requests, replies and the greeting, one JSON value per line.

mod reply;
mod request;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use reply::{
    Doctor, Failure, Import, NamedFile, Payload, PlanPart, Reply, Setting, StatsPart, WhyPart,
    collected,
};
pub use request::{PauseEnd, Played, Refusal, Request};

use crate::logic::shown::status::Status;

/// Longest line in bytes, including its end. A longer one is answered with an error.
pub const LONGEST_LINE: usize = 64 * 1024;

/// The protocol version; it changes when an old client would misunderstand.
pub const PROTOCOL: u32 = 1;

/// The first line that the daemon sends on every connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// Version of the daemon.
    pub unbend: String,
    /// Version of the protocol, [`PROTOCOL`].
    pub protocol: u32,
}

impl Greeting {
    /// The greeting of this program.
    pub fn ours() -> Self {
        Greeting {
            unbend: env!("CARGO_PKG_VERSION").to_owned(),
            protocol: PROTOCOL,
        }
    }
}

/// Reads a request from a line.
///
/// # Errors
/// What is wrong with it.
pub fn read_request(line: &[u8]) -> Result<Request, Failure> {
    serde_json::from_slice(line).map_err(|problem| Failure {
        message: format!("not a request: {problem}"),
        hint: "a request is one JSON object a line, such as {\"do\":\"status\"}; docs/ipc.md lists them"
            .to_owned(),
    })
}

/// How many problems a status keeps when it is too long for a line.
const PROBLEMS_KEPT: usize = 10;
/// How many characters of each problem it keeps.
const PROBLEM_KEPT: usize = 300;

/// Writes a reply as a line with its end. One that doesn't fit becomes an error; a status drops problems first.
pub fn reply_line(reply: &Reply) -> String {
    if let Some(line) = fitting_line(reply) {
        return line;
    }
    let shorter = match reply {
        Reply::Ok(Payload::Status(status)) => fitting_line(&Reply::Ok(Payload::Status(Box::new(
            without_long_problems(status),
        )))),
        Reply::Changed(status) => {
            fitting_line(&Reply::Changed(Box::new(without_long_problems(status))))
        }
        // A setting's meaning can be looked up elsewhere; its value can't.
        Reply::Ok(Payload::Settings(settings)) => {
            let bare = settings.iter().map(|setting| Setting {
                doc: String::new(),
                ..setting.clone()
            });
            fitting_line(&Reply::Ok(Payload::Settings(bare.collect())))
        }
        Reply::Ok(
            Payload::Done
            | Payload::Next(_)
            | Payload::Plan(_)
            | Payload::Why(_)
            | Payload::Stats(_)
            | Payload::Doctor(_)
            | Payload::Import(_)
            | Payload::Apps(_),
        )
        | Reply::Error(_) => None,
    };
    shorter.unwrap_or_else(|| {
        "{\"error\":{\"message\":\"the answer is longer than a line may be\",\"hint\":\"ask for less at once\"}}\n"
            .to_owned()
    })
}

fn fitting_line(reply: &Reply) -> Option<String> {
    let mut line = serde_json::to_string(reply).ok()?;
    line.push('\n');
    (line.len() <= LONGEST_LINE).then_some(line)
}

fn without_long_problems(status: &Status) -> Status {
    let mut status = status.clone();
    let more = status.problems.len().saturating_sub(PROBLEMS_KEPT);
    status.problems.truncate(PROBLEMS_KEPT);
    for problem in &mut status.problems {
        *problem = problem.chars().take(PROBLEM_KEPT).collect();
    }
    if more > 0 {
        status.problems.push(format!("and {more} more problems"));
    }
    status
}
