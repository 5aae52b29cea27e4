//! `unbend draw-picture`: draws a user's picture in a separate process, and the code that calls it.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;

use crate::cli::{CliError, Outcome, ask};
use crate::logic::catalog::{FileMistake, Mistake, PictureKind};
use crate::platform::bounded::{self, Ended};
use crate::platform::process;
use crate::store::drawn::Drawn;
use crate::store::own_files;
use crate::window::drawing;

/// The size at which a picture is drawn to test whether it can be.
const TRIAL: [u32; 2] = [64, 64];

/// What `unbend draw-picture` takes; the picture comes through standard input, a PNG goes to standard output.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How it is stored: png or svg
    kind: String,
    /// How many pixels across and down there is room for
    across: u32,
    down: u32,
}

/// Draws, with limits on time and memory.
pub(super) fn run(args: &Args) -> Outcome {
    // Problems go to standard output: nobody reads the other one.
    let refuse = |why: String| {
        let _ = std::io::stdout().write_all(why.as_bytes());
        Err(CliError::failed(why))
    };
    if let Err(why) = bounded::bind() {
        return refuse(why.to_string());
    }
    let Some(kind) = PictureKind::of(&format!(".{}", args.kind)) else {
        return refuse("it is neither a PNG nor an SVG".to_owned());
    };
    let mut bytes = Vec::new();
    let most = own_files::picture_bytes(kind);
    let read = std::io::stdin().lock().take(most).read_to_end(&mut bytes);
    let drawn = read
        .map_err(|why| why.to_string())
        .and_then(|_| drawing::draw(kind, &bytes, [args.across, args.down]))
        .and_then(|png| {
            std::io::stdout()
                .write_all(&png)
                .map_err(|why| why.to_string())
        });
    match drawn {
        Ok(()) => Ok(String::new()),
        Err(why) => refuse(why),
    }
}

/// This program as it runs, even after an update has removed its file.
fn program() -> Result<PathBuf, CliError> {
    match process::running_program() {
        Some(running) => Ok(running),
        None => ask::program(),
    }
}

/// Draws pictures in a separate process, and caches the results.
#[derive(Clone, Debug)]
pub(super) struct PictureRenderer {
    program: PathBuf,
    drawn: Drawn,
}

impl PictureRenderer {
    /// An renderer that caches its drawings in the user's cache folder.
    pub(super) fn new() -> Result<PictureRenderer, CliError> {
        Ok(PictureRenderer {
            program: program()?,
            drawn: Drawn::at(ask::paths()?.drawn()),
        })
    }

    /// Draws a picture, given its path and bytes, as large as fits in that many pixels: a PNG.
    ///
    /// # Errors
    /// In words: what is wrong with it.
    pub(super) fn draw(&self, path: &str, bytes: &[u8], room: [u32; 2]) -> Result<Vec<u8>, String> {
        let kind = match PictureKind::of(path) {
            Some(PictureKind::Png) => "png",
            Some(PictureKind::Svg) => "svg",
            None => return Err("it is neither a PNG nor an SVG".to_owned()),
        };
        if let Some(png) = self.drawn.get(bytes, room) {
            return Ok(png);
        }
        let [across, down] = room.map(|pixels| pixels.to_string());
        let arguments = ["draw-picture", kind, &across, &down];
        match bounded::run(&self.program, &arguments, bytes) {
            Ok(Ended::Done(png)) if png.starts_with(b"\x89PNG") => {
                self.drawn.keep(bytes, room, &png);
                Ok(png)
            }
            Ok(Ended::Refused(why)) => Err(why),
            Ok(Ended::OutOfTime) => {
                Err("it takes too long to draw; draw it more simply".to_owned())
            }
            Ok(Ended::Fell | Ended::Done(_)) => {
                Err("it is too much to draw; draw it more simply".to_owned())
            }
            Err(why) => Err(format!("it cannot be drawn now: {why}")),
        }
    }

    /// Checks whether a picture can be shown.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn look(&self, path: &str, bytes: &[u8]) -> Result<(), Mistake> {
        let drawn = self.draw(path, bytes, TRIAL);
        drawn.map(|_| ()).map_err(|why| Mistake::File {
            name: path.to_owned(),
            why: FileMistake::Undrawn(why),
        })
    }
}
