//! Runs a part of this program in a separate process with limits on time and memory.
//!
//! A decoder that panics, overflows its stack or never returns then takes nothing else down.

use std::io;
use std::path::Path;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Normally, with this output.
    Done(Vec<u8>),
    /// With a problem, in its own words.
    Refused(String),
    /// It took too long.
    OutOfTime,
    /// It crashed, or was stopped for using too much memory.
    Fell,
}

/// Runs `program` with these arguments and this standard input.
///
/// # Errors
/// The system can't start the process, has no room for its input and output, or has no limits.
pub fn run(program: &Path, arguments: &[&str], input: &[u8]) -> io::Result<Ended> {
    way::run(program, arguments, input)
}

/// Limits this process's memory, output and time. Call it before anything else.
///
/// # Errors
/// The system refuses: then nothing should be read.
pub fn bind() -> io::Result<()> {
    way::bind()
}
