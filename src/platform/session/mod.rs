//! Knows of lock and sleep: `logind` tells of both, and the `screensaver` of a lock that logind was not told of.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::os::fd::OwnedFd;
use std::rc::Rc;
use std::sync::Arc;

use tokio::task::JoinSet;

use crate::platform::{Ability, AbilityState, Buses, Fact, Facts, Missing};

pub(super) mod logind;
mod screensaver;

/// Keeps the machine awake for the moment that it takes to write down what must survive: it sleeps once all clones of
/// this are dropped, or after the few seconds that logind gives.
#[derive(Clone, Debug, Default)]
pub struct SleepLock {
    _held: Option<Arc<OwnedFd>>,
}

impl PartialEq for SleepLock {
    /// All are alike: what is told is the sleep.
    fn eq(&self, _: &SleepLock) -> bool {
        true
    }
}

impl Eq for SleepLock {}

/// A running session watch. It stops when this is dropped.
#[derive(Debug)]
pub struct Session {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`; without a system bus or logind it says so as a fact, and goes on when logind
/// or the bus comes.
pub fn start(buses: &Buses, facts: Facts) -> Session {
    let session = Rc::new(RefCell::new(Known {
        facts,
        logind: None,
        locked_by_logind: false,
        savers: BTreeMap::new(),
        locked: false,
        told: None,
    }));
    let mut tasks = JoinSet::new();
    let (bus, known) = (buses.system.clone(), Rc::clone(&session));
    tasks.spawn_local(async move { logind::watch(&bus, &known).await });
    let bus = buses.session.clone();
    tasks.spawn_local(async move { screensaver::watch(&bus, &session).await });
    Session { _tasks: tasks }
}

/// What is known of the session, from all who tell.
struct Known {
    facts: Facts,
    /// None until logind was looked for.
    logind: Option<AbilityState>,
    locked_by_logind: bool,
    /// The screensavers that run, by bus name, and whether they cover the screen.
    savers: BTreeMap<&'static str, bool>,
    locked: bool,
    told: Option<AbilityState>,
}

impl Known {
    fn send(&self, fact: Fact) {
        let _ = self.facts.send(fact);
    }

    fn lock_by_logind(&mut self, locked: bool) {
        self.locked_by_logind = locked;
        self.settle();
    }

    fn logind(&mut self, state: AbilityState) {
        if let AbilityState::Missing(_) = state {
            self.locked_by_logind = false;
        }
        self.logind = Some(state);
        self.settle();
    }

    /// `None`: it does not run.
    fn saver(&mut self, name: &'static str, covers: Option<bool>) {
        match covers {
            Some(covers) => self.savers.insert(name, covers),
            None => self.savers.remove(name),
        };
        self.settle();
    }

    fn settle(&mut self) {
        let locked = self.locked_by_logind || self.savers.values().any(|covers| *covers);
        if std::mem::replace(&mut self.locked, locked) != locked {
            self.send(Fact::Locked(locked));
        }
        let Some(logind) = &self.logind else { return };
        let state = self.state(logind);
        if self.told.as_ref() != Some(&state) {
            let ability = Ability::Session;
            self.told = Some(state.clone());
            self.send(Fact::Ability { ability, state });
        }
    }

    /// A screensaver makes up for what logind does not tell of locking.
    fn state(&self, logind: &AbilityState) -> AbilityState {
        let Some(saver) = self.savers.keys().next() else {
            return logind.clone();
        };
        match logind {
            AbilityState::Works { by } => AbilityState::Works { by: by.clone() },
            AbilityState::Limited { by, .. } => AbilityState::Works {
                by: format!("{by}, {saver}"),
            },
            AbilityState::Missing(missing) => AbilityState::Limited {
                by: (*saver).to_owned(),
                lacks: Missing::new(
                    missing.what.clone(),
                    "sleep is seen by the clocks, after it",
                ),
            },
        }
    }
}
