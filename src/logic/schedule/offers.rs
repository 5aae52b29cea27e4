//! What a reminder offers: how long it takes, and which member of a pool comes next.

use std::sync::Arc;
use std::time::Duration;

use crate::logic::catalog::Catalog;
use crate::logic::settings::{Offer, Settings};

/// What is offered, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Exercise or routine id.
    pub what: String,
    /// Why this one, in words; empty if there is nothing to choose.
    pub reason: String,
}

/// The catalog as the scheduler sees it.
#[derive(Clone, Debug)]
pub(super) struct Offers {
    catalog: Arc<Catalog>,
    /// Length of each reminder's offer, by index; zero for a nudge.
    sizes: Vec<Duration>,
    /// What was done, the latest last.
    done: Vec<String>,
}

/// How much of what was done is remembered: enough to order the largest pool.
const REMEMBERED: usize = 200;

impl Offers {
    pub(super) fn new(catalog: Arc<Catalog>, settings: &Settings, done: Vec<String>) -> Self {
        let mut offers = Offers {
            catalog,
            sizes: Vec::new(),
            done,
        };
        offers.refresh(settings);
        offers
    }

    pub(super) fn set_catalog(&mut self, catalog: Arc<Catalog>, settings: &Settings) {
        self.catalog = catalog;
        self.refresh(settings);
    }

    /// Measures the offers of these reminders.
    pub(super) fn refresh(&mut self, settings: &Settings) {
        self.sizes = settings
            .reminders
            .iter()
            .map(|reminder| match &reminder.offer {
                Offer::Nudge => Duration::ZERO,
                Offer::Routine(id) => self.length(id),
                Offer::Pool(id) => self
                    .members(id)
                    .iter()
                    .map(|member| self.length(member))
                    .min()
                    .unwrap_or_default(),
            })
            .collect();
    }

    pub(super) fn size(&self, index: usize) -> Duration {
        self.sizes.get(index).copied().unwrap_or_default()
    }

    pub(super) fn length(&self, what: &str) -> Duration {
        self.catalog.length(what).unwrap_or_default()
    }

    pub(super) fn name(&self, what: &str) -> String {
        self.catalog.name(what).unwrap_or(what).to_owned()
    }

    fn members(&self, pool: &str) -> &[String] {
        self.catalog
            .pool(pool)
            .map_or(&[], |pool| pool.members.as_slice())
    }

    /// The next choice for an offer; none for a nudge or an empty pool.
    pub(super) fn choice(&self, offer: &Offer) -> Option<Choice> {
        match offer {
            Offer::Nudge => None,
            Offer::Routine(id) => Some(Choice {
                what: id.clone(),
                reason: String::new(),
            }),
            Offer::Pool(id) => self.choose(id),
        }
    }

    /// The member that was done least recently; never done comes first, in the order of the pool.
    fn choose(&self, pool: &str) -> Option<Choice> {
        let ago = |member: &String| self.done.iter().rev().position(|done| done == member);
        let member = self
            .members(pool)
            .iter()
            .max_by_key(|member| {
                let index = self.members(pool).iter().position(|other| other == *member);
                (ago(member).unwrap_or(usize::MAX), std::cmp::Reverse(index))
            })?
            .clone();
        let reason = match ago(&member) {
            None if self.done.is_empty() => "a good first one".to_owned(),
            None => "not done yet".to_owned(),
            Some(_) => "done least recently".to_owned(),
        };
        Some(Choice {
            what: member,
            reason,
        })
    }

    /// What was done, the latest last.
    pub(super) fn done(&self) -> &[String] {
        &self.done
    }

    /// Remembers that this was done just now.
    pub(super) fn note_done(&mut self, what: &str) {
        self.done.push(what.to_owned());
        if self.done.len() > REMEMBERED {
            self.done.remove(0);
        }
    }
}
