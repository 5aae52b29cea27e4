//! The spans of presence: one is running, and the last few can still be shortened when an absence becomes known.

use std::time::Duration;

use crate::logic::past::history::{Moment, Record, Span, SpanKind, moment_at};
use crate::logic::past::tape::book::{Book, GROWTH};
use crate::logic::presence::{Posture, Presence};
use crate::logic::schedule::Snapshot;
use crate::logic::time::now::{Mono, Now};

/// Spans kept for shortening: more than fit into any time that can be taken back.
const KEPT: usize = 32;

/// Rows are stored when the daemon is awake, at most two minutes late.
const SLACK_MS: i64 = 120_000;

/// A span extended by less than this isn't worth another row.
const SHORTEST_MS: i64 = 1000;

/// Silence during a film shorter than this is only a pause in typing.
const WATCHING: Duration = Duration::from_secs(60);

#[derive(Clone, Debug)]
pub(super) struct Spans {
    /// The last spans, oldest first, with their numbers.
    last: Vec<(i64, Span)>,
    /// Whether the last of them is still running.
    running: bool,
    film_since: Option<Mono>,
}

impl Spans {
    pub(super) fn new(last: Vec<(i64, Span)>) -> Self {
        Spans {
            last,
            running: false,
            film_since: None,
        }
    }

    /// The previous run was still alive at that moment, and would have stored any other span, so its last one went on
    /// until then. Anything longer than rows may go unstored isn't believed.
    pub(super) fn went_on(&mut self, last_seen: i64, book: &mut Book) {
        let Some((id, span)) = self.last.last_mut() else {
            return;
        };
        let unstored = last_seen - span.end;
        let longest = GROWTH.as_millis() as i64 + SLACK_MS;
        if (SHORTEST_MS..=longest).contains(&unstored) {
            span.end = last_seen;
            book.put(*id, Record::Span(span.clone()), true);
        }
    }

    /// Whether there was a span of that kind after `since`.
    pub(super) fn had(&self, kind: SpanKind, since: i64) -> bool {
        let mut spans = self.last.iter().map(|(_, span)| span);
        spans.any(|span| span.kind == kind && span.end > since)
    }

    /// Brings the spans up to date with what the scheduler sees now.
    pub(super) fn follow(
        &mut self,
        snapshot: &Snapshot,
        in_break: bool,
        now: &Now,
        book: &mut Book,
    ) {
        let at = Moment::of(&now.wall);
        self.film_since = match (snapshot.film, self.film_since) {
            (true, None) => Some(now.mono),
            (true, since) => since,
            (false, _) => None,
        };
        self.grow(at.ms, book);
        if snapshot.away {
            let since = moment_at(now, snapshot.last_sign).ms;
            let counted = |span: &Span| span.counted.is_some() || span.kind == SpanKind::Break;
            self.recut(since, counted, SpanKind::Away, |_| None, book);
        }
        let kind = kind(snapshot, in_break, self.watching(snapshot, now.mono));
        if kind == SpanKind::Film
            && let (Some(silent), Some(film)) = (snapshot.silent_since, self.film_since)
        {
            let since = moment_at(now, silent.max(film)).ms;
            let seen = |span: &Span| matches!(span.kind, SpanKind::Sitting | SpanKind::Standing);
            self.recut(since, seen, SpanKind::Film, |span| span.counted, book);
        }
        let counted = match kind {
            SpanKind::Sitting | SpanKind::Standing | SpanKind::Call | SpanKind::Film => {
                snapshot.counted
            }
            SpanKind::Away | SpanKind::Locked | SpanKind::Asleep | SpanKind::Break => None,
        };
        let goes_on = self.running
            && self
                .last
                .last()
                .is_some_and(|(_, span)| span.kind == kind && span.counted == counted);
        if goes_on {
            return;
        }
        self.end(book);
        let span = Span {
            kind,
            counted,
            start: at,
            end: at.ms,
        };
        let id = book.add(Record::Span(span.clone()));
        self.last.push((id, span));
        self.running = true;
        let old = self.last.len().saturating_sub(KEPT);
        self.last.drain(..old);
    }

    /// The machine slept from `since` on, unannounced.
    pub(super) fn slept(&mut self, since: Mono, now: &Now, book: &mut Book) {
        self.grow(Moment::of(&now.wall).ms, book);
        let since = moment_at(now, since).ms;
        self.recut(since, |_| true, SpanKind::Asleep, |_| None, book);
        self.end(book);
    }

    /// It is now known that the user has been working beside a break since then.
    pub(super) fn worked_on(
        &mut self,
        since: Mono,
        snapshot: &Snapshot,
        now: &Now,
        book: &mut Book,
    ) {
        self.grow(Moment::of(&now.wall).ms, book);
        let since = moment_at(now, since).ms;
        let posture = snapshot.counted.unwrap_or(Posture::Sitting);
        let kind = match posture {
            _ if snapshot.call => SpanKind::Call,
            Posture::Sitting => SpanKind::Sitting,
            Posture::Standing => SpanKind::Standing,
        };
        let waited = |span: &Span| span.kind == SpanKind::Break;
        self.recut(since, waited, kind, |_| Some(posture), book);
    }

    /// Ends the running span at a moment of the old wall clock.
    pub(super) fn close(&mut self, at: Moment, book: &mut Book) {
        self.grow(at.ms, book);
        self.end(book);
    }

    /// The zone's offset changed at `at`, before `now` (milliseconds since 1970): the running span ends there, and
    /// continues as another one by the new clock.
    pub(super) fn cut(&mut self, at: Moment, zone: i32, now: i64, book: &mut Book) {
        let goes_on = self.last.last().filter(|_| self.running);
        let goes_on = goes_on.map(|(_, span)| span.clone());
        let Some(span) = goes_on.filter(|span| (span.start.ms..now).contains(&at.ms)) else {
            return self.close(at.at(now), book);
        };
        self.close(at, book);
        let rest = Span {
            start: Moment { ms: at.ms, zone },
            end: now,
            ..span
        };
        let id = book.add(Record::Span(rest.clone()));
        self.last.push((id, rest));
        self.running = true;
    }

    /// Earlier spans can no longer be shortened: they were measured by another clock.
    pub(super) fn forget(&mut self) {
        self.last.clear();
        self.running = false;
    }

    pub(super) fn renumber(&mut self, by: i64) {
        for (id, _) in &mut self.last {
            *id += by;
        }
    }

    /// Only what came after `end` counts from now on; it must be stored again.
    pub(super) fn go_behind(&mut self, end: Option<i64>, book: &mut Book) {
        let running = self.running.then(|| self.last.last().map(|(id, _)| *id));
        let running = running.flatten();
        self.last.retain_mut(|(id, span)| {
            if let Some(end) = end.filter(|end| *end > span.start.ms) {
                span.start = span.start.at(end);
            }
            let stays = span.end > span.start.ms || running == Some(*id);
            if stays {
                span.end = span.end.max(span.start.ms);
                book.put(*id, Record::Span(span.clone()), true);
            } else {
                book.forget(*id);
            }
            stays
        });
    }

    fn watching(&self, snapshot: &Snapshot, now: Mono) -> bool {
        let silence = |since: Mono| now.since(since) >= WATCHING;
        snapshot.film && snapshot.silent_since.is_some_and(silence)
    }

    fn grow(&mut self, to: i64, book: &mut Book) {
        if let Some((id, span)) = self.last.last_mut().filter(|_| self.running) {
            span.end = to.max(span.start.ms);
            book.put(*id, Record::Span(span.clone()), false);
        }
    }

    /// The running span is over; one without length never existed.
    fn end(&mut self, book: &mut Book) {
        if !std::mem::replace(&mut self.running, false) {
            return;
        }
        if let Some((id, span)) = self.last.last() {
            if span.end <= span.start.ms {
                book.drop_span(*id);
                self.last.pop();
            } else {
                book.put(*id, Record::Span(span.clone()), true);
            }
        }
    }

    /// The selected spans after `since` were of another kind. The running span stays the last one.
    fn recut(
        &mut self,
        since: i64,
        meant: impl Fn(&Span) -> bool,
        kind: SpanKind,
        counted: impl Fn(&Span) -> Option<Posture>,
        book: &mut Book,
    ) {
        let mut recut: Vec<(i64, Span)> = Vec::new();
        let last = std::mem::take(&mut self.last);
        for (id, mut span) in last {
            if !meant(&span) || span.end <= since || span.kind == kind {
                recut.push((id, span));
                continue;
            }
            let begin = span.start.ms.max(since);
            let part = Span {
                kind,
                counted: counted(&span),
                start: span.start.at(begin),
                end: span.end,
            };
            if begin > span.start.ms {
                span.end = begin;
                book.put(id, Record::Span(span.clone()), true);
                recut.push((id, span));
            } else {
                book.drop_span(id);
            }
            match recut.last_mut() {
                Some((id, before))
                    if before.kind == kind
                        && before.end == begin
                        && before.counted == part.counted =>
                {
                    before.end = part.end;
                    book.put(*id, Record::Span(before.clone()), true);
                }
                _ => {
                    let id = book.add(Record::Span(part.clone()));
                    recut.push((id, part));
                }
            }
        }
        self.last = recut;
    }
}

fn kind(snapshot: &Snapshot, in_break: bool, watching: bool) -> SpanKind {
    match (snapshot.presence, snapshot.counted) {
        (Presence::Asleep, _) => SpanKind::Asleep,
        (Presence::Locked, _) => SpanKind::Locked,
        (Presence::Away, _) => SpanKind::Away,
        (Presence::Present, _) if in_break => SpanKind::Break,
        (Presence::Present, None) => SpanKind::Away,
        (Presence::Present, Some(_)) if snapshot.call => SpanKind::Call,
        (Presence::Present, Some(_)) if watching => SpanKind::Film,
        (Presence::Present, Some(Posture::Sitting)) => SpanKind::Sitting,
        (Presence::Present, Some(Posture::Standing)) => SpanKind::Standing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::past::history::Row;
    use crate::logic::past::tape::Change;

    #[test]
    fn a_span_that_a_killed_run_had_not_stored_goes_on_to_its_last_checkpoint() {
        let span = |end: i64| Span {
            kind: SpanKind::Sitting,
            counted: Some(Posture::Sitting),
            start: Moment { ms: 0, zone: 0 },
            end,
        };
        let minutes = |minutes: i64| minutes * 60_000;
        for (last_seen, expected) in [
            (minutes(17), Some(minutes(17))),
            // It was stored at the end, or nobody was left to store it.
            (minutes(10) + 20, None),
            (minutes(9), None),
            (minutes(40), None),
        ] {
            let mut book = Book::new(7);
            let mut spans = Spans::new(vec![(7, span(minutes(10)))]);
            spans.went_on(last_seen, &mut book);
            let stored = book.take(Mono::default(), false);
            let put = |end| {
                let record = Record::Span(span(end));
                Change::Put(Row { id: 7, record })
            };
            assert_eq!(stored, expected.map(put).into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn behind_another_history_nothing_is_told_twice_and_nothing_new_is_lost() {
        let span = |start: i64, end: i64| Span {
            kind: SpanKind::Sitting,
            counted: Some(Posture::Sitting),
            start: Moment { ms: start, zone: 0 },
            end,
        };
        let known = vec![(1, span(0, 10)), (2, span(10, 20)), (3, span(20, 30))];
        for (end, expected) in [
            (None, known.clone()),
            (Some(10), known[1..].to_vec()),
            (Some(15), vec![(2, span(15, 20)), (3, span(20, 30))]),
            (Some(30), vec![]),
        ] {
            let mut book = Book::new(3);
            let mut spans = Spans::new(known.clone());
            book.put(1, Record::Span(known[0].1.clone()), true);
            spans.go_behind(end, &mut book);
            let puts: Vec<Change> = expected
                .iter()
                .map(|(id, span)| {
                    let record = Record::Span(span.clone());
                    Change::Put(Row { id: *id, record })
                })
                .collect();
            assert_eq!(book.take(Mono::default(), true), puts, "{end:?}");
        }
        // The running one stays, and keeps growing from there.
        let mut spans = Spans::new(known.clone());
        spans.running = true;
        spans.go_behind(Some(40), &mut Book::new(3));
        assert_eq!(spans.last, [(3, span(40, 40))]);
    }
}
