//! The program and the desktop around a window process.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Zoned;

use crate::cli::own_figures::OwnFigures;
use crate::cli::picture::PictureRenderer;
use crate::cli::{CliError, ask, bundle};
use crate::logic::catalog::Catalog;
use crate::logic::practice::player::Cue;
use crate::logic::practice::sentence::Sentence;
use crate::logic::shown::file_choice::{Chosen, Wanted};
use crate::logic::time::now::Mono;
use crate::platform::clock::Clock;
use crate::platform::file_chooser::FileChooser;
use crate::platform::paths::Paths;
use crate::platform::sound::Chimes;
use crate::platform::speech::Voice;
use crate::platform::{atomic, fonts, screen};
use crate::store::own_files::OwnFiles;
use crate::store::{own_bundle, own_catalog};
use crate::window::Wake;
use crate::window::fonts::Finder;
use crate::window::gallery::Gallery;
use crate::window::host::Host;

/// The real implementation.
pub(super) struct WindowHost {
    /// The file of the user's catalog.
    catalog: PathBuf,
    /// Where exported files go.
    exports: PathBuf,
    renderer: PictureRenderer,
    chimes: Chimes,
    voice: Voice,
    chooser: FileChooser,
}

impl WindowHost {
    /// Nothing has been heard or read yet.
    pub(super) fn new(paths: &Paths) -> Result<Self, CliError> {
        Ok(WindowHost {
            catalog: paths.user_catalog(),
            exports: paths.exports(),
            renderer: PictureRenderer::new()?,
            chimes: Chimes::new(None),
            voice: Voice::new(None),
            chooser: FileChooser::new(),
        })
    }
}

impl Host for WindowHost {
    fn now(&self) -> Mono {
        Clock::mono()
    }

    fn wall(&self) -> Zoned {
        Clock::read().wall
    }

    fn chime(&mut self, cue: Cue, volume: u32) {
        self.chimes.play(cue, volume);
    }

    fn say(&mut self, sentence: Sentence) {
        self.voice.say(sentence);
    }

    fn hush(&mut self) {
        self.voice.hush();
    }

    fn start_daemon(&self) -> Result<(), String> {
        let started = ask::own_paths().and_then(|paths| ask::start_daemon(&paths));
        started.map_err(|problem| problem.message)
    }

    fn reload(&self) -> (Catalog, Gallery) {
        let (files, renderer) = (OwnFiles::beside(&self.catalog), self.renderer.clone());
        let figures = OwnFigures::load(&files).sets;
        let pictures = move |path: &str, room| {
            let bytes = files.picture(path).map_err(|mistake| mistake.wrong())?;
            renderer.draw(path, &bytes, room)
        };
        let gallery = Gallery::new(figures, Box::new(pictures));
        (own_catalog::load(&self.catalog).0, gallery)
    }

    fn share(&self, ids: &[String]) -> Result<String, String> {
        own_bundle::export(&self.catalog, ids)
    }

    fn inspect(&self, path: &str) -> Result<(), String> {
        let show = |path: &str, bytes: &[u8]| self.renderer.look(path, bytes);
        bundle::checked(&self.catalog, Path::new(path), &show).map(|_| ())
    }

    fn export(&self, name: &str, text: &str) -> Result<String, String> {
        export(&self.exports, name, text)
    }

    fn save(&self, path: &str, text: &str) -> Result<(), String> {
        // The user has agreed to replace an existing file.
        atomic::export(Path::new(path), text.as_bytes())
            .map_err(|problem| format!("cannot write {path}: {problem}"))
    }

    fn pick_file(&mut self, wanted: Wanted, wake: Wake) {
        self.chooser.ask(wanted, move || wake());
    }

    fn picked_file(&mut self) -> Option<Chosen> {
        self.chooser.answer()
    }

    fn font(&self) -> Finder {
        Arc::new(fonts::with_character)
    }

    fn stay_back(&self, window: u32) {
        screen::stay_back(window);
    }
}

/// Saves a text as a new file beside the user's other files; returns where.
fn export(folder: &Path, name: &str, text: &str) -> Result<String, String> {
    let failed =
        |problem: std::io::Error| format!("cannot write to {}: {problem}", folder.display());
    fs::create_dir_all(folder).map_err(failed)?;
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "txt"));
    for copy in 1..1000_u32 {
        let path = match copy {
            1 => folder.join(name),
            copy => folder.join(format!("{stem} ({copy}).{ending}")),
        };
        // The user's existing files are never overwritten.
        match atomic::export_new(&path, text.as_bytes()) {
            Ok(()) => return Ok(path.display().to_string()),
            Err(problem) if problem.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(problem) => return Err(failed(problem)),
        }
    }
    Err(format!(
        "{} is full of files called {name}",
        folder.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_never_writes_over_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("Documents");
        let first = export(&place, "a.csv", "1").expect("written");
        let second = export(&place, "a.csv", "2").expect("written");
        assert!(first.ends_with("Documents/a.csv") && second.ends_with("Documents/a (2).csv"));
        assert_eq!(std::fs::read_to_string(first).expect("there"), "1");
        assert_eq!(std::fs::read_to_string(second).expect("there"), "2");
        let file = folder.path().join("Documents/a.csv");
        let problem = export(&file, "b.csv", "").expect_err("a file is no folder");
        assert!(problem.contains("a.csv"), "{problem}");
    }
}
