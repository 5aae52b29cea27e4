//! Every setting: its path, meaning, unit, default and allowed values.
//!
//! A setting is named by its path in the settings file (`presence.away_after`). One table (`table.rs`) has a row for
//! each, from which the file, `settings set`, `simulate` and the settings page are made.

mod choices;
mod field;
pub mod file;
mod problem;
mod reminder;
mod row;
mod table;
#[cfg(test)]
mod tests;
mod value;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::Time;

pub use choices::{IdleSource, MotionChoice, Stay, ThemeChoice};
pub use field::{Field, Kind, ListChange, ListOf, Section, TextForm, Unit};
pub use problem::{Hint, LONGEST_TEXT, SettingProblem, Unfit};
pub use reminder::{
    OLD_NAME, Offer, REMINDERS, Reminder, Trigger, is_built_in, is_reminder_id, reminder_id_for,
};
pub use table::{
    ExerciseRules, HoldRules, Look, NotificationRules, PresenceRules, SoundRules, SourceRules,
    Timing,
};

use crate::logic::presence::Posture;
use crate::logic::time::hours::{Days, Hours};
use row::Row;
use table::{Part, TABLE};

/// All settings, always valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// What input and its absence mean.
    pub presence: PresenceRules,
    /// How reminders are timed.
    pub timing: Timing,
    /// How a reminder is shown.
    pub notification: NotificationRules,
    /// When reminders may come.
    pub hours: Hours,
    /// What keeps reminders quiet.
    pub holds: HoldRules,
    /// What to ask for, in the order of the file.
    pub reminders: Vec<Reminder>,
    /// What may be chosen from.
    pub exercises: ExerciseRules,
    /// How the window looks.
    pub look: Look,
    /// What can be heard.
    pub sound: SoundRules,
    /// What to watch on the desktop.
    pub sources: SourceRules,
}

/// Longest value of a setting as written, in bytes: all settings together must fit in a line of the socket.
const LONGEST_VALUE: usize = 6 * 1024;

/// Most reminders, including the built-in ones.
pub const MOST_REMINDERS: usize = 40;

impl Default for Settings {
    /// The defaults of a new installation.
    fn default() -> Self {
        let reminder = |id: &str, on, trigger, offer| Reminder {
            id: id.to_owned(),
            on,
            trigger,
            offer,
            text: String::new(),
        };
        let amount = |of, after| Trigger::Amount { of, after };
        Settings {
            presence: PresenceRules::default(),
            timing: Timing::default(),
            notification: NotificationRules::default(),
            hours: Hours::default(),
            holds: HoldRules::default(),
            reminders: vec![
                reminder(
                    "stretch",
                    true,
                    amount(Posture::Sitting, Duration::from_mins(30)),
                    Offer::Pool("desk".to_owned()),
                ),
                reminder(
                    "reset",
                    false,
                    amount(Posture::Sitting, Duration::from_hours(2)),
                    Offer::Routine("quick-daily-reset".to_owned()),
                ),
                reminder(
                    "posture",
                    false,
                    amount(Posture::Sitting, Duration::from_mins(15)),
                    Offer::Nudge,
                ),
                reminder(
                    "stand",
                    false,
                    amount(Posture::Standing, Duration::from_mins(45)),
                    Offer::Nudge,
                ),
                reminder(
                    "walk",
                    false,
                    Trigger::TimeOfDay {
                        at: Time::constant(15, 0, 0, 0),
                        days: Days::WEEKDAYS,
                    },
                    Offer::Routine("walk".to_owned()),
                ),
            ],
            exercises: ExerciseRules::default(),
            look: Look::default(),
            sound: SoundRules::default(),
            sources: SourceRules::default(),
        }
    }
}

/// The row of a path, and the reminder whose setting it is.
enum Found<'p> {
    Setting(&'static Row<Settings>, Section),
    OfReminder(&'p str, &'static Row<Reminder>),
}

fn find(path: &str) -> Option<Found<'_>> {
    TABLE.iter().find_map(|part| match part {
        Part::Group(group) => {
            let row = group.rows.iter().find(|row| row.path == path)?;
            Some(Found::Setting(row, group.section))
        }
        Part::Reminders(group) => {
            let (id, name) = path
                .strip_prefix(group.name)?
                .strip_prefix('.')?
                .split_once('.')?;
            let name = if name == OLD_NAME.0 { OLD_NAME.1 } else { name };
            let row = group.rows.iter().find(|row| row.path == name)?;
            Some(Found::OfReminder(id, row))
        }
    })
}

/// What a group of the settings file is for; none if there is no such group.
pub fn about_group(name: &str) -> Option<&'static str> {
    TABLE.iter().find_map(|part| {
        let (group, doc) = match part {
            Part::Group(group) => (group.name, group.doc),
            Part::Reminders(group) => (group.name, group.doc),
        };
        (group == name).then_some(doc)
    })
}

impl Settings {
    /// Every setting, in the order of the file.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        for part in &TABLE {
            match part {
                Part::Group(group) => {
                    let rows = group.rows.iter();
                    fields.extend(rows.map(|row| row.field(row.path.to_owned(), group.section)));
                }
                Part::Reminders(group) => {
                    for reminder in &self.reminders {
                        let rows = group.rows.iter().filter(|row| reminder.shows(row));
                        fields.extend(rows.map(|row| {
                            let path = format!("{}.{}.{}", group.name, reminder.id, row.path);
                            row.field(path, group.section)
                        }));
                    }
                }
            }
        }
        fields
    }

    /// The setting at `path`, under the path by which it is listed.
    pub fn field(&self, path: &str) -> Option<Field> {
        match find(path)? {
            Found::Setting(row, section) => Some(row.field(path.to_owned(), section)),
            Found::OfReminder(id, row) => {
                (row.text)(self.reminder(id)?)?;
                Some(row.field(format!("{REMINDERS}.{id}.{}", row.path), Section::Reminders))
            }
        }
    }

    /// The value of the setting at `path`, as written.
    pub fn get(&self, path: &str) -> Option<String> {
        match find(path)? {
            Found::Setting(row, _) => (row.text)(self),
            Found::OfReminder(id, row) => (row.text)(self.reminder(id)?),
        }
    }

    /// Sets the setting at `path` from text: `20m`, `true`, `3`, `Mon-Fri 09:00-17:00`.
    ///
    /// # Errors
    /// An unknown path, or a value that doesn't fit; nothing is changed then.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), SettingProblem> {
        let bad = |why| SettingProblem::Bad {
            path: path.to_owned(),
            why,
        };
        if value.len() > LONGEST_VALUE {
            return Err(bad(Unfit::TooLong(LONGEST_VALUE)));
        }
        let set = match find(path) {
            Some(Found::Setting(row, _)) => (row.set)(self, value),
            Some(Found::OfReminder(id, row)) => self
                .reminder_mut(id)
                .and_then(|reminder| (row.set)(reminder, value)),
            None => None,
        };
        set.ok_or_else(|| self.unknown(path))?.map_err(bad)
    }

    /// Adds entries to the list at `path`, or removes them; no effect on those already there, or not there.
    ///
    /// # Errors
    /// An unknown path, a setting that isn't a list, an entry that doesn't fit; nothing is changed then.
    pub fn change_list(
        &mut self,
        path: &str,
        items: &[String],
        change: ListChange,
    ) -> Result<(), SettingProblem> {
        let bad = |why| SettingProblem::Bad {
            path: path.to_owned(),
            why,
        };
        let mut wanted = self.clone();
        let changed = match find(path) {
            Some(Found::Setting(row, _)) => (row.change_list)(&mut wanted, items, change),
            Some(Found::OfReminder(id, row)) => wanted
                .reminder_mut(id)
                .and_then(|reminder| (row.change_list)(reminder, items, change)),
            None => None,
        };
        changed.ok_or_else(|| self.unknown(path))?.map_err(bad)?;
        if wanted
            .get(path)
            .is_some_and(|value| value.len() > LONGEST_VALUE)
        {
            return Err(bad(Unfit::ListFull));
        }
        *self = wanted;
        Ok(())
    }

    /// The reminder with that id.
    pub fn reminder(&self, id: &str) -> Option<&Reminder> {
        self.reminders.iter().find(|reminder| reminder.id == id)
    }

    fn reminder_mut(&mut self, id: &str) -> Option<&mut Reminder> {
        self.reminders.iter_mut().find(|reminder| reminder.id == id)
    }

    /// Adds a custom reminder with an hour of sitting until more is said; existing ids stay.
    pub fn add_reminder(&mut self, id: &str, trigger: Option<Trigger>) {
        if self.reminder(id).is_none() {
            self.reminders.push(Reminder {
                id: id.to_owned(),
                on: true,
                trigger: trigger.unwrap_or(Trigger::Amount {
                    of: Posture::Sitting,
                    after: Duration::from_hours(1),
                }),
                offer: Offer::Nudge,
                text: String::new(),
            });
        }
    }

    /// Adds a custom reminder with those values of its fields, such as `after` = `90m`; one with `at` or `days` and no
    /// amount is due at a time of day.
    ///
    /// # Errors
    /// An id that is invalid or taken, a field or value that doesn't fit; nothing is changed then.
    pub fn new_reminder(
        &mut self,
        id: &str,
        values: &BTreeMap<String, String>,
    ) -> Result<(), SettingProblem> {
        let path = format!("reminders.{id}");
        let bad = |why: Unfit| SettingProblem::Bad {
            path: path.clone(),
            why,
        };
        if !is_reminder_id(id) {
            return Err(bad(Unfit::NotId));
        }
        if self.reminder(id).is_some() {
            return Err(bad(Unfit::Taken));
        }
        if self.reminders.len() >= MOST_REMINDERS {
            return Err(bad(Unfit::RemindersFull));
        }
        let mut wanted = self.clone();
        wanted.add_reminder(id, Trigger::named(|name| values.contains_key(name)));
        for (name, value) in values {
            wanted.set(&format!("{path}.{name}"), value)?;
        }
        *self = wanted;
        Ok(())
    }

    /// Removes a custom reminder.
    ///
    /// # Errors
    /// No such reminder, or a built-in one, which can only be switched off.
    pub fn remove_reminder(&mut self, id: &str) -> Result<(), SettingProblem> {
        let path = format!("reminders.{id}");
        if self.reminder(id).is_none() {
            let hint = Hint::Reminders;
            return Err(SettingProblem::Unknown { path, hint });
        }
        if is_built_in(id) {
            let why = Unfit::BuiltIn(path.clone());
            return Err(SettingProblem::Bad { path, why });
        }
        self.reminders.retain(|reminder| reminder.id != id);
        Ok(())
    }

    /// Reports that there is no such setting, and which one was probably meant.
    fn unknown(&self, path: &str) -> SettingProblem {
        let last = path.rsplit('.').next().unwrap_or(path);
        let hint = self
            .fields()
            .into_iter()
            .find(|field| field.path.ends_with(&format!(".{last}")) || field.path == last)
            .map_or(Hint::Settings, |field| Hint::Meant(field.path));
        SettingProblem::Unknown {
            path: path.to_owned(),
            hint,
        }
    }
}
