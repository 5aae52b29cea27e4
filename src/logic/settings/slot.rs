//! Where each setting is kept and how it is read and written as text: one slot per path.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::Time;

use super::field::{Kind, ListChange, change_ids, change_words, listed, words_of, words_text};
use super::problem::{LONGEST_TEXT, Unfit};
use super::reminder::{Offer, Trigger};
use super::{IdleSource, MotionChoice, Settings, Stay, ThemeChoice, hours_long, minutes};
use crate::logic::catalog::{Equipment, Position};
use crate::logic::presence::Posture;
use crate::logic::time::hours::{self, Days, Hours};
use crate::logic::time::span;

/// The words of a [`Posture`].
const POSTURES: &[&str] = &["sitting", "standing"];
/// The words of a [`ThemeChoice`].
const THEMES: &[&str] = &["system", "light", "dark"];
/// The words of an [`IdleSource`].
const IDLE_SOURCES: &[&str] = &["auto", "wayland", "kde", "gnome", "x11", "logind", "off"];
/// The words of a [`MotionChoice`].
const MOTIONS: &[&str] = &["system", "full", "reduced"];

/// The words of a [`Stay`].
const STAYS: &[&str] = &["until-answered", "briefly"];

/// A place in the settings, typed.
pub(super) enum Slot<'a> {
    Flag(&'a mut bool),
    Count(&'a mut u32, u32, u32),
    Span(&'a mut Duration, Duration, Duration),
    Hours(&'a mut Hours),
    Days(&'a mut Days),
    Time(&'a mut Time),
    Offer(&'a mut Offer),
    Text(&'a mut String),
    Posture(&'a mut Posture),
    Positions(&'a mut BTreeSet<Position>),
    Equipment(&'a mut BTreeSet<Equipment>),
    Ids(&'a mut BTreeSet<String>),
    Theme(&'a mut ThemeChoice),
    Motion(&'a mut MotionChoice),
    Idle(&'a mut IdleSource),
    Stay(&'a mut Stay),
}

impl Slot<'_> {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Slot::Flag(_) => Kind::Flag,
            Slot::Count(_, low, high) => Kind::Count {
                low: *low,
                high: *high,
            },
            Slot::Span(_, low, high) => Kind::Span {
                low: *low,
                high: *high,
            },
            Slot::Posture(_) => Kind::Word(POSTURES),
            Slot::Theme(_) => Kind::Word(THEMES),
            Slot::Motion(_) => Kind::Word(MOTIONS),
            Slot::Idle(_) => Kind::Word(IDLE_SOURCES),
            Slot::Stay(_) => Kind::Word(STAYS),
            Slot::Hours(_) | Slot::Days(_) | Slot::Time(_) | Slot::Offer(_) | Slot::Text(_) => {
                Kind::Text
            }
            Slot::Positions(_) | Slot::Equipment(_) | Slot::Ids(_) => Kind::List,
        }
    }

    pub(super) fn get(&self) -> String {
        match self {
            Slot::Flag(on) => on.to_string(),
            Slot::Count(count, _, _) => count.to_string(),
            Slot::Span(length, _, _) => span::text(**length),
            Slot::Hours(hours) => hours.to_string(),
            Slot::Days(days) => days.to_string(),
            Slot::Time(time) => hours::time_text(**time),
            Slot::Offer(offer) => offer.text(),
            Slot::Text(text) => (*text).clone(),
            Slot::Posture(posture) => posture.word().to_owned(),
            Slot::Positions(set) => words_text(set),
            Slot::Equipment(set) => words_text(set),
            Slot::Ids(ids) => ids.iter().cloned().collect::<Vec<_>>().join(", "),
            Slot::Theme(theme) => THEMES[**theme as usize].to_owned(),
            Slot::Motion(motion) => MOTIONS[**motion as usize].to_owned(),
            Slot::Idle(source) => IDLE_SOURCES[**source as usize].to_owned(),
            Slot::Stay(stay) => STAYS[**stay as usize].to_owned(),
        }
    }

    /// Puts entries on the list, or takes them off.
    pub(super) fn change_list(self, items: &[String], change: ListChange) -> Result<(), Unfit> {
        match self {
            Slot::Positions(set) => change_words(set, items, change),
            Slot::Equipment(set) => change_words(set, items, change),
            Slot::Ids(ids) => change_ids(ids, items, change),
            Slot::Flag(_)
            | Slot::Count(..)
            | Slot::Span(..)
            | Slot::Hours(_)
            | Slot::Days(_)
            | Slot::Time(_)
            | Slot::Offer(_)
            | Slot::Text(_)
            | Slot::Posture(_)
            | Slot::Theme(_)
            | Slot::Motion(_)
            | Slot::Stay(_)
            | Slot::Idle(_) => Err(Unfit::NotList),
        }
    }

    pub(super) fn set(self, value: &str) -> Result<(), Unfit> {
        let word = |words: &'static [&'static str]| {
            words
                .iter()
                .position(|word| *word == value.trim())
                .ok_or_else(|| Unfit::NotWord {
                    written: value.to_owned(),
                    known: words.to_vec(),
                })
        };
        match self {
            Slot::Flag(on) => {
                *on = match value.trim() {
                    "true" | "on" | "yes" => true,
                    "false" | "off" | "no" => false,
                    _ => return Err(Unfit::NotFlag(value.to_owned())),
                }
            }
            Slot::Count(count, low, high) => {
                *count = value
                    .trim()
                    .parse()
                    .ok()
                    .filter(|count| (low..=high).contains(count))
                    .ok_or_else(|| Unfit::NotCount {
                        written: value.to_owned(),
                        low,
                        high,
                    })?
            }
            Slot::Span(length, low, high) => {
                let wanted = span::parse(value)?;
                if !(low..=high).contains(&wanted) {
                    let written = value.to_owned();
                    return Err(Unfit::SpanOutOfRange { written, low, high });
                }
                *length = wanted;
            }
            Slot::Hours(hours) => *hours = Hours::parse(value)?,
            Slot::Days(days) => *days = Days::parse(value)?,
            Slot::Time(time) => *time = hours::time(value)?,
            Slot::Offer(offer) => *offer = Offer::parse(value)?,
            Slot::Text(text) => one_line(value)?.clone_into(text),
            Slot::Positions(set) => *set = words_of(value)?,
            Slot::Equipment(set) => *set = words_of(value)?,
            Slot::Ids(ids) => *ids = listed(value).map(str::to_owned).collect(),
            Slot::Posture(posture) => {
                *posture = [Posture::Sitting, Posture::Standing][word(POSTURES)?]
            }
            Slot::Theme(theme) => {
                *theme = [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark][word(THEMES)?]
            }
            Slot::Motion(motion) => {
                *motion = [
                    MotionChoice::System,
                    MotionChoice::Full,
                    MotionChoice::Reduced,
                ][word(MOTIONS)?]
            }
            Slot::Idle(source) => *source = IdleSource::ALL[word(IDLE_SOURCES)?],
            Slot::Stay(stay) => *stay = [Stay::UntilAnswered, Stay::Briefly][word(STAYS)?],
        }
        Ok(())
    }
}

/// A text that can be shown in one line.
fn one_line(value: &str) -> Result<&str, Unfit> {
    let line = value.trim();
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    if line.chars().any(breaks) {
        return Err(Unfit::NotOneLine);
    }
    match line.chars().count() {
        ..=LONGEST_TEXT => Ok(line),
        length => Err(Unfit::TooManyCharacters(length)),
    }
}

impl Settings {
    /// Where the setting at `path` is kept.
    pub(super) fn slot(&mut self, path: &str) -> Option<Slot<'_>> {
        let second = Duration::from_secs(1);
        let zero = Duration::ZERO;
        let (group, name) = path.split_once('.').unwrap_or((path, ""));
        let presence = &mut self.presence;
        let timing = &mut self.timing;
        Some(match (group, name) {
            ("presence", "away_after") => {
                Slot::Span(&mut presence.away_after, second, hours_long(1))
            }
            ("presence", "natural_break") => {
                Slot::Span(&mut presence.natural_break, second, hours_long(2))
            }
            ("presence", "films_count") => Slot::Flag(&mut presence.films_count),
            ("timing", "lull") => Slot::Span(&mut timing.lull, zero, minutes(5)),
            ("timing", "lull_wait") => Slot::Span(&mut timing.lull_wait, zero, minutes(30)),
            ("timing", "settle") => Slot::Span(&mut timing.settle, zero, minutes(30)),
            ("timing", "merge") => Slot::Span(&mut timing.merge, zero, minutes(30)),
            ("timing", "again") => Slot::Span(&mut timing.again, second, hours_long(8)),
            ("timing", "snooze") => Slot::Span(&mut timing.snooze, second, hours_long(2)),
            ("timing", "snoozes") => Slot::Count(&mut timing.snoozes, 0, 20),
            ("timing", "break_counts") => Slot::Span(&mut timing.break_counts, zero, hours_long(1)),
            ("timing", "lets_go") => Slot::Span(&mut timing.lets_go, second, hours_long(1)),
            ("notification", "stay") => Slot::Stay(&mut self.notification.stay),
            ("hours", "") => Slot::Hours(&mut self.hours),
            ("holds", "call") => Slot::Flag(&mut self.holds.call),
            ("holds", "dnd") => Slot::Flag(&mut self.holds.dnd),
            ("holds", "presentation") => Slot::Flag(&mut self.holds.presentation),
            ("holds", "at_most") => Slot::Span(&mut self.holds.at_most, zero, hours_long(24)),
            ("holds", "ignore") => Slot::Ids(&mut self.holds.ignore),
            ("exercises", "positions") => Slot::Positions(&mut self.exercises.positions),
            ("exercises", "equipment") => Slot::Equipment(&mut self.exercises.equipment),
            ("exercises", "hidden") => Slot::Ids(&mut self.exercises.hidden),
            ("exercises", "favourites") => Slot::Ids(&mut self.exercises.favourites),
            ("exercises", "hurt") => Slot::Ids(&mut self.exercises.hurt),
            ("exercises", "gentle") => Slot::Flag(&mut self.exercises.gentle),
            ("look", "text_size") => Slot::Count(&mut self.look.text_size, 80, 160),
            ("look", "welcome_done") => Slot::Flag(&mut self.look.welcome_done),
            ("look", "theme") => Slot::Theme(&mut self.look.theme),
            ("look", "motion") => Slot::Motion(&mut self.look.motion),
            ("sound", "on") => Slot::Flag(&mut self.sound.on),
            ("sound", "speech") => Slot::Flag(&mut self.sound.speech),
            ("sound", "reminder") => Slot::Flag(&mut self.sound.reminder),
            ("sound", "volume") => Slot::Count(&mut self.sound.volume, 0, 100),
            ("sources", "idle") => Slot::Idle(&mut self.sources.idle),
            ("sources", "session") => Slot::Flag(&mut self.sources.session),
            ("sources", "calls") => Slot::Flag(&mut self.sources.calls),
            ("sources", "films") => Slot::Flag(&mut self.sources.films),
            ("sources", "dnd") => Slot::Flag(&mut self.sources.dnd),
            ("sources", "presentation") => Slot::Flag(&mut self.sources.presentation),
            ("reminders", rest) => {
                let (id, field) = rest.split_once('.')?;
                let reminder = self
                    .reminders
                    .iter_mut()
                    .find(|reminder| reminder.id == id)?;
                match (field, &mut reminder.trigger) {
                    ("on" | "enabled", _) => Slot::Flag(&mut reminder.on),
                    ("offer", _) => Slot::Offer(&mut reminder.offer),
                    ("text", _) => Slot::Text(&mut reminder.text),
                    ("of", Trigger::Amount { of, .. }) => Slot::Posture(of),
                    ("after", Trigger::Amount { after, .. }) => {
                        Slot::Span(after, second, hours_long(24))
                    }
                    ("at", Trigger::TimeOfDay { at, .. }) => Slot::Time(at),
                    ("days", Trigger::TimeOfDay { days, .. }) => Slot::Days(days),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }
}
