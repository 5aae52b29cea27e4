//! A reminder: when it is due and what it offers.

use std::time::Duration;

use jiff::civil::Time;

use super::problem::Unfit;
use crate::logic::presence::Posture;
use crate::logic::time::hours::Days;

/// A configured thing to be asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Reminder {
    /// Lower-case words joined by `-`.
    pub id: String,
    /// Whether it asks at all.
    pub on: bool,
    /// When it is due.
    pub trigger: Trigger,
    /// What it offers.
    pub offer: Offer,
    /// What a nudge says; empty = a text made from the trigger.
    pub text: String,
}

impl Reminder {
    /// What it is called among people: one of their own by its id.
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

/// When a reminder is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trigger {
    /// After so much sitting or standing.
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
    /// A choice from a pool of the catalog.
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

    /// The form that [`Offer::parse`] reads.
    pub fn text(&self) -> String {
        match self {
            Offer::Pool(id) => format!("pool {id}"),
            Offer::Routine(id) => format!("routine {id}"),
            Offer::Nudge => "nudge".to_owned(),
        }
    }
}

impl Trigger {
    /// What the names of its fields say about a reminder's trigger, before their values: none says nothing.
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

/// Whether a reminder can be called that.
pub fn is_reminder_id(id: &str) -> bool {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !id.is_empty() && id.len() <= 64 && id.chars().all(good)
}

/// An id for a reminder of that name, which none of `settings` has.
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

/// Whether everybody has that reminder.
pub fn is_built_in(id: &str) -> bool {
    super::Settings::default().reminder(id).is_some()
}

/// The doc of a reminder's field.
pub(super) const REMINDER_DOCS: [(&str, &str); 7] = [
    ("on", "Whether it asks at all."),
    ("of", "What is counted: sitting or standing."),
    ("after", "How much of it until the reminder is due."),
    ("at", "The time of day at which it is due."),
    (
        "days",
        "The days on which it is due, like Mon-Fri or Mon, Thu.",
    ),
    (
        "offer",
        "What it offers: `pool desk` (a choice), `routine walk` (a routine or exercise by id) or `nudge` (only a line of text).",
    ),
    ("text", "What a nudge says; empty = a text of its own."),
];
