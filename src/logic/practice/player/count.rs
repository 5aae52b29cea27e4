//! Counts repetitions and seconds of a segment.

use std::time::Duration;

use super::ClockView;
use crate::logic::catalog::Tempo;
use crate::logic::catalog::plan::{Motion, Segment, SegmentKind, seconds};

/// Holds at least this long get a half-way cue.
const HALF_WAY_FROM: f32 = 20.0;

/// Repetitions held this long show their seconds: during a hold you want to know when it ends.
const LONG_HOLD: f32 = 10.0;

/// The large number on the stage.
pub(super) fn clock(segment: &Segment, elapsed: Duration, left: Duration) -> ClockView {
    match &segment.motion {
        Motion::Reps { count, tempo, .. } => {
            let rep = Rep::at(elapsed, *count, *tempo);
            if tempo.hold >= LONG_HOLD {
                // On the way out the whole hold is still ahead, on the way back none of it.
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

/// When half of each long hold is over, last one first.
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

/// The timing of the current repetition.
pub(super) struct Rep {
    /// From 1.
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
