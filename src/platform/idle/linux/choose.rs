//! Chooses the idle source: the best one that works; again when it is lost or a better one appears.

use std::path::PathBuf;
use std::task::Poll;

use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::logic::time::now::Mono;
use crate::platform::clock::Clock;
use crate::platform::idle::way::{
    Handle, Opening, Reporter, Running, Server, Source, Watch, Way, tell,
};
use crate::platform::linux::comeback::{Comeback, PAUSES};
use crate::platform::linux::wayland::PATIENCE;
use crate::platform::{AbilityState, Buses, Fact, Facts, Missing, Reading};

/// A source lost within this time isn't chosen again until its server shows a sign of life.
const STEADY: std::time::Duration = std::time::Duration::from_secs(1);

/// See the module.
pub(super) struct Chooser {
    /// Each with its socket or display, where that is not this session's.
    sources: Vec<(&'static dyn Way, Option<PathBuf>)>,
    facts: Facts,
    buses: Buses,
    /// Which source may work now, by index.
    signs: mpsc::UnboundedReceiver<usize>,
    /// Watches for signs of life; ends with this.
    _lookouts: JoinSet<()>,
    current: Option<Current>,
    /// Sources that didn't answer in time, and still may.
    late: Vec<Late>,
    /// The last sign that the source in use, or a better one, was about to answer.
    retry: Option<Retry>,
    watch: Option<Watch>,
    told: Option<AbilityState>,
}

/// A sign of life from a server: it may take a while to answer.
#[derive(Clone, Copy)]
struct Retry {
    /// The source's index.
    place: usize,
    /// How many of the [`PAUSES`] have been waited out.
    tries: usize,
}

/// A source whose server takes long to answer.
struct Late {
    place: usize,
    handle: Handle,
    opening: Opening,
}

/// The source in use.
struct Current {
    place: usize,
    handle: Handle,
    running: Running,
    since: Mono,
}

impl Chooser {
    pub(super) fn new(sources: Vec<Source>, buses: &Buses, facts: Facts) -> Chooser {
        let buses = buses.clone();
        let (sender, signs) = mpsc::unbounded_channel();
        let mut lookouts = JoinSet::new();
        let sources: Vec<_> = sources
            .iter()
            .filter_map(|source| source.way().ok())
            .collect();
        for (place, (way, at)) in sources.iter().enumerate() {
            let server = way.server(at.as_deref(), &buses);
            look_out(&mut lookouts, place, server, &sender);
        }
        Chooser {
            sources,
            facts,
            buses,
            signs,
            _lookouts: lookouts,
            current: None,
            late: Vec::new(),
            retry: None,
            watch: None,
            told: None,
        }
    }

    /// Switches to the best source that beats the one in use and reports it; if none works, reports what each one
    /// lacks.
    async fn choose(&mut self) {
        let better = match &self.current {
            Some(current) => current.place,
            None => self.sources.len(),
        };
        let mut lacking: Vec<Missing> = Vec::new();
        for place in 0..better {
            let (way, at) = &self.sources[place];
            if self.late.iter().any(|late| late.place == place) {
                lacking.push(way.silent());
                continue;
            }
            let (watches, orders) = mpsc::unbounded_channel();
            let handle = Handle { watches };
            let reporter = Reporter::new(self.facts.clone());
            let mut opening = way.open(at.clone(), &self.buses, orders, reporter);
            match tokio::time::timeout(PATIENCE, &mut opening).await {
                Ok(Ok(running)) => return self.take(place, handle, running),
                Ok(Err(missing)) => lacking.push(missing),
                Err(_) => {
                    lacking.push(way.silent());
                    self.late.push(Late {
                        place,
                        handle,
                        opening,
                    });
                }
            }
        }
        if self.current.is_none() {
            self.tell(AbilityState::Missing(all(&lacking)));
        }
    }

    /// Uses that source from now on, and reports it.
    fn take(&mut self, place: usize, handle: Handle, running: Running) {
        if let Some(watch) = self.watch {
            handle.watch(watch);
        }
        let before = self.current.replace(Current {
            place,
            handle,
            running,
            since: Clock::mono(),
        });
        if before.is_some() {
            // The new source knows nothing of a silence that the old one reported.
            let _ = self.facts.send(Fact::Input(Reading::Active));
        }
        self.late.retain(|late| late.place < place);
        self.tell(self.sources[place].0.state());
    }

    /// A late source has answered.
    fn answered(&mut self, late: Late, opened: Result<Running, Missing>) {
        match opened {
            Ok(running) => self.take(late.place, late.handle, running),
            Err(missing) if self.current.is_none() => self.tell(AbilityState::Missing(missing)),
            Err(_) => {}
        }
    }

    pub(super) async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Watch>) {
        self.choose().await;
        loop {
            tokio::select! {
                order = orders.recv() => {
                    let Some(watch) = order else { return };
                    self.watch = Some(watch);
                    if let Some(current) = &self.current {
                        current.handle.watch(watch);
                    }
                }
                lost = ended(&mut self.current) => self.lost(lost).await,
                (late, opened) = answer(&mut self.late) => self.answered(late, opened),
                Some(place) = self.signs.recv() => {
                    // Its server was restarted: nobody need wait for the old one any longer.
                    self.late.retain(|late| late.place != place);
                    self.retry = Some(Retry { place, tries: 0 });
                    self.try_again().await;
                }
                () = pause(self.retry) => self.try_again().await,
            }
        }
    }

    /// Retries the source that showed a sign of life, unless one as good works.
    async fn try_again(&mut self) {
        let Some(retry) = &mut self.retry else { return };
        let place = retry.place;
        retry.tries += 1;
        if retry.tries > PAUSES.len() {
            self.retry = None;
        }
        if self
            .current
            .as_ref()
            .is_none_or(|current| place < current.place)
        {
            self.choose().await;
        }
        if self
            .current
            .as_ref()
            .is_some_and(|current| current.place < place)
        {
            self.retry = None;
        }
    }

    async fn lost(&mut self, missing: Option<Missing>) {
        let current = self.current.take();
        if let Some(missing) = missing {
            self.tell(AbilityState::Missing(missing));
        }
        // After a sign from its server it is retried soon in any case.
        if current.is_some_and(|current| Clock::mono().since(current.since) >= STEADY) {
            self.choose().await;
        }
    }

    fn tell(&mut self, state: AbilityState) {
        if self.told.as_ref() != Some(&state) {
            self.told = Some(state.clone());
            tell(&self.facts, state);
        }
    }
}

/// Waits until the next attempt is due; for ever if there is nothing to retry for.
async fn pause(retry: Option<Retry>) {
    match retry.and_then(|retry| PAUSES.get(retry.tries.checked_sub(1)?)) {
        Some(pause) => tokio::time::sleep(*pause).await,
        None => std::future::pending().await,
    }
}

/// Waits until one of the late sources has answered; for ever if there are none.
async fn answer(all: &mut Vec<Late>) -> (Late, Result<Running, Missing>) {
    std::future::poll_fn(|context| {
        for index in 0..all.len() {
            if let Poll::Ready(opened) = all[index].opening.as_mut().poll(context) {
                return Poll::Ready((all.remove(index), opened));
            }
        }
        Poll::Pending
    })
    .await
}

async fn ended(current: &mut Option<Current>) -> Option<Missing> {
    match current {
        Some(current) => (&mut current.running).await,
        None => std::future::pending().await,
    }
}

/// Combines what every source lacks.
fn all(lacking: &[Missing]) -> Missing {
    if lacking.is_empty() {
        return Missing::new(
            "watching input is switched off",
            "switch it on with `unbend settings set sources.idle auto`; until then breaks follow the clock alone",
        );
    }
    let mut whats: Vec<&str> = Vec::new();
    let mut remedies: Vec<&str> = Vec::new();
    for missing in lacking {
        whats.push(&missing.what);
        if !remedies.contains(&missing.remedy.as_str()) {
            remedies.push(&missing.remedy);
        }
    }
    Missing::new(whats.join("; "), remedies.join("; or "))
}

/// Sends the index of a source each time its server may be there.
fn look_out(
    lookouts: &mut JoinSet<()>,
    place: usize,
    server: Server,
    signs: &mpsc::UnboundedSender<usize>,
) {
    let signs = signs.clone();
    let socket = match server {
        Server::Socket(socket) => socket,
        Server::Service(bus, name) => {
            lookouts.spawn_local(async move {
                bus.appearances(name, || {
                    let _ = signs.send(place);
                })
                .await;
            });
            return;
        }
        Server::Here => return,
    };
    let mut comeback = Comeback::of(socket.as_deref());
    lookouts.spawn_local(async move {
        loop {
            comeback.worth_a_try().await;
            // The chooser makes the attempts after the first.
            comeback.settled();
            let _ = signs.send(place);
        }
    });
}
