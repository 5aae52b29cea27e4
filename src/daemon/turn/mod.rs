//! One turn: an event and the time go in; the scheduler decides, the desktop acts, everyone sees the new status.

mod care;

mod effects;

mod events;

mod on_screen;

mod pause;

pub(super) mod requests;

mod sample;

mod saving;

mod timers;

mod windows;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::daemon::catalog_of;
use crate::daemon::desktop::{Abilities, Desktop};
use crate::daemon::event::Event;
use crate::daemon::recorder::Recorder;
use crate::daemon::settings::SettingsKeeper;
use crate::daemon::turn::on_screen::OnScreen;
use crate::daemon::turn::saving::Saved;
use crate::daemon::turn::timers::{Timer, Timers};
use crate::ipc::message::{NamedFile, Payload, Reply, Request};
use crate::ipc::server::{ConnectionId, Incoming};
use crate::logic::catalog::Catalog;
use crate::logic::past::tape::Happened;
use crate::logic::practice::effort::Levels;
use crate::logic::practice::feedback::Aftercare;
use crate::logic::presence::Presence;
use crate::logic::schedule::{Checkpoint, Effect, Ending, Input, Scheduler};
use crate::logic::shown::notice::Posted;
use crate::logic::shown::status::{AbilityStatus, Appearance, Status, WindowWish};
use crate::logic::shown::surroundings::Surroundings;
use crate::logic::shown::tray_menu::Startable;
use crate::logic::time::now::{Mono, Now};
use crate::logic::time::span;
use crate::platform::Fact;
use crate::platform::clock;
use crate::platform::edits::Edited;
use crate::store::state_file::{StateFile, StateProblem};

/// The daemon between two events.
pub struct Turn<D> {
    /// The world.
    pub desktop: D,
    pub(super) scheduler: Scheduler,
    pub(super) keeper: SettingsKeeper,
    /// With as much of each exercise as the user can do.
    pub(super) catalog: Arc<Catalog>,
    /// With the low end of each dose.
    base_catalog: Arc<Catalog>,
    pub(super) levels: Levels,
    /// How often the catalog has changed since the start.
    catalog_changes: u64,
    /// How often the settings have changed.
    settings_changes: u64,
    pub(super) abilities: Abilities,
    /// What was determined once, at the start: whether a window can open, what is wrong with the user's catalog.
    found: Found,
    pub(super) recorder: Recorder,
    startable: Vec<Startable>,
    /// Distinguishes one showing of a reminder from the next.
    notice_tag: u64,
    on_screen: OnScreen,
    /// The sample whose outcome somebody is waiting for.
    sample: Option<sample::Sample>,
    /// The notification on the screen, or the last one there.
    posted: Option<Posted>,
    /// The connection over which the running break reports.
    pub(super) player: Option<ConnectionId>,
    aftercare: Aftercare,
    wish: WindowWish,
    pub(super) windows: windows::Windows,
    /// Where this turn's request comes from.
    visitor: Option<Arc<Surroundings>>,
    /// Where the program continues after this turn, if its own session is gone.
    moves_to: Option<Surroundings>,
    /// Why changes to files go unnoticed, in words; none if they don't.
    deaf: Option<String>,
    /// Why nobody can connect, in words; none if everyone can.
    closed: Option<String>,
    appearance: Appearance,
    over: bool,
    now: Now,
    shown: Option<Status>,
    saved: Saved,
    timers: Timers,
}

/// What the daemon determined once, when it started.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Abilities that don't change.
    pub abilities: Vec<AbilityStatus>,
    /// Problems in words.
    pub problems: Vec<String>,
    /// The user's catalog.
    pub own: OwnCatalog,
    /// The files in use.
    pub files: Vec<NamedFile>,
}

/// The user's catalog.
#[derive(Clone, Debug, Default)]
pub struct OwnCatalog {
    /// Its file.
    pub path: PathBuf,
    /// What is wrong with it, in words.
    pub problems: Vec<String>,
}

/// No pause shorter than this is worth a wake-up.
const SHORTEST_LULL: Duration = Duration::from_secs(1);

/// After this long without events, what was requested is done and the desktop has answered.
const SETTLED: Duration = Duration::from_secs(1);

/// How often it is saved while something counts: a kill loses no more than that.
const SAVED_EVERY: Duration = Duration::from_secs(120);

/// A player whose break was let go of says so and closes well within this time, if it can do anything at all.
const LAST_WORDS: Duration = Duration::from_secs(15);

/// How often an open display of minutes is updated.
const MINUTE: Duration = Duration::from_secs(60);

impl<D: Desktop> Turn<D> {
    /// Resumes from the checkpoint, if there is one, at `now`. `heard` is what the desktop has reported so far; the
    /// facts are processed afterwards, and for now only keep a due reminder from being asked at once.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a part that a test puts its own in place of"
    )]
    pub fn begin(
        mut desktop: D,
        keeper: SettingsKeeper,
        catalog: Arc<Catalog>,
        mut checkpoint: StateFile<Checkpoint>,
        mut recorder: Recorder,
        mut found: Found,
        heard: &[Fact],
        now: Now,
    ) -> Self {
        let boot = clock::boot_id().unwrap_or_default();
        let settings = keeper.settings().clone();
        let remembered = checkpoint.load();
        let not_saved = match remembered.problem {
            Some(problem @ StateProblem::Newer { .. }) => Some(problem.to_string()),
            Some(problem @ StateProblem::Damaged { .. }) => {
                found.problems.push(problem.to_string());
                None
            }
            None => None,
        };
        if let Some(left) = remembered
            .state
            .as_ref()
            .and_then(|saved| saved.notice.clone())
        {
            // Nobody handles its buttons any more.
            desktop.take_away(left);
        }
        let mut levels = Levels::default();
        for felt in recorder.answers() {
            care::take_answer(&mut levels, &catalog, &felt);
        }
        let base_catalog = catalog;
        let catalog = levels.applied(&base_catalog);
        let (scheduler, effects) = match remembered.state {
            Some(saved) => {
                let age = saved.age(&now, &boot);
                let resumed = age.is_some_and(|age| age < settings.presence.natural_break);
                recorder.started(resumed, age, &now);
                let told: Vec<Input> = heard.iter().filter_map(events::going_on).collect();
                let catalog = Arc::clone(&catalog);
                Scheduler::restore(settings, catalog, saved, age, &told, now.clone())
            }
            None => {
                recorder.started(false, None, &now);
                // The counts are lost; the history also has what choices are based on.
                let done = recorder.done_before(&now);
                let fresh = Scheduler::new(settings, Arc::clone(&catalog), done, now.clone());
                (fresh, Vec::new())
            }
        };
        let mut turn = Turn {
            desktop,
            scheduler,
            keeper,
            startable: startable(&catalog),
            catalog,
            base_catalog,
            levels,
            catalog_changes: 0,
            settings_changes: 0,
            abilities: Abilities::default(),
            found,
            recorder,
            notice_tag: 0,
            on_screen: OnScreen::Nothing,
            sample: None,
            posted: None,
            player: None,
            aftercare: Aftercare::default(),
            wish: WindowWish::default(),
            windows: windows::Windows::default(),
            visitor: None,
            moves_to: None,
            deaf: None,
            closed: None,
            appearance: Appearance::default(),
            over: false,
            saved: Saved::new(checkpoint, boot, not_saved, now.mono),
            timers: Timers::default(),
            now,
            shown: None,
        };
        turn.settle_later();
        turn.record(None, &effects);
        turn.carry_out(effects);
        turn.desktop.use_sources(&turn.keeper.settings().sources);
        turn
    }

    /// Whether the daemon should end.
    pub fn over(&self) -> bool {
        self.over
    }

    /// When the loop must send [`Event::Deadline`].
    pub fn wakes_at(&self) -> Option<Mono> {
        let shown = self.shown.as_ref().filter(|status| status.counting);
        let shown = shown.map(|status| match self.desktop.has_listeners() {
            true => self.now.mono + until_next_minute(status),
            false => self.saved.at() + self.saves_every(),
        });
        self.scheduler
            .next_deadline()
            .into_iter()
            .chain(shown)
            .chain(self.timers.next())
            .chain(self.aftercare.next_deadline(self.now.mono))
            .chain(self.windows.deadline())
            .min()
    }

    /// Whether only a save is due: time has passed, and nobody sees that.
    fn only_saves(&self) -> bool {
        let later = |deadline: Option<Mono>| deadline.is_none_or(|at| at > self.now.mono);
        !self.desktop.has_listeners()
            && later(self.scheduler.next_deadline())
            && later(self.timers.next())
            && later(self.windows.deadline())
            && !self.aftercare.is_due(self.now.mono)
    }

    /// Nothing is given back until everything is quiet again.
    fn settle_later(&mut self) {
        let at = self.now.mono + SETTLED;
        self.timers.set(Timer::Settle, Some(at));
    }

    /// How often it is saved while something counts. A checkpoint as old as a natural break would start everything
    /// over.
    fn saves_every(&self) -> Duration {
        let natural = self.scheduler.settings().presence.natural_break;
        (natural / 2).clamp(MINUTE, SAVED_EVERY)
    }

    /// Processes one event.
    pub fn take(&mut self, event: Event, now: Now) {
        self.now = now;
        self.recorder.look(&self.now);
        if !matches!(event, Event::Deadline) {
            self.settle_later();
        } else if self.only_saves() {
            // Recomputes nothing that hasn't changed: waking a sleeping daemon should cost next to nothing.
            self.feed(Input::Tick);
            self.save_what_grew(self.saves_every());
            return;
        }
        match event {
            Event::Fact(fact) => self.take_fact(fact),
            Event::Socket(Incoming::Asked {
                request: Request::Hello { caller },
                reply,
                ..
            }) => {
                self.come_to(&caller);
                if self.moves_to.is_none() {
                    reply.send(Reply::Ok(Payload::Done));
                }
                // Nothing has happened that anybody would want to see.
                return;
            }
            Event::Socket(Incoming::Asked {
                connection,
                caller,
                request,
                reply,
            }) => {
                let for_sample = request == Request::Sample;
                // A caller without a display, for example over ssh, means the daemon's own.
                self.visitor = caller.filter(|caller| caller.screen().is_some());
                let answer = requests::answer(self, connection, request);
                self.visitor = None;
                // The next request sees the result.
                self.show();
                match for_sample {
                    true => self.answer(for_sample, answer, reply),
                    false => self.answer_or_wait(answer, reply),
                }
            }
            Event::Socket(Incoming::PeerGone { connection }) => self.peer_gone(connection),
            Event::Socket(Incoming::Closed { why }) => self.closed = why,
            Event::Appeared(session) => self.come_to(&session),
            Event::Deadline => {
                self.give_up_waiting();
                self.feed(Input::Tick);
            }
            Event::ClockStepped => self.feed(Input::Tick),
            Event::Slept { since } => self.feed(Input::Woke { since: Some(since) }),
            Event::Edited(edited) => self.reread(edited),
            Event::ChildEnded => {
                self.see_windows_that_failed();
                let player = self.desktop.has_player();
                if !player && self.player.is_none() && self.scheduler.in_break() {
                    self.feed(Input::BreakEnded(Ending::Lost));
                }
                self.see_after_reminder();
            }
            Event::Terminate => self.over = true,
        }
        self.close_left_player();
        self.ask_after_pain();
        self.show();
    }

    /// The program has started, so somebody is there; an idle source that knows better takes that back.
    pub fn arrive(&mut self, now: Now) {
        self.now = now;
        self.feed(Input::Active);
        self.show();
    }

    /// The files in use, by purpose.
    pub(super) fn files(&self) -> Vec<NamedFile> {
        self.found.files.clone()
    }

    /// Last messages: what must survive is saved, nothing stays on the screen.
    pub fn end(&mut self, now: Now) {
        self.now = now;
        self.feed(Input::Tick);
        if self.on_screen.is_notified() || self.on_screen.is_question() {
            self.desktop.withdraw();
        }
        self.posted = None;
        self.save();
        self.recorder.end(&self.now);
    }

    /// The file of the user's catalog.
    pub(super) fn own_catalog(&self) -> &Path {
        &self.found.own.path
    }

    /// Rereads edited files and applies what they say now.
    fn reread(&mut self, edited: Edited) {
        if edited.settings && self.keeper.reload() {
            self.reconfigure();
        }
        if edited.catalog || edited.beside {
            let (catalog, problems) = catalog_of(&self.found.own.path);
            // What this program wrote already applies; windows that show pictures must look again.
            if edited.beside || *catalog != *self.base_catalog {
                self.use_catalog(catalog, problems);
            } else {
                self.found.own.problems = problems;
            }
        }
    }

    /// Rereads the user's catalog and applies it.
    pub(super) fn reload_catalog(&mut self) {
        let (catalog, problems) = catalog_of(&self.found.own.path);
        self.use_catalog(catalog, problems);
    }

    fn use_catalog(&mut self, catalog: Arc<Catalog>, problems: Vec<String>) {
        self.found.own.problems = problems;
        self.base_catalog = catalog;
        self.go_on_with(self.levels.applied(&self.base_catalog));
        self.feed(Input::Tick);
    }

    /// Applies a changed catalog.
    fn go_on_with(&mut self, catalog: Arc<Catalog>) {
        self.startable = startable(&catalog);
        self.scheduler.set_catalog(Arc::clone(&catalog));
        self.catalog = catalog;
        self.catalog_changes += 1;
    }

    /// Gives the scheduler an input and carries out the effects.
    pub(super) fn feed(&mut self, input: Input) {
        let effects = self.decide(input);
        self.carry_out(effects);
    }

    /// Gives the scheduler an input; the result is recorded.
    fn decide(&mut self, input: Input) -> Vec<Effect> {
        let effects = self.scheduler.handle(input.clone(), &self.now);
        self.record(Some(&input), &effects);
        effects
    }

    fn record(&mut self, input: Option<&Input>, effects: &[Effect]) {
        self.recorder.listen(&Happened {
            input,
            effects,
            scheduler: &self.scheduler,
            catalog: &self.catalog,
            now: &self.now,
        });
    }

    /// Applies changed settings.
    pub(super) fn reconfigure(&mut self) {
        let settings = self.keeper.settings().clone();
        self.settings_changes += u64::from(settings != *self.scheduler.settings());
        self.desktop.use_sources(&settings.sources);
        let effects = self.scheduler.reconfigure(settings, &self.now);
        self.record(None, &effects);
        self.carry_out(effects);
    }

    /// The time of this turn.
    pub(super) fn now(&self) -> &Now {
        &self.now
    }

    /// Ends the daemon after this turn.
    pub(super) fn quit(&mut self) {
        self.over = true;
    }

    /// Where the program continues when it is over; none = it ends.
    pub fn moves_to(&self) -> Option<Surroundings> {
        self.moves_to.clone()
    }

    /// Changes to files go unnoticed, or no longer do.
    pub fn hears(&mut self, trouble: Option<String>) {
        self.deaf = trouble;
    }

    /// There is a session: if the program's own is gone, it continues there.
    fn come_to(&mut self, session: &Surroundings) {
        let Some(there) = self.desktop.better(session) else {
            return;
        };
        // A break on a working display isn't interrupted for a bus.
        let same = self.desktop.screen().as_deref() == there.screen();
        if !(same && self.scheduler.in_break()) {
            self.go_on_in(there);
        }
    }

    /// Ends after this turn, to restart there.
    fn go_on_in(&mut self, there: Surroundings) {
        tracing::info!("going on in another session: {there:?}");
        self.moves_to = Some(there);
        self.over = true;
    }

    /// It can hear about changes again: it restarts where it is.
    pub fn begin_anew(&mut self) {
        if !self.scheduler.in_break() {
            self.go_on_in(self.desktop.surroundings());
        }
    }

    /// Everything there is to show.
    pub fn status(&self) -> Status {
        let mut status = self.scheduler.status();
        status.abilities = self.abilities.rows();
        status
            .abilities
            .extend(self.found.abilities.iter().cloned());
        status.abilities.push(self.recorder.ability());
        status.problems = self.keeper.problems();
        status.problems.extend(self.recorder.news());
        let found = self.found.problems.iter().chain(&self.found.own.problems);
        status.problems.extend(found.cloned());
        status.catalog = self.catalog_changes;
        status.settings = self.settings_changes;
        status.problems.extend(self.saved.trouble());
        status.problems.extend(self.deaf.clone());
        status.problems.extend(self.closed.clone());
        status.window = self.wish.clone();
        status.appearance = self.appearance;
        status
    }
}

/// How long until a display of whole minutes changes.
fn until_next_minute(status: &Status) -> Duration {
    let into = |span: Duration| Duration::from_secs(span.as_secs() % 60);
    let sitting = MINUTE - into(status.sitting);
    let sitting = match status.due {
        Some(_) => sitting.min(MINUTE - into(status.overdue)),
        None => sitting,
    };
    match (&status.next, status.presence) {
        (Some(next), Presence::Present) => sitting.min(into(next.within) + Duration::from_secs(1)),
        _ => sitting,
    }
}

/// The routines, and the exercises in pools, with their lengths.
fn startable(catalog: &Catalog) -> Vec<Startable> {
    let routines = catalog.routines.iter().map(|routine| routine.id.as_str());
    let members = catalog
        .pools
        .iter()
        .flat_map(|pool| pool.members.iter().map(String::as_str));
    let mut ids: Vec<&str> = Vec::new();
    for id in routines.chain(members) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.into_iter()
        .filter_map(|id| {
            let length = catalog.length(id)?.max(MINUTE);
            let name = catalog.name(id)?;
            Some(Startable {
                id: id.to_owned(),
                label: format!("{name} · {}", span::words(length)),
            })
        })
        .collect()
}
