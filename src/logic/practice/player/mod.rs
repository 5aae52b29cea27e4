//! The guided player: a plan and passing time go in, what to show and sound comes out.
//!
//! [`Player`] runs, `track` moves the figure, the types here say what to show.

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
    /// Time passed; send it again at [`Player::next_change`].
    Tick,
    /// The user is in position (or wants to continue): ends the get-into-position phase, otherwise resumes.
    Go,
    /// Pause or resume.
    TogglePause,
    /// Skip to the next segment.
    Next,
    /// Back to the start of this segment, or to the previous one within its first two seconds.
    Back,
    /// Skip the rest of this exercise.
    SkipExercise,
}

/// A sound to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Cue {
    GetReady,
    Go,
    HalfWay,
    ChangeSide,
    Rest,
    Done,
    /// Not played by the player: a reminder is shown.
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
    /// The current phase.
    pub phase: PhaseView,
    /// Index of the exercise, and how many there are.
    pub exercise: (usize, usize),
    /// Name of the exercise.
    pub name: String,
    /// The instruction to read now.
    pub text: String,
    /// The exercise's hint; may be empty.
    pub tip: String,
    /// Caution; may be empty.
    pub caution: String,
    /// What comes next, in a few words; none at the end.
    pub next: Option<String>,
    /// The side being trained, if any.
    pub side: Option<Side>,
    /// The large number on the stage.
    pub clock: ClockView,
    /// What the breath should do right now.
    pub breath: Option<BreathView>,
    /// One entry per segment of the whole plan, in order.
    pub progress: Vec<ProgressMark>,
    /// What the figure does.
    pub pose: PoseView,
    /// A picture shown instead of the figure, mirrored the same way: its path from the catalog's folder.
    pub picture: Option<String>,
    /// Whether the user has paused it.
    pub paused: bool,
    /// Time guided so far, excluding pauses and waiting.
    pub guided: Duration,
    /// Time left until the end at this pace, excluding waiting.
    pub left: Duration,
}

/// The player's phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseView {
    /// Waits for the user to get into position; continues by itself after `starts_in`.
    Position {
        /// Time until it continues by itself.
        starts_in: Duration,
    },
    /// An instruction of the exercise.
    Step,
    /// Time to change to the other side.
    ChangeSide,
    /// Rest between sets.
    Rest,
    /// Everything is done.
    Done,
}

/// The large number on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockView {
    /// Nothing to count.
    None,
    /// Seconds left, rounded up.
    Countdown {
        /// Seconds left.
        seconds: u32,
    },
    /// Repetitions with holds so long that their seconds matter most.
    LongHold {
        /// Seconds left of the hold; the full hold before it begins.
        seconds: u32,
        /// The current repetition, from 1.
        rep: u32,
        /// How many there are.
        of: u32,
    },
    /// Repetitions: the current one (from 1) of how many, and the seconds left of a hold.
    Reps {
        /// The current repetition, from 1.
        rep: u32,
        /// How many there are.
        of: u32,
        /// Seconds left of the hold, while holding.
        hold: Option<u32>,
    },
}

/// What the breath should do right now.
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
    /// Its length in seconds, which is its width.
    pub seconds: f32,
    /// How much of it is done, 0 to 1.
    pub done: f32,
}

/// What the figure does.
#[derive(Clone, Debug, PartialEq)]
pub struct PoseView {
    /// Pose set id.
    pub figure: String,
    /// Whether to draw the mirror image.
    pub mirrored: bool,
    /// Where in the pose set. Key indices start at 0 here, as in `figure`.
    pub moment: PoseMoment,
    /// Opacity of the glow, 0 to 1: faded in while a pose is held.
    pub overlay: f32,
    /// Opacity of the arrows, 0 to 1: like the glow, but 0 in a pose that the figure has returned to, since an arrow
    /// shows the way onward from there.
    pub arrows: f32,
    /// Phase of the breath during holds, in breaths from 0 to 1; it raises the chest.
    pub breath: Option<f32>,
}

/// What the figure does with reduced motion: a key pose, with the previous one as a ghost.
#[derive(Clone, Debug, PartialEq)]
pub struct StillView {
    /// The key pose being held or approached, with all its marks.
    pub pose: PoseView,
    /// The key pose before it, from 0, if the figure came from one.
    pub ghost: Option<usize>,
}

/// A place in a pose set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PoseMoment {
    /// Still, in a key pose.
    Key(usize),
    /// On the way between two keys.
    Between {
        /// The earlier key of the pose set.
        from: usize,
        /// The later one.
        to: usize,
        /// Fraction of the way between, 0 to 1 in time (the figure does the easing); decreasing on the way back.
        u: f32,
    },
    /// Somewhere in a cycle, 0 to 1.
    Cycle {
        /// Phase.
        phase: f32,
    },
}
