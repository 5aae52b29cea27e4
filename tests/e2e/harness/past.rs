//! Nine weeks of somebody's history, so that there is something to see.
#![expect(
    clippy::disallowed_methods,
    reason = "the past of a real program ends now"
)]

use std::path::PathBuf;
use std::time::Duration;

use jiff::{ToSpan as _, Zoned};
use unbend::logic::catalog;
use unbend::logic::past::history::{
    Answer, Asked, Break, Ended, Moment, Natural, NaturalBreak, Record, Row, Span, SpanKind,
};
use unbend::logic::past::tape::Change;
use unbend::logic::practice::Exercised;
use unbend::logic::presence::Posture;
use unbend::store::history::History;

use super::Desktop;

const DAYS: i64 = 63;

/// What is done in successive breaks.
const DONE: [&str; 7] = [
    "standing-spinal-decompression",
    "doorway-pec-stretch",
    "chin-tucks",
    "scapular-squeezes",
    "seated-cat-cow",
    "thoracic-spine-stretch",
    "hip-flexor-stretch",
];

impl Desktop {
    /// Gives the user a past, and `sitting` in the present. No daemon may be running.
    pub fn with_a_past(&self, sitting: Duration) {
        let data = PathBuf::from(self.variable("XDG_DATA_HOME").expect("a folder")).join("unbend");
        std::fs::create_dir_all(&data).expect("the home is ours");
        let now = Zoned::now();
        let mut past = Past {
            rows: Vec::new(),
            zone: now.offset().seconds(),
        };
        for back in (1..DAYS).rev() {
            let day = now.date() - back.days();
            if day.weekday().to_monday_zero_offset() > 4 && back % 3 != 0 {
                continue;
            }
            // Nobody starts, sits and stops the same every day.
            let begin = day.at(8, (back * 17 % 50) as i8, 0, 0);
            let begin = begin.to_zoned(now.time_zone().clone()).expect("a morning");
            let bouts = 9 + back * 5 % 4;
            past.day(begin.timestamp().as_millisecond(), bouts, back);
        }
        let here = now.timestamp().as_millisecond() - sitting.as_millis() as i64;
        let midnight = now.start_of_day().expect("a midnight");
        let begin = (here - 330 * MINUTE).max(midnight.timestamp().as_millisecond());
        past.day(begin, (here - begin) / (47 * MINUTE), 2);
        past.span(SpanKind::Sitting, here, here + sitting.as_millis() as i64);
        let mut history = History::open(&data.join("history.sqlite3")).expect("a new history");
        let changes: Vec<Change> = past.rows.into_iter().map(Change::Put).collect();
        history.store(&changes).expect("room on the disk");
        drop(history);

        // The current counts come from the daemon's own checkpoint.
        let daemon = self.start_daemon();
        self.ask(&["quit"]);
        daemon.wait();
        let path = data.join("checkpoint.json");
        let text = std::fs::read_to_string(&path).expect("it was saved");
        let mut saved: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        saved["ledger"]["sitting"]["secs"] = sitting.as_secs().into();
        saved["today"] = serde_json::json!({"done": 4, "natural": 2, "skipped": 1});
        std::fs::write(&path, saved.to_string()).expect("the home is ours");
    }
}

const MINUTE: i64 = 60_000;

struct Past {
    rows: Vec<Row>,
    zone: i32,
}

impl Past {
    fn add(&mut self, record: Record) {
        let id = self.rows.len() as i64 + 1;
        self.rows.push(Row { id, record });
    }

    fn moment(&self, ms: i64) -> Moment {
        Moment {
            ms,
            zone: self.zone,
        }
    }

    fn span(&mut self, kind: SpanKind, from: i64, to: i64) {
        let counted = match kind {
            SpanKind::Sitting | SpanKind::Call => Some(Posture::Sitting),
            SpanKind::Standing => Some(Posture::Standing),
            SpanKind::Away
            | SpanKind::Locked
            | SpanKind::Asleep
            | SpanKind::Film
            | SpanKind::Break => None,
        };
        let start = self.moment(from);
        self.add(Record::Span(Span {
            kind,
            counted,
            start,
            end: to,
        }));
    }

    /// Stretches of sitting, each with its end: mostly a break, sometimes a walk to the kettle.
    fn day(&mut self, begin: i64, bouts: i64, seed: i64) {
        let mut at = begin;
        for bout in 0..bouts {
            let turn = (seed * 3 + bout * 5) % 8;
            let sits = (24 + (seed + bout * 7) % 19) * MINUTE;
            let middle = at + sits / 2;
            match turn {
                1 => {
                    self.span(SpanKind::Sitting, at, middle);
                    self.span(SpanKind::Call, middle, at + sits);
                }
                4 => self.span(SpanKind::Standing, at, at + sits),
                _ => self.span(SpanKind::Sitting, at, at + sits),
            }
            at += sits;
            let gone = match turn {
                0 | 3 => (7 + turn) * MINUTE,
                4 => 0,
                _ => 2 * MINUTE,
            };
            // Noon.
            let gone = if bout == bouts / 2 { 38 * MINUTE } else { gone };
            if gone > 5 * MINUTE {
                let kind = if bout == bouts / 2 {
                    SpanKind::Locked
                } else {
                    SpanKind::Away
                };
                self.span(kind, at, at + gone);
                let when = self.moment(at + 5 * MINUTE);
                self.add(Record::Natural(NaturalBreak {
                    at: when,
                    lasted: Duration::from_secs(300),
                    by: Natural::Away,
                }));
            } else if gone > 0 {
                self.guided(at, gone, DONE[((seed + bout) % 7) as usize], turn == 6);
            }
            at += gone;
        }
    }

    fn guided(&mut self, at: i64, length: i64, what: &str, skipped: bool) {
        let answer = if skipped {
            Answer::Skipped
        } else {
            Answer::Started
        };
        let when = self.moment(at);
        self.add(Record::Asked(Asked {
            at: when,
            reminder: "stretch".to_owned(),
            nudge: false,
            showing: 1,
            sitting: Duration::from_secs(1800),
            offered: what.to_owned(),
            chosen: None,
            waited_for: None,
            answer: Some((answer, at)),
        }));
        if skipped {
            self.span(SpanKind::Sitting, at, at + length);
            return;
        }
        let guided = Duration::from_millis(length.unsigned_abs());
        assert!(catalog::builtin().exercise(what).is_some(), "{what}");
        self.add(Record::Break(Break {
            start: when,
            end: at + length,
            what: what.to_owned(),
            by: Some("stretch".to_owned()),
            chosen: None,
            guided,
            outcome: Some(Ended::Done),
            exercises: vec![Exercised {
                exercise: what.to_owned(),
                guided,
                reps: 0,
                whole: true,
            }],
        }));
        self.span(SpanKind::Break, at, at + length);
    }
}
