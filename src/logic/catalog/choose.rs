//! Chooses from a pool what does the most good now, and says why.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::reason::{Ago, Reason};
use super::{Area, Catalog, Dose, Equipment, Exercise, Position};

/// What the user has done, and the current time, both by the wall clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Now.
    pub now: DateTime,
    /// What was done, in any order.
    pub done: Vec<Done>,
}

/// One exercise done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Id of the exercise; a routine's id stands for all exercises in it.
    pub id: String,
    /// When it ended.
    pub at: DateTime,
}

/// What may be chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wishes {
    /// Where the user is; anything goes if unknown.
    pub place: Option<Place>,
    /// Preferred, all else being equal.
    pub favourites: BTreeSet<String>,
    /// Never offered.
    pub hidden: BTreeSet<String>,
    /// Left out because they hurt.
    pub hurt: BTreeSet<String>,
    /// Refused this time.
    pub not_now: BTreeSet<String>,
}

/// What a place allows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// The possible positions.
    pub positions: BTreeSet<Position>,
    /// The available equipment.
    pub equipment: BTreeSet<Equipment>,
}

/// What is chosen, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Exercise or routine id.
    pub what: String,
    /// Why this one; none if there was nothing to choose from.
    pub reason: Option<Reason>,
}

/// How much good a pool member does now; the highest rank is chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Anything that has had its dose comes last.
    dose_open: bool,
    /// Never trained comes before everything trained; then the longest ago.
    area_trained: Reverse<Option<DateTime>>,
    done: Reverse<Option<DateTime>>,
    favourite: bool,
    place_in_pool: Reverse<usize>,
}

/// The pool member that does the most good now. The same record gives the same choice. None if there is no such pool,
/// or nothing in it that the wishes allow.
///
/// Considers what can be done in the place and is neither hidden, hurt nor refused for now. First comes what hasn't had
/// its dose today or this week, then what serves the body area trained longest ago, then what was done longest ago,
/// then favourites, then the order of the pool.
pub fn choose(catalog: &Catalog, pool: &str, record: &Record, wishes: &Wishes) -> Option<Choice> {
    let past = Past::new(catalog, record);
    let members = &catalog.pool(pool)?.members;
    let (id, rank) = members
        .iter()
        .enumerate()
        .filter_map(|(place, id)| {
            let exercises = exercises(catalog, id);
            let allowed = !wishes.refuses(id)
                && !exercises.is_empty()
                && exercises.iter().all(|exercise| wishes.allows(exercise));
            let favourite = wishes.favourites.contains(id);
            allowed.then(|| (id, past.rank(id, &exercises, favourite, place)))
        })
        .max_by(|(_, one), (_, other)| one.cmp(other))?;
    Some(Choice {
        what: id.clone(),
        reason: past.reason(&exercises(catalog, id), &rank),
    })
}

/// The exercise, or all exercises of a routine.
fn exercises<'a>(catalog: &'a Catalog, id: &str) -> Vec<&'a Exercise> {
    match catalog.routine(id) {
        Some(routine) => {
            let ids = routine.ids();
            ids.filter_map(|id| catalog.exercise(id)).collect()
        }
        None => catalog.exercise(id).into_iter().collect(),
    }
}

impl Wishes {
    fn refuses(&self, id: &str) -> bool {
        [&self.hidden, &self.hurt, &self.not_now]
            .iter()
            .any(|ids| ids.contains(id))
    }

    fn allows(&self, exercise: &Exercise) -> bool {
        !self.refuses(&exercise.id)
            && self.place.as_ref().is_none_or(|place| {
                place.positions.contains(&exercise.position)
                    && exercise
                        .equipment
                        .iter()
                        .all(|item| place.equipment.contains(item))
            })
    }
}

/// What was done, tallied once for all pool members.
struct Past<'a> {
    now: DateTime,
    nothing: bool,
    /// When each area was last trained.
    trained: BTreeMap<Area, DateTime>,
    /// What was done of each exercise and routine; a routine counts for each of its exercises.
    did: BTreeMap<&'a str, Did>,
}

/// What was done of one exercise or routine.
struct Did {
    last: DateTime,
    times_today: usize,
    /// A bit for each of the last seven days, with today's lowest.
    days: u8,
}

impl<'a> Past<'a> {
    fn new(catalog: &'a Catalog, record: &'a Record) -> Self {
        // A date in the future came from a wrong clock: nobody knows when it was.
        let today = record.now.date();
        let done = || record.done.iter().filter(|done| done.at.date() <= today);
        let mut past = Past {
            now: record.now,
            nothing: done().next().is_none(),
            trained: BTreeMap::new(),
            did: BTreeMap::new(),
        };
        let mut known: BTreeMap<&str, Vec<&Exercise>> = BTreeMap::new();
        for done in done() {
            let exercises = known.entry(&done.id).or_insert_with(|| {
                let mut once = exercises(catalog, &done.id);
                once.sort_by_key(|exercise| &exercise.id);
                once.dedup_by_key(|exercise| &exercise.id);
                once
            });
            past.note(&done.id, done.at);
            for exercise in exercises {
                if exercise.id != done.id {
                    past.note(&exercise.id, done.at);
                }
                for area in &exercise.areas {
                    let last = past.trained.entry(*area).or_insert(done.at);
                    *last = done.at.max(*last);
                }
            }
        }
        past
    }

    fn note(&mut self, id: &'a str, at: DateTime) {
        let did = self.did.entry(id).or_insert(Did {
            last: at,
            times_today: 0,
            days: 0,
        });
        did.last = at.max(did.last);
        let days_ago = (self.now.date() - at.date()).get_days();
        if days_ago == 0 {
            did.times_today += 1;
        }
        if (0..7).contains(&days_ago) {
            did.days |= 1 << days_ago;
        }
    }

    fn rank(&self, id: &str, exercises: &[&Exercise], favourite: bool, place: usize) -> Rank {
        let main = main_area(exercises);
        Rank {
            dose_open: !exercises.iter().all(|exercise| self.dose_done(exercise)),
            area_trained: Reverse(main.and_then(|area| self.trained.get(&area).copied())),
            done: Reverse(self.did.get(id).map(|did| did.last)),
            favourite,
            place_in_pool: Reverse(place),
        }
    }

    /// Whether the maximum dose has been done, today or over the last seven days.
    fn dose_done(&self, exercise: &Exercise) -> bool {
        let Dose {
            per_day, per_week, ..
        } = exercise.dose;
        let Some(did) = self.did.get(exercise.id.as_str()) else {
            return false;
        };
        per_day.is_some_and(|(_, most)| did.times_today >= most as usize)
            // A day that already counts may have more than one.
            || per_week
                .is_some_and(|(_, most)| did.days.count_ones() >= most && did.times_today == 0)
    }

    fn reason(&self, exercises: &[&Exercise], rank: &Rank) -> Option<Reason> {
        if self.nothing {
            return Some(Reason::FirstOne);
        }
        if !rank.dose_open {
            return Some(Reason::DosesDone);
        }
        let area = main_area(exercises)?;
        Some(match rank.area_trained.0 {
            None => Reason::AreaNew { area },
            Some(last) => Reason::AreaRested {
                area,
                ago: self.ago(last),
            },
        })
    }

    /// Time since `then`, in days once it is another day.
    fn ago(&self, then: DateTime) -> Ago {
        let now = self.now;
        match u32::try_from((now.date() - then.date()).get_days()) {
            Ok(days @ 1..) => Ago::Days(days),
            // Today, or in the future because a clock was set back.
            Ok(0) | Err(_) => {
                let passed = Duration::try_from(now.duration_since(then)).unwrap_or_default();
                let minutes = (passed.as_secs() / 60) as u32;
                match minutes {
                    ..60 => Ago::Minutes(minutes.max(1)),
                    minutes => Ago::Hours(minutes / 60),
                }
            }
        }
    }
}

/// The main area of the first exercise.
fn main_area(exercises: &[&Exercise]) -> Option<Area> {
    exercises.first()?.areas.first().copied()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;
    use crate::logic::catalog::{Pool, builtin};

    fn record(done: &[(&str, DateTime)]) -> Record {
        Record {
            now: now(),
            done: done
                .iter()
                .map(|(id, at)| Done {
                    id: (*id).to_owned(),
                    at: *at,
                })
                .collect(),
        }
    }

    fn now() -> DateTime {
        date(2026, 3, 4).at(14, 0, 0, 0)
    }

    fn days_ago(days: i64) -> DateTime {
        now() - days.days()
    }

    fn from(members: &[&str], record: &Record, wishes: &Wishes) -> Option<Choice> {
        let mut catalog = builtin().clone();
        catalog.pools.push(Pool {
            id: "own".to_owned(),
            members: members.iter().map(|id| (*id).to_owned()).collect(),
        });
        choose(&catalog, "own", record, wishes)
    }

    /// Chosen because that part of the body has rested so long.
    fn rested(what: &str, area: Area, ago: Ago) -> Option<Choice> {
        Some(Choice {
            what: what.to_owned(),
            reason: Some(Reason::AreaRested { area, ago }),
        })
    }

    fn ids(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn a_newcomer_gets_the_first_two_in_turn() {
        let mut record = record(&[]);
        let wishes = Wishes::default();
        let first = choose(builtin(), "desk", &record, &wishes).unwrap();
        assert_eq!(first.what, "standing-spinal-decompression");
        assert_eq!(first.reason, Some(Reason::FirstOne));
        let at = days_ago(0);
        record.done.push(Done { id: first.what, at });
        let second = choose(builtin(), "desk", &record, &wishes).unwrap();
        assert_eq!(second.what, "doorway-pec-stretch");
        let area = Area::Chest;
        assert_eq!(second.reason, Some(Reason::AreaNew { area }));
    }

    #[test]
    fn every_member_gets_its_turn_and_none_comes_twice_in_a_row() {
        let mut record = record(&[]);
        let mut chosen = Vec::new();
        for half_hours in 0..400 {
            record.now = now() + (half_hours * 30).minutes();
            let choice = choose(builtin(), "desk", &record, &Wishes::default()).unwrap();
            assert_ne!(chosen.last(), Some(&choice.what));
            chosen.push(choice.what.clone());
            let at = record.now;
            record.done.push(Done {
                id: choice.what,
                at,
            });
        }
        for member in &builtin().pool("desk").unwrap().members {
            assert!(chosen.contains(member), "{member}");
        }
    }

    #[test]
    fn the_area_trained_longest_ago_comes_first() {
        let pool = ["chin-tucks", "doorway-pec-stretch", "scapular-squeezes"];
        let mut record = record(&[
            ("chin-tucks", days_ago(1)),
            ("single-arm-doorway-stretch", days_ago(2)),
            ("wall-angels", days_ago(2) + 1.hour()),
        ]);
        let wishes = Wishes::default();
        // Wall angels also train the chest, chin tucks the upper back.
        let expected = rested("doorway-pec-stretch", Area::Chest, Ago::Days(2));
        assert_eq!(from(&pool, &record, &wishes), expected);
        record.done.push(Done {
            id: "doorway-pec-stretch".to_owned(),
            at: days_ago(0) - 3.hours(),
        });
        let expected = rested("scapular-squeezes", Area::UpperBack, Ago::Days(1));
        assert_eq!(from(&pool, &record, &wishes), expected);
    }

    #[test]
    fn within_an_area_what_was_done_longest_ago_comes_first() {
        let pool = ["scapular-squeezes", "standing-scapular-squeeze"];
        let record = record(&[
            ("standing-scapular-squeeze", days_ago(3)),
            ("scapular-squeezes", now() - 90.minutes()),
        ]);
        let expected = rested("standing-scapular-squeeze", Area::UpperBack, Ago::Hours(1));
        assert_eq!(from(&pool, &record, &Wishes::default()), expected);
    }

    #[test]
    fn what_was_done_by_a_clock_that_ran_ahead_counts_as_not_done() {
        let pool = ["chin-tucks", "doorway-pec-stretch"];
        let ahead = [
            ("chin-tucks", days_ago(-365)),
            ("doorway-pec-stretch", days_ago(3)),
        ];
        let behind = [("doorway-pec-stretch", days_ago(3))];
        let none = Wishes::default();
        assert_eq!(
            from(&pool, &record(&ahead), &none),
            from(&pool, &record(&behind), &none)
        );
        let only = [("chin-tucks", days_ago(-7))];
        let first = from(&pool, &record(&[]), &none);
        assert_eq!(from(&pool, &record(&only), &none), first);
    }

    #[test]
    fn what_has_had_its_dose_waits() {
        // Once a day at most; the doorway stretch once or twice.
        let pool = ["thoracic-spine-stretch", "doorway-pec-stretch"];
        let today = now() - 5.hours();
        let mut record = record(&[
            ("thoracic-spine-stretch", today),
            ("doorway-pec-stretch", now() - 1.hour()),
        ]);
        let choice = |record: &Record| from(&pool, record, &Wishes::default()).unwrap();
        assert_eq!(choice(&record).what, "doorway-pec-stretch");
        record.done.push(Done {
            id: "doorway-pec-stretch".to_owned(),
            at: now() - 10.minutes(),
        });
        let again = choice(&record);
        assert_eq!(again.what, "thoracic-spine-stretch");
        assert_eq!(again.reason, Some(Reason::DosesDone));
        // A routine counts for every exercise in it.
        record.done.truncate(1);
        record
            .done
            .extend([now() - 2.hours(), now() - 1.hour()].map(|at| Done {
                id: "quick-daily-reset".to_owned(),
                at,
            }));
        assert_eq!(choice(&record).what, "thoracic-spine-stretch");
    }

    #[test]
    fn a_favourite_comes_first_where_all_else_is_equal() {
        let pool = ["scapular-squeezes", "standing-scapular-squeeze"];
        let wishes = Wishes {
            favourites: ids(&["standing-scapular-squeeze"]),
            ..Wishes::default()
        };
        let choice = |done: &[(&str, DateTime)]| from(&pool, &record(done), &wishes).unwrap().what;
        assert_eq!(choice(&[]), "standing-scapular-squeeze");
        // Done and not done aren't equal.
        let done = [("standing-scapular-squeeze", days_ago(3))];
        assert_eq!(choice(&done), "scapular-squeezes");
    }

    #[test]
    fn a_weekly_dose_counts_days() {
        let mut catalog = builtin().clone();
        let bridge = catalog
            .exercises
            .iter_mut()
            .find(|exercise| exercise.id == "bridge");
        bridge.unwrap().dose.per_week = Some((2, 2));
        catalog.pools.push(Pool {
            id: "own".to_owned(),
            members: vec!["bridge".to_owned(), "walk".to_owned()],
        });
        let choice = |done: &[(&str, DateTime)]| {
            choose(&catalog, "own", &record(done), &Wishes::default())
                .unwrap()
                .what
        };
        let walk = ("walk", now());
        let (one, three, eight) = (days_ago(1), days_ago(3), days_ago(8));
        assert_eq!(choice(&[walk, ("bridge", one), ("bridge", one)]), "bridge");
        assert_eq!(
            choice(&[walk, ("bridge", one), ("bridge", eight)]),
            "bridge"
        );
        assert_eq!(choice(&[walk, ("bridge", one), ("bridge", three)]), "walk");
    }

    #[test]
    fn only_what_the_place_and_the_person_allow_is_chosen() {
        let pool = [
            "standing-spinal-decompression",
            "doorway-pec-stretch",
            "chin-tucks",
            "bridge",
        ];
        let record = record(&[]);
        let choice = |wishes: &Wishes| from(&pool, &record, wishes).map(|choice| choice.what);
        let mut wishes = Wishes {
            place: Some(Place {
                positions: [Position::Standing, Position::Seated].into(),
                equipment: [Equipment::Doorway].into(),
            }),
            ..Wishes::default()
        };
        assert_eq!(choice(&wishes).as_deref(), Some("doorway-pec-stretch"));
        wishes.hidden = ids(&["doorway-pec-stretch"]);
        assert_eq!(choice(&wishes).as_deref(), Some("chin-tucks"));
        wishes.not_now = ids(&["chin-tucks"]);
        assert_eq!(choice(&wishes), None);
        wishes.place = None;
        wishes.hurt = ids(&["standing-spinal-decompression"]);
        assert_eq!(choice(&wishes).as_deref(), Some("bridge"));
        assert_eq!(choose(builtin(), "nowhere", &record, &wishes), None);
        // A routine is refused only as a whole.
        let routine = ["core", "quick-daily-reset"];
        wishes.hurt = ids(&["bridge"]);
        wishes.not_now.clear();
        wishes.hidden.clear();
        let id = from(&routine, &record, &wishes).map(|choice| choice.what);
        assert_eq!(id.as_deref(), Some("quick-daily-reset"));
    }
}
