//! Tells a day in order: each reset, hold, credit and choice with its reason, as values and in words.

mod happening;

use std::time::Duration;

use jiff::Zoned;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use happening::{Answered, Happening};

use crate::logic::catalog::Catalog;
use crate::logic::past::history::{Answer, Asked, Note, Record, Row, Span, SpanKind};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, in local time with its offset.
    pub at: Zoned,
    /// When it ended, as known so far; none for a single moment.
    pub until: Option<Zoned>,
    /// Its kind.
    pub kind: EntryKind,
    /// How it looks on a timeline.
    pub mark: Mark,
    /// What happened and why, in a sentence or two.
    pub text: String,
    /// The same as a value; missing from older daemons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened: Option<Happening>,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// Where the user was.
    Presence,
    /// A reminder, its choice and its answer.
    Reminder,
    /// A guided break.
    Break,
    /// Sitting was reset to zero without one.
    Reset,
    /// A reason to stay quiet.
    Hold,
    /// The program itself.
    Program,
}

/// Shorter spans are left out.
const FLICKER: Duration = Duration::from_secs(1);

/// How an entry looks on a timeline: a coloured period, or a mark at a moment.
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
    /// Feedback after a break.
    Felt,
    /// About the program itself.
    Program,
}

/// That day's entries, in order, from the rows that concern it.
pub fn why(rows: &[Row], day: Date, catalog: &Catalog) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut before: Option<&Span> = None;
    for row in rows {
        let at = row.record.at();
        let (until, mark) = drawn(&row.record);
        let (kind, happened) = match &row.record {
            Record::Span(span) => {
                // A flicker between two events tells nobody anything.
                if span.length() < FLICKER {
                    continue;
                }
                let presence = Happening::presence(span, before);
                before = Some(span);
                match presence {
                    Some(presence) => (EntryKind::Presence, presence),
                    None => continue,
                }
            }
            Record::Asked(asked) => (EntryKind::Reminder, Happening::asked(asked, catalog)),
            Record::Break(run) => (EntryKind::Break, Happening::guided(run, catalog)),
            Record::Natural(natural) => (EntryKind::Reset, Happening::natural(natural)),
            Record::Held(held) => (EntryKind::Hold, Happening::held(held)),
            Record::Felt(felt) => (EntryKind::Break, Happening::felt(felt, catalog)),
            Record::Note { note, .. } => (kind_of(*note), Happening::Program(*note)),
        };
        // A span from last night may still be running at midnight.
        let still = at.date() < day;
        if at.date() <= day {
            let text = happened.words(at);
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
                happened: Some(happened),
            });
        }
    }
    entries
}

/// What a note means: counting restarted from zero, or merely that something happened.
fn kind_of(note: Note) -> EntryKind {
    match note {
        Note::Started { .. } => EntryKind::Reset,
        Note::Resumed { .. } | Note::Stopped | Note::ClockSet { .. } => EntryKind::Program,
    }
}

/// When it ended (in milliseconds since 1970), and how it looks.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::{self, Area, Reason};
    use crate::logic::past::history::{
        Break, DAY_MS, Ended, Felt, Held, Moment, Natural, NaturalBreak, day_of,
    };
    use crate::logic::practice::effort::Effort;
    use crate::logic::presence::{Hold, Posture};
    use crate::logic::schedule::Cause;

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
        let why = Reason::AreaNew { area: Area::Chest }.words();
        assert_eq!(
            day,
            [
                "09:00 Unbend started after 15 h, long enough for a break: sitting starts from zero",
                "09:00 Sitting for 32 min",
                "09:31 `stretch` asked for Standing spinal decompression ({why}) after 31 min of sitting: \
                 started at 09:32",
                "09:32 Break Standing spinal decompression ({why}), asked for by `stretch`: done, 2 min guided. \
                 Sitting starts from zero",
                "09:35 Sitting for 25 min",
                "10:00 In a call for 30 min: counts as sitting",
                "10:05 A reminder was due and waited because {call}, until 10:30 (25 min)",
                "10:30 Sitting, 5 min more",
                "10:31 `stretch` asked for Standing spinal decompression ({why}) for the 2nd time after 31 min \
                 of sitting, late because {call}: taken back, as you had a natural break at 10:40",
                "10:35 Away for 25 min, no sign of you: does not count",
                "10:40 Natural break: no sign of you for 5 min, since 10:35. Sitting starts from zero",
            ]
            .map(|line| line.replace("{why}", &why).replace("{call}", Hold::Call.past_words()))
        );
    }

    #[test]
    fn what_became_of_a_reminder_is_told_as_values() {
        let asked = Asked {
            at: at(571),
            reminder: "stretch".to_owned(),
            nudge: false,
            showing: 2,
            sitting: Duration::from_secs(31 * 60),
            offered: "walk".to_owned(),
            chosen: Some(Reason::DosesDone),
            waited_for: Some(Hold::Call),
            answer: Some((Answer::Withdrawn(Cause::Larger), at(572).ms)),
        };
        let nudge = Asked {
            nudge: true,
            ..asked.clone()
        };
        let rows = [(1, asked.clone()), (2, nudge)].map(|(id, asked)| Row {
            id,
            record: Record::Asked(asked),
        });
        let told = why(&rows, MONDAY, catalog::builtin());
        let told: Vec<Happening> = told
            .into_iter()
            .filter_map(|entry| entry.happened)
            .collect();
        let (reminder, sitting) = (asked.reminder, asked.sitting);
        let nudge = Happening::Nudge {
            reminder: reminder.clone(),
            sitting,
        };
        let asked = Happening::Asked {
            reminder,
            showing: 2,
            sitting,
            offered: "walk".to_owned(),
            name: catalog::builtin().name("walk").unwrap().to_owned(),
            because: asked.chosen,
            waited_for: asked.waited_for,
            answered: Some(Answered {
                answer: Answer::Withdrawn(Cause::Larger),
                at: at(572).zoned(),
            }),
        };
        assert_eq!(told, [asked, nudge]);
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
}
