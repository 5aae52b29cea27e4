//! `unbend completions`: the script a shell needs to complete verbs and options.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::{Cli, CliError, Outcome};

/// What `unbend completions` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// Returns the shell's script.
pub(super) fn run(args: &Args) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "unbend", &mut script);
    String::from_utf8(script).map_err(|problem| CliError::failed(problem.to_string()))
}
