//! Tells a day in order: each reset, hold, credit and choice with its reason, in words.

use std::time::Duration;

use jiff::Zoned;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::logic::catalog::{Catalog, Reason};
use crate::logic::past::history::{
    Answer, Asked, Break, Ended, Felt, Held, Moment, Natural, NaturalBreak, Note, Record, Row,
    Span, SpanKind,
};
use crate::logic::presence::Posture;
use crate::logic::schedule::Cause;
use crate::logic::time::span;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, by the clock on the wall, with its offset.
    pub at: Zoned,
    /// When it ended, as known so far; none for what has no length.
    pub until: Option<Zoned>,
    /// What kind of thing it is.
    pub kind: EntryKind,
    /// What it looks like on a timeline.
    pub mark: Mark,
    /// What happened and why, a sentence or two.
    pub text: String,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// Where the person was.
    Presence,
    /// A reminder, its choice and its answer.
    Reminder,
    /// A guided break.
    Break,
    /// Sitting became zero without one.
    Reset,
    /// A reason to stay quiet.
    Hold,
    /// The program itself.
    Program,
}

/// Spans shorter than this are not told.
const FLICKER: Duration = Duration::from_secs(1);

/// What a thing looks like on a timeline: a stretch of time in a colour, or a sign at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Mark {
    Sitting,
    Standing,
    Call,
    Film,
    Away,
    Locked,
    Asleep,
    Break,
    /// Quiet for a reason.
    Held,
    /// A reminder without an answer.
    Asked,
    Started,
    Snoozed,
    Skipped,
    Nudge,
    /// A natural break was credited.
    Natural,
    /// Something was said after a break.
    Felt,
    /// Of the program itself.
    Program,
}

/// The entries of that day, in order, from the rows that concern it.
pub fn why(rows: &[Row], day: Date, catalog: &Catalog) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut before: Option<&Span> = None;
    for row in rows {
        let at = row.record.at();
        let (until, mark) = drawn(&row.record);
        let (kind, text) = match &row.record {
            Record::Span(span) => {
                // A flicker between two events says nothing to anybody.
                if span.length() < FLICKER {
                    continue;
                }
                let text = presence(span, before);
                before = Some(span);
                match text {
                    Some(text) => (EntryKind::Presence, text),
                    None => continue,
                }
            }
            Record::Asked(asked) => (EntryKind::Reminder, reminder(asked, catalog)),
            Record::Break(run) => (EntryKind::Break, guided(run, catalog)),
            Record::Natural(natural) => (EntryKind::Reset, credit(natural)),
            Record::Held(held) => (EntryKind::Hold, hold(held)),
            Record::Felt(felt) => (EntryKind::Break, after(felt, catalog)),
            Record::Note { note, .. } => program(*note),
        };
        // A span of last night may still go on at midnight.
        let still = at.date() < day;
        if at.date() <= day {
            entries.push(Entry {
                at: at.zoned(),
                until: until.map(|end| at.at(end).zoned()),
                kind,
                mark,
                text: if still {
                    format!("{text} (since the day before)")
                } else {
                    text
                },
            });
        }
    }
    entries
}

/// When it ended (milliseconds since 1970), and what it looks like.
fn drawn(record: &Record) -> (Option<i64>, Mark) {
    match record {
        Record::Span(span) => {
            let mark = match span.kind {
                SpanKind::Sitting => Mark::Sitting,
                SpanKind::Standing => Mark::Standing,
                SpanKind::Call => Mark::Call,
                SpanKind::Film => Mark::Film,
                SpanKind::Away => Mark::Away,
                SpanKind::Locked => Mark::Locked,
                SpanKind::Asleep => Mark::Asleep,
                SpanKind::Break => Mark::Break,
            };
            (Some(span.end), mark)
        }
        Record::Break(run) => (Some(run.end), Mark::Break),
        Record::Held(held) => (Some(held.end), Mark::Held),
        Record::Asked(Asked { nudge: true, .. }) => (None, Mark::Nudge),
        Record::Asked(asked) => {
            let mark = match &asked.answer {
                Some((Answer::Started, _)) => Mark::Started,
                Some((Answer::Snoozed { .. }, _)) => Mark::Snoozed,
                Some((Answer::Skipped, _)) => Mark::Skipped,
                Some((Answer::Closed | Answer::Withdrawn(_) | Answer::Expired, _)) | None => {
                    Mark::Asked
                }
            };
            (None, mark)
        }
        Record::Natural(_) => (None, Mark::Natural),
        Record::Felt(_) => (None, Mark::Felt),
        Record::Note { .. } => (None, Mark::Program),
    }
}

fn clock(at: Moment) -> String {
    let time = at.civil();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// What a span means for the counts; none for the time of a break, which has its own entry.
fn presence(span: &Span, before: Option<&Span>) -> Option<String> {
    let length = span::words(span.length());
    let goes_on = before.is_some_and(|before| before.counted == span.counted);
    Some(match span.kind {
        SpanKind::Sitting if goes_on => format!("Sitting, {length} more"),
        SpanKind::Sitting => format!("Sitting for {length}"),
        SpanKind::Standing => format!("Standing for {length}: sitting stops counting"),
        SpanKind::Call => format!("In a call for {length}: counts as {}", counted(span)),
        SpanKind::Film => format!(
            "A film or the like for {length}, no input: counts as {}",
            counted(span)
        ),
        SpanKind::Away => format!("Away for {length}, no sign of you: does not count"),
        SpanKind::Locked => format!("Screen locked for {length}: does not count"),
        SpanKind::Asleep => format!("The computer slept for {length}: does not count"),
        SpanKind::Break => return None,
    })
}

fn counted(span: &Span) -> &'static str {
    span.counted.unwrap_or(Posture::Sitting).word()
}

/// What was said after a break.
fn after(felt: &Felt, catalog: &Catalog) -> String {
    let effort = felt.effort.map(|effort| format!("felt {}", effort.words()));
    let pain = felt.pain.map(|pain| match pain {
        0 => "did not hurt".to_owned(),
        pain => format!("hurt {pain} of 10"),
    });
    let said: Vec<String> = effort.into_iter().chain(pain).collect();
    format!(
        "You said: {} {}",
        name(catalog, &felt.exercise),
        said.join(" and ")
    )
}

fn name(catalog: &Catalog, id: &str) -> String {
    catalog.name(id).unwrap_or(id).to_owned()
}

fn chosen(because: Option<&Reason>) -> String {
    because.map_or_else(String::new, |because| format!(" ({})", because.words()))
}

fn reminder(asked: &Asked, catalog: &Catalog) -> String {
    let sitting = span::words(asked.sitting);
    let id = &asked.reminder;
    if asked.nudge {
        return format!("Nudge `{id}` after {sitting} of sitting");
    }
    let what = format!(
        "{}{}",
        name(catalog, &asked.offered),
        chosen(asked.chosen.as_ref())
    );
    let begin = match asked.showing {
        0 => format!("`{id}` was due after {sitting} of sitting and answered before it was shown"),
        1 => format!("`{id}` asked for {what} after {sitting} of sitting"),
        times => format!(
            "`{id}` asked for {what} for the {} time after {sitting} of sitting",
            ordinal(times)
        ),
    };
    let waited = asked.waited_for.map_or_else(String::new, |hold| {
        format!(", late because {}", hold.past_words())
    });
    let answer = match &asked.answer {
        None => "no answer".to_owned(),
        Some((answer, at)) => {
            format!("{} at {}", answered(*answer), clock(asked.at.at(*at)))
        }
    };
    format!("{begin}{waited}: {answer}")
}

fn ordinal(times: u32) -> String {
    match (times % 10, times % 100) {
        (1, 11) | (2, 12) | (3, 13) => format!("{times}th"),
        (1, _) => format!("{times}st"),
        (2, _) => format!("{times}nd"),
        (3, _) => format!("{times}rd"),
        _ => format!("{times}th"),
    }
}

fn answered(answer: Answer) -> String {
    match answer {
        Answer::Started => "started".to_owned(),
        Answer::Snoozed { length } => format!("snoozed for {}", span::words(length)),
        Answer::Skipped => "skipped, so its count started over".to_owned(),
        Answer::Closed => "closed without an answer".to_owned(),
        Answer::Expired => "asked again without an answer".to_owned(),
        Answer::Withdrawn(cause) => format!(
            "taken back, as {}",
            match cause {
                Cause::NaturalBreak => "you had a natural break",
                Cause::Hold => "a reason to stay quiet came up",
                Cause::Break => "you started another break",
                Cause::Larger => "a larger break was due",
                Cause::Settings => "the settings had changed",
            }
        ),
    }
}

fn guided(run: &Break, catalog: &Catalog) -> String {
    let by = match &run.by {
        Some(reminder) => format!("asked for by `{reminder}`"),
        None => "started by hand".to_owned(),
    };
    let guided = span::words(run.guided);
    let end = match run.outcome {
        None => "it is not over".to_owned(),
        Some(Ended::Done) => format!("done, {guided} guided. Sitting starts from zero"),
        Some(Ended::Abandoned) => {
            format!("left after {guided}, too short to count. Sitting goes on counting")
        }
        Some(Ended::Lost) => "lost: its window closed or the computer slept".to_owned(),
    };
    let name = name(catalog, &run.what);
    let chosen = chosen(run.chosen.as_ref());
    format!("Break {name}{chosen}, {by}: {end}")
}

fn credit(natural: &NaturalBreak) -> String {
    let lasted = span::words(natural.lasted);
    let since = clock(
        natural
            .at
            .at(natural.at.ms - natural.lasted.as_millis() as i64),
    );
    let what = match natural.by {
        Natural::Away => format!("no sign of you for {lasted}, since {since}"),
        Natural::Locked => format!("the screen was locked: {lasted} since {since}"),
        Natural::Asleep => format!("the computer slept: {lasted} since {since}"),
        Natural::Standing => format!("you stood for {lasted}"),
    };
    format!("Natural break: {what}. Sitting starts from zero")
}

fn hold(held: &Held) -> String {
    let until = clock(held.start.at(held.end));
    let length = span::words(Duration::from_millis(
        (held.end - held.start.ms).max(0) as u64
    ));
    let reason = held.hold.past_words();
    if held.waited {
        format!("A reminder was due and waited because {reason}, until {until} ({length})")
    } else {
        format!("Quiet because {reason}, until {until} ({length})")
    }
}

fn program(note: Note) -> (EntryKind, String) {
    match note {
        Note::Resumed { off } => (
            EntryKind::Program,
            format!(
                "Unbend started after {} and goes on counting from where it was",
                span::words(off)
            ),
        ),
        Note::Started { off: Some(off) } => (
            EntryKind::Reset,
            format!(
                "Unbend started after {}, long enough for a break: sitting starts from zero",
                span::words(off)
            ),
        ),
        Note::Started { off: None } => (
            EntryKind::Reset,
            "Unbend started: sitting starts from zero".to_owned(),
        ),
        Note::Stopped => (EntryKind::Program, "Unbend ended".to_owned()),
        Note::ClockSet { by } => {
            let amount = span::words(Duration::from_millis(by.unsigned_abs()));
            let way = if by < 0 { "back" } else { "forward" };
            (
                EntryKind::Program,
                format!("The clock was set {way} by {amount}: no count changes"),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::{self, Area};
    use crate::logic::past::history::{DAY_MS, day_of};
    use crate::logic::practice::effort::Effort;
    use crate::logic::presence::Hold;

    const MONDAY: Date = Date::constant(2026, 3, 2);

    /// Minutes after Monday's midnight, one hour east of Greenwich.
    fn at(minutes: i64) -> Moment {
        Moment {
            ms: day_of(MONDAY) * DAY_MS + (minutes - 60) * 60_000,
            zone: 3600,
        }
    }

    fn span(kind: SpanKind, counted: Option<Posture>, from: i64, to: i64) -> Record {
        Record::Span(Span {
            kind,
            counted,
            start: at(from),
            end: at(to).ms,
        })
    }

    fn told(records: Vec<Record>) -> Vec<String> {
        let rows: Vec<Row> = (1..)
            .zip(records)
            .map(|(id, record)| Row { id, record })
            .collect();
        why(&rows, MONDAY, catalog::builtin())
            .into_iter()
            .map(|entry| {
                format!(
                    "{:02}:{:02} {}",
                    entry.at.hour(),
                    entry.at.minute(),
                    entry.text
                )
            })
            .collect()
    }

    #[test]
    fn what_was_said_after_a_break_is_told_back() {
        let felt = |minutes, pain, effort| {
            Record::Felt(Felt {
                at: at(minutes),
                exercise: "chin-tucks".to_owned(),
                pain,
                effort,
            })
        };
        let told = told(vec![
            felt(600, None, Some(Effort::Easy)),
            felt(601, Some(0), None),
            felt(602, Some(3), Some(Effort::Right)),
        ]);
        assert_eq!(
            told,
            [
                "10:00 You said: Chin tucks felt easy",
                "10:01 You said: Chin tucks did not hurt",
                "10:02 You said: Chin tucks felt just right and hurt 3 of 10",
            ]
        );
    }

    #[test]
    fn a_morning_reads_like_a_morning() {
        let sitting = Some(Posture::Sitting);
        let asked = Asked {
            at: at(571),
            reminder: "stretch".to_owned(),
            nudge: false,
            showing: 1,
            sitting: Duration::from_secs(31 * 60),
            offered: "standing-spinal-decompression".to_owned(),
            chosen: Some(Reason::AreaNew { area: Area::Chest }),
            waited_for: None,
            answer: Some((Answer::Started, at(572).ms)),
        };
        let run = Break {
            start: at(572),
            end: at(575).ms,
            what: "standing-spinal-decompression".to_owned(),
            by: Some("stretch".to_owned()),
            chosen: Some(Reason::AreaNew { area: Area::Chest }),
            guided: Duration::from_secs(150),
            outcome: Some(Ended::Done),
            exercises: Vec::new(),
        };
        let day = told(vec![
            Record::Note {
                at: at(540),
                note: Note::Started {
                    off: Some(Duration::from_secs(15 * 3600)),
                },
            },
            span(SpanKind::Sitting, sitting, 540, 572),
            Record::Asked(asked.clone()),
            Record::Break(run),
            span(SpanKind::Break, None, 572, 575),
            span(SpanKind::Sitting, sitting, 575, 600),
            span(SpanKind::Call, sitting, 600, 630),
            Record::Held(Held {
                hold: Hold::Call,
                start: at(605),
                end: at(630).ms,
                waited: true,
            }),
            span(SpanKind::Sitting, sitting, 630, 635),
            Record::Asked(Asked {
                at: at(631),
                showing: 2,
                waited_for: Some(Hold::Call),
                answer: Some((Answer::Withdrawn(Cause::NaturalBreak), at(640).ms)),
                ..asked
            }),
            span(SpanKind::Away, None, 635, 660),
            Record::Natural(NaturalBreak {
                at: at(640),
                lasted: Duration::from_secs(300),
                by: Natural::Away,
            }),
        ]);
        assert_eq!(
            day,
            [
                "09:00 Unbend started after 15 h, long enough for a break: sitting starts from zero",
                "09:00 Sitting for 32 min",
                "09:31 `stretch` asked for Standing spinal decompression (chest: not trained yet) after 31 min of sitting: \
                 started at 09:32",
                "09:32 Break Standing spinal decompression (chest: not trained yet), asked for by `stretch`: done, 2 min guided. \
                 Sitting starts from zero",
                "09:35 Sitting for 25 min",
                "10:00 In a call for 30 min: counts as sitting",
                "10:05 A reminder was due and waited because you were in a call, until 10:30 (25 min)",
                "10:30 Sitting, 5 min more",
                "10:31 `stretch` asked for Standing spinal decompression (chest: not trained yet) for the 2nd time after 31 min \
                 of sitting, late because you were in a call: taken back, as you had a natural break at 10:40",
                "10:35 Away for 25 min, no sign of you: does not count",
                "10:40 Natural break: no sign of you for 5 min, since 10:35. Sitting starts from zero",
            ]
        );
    }

    #[test]
    fn last_night_is_marked_and_tomorrow_left_out() {
        let day = told(vec![
            span(SpanKind::Asleep, None, -60, 480),
            span(SpanKind::Sitting, Some(Posture::Sitting), 480, 481),
            span(SpanKind::Away, None, 1500, 1600),
        ]);
        assert_eq!(
            day,
            [
                "23:00 The computer slept for 9 h: does not count (since the day before)",
                "08:00 Sitting for 1 min",
            ]
        );
    }

    #[test]
    fn flickers_are_not_told() {
        let mut flicker = Span {
            kind: SpanKind::Away,
            counted: None,
            start: at(540),
            end: at(540).ms + 999,
        };
        assert!(told(vec![Record::Span(flicker.clone())]).is_empty());
        flicker.end += 1;
        assert_eq!(told(vec![Record::Span(flicker)]).len(), 1);
    }

    #[test]
    fn times_are_counted_in_english() {
        let said: Vec<String> = [2, 3, 4, 11, 12, 13, 21, 22, 103, 111]
            .into_iter()
            .map(ordinal)
            .collect();
        assert_eq!(
            said,
            [
                "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "103rd", "111th"
            ]
        );
    }
}
