//! What pages draw from.

use jiff::civil::Date;

use crate::ipc::message::{Doctor, WhyPart};
use crate::logic::catalog::Catalog;
use crate::logic::past::stats::Day;
use crate::logic::presence::Posture;
use crate::logic::presence::apps::Seen;
use crate::logic::settings::{Settings, SoundRules, Timing};
use crate::logic::shown::status::Status;
use crate::logic::time::now::Mono;

/// Everything that pages draw from. A page itself keeps only its scroll position, filter and draft.
#[derive(Clone, Debug)]
pub struct Model {
    /// The time of this turn.
    pub now: Mono,
    /// The latest status, and when it came; none before the first.
    pub status: Option<(Status, Mono)>,
    /// The catalog.
    pub catalog: Catalog,
    /// The current settings; none until the daemon has sent them.
    pub settings: Option<Settings>,
    /// The times in the settings when the window opened.
    pub opened_with: Timing,
    /// What works and what doesn't, and the files in use; none until the daemon has said.
    pub doctor: Option<Doctor>,
    /// The applications that were a reason to stay quiet.
    pub apps: Seen,
    /// What happened today, and when that was reported; none until the daemon has said.
    pub day: Option<(WhyPart, Mono)>,
    /// The days of the last year; none until the daemon has said.
    pub days: Option<Vec<Day>>,
    /// Today's local date.
    pub today: Date,
    /// A success message, in words.
    pub news: Option<String>,
    /// Why the last request failed, in words.
    pub problem: Option<String>,
    /// Why the daemon can't be reached; none while it can.
    pub gone: Option<String>,
    /// Whether the figure jumps from pose to pose instead of moving.
    pub reduced_motion: bool,
    /// The sound settings for breaks.
    pub sound: SoundRules,
    /// Whether the desktop's file dialogue is open.
    pub choosing: bool,
}

impl Model {
    /// The times in force.
    pub fn timing(&self) -> &Timing {
        let known = self.settings.as_ref();
        known.map_or(&self.opened_with, |settings| &settings.timing)
    }

    /// Whether to offer only standing up and walking.
    pub fn gentle(&self) -> bool {
        self.settings
            .as_ref()
            .is_some_and(|settings| settings.exercises.gentle)
    }

    /// Whether that exercise or routine is a favourite.
    pub fn favourite(&self, id: &str) -> bool {
        self.settings
            .as_ref()
            .is_some_and(|settings| settings.exercises.favourites.contains(id))
    }

    /// Whether that exercise or routine must never be offered.
    pub fn hidden(&self, id: &str) -> bool {
        self.settings
            .as_ref()
            .is_some_and(|settings| settings.exercises.hidden.contains(id))
    }

    /// How often the catalog has changed since the daemon started.
    pub fn catalog_changes(&self) -> u64 {
        self.status.as_ref().map_or(0, |(status, _)| status.catalog)
    }

    /// The status with its running counts advanced to now.
    pub fn status_now(&self) -> Option<Status> {
        let (status, since) = self.status.as_ref()?;
        let mut status = status.clone();
        if status.counting && self.gone.is_none() {
            let passed = self.now.since(*since);
            match status.posture {
                Posture::Sitting => status.sitting += passed,
                Posture::Standing => status.standing += passed,
            }
            if let Some(next) = &mut status.next {
                next.within = next.within.saturating_sub(passed);
            }
        }
        Some(status)
    }
}
