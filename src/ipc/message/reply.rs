//! What the daemon answers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::LONGEST_LINE;
use crate::logic::catalog::plan::{Plan, PlannedExercise};
use crate::logic::past::stats::Day;
use crate::logic::past::why::Entry;
use crate::logic::presence::apps::Seen;
use crate::logic::settings::Settings;
use crate::logic::shown::status::{Ability, AbilityStatus, Next, Status};

/// What the daemon says back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reply {
    /// The request was carried out.
    Ok(Payload),
    /// It was refused.
    Error(Failure),
    /// Sent to subscribers unprompted: the status has changed to this.
    Changed(Box<Status>),
}

/// What an answer carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Payload {
    /// Just that it was done.
    Done,
    /// Everything there is to show.
    Status(Box<Status>),
    /// What comes next; null if no reminder is on.
    Next(Option<Next>),
    /// A break plan, or part of one.
    Plan(PlanPart),
    /// Settings, in the order of the file.
    Settings(Vec<Setting>),
    /// What happened on a day, or part of it.
    Why(WhyPart),
    /// Totals for some days.
    Stats(StatsPart),
    /// What works and what doesn't.
    Doctor(Doctor),
    /// The outcome of an import.
    Import(Import),
    /// The applications that were a reason to stay quiet.
    Apps(Seen),
}

/// The outcome of an import. If anything conflicts, nothing was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Ids of new items.
    pub added: Vec<String>,
    /// Ids that already existed with other contents: replaced, or in conflict.
    pub taken: Vec<String>,
}

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// What is wrong, for the user.
    pub message: String,
    /// What to do about it; may be empty.
    #[serde(default)]
    pub hint: String,
}

/// As many exercises of a plan as fit in a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanPart {
    /// The plan, with its exercises from the requested index on.
    pub plan: Plan,
    /// How many exercises the whole plan has.
    pub of: usize,
}

/// As many entries of a day as fit in a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhyPart {
    /// The day.
    pub date: Date,
    /// Its entries from the requested index on.
    pub entries: Vec<Entry>,
    /// How many entries the whole day has.
    pub of: usize,
}

/// As many days as fit in a line; days without data are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatsPart {
    /// The days, in order.
    pub days: Vec<Day>,
    /// The date to continue from; null if these were all.
    pub next: Option<Date>,
}

/// A setting and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Its path.
    pub path: String,
    /// Its value as it is written.
    pub value: String,
    /// What it means.
    pub doc: String,
}

/// What works on this desktop and what is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doctor {
    /// Each ability with the source in use.
    pub abilities: Vec<AbilityStatus>,
    /// Problems in words.
    pub problems: Vec<String>,
    /// The files in use, by purpose.
    pub files: Vec<NamedFile>,
    /// Whether the program starts at login.
    #[serde(default)]
    pub autostart: bool,
}

impl Doctor {
    /// Records the result of actually trying to open a window, which is better than just looking; on failure why, in
    /// words.
    pub fn window_tried(&mut self, tried: Result<(), String>) {
        let (source, remedy) = match tried {
            Ok(()) => ("a window opens on this display".to_owned(), String::new()),
            Err(why) => (String::new(), why),
        };
        let rows = self.abilities.iter_mut();
        for row in rows.filter(|row| row.ability == Ability::Window) {
            row.works = remedy.is_empty();
            row.source.clone_from(&source);
            row.remedy.clone_from(&remedy);
        }
    }
}

/// A file and what it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFile {
    /// What it is for: `settings`, `catalog`, `socket`.
    pub name: String,
    /// Where it is.
    pub path: String,
}

impl Setting {
    /// The settings in the order of the file: all, one, or those below a path; none if no setting has that path.
    pub fn listed(settings: &Settings, path: Option<&str>) -> Option<Vec<Setting>> {
        let is_meant = |found: &str| match path {
            None | Some("") => true,
            Some(path) => found
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
        };
        let listed: Vec<Setting> = settings
            .fields()
            .into_iter()
            .filter(|field| is_meant(&field.path))
            .map(|field| Setting {
                value: settings.get(&field.path).unwrap_or_default(),
                doc: field.doc.to_owned(),
                path: field.path,
            })
            .collect();
        (!listed.is_empty()).then_some(listed)
    }
}

/// The settings that were listed; those unknown to this program are left out.
pub fn collected(listed: &[Setting]) -> Settings {
    let mut settings = Settings::default();
    let own = |path: &str| -> Option<(String, String)> {
        let (id, field) = path.strip_prefix("reminders.")?.rsplit_once('.')?;
        Some((id.to_owned(), field.to_owned()))
    };
    let mut reminders: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut order = Vec::new();
    for Setting { path, value, .. } in listed {
        match own(path) {
            Some((id, field)) if settings.reminder(&id).is_none() => {
                if !order.contains(&id) {
                    order.push(id.clone());
                }
                let values = reminders.entry(id).or_default();
                values.insert(field, value.clone());
            }
            Some(_) | None => {
                let _ = settings.set(path, value);
            }
        }
    }
    for id in order {
        let _ = settings.new_reminder(&id, &reminders[&id]);
    }
    settings
}

impl Reply {
    /// An error and what to do about it.
    pub fn error(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Reply::Error(Failure {
            message: message.into(),
            hint: hint.into(),
        })
    }
}

/// Bytes of a line reserved for what surrounds a plan's exercises.
const PLAN_FRAME: usize = 4 * 1024;

impl PlanPart {
    /// The exercises of `plan` from index `from` on, as many as fit in a line.
    ///
    /// # Errors
    /// An index past the last exercise, or a single exercise longer than a line.
    pub fn cut(plan: &Plan, from: usize) -> Result<PlanPart, Failure> {
        let of = plan.exercises.len();
        let mut room = LONGEST_LINE - PLAN_FRAME;
        let fits = |exercise: &&PlannedExercise| {
            let length = serde_json::to_string(exercise).map_or(usize::MAX, |json| json.len() + 1);
            let fits = length <= room;
            room = room.saturating_sub(length);
            fits
        };
        let exercises: Vec<_> = plan
            .exercises
            .iter()
            .skip(from)
            .take_while(fits)
            .cloned()
            .collect();
        if exercises.is_empty() && of > 0 {
            return Err(Failure {
                message: format!("`{}` has no exercise {from} that fits in a line", plan.id),
                hint: String::new(),
            });
        }
        let plan = Plan {
            exercises,
            ..plan.clone()
        };
        Ok(PlanPart { plan, of })
    }
}

/// Bytes of a line reserved for what surrounds entries and days.
const PART_FRAME: usize = 1024;

/// How many of these fit in a line.
fn fitting<T: Serialize>(items: &[T]) -> usize {
    let mut room = LONGEST_LINE - PART_FRAME;
    let fits = |item: &&T| {
        let length = serde_json::to_string(item).map_or(usize::MAX, |json| json.len() + 1);
        let fits = length <= room;
        room = room.saturating_sub(length);
        fits
    };
    items.iter().take_while(fits).count()
}

impl WhyPart {
    /// That day's entries from index `from` on, as many as fit in a line.
    pub fn cut(date: Date, entries: &[Entry], from: usize) -> WhyPart {
        let of = entries.len();
        let rest = &entries[from.min(of)..];
        WhyPart {
            date,
            entries: rest[..fitting(rest)].to_vec(),
            of,
        }
    }
}

impl StatsPart {
    /// As many of these days as fit in a line; `next` is the day after them.
    pub fn cut(mut days: Vec<Day>, next: Option<Date>) -> StatsPart {
        let fits = fitting(&days);
        let next = days.get(fits).map(|day| day.date).or(next);
        days.truncate(fits);
        StatsPart { days, next }
    }
}
