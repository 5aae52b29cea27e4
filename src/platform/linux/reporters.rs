//! Combines all reporters of one thing into one fact and one ability.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::platform::{Ability, AbilityState, Fact, Facts, Missing};

/// The reporters of one thing, and what they say.
#[derive(Clone, Debug)]
pub(in crate::platform) struct Reporters(Rc<RefCell<Inner>>);

#[derive(Debug)]
struct Inner {
    facts: Facts,
    ability: Ability,
    /// Makes the fact, given whether anyone says so.
    fact: fn(bool) -> Fact,
    /// What to report when nobody can tell.
    without: Missing,
    /// What each one says, by name.
    said: BTreeMap<&'static str, bool>,
    /// How many places haven't been checked yet.
    unseen: usize,
    on: bool,
    told: Option<AbilityState>,
}

impl Reporters {
    /// Nobody yet; the ability is reported once all of the `places` have been checked.
    pub(in crate::platform) fn new(
        facts: Facts,
        ability: Ability,
        fact: fn(bool) -> Fact,
        without: Missing,
        places: usize,
    ) -> Reporters {
        Reporters(Rc::new(RefCell::new(Inner {
            facts,
            ability,
            fact,
            without,
            said: BTreeMap::new(),
            unseen: places,
            on: false,
            told: None,
        })))
    }

    /// Notes what one says; `None` if it isn't there.
    pub(in crate::platform) fn says(&self, name: &'static str, on: Option<bool>) {
        let mut inner = self.0.borrow_mut();
        match on {
            Some(on) => inner.said.insert(name, on),
            None => inner.said.remove(name),
        };
        inner.settle();
    }

    /// A place has been checked; `first` says that it hadn't been before.
    pub(in crate::platform) fn seen(&self, first: &Cell<bool>) {
        if first.take() {
            let mut inner = self.0.borrow_mut();
            inner.unseen = inner.unseen.saturating_sub(1);
            inner.settle();
        }
    }
}

impl Inner {
    fn settle(&mut self) {
        let on = self.said.values().any(|on| *on);
        if std::mem::replace(&mut self.on, on) != on {
            let _ = self.facts.send((self.fact)(on));
        }
        if self.unseen > 0 {
            return;
        }
        let names: Vec<&str> = self.said.keys().copied().collect();
        let state = match names.is_empty() {
            true => AbilityState::Missing(self.without.clone()),
            false => AbilityState::Works {
                by: names.join(", "),
            },
        };
        if self.told.as_ref() != Some(&state) {
            let ability = self.ability;
            self.told = Some(state.clone());
            let _ = self.facts.send(Fact::Ability { ability, state });
        }
    }
}
