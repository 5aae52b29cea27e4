//! Runs a plan: a row of stops, each entered, timed and left.

mod frame;

use std::time::Duration;

use super::count::{Rep, half_way_marks};
use super::played::Played;
use super::stop::Stop;
use super::track::{FigureTimes, KeyTime, Stand, Track};
use super::{Cue, PlayerInput, PoseMoment};
use crate::logic::catalog::plan::{Motion, Plan, Segment, SegmentKind, seconds};
use crate::logic::practice::{Exercised, SoFar};
use crate::logic::time::now::Mono;

/// Minimum time to get into position.
const POSITION_LEAST: Duration = Duration::from_secs(5);
/// Maximum time to get into position.
const POSITION_MOST: Duration = Duration::from_secs(15);
/// Time to read one word of how to get into position.
const POSITION_WORD: Duration = Duration::from_millis(350);
/// Going back within this time goes to the previous segment.
const BACK_GOES_FURTHER: Duration = Duration::from_secs(2);
/// After this long without any input the machine slept or nothing was shown; that time wasn't guided.
const ABSENT: Duration = Duration::from_secs(120);
/// A running break.
#[derive(Clone, Debug)]
pub struct Player {
    plan: Plan,
    timing: FigureTimes,
    stops: Vec<Stop>,
    /// Index of the current stop; past the last one everything is done.
    at: usize,
    /// When the current stop began, shifted by the pauses since.
    entered: Mono,
    paused: Option<Mono>,
    /// The last input.
    seen: Mono,
    /// Time in segments before the current stop.
    guided: Duration,
    /// Time in all stops before the current one.
    ran: Duration,
    track: Track,
    /// The pose set that the track is for.
    figure: String,
    /// Whether the held pose is on the way back.
    went_back: bool,
    /// Half-way marks of the current stop still to sound, last first.
    halves: Vec<Duration>,
    /// Opening cues, returned with the first input.
    opening: Vec<Cue>,
    played: Played,
}

impl Player {
    /// A player at the start of `plan`. `timing` says how the pose sets move; one that it doesn't list takes a second
    /// per key.
    pub fn new(plan: Plan, timing: &FigureTimes, now: Mono) -> Player {
        let mut stops = Vec::new();
        for (exercise, planned) in plan.exercises.iter().enumerate() {
            if !planned.prepare.trim().is_empty() {
                stops.push(Stop::Position { exercise });
            }
            stops.extend(
                (0..planned.segments.len()).map(|segment| Stop::Segment { exercise, segment }),
            );
        }
        let figures = plan.exercises.iter().map(|exercise| &exercise.figure);
        let timing = figures
            .filter_map(|figure| Some((figure.clone(), timing.get(figure)?.clone())))
            .collect();
        let mut player = Player {
            played: Played::new(&plan),
            plan,
            timing,
            stops,
            at: 0,
            entered: now,
            paused: None,
            seen: now,
            guided: Duration::ZERO,
            ran: Duration::ZERO,
            track: Track::still(Stand::at_first_key(false)),
            figure: String::new(),
            went_back: false,
            halves: Vec::new(),
            opening: Vec::new(),
        };
        let mut opening = Vec::new();
        let start_at = player.plan.start_at;
        let first = player
            .stops
            .iter()
            .position(|stop| stop.exercise() >= start_at);
        player.enter(first.unwrap_or(0), now, &mut opening);
        player.opening = opening;
        player
    }

    /// Processes what happened and returns what to play. If nothing came for two minutes, the machine slept: the break
    /// is then paused where it was.
    pub fn handle(&mut self, input: PlayerInput, now: Mono) -> Vec<Cue> {
        let mut cues = std::mem::take(&mut self.opening);
        if self.paused.is_none() && now.since(self.seen) > ABSENT {
            self.paused = Some(self.seen);
        }
        self.seen = now;
        self.advance(now, &mut cues);
        if self.is_done() {
            return cues;
        }
        let silent = self.paused.is_some();
        let heard = cues.len();
        match input {
            PlayerInput::Tick => {}
            PlayerInput::Go => {
                self.resume(now);
                if matches!(self.stop(), Some(Stop::Position { .. })) {
                    self.go_to(self.at + 1, now, &mut cues);
                }
                return cues;
            }
            PlayerInput::TogglePause if silent => self.resume(now),
            PlayerInput::TogglePause => self.paused = Some(now),
            PlayerInput::Next => self.go_to(self.at + 1, now, &mut cues),
            PlayerInput::Back => {
                let target = self.back_target(now);
                self.go_to(target, now, &mut cues);
            }
            PlayerInput::SkipExercise => {
                let exercise = self.stop().map(Stop::exercise);
                let further = self.stops[self.at..]
                    .iter()
                    .take_while(|stop| Some(stop.exercise()) == exercise)
                    .count();
                self.go_to(self.at + further, now, &mut cues);
            }
        }
        if silent && !self.is_done() {
            cues.truncate(heard);
        }
        cues
    }

    /// Whether the plan is finished.
    pub fn is_done(&self) -> bool {
        self.at >= self.stops.len()
    }

    /// What was played of each exercise that was begun, in plan order.
    pub fn played(&self, now: Mono) -> Vec<Exercised> {
        self.played_by(now).of(&self.plan)
    }

    /// The same for a report on the way, including the current exercise.
    pub fn so_far(&self, now: Mono) -> SoFar {
        let running = self.goes_on(now).and_then(|_| self.stop());
        self.played_by(now)
            .so_far(&self.plan, running.map(Stop::exercise))
    }

    /// Whether everything the break is about was played to its end. Reaching the last stop isn't enough.
    pub fn is_whole(&self, now: Mono) -> bool {
        self.played_by(now).is_whole(&self.plan)
    }

    /// The ids of the exercises that were played to their end, each once.
    pub fn done(&self, now: Mono) -> Vec<String> {
        let mut done = Vec::new();
        for exercise in self.played(now).into_iter().filter(|one| one.whole) {
            if !done.contains(&exercise.exercise) {
                done.push(exercise.exercise);
            }
        }
        done
    }

    /// What was played, including the current stop.
    fn played_by(&self, now: Mono) -> Played {
        let mut played = self.played.clone();
        if let Some(stop) = self.stop() {
            played.note(stop, self.elapsed(now));
        }
        played
    }

    /// Whether the figure moves, even just breathing, so that frames must be drawn at the painter's pace.
    pub fn is_moving(&self, now: Mono) -> bool {
        !self.is_done() && self.paused.is_none_or(|paused| now < paused)
    }

    /// Time guided so far, excluding pauses and waiting for the user.
    pub fn guided(&self, now: Mono) -> Duration {
        match self.stop() {
            Some(Stop::Segment { .. }) => self.guided + self.elapsed(now),
            Some(Stop::Position { .. }) | None => self.guided,
        }
    }

    /// The segment that it guides through by itself, and how much of it is left; none while it is paused or waits for
    /// the user, and at the end.
    pub fn goes_on(&self, now: Mono) -> Option<(usize, Duration)> {
        let stop = self.stop()?;
        let guides = self.paused.is_none() && matches!(stop, Stop::Segment { .. });
        let left = || self.length(stop).saturating_sub(self.elapsed(now));
        guides.then(|| (self.at, left()))
    }

    /// When a text, a digit or the phase next changes; none while paused and at the end.
    pub fn next_change(&self, now: Mono) -> Option<Mono> {
        let stop = self.stop()?;
        if self.paused.is_some() {
            return None;
        }
        let length = self.length(stop);
        let elapsed = self.elapsed(now);
        let next_digit = |end: Duration| {
            let left = end.saturating_sub(elapsed).as_millis();
            let shown_next = left.saturating_sub(1) / 1000 * 1000;
            end.saturating_sub(Duration::from_millis(shown_next as u64))
        };
        let mut changes = vec![length];
        changes.extend(self.halves.last().copied());
        let segment = self.segment(stop);
        match segment.map(|segment| &segment.motion) {
            Some(Motion::Reps { count, tempo, .. }) => {
                let rep = Rep::at(elapsed, *count, *tempo);
                changes.extend([rep.out_end, rep.hold_end, rep.end]);
                if rep.holding(elapsed) {
                    changes.push(next_digit(rep.hold_end));
                }
            }
            Some(Motion::Hold { .. } | Motion::Loop { .. } | Motion::Cycle) | None => {
                changes.push(next_digit(length));
            }
        }
        if segment.is_some_and(|segment| segment.breath.is_some()) {
            let turn = self.track.next_turn(elapsed.as_secs_f32());
            changes.extend(turn.map(seconds));
        }
        let next = changes
            .into_iter()
            .filter(|change| *change > elapsed)
            .min()
            .unwrap_or(length);
        Some(self.entered + next)
    }

    fn stop(&self) -> Option<Stop> {
        self.stops.get(self.at).copied()
    }

    fn segment(&self, stop: Stop) -> Option<&Segment> {
        match stop {
            Stop::Position { .. } => None,
            Stop::Segment { exercise, segment } => {
                self.plan.exercises.get(exercise)?.segments.get(segment)
            }
        }
    }

    fn length(&self, stop: Stop) -> Duration {
        match self.segment(stop) {
            Some(segment) => seconds(segment.seconds),
            None => {
                let prepare = self
                    .plan
                    .exercises
                    .get(stop.exercise())
                    .map_or("", |exercise| exercise.prepare.as_str());
                let words = prepare.split_whitespace().count().min(1000) as u32;
                (POSITION_WORD * words).clamp(POSITION_LEAST, POSITION_MOST)
            }
        }
    }

    /// Time in the current stop, excluding pauses, never more than its length.
    fn elapsed(&self, now: Mono) -> Duration {
        let until = self.paused.map_or(now, |paused| paused.min(now));
        let elapsed = until.since(self.entered);
        self.stop()
            .map_or(elapsed, |stop| elapsed.min(self.length(stop)))
    }

    fn resume(&mut self, now: Mono) {
        if let Some(paused) = self.paused.take() {
            self.entered = self.entered + now.since(paused);
        }
    }

    /// Goes through everything that has passed by `now`.
    fn advance(&mut self, now: Mono, cues: &mut Vec<Cue>) {
        if self.paused.is_some() {
            return;
        }
        while let Some(stop) = self.stop() {
            let passed = now.since(self.entered);
            while self.halves.last().is_some_and(|half| *half <= passed) {
                self.halves.pop();
                cues.push(Cue::HalfWay);
            }
            let length = self.length(stop);
            if passed < length {
                return;
            }
            self.go_to(self.at + 1, self.entered + length, cues);
        }
    }

    fn back_target(&self, now: Mono) -> usize {
        let in_segment = matches!(self.stop(), Some(Stop::Segment { .. }));
        if in_segment && self.elapsed(now) >= BACK_GOES_FURTHER {
            return self.at;
        }
        self.stops[..self.at]
            .iter()
            .rposition(|stop| matches!(stop, Stop::Segment { .. }))
            .unwrap_or(0)
    }

    /// Leaves the current stop at `when` for another one; a pause continues.
    fn go_to(&mut self, target: usize, when: Mono, cues: &mut Vec<Cue>) {
        let elapsed = self.elapsed(when);
        if let Some(stop) = self.stop() {
            self.played.note(stop, elapsed);
        }
        self.guided = self.guided(when);
        self.ran += elapsed;
        self.enter(target, when, cues);
        if self.paused.is_some() {
            self.paused = Some(when);
        }
    }

    fn enter(&mut self, target: usize, when: Mono, cues: &mut Vec<Cue>) {
        let stand = self.track.at(self.elapsed(when).as_secs_f32());
        self.at = target.min(self.stops.len());
        self.entered = when;
        self.halves.clear();
        let Some(stop) = self.stop() else {
            self.track = Track::still(stand);
            self.paused = None;
            cues.push(Cue::Done);
            return;
        };
        let Some(exercise) = self.plan.exercises.get(stop.exercise()) else {
            return;
        };
        let segment = self.segment(stop);
        let mirrored = segment
            .or(exercise.segments.first())
            .is_some_and(|segment| segment.mirrored);
        let origin = if self.figure == exercise.figure {
            stand
        } else {
            Stand::at_first_key(mirrored)
        };
        let length = self.length(stop);
        let get_ready = Motion::Hold { key: 1 };
        let motion = segment.map_or(&get_ready, |segment| &segment.motion);
        let went_back = match (origin.moment, motion) {
            (PoseMoment::Key(from), Motion::Hold { key }) => {
                from + 1 > *key || (from + 1 == *key && self.went_back)
            }
            _ => false,
        } && self.figure == exercise.figure;
        let keys: &[KeyTime] = self
            .timing
            .get(&exercise.figure)
            .map_or(&[], |keys| keys.as_slice());
        let mut track = Track::new(origin, motion, mirrored, length.as_secs_f32(), keys);
        if self.moves_on_after(target, motion) {
            track = track.leaves_at(length.as_secs_f32());
        }
        let halves = segment.map_or(Vec::new(), half_way_marks);
        let cue = match segment.map(|segment| segment.kind) {
            None => Cue::GetReady,
            Some(SegmentKind::Step) => Cue::Go,
            Some(SegmentKind::ChangeSide) => Cue::ChangeSide,
            Some(SegmentKind::Rest) => Cue::Rest,
        };
        let figure = exercise.figure.clone();
        self.figure = figure;
        self.went_back = went_back;
        self.track = track;
        self.halves = halves;
        cues.push(cue);
    }

    /// Whether the figure leaves the pose that `motion` ends in when the stop after `index` begins.
    fn moves_on_after(&self, index: usize, motion: &Motion) -> bool {
        let next = self.stops.get(index + 1).copied();
        match (motion, next.and_then(|next| self.segment(next))) {
            (Motion::Hold { key }, Some(next)) => match &next.motion {
                Motion::Hold { key: then } => key != then,
                Motion::Loop { keys, .. } | Motion::Reps { keys, .. } => keys.len() > 1,
                Motion::Cycle => true,
            },
            (Motion::Loop { keys, .. }, Some(next)) => {
                next.motion
                    != Motion::Hold {
                        key: keys.last().copied().unwrap_or(1),
                    }
            }
            (_, Some(_)) => true,
            (_, None) => next.is_some(),
        }
    }
}
