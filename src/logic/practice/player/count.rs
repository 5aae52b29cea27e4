//! Counts repetitions and seconds of a segment.

use std::time::Duration;

use super::ClockView;
use crate::logic::catalog::Tempo;
use crate::logic::catalog::plan::{Motion, Segment, SegmentKind, seconds};

/// Holds at least this long are called half-way.
const HALF_WAY_FROM: f32 = 20.0;

/// Repetitions held this long are counted by their seconds: who holds wants to know when it is over.
const LONG_HOLD: f32 = 10.0;

/// The large figure of a segment.
pub(super) fn clock(segment: &Segment, elapsed: Duration, left: Duration) -> ClockView {
    match &segment.motion {
        Motion::Reps { count, tempo, .. } => {
            let rep = Rep::at(elapsed, *count, *tempo);
            if tempo.hold >= LONG_HOLD {
                // On the way there all of the hold is ahead, on the way back none.
                let held = elapsed.max(rep.out_end);
                return ClockView::LongHold {
                    seconds: whole_seconds(rep.hold_end.saturating_sub(held)),
                    rep: rep.number,
                    of: *count,
                };
            }
            ClockView::Reps {
                rep: rep.number,
                of: *count,
                hold: rep
                    .holding(elapsed)
                    .then(|| whole_seconds(rep.hold_end.saturating_sub(elapsed))),
            }
        }
        Motion::Hold { .. } | Motion::Loop { .. } | Motion::Cycle => ClockView::Countdown {
            seconds: whole_seconds(left),
        },
    }
}

/// Seconds, rounded up.
fn whole_seconds(left: Duration) -> u32 {
    left.as_millis().div_ceil(1000) as u32
}

/// When half a long hold is over, last first.
pub(super) fn half_way_marks(segment: &Segment) -> Vec<Duration> {
    if segment.kind != SegmentKind::Step {
        return Vec::new();
    }
    let mut marks = Vec::new();
    match &segment.motion {
        Motion::Reps { count, tempo, .. } => {
            if tempo.hold >= HALF_WAY_FROM {
                marks.extend((0..*count).map(|rep| {
                    seconds(rep as f32 * tempo.seconds() + tempo.out + tempo.hold / 2.0)
                }));
            }
        }
        Motion::Hold { .. } | Motion::Loop { .. } | Motion::Cycle => {
            if segment.seconds >= HALF_WAY_FROM {
                marks.push(seconds(segment.seconds / 2.0));
            }
        }
    }
    marks.reverse();
    marks
}

/// The times of the running repetition.
pub(super) struct Rep {
    /// 1 first.
    number: u32,
    pub(super) out_end: Duration,
    pub(super) hold_end: Duration,
    pub(super) end: Duration,
}

impl Rep {
    pub(super) fn at(elapsed: Duration, count: u32, tempo: Tempo) -> Rep {
        let whole = seconds(tempo.seconds());
        let index = match whole.as_millis() {
            0 => 0,
            millis => (elapsed.as_millis() / millis) as u32,
        }
        .min(count.saturating_sub(1));
        let start = whole * index;
        Rep {
            number: index + 1,
            out_end: start + seconds(tempo.out),
            hold_end: start + seconds(tempo.out + tempo.hold),
            end: start + whole,
        }
    }

    pub(super) fn holding(&self, elapsed: Duration) -> bool {
        (self.out_end..self.hold_end).contains(&elapsed)
    }
}
