//! The reasons to stay quiet that hold right now, the application behind each, and when it ends.

use std::collections::BTreeMap;

use crate::logic::presence::apps::{Apps, Seen};
use crate::logic::presence::{DesktopHold, Hold};
use crate::logic::schedule::Scheduler;
use crate::logic::text::word::Word;
use crate::logic::time::now::Mono;

/// What the desktop reported, including ignored applications. Not kept over a restart: the desktop reports it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Who uses the microphone.
    recording: Apps,
    /// The applications behind each of the other holds.
    holds: BTreeMap<DesktopHold, Apps>,
}

impl Scheduler {
    /// The active holds, in the order of [`Hold::ALL`].
    pub(super) fn holds(&self) -> Vec<Hold> {
        let all = Hold::ALL.iter().copied();
        all.filter(|hold| self.is_held(*hold)).collect()
    }

    fn is_held(&self, hold: Hold) -> bool {
        match hold {
            Hold::Paused => self.state.paused_until.is_some(),
            Hold::Hours => !self.edges.open,
            Hold::Call => self.settings.holds.call && self.state.signs.in_call(),
            Hold::Desktop(hold) => {
                self.settings.holds.heeds(hold) && !self.held_by(hold).is_nobody()
            }
        }
    }

    /// The application that is the reason, if known.
    pub(super) fn hold_app(&self, hold: Hold) -> Option<String> {
        let apps = match hold {
            Hold::Call => self.calling(),
            Hold::Desktop(hold) => self.held_by(hold),
            Hold::Paused | Hold::Hours => Apps::NOBODY,
        };
        apps.names().next().map(str::to_owned)
    }

    /// When it ends, where that is known.
    pub(super) fn hold_ends(&self, hold: Hold) -> Option<Mono> {
        match hold {
            Hold::Paused => self.state.paused_until,
            Hold::Hours => self.edges.hours_change,
            Hold::Call | Hold::Desktop(_) => None,
        }
    }

    /// The applications behind it, without ignored ones.
    fn held_by(&self, hold: DesktopHold) -> Apps {
        let told = self.state.told.holds.get(&hold);
        told.map_or(Apps::NOBODY, |apps| {
            apps.besides(&self.settings.holds.ignore)
        })
    }

    /// Who uses the microphone, without ignored ones.
    pub(super) fn calling(&self) -> Apps {
        let told = &self.state.told.recording;
        told.besides(&self.settings.holds.ignore)
    }

    /// Records which applications use the microphone.
    pub(super) fn told_of_call(&mut self, apps: Apps) {
        self.state.seen.note_calls(&apps);
        self.state.told.recording = apps;
        self.call();
    }

    /// Records the applications behind a hold.
    pub(super) fn told_of_hold(&mut self, hold: DesktopHold, apps: Apps) {
        if hold == DesktopHold::Presentation {
            self.state.seen.note_full_screen(&apps);
        }
        self.state.told.holds.insert(hold, apps);
    }

    /// The applications that have been a reason to stay quiet.
    pub fn seen(&self) -> &Seen {
        &self.state.seen
    }
}
