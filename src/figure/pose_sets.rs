//! The pose sets compiled into the program, by id.

use std::sync::{Arc, OnceLock};

use super::parse::Problem;
use super::pose_set::PoseSet;

struct BuiltIn {
    id: &'static str,
    text: &'static str,
    parsed: OnceLock<Result<Arc<PoseSet>, Problem>>,
}

// `SETS`: one for each file of `assets/figures`, by id. The build script writes it.
include!(concat!(env!("OUT_DIR"), "/pose_sets.rs"));

/// The ids of all built-in pose sets, in alphabetical order.
pub fn ids() -> impl ExactSizeIterator<Item = &'static str> {
    SETS.iter().map(|set| set.id)
}

/// The built-in pose set of an id, read on first use; `None` for an unknown id.
///
/// A test reads every built-in file, so a known id always gives a set.
pub fn get(id: &str) -> Option<&'static Arc<PoseSet>> {
    let i = SETS.binary_search_by(|set| set.id.cmp(id)).ok()?;
    let set = &SETS[i];
    set.parsed
        .get_or_init(|| PoseSet::parse(set.text).map(Arc::new))
        .as_ref()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_file_is_read() {
        for set in &SETS {
            if let Err(problem) = PoseSet::parse(set.text) {
                panic!("assets/figures/{}.ron, {problem}", set.id);
            }
        }
    }

    #[test]
    fn ids_are_in_order_so_they_can_be_searched() {
        assert!(ids().is_sorted());
        assert!(ids().all(|id| get(id).is_some()));
        assert!(get("handstand").is_none());
    }
}
