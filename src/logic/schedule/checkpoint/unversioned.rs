//! Checkpoints from before forms had numbers: the scheduler's whole state. Only what a later run resumes from is read.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::form::{BoutForm, ByForm, IntervalForm, LeftForm, Meters, Reminder};
use super::{Checkpoint, Running};
use crate::logic::catalog::Done;
use crate::logic::catalog::reason::{self, Reason};
use crate::logic::presence::Posture;
use crate::logic::presence::apps::Seen;
use crate::logic::schedule::left::Left;
use crate::logic::schedule::phase::Track;
use crate::logic::shown::notice::Posted;
use crate::logic::shown::status::Today;
use crate::logic::time::now::Mono;

#[derive(Deserialize)]
pub(super) struct Form {
    saved: Mono,
    wall: Timestamp,
    boot: String,
    #[serde(default)]
    notice: Option<Posted>,
    done: Vec<Done>,
    state: State,
}

#[derive(Deserialize)]
struct State {
    signs: Signs,
    ledger: Meters,
    tracks: Vec<Reminder>,
    posture: Posture,
    bout: BoutForm,
    interval: IntervalForm,
    credited: bool,
    sitting_mark: Duration,
    standing_mark: Duration,
    paused_until: Option<Mono>,
    #[serde(default)]
    seen: Seen,
    phase: Phase,
    #[serde(default)]
    left: Option<LeftForm>,
    /// Index of the reminder on the screen.
    screen: Option<usize>,
    today: Today,
    today_is: Date,
}

#[derive(Deserialize)]
struct Signs {
    flow: Flow,
    shut: Shut,
    lasting: Lasting,
    away: bool,
}

#[derive(Deserialize)]
enum Flow {
    Flowing,
    Silent { since: Mono },
}

#[derive(Deserialize)]
enum Shut {
    Open,
    Locked { sign: Mono },
    Asleep { sign: Mono },
}

#[derive(Deserialize)]
struct Lasting {
    call: bool,
    film: bool,
    guided: bool,
    ended: Option<Mono>,
    #[serde(default)]
    spent: bool,
}

/// What the scheduler was doing: only a break matters to a later run.
#[derive(Deserialize)]
enum Phase {
    Quiet,
    Absent(IgnoredAny),
    Held(IgnoredAny),
    Settling(IgnoredAny),
    Lull(IgnoredAny),
    Break {
        what: String,
        by: ByForm,
        #[serde(default, deserialize_with = "reason::or_words")]
        reason: Option<Reason>,
    },
}

impl Signs {
    /// The last sign of presence, no later than `now`.
    fn last(&self, now: Mono) -> Mono {
        match self.shut {
            Shut::Locked { sign } | Shut::Asleep { sign } => sign,
            Shut::Open => {
                let Lasting {
                    call,
                    film,
                    guided,
                    ended,
                    spent,
                } = self.lasting;
                if (guided || ((call || film) && !spent)) && !self.away {
                    return now;
                }
                let input = match self.flow {
                    Flow::Flowing => now,
                    Flow::Silent { since } => since.min(now),
                };
                ended.map_or(input, |ended| ended.max(input))
            }
        }
    }
}

impl From<Form> for Checkpoint {
    fn from(form: Form) -> Checkpoint {
        let state = form.state;
        let tracks: Vec<Track> = state.tracks.into_iter().map(Track::from).collect();
        let shown = state.screen.and_then(|index| tracks.get(index));
        let running = match state.phase {
            Phase::Break { what, by, reason } => Some(Running {
                what,
                by: by.into(),
                reason,
            }),
            Phase::Quiet
            | Phase::Absent(IgnoredAny)
            | Phase::Held(IgnoredAny)
            | Phase::Settling(IgnoredAny)
            | Phase::Lull(IgnoredAny) => None,
        };
        Checkpoint {
            saved: form.saved,
            wall: form.wall,
            boot: form.boot,
            notice: form.notice,
            done: form.done,
            last_sign: state.signs.last(form.saved),
            spent: state.signs.lasting.spent,
            ledger: state.ledger.into(),
            shown: shown.map(|track| track.id.clone()),
            tracks,
            posture: state.posture,
            bout: state.bout.into(),
            interval: state.interval.into(),
            credited: state.credited,
            sitting_mark: state.sitting_mark,
            standing_mark: state.standing_mark,
            paused_until: state.paused_until,
            seen: state.seen,
            running,
            left: state.left.map(Left::from),
            today: state.today,
            today_is: state.today_is,
        }
    }
}
