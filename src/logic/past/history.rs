//! The records of the history: plain values, each a row that the store keeps.
//!
//! All kinds of rows share one sequence of numbers, in the order in which they began to be true. It tells what came
//! before what even if the wall clock was set back.

use std::time::Duration;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use crate::logic::catalog::Reason;
use crate::logic::practice::Exercised;
use crate::logic::practice::effort::Effort;
use crate::logic::presence::{Hold, Posture};
use crate::logic::schedule::Cause;
use crate::logic::text::word::words;
use crate::logic::time::now::Now;
use crate::logic::time::seconds;

/// A moment as it is stored: milliseconds since 1970 in UTC, and the zone's UTC offset at that moment, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Milliseconds since 1970, UTC.
    pub ms: i64,
    /// Seconds east of UTC.
    pub zone: i32,
}

/// Milliseconds in a day.
pub const DAY_MS: i64 = 24 * 3600 * 1000;

impl Moment {
    /// The wall clock's moment.
    pub fn of(wall: &Zoned) -> Moment {
        Moment {
            ms: wall.timestamp().as_millisecond(),
            zone: wall.offset().seconds(),
        }
    }

    /// Another moment in the same zone.
    pub fn at(self, ms: i64) -> Moment {
        Moment { ms, ..self }
    }

    /// Milliseconds since 1970 in local time.
    pub fn wall_ms(self) -> i64 {
        self.ms + i64::from(self.zone) * 1000
    }

    /// Days since 1970 in local time.
    pub fn day(self) -> i64 {
        self.wall_ms().div_euclid(DAY_MS)
    }

    /// The local date and time.
    pub fn civil(self) -> DateTime {
        offset(self.zone).to_datetime(timestamp(self.ms))
    }

    /// The local date.
    pub fn date(self) -> Date {
        self.civil().date()
    }

    /// The moment in a fixed zone with the offset then in force.
    pub fn zoned(self) -> Zoned {
        timestamp(self.ms).to_zoned(offset(self.zone).to_time_zone())
    }
}

/// Clamps to the valid range: a damaged row may hold anything.
fn timestamp(ms: i64) -> Timestamp {
    let end = if ms < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Timestamp::from_millisecond(ms).unwrap_or(end)
}

fn offset(seconds: i32) -> Offset {
    Offset::from_seconds(seconds).unwrap_or(Offset::UTC)
}

/// The day from which days are counted.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// The date that many days after 1970-01-01, clamped to the valid range.
pub fn date_of(day: i64) -> Date {
    let end = if day < 0 { Date::MIN } else { Date::MAX };
    let span = jiff::Span::new().try_days(day);
    span.and_then(|days| EPOCH.checked_add(days)).unwrap_or(end)
}

/// The number of days from 1970-01-01 to a date. Dates reach further than moments do.
pub fn day_of(date: Date) -> i64 {
    i64::from((date - EPOCH).get_days())
}

words! {
    as serde
    /// What a span was.
    pub enum SpanKind {
        /// Present and sitting.
        Sitting = "sitting",
        /// Present and standing.
        Standing = "standing",
        /// Nobody there, or not back yet after a break.
        Away = "away",
        /// The screen was locked.
        Locked = "locked",
        /// The machine was asleep.
        Asleep = "asleep",
        /// In a call; counts as sitting or standing.
        Call = "call",
        /// Watching without input; counts as sitting or standing.
        Film = "film",
        /// In a guided break.
        Break = "break",
    }
}

/// A span of one kind of presence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it was.
    pub kind: SpanKind,
    /// What it counted as; none if it didn't count.
    pub counted: Option<Posture>,
    /// Its beginning.
    pub start: Moment,
    /// Its end in milliseconds since 1970; what is known so far while it lasts.
    pub end: i64,
}

impl Span {
    /// How long it lasted.
    pub fn length(&self) -> Duration {
        Duration::from_millis((self.end - self.start.ms).max(0) as u64)
    }
}

/// What became of a shown reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Its break was started.
    Started,
    /// Snoozed.
    Snoozed {
        /// For how long.
        #[serde(with = "seconds", rename = "length_seconds")]
        length: Duration,
    },
    /// Skipped this time.
    Skipped,
    /// Taken off the screen without an answer.
    Closed,
    /// Withdrawn by the program.
    Withdrawn(Cause),
    /// Shown again before anybody answered.
    Expired,
}

/// A reminder that was shown, or answered before it could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// When.
    pub at: Moment,
    /// Reminder id.
    pub reminder: String,
    /// Text only: nothing to answer.
    pub nudge: bool,
    /// Showings in a row, from 1; 0 = answered before it was shown.
    pub showing: u32,
    /// Sitting time since the last break at that moment.
    pub sitting: Duration,
    /// What was offered, an exercise or routine id; empty for a nudge.
    pub offered: String,
    /// Why that was chosen; none if there was nothing to choose from.
    pub chosen: Option<Reason>,
    /// What it had waited for.
    pub waited_for: Option<Hold>,
    /// What became of it, and when (in milliseconds since 1970).
    pub answer: Option<(Answer, i64)>,
}

words! {
    as serde
    /// How a guided break ended.
    pub enum Ended {
        /// It counts as a break.
        Done = "done",
        /// Left too early to count.
        Abandoned = "abandoned",
        /// Its window died, or the machine slept.
        Lost = "lost",
    }
}

/// A guided break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// When it began.
    pub start: Moment,
    /// When it ended, in milliseconds since 1970; what is known so far while it runs.
    pub end: i64,
    /// Exercise or routine id.
    pub what: String,
    /// The reminder that asked for it; none = started by hand.
    pub by: Option<String>,
    /// Why that was chosen; none if there was nothing to choose from.
    pub chosen: Option<Reason>,
    /// Time guided, excluding pauses and waiting.
    pub guided: Duration,
    /// How it ended; none while it runs.
    pub outcome: Option<Ended>,
    /// The exercises that were begun, in order, and what was done of each.
    pub exercises: Vec<Exercised>,
}

words! {
    as serde
    /// What a natural break was.
    pub enum Natural {
        /// No sign of presence.
        Away = "away",
        /// The screen was locked.
        Locked = "locked",
        /// The machine was asleep.
        Asleep = "asleep",
        /// Standing long enough.
        Standing = "standing",
    }
}

/// A natural break at the moment it was credited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NaturalBreak {
    /// When it was credited.
    pub at: Moment,
    /// How long it had lasted by then.
    pub lasted: Duration,
    /// What it was.
    pub by: Natural,
}

/// A period with a reason to stay quiet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The reason.
    pub hold: Hold,
    /// Its beginning.
    pub start: Moment,
    /// Its end in milliseconds since 1970; what is known so far while it lasts.
    pub end: i64,
    /// Whether a due reminder waited for its end.
    pub waited: bool,
}

/// Feedback after a break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Felt {
    /// When.
    pub at: Moment,
    /// Exercise id.
    pub exercise: String,
    /// How much it hurt, 0 to 10.
    pub pain: Option<u8>,
    /// How hard it was.
    pub effort: Option<Effort>,
}

/// Something that happened to the program itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// It started and resumed counting where it had stopped.
    Resumed {
        /// How long it had been off.
        #[serde(with = "seconds", rename = "off_seconds")]
        off: Duration,
    },
    /// It started from zero.
    Started {
        /// How long it had been off; none if that is not known.
        #[serde(with = "seconds::optional", rename = "off_seconds")]
        off: Option<Duration>,
    },
    /// It ended.
    Stopped,
    /// The wall clock was set.
    ClockSet {
        /// By how much, in milliseconds; positive = forward.
        #[serde(rename = "by_ms")]
        by: i64,
    },
}

/// One row of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Record {
    Span(Span),
    Asked(Asked),
    Break(Break),
    Natural(NaturalBreak),
    Held(Held),
    Felt(Felt),
    Note { at: Moment, note: Note },
}

impl Record {
    /// When it began to be true.
    pub fn at(&self) -> Moment {
        match self {
            Record::Span(span) => span.start,
            Record::Asked(asked) => asked.at,
            Record::Break(run) => run.start,
            Record::Natural(natural) => natural.at,
            Record::Held(held) => held.start,
            Record::Felt(felt) => felt.at,
            Record::Note { at, .. } => *at,
        }
    }
}

/// A record with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Unique across all kinds of rows, and increasing.
    pub id: i64,
    /// What it says.
    pub record: Record,
}

/// What a new run of the program must know of the previous run's last rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// The highest number in use; 0 if there is none.
    pub last_id: i64,
    /// The last spans, oldest first: minutes may still be taken back from them.
    pub spans: Vec<(i64, Span)>,
    /// The break that was running.
    pub running: Option<(i64, Break)>,
}

/// Sorts rows in the order of events: by time, but never across a moment at which the wall clock was set.
pub fn sort(rows: &mut [Row]) {
    let mut sets: Vec<i64> = rows
        .iter()
        .filter(|row| {
            matches!(
                row.record,
                Record::Note {
                    note: Note::ClockSet { .. },
                    ..
                }
            )
        })
        .map(|row| row.id)
        .collect();
    sets.sort_unstable();
    rows.sort_by_key(|row| {
        let clock = sets.partition_point(|set| *set <= row.id);
        (clock, row.record.at().ms, row.id)
    });
}

/// The moment of a reading of the other clock, provided the wall clock hasn't been set since.
pub(in crate::logic) fn moment_at(now: &Now, mono: crate::logic::time::now::Mono) -> Moment {
    Moment::of(&now.at(mono).wall)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_that_of_the_wall() {
        let late = Moment {
            ms: day_of(Date::constant(2026, 3, 2)) * DAY_MS + 23 * 3_600_000,
            zone: 7200,
        };
        assert_eq!(late.date(), Date::constant(2026, 3, 3));
        assert_eq!(date_of(late.day()), late.date());
        assert_eq!(day_of(late.date()), late.day());
        assert_eq!(day_of(Date::constant(1969, 12, 31)), -1);
        for end in [Date::MIN, Date::MAX] {
            assert_eq!(date_of(day_of(end)), end);
        }
        assert_eq!(date_of(i64::MAX), Date::MAX);
    }

    #[test]
    fn moments_out_of_all_bounds_do_no_harm() {
        for ms in [i64::MIN / 4, i64::MAX / 4] {
            let moment = Moment { ms, zone: i32::MAX };
            assert!(moment.date() == moment.civil().date());
        }
    }

    #[test]
    fn rows_are_not_sorted_across_a_clock_that_was_set_back() {
        let note = |id, ms, note| Row {
            id,
            record: Record::Note {
                at: Moment { ms, zone: 0 },
                note,
            },
        };
        let mut rows = vec![
            note(3, 50, Note::ClockSet { by: -100 }),
            note(4, 60, Note::Stopped),
            note(1, 140, Note::Stopped),
            note(2, 130, Note::Stopped),
        ];
        sort(&mut rows);
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids, [2, 1, 3, 4]);
    }
}
