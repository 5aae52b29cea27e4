//! Reports an ability that Unbend doesn't support on this system yet.

use crate::platform::{Ability, AbilityState, Fact, Facts, Missing};

/// Reports it as missing, in words a person can act on.
pub(super) fn tell(facts: &Facts, ability: Ability, what: &str, remedy: &str) {
    let state = AbilityState::Missing(Missing::new(what, remedy));
    let _ = facts.send(Fact::Ability { ability, state });
}
