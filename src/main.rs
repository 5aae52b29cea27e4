//! Hands the command line to `unbend::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    unbend::cli::main()
}
