//! How long ten years of history take to open and to query. Budget: 50 ms each.
//!
//! The generator writes about 300,000 rows: ten years of ten hours a day, with breaks, reminders, calls and nights.

use std::path::{Path, PathBuf};
use std::time::Duration;

use divan::Bencher;
use jiff::ToSpan;
use jiff::civil::Date;
use unbend::logic::catalog::reason::{Ago, Reason};
use unbend::logic::catalog::{self, Area};
use unbend::logic::past::history::{
    Answer, Asked, Break, DAY_MS, Ended, Held, Moment, Natural, NaturalBreak, Note, Record, Row,
    Span, SpanKind, date_of, day_of,
};
use unbend::logic::past::tape::Change;
use unbend::logic::past::why;
use unbend::logic::practice::Exercised;
use unbend::logic::presence::{DesktopHold, Hold, Posture};
use unbend::logic::simulate::Script;
use unbend::store::history::History;

const FIRST: Date = Date::constant(2016, 1, 1);
const DAYS: i64 = 3653;
const MINUTE: i64 = 60_000;
const ZONE: i32 = 3600;

fn main() {
    divan::main();
    let _ = std::fs::remove_dir_all(folder());
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("unbend-bench-{}", std::process::id()))
}

/// One working day as rows: sitting for half an hour, then a break or an absence, and so on.
fn day(number: i64, next_id: &mut i64) -> Vec<Row> {
    let midnight = (day_of(FIRST) + number) * DAY_MS - i64::from(ZONE) * 1000;
    let moment = |minute: i64| Moment {
        ms: midnight + minute * MINUTE,
        zone: ZONE,
    };
    let mut rows = Vec::new();
    let mut add = |record: Record| {
        *next_id += 1;
        rows.push(Row {
            id: *next_id,
            record,
        });
    };
    let span = |kind: SpanKind, from: i64, to: i64| {
        let counted = match kind {
            SpanKind::Sitting | SpanKind::Call => Some(Posture::Sitting),
            SpanKind::Standing => Some(Posture::Standing),
            SpanKind::Away
            | SpanKind::Locked
            | SpanKind::Asleep
            | SpanKind::Film
            | SpanKind::Break => None,
        };
        Record::Span(Span {
            kind,
            counted,
            start: moment(from),
            end: moment(to).ms,
        })
    };
    add(Record::Note {
        at: moment(8 * 60),
        note: Note::Started { off: None },
    });
    for bout in 0..13 {
        let begin = 8 * 60 + bout * 45;
        add(span(SpanKind::Sitting, begin, begin + 20));
        add(span(
            [SpanKind::Call, SpanKind::Standing][bout as usize % 2],
            begin + 20,
            begin + 25,
        ));
        add(span(SpanKind::Sitting, begin + 25, begin + 31));
        add(Record::Asked(Asked {
            at: moment(begin + 30),
            reminder: "stretch".to_owned(),
            nudge: false,
            showing: 1,
            sitting: Duration::from_secs(1800),
            offered: "standing-spinal-decompression".to_owned(),
            chosen: Some(Reason::AreaRested {
                area: Area::Chest,
                ago: Ago::Hours(2),
            }),
            waited_for: None,
            answer: Some((Answer::Started, moment(begin + 31).ms)),
        }));
        if bout % 2 == 0 {
            add(Record::Break(Break {
                start: moment(begin + 31),
                end: moment(begin + 34).ms,
                what: "standing-spinal-decompression".to_owned(),
                by: Some("stretch".to_owned()),
                chosen: Some(Reason::AreaRested {
                    area: Area::Chest,
                    ago: Ago::Hours(2),
                }),
                guided: Duration::from_secs(150),
                outcome: Some(Ended::Done),
                exercises: vec![Exercised {
                    exercise: "standing-spinal-decompression".to_owned(),
                    guided: Duration::from_secs(150),
                    reps: 0,
                    whole: true,
                }],
            }));
            add(span(SpanKind::Break, begin + 31, begin + 34));
        } else {
            add(Record::Natural(NaturalBreak {
                at: moment(begin + 36),
                lasted: Duration::from_secs(300),
                by: Natural::Away,
            }));
            add(Record::Held(Held {
                hold: Hold::Desktop(DesktopHold::Dnd),
                start: moment(begin + 10),
                end: moment(begin + 15).ms,
                waited: false,
            }));
        }
        let from = begin + if bout % 2 == 0 { 34 } else { 31 };
        add(span(SpanKind::Away, from, begin + 45));
    }
    rows
}

fn ten_years(path: &Path) -> i64 {
    let mut history = History::open(path).expect("a new history");
    let mut id = 0;
    let mut exercises = 0;
    for first in (0..DAYS).step_by(100) {
        let days = first..(first + 100).min(DAYS);
        let rows: Vec<Row> = days.flat_map(|number| day(number, &mut id)).collect();
        exercises += rows
            .iter()
            .filter(|row| matches!(row.record, Record::Break(_)))
            .count() as i64;
        let changes: Vec<Change> = rows.into_iter().map(Change::Put).collect();
        history.store(&changes).expect("room on the disk");
    }
    id + exercises
}

/// Ten years of history, generated once for all benches of this run.
fn kept() -> &'static Path {
    use std::sync::OnceLock;
    static KEPT: OnceLock<PathBuf> = OnceLock::new();
    KEPT.get_or_init(|| {
        let path = folder().join("history.sqlite3");
        let rows = ten_years(&path);
        let size = std::fs::metadata(&path).map_or(0, |found| found.len());
        eprintln!(
            "{rows} rows, {} MiB: {}",
            size / (1024 * 1024),
            path.display()
        );
        path
    })
}

fn last() -> Date {
    date_of(day_of(FIRST) + DAYS - 1)
}

fn read() -> History {
    History::look(kept()).expect("the history")
}

/// What the daemon does when it starts.
#[divan::bench]
fn open_and_go_on(bencher: Bencher) {
    kept();
    bencher.bench(|| {
        let history = History::open(kept()).expect("the history");
        history.tail().expect("its end")
    });
}

#[divan::bench]
fn why_a_day(bencher: Bencher) {
    let day = FIRST + 1800.days();
    kept();
    bencher.bench(|| {
        let rows = read().rows(day, day).expect("rows");
        let entries = why::why(&rows, day, catalog::builtin());
        assert!(entries.len() > 50);
        entries
    });
}

#[divan::bench]
fn stats_of_a_week(bencher: Bencher) {
    kept();
    bencher.bench(|| stats(last() - 6.days(), last(), 7));
}

#[divan::bench]
fn stats_of_a_year(bencher: Bencher) {
    kept();
    bencher.bench(|| stats(last() - 364.days(), last(), 365));
}

#[divan::bench]
fn stats_of_ten_years(bencher: Bencher) {
    kept();
    bencher.bench(|| stats(FIRST, last(), DAYS as usize));
}

fn stats(from: Date, to: Date, days: usize) -> Vec<unbend::logic::past::stats::Day> {
    let sums = read().sums(from, to).expect("a count");
    let counted = unbend::logic::past::stats::days(catalog::builtin(), &sums);
    assert_eq!(counted.len(), days);
    counted
}

/// What the next choice is based on.
#[divan::bench]
fn done_in_a_month(bencher: Bencher) {
    let since = Moment {
        ms: (day_of(last()) - 30) * DAY_MS,
        zone: 0,
    };
    kept();
    bencher.bench(|| {
        let done = read()
            .done_since(since.zoned().timestamp())
            .expect("breaks");
        assert!(done.len() > 200);
        done
    });
}

#[divan::bench]
fn replay_a_month(bencher: Bencher) {
    let from = last() - 30.days();
    let catalog = std::sync::Arc::new(catalog::builtin().clone());
    kept();
    bencher.bench(|| {
        let rows = read().rows(from, last()).expect("rows");
        let settings = unbend::logic::settings::Settings::default();
        let script = Script::replay(&rows, from, settings).expect("a script");
        script.run(&catalog)
    });
}

/// One synced transaction, as the daemon writes it.
#[divan::bench]
fn store_a_turn(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut history = History::open(&folder.path().join("history.sqlite3")).expect("a history");
    let mut id = 0;
    bencher.bench_local(|| {
        let rows = day(0, &mut id);
        let changes: Vec<Change> = rows.into_iter().take(3).map(Change::Put).collect();
        history.store(&changes).expect("room on the disk");
    });
}
