//! Hands the command line over to `unbend::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    unbend::cli::main()
}
