//! Keeps the current settings and their file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::logic::settings::{ListChange, Settings};
use crate::store::settings_file::{FileState, Loaded, SetProblem, SettingsFile};

/// The list of exercises left out because they hurt.
const HURT: &str = "exercises.hurt";

/// The current settings, and the file they came from.
#[derive(Debug)]
pub struct SettingsKeeper {
    file: SettingsFile,
    loaded: Loaded,
    /// Why the file couldn't be written at the start.
    unwritable: Option<String>,
    /// Exercises that hurt but that the file can't list yet: they are left out all the same.
    hurt: BTreeSet<String>,
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
            hurt: BTreeSet::new(),
        }
    }

    /// Reads the file and writes nothing.
    pub fn look(path: PathBuf) -> Self {
        let file = SettingsFile::at(path);
        SettingsKeeper {
            loaded: file.load(),
            file,
            unwritable: None,
            hurt: BTreeSet::new(),
        }
    }

    /// The current settings, always valid.
    pub fn settings(&self) -> &Settings {
        &self.loaded.settings
    }

    /// Changes one setting, in the file first; whatever the file says then applies.
    ///
    /// # Errors
    /// In words; nothing is changed then.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), String> {
        let set = self.file.set(path, value);
        self.go_on_with(set)
    }

    /// Adds entries to a list, or removes them, in the file first: nobody else's changes to the list are lost.
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

    /// Leaves an exercise out because it hurt, or brings it back. It is left out even if the file can't be changed, and
    /// the file says so as soon as it can.
    ///
    /// # Errors
    /// Why the file doesn't say so yet, in words.
    pub fn change_hurt(&mut self, what: String, change: ListChange) -> Result<(), String> {
        let items = [what];
        let written = self.change_list(HURT, &items, change);
        let [what] = items;
        match (change, &written) {
            (ListChange::Add, Err(_)) => {
                self.loaded.settings.exercises.hurt.insert(what.clone());
                self.hurt.insert(what);
            }
            (ListChange::Remove, _) if self.hurt.remove(&what) => {
                self.loaded.settings.exercises.hurt.remove(&what);
            }
            (ListChange::Add, Ok(())) | (ListChange::Remove, _) => {}
        }
        written
    }

    /// Adds a custom reminder, in the file first.
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

    /// Removes a custom reminder, from the file first.
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
        self.catch_up();
        Ok(())
    }

    /// Keeps what hurt on the list whatever the file says, and adds it to the file once that can be changed again.
    fn catch_up(&mut self) {
        if self.hurt.is_empty() {
            return;
        }
        let items: Vec<String> = self.hurt.iter().cloned().collect();
        if let Ok(loaded) = self.file.change_list(HURT, &items, ListChange::Add) {
            self.loaded = loaded;
            self.hurt.clear();
        } else {
            self.loaded.settings.exercises.hurt.extend(items);
        }
    }

    /// Rereads the file; returns whether the current settings changed. While it can't be read, they stay as they are.
    pub fn reload(&mut self) -> bool {
        let mut loaded = self.file.load();
        if matches!(loaded.state, FileState::Unreadable(_)) {
            loaded.settings = self.loaded.settings.clone();
        }
        let before = std::mem::replace(&mut self.loaded, loaded);
        self.catch_up();
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
        let unsaid = (!self.hurt.is_empty()).then(|| {
            let ids: Vec<&str> = self.hurt.iter().map(String::as_str).collect();
            format!(
                "{} does not say yet that these hurt: {}. They are left out until Unbend ends; see that the file can be written",
                self.file.path().display(),
                ids.join(", ")
            )
        });
        unreadable
            .into_iter()
            .chain(self.unwritable.clone())
            .chain(unsaid)
            .chain(warnings)
            .collect()
    }

    /// Where the file is.
    pub fn path(&self) -> &std::path::Path {
        self.file.path()
    }
}
