//! What happened, as a value, and the one place that words it.

use std::time::Duration;

use jiff::Zoned;
use serde::{Deserialize, Serialize};

use crate::logic::catalog::{Catalog, Reason};
use crate::logic::past::history::{
    Answer, Asked, Break, Ended, Felt, Held, Moment, Natural, NaturalBreak, Note, Span, SpanKind,
};
use crate::logic::practice::effort::Effort;
use crate::logic::presence::{Hold, Posture};
use crate::logic::schedule::Cause;
use crate::logic::text::word::Word as _;
use crate::logic::time::{seconds, span};

/// What happened, with everything told about it. Names come from today's catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Happening {
    /// Where the user was.
    Presence {
        /// What it was.
        was: SpanKind,
        /// What it counted as; none if it didn't count.
        counted: Option<Posture>,
        /// How long it lasted.
        #[serde(with = "seconds", rename = "lasted_seconds")]
        lasted: Duration,
        /// Whether the span before it counted the same.
        goes_on: bool,
    },
    /// A reminder that needs no answer was shown.
    Nudge {
        /// Reminder id.
        reminder: String,
        /// Sitting time since the last break at that moment.
        #[serde(with = "seconds", rename = "sitting_seconds")]
        sitting: Duration,
    },
    /// A reminder was shown, or answered before it could be.
    Asked {
        /// Reminder id.
        reminder: String,
        /// Showings in a row, from 1; 0 = answered before it was shown.
        showing: u32,
        /// Sitting time since the last break at that moment.
        #[serde(with = "seconds", rename = "sitting_seconds")]
        sitting: Duration,
        /// What was offered, an exercise or routine id.
        offered: String,
        /// Its name.
        name: String,
        /// Why that was chosen.
        because: Option<Reason>,
        /// What it had waited for.
        waited_for: Option<Hold>,
        /// What became of it.
        answered: Option<Answered>,
    },
    /// A guided break.
    Break {
        /// Exercise or routine id.
        what: String,
        /// Its name.
        name: String,
        /// Why that was chosen; none if the user chose.
        because: Option<Reason>,
        /// The reminder that asked for it; none = started by hand.
        by: Option<String>,
        /// Time guided.
        #[serde(with = "seconds", rename = "guided_seconds")]
        guided: Duration,
        /// How it ended; none while it runs.
        outcome: Option<Ended>,
    },
    /// A natural break was credited.
    Natural {
        /// What it was.
        by: Natural,
        /// How long it had lasted by then.
        #[serde(with = "seconds", rename = "lasted_seconds")]
        lasted: Duration,
    },
    /// There was a reason to stay quiet.
    Held {
        /// The reason.
        hold: Hold,
        /// Whether a due reminder waited for its end.
        waited: bool,
        /// How long it lasted.
        #[serde(with = "seconds", rename = "lasted_seconds")]
        lasted: Duration,
    },
    /// Feedback after a break.
    Felt {
        /// Exercise id.
        exercise: String,
        /// Its name.
        name: String,
        /// How hard it was.
        effort: Option<Effort>,
        /// How much it hurt, 0 to 10.
        pain: Option<u8>,
    },
    /// Something happened to the program itself.
    Program(Note),
}

/// What became of a reminder, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// What became of it.
    pub answer: Answer,
    /// When.
    pub at: Zoned,
}

fn name(catalog: &Catalog, id: &str) -> String {
    catalog.name(id).unwrap_or(id).to_owned()
}

fn between(start: i64, end: i64) -> Duration {
    Duration::from_millis((end - start).max(0) as u64)
}

impl Happening {
    /// What a span means for the counts, given the one `before` it; none during a break, which has its own entry.
    pub(super) fn presence(span: &Span, before: Option<&Span>) -> Option<Happening> {
        (span.kind != SpanKind::Break).then(|| Happening::Presence {
            was: span.kind,
            counted: span.counted,
            lasted: span.length(),
            goes_on: before.is_some_and(|before| before.counted == span.counted),
        })
    }

    pub(super) fn asked(asked: &Asked, catalog: &Catalog) -> Happening {
        let (reminder, sitting) = (asked.reminder.clone(), asked.sitting);
        if asked.nudge {
            return Happening::Nudge { reminder, sitting };
        }
        Happening::Asked {
            reminder,
            showing: asked.showing,
            sitting,
            offered: asked.offered.clone(),
            name: name(catalog, &asked.offered),
            because: asked.chosen.clone(),
            waited_for: asked.waited_for,
            answered: asked.answer.map(|(answer, at)| Answered {
                answer,
                at: asked.at.at(at).zoned(),
            }),
        }
    }

    pub(super) fn guided(run: &Break, catalog: &Catalog) -> Happening {
        Happening::Break {
            what: run.what.clone(),
            name: name(catalog, &run.what),
            because: run.chosen.clone(),
            by: run.by.clone(),
            guided: run.guided,
            outcome: run.outcome,
        }
    }

    pub(super) fn natural(natural: &NaturalBreak) -> Happening {
        Happening::Natural {
            by: natural.by,
            lasted: natural.lasted,
        }
    }

    pub(super) fn held(held: &Held) -> Happening {
        Happening::Held {
            hold: held.hold,
            waited: held.waited,
            lasted: between(held.start.ms, held.end),
        }
    }

    pub(super) fn felt(felt: &Felt, catalog: &Catalog) -> Happening {
        Happening::Felt {
            exercise: felt.exercise.clone(),
            name: name(catalog, &felt.exercise),
            effort: felt.effort,
            pain: felt.pain,
        }
    }

    /// What happened at that moment and why, in a sentence or two.
    pub fn words(&self, at: Moment) -> String {
        let after = |length: Duration| at.ms.saturating_add(length.as_millis() as i64);
        match self {
            Happening::Presence {
                was,
                counted,
                lasted,
                goes_on,
            } => presence(*was, *counted, *lasted, *goes_on),
            Happening::Nudge { reminder, sitting } => {
                format!(
                    "Nudge `{reminder}` after {} of sitting",
                    span::words(*sitting)
                )
            }
            Happening::Asked {
                reminder,
                showing,
                sitting,
                name,
                because,
                waited_for,
                answered,
                offered: _,
            } => {
                let what = format!("{name}{}", in_brackets(because.as_ref()));
                let asked = asked(reminder, *showing, &what, *sitting);
                let late = waited_for.map_or_else(String::new, |hold| {
                    format!(", late because {}", hold.past_words())
                });
                let answer = match answered {
                    None => "no answer".to_owned(),
                    Some(Answered { answer, at }) => {
                        let (hour, minute) = (at.hour(), at.minute());
                        format!("{} at {hour:02}:{minute:02}", answer_words(*answer))
                    }
                };
                format!("{asked}{late}: {answer}")
            }
            Happening::Break {
                name,
                because,
                by,
                guided,
                outcome,
                what: _,
            } => {
                let by = match by {
                    Some(reminder) => format!("asked for by `{reminder}`"),
                    None => "started by hand".to_owned(),
                };
                let because = in_brackets(because.as_ref());
                format!("Break {name}{because}, {by}: {}", end(*outcome, *guided))
            }
            Happening::Natural { by, lasted } => {
                let since = clock(at.at(at.ms - lasted.as_millis() as i64));
                credit(*by, *lasted, &since)
            }
            Happening::Held {
                hold,
                waited,
                lasted,
            } => {
                let because = hold.past_words();
                let until = clock(at.at(after(*lasted)));
                let length = span::words(*lasted);
                let what = match waited {
                    true => "A reminder was due and waited",
                    false => "Quiet",
                };
                format!("{what} because {because}, until {until} ({length})")
            }
            Happening::Felt {
                name, effort, pain, ..
            } => {
                let effort = effort.map(|effort| format!("felt {}", effort.words()));
                let pain = pain.map(|pain| match pain {
                    0 => "did not hurt".to_owned(),
                    pain => format!("hurt {pain} of 10"),
                });
                let said: Vec<String> = effort.into_iter().chain(pain).collect();
                format!("You said: {name} {}", said.join(" and "))
            }
            Happening::Program(note) => program(*note),
        }
    }
}

fn clock(at: Moment) -> String {
    let time = at.civil();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn presence(was: SpanKind, counted: Option<Posture>, lasted: Duration, goes_on: bool) -> String {
    let length = span::words(lasted);
    let counted = counted.unwrap_or(Posture::Sitting).word();
    match was {
        SpanKind::Sitting if goes_on => format!("Sitting, {length} more"),
        SpanKind::Sitting => format!("Sitting for {length}"),
        SpanKind::Standing => format!("Standing for {length}: sitting stops counting"),
        SpanKind::Call => format!("In a call for {length}: counts as {counted}"),
        SpanKind::Film => {
            format!("A film or the like for {length}, no input: counts as {counted}")
        }
        SpanKind::Away => format!("Away for {length}, no sign of you: does not count"),
        SpanKind::Locked => format!("Screen locked for {length}: does not count"),
        SpanKind::Asleep => format!("The computer slept for {length}: does not count"),
        SpanKind::Break => format!("In a break for {length}: does not count"),
    }
}

fn in_brackets(because: Option<&Reason>) -> String {
    because.map_or_else(String::new, |because| format!(" ({})", because.words()))
}

fn asked(reminder: &str, showing: u32, what: &str, sitting: Duration) -> String {
    let sitting = span::words(sitting);
    match showing {
        0 => format!(
            "`{reminder}` was due after {sitting} of sitting and answered before it was shown"
        ),
        1 => format!("`{reminder}` asked for {what} after {sitting} of sitting"),
        times => format!(
            "`{reminder}` asked for {what} for the {} time after {sitting} of sitting",
            ordinal(times)
        ),
    }
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

fn answer_words(answer: Answer) -> String {
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
                Cause::Hold(None) => "a reason to stay quiet came up",
                Cause::Hold(Some(hold)) => hold.past_words(),
                Cause::Break => "you started another break",
                Cause::Larger => "a larger break was due",
                Cause::Settings => "the settings had changed",
            }
        ),
    }
}

fn end(outcome: Option<Ended>, guided: Duration) -> String {
    let guided = span::words(guided);
    match outcome {
        None => "it is not over".to_owned(),
        Some(Ended::Done) => format!("done, {guided} guided. Sitting starts from zero"),
        Some(Ended::Abandoned) => {
            format!("left after {guided}, too short to count. Sitting goes on counting")
        }
        Some(Ended::Lost) => "lost: its window closed or the computer slept".to_owned(),
    }
}

fn credit(by: Natural, lasted: Duration, since: &str) -> String {
    let lasted = span::words(lasted);
    let what = match by {
        Natural::Away => format!("no sign of you for {lasted}, since {since}"),
        Natural::Locked => format!("the screen was locked: {lasted} since {since}"),
        Natural::Asleep => format!("the computer slept: {lasted} since {since}"),
        Natural::Standing => format!("you stood for {lasted}"),
    };
    format!("Natural break: {what}. Sitting starts from zero")
}

fn program(note: Note) -> String {
    match note {
        Note::Resumed { off } => format!(
            "Unbend started after {} and goes on counting from where it was",
            span::words(off)
        ),
        Note::Started { off: Some(off) } => format!(
            "Unbend started after {}, long enough for a break: sitting starts from zero",
            span::words(off)
        ),
        Note::Started { off: None } => "Unbend started: sitting starts from zero".to_owned(),
        Note::Stopped => "Unbend ended".to_owned(),
        Note::ClockSet { by } => {
            let amount = span::words(Duration::from_millis(by.unsigned_abs()));
            let way = if by < 0 { "back" } else { "forward" };
            format!("The clock was set {way} by {amount}: no count changes")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn each_kind_is_sent_in_a_form_that_stays() {
        let second = Duration::from_secs(1);
        let natural = Happening::Natural {
            by: Natural::Asleep,
            lasted: second,
        };
        let withdrawn = Answered {
            answer: Answer::Withdrawn(Cause::NaturalBreak),
            at: Moment::default().zoned(),
        };
        let asked = Happening::Asked {
            reminder: "stretch".to_owned(),
            showing: 1,
            sitting: second,
            offered: "walk".to_owned(),
            name: "Walk".to_owned(),
            because: Some(Reason::FirstOne),
            waited_for: Some(Hold::Call),
            answered: Some(withdrawn),
        };
        let started = Happening::Program(Note::Started { off: Some(second) });
        let kept = [
            (natural, r#"{"natural":{"by":"asleep","lasted_seconds":1}}"#),
            (
                asked,
                concat!(
                    r#"{"asked":{"reminder":"stretch","showing":1,"sitting_seconds":1,"offered":"walk","name":"Walk","#,
                    r#""because":{"kind":"first-one"},"waited_for":"call","#,
                    r#""answered":{"answer":{"withdrawn":"natural-break"},"at":"1970-01-01T00:00:00+00:00[UTC]"}}}"#
                ),
            ),
            (started, r#"{"program":{"started":{"off_seconds":1}}}"#),
        ];
        for (happening, sent) in kept {
            assert_eq!(serde_json::to_string(&happening).unwrap(), sent);
            assert_eq!(serde_json::from_str::<Happening>(sent).unwrap(), happening);
        }
    }
}
