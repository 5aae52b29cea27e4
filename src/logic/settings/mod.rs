//! Every setting: its path, what it means, its unit, its default and what values it takes.
//!
//! A setting is named by its path in the settings file (`presence.away_after`). One table of slots serves the file,
//! `settings set`, `simulate` and the settings page: a new setting is a field, its line in [`Settings::fields`]
//! and its arm in `slot`.

mod field;
mod reminder;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::Time;

pub use field::{Field, Kind, SettingProblem};
pub use reminder::{Offer, Reminder, Trigger};

use crate::logic::catalog::{Equipment, Position};
use crate::logic::hours::{self, Days, Hours};
use crate::logic::span;
use crate::logic::status::Posture;
use field::{listed, words_of, words_text};
use reminder::REMINDER_DOCS;

/// All settings, always valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// When input and its absence mean what.
    pub presence: PresenceRules,
    /// How reminders are timed.
    pub timing: Timing,
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

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

const fn hours_long(count: u64) -> Duration {
    minutes(count * 60)
}

/// The words of a [`Posture`].
const POSTURES: &[&str] = &["sitting", "standing"];
/// The words of a [`ThemeChoice`].
const THEMES: &[&str] = &["system", "light", "dark"];
/// The words of a [`MotionChoice`].
const MOTIONS: &[&str] = &["system", "full", "reduced"];

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
            },
            hours: Hours::default(),
            holds: HoldRules {
                call: true,
                dnd: true,
                presentation: true,
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
        }
    }
}

/// A place in the settings, typed.
enum Slot<'a> {
    Flag(&'a mut bool),
    Count(&'a mut u32, u32, u32),
    Span(&'a mut Duration, Duration, Duration),
    Hours(&'a mut Hours),
    Days(&'a mut Days),
    Time(&'a mut Time),
    Offer(&'a mut Offer),
    Text(&'a mut String),
    Posture(&'a mut Posture),
    Positions(&'a mut BTreeSet<Position>),
    Equipment(&'a mut BTreeSet<Equipment>),
    Ids(&'a mut BTreeSet<String>),
    Theme(&'a mut ThemeChoice),
    Motion(&'a mut MotionChoice),
}

impl Slot<'_> {
    fn kind(&self) -> Kind {
        match self {
            Slot::Flag(_) => Kind::Flag,
            Slot::Count(_, low, high) => Kind::Count {
                low: *low,
                high: *high,
            },
            Slot::Span(_, low, high) => Kind::Span {
                low: *low,
                high: *high,
            },
            Slot::Posture(_) => Kind::Word(POSTURES),
            Slot::Theme(_) => Kind::Word(THEMES),
            Slot::Motion(_) => Kind::Word(MOTIONS),
            Slot::Hours(_)
            | Slot::Days(_)
            | Slot::Time(_)
            | Slot::Offer(_)
            | Slot::Text(_)
            | Slot::Positions(_)
            | Slot::Equipment(_)
            | Slot::Ids(_) => Kind::Text,
        }
    }

    fn get(&self) -> String {
        match self {
            Slot::Flag(on) => on.to_string(),
            Slot::Count(count, _, _) => count.to_string(),
            Slot::Span(length, _, _) => span::text(**length),
            Slot::Hours(hours) => hours.to_string(),
            Slot::Days(days) => days.to_string(),
            Slot::Time(time) => hours::time_text(**time),
            Slot::Offer(offer) => offer.text(),
            Slot::Text(text) => (*text).clone(),
            Slot::Posture(posture) => posture.word().to_owned(),
            Slot::Positions(set) => words_text(set),
            Slot::Equipment(set) => words_text(set),
            Slot::Ids(ids) => ids.iter().cloned().collect::<Vec<_>>().join(", "),
            Slot::Theme(theme) => THEMES[**theme as usize].to_owned(),
            Slot::Motion(motion) => MOTIONS[**motion as usize].to_owned(),
        }
    }

    fn set(self, value: &str) -> Result<(), String> {
        let word = |words: &'static [&'static str]| {
            words
                .iter()
                .position(|word| *word == value.trim())
                .ok_or_else(|| format!("`{value}` is not one of {}", words.join(", ")))
        };
        match self {
            Slot::Flag(on) => {
                *on = match value.trim() {
                    "true" | "on" | "yes" => true,
                    "false" | "off" | "no" => false,
                    _ => return Err(format!("`{value}` is not true or false")),
                }
            }
            Slot::Count(count, low, high) => {
                *count = value
                    .trim()
                    .parse()
                    .ok()
                    .filter(|count| (low..=high).contains(count))
                    .ok_or_else(|| {
                        format!("`{value}` is not a whole number from {low} to {high}")
                    })?
            }
            Slot::Span(length, low, high) => {
                let wanted = span::parse(value).map_err(|problem| problem.to_string())?;
                if !(low..=high).contains(&wanted) {
                    return Err(format!(
                        "`{value}` is out of range: from {} to {}",
                        span::text(low),
                        span::text(high)
                    ));
                }
                *length = wanted;
            }
            Slot::Hours(hours) => {
                *hours = Hours::parse(value).map_err(|problem| problem.to_string())?
            }
            Slot::Days(days) => {
                *days = Days::parse(value).map_err(|problem| problem.to_string())?
            }
            Slot::Time(time) => {
                *time = hours::time(value).map_err(|problem| problem.to_string())?
            }
            Slot::Offer(offer) => *offer = Offer::parse(value)?,
            Slot::Text(text) => value.clone_into(text),
            Slot::Positions(set) => *set = words_of(value)?,
            Slot::Equipment(set) => *set = words_of(value)?,
            Slot::Ids(ids) => *ids = listed(value).map(str::to_owned).collect(),
            Slot::Posture(posture) => {
                *posture = [Posture::Sitting, Posture::Standing][word(POSTURES)?]
            }
            Slot::Theme(theme) => {
                *theme = [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark][word(THEMES)?]
            }
            Slot::Motion(motion) => {
                *motion = [
                    MotionChoice::System,
                    MotionChoice::Full,
                    MotionChoice::Reduced,
                ][word(MOTIONS)?]
            }
        }
        Ok(())
    }
}

impl Settings {
    /// Every setting, in the order of the file.
    pub fn fields(&self) -> Vec<Field> {
        // All fields by name: a new group does not compile until it is listed.
        let Settings {
            presence: PresenceRules { .. },
            timing: Timing { .. },
            hours: _,
            holds: HoldRules { .. },
            reminders,
            exercises: ExerciseRules { .. },
            look: Look { .. },
        } = self;
        let mut listed: Vec<(String, &'static str)> = [
            (
                "presence.away_after",
                "No input for this long means that you are away since the last input.",
            ),
            (
                "presence.natural_break",
                "Being away this long counts as a break and starts the sitting time over.",
            ),
            (
                "presence.films_count",
                "Whether watching a film without input counts as sitting.",
            ),
        ]
        .map(|(path, doc)| (path.to_owned(), doc))
        .to_vec();
        listed.push((
            "hours".to_owned(),
            "When reminders may come, like Mon-Fri 09:00-12:30, 13:00-18:00; Sat 10:00-14:00. Empty = always.",
        ));
        for reminder in reminders {
            for (name, doc) in REMINDER_DOCS {
                let here = match (name, reminder.trigger) {
                    ("of" | "after", Trigger::Amount { .. }) => true,
                    ("of" | "after", Trigger::TimeOfDay { .. }) => false,
                    ("at" | "days", Trigger::TimeOfDay { .. }) => true,
                    ("at" | "days", Trigger::Amount { .. }) => false,
                    ("text", _) => reminder.offer == Offer::Nudge,
                    _ => true,
                };
                if here {
                    listed.push((format!("reminders.{}.{name}", reminder.id), doc));
                }
            }
        }
        listed.extend(
            [
                (
                    "timing.lull",
                    "A pause in typing and pointing this long is a good moment to ask.",
                ),
                (
                    "timing.lull_wait",
                    "A due reminder waits at most this long for such a pause.",
                ),
                (
                    "timing.settle",
                    "After a call or another quiet time has ended, wait this long before asking.",
                ),
                (
                    "timing.merge",
                    "A small reminder due this shortly before a larger one gives way to it.",
                ),
                (
                    "timing.again",
                    "A reminder that was ignored is shown again after this much further sitting.",
                ),
                ("timing.snooze", "How long a snooze lasts."),
                (
                    "timing.snoozes",
                    "How often in a row a reminder can be snoozed.",
                ),
                (
                    "timing.break_counts",
                    "A break left early counts as done from this much guided time on.",
                ),
                (
                    "holds.call",
                    "Whether reminders wait while the microphone is in use.",
                ),
                (
                    "holds.dnd",
                    "Whether reminders wait while the desktop's do not disturb is on.",
                ),
                (
                    "holds.presentation",
                    "Whether reminders wait while a window is full screen.",
                ),
                (
                    "exercises.positions",
                    "How you can exercise where you are: standing, seated, floor, bed, wall. Empty = in every way.",
                ),
                (
                    "exercises.equipment",
                    "What is at hand: desk, wall, doorway, chair, mat, roller, bed, pillow, block, counter. Empty = everything.",
                ),
                (
                    "exercises.hidden",
                    "Exercises never to be offered, ids with commas between.",
                ),
                (
                    "exercises.hurt",
                    "Exercises left out because they hurt; take one out of this list to bring it back.",
                ),
                (
                    "exercises.gentle",
                    "Whether only standing up and walking are offered, until you have asked a health professional.",
                ),
                (
                    "look.theme",
                    "Colours of the window: system, light or dark.",
                ),
                (
                    "look.motion",
                    "Whether the figure moves: system, full, or reduced (key poses only).",
                ),
                (
                    "look.text_size",
                    "Size of text and controls in the window, percent: 80 to 160.",
                ),
                (
                    "look.welcome_done",
                    "Whether the introduction was shown; false shows it when the window opens.",
                ),
            ]
            .map(|(path, doc)| (path.to_owned(), doc)),
        );
        let mut copy = self.clone();
        listed
            .into_iter()
            .filter_map(|(path, doc)| {
                let kind = copy.slot(&path)?.kind();
                Some(Field { path, doc, kind })
            })
            .collect()
    }

    /// The value of the setting at `path`, as it is written.
    pub fn get(&self, path: &str) -> Option<String> {
        self.clone().slot(path).map(|slot| slot.get())
    }

    /// Sets the setting at `path` from text: `20m`, `true`, `3`, `Mon-Fri 09:00-17:00`.
    ///
    /// # Errors
    /// An unknown path, or a value that does not fit; nothing is changed then.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), SettingProblem> {
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

    /// The reminder with that id.
    pub fn reminder(&self, id: &str) -> Option<&Reminder> {
        self.reminders.iter().find(|reminder| reminder.id == id)
    }

    /// Adds a reminder of the person's own, off and with an hour of sitting until more is said; known ids stay.
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

    fn near_miss(&self, path: &str) -> String {
        let last = path.rsplit('.').next().unwrap_or(path);
        self.fields()
            .iter()
            .find(|field| field.path.ends_with(&format!(".{last}")) || field.path == last)
            .map(|field| format!(": did you mean `{}`?", field.path))
            .unwrap_or_else(|| ": `unbend settings show` lists them".to_owned())
    }

    fn slot(&mut self, path: &str) -> Option<Slot<'_>> {
        let second = Duration::from_secs(1);
        let zero = Duration::ZERO;
        let (group, name) = path.split_once('.').unwrap_or((path, ""));
        let presence = &mut self.presence;
        let timing = &mut self.timing;
        Some(match (group, name) {
            ("presence", "away_after") => {
                Slot::Span(&mut presence.away_after, second, hours_long(1))
            }
            ("presence", "natural_break") => {
                Slot::Span(&mut presence.natural_break, second, hours_long(2))
            }
            ("presence", "films_count") => Slot::Flag(&mut presence.films_count),
            ("timing", "lull") => Slot::Span(&mut timing.lull, zero, minutes(5)),
            ("timing", "lull_wait") => Slot::Span(&mut timing.lull_wait, zero, minutes(30)),
            ("timing", "settle") => Slot::Span(&mut timing.settle, zero, minutes(30)),
            ("timing", "merge") => Slot::Span(&mut timing.merge, zero, minutes(30)),
            ("timing", "again") => Slot::Span(&mut timing.again, second, hours_long(8)),
            ("timing", "snooze") => Slot::Span(&mut timing.snooze, second, hours_long(2)),
            ("timing", "snoozes") => Slot::Count(&mut timing.snoozes, 0, 20),
            ("timing", "break_counts") => Slot::Span(&mut timing.break_counts, zero, hours_long(1)),
            ("hours", "") => Slot::Hours(&mut self.hours),
            ("holds", "call") => Slot::Flag(&mut self.holds.call),
            ("holds", "dnd") => Slot::Flag(&mut self.holds.dnd),
            ("holds", "presentation") => Slot::Flag(&mut self.holds.presentation),
            ("exercises", "positions") => Slot::Positions(&mut self.exercises.positions),
            ("exercises", "equipment") => Slot::Equipment(&mut self.exercises.equipment),
            ("exercises", "hidden") => Slot::Ids(&mut self.exercises.hidden),
            ("exercises", "hurt") => Slot::Ids(&mut self.exercises.hurt),
            ("exercises", "gentle") => Slot::Flag(&mut self.exercises.gentle),
            ("look", "text_size") => Slot::Count(&mut self.look.text_size, 80, 160),
            ("look", "welcome_done") => Slot::Flag(&mut self.look.welcome_done),
            ("look", "theme") => Slot::Theme(&mut self.look.theme),
            ("look", "motion") => Slot::Motion(&mut self.look.motion),
            ("reminders", rest) => {
                let (id, field) = rest.split_once('.')?;
                let reminder = self
                    .reminders
                    .iter_mut()
                    .find(|reminder| reminder.id == id)?;
                match (field, &mut reminder.trigger) {
                    ("on" | "enabled", _) => Slot::Flag(&mut reminder.on),
                    ("offer", _) => Slot::Offer(&mut reminder.offer),
                    ("text", _) => Slot::Text(&mut reminder.text),
                    ("of", Trigger::Amount { of, .. }) => Slot::Posture(of),
                    ("after", Trigger::Amount { after, .. }) => {
                        Slot::Span(after, second, hours_long(24))
                    }
                    ("at", Trigger::TimeOfDay { at, .. }) => Slot::Time(at),
                    ("days", Trigger::TimeOfDay { days, .. }) => Slot::Days(days),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }
}
