//! A reminder: when it is due and what it offers.

use std::time::Duration;

use jiff::civil::Time;

use super::field::{Kind, Section, TextForm};
use super::problem::Unfit;
use super::row::{Group, Row, row};
use super::value::Value;
use crate::logic::presence::Posture;
use crate::logic::time::hours::Days;

/// Something to ask for, as configured.
#[derive(Clone, Debug, PartialEq)]
pub struct Reminder {
    /// Lower-case words joined by `-`.
    pub id: String,
    /// Whether it asks.
    pub on: bool,
    /// When it is due.
    pub trigger: Trigger,
    /// What it offers.
    pub offer: Offer,
    /// What a nudge says; empty = a text based on the trigger.
    pub text: String,
}

impl Reminder {
    /// Its name for people; a custom one goes by its id.
    pub fn name(&self) -> String {
        match self.id.as_str() {
            "stretch" => "Stretch break".to_owned(),
            "reset" => "Longer break".to_owned(),
            "posture" => "Posture check".to_owned(),
            "stand" => "Sit down again".to_owned(),
            "walk" => "Walk".to_owned(),
            own => {
                let words = own.replace('-', " ");
                let mut letters = words.trim().chars();
                let first = letters.next().map(|first| first.to_ascii_uppercase());
                first.into_iter().chain(letters).collect()
            }
        }
    }
}

impl Reminder {
    /// Whether this reminder has that setting, which depends on its trigger; only a nudge has a text.
    pub(super) fn shows(&self, row: &Row<Reminder>) -> bool {
        (row.path != "text" || self.offer == Offer::Nudge) && (row.text)(self).is_some()
    }
}

/// When a reminder is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trigger {
    /// After that much sitting or standing.
    Amount {
        /// What is counted.
        of: Posture,
        /// How much of it.
        after: Duration,
    },
    /// At a time of day.
    TimeOfDay {
        /// The time.
        at: Time,
        /// On which days.
        days: Days,
    },
}

/// What a reminder offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// A choice from a pool in the catalog.
    Pool(String),
    /// One routine or exercise.
    Routine(String),
    /// A line of text; no window.
    Nudge,
}

impl Offer {
    /// Reads `pool desk`, `routine walk` or `nudge`.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(text: &str) -> Result<Offer, Unfit> {
        let mut words = text.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("nudge"), None, None) => Ok(Offer::Nudge),
            (Some("pool"), Some(id), None) => Ok(Offer::Pool(id.to_owned())),
            (Some("routine"), Some(id), None) => Ok(Offer::Routine(id.to_owned())),
            _ => Err(Unfit::NotOffer(text.to_owned())),
        }
    }

    /// The text that [`Offer::parse`] reads.
    pub fn text(&self) -> String {
        match self {
            Offer::Pool(id) => format!("pool {id}"),
            Offer::Routine(id) => format!("routine {id}"),
            Offer::Nudge => "nudge".to_owned(),
        }
    }
}

impl Value for Offer {
    type Within = ();

    fn kind((): ()) -> Kind {
        Kind::Text(TextForm::Offer)
    }

    fn text(&self) -> String {
        Offer::text(self)
    }

    fn set(&mut self, written: &str, (): ()) -> Result<(), Unfit> {
        *self = Offer::parse(written)?;
        Ok(())
    }
}

impl Trigger {
    /// The kind of trigger implied by the names of a reminder's fields, before their values; none if they imply
    /// nothing.
    pub fn named(has: impl Fn(&str) -> bool) -> Option<Trigger> {
        let amount = has("of") || has("after");
        let time = has("at") || has("days");
        match (amount, time) {
            (true, _) => Some(Trigger::Amount {
                of: Posture::Sitting,
                after: Duration::from_secs(3600),
            }),
            (false, true) => Some(Trigger::TimeOfDay {
                at: Time::constant(15, 0, 0, 0),
                days: Days::WEEKDAYS,
            }),
            (false, false) => None,
        }
    }
}

/// Whether a reminder can have that id.
pub fn is_reminder_id(id: &str) -> bool {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !id.is_empty() && id.len() <= 64 && id.chars().all(good)
}

/// An id for a reminder with that name that `settings` doesn't have yet.
pub fn reminder_id_for(name: &str, settings: &super::Settings) -> String {
    let words = name.to_ascii_lowercase();
    let words = words
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut id = words.collect::<Vec<_>>().join("-");
    id.truncate(40);
    let id = match id.trim_matches('-') {
        "" => "own",
        id => id,
    };
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.to_owned())
        .chain(numbered)
        .find(|id| settings.reminder(id).is_none())
        .unwrap_or_default()
}

/// Whether that reminder is built in.
pub fn is_built_in(id: &str) -> bool {
    super::Settings::default().reminder(id).is_some()
}

/// The group of the settings file that contains the reminders, each under its id.
pub const REMINDERS: &str = "reminders";

/// The settings of a reminder.
pub(super) const TABLE: Group<Reminder> = Group {
    name: REMINDERS,
    doc: "What to ask for. Add your own beside them: the name in quotes, then when and what.",
    section: Section::Reminders,
    rows: &[
        row!(
            "on", bool, "Remind me", "Whether it asks at all.";
            reminder => on = reminder.on, on
        ),
        row!(
            "of", Posture, "Counts", "What is counted: sitting or standing.";
            reminder => Trigger::Amount { of, .. } = reminder.trigger, of
        ),
        row!(
            "after", Duration, within (Duration::from_secs(1), Duration::from_hours(24)), "After",
            "How much of it until the reminder is due.";
            reminder => Trigger::Amount { after, .. } = reminder.trigger, after
        ),
        row!(
            "at", Time, "At", "The time of day at which it is due.";
            reminder => Trigger::TimeOfDay { at, .. } = reminder.trigger, at
        ),
        row!(
            "days", Days, "On", "The days on which it is due, like Mon-Fri or Mon, Thu.";
            reminder => Trigger::TimeOfDay { days, .. } = reminder.trigger, days
        ),
        row!(
            "offer", Offer, "Offers",
            "What it offers: `pool desk` (a choice), `routine walk` (a routine or exercise by id) or `nudge` (only a line of text).",
            on the page "What it offers when it is due.";
            reminder => offer = reminder.offer, offer
        ),
        row!(
            "text", String, "Says", "What a nudge says; empty = a text of its own.";
            reminder => text = reminder.text, text
        ),
    ],
};

/// A former name of one of these, and its current one.
pub const OLD_NAME: (&str, &str) = ("enabled", "on");
