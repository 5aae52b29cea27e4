//! What a running break shows at a moment.

use std::time::Duration;

use super::Player;
use crate::logic::catalog::BreathCue;
use crate::logic::catalog::plan::{Motion, PlannedExercise, Segment, SegmentKind, seconds};
use crate::logic::practice::player::count::{Rep, clock};
use crate::logic::practice::player::stop::Stop;
use crate::logic::practice::player::track::Part;
use crate::logic::practice::player::{
    BreathView, ClockView, Frame, PhaseView, PoseMoment, PoseView, ProgressMark, StillView,
};
use crate::logic::time::now::Mono;

/// From this length on, holds have their own breath; in shorter ones the movement's breath continues.
const BREATHE_IN_HOLD: f32 = 4.0;
/// Seconds of one breath of the figure.
const BREATH: f32 = 4.0;

impl Player {
    /// Everything to show at `now`.
    pub fn frame(&self, now: Mono) -> Frame {
        let elapsed = self.elapsed(now);
        let stop = self.stop();
        let index = stop.map_or(self.plan.exercises.len().saturating_sub(1), Stop::exercise);
        let exercise = self.plan.exercises.get(index);
        let segment = stop.and_then(|stop| self.segment(stop));
        let of_exercise =
            |text: fn(&PlannedExercise) -> &String| exercise.map(text).cloned().unwrap_or_default();
        let left = stop.map_or(Duration::ZERO, |stop| {
            self.length(stop).saturating_sub(elapsed)
        });
        let text = match (stop, segment) {
            (None, _) => "All done. Well moved.".to_owned(),
            (Some(_), Some(segment)) => segment.text.clone(),
            (Some(_), None) => of_exercise(|exercise| &exercise.prepare),
        };
        Frame {
            phase: match (stop, segment.map(|segment| segment.kind)) {
                (None, _) => PhaseView::Done,
                (Some(_), None) => PhaseView::Position { starts_in: left },
                (Some(_), Some(SegmentKind::Step)) => PhaseView::Step,
                (Some(_), Some(SegmentKind::ChangeSide)) => PhaseView::ChangeSide,
                (Some(_), Some(SegmentKind::Rest)) => PhaseView::Rest,
            },
            exercise: (index, self.plan.exercises.len()),
            name: of_exercise(|exercise| &exercise.name),
            text,
            tip: of_exercise(|exercise| &exercise.tip),
            caution: of_exercise(|exercise| &exercise.caution),
            next: self.next_words(),
            side: segment.and_then(|segment| segment.side),
            clock: segment.map_or(ClockView::None, |segment| clock(segment, elapsed, left)),
            breath: segment.and_then(|segment| self.breath(segment, elapsed)),
            progress: self.progress(elapsed),
            pose: self.pose(now),
            picture: exercise.and_then(|exercise| shown_picture(exercise, stop, segment)),
            paused: self.paused.is_some(),
            guided: self.guided(now),
            left: self.left(elapsed),
        }
    }

    /// What the figure shows at `now` with reduced motion.
    pub fn still(&self, now: Mono) -> StillView {
        let (key, ghost) = self.track.still_keys(self.elapsed(now).as_secs_f32());
        StillView {
            pose: PoseView {
                moment: PoseMoment::Key(key),
                overlay: 1.0,
                arrows: if self.went_back { 0.0 } else { 1.0 },
                breath: None,
                ..self.pose(now)
            },
            ghost,
        }
    }

    fn next_words(&self) -> Option<String> {
        let next = self.stops.get(self.at + 1).copied()?;
        Some(match self.segment(next) {
            None => self.plan.exercises.get(next.exercise())?.name.clone(),
            Some(segment) => match segment.kind {
                SegmentKind::Step => segment.text.clone(),
                SegmentKind::ChangeSide => "Change sides".to_owned(),
                SegmentKind::Rest => "Rest".to_owned(),
            },
        })
    }

    fn breath(&self, segment: &Segment, elapsed: Duration) -> Option<BreathView> {
        let cue = segment.breath?;
        let (out, back) = match cue {
            BreathCue::InThenOut => (BreathView::In, BreathView::Out),
            BreathCue::OutThenIn => (BreathView::Out, BreathView::In),
            BreathCue::Steady => return Some(BreathView::Steady),
        };
        let long_hold = match &segment.motion {
            Motion::Hold { .. } => {
                let stand = self.track.at(elapsed.as_secs_f32());
                matches!(stand.moment, PoseMoment::Key(_))
            }
            Motion::Cycle => true,
            Motion::Loop { .. } => false,
            Motion::Reps { count, tempo, .. } => {
                tempo.hold >= BREATHE_IN_HOLD && Rep::at(elapsed, *count, *tempo).holding(elapsed)
            }
        };
        if long_hold {
            return Some(BreathView::Steady);
        }
        Some(match self.track.part(elapsed.as_secs_f32()) {
            Part::Out => out,
            Part::Back => back,
        })
    }

    fn progress(&self, elapsed: Duration) -> Vec<ProgressMark> {
        let mut marks = Vec::new();
        for (index, stop) in self.stops.iter().enumerate() {
            let Some(segment) = self.segment(*stop) else {
                continue;
            };
            let length = seconds(segment.seconds).as_secs_f32();
            let done = match index.cmp(&self.at) {
                std::cmp::Ordering::Less => 1.0,
                std::cmp::Ordering::Equal if length > 0.0 => elapsed.as_secs_f32() / length,
                std::cmp::Ordering::Equal | std::cmp::Ordering::Greater => 0.0,
            };
            marks.push(ProgressMark {
                exercise: stop.exercise(),
                seconds: length,
                done: done.clamp(0.0, 1.0),
            });
        }
        marks
    }

    fn left(&self, elapsed: Duration) -> Duration {
        let ahead: Duration = self
            .stops
            .iter()
            .skip(self.at)
            .filter(|stop| matches!(stop, Stop::Segment { .. }))
            .map(|stop| self.length(*stop))
            .sum();
        match self.stop() {
            Some(Stop::Segment { .. }) => ahead.saturating_sub(elapsed),
            Some(Stop::Position { .. }) | None => ahead,
        }
    }

    fn pose(&self, now: Mono) -> PoseView {
        let elapsed = self.elapsed(now);
        let t = elapsed.as_secs_f32();
        let stand = self.track.at(t);
        let round = matches!(stand.moment, PoseMoment::Cycle { .. });
        let breathed = (self.ran + elapsed).as_secs_f32() / BREATH;
        let overlay = self.track.overlay(t);
        PoseView {
            figure: self.figure.clone(),
            mirrored: stand.mirrored,
            moment: stand.moment,
            overlay,
            arrows: if self.went_back { 0.0 } else { overlay },
            breath: (!round && !self.is_done()).then_some(breathed.fract()),
        }
    }
}

/// The picture that replaces the figure: before the first step the first step's, at the end the last step's.
fn shown_picture(
    exercise: &PlannedExercise,
    stop: Option<Stop>,
    segment: Option<&Segment>,
) -> Option<String> {
    let shown = match stop {
        None => exercise.segments.last(),
        Some(_) => segment.or(exercise.segments.first()),
    };
    shown?.picture.clone()
}
