//! What a reminder offers: how long it takes, and which member of a pool comes next.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::DateTime;

use crate::logic::catalog::plan::Plan;
use crate::logic::catalog::{Catalog, Choice, Done, Place, Record, Wishes, choose};
use crate::logic::practice::Exercised;
use crate::logic::settings::{Offer, Settings};
use crate::logic::text::word::Word;

/// The catalog and the past as the scheduler sees them.
#[derive(Clone, Debug)]
pub(super) struct Offers {
    catalog: Arc<Catalog>,
    /// Length of each reminder's offer, by index; zero for a nudge.
    sizes: Vec<Duration>,
    /// What was done, newest last.
    done: Vec<Done>,
    wishes: Wishes,
    /// Only [`GENTLE`] is offered.
    gentle: bool,
}

/// The pool for somebody who should ask a professional before anything else: standing up and walking.
const GENTLE: &str = "gentle";

/// How many completed exercises are remembered at most.
const REMEMBERED: usize = 300;

/// Doses are counted over a week; of anything done earlier, only the last time matters.
const DOSE_DAYS: i32 = 8;

impl Offers {
    pub(super) fn new(catalog: Arc<Catalog>, settings: &Settings, done: Vec<Done>) -> Self {
        let mut offers = Offers {
            catalog,
            sizes: Vec::new(),
            done,
            wishes: Wishes::default(),
            gentle: false,
        };
        offers.refresh(settings);
        offers
    }

    pub(super) fn set_catalog(&mut self, catalog: Arc<Catalog>, settings: &Settings) {
        self.catalog = catalog;
        self.refresh(settings);
    }

    /// Measures these reminders' offers, and applies the rules for choosing.
    pub(super) fn refresh(&mut self, settings: &Settings) {
        let rules = &settings.exercises;
        self.gentle = rules.gentle;
        self.sizes = settings
            .reminders
            .iter()
            .map(|reminder| match &reminder.offer {
                Offer::Nudge => Duration::ZERO,
                Offer::Routine(_) | Offer::Pool(_) if rules.gentle => self.length(GENTLE),
                Offer::Routine(id) | Offer::Pool(id) => self.length(id),
            })
            .collect();
        // Everybody can stand up, whatever equipment they have.
        self.wishes.place = (!rules.gentle).then(|| Place {
            positions: all_if_empty(&rules.positions),
            equipment: all_if_empty(&rules.equipment),
        });
        self.wishes.hidden = rules.hidden.clone();
        self.wishes.hurt = rules.hurt.clone();
        self.wishes.favourites = rules.favourites.clone();
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

    /// The next choice for an offer; none for a nudge or an empty pool.
    pub(super) fn choice(&self, offer: &Offer, now: DateTime) -> Option<Choice> {
        let pool = match offer {
            Offer::Nudge => return None,
            Offer::Routine(_) | Offer::Pool(_) if self.gentle => GENTLE,
            Offer::Routine(id) => {
                return Some(Choice {
                    what: id.clone(),
                    reason: None,
                });
            }
            Offer::Pool(id) => id,
        };
        let record = Record {
            now,
            done: self.done.clone(),
        };
        choose(&self.catalog, pool, &record, &self.wishes).or_else(|| {
            // Everything was refused for now: start over rather than offer nothing.
            let wishes = Wishes {
                not_now: BTreeSet::new(),
                ..self.wishes.clone()
            };
            choose(&self.catalog, pool, &record, &wishes)
        })
    }

    /// What was done, newest last.
    pub(super) fn done(&self) -> &[Done] {
        &self.done
    }

    /// Records that this was just done; anything refused before may come again.
    pub(super) fn note_done(&mut self, what: &str, at: DateTime) {
        self.wishes.not_now.clear();
        self.done.push(Done {
            id: what.to_owned(),
            at,
        });
        self.forget(at);
    }

    /// Forgets what no choice after `now` depends on.
    fn forget(&mut self, now: DateTime) {
        let recent = |done: &Done| (now.date() - done.at.date()).get_days() <= DOSE_DAYS;
        let again = |index: usize| {
            let id = &self.done[index].id;
            self.done[index + 1..].iter().any(|later| later.id == *id)
        };
        let kept: Vec<bool> = (0..self.done.len())
            .map(|index| recent(&self.done[index]) || !again(index))
            .collect();
        let mut kept = kept.into_iter();
        self.done.retain(|_| kept.next().unwrap_or(true));
        let old = self.done.len().saturating_sub(REMEMBERED);
        self.done.drain(..old);
    }

    /// What is done in the first part of it, given the guided time, for players that don't report each exercise.
    pub(super) fn begun(&self, what: &str, guided: Duration) -> Vec<Exercised> {
        let plan = Plan::new(&self.catalog, what);
        plan.map_or_else(Vec::new, |plan| plan.begun(guided))
    }

    /// The exercise ids of an exercise's or routine's plan, in order.
    pub(super) fn exercises(&self, what: &str) -> Vec<String> {
        let plan = Plan::new(&self.catalog, what);
        let planned = plan.into_iter().flat_map(|plan| plan.exercises);
        planned.map(|exercise| exercise.id).collect()
    }

    /// Offers something else next; anything refused before may come again.
    pub(super) fn refuse_next(&mut self, what: &str) {
        self.wishes.not_now.clear();
        self.refuse(what);
    }

    /// Doesn't offer this until something was done.
    pub(super) fn refuse(&mut self, what: &str) {
        self.wishes.not_now.insert(what.to_owned());
    }
}

fn all_if_empty<W: Word + Ord>(set: &BTreeSet<W>) -> BTreeSet<W> {
    if set.is_empty() {
        W::ALL.iter().copied().collect()
    } else {
        set.clone()
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::logic::catalog;

    /// Forgetting changes no choice: each is the same as if everything done were remembered.
    #[test]
    fn what_is_forgotten_would_have_changed_nothing() {
        let settings = Settings::default();
        let catalog = Arc::new(catalog::builtin().clone());
        let mut offers = Offers::new(Arc::clone(&catalog), &settings, Vec::new());
        let desk = Offer::Pool("desk".to_owned());
        let mut all = Vec::new();
        let mut now = DateTime::constant(2026, 3, 2, 9, 0, 0, 0);
        for round in 0..400_i64 {
            now += (round % 7 * 37 + 20).minutes();
            if round % 90 == 89 {
                now += 9.days();
            }
            let choice = offers.choice(&desk, now).expect("the pool is not empty");
            let record = Record {
                now,
                done: all.clone(),
            };
            let from_all = choose(&catalog, "desk", &record, &offers.wishes);
            assert_eq!(Some(&choice), from_all.as_ref());
            offers.note_done(&choice.what, now);
            all.push(Done {
                id: choice.what,
                at: now,
            });
        }
        assert!(offers.done().len() < all.len() / 2);
    }

    #[test]
    fn who_has_to_ask_a_professional_is_offered_to_stand_up_and_walk_and_nothing_else() {
        let now = jiff::civil::date(2026, 3, 2).at(9, 0, 0, 0);
        let mut settings = Settings::default();
        settings.exercises.gentle = true;
        // No missing equipment keeps anybody from standing up.
        settings
            .set("exercises.positions", "bed")
            .expect("a position");
        let catalog = Arc::new(catalog::builtin().clone());
        let mut offers = Offers::new(catalog, &settings, Vec::new());
        let mut seen = BTreeSet::new();
        for reminder in &settings.reminders {
            for _ in 0..4 {
                if let Some(choice) = offers.choice(&reminder.offer, now) {
                    offers.note_done(&choice.what, now);
                    seen.insert(choice.what);
                }
            }
        }
        assert_eq!(seen, ["stand-up", "walk"].map(str::to_owned).into());
        settings.exercises.gentle = false;
        settings.set("exercises.positions", "").expect("all");
        offers.refresh(&settings);
        let pool = Offer::Pool("desk".to_owned());
        let choice = offers.choice(&pool, now).expect("a desk has many");
        assert!(!seen.contains(&choice.what));
    }
}
