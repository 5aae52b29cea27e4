//! `unbend simulate`: the rules of time over a script.

use std::io::Read;
use std::sync::Arc;

use crate::cli::{CliError, Outcome, ask};
use crate::logic::simulate::{Line, Script};
use crate::store::own_catalog;

/// What `unbend simulate` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The script; `-` = standard input (docs/simulate.md describes it)
    file: String,
    /// Print an array of objects
    #[arg(long)]
    json: bool,
}

/// Longest script read, bytes: a year of a fact a second.
const LONGEST: u64 = 1024 * 1024 * 1024;

/// Reads, runs and prints.
pub(super) fn run(args: &Args) -> Outcome {
    let unreadable =
        |problem: std::io::Error| CliError::unreadable(format!("{}: {problem}", args.file));
    let mut text = String::new();
    if args.file == "-" {
        std::io::stdin()
            .lock()
            .take(LONGEST)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
    } else {
        let file = std::fs::File::open(&args.file).map_err(unreadable)?;
        file.take(LONGEST)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
    }
    let own = ask::paths().map(|paths| own_catalog::load(&paths.user_catalog()).0);
    let catalog = own.unwrap_or_else(|_| crate::logic::catalog::builtin().clone());
    let script = Script::parse(&text, &catalog)
        .map_err(|problem| CliError::unreadable(format!("{}, {problem}", args.file)))?;
    let lines = script.run(&Arc::new(catalog));
    if args.json {
        let objects: Vec<_> = lines.iter().map(Line::json).collect();
        return serde_json::to_string_pretty(&objects)
            .map_err(|problem| CliError::failed(problem.to_string()));
    }
    Ok(lines.iter().map(|line| line.text() + "\n").collect())
}
