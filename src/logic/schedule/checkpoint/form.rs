//! A checkpoint as it is written: a format of its own, so that the scheduler's state may change without it.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Checkpoint, Running};
use crate::logic::catalog::Done;
use crate::logic::catalog::reason::{self, Reason};
use crate::logic::presence::Posture;
use crate::logic::presence::apps::Seen;
use crate::logic::schedule::ledger::{Ledger, Stretch};
use crate::logic::schedule::left::Left;
use crate::logic::schedule::phase::{By, Stage, Track};
use crate::logic::schedule::{Bout, Interval};
use crate::logic::shown::notice::Posted;
use crate::logic::shown::status::Today;
use crate::logic::time::now::Mono;

/// Form 1.
#[derive(Serialize, Deserialize)]
pub(super) struct Form {
    saved: Mono,
    wall: Timestamp,
    boot: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<Posted>,
    done: Vec<Done>,
    last_sign: Mono,
    spent: bool,
    ledger: Meters,
    reminders: Vec<Reminder>,
    posture: Posture,
    bout: BoutForm,
    interval: IntervalForm,
    credited: bool,
    sitting_mark: Duration,
    standing_mark: Duration,
    paused_until: Option<Mono>,
    seen: Seen,
    running: Option<RunningForm>,
    left: Option<LeftForm>,
    shown: Option<String>,
    today: Today,
    today_is: Date,
}

/// What was counted, and the stretches that can still be taken back.
#[derive(Serialize, Deserialize)]
pub(super) struct Meters {
    sitting: Duration,
    standing: Duration,
    at: Mono,
    stretches: Vec<StretchForm>,
}

#[derive(Serialize, Deserialize)]
struct StretchForm {
    from: Mono,
    kind: Option<Posture>,
}

/// How a reminder stands.
#[derive(Serialize, Deserialize)]
pub(super) struct Reminder {
    id: String,
    mark: Duration,
    stage: StageForm,
    showings: u32,
    snoozes: u32,
    fired: Option<Date>,
    #[serde(default)]
    passed: bool,
    #[serde(default)]
    due_since: Option<Mono>,
    #[serde(default)]
    asked_since: Option<Mono>,
    #[serde(default)]
    wanted: bool,
}

#[derive(Serialize, Deserialize)]
enum StageForm {
    Counting,
    Due,
    Asked { mark: Duration },
    Snoozed { mark: Duration, length: Duration },
}

#[derive(Serialize, Deserialize)]
pub(super) enum BoutForm {
    Open { mark: Duration },
    Settled,
}

#[derive(Serialize, Deserialize)]
pub(super) enum IntervalForm {
    Waiting,
    Running,
}

#[derive(Serialize, Deserialize)]
pub(super) enum ByForm {
    Reminder(String),
    Hand,
}

#[derive(Serialize, Deserialize)]
struct RunningForm {
    what: String,
    by: ByForm,
    reason: Option<Reason>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct LeftForm {
    what: String,
    by: ByForm,
    #[serde(default, deserialize_with = "reason::or_words")]
    reason: Option<Reason>,
    at: usize,
    exercise: String,
    whole: bool,
    until: Mono,
}

impl From<&Checkpoint> for Form {
    fn from(saved: &Checkpoint) -> Form {
        // Field by field: a new one doesn't compile until it is decided how it is written.
        let Checkpoint {
            saved,
            wall,
            boot,
            notice,
            done,
            last_sign,
            spent,
            ledger,
            tracks,
            posture,
            bout,
            interval,
            credited,
            sitting_mark,
            standing_mark,
            paused_until,
            seen,
            running,
            left,
            shown,
            today,
            today_is,
        } = saved.clone();
        Form {
            saved,
            wall,
            boot,
            notice,
            done,
            last_sign,
            spent,
            ledger: ledger.into(),
            reminders: tracks.into_iter().map(Reminder::from).collect(),
            posture,
            bout: bout.into(),
            interval: interval.into(),
            credited,
            sitting_mark,
            standing_mark,
            paused_until,
            seen,
            running: running.map(RunningForm::from),
            left: left.map(LeftForm::from),
            shown,
            today,
            today_is,
        }
    }
}

impl From<Form> for Checkpoint {
    fn from(form: Form) -> Checkpoint {
        Checkpoint {
            saved: form.saved,
            wall: form.wall,
            boot: form.boot,
            notice: form.notice,
            done: form.done,
            last_sign: form.last_sign,
            spent: form.spent,
            ledger: form.ledger.into(),
            tracks: form.reminders.into_iter().map(Track::from).collect(),
            posture: form.posture,
            bout: form.bout.into(),
            interval: form.interval.into(),
            credited: form.credited,
            sitting_mark: form.sitting_mark,
            standing_mark: form.standing_mark,
            paused_until: form.paused_until,
            seen: form.seen,
            running: form.running.map(Running::from),
            left: form.left.map(Left::from),
            shown: form.shown,
            today: form.today,
            today_is: form.today_is,
        }
    }
}

/// Conversions in both directions between two types with the same fields, or the same variants.
macro_rules! alike {
    (struct $one:ident, $other:ident { $($field:ident),* $(; $($inner:ident),*)? }) => {
        alike!(@struct $one => $other { $($field),* $(; $($inner),*)? });
        alike!(@struct $other => $one { $($field),* $(; $($inner),*)? });
    };
    (@struct $from:ident => $to:ident { $($field:ident),* $(; $($inner:ident),*)? }) => {
        impl From<$from> for $to {
            fn from(from: $from) -> $to {
                let $from { $($field,)* $($($inner,)*)? } = from;
                $to { $($field,)* $($($inner: $inner.into(),)*)? }
            }
        }
    };
    (enum $one:ident, $other:ident { $($variant:ident $({ $($field:ident),* })? $(( $($item:ident),* ))?),* }) => {
        alike!(@enum $one => $other { $($variant $({ $($field),* })? $(( $($item),* ))?),* });
        alike!(@enum $other => $one { $($variant $({ $($field),* })? $(( $($item),* ))?),* });
    };
    (@enum $from:ident => $to:ident { $($variant:ident $({ $($field:ident),* })? $(( $($item:ident),* ))?),* }) => {
        impl From<$from> for $to {
            fn from(from: $from) -> $to {
                match from {
                    $($from::$variant $({ $($field),* })? $(( $($item),* ))? =>
                        $to::$variant $({ $($field),* })? $(( $($item),* ))?,)*
                }
            }
        }
    };
}

alike!(struct Stretch, StretchForm { from, kind });
alike!(struct Running, RunningForm { what, reason; by });
alike!(struct Left, LeftForm { what, reason, at, exercise, whole, until; by });
alike!(struct Track, Reminder {
    id, mark, showings, snoozes, fired, passed, due_since, asked_since, wanted; stage
});
alike!(enum Stage, StageForm { Counting, Due, Asked { mark }, Snoozed { mark, length } });
alike!(enum Bout, BoutForm { Open { mark }, Settled });
alike!(enum Interval, IntervalForm { Waiting, Running });
alike!(enum By, ByForm { Reminder(id), Hand });

impl From<Ledger> for Meters {
    fn from(ledger: Ledger) -> Meters {
        let Ledger {
            sitting,
            standing,
            at,
            stretches,
        } = ledger;
        Meters {
            sitting,
            standing,
            at,
            stretches: stretches.into_iter().map(StretchForm::from).collect(),
        }
    }
}

impl From<Meters> for Ledger {
    fn from(form: Meters) -> Ledger {
        Ledger {
            sitting: form.sitting,
            standing: form.standing,
            at: form.at,
            stretches: form.stretches.into_iter().map(Stretch::from).collect(),
        }
    }
}
