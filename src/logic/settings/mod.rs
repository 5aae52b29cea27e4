//! Every setting: its path, what it means, its unit, its default and what values it takes.
//!
//! A setting is named by its path in the settings file (`presence.away_after`). One table of slots serves the file,
//! `settings set`, `simulate` and the settings page: a new setting is a field, its line in [`Settings::fields`]
//! and its arm in `slot.rs`.

mod docs;
mod field;
pub mod file;
mod problem;
mod reminder;
mod slot;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::civil::Time;

pub use field::{Field, Kind, ListChange};
pub use problem::{Hint, LONGEST_TEXT, SettingProblem, Unfit};
pub use reminder::{Offer, Reminder, Trigger, is_built_in, is_reminder_id, reminder_id_for};

use crate::logic::catalog::{Equipment, Position};
use crate::logic::presence::Posture;
use crate::logic::time::hours::{Days, Hours};

/// All settings, always valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// When input and its absence mean what.
    pub presence: PresenceRules,
    /// How reminders are timed.
    pub timing: Timing,
    /// How a reminder is shown.
    pub notification: NotificationRules,
    /// When reminders may come.
    pub hours: Hours,
    /// What keeps reminders quiet.
    pub holds: HoldRules,
    /// What is asked for, in the order of the file.
    pub reminders: Vec<Reminder>,
    /// What may be chosen from.
    pub exercises: ExerciseRules,
    /// How the window looks.
    pub look: Look,
    /// What is to be heard.
    pub sound: SoundRules,
    /// What the desktop is asked for.
    pub sources: SourceRules,
}

/// What may be chosen from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExerciseRules {
    /// How the body can be held where the person is; empty = in every way.
    pub positions: BTreeSet<Position>,
    /// What is at hand there; empty = everything.
    pub equipment: BTreeSet<Equipment>,
    /// Ids never to be offered.
    pub hidden: BTreeSet<String>,
    /// Ids shown first and, all else equal, chosen first.
    pub favourites: BTreeSet<String>,
    /// Ids left out since they hurt.
    pub hurt: BTreeSet<String>,
    /// Only standing up and walking are offered, for somebody who has to ask a professional first.
    pub gentle: bool,
}

/// When input and its absence mean what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceRules {
    /// No sign of presence for this long = away since the last sign.
    pub away_after: Duration,
    /// Away for this long = a natural break.
    pub natural_break: Duration,
    /// Whether a film playing counts as sitting.
    pub films_count: bool,
}

/// How reminders are timed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// A pause in input this long is a lull.
    pub lull: Duration,
    /// A due reminder waits at most this long for a lull.
    pub lull_wait: Duration,
    /// Wait after the last hold ended.
    pub settle: Duration,
    /// A smaller reminder due within this time before a larger one gives way to it.
    pub merge: Duration,
    /// An ignored reminder is shown again after this much further sitting.
    pub again: Duration,
    /// How long a snooze lasts.
    pub snooze: Duration,
    /// Snoozes in a row.
    pub snoozes: u32,
    /// Guided time from which a break left early counts as done.
    pub break_counts: Duration,
    /// Who works on beside a break that is not guided is let go of after this long.
    pub lets_go: Duration,
}

/// How a reminder is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotificationRules {
    /// How long it stays on the screen.
    pub stay: Stay,
}

/// How long a reminder stays on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// Until it is answered, or no longer holds.
    UntilAnswered,
    /// As long as the desktop shows any notification.
    Briefly,
}

/// What keeps reminders quiet, besides a pause and the hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldRules {
    /// A call (the microphone in use).
    pub call: bool,
    /// The desktop's do not disturb.
    pub dnd: bool,
    /// A full-screen window.
    pub presentation: bool,
    /// Sitting past due after which a full-screen window no longer does; zero = it always does.
    pub at_most: Duration,
    /// Applications whose microphone and full-screen windows are no reason.
    pub ignore: BTreeSet<String>,
}

/// How the window looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Whether the figure moves or steps from pose to pose.
    pub motion: MotionChoice,
    /// Size of text and controls on the pages, percent.
    pub text_size: u32,
    /// Whether the introduction was shown.
    pub welcome_done: bool,
}

/// What is to be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoundRules {
    /// Whether chimes sound.
    pub on: bool,
    /// How loud they are, percent.
    pub volume: u32,
    /// Whether each step is read out as well.
    pub speech: bool,
    /// Whether a reminder is heard when it is shown, whether chimes sound or not.
    pub reminder: bool,
}

/// What the desktop is asked for. What is off is not watched at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRules {
    /// Who tells of input.
    pub idle: IdleSource,
    /// Lock and sleep.
    pub session: bool,
    /// The microphone in use.
    pub calls: bool,
    /// What keeps the screen awake.
    pub films: bool,
    /// The desktop's do not disturb.
    pub dnd: bool,
    /// The focused window being full screen.
    pub presentation: bool,
}

/// Who tells of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum IdleSource {
    Auto,
    Wayland,
    Kde,
    Gnome,
    X11,
    Logind,
    Off,
}

impl IdleSource {
    /// All of them, in the order of their words.
    const ALL: [IdleSource; 7] = [
        IdleSource::Auto,
        IdleSource::Wayland,
        IdleSource::Kde,
        IdleSource::Gnome,
        IdleSource::X11,
        IdleSource::Logind,
        IdleSource::Off,
    ];
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ThemeChoice {
    System,
    Light,
    Dark,
}

/// Whether the figure moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MotionChoice {
    System,
    Full,
    Reduced,
}

/// Longest value of a setting as it is written, bytes: all settings together have to fit in a line of the socket.
const LONGEST_VALUE: usize = 6 * 1024;

/// Reminders that there can be, those that everybody has included.
pub const MOST_REMINDERS: usize = 40;

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

const fn hours_long(count: u64) -> Duration {
    minutes(count * 60)
}

impl Default for Settings {
    /// The defaults of a fresh installation.
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
            presence: PresenceRules {
                away_after: minutes(3),
                natural_break: minutes(5),
                films_count: true,
            },
            timing: Timing {
                lull: Duration::from_secs(5),
                lull_wait: Duration::from_secs(60),
                settle: Duration::from_secs(15),
                merge: minutes(2),
                again: minutes(10),
                snooze: minutes(5),
                snoozes: 3,
                break_counts: Duration::from_secs(60),
                lets_go: minutes(3),
            },
            notification: NotificationRules {
                stay: Stay::UntilAnswered,
            },
            hours: Hours::default(),
            holds: HoldRules {
                call: true,
                dnd: true,
                presentation: true,
                at_most: hours_long(1),
                ignore: BTreeSet::new(),
            },
            reminders: vec![
                reminder(
                    "stretch",
                    true,
                    amount(Posture::Sitting, minutes(30)),
                    Offer::Pool("desk".to_owned()),
                ),
                reminder(
                    "reset",
                    false,
                    amount(Posture::Sitting, hours_long(2)),
                    Offer::Routine("quick-daily-reset".to_owned()),
                ),
                reminder(
                    "posture",
                    false,
                    amount(Posture::Sitting, minutes(15)),
                    Offer::Nudge,
                ),
                reminder(
                    "stand",
                    false,
                    amount(Posture::Standing, minutes(45)),
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
            look: Look {
                theme: ThemeChoice::System,
                motion: MotionChoice::System,
                text_size: 100,
                welcome_done: false,
            },
            sound: SoundRules {
                on: true,
                volume: 40,
                speech: false,
                reminder: false,
            },
            sources: SourceRules {
                idle: IdleSource::Auto,
                session: true,
                calls: true,
                films: true,
                dnd: true,
                presentation: true,
            },
        }
    }
}

impl Settings {
    /// The value of the setting at `path`, as it is written.
    pub fn get(&self, path: &str) -> Option<String> {
        self.clone().slot(path).map(|slot| slot.get())
    }

    /// Sets the setting at `path` from text: `20m`, `true`, `3`, `Mon-Fri 09:00-17:00`.
    ///
    /// # Errors
    /// An unknown path, or a value that does not fit; nothing is changed then.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), SettingProblem> {
        if value.len() > LONGEST_VALUE {
            return Err(SettingProblem::Bad {
                path: path.to_owned(),
                why: Unfit::TooLong(LONGEST_VALUE),
            });
        }
        match self.slot(path) {
            Some(slot) => slot.set(value).map_err(|why| SettingProblem::Bad {
                path: path.to_owned(),
                why,
            }),
            None => Err(SettingProblem::Unknown {
                path: path.to_owned(),
                hint: self.near_miss(path),
            }),
        }
    }

    /// Puts entries on the list at `path`, or takes them off; what is there already, or is not there, stays so.
    ///
    /// # Errors
    /// An unknown path, a setting that is no list, an entry that does not fit; nothing is changed then.
    pub fn change_list(
        &mut self,
        path: &str,
        items: &[String],
        change: ListChange,
    ) -> Result<(), SettingProblem> {
        let mut wanted = self.clone();
        match wanted.slot(path) {
            Some(slot) => slot
                .change_list(items, change)
                .map_err(|why| SettingProblem::Bad {
                    path: path.to_owned(),
                    why,
                })?,
            None => {
                return Err(SettingProblem::Unknown {
                    path: path.to_owned(),
                    hint: self.near_miss(path),
                });
            }
        }
        if wanted
            .get(path)
            .is_some_and(|value| value.len() > LONGEST_VALUE)
        {
            return Err(SettingProblem::Bad {
                path: path.to_owned(),
                why: Unfit::ListFull,
            });
        }
        *self = wanted;
        Ok(())
    }

    /// The reminder with that id.
    pub fn reminder(&self, id: &str) -> Option<&Reminder> {
        self.reminders.iter().find(|reminder| reminder.id == id)
    }

    /// Adds a reminder of the person's own with an hour of sitting until more is said; known ids stay.
    pub fn add_reminder(&mut self, id: &str, trigger: Option<Trigger>) {
        if self.reminder(id).is_none() {
            self.reminders.push(Reminder {
                id: id.to_owned(),
                on: true,
                trigger: trigger.unwrap_or(Trigger::Amount {
                    of: Posture::Sitting,
                    after: hours_long(1),
                }),
                offer: Offer::Nudge,
                text: String::new(),
            });
        }
    }

    /// Adds a reminder of the person's own with those values of its fields, as in `after` = `90m`; one that says `at` or
    /// `days` and nothing of an amount is due at a time of day.
    ///
    /// # Errors
    /// An id that is none or is taken, a field or a value that does not fit; nothing is changed then.
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

    /// Takes a reminder of the person's own away.
    ///
    /// # Errors
    /// No such reminder, or one that everybody has: it can only be off.
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

    fn near_miss(&self, path: &str) -> Hint {
        let last = path.rsplit('.').next().unwrap_or(path);
        self.fields()
            .iter()
            .find(|field| field.path.ends_with(&format!(".{last}")) || field.path == last)
            .map_or(Hint::Settings, |field| Hint::Meant(field.path.clone()))
    }
}
