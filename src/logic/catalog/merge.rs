//! Overlays the user's catalog on the built-in one.

use std::collections::HashMap;

use super::{Catalog, Exercise, Pool, Routine};

/// `base` with everything in `own` added; items with an id in `base` replace it. Safety text only accumulates.
pub fn merge(base: &Catalog, own: &Catalog) -> Catalog {
    let mut merged = base.clone();
    lay(
        &mut merged.exercises,
        &own.exercises,
        |exercise: &Exercise| &exercise.id,
    );
    lay(&mut merged.routines, &own.routines, |routine: &Routine| {
        &routine.id
    });
    lay(&mut merged.pools, &own.pools, |pool: &Pool| &pool.id);
    for (merged, own) in [
        (&mut merged.frame.open, &own.frame.open),
        (&mut merged.frame.close, &own.frame.close),
    ] {
        if own.is_some() {
            merged.clone_from(own);
        }
    }
    for (merged, own) in [
        (&mut merged.safety.ask_first, &own.safety.ask_first),
        (&mut merged.safety.stop, &own.safety.stop),
    ] {
        for sentence in own {
            if !merged.contains(sentence) {
                merged.push(sentence.clone());
            }
        }
    }
    if merged.safety.note.is_empty() {
        merged.safety.note.clone_from(&own.safety.note);
    }
    merged
}

fn lay<T: Clone>(merged: &mut Vec<T>, own: &[T], id: impl Fn(&T) -> &String) {
    // A thousand of the user's items must not each be compared with every other.
    let mut places: HashMap<String, usize> = HashMap::new();
    for (place, item) in merged.iter().enumerate() {
        places.entry(id(item).clone()).or_insert(place);
    }
    for item in own {
        let next = merged.len();
        let place = *places.entry(id(item).clone()).or_insert(next);
        match merged.get_mut(place) {
            Some(place) => *place = item.clone(),
            None => merged.push(item.clone()),
        }
    }
}
