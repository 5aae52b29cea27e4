//! What survives a restart: the part of the scheduler's state that a later run resumes from, and when it was saved.
//!
//! How it is written is a format of its own: `form.rs` is the current form, `unversioned.rs` the first.

mod form;
#[cfg(test)]
mod tests;
mod unversioned;

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};

use crate::logic::catalog::reason::Reason;
use crate::logic::catalog::{Catalog, Done};
use crate::logic::presence::Posture;
use crate::logic::presence::apps::Seen;
use crate::logic::presence::signs::Signs;
use crate::logic::schedule::ledger::Ledger;
use crate::logic::schedule::left::Left;
use crate::logic::schedule::phase::{By, Course, Phase, Stage, Track};
use crate::logic::schedule::{Bout, Effect, Ending, Input, Interval, Scheduler};
use crate::logic::settings::Settings;
use crate::logic::shown::notice::Posted;
use crate::logic::shown::status::Today;
use crate::logic::time::now::{Mono, Now};

/// What a later run resumes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// The monotonic clock at that moment.
    saved: Mono,
    /// The wall clock at that moment.
    pub wall: jiff::Timestamp,
    /// The boot to which the monotonic reading belongs.
    pub boot: String,
    /// The notification on the screen; its buttons stop working once its program is gone.
    pub notice: Option<Posted>,
    done: Vec<Done>,
    /// The last sign of presence.
    last_sign: Mono,
    /// Calls and films no longer counted as signs.
    spent: bool,
    ledger: Ledger,
    tracks: Vec<Track>,
    posture: Posture,
    bout: Bout,
    interval: Interval,
    credited: bool,
    sitting_mark: Duration,
    standing_mark: Duration,
    paused_until: Option<Mono>,
    seen: Seen,
    running: Option<Running>,
    left: Option<Left>,
    /// Id of the reminder on the screen.
    shown: Option<String>,
    today: Today,
    today_is: jiff::civil::Date,
}

/// A break that was running.
#[derive(Clone, Debug, PartialEq)]
struct Running {
    what: String,
    by: By,
    reason: Option<Reason>,
}

impl Checkpoint {
    /// The form in which checkpoints are written. A new field that may be missing needs no new form.
    pub const FORM: u32 = 1;

    /// What is written, except for the number of the form.
    pub fn form(&self) -> impl Serialize {
        form::Form::from(self)
    }

    /// Reads a checkpoint of that form: 0 for those from before forms had numbers, at most [`Checkpoint::FORM`].
    ///
    /// # Errors
    /// It isn't a checkpoint of that form.
    pub fn read<'de, D: Deserializer<'de>>(form: u32, from: D) -> Result<Self, D::Error> {
        match form {
            0 => unversioned::Form::deserialize(from).map(Checkpoint::from),
            _ => form::Form::deserialize(from).map(Checkpoint::from),
        }
    }

    /// How long ago it was saved: by the monotonic clock within one boot, otherwise by the wall clock. None for a
    /// checkpoint from the future.
    pub fn age(&self, now: &Now, boot: &str) -> Option<Duration> {
        if self.boot == boot {
            return (now.mono >= self.saved).then(|| now.mono.since(self.saved));
        }
        let age = now.wall.timestamp().duration_since(self.wall);
        Duration::try_from(age).ok()
    }

    /// What was done before, newest last: kept however old the checkpoint is.
    pub fn done(&self) -> &[Done] {
        &self.done
    }
}

impl Scheduler {
    /// Everything that a restart must restore.
    pub fn checkpoint(&self, boot: &str) -> Checkpoint {
        let state = &self.state;
        let screen = state.screen.and_then(|index| state.tracks.get(index));
        let running = match &state.phase {
            Phase::Break {
                what, by, reason, ..
            } => Some(Running {
                what: what.clone(),
                by: by.clone(),
                reason: reason.clone(),
            }),
            Phase::Quiet
            | Phase::Absent { .. }
            | Phase::Held { .. }
            | Phase::Settling { .. }
            | Phase::Lull { .. } => None,
        };
        Checkpoint {
            saved: self.now.mono,
            wall: self.now.wall.timestamp(),
            boot: boot.to_owned(),
            notice: None,
            done: self.offers.done().to_vec(),
            last_sign: state.signs.last_sign(self.now.mono),
            spent: state.signs.is_spent(),
            ledger: state.ledger.clone(),
            tracks: state.tracks.clone(),
            posture: state.posture,
            bout: state.bout,
            interval: state.interval,
            credited: state.credited,
            sitting_mark: state.sitting_mark,
            standing_mark: state.standing_mark,
            paused_until: state.paused_until,
            seen: state.seen.clone(),
            running,
            left: state.left.clone(),
            shown: screen.map(|track| track.id.clone()),
            today: state.today,
            today_is: state.today_is,
        }
    }

    /// A scheduler that resumes from a checkpoint `gap` old if that is short enough, otherwise from nothing. The gap
    /// itself isn't sitting. `told` is what the desktop already reports. Returns the immediate effects of the restart.
    pub fn restore(
        settings: Settings,
        catalog: Arc<Catalog>,
        mut saved: Checkpoint,
        gap: Option<Duration>,
        told: &[Input],
        now: Now,
    ) -> (Self, Vec<Effect>) {
        let mut scheduler = Scheduler::new(
            settings,
            catalog,
            std::mem::take(&mut saved.done),
            now.clone(),
        );
        let mut effects = Vec::new();
        let today = scheduler.state.today_is;
        for known in &mut saved.tracks {
            // A future date came from a wrong clock: what has passed today is known better.
            let fresh = scheduler.state.tracks.iter();
            let fresh = fresh.clone().find(|track| track.id == known.id);
            if known.fired.is_some_and(|fired| fired > today) {
                known.fired = fresh.and_then(|track| track.fired);
                known.passed = fresh.is_some_and(|track| track.passed);
            }
        }
        scheduler.state.seen = saved.seen.clone();
        let Some(gap) = gap else {
            scheduler.hear(told, &mut effects);
            return (scheduler, effects);
        };
        // A pause keeps its end, however long the program was off.
        let paused_until = saved
            .paused_until
            .map(|until| until.since(saved.saved))
            .filter(|left| *left > gap)
            .map(|left| now.mono + (left - gap));
        scheduler.state.paused_until = paused_until;
        if saved.today_is == scheduler.state.today_is {
            scheduler.state.today = saved.today;
        }
        for track in &mut scheduler.state.tracks {
            let known = saved.tracks.iter().find(|known| known.id == track.id);
            if let Some(known) = known.filter(|known| known.fired.is_some()) {
                (track.fired, track.passed) = (known.fired, known.passed);
            }
        }
        if gap < scheduler.settings.presence.natural_break {
            scheduler.resume(saved, gap, &mut effects);
        }
        scheduler.refresh_wall(true);
        scheduler.hear(told, &mut effects);
        scheduler.settle(&mut effects);
        (scheduler, effects)
    }

    fn hear(&mut self, told: &[Input], effects: &mut Vec<Effect>) {
        for input in told {
            self.take_in(input.clone(), effects);
        }
    }

    fn resume(&mut self, saved: Checkpoint, gap: Duration, effects: &mut Vec<Effect>) {
        let at = saved.saved;
        let absence = at.since(saved.last_sign);
        let now = self.now.mono;
        let mut ledger = saved.ledger;
        ledger.advance(at);
        if absence + gap >= self.settings.presence.away_after {
            ledger.take_back(at - absence);
        }
        ledger.rebase(now);
        self.state.ledger = ledger;
        self.state.signs = Signs::new(now - (absence + gap));
        if saved.spent {
            self.state.signs.disbelieve();
        }
        for track in &mut self.state.tracks {
            let Some(known) = saved.tracks.iter().find(|known| known.id == track.id) else {
                track.mark = saved.sitting_mark;
                continue;
            };
            *track = known.clone();
        }
        if let Some(shown) = saved.shown {
            // Its notification is gone, along with the program that showed it.
            if let Some(track) = self.state.tracks.iter_mut().find(|track| track.id == shown) {
                track.stage = Stage::Due;
            }
        }
        self.restore_left(saved.left, at, gap);
        self.state.posture = saved.posture;
        self.state.bout = saved.bout;
        self.state.interval = saved.interval;
        self.state.credited = saved.credited;
        self.state.sitting_mark = saved.sitting_mark;
        self.state.standing_mark = saved.standing_mark;
        self.clamp_marks();
        self.undo_unshown_dues();
        for track in &mut self.state.tracks {
            // The clock may be a different one.
            track.due_since = track.due_since.map(|_| now);
            let unanswered = track.asked_since.map(|since| at.since(since) + gap);
            track.asked_since = unanswered.map(|waited| now - waited);
        }
        if let Some(Running { what, by, reason }) = saved.running {
            self.state.phase = Phase::Break {
                what,
                by,
                reason,
                since: now,
                guided: Duration::ZERO,
                course: Course::waiting(now),
                resumed: None,
            };
            self.end_break(Ending::Lost, None, effects);
        }
        self.run_meter();
    }
}
