//! Daily totals: past days from their sums, the others from their rows.
//!
//! Sums are written along with the rows of a later day, and a database trigger deletes them when one of their rows
//! changes (`0003_day.sql`). So they are never wrong, only missing.

use jiff::civil::Date;
use rusqlite::{Connection, params};

use crate::logic::past::history::{DAY_MS, Ended, Moment, day_of};
use crate::logic::past::stats::{DaySums, LONGEST_SPAN_MS, Tally};
use crate::logic::past::tape::Change;
use crate::logic::presence::Posture;
use crate::store::history::read::{each, moment, text, word};
use crate::store::history::{History, HistoryProblem, migrate};

/// The schema version that introduced sums.
const SINCE: u32 = 3;

/// A day is summed this many days later: until then its rows may still grow.
const SETTLED: i64 = 4;

/// Earlier than any date.
const EARLIEST: i64 = -5_000_000;

impl History {
    /// What happened on the days from `from` to `to`, in order; days without data are left out.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn sums(&self, from: Date, to: Date) -> Result<Vec<DaySums>, HistoryProblem> {
        read(&self.connection, day_of(from), day_of(to)).map_err(|error| self.unreadable(&error))
    }
}

/// The day for which [`bring_up`] must check once these changes are written; none if they say nothing about time.
pub(super) fn settled_by(changes: &[Change]) -> Option<i64> {
    let moments = changes.iter().filter_map(|change| match change {
        Change::Put(row) => Some(row.record.at().ms),
        Change::DropSpan(_) => None,
    });
    moments
        .max()
        .map(|newest| newest.div_euclid(DAY_MS).saturating_sub(SETTLED))
}

/// Writes missing sums, up to that day.
pub(super) fn bring_up(to: &Connection, last: i64) -> rusqlite::Result<()> {
    let first = summed(to)?.map_or(EARLIEST, |summed| summed + 1);
    if first > last {
        return Ok(());
    }
    let mut statement = to.prepare(
        "INSERT INTO day VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    for sums in fold(to, first, last)? {
        let exercises = sums.exercises.iter();
        statement.execute(params![
            sums.day,
            sums.sitting,
            sums.standing,
            sums.longest,
            sums.done,
            sums.abandoned,
            sums.lost,
            sums.natural,
            sums.asked,
            sums.snoozed,
            sums.skipped,
            sums.hours.map(|hour| hour.to_string()).join(" "),
            exercises
                .map(|(id, count)| format!("{id} {count}"))
                .collect::<Vec<_>>()
                .join(" "),
        ])?;
    }
    Ok(())
}

fn read(from: &Connection, first: i64, last: i64) -> rusqlite::Result<Vec<DaySums>> {
    let summed = if migrate::version(from)? < SINCE {
        None
    } else {
        summed(from)?
    };
    let mut days = Vec::new();
    let mut next = first;
    if let Some(summed) = summed.filter(|summed| *summed >= first) {
        next = summed + 1;
        each(
            from,
            "SELECT * FROM day WHERE day BETWEEN ?1 AND ?2 ORDER BY day",
            [first, last],
            |row| {
                let mut sums = DaySums {
                    day: row.get(0)?,
                    sitting: row.get(1)?,
                    standing: row.get(2)?,
                    longest: row.get(3)?,
                    done: row.get(4)?,
                    abandoned: row.get(5)?,
                    lost: row.get(6)?,
                    natural: row.get(7)?,
                    asked: row.get(8)?,
                    snoozed: row.get(9)?,
                    skipped: row.get(10)?,
                    ..DaySums::default()
                };
                for (hour, word) in sums.hours.iter_mut().zip(text(row, 11)?.split(' ')) {
                    *hour = word.parse().unwrap_or_default();
                }
                let mut words = text(row, 12)?.split(' ');
                while let (Some(id), Some(count)) = (words.next(), words.next()) {
                    let count = count.parse().unwrap_or_default();
                    sums.exercises.insert(id.to_owned(), count);
                }
                days.push(sums);
                Ok(())
            },
        )?;
    }
    if next <= last {
        days.extend(fold(from, next, last)?);
    }
    Ok(days)
}

/// The last day that has sums.
fn summed(from: &Connection) -> rusqlite::Result<Option<i64>> {
    from.query_row("SELECT max(day) FROM day", [], |row| row.get(0))
}

/// Adds up days from their rows.
fn fold(from: &Connection, first: i64, last: i64) -> rusqlite::Result<Vec<DaySums>> {
    fold_since(from, beginning(from, first)?, first, last)
}

/// Where to start reading to know everything about a day: no later than the day itself and each span that reaches into
/// it, at a moment when sitting was zero.
fn beginning(from: &Connection, day: i64) -> rusqlite::Result<i64> {
    // One day of slack covers any time zone.
    let edge = (day - 1).saturating_mul(DAY_MS);
    let reaches: Option<i64> = from.query_row(
        "SELECT min(start_ms) FROM span WHERE start_ms BETWEEN ?1 AND ?2 AND end_ms > ?2",
        [edge.saturating_sub(LONGEST_SPAN_MS), edge],
        |row| row.get(0),
    )?;
    let zero: i64 = from.query_row(
        "SELECT max(ifnull((SELECT max(at_ms) FROM natural WHERE at_ms <= ?1), ?2),
                    ifnull((SELECT max(start_ms) FROM break WHERE start_ms <= ?1 AND outcome = 'done'), ?2),
                    ifnull((SELECT max(at_ms) FROM note WHERE at_ms <= ?1 AND note = 'started'), ?2))",
        [reaches.unwrap_or(edge), EARLIEST * DAY_MS],
        |row| row.get(0),
    )?;
    Ok(zero.max(EARLIEST * DAY_MS))
}

fn fold_since(
    from: &Connection,
    begin: i64,
    first: i64,
    last: i64,
) -> rusqlite::Result<Vec<DaySums>> {
    let range = [begin, last.saturating_add(2).saturating_mul(DAY_MS)];
    let mut tally = Tally::new(first, last);
    let mut begins: Vec<(i64, Moment)> = Vec::new();
    each(
        from,
        "SELECT id, start_ms, zone_s, outcome FROM break WHERE start_ms >= ?1 AND start_ms < ?2 ORDER BY start_ms",
        range,
        |row| {
            let begin = moment(row, 1)?;
            begins.push((row.get(0)?, begin));
            if let Some(outcome) = word::<Ended>(row, 3)? {
                tally.guided_break(begin, outcome);
            }
            Ok(())
        },
    )?;
    // A single pass over the exercises is faster than a lookup per break.
    begins.sort_unstable_by_key(|(id, _)| *id);
    each(
        from,
        "SELECT break_id, exercise FROM exercise WHERE break_id BETWEEN ?1 AND ?2 AND whole",
        [begins.first(), begins.last()].map(|begin| begin.map(|(id, _)| *id)),
        |row| {
            let id: i64 = row.get(0)?;
            if let Ok(place) = begins.binary_search_by_key(&id, |(id, _)| *id) {
                tally.exercise(begins[place].1, text(row, 1)?);
            }
            Ok(())
        },
    )?;
    each(
        from,
        "SELECT at_ms, zone_s FROM natural WHERE at_ms >= ?1 AND at_ms < ?2 ORDER BY at_ms",
        range,
        |row| {
            tally.natural_break(moment(row, 0)?);
            Ok(())
        },
    )?;
    each(
        from,
        "SELECT at_ms, zone_s FROM note WHERE at_ms >= ?1 AND at_ms < ?2 AND note = 'started' ORDER BY at_ms",
        range,
        |row| {
            tally.from_zero(moment(row, 0)?);
            Ok(())
        },
    )?;
    // A history without sums may have hundreds of thousands of rows: every column saved is noticeable.
    each(
        from,
        "SELECT at_ms, zone_s,
                (showing > 0) + 2 * ifnull(answer = 'snoozed', 0) + 4 * ifnull(answer = 'skipped', 0)
         FROM asked WHERE at_ms >= ?1 AND at_ms < ?2 AND nudge = 0",
        range,
        |row| {
            let flags: i64 = row.get(2)?;
            tally.asked(
                moment(row, 0)?,
                flags & 1 != 0,
                flags & 2 != 0,
                flags & 4 != 0,
            );
            Ok(())
        },
    )?;
    // A negative length means the span counted as standing.
    each(
        from,
        "SELECT start_ms, zone_s,
                CAST(iif(counted = 'sitting', 1, -1) * (max(end_ms, start_ms) - start_ms) AS INTEGER)
         FROM span WHERE start_ms >= ?1 AND start_ms < ?2 AND counted IN ('sitting', 'standing')
         ORDER BY start_ms",
        range,
        |row| {
            let start = moment(row, 0)?;
            let length: i64 = row.get(2)?;
            let counted = if length < 0 {
                Posture::Standing
            } else {
                Posture::Sitting
            };
            let length = length.unsigned_abs().min(i64::MAX as u64) as i64;
            tally.span(start, start.ms.saturating_add(length), counted);
            Ok(())
        },
    )?;
    Ok(tally.finish())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::logic::past::history::{
        Answer, Asked, Break, Natural, NaturalBreak, Note, Record, Row, Span, SpanKind, date_of,
    };
    use crate::logic::practice::Exercised;

    const FIRST: Date = Date::constant(2026, 3, 2);

    fn moment(minute: i64, zone: i32) -> Moment {
        Moment {
            ms: day_of(FIRST) * DAY_MS + minute * 60_000,
            zone,
        }
    }

    /// The same days, computed from all rows alone.
    fn from_rows(history: &History, first: i64, last: i64) -> Vec<DaySums> {
        fold_since(&history.connection, EARLIEST * DAY_MS, first, last).unwrap()
    }

    fn stored_sums(history: &History) -> Vec<i64> {
        let days = day_of(FIRST)..day_of(FIRST) + 40;
        let known = days.filter(|day| {
            let sql = "SELECT count(*) FROM day WHERE day = ?1";
            let found = history
                .connection
                .query_row(sql, [day], |row| row.get::<_, i64>(0));
            found.unwrap() == 1
        });
        known.map(|day| day - day_of(FIRST)).collect()
    }

    /// A row on one of a few days, in changing zones; often under another row's number.
    fn row() -> impl Strategy<Value = Row> {
        let zone = prop::sample::select(vec![0, 3600, -11 * 3600, 14 * 3600, 19_800, i32::MAX]);
        let at = (0..14_i64 * 1440, zone).prop_map(|(minute, zone)| moment(minute, zone));
        let minutes = prop_oneof![8 => 1..90_i64, 1 => 1000..2000_i64, 1 => 5000..20_000_i64];
        let what = (0..9_u8, at, minutes, any::<bool>(), any::<bool>());
        let record = what.prop_map(|(what, at, minutes, this, other)| {
            let end = at.ms + minutes * 60_000;
            match what {
                0..=3 => Record::Span(Span {
                    kind: SpanKind::Call,
                    counted: match (this, other) {
                        (true, true) => None,
                        (true, false) => Some(Posture::Standing),
                        (false, _) => Some(Posture::Sitting),
                    },
                    start: at,
                    end,
                }),
                4 => Record::Asked(Asked {
                    at,
                    reminder: "stretch".to_owned(),
                    nudge: false,
                    showing: u32::from(this),
                    sitting: Duration::ZERO,
                    offered: String::new(),
                    chosen: None,
                    waited_for: None,
                    answer: other.then_some((Answer::Skipped, end)),
                }),
                5..=6 => Record::Break(Break {
                    start: at,
                    end,
                    what: "reset".to_owned(),
                    by: None,
                    chosen: None,
                    guided: Duration::ZERO,
                    outcome: [None, Some(Ended::Done), Some(Ended::Lost)]
                        [usize::from(this) + usize::from(other)],
                    exercises: vec![
                        Exercised {
                            exercise: ["chin-tucks", "two words", ""][minutes as usize % 3]
                                .to_owned(),
                            guided: Duration::ZERO,
                            reps: 0,
                            whole: this,
                        };
                        2
                    ],
                }),
                7 => Record::Natural(NaturalBreak {
                    at,
                    lasted: Duration::ZERO,
                    by: Natural::Away,
                }),
                _ => Record::Note {
                    at,
                    note: if this {
                        Note::Started { off: None }
                    } else {
                        Note::Stopped
                    },
                },
            }
        });
        (1..60_i64, record).prop_map(|(id, record)| Row { id, record })
    }

    /// What another program may do to the file.
    const BY_HAND: [&str; 7] = [
        "DELETE FROM span WHERE id % 3 = 0",
        "UPDATE span SET start_ms = start_ms - 300000000 WHERE id % 5 = 0",
        "UPDATE break SET outcome = 'done' WHERE id % 2 = 0",
        "DELETE FROM exercise WHERE place = 1",
        "INSERT OR REPLACE INTO natural SELECT id + 1, at_ms - 90000000, zone_s, lasted_ms, by FROM natural",
        "UPDATE asked SET showing = 3; DELETE FROM note",
        "UPDATE exercise SET exercise = 'chin-rests'; DELETE FROM break WHERE id % 4 = 0",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn sums_never_disagree_with_the_rows(
            turns in prop::collection::vec(
                (prop::collection::vec(row(), 1..12), prop::option::of(0..7_usize), 1..60_i64),
                1..14,
            ),
            (from, length) in (-2..16_i64, 0..16_i64),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut history = History::open(&folder.path().join("history.sqlite3")).unwrap();
            history.connection.pragma_update(None, "synchronous", "OFF").unwrap();
            history.connection.pragma_update(None, "foreign_keys", "OFF").unwrap();
            for (rows, by_hand, dropped) in turns {
                let mut changes: Vec<Change> = rows.into_iter().map(Change::Put).collect();
                changes.push(Change::DropSpan(dropped));
                history.store(&changes).unwrap();
                if let Some(which) = by_hand {
                    history.connection.execute_batch(BY_HAND[which]).unwrap();
                }
                let all = [day_of(FIRST) - 10, day_of(FIRST) + 40];
                let part = [day_of(FIRST) + from, day_of(FIRST) + from + length];
                for [first, last] in [all, part] {
                    let told = history.sums(date_of(first), date_of(last)).unwrap();
                    prop_assert_eq!(told, from_rows(&history, first, last));
                }
            }
        }
    }

    #[test]
    fn days_that_are_over_are_summed_until_one_of_their_rows_changes() {
        let folder = tempfile::tempdir().unwrap();
        let mut history = History::open(&folder.path().join("history.sqlite3")).unwrap();
        let sat = |day: i64, minutes: i64| {
            let start = moment(day * 1440 + 600, 3600);
            Change::Put(Row {
                id: day + 1,
                record: Record::Span(Span {
                    kind: SpanKind::Sitting,
                    counted: Some(Posture::Sitting),
                    start,
                    end: start.ms + minutes * 60_000,
                }),
            })
        };
        for day in 0..10 {
            history.store(&[sat(day, 30)]).unwrap();
        }
        assert_eq!(stored_sums(&history), [0, 1, 2, 3, 4, 5]);
        // The growing row, and those of the last days, affect no sums.
        history.store(&[sat(9, 40), sat(8, 20)]).unwrap();
        assert_eq!(stored_sums(&history), [0, 1, 2, 3, 4, 5]);
        history.store(&[sat(4, 50)]).unwrap();
        assert_eq!(stored_sums(&history), [0, 1]);
        let all = [day_of(FIRST), day_of(FIRST) + 9];
        let told = history.sums(date_of(all[0]), date_of(all[1])).unwrap();
        assert_eq!(told, from_rows(&history, all[0], all[1]));
        assert_eq!(told[4].sitting, 50 * 60_000);
        // With the next day they are all back.
        history.store(&[sat(10, 5)]).unwrap();
        assert_eq!(stored_sums(&history), [0, 1, 2, 3, 4, 5, 6]);
    }
}
