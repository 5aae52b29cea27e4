//! What a client can ask.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::logic::catalog::edit::ItemKind;
use crate::logic::practice::Exercised;
use crate::logic::practice::effort::Effort;
use crate::logic::shown::place::{Place, WindowKind};
use crate::logic::shown::surroundings::Surroundings;
use crate::logic::time::hours;

/// Longest time span a request may name: a year, so that adding a few can't overflow.
const LONGEST_SPAN: Duration = Duration::from_secs(366 * 24 * 3600);

/// What a client can ask of the daemon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Request {
    /// Where the caller is: windows it asks for on this connection open there. A daemon whose own session is gone moves
    /// there. It then ends the connection without an answer, and the caller must reconnect.
    Hello {
        /// The caller's session.
        caller: Surroundings,
    },
    /// Everything there is to show; answered with [`Payload::Status`](super::Payload::Status).
    Status,
    /// The same, followed by a [`Reply::Changed`](super::Reply::Changed) after every change.
    Subscribe,
    /// What comes next and why; answered with [`Payload::Next`](super::Payload::Next).
    Next,
    /// Asks for something other than the next choice.
    Refuse {
        /// Why it is not wanted.
        why: Refusal,
    },
    /// Start a break in its own window; answered once the window is up.
    Start {
        /// Exercise or routine id; the next choice if missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        what: Option<String>,
    },
    /// Resume the break that was left (`left` in the status) in its own window.
    GoOn,
    /// Ask again later.
    Snooze {
        /// How long; as in the settings if missing.
        #[serde(
            default,
            rename = "seconds",
            with = "optional_seconds",
            skip_serializing_if = "Option::is_none"
        )]
        length: Option<Duration>,
    },
    /// Skip it this time.
    Skip,
    /// Take the reminder off the screen, as if it had been ignored.
    Close,
    /// Stay quiet for a while.
    Pause(PauseEnd),
    /// End the pause.
    Resume,
    /// The user is standing now.
    Stand,
    /// The user is sitting now.
    Sit,
    /// A break laid out for the player; answered with [`Payload::Plan`](super::Payload::Plan).
    Plan {
        /// Exercise or routine id.
        what: String,
        /// Index of the first exercise wanted; a long plan takes more than one line.
        #[serde(default, skip_serializing_if = "is_zero")]
        from: usize,
    },
    /// Open the window, or raise it; answered once it is up.
    Window {
        /// The page to show; if missing, the current one, or Today.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<String>,
    },
    /// Raise the window on a page if it is open; refused if it isn't.
    Raise {
        /// The page to show.
        page: String,
    },
    /// A window is up. Until this connection ends, it is raised instead of opening another.
    Opened {
        /// Which window.
        window: WindowKind,
    },
    /// A break resumes, or begins, on this connection, in a player that is already up.
    Play {
        /// Exercise or routine id.
        what: String,
        /// Time guided so far, excluding pauses.
        #[serde(rename = "guided_ms", with = "millis")]
        guided: Duration,
    },
    /// How far the player has got. Sent with 0 when the player opens: from then on, the break is lost if this
    /// connection ends before a [`Request::BreakEnd`]. Sent again at each change, and before a promise runs out.
    BreakProgress {
        /// Time guided so far, excluding pauses.
        #[serde(rename = "guided_ms", with = "millis")]
        guided: Duration,
        /// The player is guiding now and reports again within this time; zero = it is paused, waiting or finished.
        #[serde(
            default,
            rename = "goes_on_ms",
            with = "millis",
            skip_serializing_if = "Duration::is_zero"
        )]
        goes_on: Duration,
        /// What was played so far, exercise by exercise in plan order, including the current one; if missing, as much
        /// from the start as was guided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exercises: Option<Vec<Played>>,
        /// Index in `exercises` of the current one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        running: Option<usize>,
    },
    /// The player has finished, or was left.
    BreakEnd {
        /// Whether everything that counts was played to its end.
        finished: bool,
        /// Total time guided, excluding pauses.
        #[serde(rename = "guided_ms", with = "millis")]
        guided: Duration,
        /// What was played, exercise by exercise in plan order; if missing, as much from the start as was guided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exercises: Option<Vec<Played>>,
        /// Whether to ask again after the snooze time.
        #[serde(default, skip_serializing_if = "is_false")]
        put_off: bool,
    },
    /// How an exercise felt: at least one of the two.
    Feedback {
        /// Exercise id; for effort also a routine id, which stands for all its exercises.
        what: String,
        /// How much it hurt, 0 to 10.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pain: Option<u8>,
        /// How hard it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effort: Option<Effort>,
    },
    /// The settings; answered with [`Payload::Settings`](super::Payload::Settings).
    SettingsGet {
        /// Only this one, or only those below it (`timing`); all if missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        path: Option<String>,
    },
    /// Change one setting, in the file too.
    SettingsSet {
        /// Its path, as in `presence.away_after`.
        path: String,
        /// Its value, as written in the file: `20m`, `true`, `Mon-Fri 09:00-17:00`.
        value: String,
    },
    /// Add entries to a list setting, in the file too; entries already there stay.
    SettingsAdd {
        /// The list's path, as in `exercises.hurt`.
        path: String,
        /// The entries.
        items: Vec<String>,
    },
    /// Remove entries from a list setting, in the file too; entries not there are ignored.
    SettingsRemove {
        /// The list's path.
        path: String,
        /// The entries.
        items: Vec<String>,
    },
    /// The applications that were a reason to stay quiet, for picking those that never should be; answered with
    /// [`Payload::Apps`](super::Payload::Apps).
    Apps,
    /// Never let that application be a reason to stay quiet again; stored in `holds.ignore`.
    Ignore {
        /// Its name, as given in the status or by `apps`.
        app: String,
    },
    /// Add a custom reminder to the settings, in the file too.
    ReminderAdd {
        /// Its id: lower-case letters, digits and `-`.
        id: String,
        /// Its fields, named as in the settings file: `after`, `of`, `at`, `days`, `offer`, `text`, `on`.
        #[serde(default)]
        values: BTreeMap<String, String>,
    },
    /// Remove a custom reminder from the settings.
    ReminderRemove {
        /// Its id.
        id: String,
    },
    /// Put exercises and routines into the user's catalog, replacing any with the same id.
    CatalogPut {
        /// The items, written as a catalog file.
        text: String,
    },
    /// Remove an exercise or routine from the user's catalog.
    CatalogRemove {
        /// Which of the two.
        kind: ItemKind,
        /// Its id.
        id: String,
    },
    /// Import a file of exercises and routines with their pose sets and pictures; answered with
    /// [`Payload::Import`](super::Payload::Import).
    CatalogImport {
        /// The file's absolute path.
        path: String,
        /// Whether to replace items that already exist with other contents.
        #[serde(default, skip_serializing_if = "is_false")]
        replace: bool,
    },
    /// What happened on a day, in order, with reasons; answered with [`Payload::Why`](super::Payload::Why).
    Why {
        /// The day; today if missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<Date>,
        /// Index of the first entry wanted; a long day takes more than one line.
        #[serde(default, skip_serializing_if = "is_zero")]
        from: usize,
    },
    /// Daily totals; answered with [`Payload::Stats`](super::Payload::Stats).
    Stats {
        /// The first day; if missing, six days before the last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Date>,
        /// The last day; today if missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Date>,
    },
    /// Write everything up to now into the history file, for someone about to read it.
    Keep,
    /// What works on this desktop and what is missing; answered with [`Payload::Doctor`](super::Payload::Doctor).
    Doctor,
    /// Show a sample reminder, which has no effect.
    Sample,
    /// Start at login, or stop doing so.
    Autostart {
        /// Whether to start at login.
        on: bool,
    },
    /// Remember a window's position and size.
    Place {
        /// Which window.
        window: WindowKind,
        /// Its place.
        place: Place,
        /// Whether this is its last message.
        #[serde(default)]
        closes: bool,
    },
    /// End the program.
    Quit,
}

/// What was played of one exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Played {
    /// Exercise id.
    pub id: String,
    /// Time guided through it.
    #[serde(rename = "guided_ms", with = "millis")]
    pub guided: Duration,
    /// Repetitions done, all sets and sides together.
    #[serde(default)]
    pub reps: u32,
    /// Whether it was played to its end.
    pub whole: bool,
}

impl From<Exercised> for Played {
    fn from(one: Exercised) -> Self {
        Played {
            id: one.exercise,
            guided: one.guided,
            reps: one.reps,
            whole: one.whole,
        }
    }
}

impl From<Played> for Exercised {
    fn from(one: Played) -> Self {
        Exercised {
            exercise: one.id,
            guided: one.guided,
            reps: one.reps,
            whole: one.whole,
        }
    }
}

/// Why the next choice is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Something else this time.
    NotNow,
    /// Already done, without the program.
    Did,
    /// Never offer it again; stored in the settings.
    Never,
}

/// When a pause ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "PauseFields", into = "PauseFields")]
pub enum PauseEnd {
    /// After the daemon's default, one hour.
    Usual,
    /// After this long.
    After(Duration),
    /// At this time of day, today or tomorrow.
    At(Time),
}

/// [`PauseEnd`] on the wire.
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
