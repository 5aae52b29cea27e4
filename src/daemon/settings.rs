//! Keeps the settings in force and their file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::logic::settings::{ListChange, Settings};
use crate::store::settings_file::{FileState, Loaded, SetProblem, SettingsFile};

/// The settings in force, and the file they came from.
#[derive(Debug)]
pub struct SettingsKeeper {
    file: SettingsFile,
    loaded: Loaded,
    /// Why the file could not be written at the start.
    unwritable: Option<String>,
}

impl SettingsKeeper {
    /// Reads the file; a missing one is written with the defaults, so that there is something to look at and edit.
    pub fn open(path: PathBuf) -> Self {
        let file = SettingsFile::at(path);
        let unwritable = file
            .create_if_missing()
            .err()
            .map(|problem| problem.to_string());
        let loaded = file.load();
        SettingsKeeper {
            file,
            loaded,
            unwritable,
        }
    }

    /// Reads the file and writes nothing.
    pub fn look(path: PathBuf) -> Self {
        let file = SettingsFile::at(path);
        SettingsKeeper {
            loaded: file.load(),
            file,
            unwritable: None,
        }
    }

    /// The settings in force, always valid.
    pub fn settings(&self) -> &Settings {
        &self.loaded.settings
    }

    /// Changes one setting, in the file first; what the file says then is in force.
    ///
    /// # Errors
    /// In words; nothing is changed then.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), String> {
        let set = self.file.set(path, value);
        self.go_on_with(set)
    }

    /// Puts entries on a list, or takes them off it, in the file first: whoever else changes the same list loses nothing.
    ///
    /// # Errors
    /// In words; nothing is changed then.
    pub fn change_list(
        &mut self,
        path: &str,
        items: &[String],
        change: ListChange,
    ) -> Result<(), String> {
        let changed = self.file.change_list(path, items, change);
        self.go_on_with(changed)
    }

    /// Adds a reminder of the person's own, in the file first.
    ///
    /// # Errors
    /// In words; nothing is changed then.
    pub fn add_reminder(
        &mut self,
        id: &str,
        values: &BTreeMap<String, String>,
    ) -> Result<(), String> {
        let added = self.file.add_reminder(id, values);
        self.go_on_with(added)
    }

    /// Takes a reminder of the person's own away, from the file first.
    ///
    /// # Errors
    /// In words; nothing is changed then.
    pub fn remove_reminder(&mut self, id: &str) -> Result<(), String> {
        let removed = self.file.remove_reminder(id);
        self.go_on_with(removed)
    }

    fn go_on_with(&mut self, written: Result<Loaded, SetProblem>) -> Result<(), String> {
        self.loaded = written.map_err(|problem| problem.to_string())?;
        self.unwritable = None;
        Ok(())
    }

    /// Reads the file again; whether that changed what is in force. While it cannot be read, all stays in force.
    pub fn reload(&mut self) -> bool {
        let mut loaded = self.file.load();
        if matches!(loaded.state, FileState::Unreadable(_)) {
            loaded.settings = self.loaded.settings.clone();
        }
        let before = std::mem::replace(&mut self.loaded, loaded);
        before.settings != self.loaded.settings
    }

    /// What is wrong with the file, in words.
    pub fn problems(&self) -> Vec<String> {
        let unreadable = match &self.loaded.state {
            FileState::Unreadable(why) => Some(why.to_string()),
            FileState::Fresh | FileState::Read => None,
        };
        let warnings = self
            .loaded
            .warnings
            .iter()
            .map(|warning| format!("{}: {warning}", self.file.path().display()));
        unreadable
            .into_iter()
            .chain(self.unwritable.clone())
            .chain(warnings)
            .collect()
    }

    /// Where the file is.
    pub fn path(&self) -> &std::path::Path {
        self.file.path()
    }
}
