//! `unbend daemon`: runs in the foreground until it is told to quit.

use std::path::PathBuf;
use std::process::Command;

use crate::cli::{CliError, Outcome, ask, window};
use crate::daemon::{self, Failed, Setup};
use crate::ipc::server::BindProblem;
use crate::logic::shown::surroundings::Surroundings;
use crate::platform::idle::Source;
use crate::platform::{process, surroundings};

/// What `unbend daemon` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Read input from a script or pipe instead of the desktop: lines `active` and `idle` (for tests and demonstrations)
    #[arg(long, value_name = "FILE")]
    idle_script: Option<PathBuf>,
}

/// Runs the daemon.
pub(super) fn run(args: &Args) -> Outcome {
    let session = surroundings::own();
    let setup = Setup {
        paths: ask::own_paths()?,
        program: ask::program()?,
        idle: args.idle_script.clone().map(Source::Scripted),
        no_window: window::in_the_way(),
        surroundings: session,
    };
    if let Some(why) = &setup.no_window {
        eprintln!("unbend: {why}");
    }
    let running = |message: &str| {
        // It may be older than this session, and waiting for one.
        if let Ok(paths) = ask::paths() {
            let _ = ask::reach(&paths);
        }
        Err(CliError::failed(message).hint("`unbend` opens its window, `unbend quit` ends it"))
    };
    match daemon::run(setup) {
        Ok(None) => Ok(String::new()),
        Ok(Some(session)) => Err(begin_anew(&session)),
        Err(Failed::Socket(BindProblem::AlreadyRunning)) => running("Unbend is already running"),
        Err(Failed::Held(held)) => running(&held.to_string()),
        Err(problem @ (Failed::Socket(_) | Failed::Runtime(_))) => {
            Err(CliError::failed(problem.to_string()))
        }
    }
}

/// Becomes a daemon in that session, with the same arguments and process id. Returns only if that fails.
fn begin_anew(session: &Surroundings) -> CliError {
    let failed = |problem: &dyn std::fmt::Display| {
        CliError::failed(format!("cannot go on in the new session: {problem}"))
            .hint("start it there with `unbend daemon`")
    };
    let program = match ask::program() {
        Ok(program) => program,
        Err(problem) => return problem,
    };
    let mut command = Command::new(program);
    command.args(std::env::args_os().skip(1));
    surroundings::put_into(&mut command, session);
    failed(&process::become_another(&mut command))
}
