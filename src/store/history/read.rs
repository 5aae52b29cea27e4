//! Queries. A row that makes no sense (edited by hand) is skipped.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Params, Row as SqlRow};

use crate::logic::catalog::{Done, Reason};
use crate::logic::past::history::{
    Answer, Asked, Break, DAY_MS, Ended, Held, Moment, NaturalBreak, Note, Record, Row, Span,
    SpanKind, Tail, date_of, day_of, sort,
};
use crate::logic::practice::Exercised;
use crate::logic::schedule::Cause;
use crate::logic::text::word::Word;
use crate::store::history::{History, HistoryProblem};

/// Spans of the previous run that can still be shortened.
const TAIL_SPANS: usize = 16;

const BREAK: &str =
    "SELECT id, start_ms, zone_s, end_ms, what, reminder, chosen, guided_ms, outcome FROM break";

/// Everything between two moments in any time zone: a day's slack at both ends.
#[derive(Clone, Copy, Debug)]
struct Range {
    from: i64,
    to: i64,
}

impl Range {
    fn of(from: Date, to: Date) -> Range {
        Range {
            from: day_of(from).saturating_sub(1).saturating_mul(DAY_MS),
            to: day_of(to).saturating_add(2).saturating_mul(DAY_MS),
        }
    }

    fn params(self) -> [i64; 2] {
        [self.from, self.to]
    }
}

impl History {
    /// What a new run of the program must know.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn tail(&self) -> Result<Tail, HistoryProblem> {
        self.read_tail().map_err(|error| self.unreadable(&error))
    }

    /// Everything about the days from `from` to `to`, in the order of events. Spans may begin before and end after.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn rows(&self, from: Date, to: Date) -> Result<Vec<Row>, HistoryProblem> {
        let mut rows = self
            .read_rows(Range::of(from, to))
            .map_err(|error| self.unreadable(&error))?;
        rows.retain(|row| {
            let at = row.record.at();
            let end = match &row.record {
                Record::Span(span) => at.at(span.end - 1).max(at),
                Record::Asked(_)
                | Record::Break(_)
                | Record::Natural(_)
                | Record::Held(_)
                | Record::Felt(_)
                | Record::Note { .. } => at,
            };
            at.date() <= to && end.date() >= from
        });
        sort(&mut rows);
        Ok(rows)
    }

    /// What has been done since then, newest last, by the wall clock of the time: a break that was completed, under its
    /// own id, otherwise each exercise that was.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn done_since(&self, since: Timestamp) -> Result<Vec<Done>, HistoryProblem> {
        let since = since.as_millisecond();
        let breaks = self
            .read_breaks(" WHERE start_ms >= ?1 ORDER BY start_ms, id", [since])
            .map_err(|error| self.unreadable(&error))?;
        let mut done = Vec::new();
        for (_, run) in breaks {
            let at = run.start.at(run.end).civil();
            let all = !run.exercises.is_empty() && run.exercises.iter().all(|done| done.whole);
            if all || (run.exercises.is_empty() && run.outcome == Some(Ended::Done)) {
                done.push(Done { id: run.what, at });
                continue;
            }
            let whole = run.exercises.into_iter().filter(|done| done.whole);
            done.extend(whole.map(|whole| Done {
                id: whole.exercise,
                at,
            }));
        }
        Ok(done)
    }

    /// The first and last days with data.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn days(&self) -> Result<Option<(Date, Date)>, HistoryProblem> {
        let edge = |order: &str| {
            let sql =
                format!("SELECT start_ms, zone_s FROM span ORDER BY start_ms {order} LIMIT 1");
            let mut statement = self.connection.prepare(&sql)?;
            let mut rows = statement.query([])?;
            rows.next()?.map(|row| moment(row, 0)).transpose()
        };
        let edges = || -> rusqlite::Result<_> { Ok(edge("ASC")?.zip(edge("DESC")?)) };
        let edges = edges().map_err(|error| self.unreadable(&error))?;
        Ok(edges.map(|(first, last)| (first.date(), last.date())))
    }

    /// The first day from that one on that may have data.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn next_known(&self, from: Date) -> Result<Option<Date>, HistoryProblem> {
        let edge = Range::of(from, from).from;
        let first: Option<i64> = self
            .connection
            .query_row(
                "SELECT min(ms) FROM (
                     SELECT min(start_ms) AS ms FROM span WHERE start_ms >= ?1
                     UNION ALL SELECT min(at_ms) FROM asked WHERE at_ms >= ?1
                     UNION ALL SELECT min(start_ms) FROM break WHERE start_ms >= ?1
                     UNION ALL SELECT min(at_ms) FROM natural WHERE at_ms >= ?1)",
                [edge],
                |row| row.get(0),
            )
            .map_err(|error| self.unreadable(&error))?;
        // Its zone may put it on the day before.
        let day = first.map(|ms| date_of(ms.div_euclid(DAY_MS) - 1));
        Ok(day.map(|day| day.max(from)))
    }

    fn read_tail(&self) -> rusqlite::Result<Tail> {
        let last_id: i64 = self.connection.query_row(
            "SELECT max((SELECT ifnull(max(id), 0) FROM span), (SELECT ifnull(max(id), 0) FROM asked),
                        (SELECT ifnull(max(id), 0) FROM break), (SELECT ifnull(max(id), 0) FROM natural),
                        (SELECT ifnull(max(id), 0) FROM held), (SELECT ifnull(max(id), 0) FROM note))",
            [],
            |row| row.get(0),
        )?;
        let mut spans = Vec::new();
        self.each(
            "SELECT id, kind, counted, start_ms, zone_s, end_ms FROM span ORDER BY start_ms DESC LIMIT ?1",
            [TAIL_SPANS as i64],
            |row| {
                if let Some(span) = span(row)? {
                    spans.push((row.get(0)?, span));
                }
                Ok(())
            },
        )?;
        spans.reverse();
        let last = self.read_breaks(" ORDER BY id DESC LIMIT 1", [])?;
        Ok(Tail {
            last_id: last_id.max(self.last_felt()?),
            spans,
            running: last.into_iter().find(|(_, run)| run.outcome.is_none()),
        })
    }

    fn read_rows(&self, range: Range) -> rusqlite::Result<Vec<Row>> {
        let mut rows = Vec::new();
        // Spans follow one another: of those that began earlier, only the last can reach into the range.
        self.each(
            "SELECT id, kind, counted, start_ms, zone_s, end_ms FROM span
             WHERE start_ms >= ifnull((SELECT max(start_ms) FROM span WHERE start_ms < ?1), ?1) AND start_ms < ?2",
            range.params(),
            |row| {
                if let Some(span) = span(row)? {
                    rows.push(Row {
                        id: row.get(0)?,
                        record: Record::Span(span),
                    });
                }
                Ok(())
            },
        )?;
        self.each(
            "SELECT id, at_ms, zone_s, reminder, nudge, showing, sitting_ms, offered, chosen, waited_for,
                    answer, answer_ms, answer_detail
             FROM asked WHERE at_ms >= ?1 AND at_ms < ?2",
            range.params(),
            |row| {
                rows.push(Row {
                    id: row.get(0)?,
                    record: Record::Asked(asked(row)?),
                });
                Ok(())
            },
        )?;
        let breaks = self.read_breaks(" WHERE start_ms >= ?1 AND start_ms < ?2", range.params())?;
        rows.extend(breaks.into_iter().map(|(id, run)| Row {
            id,
            record: Record::Break(run),
        }));
        self.each(
            "SELECT id, at_ms, zone_s, lasted_ms, by FROM natural WHERE at_ms >= ?1 AND at_ms < ?2",
            range.params(),
            |row| {
                if let Some(by) = word(row, 4)? {
                    let natural = NaturalBreak {
                        at: moment(row, 1)?,
                        lasted: millis(row, 3)?,
                        by,
                    };
                    rows.push(Row {
                        id: row.get(0)?,
                        record: Record::Natural(natural),
                    });
                }
                Ok(())
            },
        )?;
        self.each(
            "SELECT id, start_ms, zone_s, end_ms, hold, waited FROM held WHERE start_ms >= ?1 AND start_ms < ?2",
            range.params(),
            |row| {
                if let Some(hold) = word(row, 4)? {
                    let held = Held {
                        hold,
                        start: moment(row, 1)?,
                        end: row.get(3)?,
                        waited: row.get(5)?,
                    };
                    rows.push(Row {
                        id: row.get(0)?,
                        record: Record::Held(held),
                    });
                }
                Ok(())
            },
        )?;
        self.each(
            "SELECT id, at_ms, zone_s, note, ms FROM note WHERE at_ms >= ?1 AND at_ms < ?2",
            range.params(),
            |row| {
                if let Some(note) = note(row)? {
                    let at = moment(row, 1)?;
                    rows.push(Row {
                        id: row.get(0)?,
                        record: Record::Note { at, note },
                    });
                }
                Ok(())
            },
        )?;
        let felt = self.read_felt(" WHERE at_ms >= ?1 AND at_ms < ?2", &range.params())?;
        rows.extend(felt.into_iter().map(|(id, felt)| Row {
            id,
            record: Record::Felt(felt),
        }));
        Ok(rows)
    }

    fn read_breaks(&self, which: &str, params: impl Params) -> rusqlite::Result<Vec<(i64, Break)>> {
        let mut breaks = Vec::new();
        self.each(&format!("{BREAK}{which}"), params, |row| {
            breaks.push((row.get::<_, i64>(0)?, run(row)?));
            Ok(())
        })?;
        let ids = breaks.iter().map(|(id, _)| *id);
        let (first, last) = (ids.clone().min(), ids.max());
        let mut exercises: BTreeMap<i64, Vec<Exercised>> = BTreeMap::new();
        self.each(
            "SELECT break_id, exercise, guided_ms, reps, whole FROM exercise
             WHERE break_id BETWEEN ?1 AND ?2 ORDER BY break_id, place",
            [first, last],
            |row| {
                exercises.entry(row.get(0)?).or_default().push(Exercised {
                    exercise: row.get(1)?,
                    guided: millis(row, 2)?,
                    reps: row.get(3)?,
                    whole: row.get(4)?,
                });
                Ok(())
            },
        )?;
        for (id, run) in &mut breaks {
            run.exercises = exercises.remove(id).unwrap_or_default();
        }
        Ok(breaks)
    }

    fn each(
        &self,
        sql: &str,
        params: impl Params,
        visit: impl FnMut(&SqlRow<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        each(&self.connection, sql, params, visit)
    }
}

/// Runs a query and visits each row of the result.
pub(super) fn each(
    from: &Connection,
    sql: &str,
    params: impl Params,
    mut visit: impl FnMut(&SqlRow<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = from.prepare(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        visit(row)?;
    }
    Ok(())
}

pub(super) fn text<'a>(row: &'a SqlRow<'_>, column: usize) -> rusqlite::Result<&'a str> {
    Ok(row.get_ref(column)?.as_str().unwrap_or_default())
}

pub(super) fn word<W: Word>(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<Option<W>> {
    let value = row.get_ref(column)?;
    let word = value.as_str_or_null().ok().flatten();
    Ok(word.and_then(W::from_word))
}

/// Two columns: milliseconds, and the zone offset, never more than a day from UTC.
pub(super) fn moment(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<Moment> {
    let zone: i64 = row.get(column + 1)?;
    Ok(Moment {
        ms: row.get(column)?,
        zone: zone.clamp(-DAY_MS / 1000, DAY_MS / 1000) as i32,
    })
}

fn millis(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<Duration> {
    let ms: i64 = row.get(column)?;
    Ok(Duration::from_millis(ms.max(0) as u64))
}

fn span(row: &SqlRow<'_>) -> rusqlite::Result<Option<Span>> {
    let Some(kind) = word::<SpanKind>(row, 1)? else {
        return Ok(None);
    };
    Ok(Some(Span {
        kind,
        counted: word(row, 2)?,
        start: moment(row, 3)?,
        end: row.get(5)?,
    }))
}

fn asked(row: &SqlRow<'_>) -> rusqlite::Result<Asked> {
    let detail = text_or_empty(row, 12)?;
    let answer = match text_or_empty(row, 10)? {
        "started" => Some(Answer::Started),
        "snoozed" => Some(Answer::Snoozed {
            length: Duration::from_millis(detail.parse().unwrap_or_default()),
        }),
        "skipped" => Some(Answer::Skipped),
        "closed" => Some(Answer::Closed),
        "withdrawn" => Cause::from_word(detail).map(Answer::Withdrawn),
        "expired" => Some(Answer::Expired),
        _ => None,
    };
    let at: Option<i64> = row.get(11)?;
    Ok(Asked {
        at: moment(row, 1)?,
        reminder: row.get(3)?,
        nudge: row.get(4)?,
        showing: row.get(5)?,
        sitting: millis(row, 6)?,
        offered: row.get(7)?,
        chosen: reason(row, 8)?,
        waited_for: word(row, 9)?,
        answer: answer.zip(at),
    })
}

/// A reason, or the words in its place in rows of the first three schema versions.
fn reason(row: &SqlRow<'_>, column: usize) -> rusqlite::Result<Option<Reason>> {
    let kept = text_or_empty(row, column)?;
    Ok(serde_json::from_str(kept).map_or_else(|_| Reason::said(kept), Some))
}

fn text_or_empty<'a>(row: &'a SqlRow<'_>, column: usize) -> rusqlite::Result<&'a str> {
    let value = row.get_ref(column)?;
    Ok(value.as_str_or_null().ok().flatten().unwrap_or_default())
}

fn run(row: &SqlRow<'_>) -> rusqlite::Result<Break> {
    Ok(Break {
        start: moment(row, 1)?,
        end: row.get(3)?,
        what: row.get(4)?,
        by: row.get(5)?,
        chosen: reason(row, 6)?,
        guided: millis(row, 7)?,
        outcome: word(row, 8)?,
        exercises: Vec::new(),
    })
}

fn note(row: &SqlRow<'_>) -> rusqlite::Result<Option<Note>> {
    let ms: Option<i64> = row.get(4)?;
    let off = ms.map(|ms| Duration::from_millis(ms.max(0) as u64));
    Ok(match text(row, 3)? {
        "resumed" => Some(Note::Resumed {
            off: off.unwrap_or_default(),
        }),
        "started" => Some(Note::Started { off }),
        "stopped" => Some(Note::Stopped),
        "clock-set" => Some(Note::ClockSet {
            by: ms.unwrap_or_default(),
        }),
        _ => None,
    })
}
