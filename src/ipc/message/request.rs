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

/// Longest time span that a request may name, a year: no sum of a few of them can overflow.
const LONGEST_SPAN: Duration = Duration::from_secs(366 * 24 * 3600);

/// What a client can ask of the daemon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Request {
    /// Where the caller is: what it asks for on this connection opens there. A daemon whose own session is gone moves
    /// there: it ends the connection without an answer, and is to be connected to again.
    Hello {
        /// The session of the caller.
        caller: Surroundings,
    },
    /// Everything there is to show; answered with [`Payload::Status`](super::Payload::Status).
    Status,
    /// The same, and from then on a [`Reply::Changed`](super::Reply::Changed) after every change.
    Subscribe,
    /// What comes next and why; answered with [`Payload::Next`](super::Payload::Next).
    Next,
    /// Something else than the next choice.
    Refuse {
        /// Why it is not wanted.
        why: Refusal,
    },
    /// Start a break in a window of its own; answered once the window is there.
    Start {
        /// Exercise or routine id; the next choice if none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        what: Option<String>,
    },
    /// Go on with the break that was left, as `left` in the status says, in a window of its own.
    GoOn,
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
    /// A break laid out for the player; answered with [`Payload::Plan`](super::Payload::Plan).
    Plan {
        /// Exercise or routine id.
        what: String,
        /// Index of the first exercise wanted: a long plan takes more than one line.
        #[serde(default, skip_serializing_if = "is_zero")]
        from: usize,
    },
    /// Open the window, or raise it; answered once it is there.
    Window {
        /// The page to show; the one it has, or Today, if none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<String>,
    },
    /// Raise the window on a page if it is open; refused if it is not.
    Raise {
        /// The page to show.
        page: String,
    },
    /// A window is there. From then on it is raised, and none opened beside it, until this connection ends.
    Opened {
        /// Which window.
        window: WindowKind,
    },
    /// A break goes on, or begins, in a player that is there already, on this connection.
    Play {
        /// Exercise or routine id.
        what: String,
        /// Time guided so far, without pauses.
        #[serde(rename = "guided_ms", with = "millis")]
        guided: Duration,
    },
    /// How far the break in the player is. Sent once with 0 when the player opens: from then on the break is lost
    /// when this connection ends before a [`Request::BreakEnd`]. Sent again at each change, and before a promise runs out.
    BreakProgress {
        /// Time guided so far, without pauses.
        #[serde(rename = "guided_ms", with = "millis")]
        guided: Duration,
        /// The player guides now, and says more within this time; zero = it is paused, waits, or is through.
        #[serde(
            default,
            rename = "goes_on_ms",
            with = "millis",
            skip_serializing_if = "Duration::is_zero"
        )]
        goes_on: Duration,
        /// What was played so far, exercise by exercise in the order of the plan, with the one that goes on; not given = as
        /// much from its beginning on as was guided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exercises: Option<Vec<Played>>,
        /// Index in `exercises` of the one that goes on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        running: Option<usize>,
    },
    /// The player is at its end, or was left.
    BreakEnd {
        /// Whether all that it is about was played to its end.
        finished: bool,
        /// Time guided in all, without pauses.
        #[serde(rename = "guided_ms", with = "millis")]
        guided: Duration,
        /// What was played, exercise by exercise in the order of the plan; not given = as much from its beginning on as
        /// was guided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exercises: Option<Vec<Played>>,
        /// Whether the person wants to be asked again after the snooze time.
        #[serde(default, skip_serializing_if = "is_false")]
        put_off: bool,
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
    /// The settings; answered with [`Payload::Settings`](super::Payload::Settings).
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
    /// Put entries on a setting that is a list, in the file too; what is on it already stays.
    SettingsAdd {
        /// The list's path, as in `exercises.hurt`.
        path: String,
        /// The entries.
        items: Vec<String>,
    },
    /// Take entries off a setting that is a list, in the file too; what is not on it makes no difference.
    SettingsRemove {
        /// The list's path.
        path: String,
        /// The entries.
        items: Vec<String>,
    },
    /// The applications that were a reason to stay quiet, to pick those from that never are; answered with
    /// [`Payload::Apps`](super::Payload::Apps).
    Apps,
    /// That application is never a reason to stay quiet again; the settings keep it, in `holds.ignore`.
    Ignore {
        /// Its name, as the status or `apps` tells it.
        app: String,
    },
    /// Add a reminder of the person's own to the settings, in the file too.
    ReminderAdd {
        /// Its id: lower-case letters, digits and `-`.
        id: String,
        /// What it is, by the names in the settings file: `after`, `of`, `at`, `days`, `offer`, `text`, `on`.
        #[serde(default)]
        values: BTreeMap<String, String>,
    },
    /// Take a reminder of the person's own out of the settings.
    ReminderRemove {
        /// Its id.
        id: String,
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
    /// Take in a file of exercises and routines with their pose sets and pictures; answered with
    /// [`Payload::Import`](super::Payload::Import).
    CatalogImport {
        /// The file, from the root of the file system.
        path: String,
        /// Whether it replaces what is there already and differs.
        #[serde(default, skip_serializing_if = "is_false")]
        replace: bool,
    },
    /// What happened on a day, in order, each with its reason; answered with [`Payload::Why`](super::Payload::Why).
    Why {
        /// The day; today if none is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<Date>,
        /// Index of the first entry wanted: a long day takes more than one line.
        #[serde(default, skip_serializing_if = "is_zero")]
        from: usize,
    },
    /// What happened, counted together by day; answered with [`Payload::Stats`](super::Payload::Stats).
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
    /// What works on this desktop and what is missing; answered with [`Payload::Doctor`](super::Payload::Doctor).
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
