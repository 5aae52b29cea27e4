//! `unbend daemon`: runs in the foreground until it is told to quit.

use std::path::PathBuf;

use crate::cli::{CliError, Outcome, ask, window};
use crate::daemon::{self, Failed, Setup};
use crate::ipc::server::BindProblem;
use crate::platform::idle::Source;

/// What `unbend daemon` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Read input from a script or pipe instead of the desktop: lines `active` and `idle` (for tests and demonstrations)
    #[arg(long, value_name = "FILE")]
    idle_script: Option<PathBuf>,
}

/// Runs the daemon.
pub(super) fn run(args: &Args) -> Outcome {
    let setup = Setup {
        paths: ask::paths()?,
        program: ask::program()?,
        idle: args.idle_script.clone().map(Source::Scripted),
        no_window: window::in_the_way(),
    };
    if let Some(why) = &setup.no_window {
        eprintln!("unbend: {why}");
    }
    match daemon::run(setup) {
        Ok(()) => Ok(String::new()),
        Err(Failed::Socket(BindProblem::AlreadyRunning)) => {
            Err(CliError::failed("Unbend is already running")
                .hint("`unbend` opens its window, `unbend quit` ends it"))
        }
        Err(problem @ (Failed::Socket(_) | Failed::Runtime(_))) => {
            Err(CliError::failed(problem.to_string()))
        }
    }
}
