//! Lock and sleep: `logind` reports both, `screensaver` a lock that logind wasn't told about.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::os::fd::OwnedFd;
use std::rc::Rc;

use tokio::task::JoinSet;

use crate::platform::{Ability, AbilityState, Buses, Fact, Facts, Missing};

mod logind;
mod screensaver;

/// Delays sleep: logind waits until this is closed.
pub(super) type Awake = OwnedFd;

/// Asks logind and the screensavers; continues when logind or the bus appears.
pub(super) fn start(buses: &Buses, facts: Facts) -> JoinSet<()> {
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
    tasks
}

/// What is known about the session, from all sources.
struct Known {
    facts: Facts,
    /// None until logind was looked for.
    logind: Option<AbilityState>,
    locked_by_logind: bool,
    /// The running screensavers, by bus name, and whether they cover the screen.
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

    /// `None`: it isn't running.
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

    /// A screensaver makes up for what logind doesn't report about locking.
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
