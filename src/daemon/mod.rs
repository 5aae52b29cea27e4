//! Runs: one event loop, event to logic to effects to desktop.
//!
//! One thread, one tokio runtime, one channel. Everything that can wake the program is an [`event::Event`]; each is one
//! turn: the clocks are read once, the scheduler decides, the desktop acts.

pub mod desktop;

pub mod doctor;

pub mod event;

mod helpers;

pub mod recorder;

mod settings;

mod sources;

pub mod turn;

mod window_process;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::sync::mpsc;
use tokio::task::LocalSet;

use crate::daemon::desktop::{Desktop as _, RealDesktop};
use crate::daemon::event::Event;
use crate::daemon::recorder::Recorder;
use crate::daemon::settings::SettingsKeeper;
use crate::daemon::turn::Turn;
use crate::ipc::instance::{Claim, Held};
use crate::ipc::server::{BindProblem, Server};
use crate::logic::catalog;
use crate::logic::presence::DesktopHold;
use crate::logic::shown::surroundings::Surroundings;
use crate::logic::text::word::Word as _;
use crate::logic::time::now::Mono;
use crate::platform::clock::{Alarm, Clock, ClockSteps, Sleeps};
use crate::platform::edits::{self, Edits};
use crate::platform::idle::Source;
use crate::platform::paths::Paths;
use crate::platform::signals::{Signal, Signals};
use crate::platform::surroundings::SessionWatch;
use crate::platform::{Ability, Fact};
use crate::store::own_catalog;
use crate::store::private;
use crate::store::state_file::StateFile;

/// What the daemon is started with.
#[derive(Debug)]
pub struct Setup {
    /// Where its files are.
    pub paths: Paths,
    /// The program that starts windows.
    pub program: PathBuf,
    /// Read input from here instead of the desktop: for tests and demonstrations.
    pub idle: Option<Source>,
    /// The session it belongs to.
    pub surroundings: Surroundings,
    /// What prevents a window from opening, in words; none if nothing does.
    pub no_window: Option<String>,
}

/// Why the daemon couldn't run.
#[derive(Debug, Error)]
pub enum Failed {
    /// The socket could not be taken.
    #[error(transparent)]
    Socket(#[from] BindProblem),
    /// Another daemon has the data.
    #[error(transparent)]
    Held(#[from] Held),
    /// The runtime couldn't be created.
    #[error("cannot start: {0}")]
    Runtime(#[from] std::io::Error),
}

/// How many events may queue up from the socket before its peers must wait.
const QUEUE: usize = 64;

/// How often, and at what interval, to retry a socket that somebody seems to hold.
const SOCKET_ATTEMPTS: usize = 15;
const SOCKET_PAUSE: Duration = Duration::from_millis(20);

/// How long to wait for the desktop's first reports; they arrive within milliseconds.
const FIRST_WORDS: Duration = Duration::from_millis(250);

/// How often to ask the kernel again for what it had run out of.
const HEARING_AGAIN: Duration = Duration::from_secs(10);

/// How long the last messages may take.
const PARTING: Duration = Duration::from_millis(500);

/// Runs until it is told to quit or the session ends. Returns where to restart: the session it belonged to is gone, or
/// never existed, and there is another. Whatever takes part in a session finds it in the environment, and a process has
/// only one environment for life.
///
/// # Errors
/// Another daemon is already running, or the system refuses something needed to start.
pub fn run(setup: Setup) -> Result<Option<Surroundings>, Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        // Connecting to a bus reads some files outside the loop. One helper is enough, and soon goes away.
        .max_blocking_threads(1)
        .thread_keep_alive(Duration::from_secs(1))
        .build()?;
    // Everything dropped at the end is dropped inside the runtime it belongs to.
    let _inside = runtime.enter();
    let local = LocalSet::new();
    let served = local.block_on(&runtime, serve(setup));
    // The last reply, the reminder's withdrawal and the tray's removal are on their way.
    let parting = async { tokio::time::timeout(PARTING, local).await };
    let _ = runtime.block_on(parting);
    served
}

async fn serve(setup: Setup) -> Result<Option<Surroundings>, Failed> {
    let (claim, server) = take_over(&setup.paths).await?;
    let (events, mut inbox) = mpsc::channel::<Event>(QUEUE);
    let (facts, mut told) = mpsc::unbounded_channel();
    let publisher = server.publisher();
    tokio::task::spawn_local(server.run(events));

    // From here on nothing goes unnoticed.
    let mut alarm = Alarm::new();
    let mut steps = ClockSteps::new();
    let mut sleeps = Sleeps::from_here();
    let mut edits = Edits::of(&setup.paths);
    let mut signals = Signals::listen()?;
    let mut session_watch = SessionWatch::of(&setup.surroundings);
    let mut hearing = Hearing::begins();

    private::prepare(&setup.paths.own_folders());
    for file in [setup.paths.settings(), setup.paths.user_catalog()] {
        // For a link, temporary files are written beside its target.
        if let Some(folder) = file.canonicalize().ok().as_deref().and_then(Path::parent) {
            private::clear(folder);
        }
    }
    let keeper = SettingsKeeper::open(setup.paths.settings());
    let (catalog, problems) = catalog_of(&setup.paths.user_catalog());
    let mut found = doctor::find(&setup, problems);
    found.problems.extend(claim.problem().map(str::to_owned));
    let checkpoint = StateFile::at(doctor::checkpoint_path(&setup));
    let mut desktop = RealDesktop::start(&setup, facts, publisher);
    desktop.use_sources(&keeper.settings().sources);
    let heard = first_words(&mut told).await;
    let now = Clock::read();
    let recorder = Recorder::open(setup.paths.history(), now.mono);
    let mut turn = Turn::begin(
        desktop, keeper, catalog, checkpoint, recorder, found, &heard, now,
    );

    turn.arrive(Clock::read());
    for fact in heard {
        turn.take(Event::Fact(fact), Clock::read());
    }
    while !turn.over() {
        if hearing.is_back(Clock::mono()) {
            turn.begin_anew();
        }
        turn.hears(hearing.trouble());
        let event = tokio::select! {
            Some(event) = inbox.recv() => event,
            Some(fact) = told.recv() => Event::Fact(fact),
            () = alarm.wait_until(turn.wakes_at()) => Event::Deadline,
            () = steps.changed() => Event::ClockStepped,
            edited = edits.done() => Event::Edited(edited),
            session = session_watch.found() => Event::Appeared(session),
            signal = signals.next() => match signal {
                Signal::End => Event::Terminate,
                Signal::ChildEnded => Event::ChildEnded,
            },
        };
        let now = Clock::read();
        if let Some(since) = sleeps.noticed(now.mono) {
            turn.take(Event::Slept { since }, now.clone());
        }
        turn.take(event, now);
    }
    turn.end(Clock::read());
    drop(claim);
    Ok(turn.moves_to())
}

/// Whether the kernel reports changes to files. While it doesn't, it is asked again when the daemon is awake anyway.
struct Hearing {
    tried: Mono,
}

impl Hearing {
    fn begins() -> Hearing {
        Hearing {
            tried: Clock::mono(),
        }
    }

    /// Why it doesn't, in words; none if it does.
    fn trouble(&self) -> Option<String> {
        edits::trouble()
    }

    /// Whether it does again after it didn't.
    fn is_back(&mut self, now: Mono) -> bool {
        if self.trouble().is_none() || now.since(self.tried) < HEARING_AGAIN {
            return false;
        }
        self.tried = now;
        edits::can_watch()
    }
}

/// Takes the data and the socket. A daemon killed while it was starting a window lives on in both until the window's
/// program has begun; a running daemon is still there after that.
async fn take_over(paths: &Paths) -> Result<(Claim, Server), Failed> {
    let socket = paths.socket();
    let take = || -> Result<(Claim, Server), Failed> {
        let claim = Claim::take(paths.data_dir(), &socket)?;
        Ok((claim, Server::bind(&socket)?))
    };
    for _ in 0..SOCKET_ATTEMPTS {
        match take() {
            Err(Failed::Held(_) | Failed::Socket(BindProblem::AlreadyRunning)) => {
                tokio::time::sleep(SOCKET_PAUSE).await;
            }
            other @ (Ok(_) | Err(Failed::Socket(_) | Failed::Runtime(_))) => return other,
        }
    }
    take()
}

/// The desktop's first reports, until everything that keeps reminders back is known: a reminder that was due when the
/// program was last alive must not interrupt a call that has been going on since before the start.
async fn first_words(told: &mut mpsc::UnboundedReceiver<Fact>) -> Vec<Fact> {
    let mut awaited = vec![Ability::Session, Ability::Calls, Ability::Films];
    awaited.extend(DesktopHold::ALL.iter().copied().map(Ability::Hold));
    let mut heard = Vec::new();
    let all = async {
        while !awaited.is_empty() {
            let Some(fact) = told.recv().await else {
                return;
            };
            if let Fact::Ability { ability, .. } = &fact {
                awaited.retain(|other| other != ability);
            }
            heard.push(fact);
        }
    };
    // Anything that hasn't reported by then is handled like any later report.
    let _ = tokio::time::timeout(FIRST_WORDS, all).await;
    while let Ok(fact) = told.try_recv() {
        heard.push(fact);
    }
    heard
}

/// The built-in catalog with the user's on top, and what is wrong with the latter.
fn catalog_of(path: &Path) -> (Arc<catalog::Catalog>, Vec<String>) {
    let (merged, problems) = own_catalog::load(path);
    let words = problems
        .iter()
        .map(|problem| format!("{}: {problem}", path.display()))
        .collect();
    (Arc::new(merged), words)
}
