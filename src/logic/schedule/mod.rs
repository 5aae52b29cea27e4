//! Decides when to ask for a break: facts and commands in, effects out.
//!
//! `handle` is the only way in and the only way out; `next_deadline` says when to call it with [`Input::Tick`].
//! Spurious ticks are harmless. All timing rules are here; `unbend simulate` runs exactly this code.

mod absence;
mod checkpoint;
mod command;
mod course;
mod doubt;
mod due;
mod effect;
mod holds;
mod input;
mod ledger;
mod left;
mod offers;
mod patience;
mod phase;
mod put_off;
mod snapshot;
mod standing;
mod status;
#[cfg(test)]
mod tests;
mod upcoming;
mod wall;

use std::sync::Arc;
use std::time::Duration;

pub use checkpoint::Checkpoint;
pub use command::{Close, Command, Refusal};
pub use effect::{Cause, Despite, Effect, Outcome, Withdrawal};
pub use input::{Ending, Input};
pub use left::BEGUN;
pub use phase::{By, Course, Phase};
pub use snapshot::Snapshot;

use crate::logic::catalog::{Catalog, Done};
use crate::logic::practice::SoFar;
use crate::logic::presence::apps::Seen;
use crate::logic::presence::signs::Signs;
use crate::logic::presence::{Posture, Presence};
use crate::logic::settings::Settings;
use crate::logic::shown::status::{LetGo, Today};
use crate::logic::time::now::{Mono, Now};
use holds::Told;
use ledger::Ledger;
use offers::Offers;
use patience::Patience;
use phase::Track;
use wall::WallEdges;

/// The state of a sitting interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Interval {
    /// A break is over; the next interval begins with the first input.
    Waiting,
    /// Time is counted.
    Running,
}

/// Whether standing has already ended the stretch of sitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bout {
    /// Standing since that meter reading.
    Open { mark: Duration },
    /// It has, or the user is sitting.
    Settled,
}

/// The scheduler.
#[derive(Clone, Debug)]
pub struct Scheduler {
    settings: Settings,
    offers: Offers,
    now: Now,
    edges: WallEdges,
    state: State,
}

/// Everything that a restart must restore.
#[derive(Clone, Debug, PartialEq)]
struct State {
    signs: Signs,
    ledger: Ledger,
    tracks: Vec<Track>,
    posture: Posture,
    bout: Bout,
    interval: Interval,
    /// Whether the current absence has been credited as a natural break.
    credited: bool,
    /// Meter readings at the last break of any kind.
    sitting_mark: Duration,
    standing_mark: Duration,
    paused_until: Option<Mono>,
    told: Told,
    film: bool,
    asleep_since: Option<Mono>,
    /// When the last showings without any input since were.
    unseen: Vec<Mono>,
    /// The state of a full-screen window that keeps a due reminder quiet.
    patience: Option<Patience>,
    /// Which applications have been a reason to stay quiet.
    seen: Seen,
    phase: Phase,
    /// What the running break's player has reported about its exercises, and the guided time then.
    played: Option<(SoFar, Duration)>,
    /// The last break, if the program ended it by itself, and since when it had been waiting.
    let_go: Option<(LetGo, Mono)>,
    /// The break that can be resumed.
    left: Option<left::Left>,
    /// Index of the reminder on the screen.
    screen: Option<usize>,
    today: Today,
    today_is: jiff::civil::Date,
}

impl Scheduler {
    /// A scheduler that starts from nothing at `now`; `done` lists what was done before, newest last.
    pub fn new(settings: Settings, catalog: Arc<Catalog>, done: Vec<Done>, now: Now) -> Self {
        let ledger = Ledger::new(now.mono);
        let tracks = settings
            .reminders
            .iter()
            .map(|reminder| Track::new(&reminder.id, Duration::ZERO))
            .collect();
        let state = State {
            signs: Signs::new(now.mono),
            ledger,
            tracks,
            posture: Posture::Sitting,
            bout: Bout::Settled,
            interval: Interval::Waiting,
            credited: true,
            sitting_mark: Duration::ZERO,
            standing_mark: Duration::ZERO,
            paused_until: None,
            told: Told::default(),
            film: false,
            asleep_since: None,
            unseen: Vec::new(),
            patience: None,
            seen: Seen::default(),
            phase: Phase::Quiet,
            played: None,
            let_go: None,
            left: None,
            screen: None,
            today: Today::default(),
            today_is: now.wall.date(),
        };
        let mut scheduler = Scheduler {
            offers: Offers::new(catalog, &settings, done),
            edges: WallEdges::default(),
            settings,
            now,
            state,
        };
        scheduler.skip_past_times();
        scheduler.refresh_wall(true);
        scheduler
    }

    /// Processes what happened at `now`, settles everything due by then, and says what to do.
    pub fn handle(&mut self, input: Input, now: &Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.move_to(now);
        self.take_in(input, &mut effects);
        self.settle(&mut effects);
        effects
    }

    /// Whether everything has been counted up to that moment.
    pub fn is_at(&self, now: &Now) -> bool {
        self.now.mono == now.mono
    }

    /// Applies new settings: what no longer applies is withdrawn, counts stay.
    pub fn reconfigure(&mut self, settings: Settings, now: &Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.move_to(now);
        let shown = self
            .state
            .screen
            .map(|index| self.state.tracks[index].id.clone());
        let mut kept = std::mem::take(&mut self.state.tracks);
        self.state.tracks = settings
            .reminders
            .iter()
            .map(|reminder| {
                let found = kept.iter().position(|track| track.id == reminder.id);
                found.map_or_else(
                    || Track::new(&reminder.id, self.mark_since_break(reminder)),
                    |index| kept.swap_remove(index),
                )
            })
            .collect();
        self.settings = settings;
        self.offers.refresh(&self.settings);
        self.state.screen =
            shown.and_then(|id| self.state.tracks.iter().position(|track| track.id == id));
        for index in 0..self.state.tracks.len() {
            let holds = self.settings.reminders[index].on && self.is_wanted(index);
            if self.state.tracks[index].pending() && !holds {
                let why = Withdrawal::Void(Cause::Settings);
                self.withdraw_if_shown(index, why, &mut effects);
                let mark = self.state.tracks[index].mark;
                self.state.tracks[index].start_over(mark);
            }
        }
        // Indices may have moved: whatever waits starts waiting again.
        if !matches!(self.state.phase, Phase::Break { .. }) {
            self.state.phase = Phase::Quiet;
        }
        let film = self.state.film;
        self.film(film);
        self.call();
        self.refresh_wall(true);
        self.settle(&mut effects);
        effects
    }

    /// Applies another catalog (the user edited theirs).
    pub fn set_catalog(&mut self, catalog: Arc<Catalog>) {
        self.offers.set_catalog(catalog, &self.settings);
    }

    /// When to call [`Scheduler::handle`] with [`Input::Tick`]; none = only an event can change anything.
    pub fn next_deadline(&self) -> Option<Mono> {
        if self.state.signs.asleep() {
            return None;
        }
        let absence = self
            .absence_deadlines()
            .into_iter()
            .chain(self.course_deadlines());
        let waits = match &self.state.phase {
            Phase::Settling { until, .. } => vec![*until],
            Phase::Lull { until, .. } => {
                let lull = self
                    .state
                    .signs
                    .silent_since()
                    .map(|since| since + self.settings.timing.lull);
                std::iter::once(*until).chain(lull).collect()
            }
            Phase::Quiet | Phase::Absent { .. } | Phase::Held { .. } | Phase::Break { .. } => {
                Vec::new()
            }
        };
        let dues = (0..self.state.tracks.len()).filter_map(|index| self.wants_at(index));
        absence
            .chain(waits)
            .chain(dues)
            .chain(self.state.paused_until)
            .chain(self.edges.hours_change)
            .chain(self.standing_break_at())
            .chain(self.doubt_at())
            .chain(self.patience_ends())
            .chain(self.left_until())
            .filter(|deadline| *deadline > self.now.mono)
            .min()
    }

    /// How long input must have been silent for the scheduler to want to know.
    pub fn idle_after(&self) -> Duration {
        let known = self
            .settings
            .presence
            .away_after
            .min(self.settings.presence.natural_break);
        // After a sleep, a source that hasn't reported "no input" won't report "input again": have it report soon.
        let absent = self.state.interval == Interval::Waiting || self.state.signs.is_away();
        let speaks = matches!(self.state.patience, Some(Patience::Over { .. }));
        match self.state.phase {
            Phase::Lull { .. } | Phase::Settling { .. } | Phase::Break { .. } => {
                known.min(self.settings.timing.lull)
            }
            Phase::Quiet | Phase::Absent { .. } | Phase::Held { .. } if absent || speaks => {
                known.min(self.settings.timing.lull)
            }
            Phase::Quiet | Phase::Absent { .. } | Phase::Held { .. } => known,
        }
    }

    /// The current settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What the scheduler is doing.
    pub fn phase(&self) -> &Phase {
        &self.state.phase
    }

    /// Whether the next interval waits for the first input.
    pub fn awaits_return(&self) -> bool {
        self.state.interval == Interval::Waiting
    }

    fn move_to(&mut self, now: &Now) {
        self.end_promise(now.mono);
        self.state.ledger.advance(now.mono);
        if let Some(worked) = self.worked() {
            worked.advance(now.mono);
        }
        self.now = now.clone();
        if !self.state.signs.asleep() {
            let sign = self.state.signs.last_sign(now.mono);
            let known = sign.min(self.oldest_silence());
            // Everything since the last input may be taken back, once a film or a call is no longer believed.
            let input = self.state.signs.silent_since().unwrap_or(known);
            let known = known.min(input);
            self.state.ledger.prune(known);
            if let Some(worked) = self.worked() {
                worked.prune(known);
            }
        }
        let today = now.wall.date();
        if today != self.state.today_is {
            self.state.today_is = today;
            self.state.today = Today::default();
        }
    }

    /// How far back input may turn out to have stopped: sources report silence late.
    fn oldest_silence(&self) -> Mono {
        self.now.mono - (self.idle_after() + Duration::from_secs(60))
    }

    fn take_in(&mut self, input: Input, effects: &mut Vec<Effect>) {
        let now = self.now.mono;
        let was_live = self.state.signs.live();
        match input {
            Input::Tick => {}
            Input::Active => {
                if self.state.signs.input() {
                    self.seen_at(now);
                    self.returned();
                }
            }
            Input::Idle { since } => {
                self.state.signs.silence(since);
                self.seen_at(since);
            }
            Input::Lock => {
                self.state.signs.lock(now);
                self.stop_guiding(now);
            }
            Input::Unlock => {
                if self.state.signs.unlock(now) {
                    self.seen_at(now);
                    self.returned();
                }
            }
            Input::Sleep => {
                self.state.signs.sleep(now);
                self.state.asleep_since.get_or_insert(now);
                self.stop_guiding(now);
            }
            Input::Woke { since } => self.woke(since, effects),
            Input::Call(apps) => self.told_of_call(apps),
            Input::Film(on) => {
                self.state.film = on;
                self.film(on);
            }
            Input::Hold(hold, apps) => self.told_of_hold(hold, apps),
            Input::BreakGoesOn {
                guided,
                promise,
                played,
            } => self.goes_on(guided, promise, played),
            Input::BreakEnded(ending) => self.end_break(ending, None, effects),
            Input::BreakPutOff(ending) => self.put_off_break(ending, effects),
            Input::Do(command) => self.obey(command, effects),
        }
        if !was_live && self.state.signs.live() {
            self.seen_again();
        }
        self.run_meter();
    }

    fn call(&mut self) {
        let on = !self.calling().is_nobody();
        if self.state.signs.call(on, self.now.mono) {
            self.returned();
        }
    }

    fn film(&mut self, on: bool) {
        let counts = on && self.settings.presence.films_count;
        self.state.signs.film(counts, self.now.mono);
    }

    fn woke(&mut self, since: Option<Mono>, effects: &mut Vec<Effect>) {
        if let Some(since) = since.filter(|_| !self.state.signs.asleep()) {
            self.take_back(since);
            self.state.signs.sleep(since);
            self.state.asleep_since = Some(since);
            self.stop_guiding(since);
        }
        let slept = self
            .state
            .asleep_since
            .take()
            .map(|since| self.now.mono.since(since));
        // A call that outlasts the sleep hides the absence from the moment of waking.
        let absence = self.state.signs.absence(self.now.mono);
        let from_break = self.absence_from_break();
        self.state.signs.wake(self.now.mono);
        if slept.is_none() {
            return;
        }
        let natural_break = self.settings.presence.natural_break;
        if from_break.is_some_and(|from_break| from_break >= natural_break) {
            self.end_absent_break(absence, effects);
        } else if absence >= natural_break
            && !self.state.credited
            && self.state.signs.live()
            && !self.in_break()
        {
            self.credit_absence(absence, effects);
        }
    }

    /// Whatever was counted from `since` on doesn't count.
    fn take_back(&mut self, since: Mono) {
        self.state.ledger.take_back(since);
        if let Some(worked) = self.worked() {
            worked.take_back(since);
        }
        self.clamp_marks();
    }

    /// The user is back, or still there.
    fn returned(&mut self) {
        if self.state.interval == Interval::Waiting {
            self.begin_beside();
        }
        self.state.interval = Interval::Running;
        self.state.credited = false;
    }

    /// What counts right now.
    fn kind(&self) -> Option<Posture> {
        let counts = self.state.interval == Interval::Running
            && self.state.signs.presence() == Presence::Present
            && !matches!(self.state.phase, Phase::Break { .. });
        counts.then_some(self.state.posture)
    }

    fn run_meter(&mut self) {
        let kind = self.kind();
        self.state.ledger.run(kind);
        self.run_beside();
    }

    fn settle(&mut self, effects: &mut Vec<Effect>) {
        // Each step settles one thing; a handful of steps settles everything that can coincide.
        for _ in 0..64 {
            if !self.step(effects) {
                break;
            }
            self.run_meter();
        }
    }

    fn step(&mut self, effects: &mut Vec<Effect>) -> bool {
        if self.state.signs.asleep() {
            return false;
        }
        self.refresh_wall(false);
        let now = self.now.mono;
        if self.state.paused_until.is_some_and(|until| until <= now) {
            self.state.paused_until = None;
            return true;
        }
        self.settle_left()
            || self.settle_course(effects)
            || self.settle_doubt()
            || self.settle_absence(effects)
            || self.settle_standing(effects)
            || self.settle_due()
            || self.settle_patience(effects)
            || self.settle_phase(effects)
    }
}
