//! A value that must survive a restart, in one small file that is replaced whole at every change.

use std::fs;
use std::io::{self, Write as _};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use crate::logic::schedule::Checkpoint;
use crate::logic::shown::place::Places;
use crate::platform::{atomic, plain_file};

/// Longest file that is read, in bytes.
const LONGEST_FILE: u64 = 1024 * 1024;

/// No state is longer; a file that is longer wasn't written here.
const LONGEST_PADDED: usize = 64 * 1024;

/// A value kept in a file, in a numbered form. Form 0 is from before forms had numbers.
pub trait Kept: Sized {
    /// The form that is written; the latest one known.
    const FORM: u32;

    /// What follows if the file can't be used, in words.
    const LOST: &str;

    /// What is written, except for the number of the form.
    fn form(&self) -> impl Serialize;

    /// Reads what was written in that form.
    ///
    /// # Errors
    /// It isn't of that form.
    fn read<'de, D: Deserializer<'de>>(form: u32, from: D) -> Result<Self, D::Error>;
}

impl Kept for Checkpoint {
    const FORM: u32 = Checkpoint::FORM;
    const LOST: &str = "counting starts at zero";

    fn form(&self) -> impl Serialize {
        Checkpoint::form(self)
    }

    fn read<'de, D: Deserializer<'de>>(form: u32, from: D) -> Result<Self, D::Error> {
        Checkpoint::read(form, from)
    }
}

impl Kept for Places {
    const FORM: u32 = 1;
    const LOST: &str = "windows open where the desktop puts them";

    fn form(&self) -> impl Serialize {
        self
    }

    fn read<'de, D: Deserializer<'de>>(_: u32, from: D) -> Result<Self, D::Error> {
        Places::deserialize(from)
    }
}

/// The file of a value.
#[derive(Clone, Debug)]
pub struct StateFile<T> {
    path: PathBuf,
    /// A later version of the program wrote it: it isn't overwritten.
    left_alone: bool,
    kept: PhantomData<fn() -> T>,
}

/// What was remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered<T> {
    /// The state; none if there is none, or it can't be read.
    pub state: Option<T>,
    /// Why it can't be read, and what happened to the file.
    pub problem: Option<StateProblem>,
}

/// Why a state can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StateProblem {
    /// It is damaged.
    #[error("{} cannot be read ({why}); {}, {lost}", .path.display(), kept_as(.aside))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
        /// Where it was moved, or why it couldn't be.
        aside: Result<PathBuf, String>,
        /// What follows.
        lost: &'static str,
    },
    /// A later version of the program wrote it.
    #[error(
        "{} was written by a later version of Unbend (its form is {theirs}, this version knows up to {ours}): it is left as it is, {lost}, and nothing is saved. Install that version again, or move the file away and restart Unbend",
        .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its form.
        theirs: u32,
        /// The latest form known here.
        ours: u32,
        /// What follows.
        lost: &'static str,
    },
}

fn kept_as(aside: &Result<PathBuf, String>) -> String {
    match aside {
        Ok(aside) => format!("it is kept as {}", aside.display()),
        Err(why) => format!("it cannot be moved aside: {why}"),
    }
}

/// Why a text isn't a state.
#[derive(Debug, Error)]
pub enum NotAState {
    /// It isn't JSON of its form.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// Its form isn't known here.
    #[error("its form is {0}")]
    Newer(u32),
}

/// The number of the form that a file is in.
#[derive(Deserialize)]
struct Numbered {
    #[serde(default)]
    version: u32,
}

/// Reads a state from the content of a file.
///
/// # Errors
/// It isn't one, or not in a form known here.
pub fn parse<T: Kept>(bytes: &[u8]) -> Result<T, NotAState> {
    let Numbered { version } = serde_json::from_slice(bytes)?;
    if version > T::FORM {
        return Err(NotAState::Newer(version));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let state = T::read(version, &mut json)?;
    json.end()?;
    Ok(state)
}

/// The content of the file for a state.
///
/// # Errors
/// It can't be expressed in JSON.
pub fn text<T: Kept>(state: &T) -> io::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Written<F> {
        version: u32,
        #[serde(flatten)]
        form: F,
    }
    let (version, form) = (T::FORM, state.form());
    let mut json = serde_json::to_vec(&Written { version, form })?;
    json.push(b'\n');
    Ok(json)
}

impl<T: Kept> StateFile<T> {
    /// The file at that path, which need not exist.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        StateFile {
            path: path.into(),
            left_alone: false,
            kept: PhantomData,
        }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether [`StateFile::load`] found a file of a later version, so that nothing is saved.
    pub fn is_left_alone(&self) -> bool {
        self.left_alone
    }

    /// Replaces the saved state.
    ///
    /// # Errors
    /// Whatever the system refuses; the previous state is intact then. A file that is left alone.
    pub fn save(&self, state: &T) -> io::Result<()> {
        self.may_write()?;
        atomic::write(&self.path, &text(state)?)
    }

    /// Replaces the saved state without waiting for the disk.
    ///
    /// # Errors
    /// As for [`StateFile::save`].
    pub fn save_soon(&self, state: &T) -> io::Result<()> {
        self.may_write()?;
        atomic::write_soon(&self.path, &text(state)?)
    }

    /// Saves a newer state beside it without waiting for the disk, at next to no cost to a sleeping program: a second
    /// file is overwritten in place. It survives a crash of the program; after a power cut the previous state counts.
    ///
    /// # Errors
    /// As for [`StateFile::save`].
    pub fn note(&self, state: &T) -> io::Result<()> {
        self.may_write()?;
        let beside = self.beside();
        let is_file = |path: &Path| fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
        // A file that doesn't exist yet, or isn't one of ours, is created the usual way.
        for path in [&self.path, &beside] {
            if !is_file(path) {
                return atomic::write_soon(path, &text(state)?);
            }
        }
        let mut bytes = text(state)?;
        let mut file = plain_file::open_to_write(&beside)?;
        let before = usize::try_from(file.metadata()?.len()).unwrap_or_default();
        // Blanks cover the rest of a longer state: the JSON ends before them.
        bytes.resize(bytes.len().max(before.min(LONGEST_PADDED)), b' ');
        file.write_all(&bytes)
    }

    fn may_write(&self) -> io::Result<()> {
        match self.left_alone {
            true => Err(io::Error::other("a later version of Unbend wrote it")),
            false => Ok(()),
        }
    }

    /// Reads the saved state and changes nothing; none if there is none, or it can't be read.
    pub fn look(&self) -> Option<T> {
        self.read().ok()?
    }

    /// Reads the saved state. A damaged file is moved aside, so that the next save doesn't destroy it. A file of a later
    /// version is left alone: nothing is saved from then on.
    pub fn load(&mut self) -> Remembered<T> {
        let why = match self.read() {
            Ok(state) => {
                return Remembered {
                    state,
                    problem: None,
                };
            }
            Err(NotRead::System(why)) => why.to_string(),
            Err(NotRead::State(NotAState::Json(why))) => why.to_string(),
            Err(NotRead::State(NotAState::Newer(theirs))) => {
                self.left_alone = true;
                return Remembered {
                    state: None,
                    problem: Some(StateProblem::Newer {
                        path: self.path.clone(),
                        theirs,
                        ours: T::FORM,
                        lost: T::LOST,
                    }),
                };
            }
        };
        let mut aside = self.path.as_os_str().to_owned();
        aside.push(".bad");
        let aside = PathBuf::from(aside);
        let moved = fs::rename(&self.path, &aside).map_err(|problem| problem.to_string());
        Remembered {
            state: None,
            problem: Some(StateProblem::Damaged {
                path: self.path.clone(),
                why,
                aside: moved.map(|()| aside),
                lost: T::LOST,
            }),
        }
    }

    /// The latest state, from the file or from the one beside it; none if there is no file.
    fn read(&self) -> Result<Option<T>, NotRead> {
        let of = |path: &Path| -> Result<T, NotRead> {
            let bytes = plain_file::read(path, LONGEST_FILE).map_err(NotRead::System)?;
            parse(&bytes).map_err(NotRead::State)
        };
        let newer =
            |read: &Result<T, NotRead>| matches!(read, Err(NotRead::State(NotAState::Newer(_))));
        let first = of(&self.path);
        if self.is_beside_later() && !newer(&first) {
            let second = of(&self.beside());
            // Perhaps only half of it was written before the power went.
            if second.is_ok() || newer(&second) {
                return second.map(Some);
            }
        }
        match first {
            Ok(state) => Ok(Some(state)),
            Err(NotRead::System(why)) if why.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(why) => Err(why),
        }
    }

    /// Where a state is noted beside the file.
    fn beside(&self) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(".newer");
        PathBuf::from(name)
    }

    /// Whether the state beside the file was saved later. Without the file it doesn't count.
    fn is_beside_later(&self) -> bool {
        let written = |path: &Path| fs::metadata(path).and_then(|found| found.modified()).ok();
        let (first, second) = (written(&self.path), written(&self.beside()));
        first
            .zip(second)
            .is_some_and(|(first, second)| second > first)
    }
}

/// Why no state was read.
enum NotRead {
    System(io::Error),
    State(NotAState),
}

#[cfg(test)]
mod tests;
