//! The database: what is stored reads back.

mod damage;
mod forms;

use std::fs;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use super::*;
use crate::logic::catalog::Area;
use crate::logic::catalog::reason::{Ago, Reason};
use crate::logic::past::history::{
    Answer, Asked, Break, DAY_MS, Ended, Felt, Held, Moment, Natural, NaturalBreak, Note, Record,
    Row, Span, SpanKind, day_of,
};
use crate::logic::practice::Exercised;
use crate::logic::practice::effort::Effort;
use crate::logic::presence::{DesktopHold, Hold, Posture};
use crate::logic::schedule::Cause;

const MONDAY: Date = Date::constant(2026, 3, 2);

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("unbend").join("history.sqlite3");
    (folder, path)
}

/// Minutes after Monday's midnight, one hour east of Greenwich.
fn at(minutes: i64) -> Moment {
    Moment {
        ms: day_of(MONDAY) * DAY_MS + (minutes - 60) * 60_000,
        zone: 3600,
    }
}

fn span(kind: SpanKind, from: i64, to: i64) -> Record {
    Record::Span(Span {
        kind,
        counted: (kind == SpanKind::Sitting).then_some(Posture::Sitting),
        start: at(from),
        end: at(to).ms,
    })
}

fn asked(minutes: i64, answer: Option<Answer>) -> Record {
    Record::Asked(Asked {
        at: at(minutes),
        reminder: "stretch".to_owned(),
        nudge: false,
        showing: 2,
        sitting: Duration::from_millis(1_860_001),
        offered: "doorway-chest-stretch".to_owned(),
        chosen: Some(Reason::AreaRested {
            area: Area::UpperBack,
            ago: Ago::Hours(2),
        }),
        waited_for: Some(Hold::Call),
        answer: answer.map(|answer| (answer, at(minutes + 1).ms)),
    })
}

fn run(minutes: i64, outcome: Option<Ended>, whole: &[bool]) -> Record {
    Record::Break(Break {
        start: at(minutes),
        end: at(minutes + 3).ms,
        what: "quick-daily-reset".to_owned(),
        by: Some("stretch".to_owned()),
        chosen: Some(Reason::DosesDone),
        guided: Duration::from_secs(170),
        outcome,
        exercises: whole
            .iter()
            .enumerate()
            .map(|(place, whole)| Exercised {
                exercise: format!("exercise-{place}"),
                guided: Duration::from_secs(60),
                reps: place as u32,
                whole: *whole,
            })
            .collect(),
    })
}

/// One row of each kind and answer, in the order of events.
fn everything() -> Vec<Row> {
    let off = Duration::from_secs(7200);
    let note = |minutes, note| Record::Note {
        at: at(minutes),
        note,
    };
    let records = vec![
        note(540, Note::Started { off: None }),
        note(541, Note::Started { off: Some(off) }),
        note(542, Note::Resumed { off }),
        span(SpanKind::Sitting, 543, 570),
        asked(570, None),
        asked(571, Some(Answer::Started)),
        run(572, Some(Ended::Done), &[true, true]),
        asked(
            580,
            Some(Answer::Snoozed {
                length: Duration::from_secs(300),
            }),
        ),
        asked(581, Some(Answer::Skipped)),
        asked(582, Some(Answer::Closed)),
        asked(583, Some(Answer::Withdrawn(Cause::Hold(None)))),
        asked(584, Some(Answer::Expired)),
        span(SpanKind::Away, 585, 600),
        Record::Natural(NaturalBreak {
            at: at(590),
            lasted: Duration::from_secs(300),
            by: Natural::Locked,
        }),
        Record::Held(Held {
            hold: Hold::Desktop(DesktopHold::Dnd),
            start: at(600),
            end: at(610).ms,
            waited: true,
        }),
        run(610, Some(Ended::Abandoned), &[true, false]),
        run(620, None, &[]),
        note(630, Note::ClockSet { by: -3_600_000 }),
        note(640, Note::Stopped),
        felt(650, Some(3), None),
        felt(651, None, Some(Effort::Hard)),
    ];
    rows(records)
}

fn felt(minutes: i64, pain: Option<u8>, effort: Option<Effort>) -> Record {
    Record::Felt(Felt {
        at: at(minutes),
        exercise: "chin-tucks".to_owned(),
        pain,
        effort,
    })
}

fn rows(records: Vec<Record>) -> Vec<Row> {
    (1..)
        .zip(records)
        .map(|(id, record)| Row { id, record })
        .collect()
}

fn puts(rows: &[Row]) -> Vec<Change> {
    rows.iter().cloned().map(Change::Put).collect()
}

fn with_everything(path: &Path) -> History {
    let mut history = History::open(path).unwrap();
    history.store(&puts(&everything())).unwrap();
    history
}

#[test]
fn what_is_stored_comes_back_as_it_was() {
    let (_folder, path) = folder();
    let history = with_everything(&path);
    assert_eq!(history.rows(MONDAY, MONDAY).unwrap(), everything());
    drop(history);
    let again = History::look(&path).unwrap();
    assert_eq!(again.rows(MONDAY, MONDAY).unwrap(), everything());
    assert_eq!(again.days().unwrap(), Some((MONDAY, MONDAY)));
    let tuesday = MONDAY.tomorrow().unwrap();
    assert_eq!(again.rows(tuesday, tuesday).unwrap(), []);
}

#[test]
fn a_row_that_has_grown_takes_the_place_of_what_it_was() {
    let (_folder, path) = folder();
    let mut history = with_everything(&path);
    let grown = Row {
        id: 4,
        record: span(SpanKind::Sitting, 543, 575),
    };
    let ended = Row {
        id: 17,
        record: run(620, Some(Ended::Lost), &[true]),
    };
    history
        .store(&[
            Change::Put(grown.clone()),
            Change::Put(ended.clone()),
            Change::DropSpan(13),
        ])
        .unwrap();
    let rows = history.rows(MONDAY, MONDAY).unwrap();
    assert_eq!(rows.len(), everything().len() - 1);
    assert!(rows.contains(&grown) && rows.contains(&ended));
}

#[test]
fn a_new_run_learns_what_the_last_one_left() {
    let (_folder, path) = folder();
    let tail = History::open(&path).unwrap().tail().unwrap();
    assert_eq!((tail.last_id, tail.spans.len(), tail.running), (0, 0, None));
    let tail = with_everything(&path).tail().unwrap();
    assert_eq!(tail.last_id, 21);
    let ids: Vec<i64> = tail.spans.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [4, 13]);
    assert_eq!(tail.running.map(|(id, _)| id), Some(17));
}

#[test]
fn a_span_over_midnight_belongs_to_both_days() {
    let (_folder, path) = folder();
    let mut history = History::open(&path).unwrap();
    let night = rows(vec![span(SpanKind::Sitting, 23 * 60, 25 * 60)]);
    history.store(&puts(&night)).unwrap();
    let tuesday = MONDAY.tomorrow().unwrap();
    for day in [MONDAY, tuesday] {
        assert_eq!(history.rows(day, day).unwrap(), night, "{day}");
        let sums = history.sums(day, day).unwrap();
        assert_eq!(sums[0].sitting, 3_600_000, "{day}");
    }
    let after = tuesday.tomorrow().unwrap();
    assert_eq!(history.rows(after, after).unwrap(), []);
}

#[test]
fn a_day_is_counted_together() {
    let (_folder, path) = folder();
    let history = with_everything(&path);
    let day = history.sums(MONDAY, MONDAY).unwrap().remove(0);
    assert_eq!(day.sitting, 27 * 60_000);
    assert_eq!((day.done, day.abandoned), (1, 1));
    assert_eq!((day.asked, day.snoozed, day.skipped), (7, 1, 1));
    assert_eq!(day.natural, 1);
}

#[test]
fn what_was_done_is_the_whole_or_its_whole_parts() {
    let (_folder, path) = folder();
    let history = with_everything(&path);
    let done = |minutes| -> Vec<String> {
        let since = Timestamp::from_millisecond(at(minutes).ms).unwrap();
        let done = history.done_since(since).unwrap();
        done.into_iter().map(|done| done.id).collect()
    };
    assert_eq!(done(0), ["quick-daily-reset", "exercise-0"]);
    assert_eq!(done(600), ["exercise-0"]);
    let since = Timestamp::from_millisecond(at(0).ms).unwrap();
    let first = &history.done_since(since).unwrap()[0];
    assert_eq!(
        first.at,
        MONDAY.at(9, 35, 0, 0),
        "when it ended, on the wall"
    );
}

#[test]
fn each_transaction_is_synced_and_little_memory_is_taken() {
    let (_folder, path) = folder();
    let history = with_everything(&path);
    let asks = |name| -> String {
        let value: rusqlite::types::Value = history
            .connection
            .pragma_query_value(None, name, |row| row.get(0))
            .unwrap();
        match value {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other @ (rusqlite::types::Value::Null
            | rusqlite::types::Value::Real(_)
            | rusqlite::types::Value::Blob(_)) => format!("{other:?}"),
        }
    };
    assert_eq!(asks("journal_mode"), "wal");
    assert_eq!(asks("synchronous"), "2", "FULL");
    assert_eq!(asks("cache_size"), "-256");
    assert_eq!(asks("mmap_size"), "0");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
