//! Talks to the daemon, and starts it for verbs that need one.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::cli::{CliError, Outcome};
use crate::ipc::client::{AskProblem, Client, ConnectProblem};
use crate::ipc::instance;
use crate::ipc::message::{Payload, Request};
use crate::logic::shown::status::Status;
use crate::platform::paths::Paths;
use crate::platform::{process, surroundings};
use crate::store::private;

/// How long a daemon that was just started may take until it listens.
const START: Duration = Duration::from_secs(5);

/// The user's files, and the socket of the daemon that owns them: it may have been started in another session than
/// this.
pub(super) fn paths() -> Result<Paths, CliError> {
    let paths = own_paths()?;
    Ok(
        match instance::elsewhere(paths.data_dir(), &paths.socket()) {
            Some(socket) => paths.with_socket(&socket),
            None => paths,
        },
    )
}

/// The same with the socket of a daemon started here.
pub(super) fn own_paths() -> Result<Paths, CliError> {
    Paths::find().map_err(|missing| CliError::failed(missing.what).hint(missing.remedy))
}

/// A connection to the running daemon, which also tells it where this process is.
pub(super) fn reach(paths: &Paths) -> Result<Client, ConnectProblem> {
    let socket = paths.socket();
    Client::connect(&socket)?.introduce(&socket, &surroundings::own())
}

/// The same, or what to do about it.
pub(super) fn connect() -> Result<Client, CliError> {
    reach(&paths()?).map_err(explain)
}

/// A connection to the daemon, which is started if it isn't running.
pub(super) fn connect_or_start() -> Result<Client, CliError> {
    let paths = paths()?;
    match reach(&paths) {
        Ok(client) => Ok(client),
        Err(ConnectProblem::NotRunning { .. }) => {
            start_daemon(&paths)?;
            let socket = paths.socket();
            Client::connect_within(&socket, START)
                .and_then(|client| client.introduce(&socket, &surroundings::own()))
                .map_err(|problem| explain(problem).hint(format!("see {}", paths.log().display())))
        }
        Err(problem) => Err(explain(problem)),
    }
}

pub(super) fn start_daemon(paths: &Paths) -> Result<(), CliError> {
    let failed =
        |problem: std::io::Error| CliError::failed(format!("cannot start the daemon: {problem}"));
    let log_path = paths.log();
    let log = log_path
        .parent()
        .map_or(Ok(()), private::folder)
        .and_then(|()| private::file(&log_path))
        .and_then(|log| log.set_len(0).map(|()| log));
    // The log is helpful, not essential.
    let log = log.map_or_else(|_| Stdio::null(), Stdio::from);
    let mut command = Command::new(program()?);
    command
        .arg("daemon")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log);
    process::outlive_terminal(&mut command);
    command.spawn().map(|_| ()).map_err(failed)
}

/// This program's file, for starting the daemon and windows.
pub(super) fn program() -> Result<std::path::PathBuf, CliError> {
    process::program()
        .map_err(|problem| CliError::failed(format!("cannot find my own program: {problem}")))
}

/// Sends a request whose only answer is that it was done.
pub(super) fn tell(request: &Request) -> Result<Client, CliError> {
    let mut client = connect()?;
    client.ask(request).map_err(refused)?;
    Ok(client)
}

/// Sends a request, then shows the resulting status.
pub(super) fn tell_and_show(request: &Request) -> Outcome {
    let mut client = tell(request)?;
    Ok(status(&mut client)?.sentence())
}

/// The status.
pub(super) fn status(client: &mut Client) -> Result<Status, CliError> {
    client.status().map_err(refused)
}

/// The payload of the answer, or why there is none.
pub(super) fn ask(client: &mut Client, request: &Request) -> Result<Payload, CliError> {
    client.ask(request).map_err(refused)
}

pub(super) fn explain(problem: ConnectProblem) -> CliError {
    match problem {
        ConnectProblem::NotRunning { .. } => CliError::not_running(),
        other @ (ConnectProblem::Version { .. }
        | ConnectProblem::Stranger { .. }
        | ConnectProblem::System { .. }) => CliError::failed(other.to_string()),
    }
}

pub(super) fn refused(problem: AskProblem) -> CliError {
    match problem {
        AskProblem::Refused(failure) => CliError::failed(failure.message).hint(failure.hint),
        AskProblem::Lost(_) if is_gone() => CliError::not_running(),
        other @ (AskProblem::Lost(_) | AskProblem::Confused(_)) => {
            CliError::failed(other.to_string())
        }
    }
}

/// The answer didn't fit the question.
pub(super) fn something_else() -> CliError {
    CliError::failed("the daemon answered something else")
}

/// Whether the daemon that didn't answer is gone.
fn is_gone() -> bool {
    paths().is_ok_and(|paths| {
        let again = Client::connect(&paths.socket());
        matches!(again, Err(ConnectProblem::NotRunning { .. }))
    })
}

/// `unbend quit`.
pub(super) fn quit() -> Outcome {
    tell(&Request::Quit)?;
    Ok("Unbend has ended.".to_owned())
}

/// All settings in force, according to the daemon.
#[cfg(feature = "window")]
pub(super) fn settings(client: &mut Client) -> Result<crate::logic::settings::Settings, CliError> {
    let Payload::Settings(listed) = ask(client, &Request::SettingsGet { path: None })? else {
        return Err(something_else());
    };
    Ok(crate::ipc::message::collected(&listed))
}
