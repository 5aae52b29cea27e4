//! One turn: an event and the time in; the scheduler decides, the desktop carries out, everybody sees the new status.

use std::sync::Arc;
use std::time::Duration;

use crate::daemon::desktop::{Abilities, Desktop};
use crate::daemon::event::Event;
use crate::daemon::recorder::Recorder;
use crate::daemon::requests;
use crate::daemon::settings::SettingsKeeper;
use crate::ipc::message::NamedFile;
use crate::ipc::server::{ConnectionId, Incoming};
use crate::logic::catalog::Catalog;
use crate::logic::feedback::{self, Aftercare};
use crate::logic::notice::{self, Button};
use crate::logic::now::{Mono, Now};
use crate::logic::schedule::{Checkpoint, Command, Effect, Ending, Input, Scheduler};
use crate::logic::span;
use crate::logic::status::{AbilityStatus, Appearance, Hold, Presence, Status, WindowWish};
use crate::logic::tape::Happened;
use crate::logic::tray_menu::{self, Startable, TrayAction};
use crate::platform::clock;
use crate::platform::idle::Watch;
use crate::platform::{Call, Fact, NoticeEvent, Reading};
use crate::store::checkpoint::Checkpoint as CheckpointFile;

/// The daemon between two events.
pub struct Turn<D> {
    /// The world.
    pub desktop: D,
    pub(super) scheduler: Scheduler,
    pub(super) keeper: SettingsKeeper,
    pub(super) catalog: Arc<Catalog>,
    pub(super) abilities: Abilities,
    /// What was found out once, at the start: whether a window can be opened, what is wrong with the own catalog.
    found: Found,
    checkpoint: CheckpointFile,
    pub(super) recorder: Recorder,
    boot: String,
    startable: Vec<Startable>,
    /// Tells one showing of the reminder from the next.
    notice_tag: u64,
    /// A reminder is on the screen.
    notice_live: bool,
    /// The connection over which the running break reports.
    pub(super) player: Option<ConnectionId>,
    aftercare: Aftercare,
    /// The tag of the question on the screen, and the exercise that it is about.
    question: Option<(u64, String)>,
    /// The application that uses the microphone, where it is known.
    caller: Option<String>,
    wish: WindowWish,
    appearance: Appearance,
    over: bool,
    now: Now,
    shown: Option<Status>,
    saved: Option<Checkpoint>,
}

/// What the daemon found out once, at its start.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Abilities that do not change.
    pub abilities: Vec<AbilityStatus>,
    /// Problems in words.
    pub problems: Vec<String>,
    /// The files in use.
    pub files: Vec<NamedFile>,
}

/// No pause shorter than this is worth a wake-up.
const SHORTEST_LULL: Duration = Duration::from_secs(1);

/// An open display of minutes is brought up to date this often while something counts.
const MINUTE: Duration = Duration::from_secs(60);

impl<D: Desktop> Turn<D> {
    /// Goes on from the checkpoint, if there is one, at `now`.
    pub fn begin(
        desktop: D,
        keeper: SettingsKeeper,
        catalog: Arc<Catalog>,
        checkpoint: CheckpointFile,
        mut recorder: Recorder,
        mut found: Found,
        now: Now,
    ) -> Self {
        let boot = clock::boot_id().unwrap_or_default();
        let settings = keeper.settings().clone();
        let remembered = checkpoint.load::<Checkpoint>();
        found.problems.extend(remembered.warning);
        let (scheduler, effects) = match remembered.state {
            Some(saved) => {
                let age = saved.age(&now, &boot);
                let resumed = age.is_some_and(|age| age < settings.presence.natural_break);
                recorder.started(resumed, age, &now);
                Scheduler::restore(settings, Arc::clone(&catalog), saved, age, now.clone())
            }
            None => {
                recorder.started(false, None, &now);
                let fresh = Scheduler::new(settings, Arc::clone(&catalog), Vec::new(), now.clone());
                (fresh, Vec::new())
            }
        };
        let mut turn = Turn {
            desktop,
            scheduler,
            keeper,
            startable: startable(&catalog),
            catalog,
            abilities: Abilities::default(),
            found,
            checkpoint,
            recorder,
            boot,
            notice_tag: 0,
            notice_live: false,
            player: None,
            aftercare: Aftercare::default(),
            question: None,
            caller: None,
            wish: WindowWish::default(),
            appearance: Appearance::default(),
            over: false,
            now,
            shown: None,
            saved: None,
        };
        turn.record(None, &effects);
        turn.carry_out(effects);
        turn.desktop.use_sources(&turn.keeper.settings().sources);
        turn
    }

    /// Whether the daemon is to end.
    pub fn over(&self) -> bool {
        self.over
    }

    /// When the loop has to take [`Event::Deadline`].
    pub fn wakes_at(&self) -> Option<Mono> {
        let shown = self
            .shown
            .as_ref()
            .filter(|status| status.counting)
            .map(|status| self.now.mono + until_next_minute(status));
        self.scheduler
            .next_deadline()
            .into_iter()
            .chain(shown)
            .chain(self.aftercare.next_deadline(self.now.mono))
            .min()
    }

    /// Takes one event.
    pub fn take(&mut self, event: Event, now: Now) {
        self.now = now;
        match event {
            Event::Fact(fact) => self.take_fact(fact),
            Event::Socket(Incoming::Asked {
                connection,
                request,
                reply,
            }) => {
                let answer = requests::answer(self, connection, request);
                // Who asks next sees what came of it.
                self.show();
                reply.send(answer);
            }
            Event::Socket(Incoming::PeerGone { connection }) => self.player_gone(connection),
            Event::Deadline | Event::ClockStepped => self.feed(Input::Tick),
            Event::Slept { since } => self.feed(Input::Woke { since: Some(since) }),
            Event::ChildEnded => {
                let player = self.desktop.has_player();
                if !player && self.player.is_none() && self.scheduler.in_break() {
                    self.feed(Input::BreakEnded(Ending::Lost));
                }
            }
            Event::Terminate => self.over = true,
        }
        self.ask_after_pain();
        self.show();
    }

    /// The program has started, so somebody is there; an idle source that knows better takes it back.
    pub fn arrive(&mut self, now: Now) {
        self.now = now;
        self.feed(Input::Active);
        self.show();
    }

    /// The files in use, by what they are for.
    pub(super) fn files(&self) -> Vec<NamedFile> {
        self.found.files.clone()
    }

    /// The last words: what must survive is saved, nothing stays on the screen.
    pub fn end(&mut self, now: Now) {
        self.now = now;
        self.feed(Input::Tick);
        if self.notice_live || self.question.is_some() {
            self.desktop.withdraw();
        }
        self.save();
        self.recorder.end(&self.now);
    }

    /// Hands an input to the scheduler and carries out what follows.
    pub(super) fn feed(&mut self, input: Input) {
        let effects = self.decide(input);
        self.carry_out(effects);
    }

    /// Hands an input to the scheduler; what came of it is on record.
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

    /// Puts settings in force.
    pub(super) fn reconfigure(&mut self) {
        let settings = self.keeper.settings().clone();
        self.desktop.use_sources(&settings.sources);
        let effects = self.scheduler.reconfigure(settings, &self.now);
        self.record(None, &effects);
        self.carry_out(effects);
    }

    /// Takes in what the person says about pain.
    ///
    /// # Errors
    /// The settings could not keep what was taken out, in words.
    pub(super) fn care(&mut self, input: feedback::Input) -> Result<(), String> {
        for effect in self.aftercare.handle(input, self.now.mono) {
            let mut hurt = self.keeper.settings().exercises.hurt.clone();
            match effect {
                feedback::Effect::TakeOut(what) => hurt.insert(what),
                feedback::Effect::BringBack(what) => hurt.remove(&what),
                feedback::Effect::Ask(what) => {
                    self.notice_tag += 1;
                    let name = self.catalog.name(&what).unwrap_or(&what);
                    let notice = notice::still_hurts(name);
                    self.desktop.notify(self.notice_tag, notice);
                    self.question = Some((self.notice_tag, what));
                    false
                }
            };
            if hurt != self.keeper.settings().exercises.hurt {
                let listed: Vec<String> = hurt.into_iter().collect();
                self.keeper.set("exercises.hurt", &listed.join(", "))?;
                self.reconfigure();
            }
        }
        Ok(())
    }

    /// Asks whether it still hurts, once that is due and there is somebody to be asked and nothing else is.
    fn ask_after_pain(&mut self) {
        if !self.aftercare.is_due(self.now.mono) || self.notice_live || self.question.is_some() {
            return;
        }
        let status = self.scheduler.status();
        let free = status.presence == Presence::Present
            && status.holds.is_empty()
            && status.running.is_none()
            && status.shown.is_none();
        if free && let Err(problem) = self.care(feedback::Input::Free) {
            tracing::warn!("{problem}");
        }
    }

    /// The question about pain was answered, or went away without an answer.
    fn answered(&mut self, button: Option<Button>) {
        let Some((_, what)) = self.question.take() else {
            return;
        };
        let hurts = button == Some(Button::StillHurts);
        if let Err(problem) = self.care(feedback::Input::Answered { what, hurts }) {
            tracing::warn!("the exercise could not be left out: {problem}");
        }
    }

    /// The time of this turn.
    pub(super) fn now(&self) -> &Now {
        &self.now
    }

    /// Ends the daemon after this turn.
    pub(super) fn quit(&mut self) {
        self.over = true;
    }

    /// Opens the window on a page.
    pub(super) fn open_window(&mut self, page: Option<String>, activation_token: Option<&str>) {
        self.wish.serial += 1;
        self.wish.page = page;
        let page = self.wish.page.as_deref().unwrap_or("today");
        self.desktop.open_page(page, activation_token);
    }

    /// Everything there is to show.
    pub fn status(&self) -> Status {
        let mut status = self.scheduler.status();
        if let Some(caller) = &self.caller {
            for hold in &mut status.holds {
                if hold.reason == Hold::Call {
                    hold.words = format!("{} ({caller})", hold.words);
                }
            }
        }
        status.abilities = self.abilities.rows();
        status
            .abilities
            .extend(self.found.abilities.iter().cloned());
        status.abilities.push(self.recorder.ability());
        status.problems = self.keeper.problems();
        status.problems.extend(self.found.problems.iter().cloned());
        status.window = self.wish.clone();
        status.appearance = self.appearance;
        status
    }

    fn take_fact(&mut self, fact: Fact) {
        match fact {
            Fact::Input(Reading::Active) => self.feed(Input::Active),
            Fact::Input(Reading::Idle { since }) => self.feed(Input::Idle { since }),
            Fact::Locked(true) => self.feed(Input::Lock),
            Fact::Locked(false) => self.feed(Input::Unlock),
            Fact::Sleeping(lock) => {
                self.feed(Input::Sleep);
                self.save();
                self.recorder.keep(self.now.mono, true);
                // Now it may.
                drop(lock);
            }
            Fact::Woke => self.feed(Input::Woke { since: None }),
            Fact::Call(call) => {
                let (on, by) = match call {
                    Call::Running { by } => (true, by),
                    Call::Over => (false, None),
                };
                self.caller = by;
                self.feed(Input::Call(on));
            }
            Fact::Film(on) => self.feed(Input::Film(on)),
            Fact::DoNotDisturb(on) => self.feed(Input::Dnd(on)),
            Fact::Presentation(on) => self.feed(Input::Presentation(on)),
            Fact::Ability { ability, state } => {
                if ability == crate::platform::Ability::Idle
                    && matches!(state, crate::platform::AbilityState::Missing(_))
                {
                    // Nobody can say when input stops: somebody is taken to be there.
                    self.feed(Input::Active);
                }
                self.abilities.note(ability, state);
            }
            Fact::Appearance(look) => self.appearance = look,
            Fact::Notice(event) => self.take_notice(event),
            Fact::Tray(event) => self.pressed(event.action, event.activation_token.as_deref()),
        }
    }

    fn take_notice(&mut self, event: NoticeEvent) {
        let current = |tag| tag == self.notice_tag && self.notice_live;
        let asked = |tag| {
            self.question
                .as_ref()
                .is_some_and(|(asked, _)| *asked == tag)
        };
        match event {
            NoticeEvent::Pressed { tag, button, .. } if asked(tag) => self.answered(Some(button)),
            NoticeEvent::Opened { tag, .. } | NoticeEvent::Closed { tag } if asked(tag) => {
                self.answered(None);
            }
            NoticeEvent::Pressed {
                tag,
                button,
                activation_token,
            } if current(tag) => {
                self.notice_live = false;
                match button {
                    Button::Start => self.start(None, activation_token.as_deref()),
                    Button::Snooze(length) => {
                        self.feed(Input::Do(Command::Snooze(Some(length))));
                    }
                    Button::Skip => self.feed(Input::Do(Command::Skip)),
                    // Only the question about pain has these.
                    Button::HurtsNoMore | Button::StillHurts => {}
                }
            }
            NoticeEvent::Opened {
                tag,
                activation_token,
            } if current(tag) => {
                self.notice_live = false;
                self.start(None, activation_token.as_deref());
            }
            NoticeEvent::Closed { tag } if current(tag) => {
                self.notice_live = false;
                self.feed(Input::Do(Command::Close));
            }
            NoticeEvent::ServerBack => self.show_again(),
            NoticeEvent::Failed { tag, why } => {
                tracing::warn!("the reminder could not be shown: {why}");
                if tag == self.notice_tag {
                    self.notice_live = false;
                    self.question = None;
                }
            }
            NoticeEvent::ServerLost => {
                self.notice_live = false;
                self.question = None;
            }
            // An answer to a notice that is no longer the current one.
            NoticeEvent::Pressed { .. }
            | NoticeEvent::Opened { .. }
            | NoticeEvent::Closed { .. } => {}
        }
    }

    /// Shows what a reminder looks like, unless something real is on the screen. Its tag is nobody's, so whatever is
    /// pressed on it means nothing.
    pub(super) fn sample(&mut self) -> bool {
        if self.notice_live || self.question.is_some() {
            return false;
        }
        let status = self.scheduler.status();
        let next = status.next.as_ref();
        let what = next.and_then(|next| next.what.as_deref());
        let length = what.and_then(|what| self.catalog.length(what));
        self.notice_tag += 1;
        let notice = notice::sample(
            next.map_or("Stretch", |next| next.name.as_str()),
            status.limit,
            length.unwrap_or(MINUTE),
            self.scheduler.settings().timing.snooze,
        );
        self.desktop.notify(self.notice_tag, notice);
        true
    }

    /// The server that showed the reminder is gone; the new one shows it if it is still on.
    fn show_again(&mut self) {
        if let Some(shown) = self.scheduler.status().shown {
            let again = Effect::Remind {
                reminder: shown.reminder,
                showings: shown.showings,
                waited_for: None,
            };
            self.carry_out(vec![again]);
        }
    }

    /// Starts a break; the effect opens its window.
    pub(super) fn start(&mut self, what: Option<String>, activation_token: Option<&str>) {
        let effects = self.decide(Input::Do(Command::Start(what)));
        let opens = effects.iter().find_map(|effect| match effect {
            Effect::Break { what, .. } => Some(what.clone()),
            Effect::Remind { .. }
            | Effect::Nudge { .. }
            | Effect::Withdraw { .. }
            | Effect::BreakEnd(_)
            | Effect::NaturalBreak { .. }
            | Effect::Hold(_)
            | Effect::Release(_) => None,
        });
        self.carry_out(effects);
        if let Some(what) = opens {
            self.desktop.open_player(&what, activation_token);
        }
    }

    fn pressed(&mut self, action: TrayAction, activation_token: Option<&str>) {
        match action {
            TrayAction::Open => self.open_window(Some("today".to_owned()), activation_token),
            TrayAction::Settings => {
                self.open_window(Some("settings".to_owned()), activation_token);
            }
            TrayAction::Start(what) => self.start(what, activation_token),
            TrayAction::Snooze => self.feed(Input::Do(Command::Snooze(None))),
            TrayAction::Skip => self.feed(Input::Do(Command::Skip)),
            TrayAction::Stand => self.feed(Input::Do(Command::Stand)),
            TrayAction::Sit => self.feed(Input::Do(Command::Sit)),
            TrayAction::Pause(length) => self.feed(Input::Do(Command::Pause(length))),
            TrayAction::PauseUntilTomorrow => {
                let length = requests::until_tomorrow(&self.now);
                self.feed(Input::Do(Command::Pause(length)));
            }
            TrayAction::Resume => self.feed(Input::Do(Command::Resume)),
            TrayAction::Quit => self.over = true,
        }
    }

    fn player_gone(&mut self, connection: ConnectionId) {
        if self.player == Some(connection) {
            self.player = None;
            self.feed(Input::BreakEnded(Ending::Lost));
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            tracing::info!("{effect:?}");
            let notice = self.scheduler.notice(&effect);
            match effect {
                Effect::Remind { .. } => {
                    if let Some(notice) = notice {
                        self.notice_tag += 1;
                        self.notice_live = true;
                        // It is replaced; who is reminded of a break has sat on.
                        self.question = None;
                        self.desktop.notify(self.notice_tag, notice);
                    }
                }
                Effect::Nudge { .. } => {
                    if let Some(notice) = notice {
                        self.desktop.nudge(notice);
                    }
                }
                Effect::Withdraw { .. } => {
                    self.notice_live = false;
                    if self.question.is_none() {
                        self.desktop.withdraw();
                    }
                }
                Effect::Break { .. } => self.player = None,
                Effect::BreakEnd(_) => self.player = None,
                Effect::NaturalBreak { .. } | Effect::Hold(_) | Effect::Release(_) => {}
            }
        }
    }

    /// Everything that shows the status shows this one.
    fn show(&mut self) {
        let status = self.status();
        // Answered from the tray, the window or the command line: the notification has nothing left to ask.
        if self.notice_live && status.shown.is_none() {
            self.notice_live = false;
            self.desktop.withdraw();
        }
        let lull = self.scheduler.settings().timing.lull;
        self.desktop.watch_input(Watch {
            idle_after: self.scheduler.idle_after(),
            soonest: lull.max(SHORTEST_LULL),
        });
        self.desktop
            .draw_tray(tray_menu::tray(&status, &self.startable));
        if self.desktop.has_listeners() {
            self.desktop.publish(&status);
        }
        let moved = self.shown.as_ref().is_none_or(|before| {
            before.shown != status.shown
                || before.running != status.running
                || before.presence != status.presence
                || before.posture != status.posture
                || before.counting != status.counting
                || before.today != status.today
                || before.holds.len() != status.holds.len()
        });
        let minute = |status: &Status| status.sitting.as_secs() / 60;
        let ticked = self.shown.as_ref().map(minute) != Some(minute(&status));
        self.shown = Some(status);
        if moved {
            self.save();
        } else if ticked {
            // Killed without a word, it must not forget more than a minute.
            self.save_by(CheckpointFile::save_soon);
        }
        self.recorder.keep(self.now.mono, false);
    }

    fn save(&mut self) {
        self.save_by(CheckpointFile::save);
    }

    fn save_by(&mut self, save: fn(&CheckpointFile, &Checkpoint) -> std::io::Result<()>) {
        let checkpoint = self.scheduler.checkpoint(&self.boot);
        if self.saved.as_ref() == Some(&checkpoint) {
            return;
        }
        match save(&self.checkpoint, &checkpoint) {
            Ok(()) => self.saved = Some(checkpoint),
            Err(problem) => tracing::warn!("sitting time would not survive a restart: {problem}"),
        }
    }
}

/// How long until a display of whole minutes changes.
fn until_next_minute(status: &Status) -> Duration {
    let into = |span: Duration| Duration::from_secs(span.as_secs() % 60);
    let sitting = MINUTE - into(status.sitting);
    match (&status.next, status.presence) {
        (Some(next), Presence::Present) => sitting.min(into(next.within) + Duration::from_secs(1)),
        _ => sitting,
    }
}

/// The routines, and the members of the pools that are exercises, with their lengths.
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
