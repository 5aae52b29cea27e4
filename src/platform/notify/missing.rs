//! Unbend can't show notifications on this system yet. Each reminder is answered at once with a failure, so that the
//! small window asks instead.

use crate::logic::shown::notice::{Notice, Posted};
use crate::platform::{Ability, Fact, Facts, NoticeEvent, absent};

const WHAT: &str = "Unbend shows no notifications on this system yet";
const REMEDY: &str = "reminders come as a small window; nudges are not shown";

#[derive(Debug)]
pub(super) struct Notifier {
    facts: Facts,
}

impl Notifier {
    pub(super) fn start(facts: Facts) -> Notifier {
        absent::tell(&facts, Ability::Notifications, WHAT, REMEDY);
        Notifier { facts }
    }

    pub(super) fn show(&self, tag: u64, _notice: Notice) {
        let why = format!("{WHAT}: {REMEDY}");
        let _ = self
            .facts
            .send(Fact::Notice(NoticeEvent::Failed { tag, why }));
    }

    pub(super) fn nudge(&self, _notice: Notice) {}

    pub(super) fn withdraw(&self) {}

    pub(super) fn take_away(&self, _left: Posted) {}

    pub(super) fn retry(&self) {}
}
