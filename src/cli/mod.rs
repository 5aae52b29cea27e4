//! Starts: one file per verb.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage or unreadable input, 3 the daemon isn't running.

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::logic::text::visible;

mod ask;

mod autostart;

mod bundle;

pub mod catalog;

mod chime;

mod completions;

mod daemon;

mod doctor;

pub mod draw;

#[cfg(feature = "window")]
mod libraries;

mod next;

pub mod own_figures;

mod pause;

#[cfg(feature = "window")]
mod picture;

mod posture;

mod remind;

pub mod settings;

mod simulate;

mod skip;

mod snooze;

mod start;

mod stats;

mod status;

mod today;

mod why;

mod window;

#[cfg(feature = "window")]
mod window_host;

/// The meaning of a verb's exit code.
const EXIT_CODES: &str = "Exit codes: 0 done, 1 failed, 2 not understood (what was typed, or a file that was to be read or \
     checked), 3 Unbend is not running";

/// Notices how long you sit, asks at a good moment, and walks you through a posture break.
///
/// Without a verb: starts the daemon if it is not running, and opens the window.
#[derive(Debug, Parser)]
#[command(name = "unbend", version, arg_required_else_help = false, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// Everything the command line can do, in the order of the help.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Run in the background: count sitting, ask, show the tray icon
    Daemon(daemon::Args),
    /// Open the window
    Window(window::Args),
    /// Start a break now
    Break(start::Args),
    /// Show what comes next, and why
    Next(next::Args),
    /// Show how long you have been sitting, and what comes next
    Status(status::Args),
    /// Tell what happened today, and why: each reset, hold, credit and choice
    Why(why::Args),
    /// Put the reminder off
    Snooze(snooze::Args),
    /// Skip the reminder: its count starts over
    Skip,
    /// Stay quiet for a while
    Pause(pause::Args),
    /// End the pause
    Resume,
    /// Say that you stand now
    Stand,
    /// Say that you sit now
    Sit,
    /// List, show and check exercises and routines, give them away and take them in
    Catalog(catalog::Args),
    /// Draw an exercise as SVG
    Draw(draw::Args),
    /// Count sitting, breaks and areas trained, by day
    Stats(stats::Args),
    /// Show, check and change settings
    Settings(settings::Args),
    /// Run the rules of time over a script of facts, or over recorded days
    Simulate(simulate::Args),
    /// Tell what works on this desktop, and what to do about the rest
    Doctor(doctor::Args),
    /// Start at login, or not
    Autostart(autostart::Args),
    /// Show a sample of the reminder: it counts for nothing
    Remind,
    /// Play the sound of a reminder: the daemon does, when one is shown
    #[command(hide = true)]
    Chime(chime::Args),
    /// Draw a picture of your own, for the window: it comes through standard input
    #[cfg(feature = "window")]
    #[command(hide = true)]
    DrawPicture(picture::Args),
    /// Print completions for a shell
    Completions(completions::Args),
    /// End the daemon
    Quit,
}

/// Why a verb failed.
#[derive(Debug)]
pub struct CliError {
    kind: Kind,
    message: String,
    hint: String,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Failed,
    Unreadable,
    NotRunning,
}

impl CliError {
    /// It was tried and didn't work: exit code 1.
    pub fn failed(message: impl Into<String>) -> Self {
        CliError::new(Kind::Failed, message)
    }

    /// The input can't be understood: exit code 2.
    pub fn unreadable(message: impl Into<String>) -> Self {
        CliError::new(Kind::Unreadable, message)
    }

    /// There is no daemon to ask: exit code 3.
    pub fn not_running() -> Self {
        CliError::new(Kind::NotRunning, "Unbend is not running")
            .hint("start it with `unbend daemon`, or with `unbend` to open the window as well")
    }

    fn new(kind: Kind, message: impl Into<String>) -> Self {
        CliError {
            kind,
            message: message.into(),
            hint: String::new(),
        }
    }

    /// Adds what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.kind {
            Kind::Failed => 1,
            Kind::Unreadable => 2,
            Kind::NotRunning => 3,
        })
    }
}

/// A verb's result: the text for standard output.
pub type Outcome = Result<String, CliError>;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    start_log();
    let outcome = match Cli::parse().verb {
        None => today::run(),
        Some(Verb::Daemon(args)) => daemon::run(&args),
        Some(Verb::Window(args)) => window::run(&args),
        Some(Verb::Break(args)) => start::run(args),
        Some(Verb::Next(args)) => next::run(&args),
        Some(Verb::Status(args)) => status::run(&args),
        Some(Verb::Why(args)) => why::run(&args),
        Some(Verb::Snooze(args)) => snooze::run(&args),
        Some(Verb::Skip) => skip::run(),
        Some(Verb::Pause(args)) => pause::run(&args),
        Some(Verb::Resume) => pause::resume(),
        Some(Verb::Stand) => posture::stand(),
        Some(Verb::Sit) => posture::sit(),
        Some(Verb::Catalog(args)) => catalog::run(&args),
        Some(Verb::Draw(args)) => draw::run(&args),
        Some(Verb::Stats(args)) => stats::run(&args),
        Some(Verb::Settings(args)) => settings::run(&args),
        Some(Verb::Simulate(args)) => simulate::run(&args),
        Some(Verb::Doctor(args)) => doctor::run(&args),
        Some(Verb::Autostart(args)) => autostart::run(&args),
        Some(Verb::Remind) => remind::run(),
        Some(Verb::Chime(args)) => chime::run(&args),
        #[cfg(feature = "window")]
        Some(Verb::DrawPicture(args)) => picture::run(&args),
        Some(Verb::Completions(args)) => completions::run(&args),
        Some(Verb::Quit) => ask::quit(),
    };
    match outcome {
        Ok(text) => print(&text),
        Err(error) => {
            eprintln!("unbend: {}", visible::lines(&error.message));
            if !error.hint.is_empty() {
                eprintln!("  {}", visible::lines(&error.hint));
            }
            error.exit_code()
        }
    }
}

/// Prints to standard output; it is no error if the reader has gone away (`unbend catalog list | head`).
fn print(text: &str) -> ExitCode {
    // Files and other programs may have put anything into it, even control characters for the terminal.
    let text = visible::lines(text);
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| {
        if text.is_empty() || text.ends_with('\n') {
            Ok(())
        } else {
            out.write_all(b"\n")
        }
    });
    match written.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) if problem.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("unbend: cannot write: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Logs to standard error: warnings, or the level in `UNBEND_LOG` (error, warn, info, debug).
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the environment is read"
)]
fn start_log() {
    let level = std::env::var("UNBEND_LOG")
        .ok()
        .and_then(|level| level.parse::<tracing::Level>().ok())
        .unwrap_or(tracing::Level::WARN);
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_target(false)
        .without_time()
        // A window outlives the daemon that reads its messages: one that nobody reads must not end it.
        .log_internal_errors(false)
        .init();
}
