//! `settings.ron` on the disk: opened, created, written whole; never overwritten when it can't be read.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::logic::settings::file::{
    self, EditProblem, InTheWay, Reading, Warning, read, write_default,
};
use crate::logic::settings::{ListChange, SettingProblem, Settings};
use crate::logic::text::ron_tree::{self, Fault, SyntaxProblem};
use crate::platform::{atomic, plain_file};

/// Longest settings file that is read, in bytes: far beyond any use, but harmless to memory.
const LONGEST_FILE: u64 = 1024 * 1024;

/// The user's settings file.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    path: PathBuf,
}

/// The result of loading: always settings that can be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The settings; defaults where the file says nothing or can't be read.
    pub settings: Settings,
    /// What is wrong in the file.
    pub warnings: Vec<Warning>,
    /// The state of the file.
    pub state: FileState,
}

/// The state of the settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileState {
    /// There is none: everything has its default.
    Fresh,
    /// It was read.
    Read,
    /// It exists but can't be read: it is left alone, and everything has its default meanwhile.
    Unreadable(Unreadable),
}

/// Why a settings file can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}{}: {why}. Mend it or move it away; it is left as it is, and the last good settings or the defaults are used until then", .path.display(), at_line(.line))]
pub struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1, if a particular one is to blame.
    pub line: Option<usize>,
    /// What is wrong.
    pub why: NotRead,
}

/// Why a settings file can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotRead {
    /// The system refuses; its message.
    #[error("{0}")]
    System(String),
    /// It isn't text.
    #[error("it is not UTF-8 text")]
    NotText,
    /// It isn't RON.
    #[error("column {column}: {what}")]
    Syntax {
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong there.
        what: Fault,
    },
}

fn at_line(line: &Option<usize>) -> String {
    line.map(|line| format!(", line {line}"))
        .unwrap_or_default()
}

/// Why a setting wasn't changed. The file is unchanged.
#[derive(Debug, Error)]
pub enum SetProblem {
    /// No such setting, or no such value.
    #[error(transparent)]
    Setting(#[from] SettingProblem),
    /// The file can't be read, so nothing may be written to it.
    #[error(transparent)]
    Unreadable(Unreadable),
    /// The file is written in a way that can't be changed by the program.
    #[error("{}, line {line}: `{path}` cannot be changed here: {why}. Change it by hand", .file.display())]
    Shape {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The setting.
        path: String,
        /// What is in the way.
        why: InTheWay,
    },
    /// The system refused.
    #[error("cannot write {}: {why}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
}

impl SettingsFile {
    /// The settings file at that path, which need not exist yet.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        SettingsFile { path: path.into() }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads it. This never fails: anything unusable is reported in the result.
    pub fn load(&self) -> Loaded {
        match self.text() {
            Ok(Some(text)) => match read(&text) {
                Ok(Reading { settings, warnings }) => Loaded {
                    settings,
                    warnings,
                    state: FileState::Read,
                },
                Err(problem) => at_defaults(FileState::Unreadable(self.broken(problem))),
            },
            Ok(None) => at_defaults(FileState::Fresh),
            Err(unreadable) => at_defaults(FileState::Unreadable(unreadable)),
        }
    }

    /// Writes the commented defaults if there is no file yet.
    ///
    /// # Errors
    /// The system refuses.
    pub fn create_if_missing(&self) -> Result<(), SetProblem> {
        match fs::symlink_metadata(&self.path) {
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => {
                self.write(&write_default(&Settings::default()))
            }
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Changes one setting in the file, creating it if it is missing, and returns what the file says now.
    ///
    /// # Errors
    /// A setting or value that doesn't exist, a file that can't be read, a system error.
    pub fn set(&self, path: &str, value: &str) -> Result<Loaded, SetProblem> {
        self.change(|text| file::edit(text, path, value))
    }

    /// Adds entries to a list in the file, or removes them, based on what the file says at that moment.
    ///
    /// # Errors
    /// As for [`SettingsFile::set`], and a setting that isn't a list.
    pub fn change_list(
        &self,
        path: &str,
        items: &[String],
        change: ListChange,
    ) -> Result<Loaded, SetProblem> {
        self.change(|text| file::change_list(text, path, items, change))
    }

    /// Adds a custom reminder to the file; `values` as for [`Settings::new_reminder`].
    ///
    /// # Errors
    /// As for [`SettingsFile::set`], and an id that is taken.
    pub fn add_reminder(
        &self,
        id: &str,
        values: &BTreeMap<String, String>,
    ) -> Result<Loaded, SetProblem> {
        self.change(|text| file::add_reminder(text, id, values))
    }

    /// Removes a custom reminder from the file.
    ///
    /// # Errors
    /// As for [`SettingsFile::set`], and a built-in reminder.
    pub fn remove_reminder(&self, id: &str) -> Result<Loaded, SetProblem> {
        self.change(|text| file::remove_reminder(text, id))
    }

    fn change(
        &self,
        how: impl FnOnce(&str) -> Result<String, EditProblem>,
    ) -> Result<Loaded, SetProblem> {
        let text = match self.text() {
            Ok(Some(text)) => text,
            Ok(None) => write_default(&Settings::default()),
            Err(unreadable) => return Err(SetProblem::Unreadable(unreadable)),
        };
        let changed = how(&text).map_err(|problem| match problem {
            EditProblem::Syntax(problem) => SetProblem::Unreadable(self.broken(problem)),
            EditProblem::Setting(problem) => SetProblem::Setting(problem),
            EditProblem::Shape { at, path, why } => SetProblem::Shape {
                file: self.path.clone(),
                line: ron_tree::line_column(&text, at).0,
                path,
                why,
            },
        })?;
        self.write(&changed)?;
        Ok(self.load())
    }

    fn write(&self, text: &str) -> Result<(), SetProblem> {
        atomic::write(&self.path, text.as_bytes()).map_err(|why| SetProblem::Write {
            path: self.path.clone(),
            why,
        })
    }

    /// The contents; none if there is no file.
    fn text(&self) -> Result<Option<String>, Unreadable> {
        let unreadable = |line, why: NotRead| Unreadable {
            path: self.path.clone(),
            line,
            why,
        };
        let bytes = match plain_file::read(&self.path, LONGEST_FILE) {
            Ok(bytes) => bytes,
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(problem) => return Err(unreadable(None, NotRead::System(problem.to_string()))),
        };
        String::from_utf8(bytes).map(Some).map_err(|problem| {
            let line = plain_file::not_text(&problem);
            unreadable(Some(line), NotRead::NotText)
        })
    }

    fn broken(&self, problem: SyntaxProblem) -> Unreadable {
        Unreadable {
            path: self.path.clone(),
            line: Some(problem.line),
            why: NotRead::Syntax {
                column: problem.column,
                what: problem.what,
            },
        }
    }
}

fn at_defaults(state: FileState) -> Loaded {
    Loaded {
        settings: Settings::default(),
        warnings: Vec::new(),
        state,
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
