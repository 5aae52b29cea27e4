//! Recorded days as a script, to be run against other settings.
//!
//! It assumes that the user came, went and answered at the times they did then. What the history doesn't contain isn't
//! in the script either: within a span of sitting, input flows without a pause, and there is no lull.

use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::Offset;

use crate::logic::past::history::{
    Answer, Break, DAY_MS, Ended, Held, Moment, Note, Record, Row, Span, SpanKind, day_of, sort,
};
use crate::logic::presence::{Hold, Posture};
use crate::logic::schedule::{Close, Command, Ending, Input};
use crate::logic::settings::Settings;
use crate::logic::simulate::script::{Fact, Script};
use crate::logic::time::now::Mono;

/// Consecutive spans are at most this far apart; a wider gap means that the program was off. In milliseconds.
const SEAM_MS: i64 = 1000;

impl Script {
    /// The recorded rows from that day on as a script for these settings, starting at midnight. None if there are none.
    pub fn replay(rows: &[Row], from: Date, settings: Settings) -> Option<Script> {
        let mut rows = rows.to_vec();
        sort(&mut rows);
        let zone = rows.first()?.record.at().zone;
        let start = Moment {
            ms: day_of(from) * DAY_MS - i64::from(zone) * 1000,
            zone,
        };
        let mut replay = Replay {
            start: start.ms,
            ahead: 0,
            zone,
            facts: Vec::new(),
        };
        let end = replay.take(&rows)?;
        replay.facts.sort_by_key(|(at, rank, _)| (*at, *rank));
        let mut lines: Vec<(Duration, Fact)> = replay
            .facts
            .into_iter()
            .map(|(at, _, fact)| (at, fact))
            .collect();
        lines.push((end, Fact::End));
        Some(Script {
            start: start.zoned(),
            settings,
            lines,
        })
    }
}

/// The order of things that happen at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Where the user is.
    Presence,
    /// What they did.
    Deed,
    /// What the player of a break did.
    Player,
    /// The program goes off after everything else.
    Off,
}

struct Replay {
    /// Time zero of the script, in milliseconds since 1970.
    start: i64,
    /// How far the wall clock has been set forward since then, in milliseconds.
    ahead: i64,
    zone: i32,
    facts: Vec<(Duration, Rank, Fact)>,
}

/// The state at the end of the facts so far.
#[derive(Clone, Copy, Debug)]
struct Standing {
    kind: Option<SpanKind>,
    flowing: bool,
    locked: bool,
    call: bool,
    film: bool,
    end: Duration,
}

/// Whether a call or film is invisible during a span of this kind, though it may be on.
fn is_hiding(kind: SpanKind) -> bool {
    matches!(kind, SpanKind::Break | SpanKind::Locked | SpanKind::Asleep)
}

fn span_of(row: &Row) -> Option<&Span> {
    if let Record::Span(span) = &row.record {
        Some(span)
    } else {
        None
    }
}

/// The next kind of span in which a call or film would be visible.
fn seen_after(rows: &[Row]) -> Option<SpanKind> {
    let mut spans = rows.iter().skip(1).filter_map(span_of);
    spans
        .find(|span| !is_hiding(span.kind))
        .map(|span| span.kind)
}

/// Whether the user asked to be asked again at the moment that break ended.
fn was_put_off(run: &Break, after: &[Row]) -> bool {
    after.iter().any(|row| {
        if let Record::Asked(asked) = &row.record {
            let put_off =
                matches!(asked.answer, Some((Answer::Snoozed { .. }, at)) if at == run.end);
            put_off && asked.showing == 0
        } else {
            false
        }
    })
}

impl Replay {
    /// Time in the script; anything that began before its start is taken to begin there.
    fn time(&self, ms: i64) -> Duration {
        Duration::from_millis((ms - self.ahead - self.start).max(0) as u64)
    }

    fn add(&mut self, at: Duration, fact: Fact) {
        self.facts.push((at, Rank::Deed, fact));
    }

    /// A sign of presence or absence.
    fn sign(&mut self, at: Duration, input: Input) {
        self.facts.push((at, Rank::Presence, Fact::Told(input)));
    }

    fn told(&mut self, at: Duration, input: Input) {
        self.add(at, Fact::Told(input));
    }

    /// Takes the rows in order; returns the end of the last span.
    fn take(&mut self, rows: &[Row]) -> Option<Duration> {
        let mut standing = Standing {
            kind: None,
            flowing: false,
            locked: false,
            call: false,
            film: false,
            end: Duration::ZERO,
        };
        let last = rows.iter().filter_map(span_of).map(|span| span.end).max()?;
        let in_break = |span: &&Span| span.kind == SpanKind::Break;
        let guided: Vec<&Span> = rows.iter().filter_map(span_of).filter(in_break).collect();
        for (index, row) in rows.iter().enumerate() {
            self.move_zone(row.record.at());
            match &row.record {
                Record::Span(span) => {
                    let (from, to) = (self.time(span.start.ms), self.time(span.end));
                    if to > from {
                        self.span(&mut standing, span, seen_after(&rows[index..]), from);
                        standing.end = standing.end.max(to);
                    }
                }
                Record::Break(run) => {
                    let (from, to) = (self.time(run.start.ms), self.time(run.end));
                    let take = Fact::Take {
                        what: run.what.clone(),
                        by: run.by.clone(),
                    };
                    self.add(from, take);
                    self.player(run, &guided);
                    let ending = match run.outcome {
                        Some(Ended::Done) => Ending::Finished,
                        Some(Ended::Abandoned) => Ending::Left { guided: run.guided },
                        Some(Ended::Lost) => Ending::Lost,
                        // It is still running, or was lost with the program.
                        None => continue,
                    };
                    self.told(
                        to,
                        match was_put_off(run, &rows[index + 1..]) {
                            true => Input::BreakPutOff(ending),
                            false => Input::BreakEnded(ending),
                        },
                    );
                }
                Record::Asked(asked) => {
                    if let Some((answer, at)) = asked.answer {
                        self.answer(answer, self.time(at));
                    }
                }
                Record::Held(held) => self.hold(held, held.end >= last),
                Record::Note {
                    at,
                    note: Note::ClockSet { by },
                } => {
                    self.ahead += by;
                    let step = jiff::SignedDuration::from_millis(*by);
                    self.add(self.time(at.ms), Fact::Clock(step));
                }
                // These follow from the rest.
                Record::Natural(_) | Record::Felt(_) | Record::Note { .. } => {}
            }
        }
        standing.kind.map(|_| standing.end)
    }

    /// That break's player guided while the user is recorded as being in it: what became sitting or absence becomes
    /// that again.
    fn player(&mut self, run: &Break, spans: &[&Span]) {
        let first = spans.partition_point(|span| span.end <= run.start.ms);
        for span in &spans[first..] {
            let (from, to) = (span.start.ms.max(run.start.ms), span.end.min(run.end));
            if from >= to {
                break;
            }
            let (from, to) = (self.time(from), self.time(to));
            let goes_on = Input::BreakGoesOn {
                guided: Duration::ZERO,
                promise: to.saturating_sub(from),
                played: None,
            };
            let stops = Input::BreakGoesOn {
                guided: run.guided,
                promise: Duration::ZERO,
                played: None,
            };
            for (at, input) in [(from, goes_on), (to, stops)] {
                self.facts.push((at, Rank::Player, Fact::Told(input)));
            }
        }
    }

    fn move_zone(&mut self, at: Moment) {
        if at.zone != self.zone {
            self.zone = at.zone;
            let offset = Offset::from_seconds(at.zone).unwrap_or(Offset::UTC);
            self.add(self.time(at.ms), Fact::Zone(offset));
        }
    }

    fn span(
        &mut self,
        standing: &mut Standing,
        span: &Span,
        after: Option<SpanKind>,
        at: Duration,
    ) {
        let kind = span.kind;
        let before = standing.kind.replace(kind);
        let gap = at.saturating_sub(standing.end);
        if before.is_some() && gap.as_millis() as i64 > SEAM_MS {
            self.facts.push((standing.end, Rank::Off, Fact::Off(gap)));
            standing.flowing = false;
            standing.locked = false;
            standing.call = false;
            standing.film = false;
        } else if before == Some(SpanKind::Asleep) && kind != SpanKind::Asleep {
            self.sign(at, Input::Woke { since: None });
            // Waking isn't input.
            standing.flowing = false;
        }
        self.lasting(standing, kind, after, at);
        let shut = matches!(kind, SpanKind::Locked | SpanKind::Asleep);
        if standing.locked && !shut {
            self.sign(at, Input::Unlock);
            standing.locked = false;
        }
        match kind {
            SpanKind::Sitting | SpanKind::Standing | SpanKind::Call => self.flow(standing, at),
            SpanKind::Film | SpanKind::Away | SpanKind::Break => self.still(standing, at),
            SpanKind::Locked => {
                if !standing.locked {
                    self.sign(at, Input::Lock);
                }
                standing.locked = true;
            }
            SpanKind::Asleep => self.sign(at, Input::Sleep),
        }
        match span.counted {
            Some(Posture::Sitting) => self.sign(at, Input::Do(Command::Sit)),
            Some(Posture::Standing) => self.sign(at, Input::Do(Command::Stand)),
            None => {}
        }
    }

    /// Calls and films continue through a break, a lock or a sleep if they are still there afterwards.
    fn lasting(
        &mut self,
        standing: &mut Standing,
        kind: SpanKind,
        after: Option<SpanKind>,
        at: Duration,
    ) {
        let hidden = is_hiding(kind);
        let call =
            kind == SpanKind::Call || (hidden && standing.call && after == Some(SpanKind::Call));
        let film =
            kind == SpanKind::Film || (hidden && standing.film && after == Some(SpanKind::Film));
        if std::mem::replace(&mut standing.call, call) != call {
            self.sign(at, Input::Call(call.into()));
        }
        if std::mem::replace(&mut standing.film, film) != film {
            self.sign(at, Input::Film(film));
        }
    }

    fn flow(&mut self, standing: &mut Standing, at: Duration) {
        standing.flowing = true;
        self.sign(at, Input::Active);
    }

    fn still(&mut self, standing: &mut Standing, at: Duration) {
        if std::mem::replace(&mut standing.flowing, false) {
            self.sign(at, Input::Idle { since: Mono(at) });
        }
    }

    fn answer(&mut self, answer: Answer, at: Duration) {
        let command = match answer {
            Answer::Snoozed { length } => Command::Snooze(Some(length)),
            Answer::Skipped => Command::Skip,
            Answer::Closed => Command::Close(Close::ByPerson),
            // The break has its own row; the rest was the program's doing.
            Answer::Started | Answer::Withdrawn(_) | Answer::Expired => return,
        };
        self.told(at, Input::Do(command));
    }

    /// `lasts` = it was still on when the record ends.
    fn hold(&mut self, held: &Held, lasts: bool) {
        let (from, to) = (self.time(held.start.ms), self.time(held.end));
        match held.hold {
            Hold::Paused => {
                let more = Duration::from_secs(if lasts { 24 * 3600 } else { 0 });
                let length = to.saturating_sub(from) + more;
                self.told(from, Input::Do(Command::Pause(length)));
            }
            Hold::Desktop(hold) => {
                self.told(from, Input::Hold(hold, true.into()));
                self.told(to, Input::Hold(hold, false.into()));
            }
            // Calls are spans, and the hours are those in the settings.
            Hold::Call | Hold::Hours => {}
        }
    }
}
