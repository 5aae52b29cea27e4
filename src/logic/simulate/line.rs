//! The output of a run, line by line: as text, and as objects for scripts.

use std::time::Duration;

use serde_json::{Value, json};

use crate::logic::schedule::{Effect, Outcome};
use crate::logic::text::word::Word as _;
use crate::logic::time::span;

/// One line of output.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Time from the start of the script.
    pub at: Duration,
    /// What happened.
    pub event: Event,
}

/// What a line of output says.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Something the scheduler did.
    Effect(Effect),
    /// The last line.
    Status {
        /// Sitting time.
        sitting: Duration,
        /// Standing time.
        standing: Duration,
        /// The word for the presence.
        presence: &'static str,
        /// What comes next and when, from the start of the script.
        next: Option<(String, Duration)>,
    },
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Abandoned => "abandoned",
        Outcome::Lost => "lost",
    }
}

impl Line {
    /// The line as printed: `h:mm:ss EFFECT`.
    pub fn text(&self) -> String {
        let what = match &self.event {
            Event::Effect(effect) => effect_text(effect),
            Event::Status {
                sitting,
                standing,
                presence,
                next,
            } => {
                let next = next.as_ref().map_or("none".to_owned(), |(id, at)| {
                    format!("{id}@{}", span::clock(*at))
                });
                format!(
                    "status sitting={} standing={} presence={presence} next={next}",
                    sitting.as_secs(),
                    standing.as_secs()
                )
            }
        };
        format!("{} {what}", span::clock(self.at))
    }

    /// The line as an object: `time`, `seconds`, `effect` and its own fields.
    pub fn json(&self) -> Value {
        let mut object = match &self.event {
            Event::Effect(effect) => effect_json(effect),
            Event::Status {
                sitting,
                standing,
                presence,
                next,
            } => json!({
                "effect": "status",
                "sitting": sitting.as_secs(),
                "standing": standing.as_secs(),
                "presence": presence,
                "next": next.as_ref().map(|(id, at)| json!({
                    "id": id, "time": span::clock(*at), "seconds": at.as_secs(),
                })),
            }),
        };
        object["time"] = json!(span::clock(self.at));
        object["seconds"] = json!(self.at.as_secs());
        object
    }
}

fn effect_text(effect: &Effect) -> String {
    match effect {
        Effect::Remind {
            reminder, showings, ..
        } => format!("remind {reminder} {showings}"),
        Effect::Nudge { reminder } => format!("nudge {reminder}"),
        Effect::Withdraw { reminder, .. } => format!("withdraw {reminder}"),
        Effect::Break { what, by, .. } => format!("break {what} {}", by.word()),
        Effect::BreakEnd(outcome) => format!("break-end {}", outcome_word(*outcome)),
        Effect::NaturalBreak { away } => format!("natural-break {}", away.as_secs()),
        Effect::Hold(hold) => format!("hold {}", hold.word()),
        Effect::Release(hold) => format!("release {}", hold.word()),
    }
}

fn effect_json(effect: &Effect) -> Value {
    match effect {
        Effect::Remind {
            reminder, showings, ..
        } => json!({"effect": "remind", "id": reminder, "showings": showings}),
        Effect::Nudge { reminder } => json!({"effect": "nudge", "id": reminder}),
        Effect::Withdraw { reminder, .. } => json!({"effect": "withdraw", "id": reminder}),
        Effect::Break { what, by, .. } => {
            json!({"effect": "break", "routine": what, "by": by.word()})
        }
        Effect::BreakEnd(outcome) => {
            json!({"effect": "break-end", "outcome": outcome_word(*outcome)})
        }
        Effect::NaturalBreak { away } => json!({"effect": "natural-break", "away": away.as_secs()}),
        Effect::Hold(hold) => json!({"effect": "hold", "reason": hold.word()}),
        Effect::Release(hold) => json!({"effect": "release", "reason": hold.word()}),
    }
}
