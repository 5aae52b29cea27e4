//! The wire: requests, replies and the greeting, one JSON value a line.

#[cfg(test)]
mod tests;

use std::time::Duration;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::logic::catalog::edit::ItemKind;
use crate::logic::effort::Effort;
use crate::logic::hours;
use crate::logic::place::{Place, WindowKind};
use crate::logic::plan::{Plan, PlannedExercise};
use crate::logic::settings::Settings;
use crate::logic::stats::Day;
use crate::logic::status::{AbilityStatus, Next, Status};
use crate::logic::why::Entry;

/// Longest line in bytes, its end included. A longer one is answered with an error.
pub const LONGEST_LINE: usize = 64 * 1024;

/// The version of this conversation; it changes when an old client would misunderstand.
pub const PROTOCOL: u32 = 1;

/// Longest time span that a request may name, a year: no sum of a few of them can overflow.
const LONGEST_SPAN: Duration = Duration::from_secs(366 * 24 * 3600);

/// The first line that the daemon sends on every connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// Version of the daemon.
    pub unbend: String,
    /// Version of the conversation, [`PROTOCOL`].
    pub protocol: u32,
}

impl Greeting {
    /// The greeting of this program.
    pub fn ours() -> Self {
        Greeting {
            unbend: env!("CARGO_PKG_VERSION").to_owned(),
            protocol: PROTOCOL,
        }
    }
}

/// What a client can ask of the daemon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Request {
    /// Everything there is to show; answered with [`Payload::Status`].
    Status,
    /// The same, and from then on a [`Reply::Changed`] after every change.
    Subscribe,
    /// What comes next and why; answered with [`Payload::Next`].
    Next,
    /// Something else than the next choice.
    Refuse {
        /// Why it is not wanted.
        why: Refusal,
    },
    /// Start a break.
    Start {
        /// Exercise or routine id; the next choice if none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        what: Option<String>,
    },
    /// Ask again later.
    Snooze {
        /// How long; as in the settings if not given.
        #[serde(
            default,
            rename = "seconds",
            with = "optional_seconds",
            skip_serializing_if = "Option::is_none"
        )]
        length: Option<Duration>,
    },
    /// Not this time.
    Skip,
    /// Take the reminder off the screen, as if it had been ignored.
    Close,
    /// Stay quiet for a while.
    Pause(PauseEnd),
    /// End the pause.
    Resume,
    /// The person stands now.
    Stand,
    /// The person sits now.
    Sit,
    /// A break laid out for the player; answered with [`Payload::Plan`].
    Plan {
        /// Exercise or routine id.
        what: String,
        /// Index of the first exercise wanted: a long plan takes more than one line.
        #[serde(default, skip_serializing_if = "is_zero")]
        from: usize,
    },
    /// Open the window, or raise it.
    Window {
        /// The page to show; the one it has, or Today, if none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<String>,
    },
    /// How far the break in the player is. Sent once with 0 when the player opens: from then on the break is lost
    /// when this connection ends before a [`Request::BreakEnd`].
    BreakProgress {
        /// Time guided so far, without pauses.
        #[serde(rename = "guided_ms", with = "millis")]
        guided: Duration,
    },
    /// The player is at its end, or was left.
    BreakEnd {
        /// Whether all steps were done.
        finished: bool,
        /// Time guided in all, without pauses.
        #[serde(rename = "guided_ms", with = "millis")]
        guided: Duration,
    },
    /// How an exercise felt: one of the two at least.
    Feedback {
        /// Exercise id; of how hard it was also a routine's, which stands for all exercises in it.
        what: String,
        /// How much it hurt, 0 to 10.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pain: Option<u8>,
        /// How hard it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effort: Option<Effort>,
    },
    /// The settings; answered with [`Payload::Settings`].
    SettingsGet {
        /// Only this one, or only those below it (`timing`); all if none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        path: Option<String>,
    },
    /// Change one setting, in the file too.
    SettingsSet {
        /// Its path, as in `presence.away_after`.
        path: String,
        /// Its value as it is written: `20m`, `true`, `Mon-Fri 09:00-17:00`.
        value: String,
    },
    /// Put exercises and routines into the person's own catalog, each in place of its namesake there.
    CatalogPut {
        /// They, written as a catalog file.
        text: String,
    },
    /// Take an exercise or routine out of the person's own catalog.
    CatalogRemove {
        /// Which of the two.
        kind: ItemKind,
        /// Its id.
        id: String,
    },
    /// Take in a file of exercises and routines with their pose sets and pictures; answered with [`Payload::Import`].
    CatalogImport {
        /// The file, from the root of the file system.
        path: String,
        /// Whether it replaces what is there already and differs.
        #[serde(default, skip_serializing_if = "is_false")]
        replace: bool,
    },
    /// What happened on a day, in order, each with its reason; answered with [`Payload::Why`].
    Why {
        /// The day; today if none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<Date>,
        /// Index of the first entry wanted: a long day takes more than one line.
        #[serde(default, skip_serializing_if = "is_zero")]
        from: usize,
    },
    /// What happened, counted together by day; answered with [`Payload::Stats`].
    Stats {
        /// The first day; six days before the last if none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Date>,
        /// The last day; today if none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Date>,
    },
    /// Put everything up to now into the history file, for somebody who is about to read it.
    Keep,
    /// What works on this desktop and what is missing; answered with [`Payload::Doctor`].
    Doctor,
    /// Show what a reminder looks like; nothing comes of it.
    Sample,
    /// Start at login, or no longer.
    Autostart {
        /// Whether it starts.
        on: bool,
    },
    /// Remember where a window is and how large.
    Place {
        /// Which window.
        window: WindowKind,
        /// Its place.
        place: Place,
        /// Whether these are its last words.
        closes: bool,
    },
    /// End the program.
    Quit,
}

/// Why the next choice is not wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Something else this time.
    NotNow,
    /// It was done already, without the program.
    Did,
    /// Never to be offered again; the settings keep it.
    Never,
}

/// When a pause ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "PauseFields", into = "PauseFields")]
pub enum PauseEnd {
    /// After the time that the daemon takes if nobody says: one hour.
    Usual,
    /// After this long.
    After(Duration),
    /// At this time of day, today or tomorrow.
    At(Time),
}

/// [`PauseEnd`] as it is written.
#[derive(Serialize, Deserialize)]
struct PauseFields {
    #[serde(
        default,
        with = "optional_seconds",
        skip_serializing_if = "Option::is_none"
    )]
    seconds: Option<Duration>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl TryFrom<PauseFields> for PauseEnd {
    type Error = String;

    fn try_from(fields: PauseFields) -> Result<Self, String> {
        match (fields.seconds, fields.until) {
            (None, None) => Ok(PauseEnd::Usual),
            (Some(length), None) => Ok(PauseEnd::After(length)),
            (None, Some(until)) => hours::time(&until)
                .map(PauseEnd::At)
                .map_err(|problem| problem.to_string()),
            (Some(_), Some(_)) => Err("a pause takes `seconds` or `until`, not both".to_owned()),
        }
    }
}

impl From<PauseEnd> for PauseFields {
    fn from(end: PauseEnd) -> Self {
        let (seconds, until) = match end {
            PauseEnd::Usual => (None, None),
            PauseEnd::After(length) => (Some(length), None),
            PauseEnd::At(time) => (None, Some(hours::time_text(time))),
        };
        PauseFields { seconds, until }
    }
}

/// What the daemon says back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reply {
    /// The request was carried out.
    Ok(Payload),
    /// It was not.
    Error(Failure),
    /// To a subscriber, unasked: the status has changed and is now this.
    Changed(Box<Status>),
}

/// What an answer carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Payload {
    /// Nothing but that it was done.
    Done,
    /// Everything there is to show.
    Status(Box<Status>),
    /// What comes next; null if no reminder is on.
    Next(Option<Next>),
    /// A break laid out, or a part of it.
    Plan(PlanPart),
    /// Settings in the order of the file.
    Settings(Vec<Setting>),
    /// What happened on a day, or a part of it.
    Why(WhyPart),
    /// Some days counted together.
    Stats(StatsPart),
    /// What works and what does not.
    Doctor(Doctor),
    /// What came of an import.
    Import(Import),
}

/// What came of an import: where something is in the way, nothing was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Ids of what is new.
    pub added: Vec<String>,
    /// What was there already and differs: replaced, or in the way.
    pub taken: Vec<String>,
}

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// What is wrong, for the person.
    pub message: String,
    /// What to do about it; may be empty.
    #[serde(default)]
    pub hint: String,
}

/// As many exercises of a plan as fit in a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanPart {
    /// The plan with the exercises from the index asked for.
    pub plan: Plan,
    /// How many exercises the whole plan has.
    pub of: usize,
}

/// As many entries of a day as fit in a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhyPart {
    /// The day.
    pub date: Date,
    /// Its entries from the index asked for.
    pub entries: Vec<Entry>,
    /// How many entries the whole day has.
    pub of: usize,
}

/// As many days as fit in a line; days of which nothing is known are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatsPart {
    /// The days, in order.
    pub days: Vec<Day>,
    /// Where to go on; null if these were all.
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
    /// The files in use, by what they are for.
    pub files: Vec<NamedFile>,
    /// Whether the program starts at login.
    #[serde(default)]
    pub autostart: bool,
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
    /// The settings in the order of the file: all, one, or those below a path; none if nothing has that path.
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

impl Reply {
    /// An error with what to do about it.
    pub fn error(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Reply::Error(Failure {
            message: message.into(),
            hint: hint.into(),
        })
    }
}

/// Room in a line for what stands around the exercises of a plan.
const PLAN_FRAME: usize = 4 * 1024;

impl PlanPart {
    /// The exercises of `plan` from index `from` on, as many as fit in a line.
    ///
    /// # Errors
    /// An index behind the last exercise, and an exercise that alone is longer than a line.
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

/// Room in a line for what stands around entries and days.
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
    /// The entries of that day from index `from` on, as many as fit in a line.
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
    /// As many of these days as fit in a line; `next` = the day behind them.
    pub fn cut(mut days: Vec<Day>, next: Option<Date>) -> StatsPart {
        let fits = fitting(&days);
        let next = days.get(fits).map(|day| day.date).or(next);
        days.truncate(fits);
        StatsPart { days, next }
    }
}

/// Reads a request from a line.
///
/// # Errors
/// Says what is wrong with it.
pub fn read_request(line: &[u8]) -> Result<Request, Failure> {
    serde_json::from_slice(line).map_err(|problem| Failure {
        message: format!("not a request: {problem}"),
        hint: "a request is one JSON object a line, such as {\"do\":\"status\"}; docs/ipc.md lists them"
            .to_owned(),
    })
}

/// How many of the problems in a status too long for a line are kept.
const PROBLEMS_KEPT: usize = 10;
/// How many characters of each are kept.
const PROBLEM_KEPT: usize = 300;

/// Writes a reply as a line with its end. What does not fit in a line becomes an error; a status sheds problems first.
pub fn reply_line(reply: &Reply) -> String {
    if let Some(line) = fitting_line(reply) {
        return line;
    }
    let shorter = match reply {
        Reply::Ok(Payload::Status(status)) => fitting_line(&Reply::Ok(Payload::Status(Box::new(
            without_long_problems(status),
        )))),
        Reply::Changed(status) => {
            fitting_line(&Reply::Changed(Box::new(without_long_problems(status))))
        }
        Reply::Ok(
            Payload::Done
            | Payload::Next(_)
            | Payload::Plan(_)
            | Payload::Settings(_)
            | Payload::Why(_)
            | Payload::Stats(_)
            | Payload::Doctor(_)
            | Payload::Import(_),
        )
        | Reply::Error(_) => None,
    };
    shorter.unwrap_or_else(|| {
        "{\"error\":{\"message\":\"the answer is longer than a line may be\",\"hint\":\"ask for less at once\"}}\n"
            .to_owned()
    })
}

fn fitting_line(reply: &Reply) -> Option<String> {
    let mut line = serde_json::to_string(reply).ok()?;
    line.push('\n');
    (line.len() <= LONGEST_LINE).then_some(line)
}

fn without_long_problems(status: &Status) -> Status {
    let mut status = status.clone();
    let more = status.problems.len().saturating_sub(PROBLEMS_KEPT);
    status.problems.truncate(PROBLEMS_KEPT);
    for problem in &mut status.problems {
        *problem = problem.chars().take(PROBLEM_KEPT).collect();
    }
    if more > 0 {
        status.problems.push(format!("and {more} more problems"));
    }
    status
}

fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

fn checked<E: serde::de::Error>(span: Duration) -> Result<Duration, E> {
    if span > LONGEST_SPAN {
        return Err(E::custom("longer than a year"));
    }
    Ok(span)
}

/// A span as whole seconds, or none.
mod optional_seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(
        span: &Option<Duration>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match span {
            Some(span) => serializer.serialize_some(&span.as_secs()),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        Option::<u64>::deserialize(deserializer)?
            .map(|seconds| super::checked(Duration::from_secs(seconds)))
            .transpose()
    }
}

/// A span as whole milliseconds.
mod millis {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(span.as_millis() as u64)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        super::checked(Duration::from_millis(u64::deserialize(deserializer)?))
    }
}
