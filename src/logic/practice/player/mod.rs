//! The guided player: a plan and the passing time in, what to show and sound out.
//!
//! [`Player`] runs, `track` moves the figure, the types here say what there is to show.

mod count;
mod played;
mod report;
mod run;
mod stop;
#[cfg(test)]
mod tests;
mod track;

use std::time::Duration;

use crate::logic::catalog::Side;

pub use report::{Report, Reporter};
pub use run::Player;
pub use track::{FigureTimes, KeyTime};

/// What can happen to a running player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayerInput {
    /// Time passed; wanted again at [`Player::next_change`].
    Tick,
    /// The person is in position (or wants on): ends the get-into-position phase, else resumes.
    Go,
    /// Pause, or go on.
    TogglePause,
    /// To the next segment.
    Next,
    /// To the start of this segment, or to the one before within its first two seconds.
    Back,
    /// Leave out the rest of this exercise.
    SkipExercise,
}

/// Something to be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Cue {
    GetReady,
    Go,
    HalfWay,
    ChangeSide,
    Rest,
    Done,
    /// No player says it: a reminder is shown.
    Reminder,
}

impl Cue {
    /// Every cue.
    pub const ALL: [Cue; 7] = [
        Cue::GetReady,
        Cue::Go,
        Cue::HalfWay,
        Cue::ChangeSide,
        Cue::Rest,
        Cue::Done,
        Cue::Reminder,
    ];
}

/// Everything the window needs to draw one moment of the player.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Which phase it is.
    pub phase: PhaseView,
    /// Index of the exercise and how many there are.
    pub exercise: (usize, usize),
    /// Name of the exercise.
    pub name: String,
    /// The instruction to read now.
    pub text: String,
    /// The exercise's hint, and what to mind (either may be empty).
    pub tip: String,
    /// What to mind; may be empty.
    pub caution: String,
    /// What comes next, in a few words; none at the end.
    pub next: Option<String>,
    /// The side being trained, if one is.
    pub side: Option<Side>,
    /// The large figure on the stage.
    pub clock: ClockView,
    /// What the breath does right now.
    pub breath: Option<BreathView>,
    /// One entry a segment of the whole plan, in order.
    pub progress: Vec<ProgressMark>,
    /// What the illustrated figure does.
    pub pose: PoseView,
    /// A picture shown in place of the figure, mirrored as the figure is: its path from the folder of the catalog.
    pub picture: Option<String>,
    /// Whether the person has paused it.
    pub paused: bool,
    /// Time guided so far, without pauses and waiting.
    pub guided: Duration,
    /// Time left to the end, at this pace, without waiting.
    pub left: Duration,
}

/// Which phase the player is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseView {
    /// Waits for the person to get into position; goes on by itself after `starts_in`.
    Position {
        /// Time until it goes on by itself.
        starts_in: Duration,
    },
    /// An instruction of the exercise.
    Step,
    /// Time to change over to the other side.
    ChangeSide,
    /// Rest between sets.
    Rest,
    /// Everything is done.
    Done,
}

/// The large figure on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockView {
    /// Nothing to count.
    None,
    /// Seconds left, rounded up.
    Countdown {
        /// Seconds left.
        seconds: u32,
    },
    /// Repetitions held so long that their seconds matter most.
    LongHold {
        /// Seconds left of the hold, all of them before it begins.
        seconds: u32,
        /// The running repetition, 1 first.
        rep: u32,
        /// How many there are.
        of: u32,
    },
    /// Repetitions: the running one (from 1) of how many, and the seconds left of a hold.
    Reps {
        /// The running repetition, 1 first.
        rep: u32,
        /// How many there are.
        of: u32,
        /// Seconds left of the hold, while holding.
        hold: Option<u32>,
    },
}

/// What the breath does right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum BreathView {
    In,
    Out,
    Steady,
}

/// One segment on the progress line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProgressMark {
    /// Index of its exercise.
    pub exercise: usize,
    /// Seconds it lasts; its width.
    pub seconds: f32,
    /// How much of it is done, 0 to 1.
    pub done: f32,
}

/// What the illustrated figure does.
#[derive(Clone, Debug, PartialEq)]
pub struct PoseView {
    /// Pose set id.
    pub figure: String,
    /// Draw the mirror image.
    pub mirrored: bool,
    /// Where in the pose set. Key indices are 0-based here, as in `figure`.
    pub moment: PoseMoment,
    /// Opacity of the glow, 0 to 1: faded in while a pose is held.
    pub overlay: f32,
    /// Opacity of the arrows, 0 to 1: as the glow, but none in a pose that the figure has gone back to, for an arrow
    /// shows the way on from there.
    pub arrows: f32,
    /// Phase of the breath during holds, 0 to 1 = one breath, for the rise of the chest.
    pub breath: Option<f32>,
}

/// What the figure does for a person who wants less motion: a key pose, with the one before as a ghost.
#[derive(Clone, Debug, PartialEq)]
pub struct StillView {
    /// The key pose held or aimed at, everything on it shown.
    pub pose: PoseView,
    /// The key pose before it, 0-based, if the figure came from one.
    pub ghost: Option<usize>,
}

/// A place in a pose set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PoseMoment {
    /// Standing still in a key pose.
    Key(usize),
    /// On the way between two keys.
    Between {
        /// The earlier key of the pose set.
        from: usize,
        /// The later one.
        to: usize,
        /// Part of the way between, 0 to 1 in time (easing is the figure's); falling on the way back.
        u: f32,
    },
    /// Somewhere in a cycle, 0 to 1.
    Cycle {
        /// Phase.
        phase: f32,
    },
}
