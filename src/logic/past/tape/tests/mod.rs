//! Stories: what the scheduler goes through, and what is on the tape afterwards.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test passes on what it does not look at"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

mod any_order;
mod beside;
mod done;

use super::*;
use crate::logic::catalog;
use crate::logic::catalog::plan::{Motion, Plan, SegmentKind};
use crate::logic::past::history::{Ended, Row, Span, sort};
use crate::logic::practice::begun::reps;
use crate::logic::schedule::{Cause, Close, Ending, Outcome};
use crate::logic::settings::Settings;
use crate::logic::simulate::{Event, Script};
use crate::logic::text::word::Word as _;

const MONDAY: Date = Date::constant(2026, 3, 2);

/// A scheduler with a tape beside it, on its own clock; time zero is Monday at nine.
struct Story {
    scheduler: Scheduler,
    tape: Tape,
    catalog: Arc<Catalog>,
    wall: jiff::Zoned,
    stored: BTreeMap<i64, Record>,
    effects: Vec<(u64, Effect)>,
}

impl Story {
    fn new(settings: &[(&str, &str)]) -> Story {
        let mut with = Settings::default();
        for (path, value) in settings {
            with.set(path, value).unwrap();
        }
        let catalog = Arc::new(catalog::builtin().clone());
        let offset = jiff::tz::Offset::constant(1);
        let wall = MONDAY
            .at(9, 0, 0, 0)
            .to_zoned(offset.to_time_zone())
            .unwrap();
        let now = Now {
            mono: Mono::default(),
            wall: wall.clone(),
        };
        let mut tape = Tape::new(Tail::default());
        tape.started(false, None, &now);
        Story {
            scheduler: Scheduler::new(with, Arc::clone(&catalog), Vec::new(), now),
            tape,
            catalog,
            wall,
            stored: BTreeMap::new(),
            effects: Vec::new(),
        }
    }

    fn now(&self, seconds: u64) -> Now {
        let start = Now {
            mono: Mono::default(),
            wall: self.wall.clone(),
        };
        start.at(Mono::from_secs(seconds))
    }

    /// Applies the input that many minutes after nine.
    fn at(self, minutes: u64, input: Input) -> Story {
        self.at_second(minutes * 60, input)
    }

    fn at_second(mut self, seconds: u64, input: Input) -> Story {
        self.pass(seconds);
        self.feed(seconds, input);
        self
    }

    fn pass(&mut self, until: u64) {
        while let Some(deadline) = self.scheduler.next_deadline() {
            if deadline > Mono::from_secs(until) {
                break;
            }
            self.feed(deadline.0.as_secs(), Input::Tick);
        }
    }

    fn feed(&mut self, seconds: u64, input: Input) {
        let now = self.now(seconds);
        let effects = self.scheduler.handle(input.clone(), &now);
        self.tape.listen(&Happened {
            input: Some(&input),
            effects: &effects,
            scheduler: &self.scheduler,
            catalog: &self.catalog,
            now: &now,
        });
        let effects = effects.into_iter().map(|effect| (seconds, effect));
        self.effects.extend(effects);
    }

    fn store(&mut self, seconds: u64, all: bool) -> usize {
        let changes = self.tape.take(Mono::from_secs(seconds), all);
        let count = changes.len();
        for change in changes {
            match change {
                Change::Put(row) => {
                    self.stored.insert(row.id, row.record);
                }
                Change::DropSpan(id) => {
                    self.stored.remove(&id);
                }
            }
        }
        count
    }

    /// All rows at that minute.
    fn rows(mut self, minutes: u64) -> Vec<Row> {
        self = self.at(minutes, Input::Tick);
        self.store(minutes * 60, true);
        let mut rows: Vec<Row> = self
            .stored
            .into_iter()
            .map(|(id, record)| Row { id, record })
            .collect();
        sort(&mut rows);
        rows
    }

    fn nine(&self) -> i64 {
        self.wall.timestamp().as_millisecond()
    }
}

fn do_it(command: Command) -> Input {
    Input::Do(command)
}

fn idle(minutes: u64) -> Input {
    Input::Idle {
        since: Mono::from_secs(minutes * 60),
    }
}

/// The spans as `kind from-to`, in minutes after nine.
fn spans(rows: &[Row]) -> Vec<String> {
    let nine = MONDAY.at(8, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    let nine = nine.unwrap().timestamp().as_millisecond();
    let minutes = |ms: i64| (ms - nine) as f64 / 60_000.0;
    rows.iter()
        .filter_map(|row| match &row.record {
            Record::Span(span) => Some(format!(
                "{} {}-{}",
                span.kind.word(),
                minutes(span.start.ms),
                minutes(span.end)
            )),
            _ => None,
        })
        .collect()
}

fn asked(rows: &[Row]) -> Vec<(&str, u32, Option<Answer>)> {
    rows.iter()
        .filter_map(|row| match &row.record {
            Record::Asked(asked) => Some((
                asked.reminder.as_str(),
                asked.showing,
                asked.answer.map(|(answer, _)| answer),
            )),
            _ => None,
        })
        .collect()
}

fn breaks(rows: &[Row]) -> Vec<&Break> {
    rows.iter()
        .filter_map(|row| match &row.record {
            Record::Break(run) => Some(run),
            _ => None,
        })
        .collect()
}

#[test]
fn minutes_without_a_sign_are_away_from_the_last_sign_on() {
    let rows = Story::new(&[])
        .at(0, Input::Active)
        .at(36, idle(36))
        .rows(50);
    assert_eq!(spans(&rows), ["sitting 0-36", "away 36-50"]);
    let withdrawn = Some(Answer::Withdrawn(Cause::NaturalBreak));
    assert_eq!(asked(&rows), [("stretch", 1, withdrawn)]);
    let natural = rows.iter().find_map(|row| match &row.record {
        Record::Natural(natural) => Some(natural),
        _ => None,
    });
    let natural = natural.unwrap();
    assert_eq!(natural.by, Natural::Away);
    assert_eq!(natural.lasted.as_secs(), 300);
    assert_eq!(
        natural.at.civil(),
        MONDAY.at(9, 41, 0, 0),
        "credited five minutes after the last sign"
    );
}

#[test]
fn silence_before_the_lock_is_away_and_the_lock_stays_a_lock() {
    let rows = Story::new(&[])
        .at(0, Input::Active)
        .at(12, idle(10))
        .at(12, Input::Lock)
        .at(30, Input::Unlock)
        .at(30, Input::Active)
        .rows(40);
    assert_eq!(
        spans(&rows),
        [
            "sitting 0-10",
            "away 10-12",
            "locked 12-30",
            "sitting 30-40"
        ]
    );
}

#[test]
fn sleep_is_a_span_of_its_own_whether_announced_or_not() {
    let announced = Story::new(&[])
        .at(0, Input::Active)
        .at(20, Input::Sleep)
        .at(80, Input::Woke { since: None })
        .at(81, Input::Active)
        .rows(90);
    let not = Story::new(&[])
        .at(0, Input::Active)
        .at(
            80,
            Input::Woke {
                since: Some(Mono::from_secs(20 * 60)),
            },
        )
        .at(81, Input::Active)
        .rows(90);
    for rows in [announced, not] {
        assert_eq!(
            spans(&rows),
            [
                "sitting 0-20",
                "asleep 20-80",
                "away 80-81",
                "sitting 81-90"
            ]
        );
        let slept = rows.iter().any(
            |row| matches!(&row.record, Record::Natural(natural) if natural.by == Natural::Asleep),
        );
        assert!(slept, "{rows:?}");
    }
}

#[test]
fn a_film_is_watched_from_the_last_input_on_and_a_call_as_long_as_it_lasts() {
    let rows = Story::new(&[("reminders.stretch.on", "false")])
        .at(0, Input::Active)
        .at(5, Input::Film(true))
        .at(13, idle(10))
        .at(30, Input::Film(false))
        .at(30, Input::Active)
        .at(40, Input::Call(true.into()))
        .at(60, Input::Call(false.into()))
        .rows(70);
    assert_eq!(
        spans(&rows),
        [
            "sitting 0-10",
            "film 10-30",
            "sitting 30-40",
            "call 40-60",
            "sitting 60-70"
        ]
    );
}

#[test]
fn each_answer_is_on_its_own_showing() {
    let rows = Story::new(&[("timing.lull_wait", "0s")])
        .at(0, Input::Active)
        .at(31, do_it(Command::Snooze(None)))
        .at(37, do_it(Command::Close(Close::ByPerson)))
        .at(48, do_it(Command::Skip))
        .at(100, Input::Tick)
        .rows(101);
    assert_eq!(
        asked(&rows),
        [
            (
                "stretch",
                1,
                Some(Answer::Snoozed {
                    length: Duration::from_secs(300)
                })
            ),
            ("stretch", 2, Some(Answer::Closed)),
            ("stretch", 3, Some(Answer::Skipped)),
            ("stretch", 1, Some(Answer::Expired)),
            ("stretch", 2, Some(Answer::Expired)),
            ("stretch", 3, None),
        ]
    );
}

#[test]
fn commands_that_do_nothing_leave_no_answer() {
    let rows = Story::new(&[("timing.lull_wait", "0s"), ("timing.snoozes", "0")])
        .at(0, Input::Active)
        .at(1, do_it(Command::Skip))
        .at(2, do_it(Command::Close(Close::ByPerson)))
        .at(31, do_it(Command::Snooze(None)))
        .rows(32);
    assert_eq!(asked(&rows), [("stretch", 1, None)]);
}

#[test]
fn a_skip_before_the_showing_is_remembered_too() {
    let rows = Story::new(&[])
        .at(0, Input::Active)
        .at(10, Input::Call(true.into()))
        .at(40, do_it(Command::Skip))
        .rows(41);
    assert_eq!(asked(&rows), [("stretch", 0, Some(Answer::Skipped))]);
    let waited = rows.iter().any(
        |row| matches!(&row.record, Record::Held(held) if held.hold == Hold::Call && held.waited),
    );
    assert!(waited, "{rows:?}");
}

#[test]
fn a_clock_that_is_set_ends_the_spans_of_the_old_one() {
    let mut story = Story::new(&[]).at(0, Input::Active).at(10, Input::Tick);
    story.wall = story
        .wall
        .checked_sub(jiff::SignedDuration::from_hours(1))
        .unwrap();
    let rows = story.at(10, Input::Tick).rows(20);
    assert_eq!(spans(&rows), ["sitting 0-10", "sitting -50--40"]);
    let set = rows.iter().find_map(|row| match row.record {
        Record::Note {
            note: Note::ClockSet { by },
            ..
        } => Some(by),
        _ => None,
    });
    assert_eq!(set, Some(-3_600_000));
}

#[test]
fn another_zone_begins_a_new_span_and_no_time_is_lost() {
    let mut story = Story::new(&[]).at(0, Input::Active).at(10, Input::Tick);
    let zone = jiff::tz::Offset::constant(2).to_time_zone();
    story.wall = story.wall.with_time_zone(zone);
    let rows = story.at(12, Input::Tick).rows(20);
    assert_eq!(spans(&rows), ["sitting 0-12", "sitting 12-20"]);
}

#[test]
fn rows_that_only_grow_are_not_stored_each_time() {
    let mut story = Story::new(&[]).at(0, Input::Active);
    assert!(story.store(0, false) > 0);
    story = story.at(1, Input::Tick);
    assert_eq!(story.store(60, false), 0);
    assert_eq!(story.store(60, true), 1);
    story = story.at(20, Input::Tick);
    assert_eq!(story.store(20 * 60, false), 0);
    story = story.at(22, Input::Tick);
    assert_eq!(story.store(22 * 60, false), 1);
    story = story.at(23, do_it(Command::Stand));
    assert!(story.store(23 * 60, false) > 1);
}

#[test]
fn rows_that_were_refused_come_again_with_what_they_have_become() {
    let mut story = Story::new(&[]).at(0, Input::Active);
    let refused = story.tape.take(Mono::default(), false);
    assert!(!refused.is_empty());
    story = story.at(3, Input::Tick);
    story.tape.give_back(refused);
    let rows = story.rows(4);
    assert_eq!(spans(&rows), ["sitting 0-4"]);
    assert!(matches!(rows[0].record, Record::Note { .. }));
}

#[test]
fn numbers_given_too_early_are_put_right() {
    let mut story = Story::new(&[]).at(0, Input::Active).at(32, Input::Tick);
    story.tape.renumber(100);
    let rows = story.at(40, do_it(Command::Skip)).rows(41);
    assert!(rows.iter().all(|row| row.id > 100));
    assert_eq!(asked(&rows), [("stretch", 1, Some(Answer::Skipped))]);
    assert_eq!(spans(&rows), ["sitting 0-41"]);
}

#[test]
fn a_span_over_a_midnight_that_comes_twice_is_cut_there() {
    let Ok(zone) = jiff::tz::TimeZone::get("America/Sao_Paulo") else {
        return eprintln!("there is no time zone database here");
    };
    // That evening the clocks went back from midnight to eleven.
    let mut story = Story::new(&[]);
    story.wall = Date::constant(2018, 2, 17)
        .at(23, 30, 0, 0)
        .to_zoned(zone)
        .unwrap();
    let now = story.now(0);
    let catalog = Arc::clone(&story.catalog);
    story.scheduler = Scheduler::new(Settings::default(), catalog, Vec::new(), now);
    story.tape = Tape::new(Tail::default());
    let rows = story
        .at(0, Input::Active)
        // Nothing arrives for some minutes around the change.
        .at(25, Input::Tick)
        .at(50, Input::Tick)
        .rows(100);
    let told: Vec<(String, String, i64)> = rows
        .iter()
        .filter_map(|row| match &row.record {
            Record::Span(span) => Some((
                span.start.civil().to_string(),
                span.start.at(span.end - 1).date().to_string(),
                (span.end - span.start.ms) / 60_000,
            )),
            _ => None,
        })
        .collect();
    let is = |start: &str, day: &str, minutes| (start.to_owned(), day.to_owned(), minutes);
    assert_eq!(
        told,
        [
            is("2018-02-17T23:30:00", "2018-02-17", 30),
            is("2018-02-17T23:00:00", "2018-02-18", 70),
        ]
    );
}
