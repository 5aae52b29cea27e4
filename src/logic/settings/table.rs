//! Every setting, each in one place: its name, type, default and range, what the settings page calls it, and what it
//! means. The settings file, `unbend settings`, completions and the settings page are all made from these rows.
//!
//! A new setting is one row here, and the place that asks for its value.

use std::collections::BTreeSet;
use std::time::Duration;

use super::choices::{IdleSource, MotionChoice, Stay, ThemeChoice};
use super::field::{ListOf, Section, Unit};
use super::reminder;
use super::row::{Group, group, row};
use super::value::Value;
use super::{Reminder, Settings};
use crate::logic::catalog::{Equipment, Position};
use crate::logic::presence::DesktopHold;
use crate::logic::time::hours::Hours;

/// What there is to set, in the order of the file.
pub(super) const TABLE: [Part; 10] = [
    Part::Group(&PRESENCE),
    Part::Group(&HOURS),
    Part::Reminders(&reminder::TABLE),
    Part::Group(&TIMING),
    Part::Group(&NOTIFICATION),
    Part::Group(&HOLDS),
    Part::Group(&EXERCISES),
    Part::Group(&LOOK),
    Part::Group(&SOUND),
    Part::Group(&SOURCES),
];

/// A part of the settings file.
pub(super) enum Part {
    /// Settings that are there once.
    Group(&'static Group<Settings>),
    /// Settings that each reminder has.
    Reminders(&'static Group<Reminder>),
}

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = hours(1);

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

const fn minutes(count: u64) -> Duration {
    seconds(count * 60)
}

const fn hours(count: u64) -> Duration {
    minutes(count * 60)
}

/// A setting that stands by itself.
const HOURS: Group<Settings> = Group {
    name: "hours",
    doc: "",
    section: Section::Quiet,
    rows: &[row!(
        "hours", Hours, "Hours",
        "When reminders may come, like Mon-Fri 09:00-12:30, 13:00-18:00; Sat 10:00-14:00. Empty = always.";
        all => value = all.hours, value
    )],
};

group! {
    /// When you count as sitting, away or back.
    PRESENCE: presence, PresenceRules, Section::Presence, "When you count as sitting, away or back.";

    away_after: Duration = minutes(3), within (SECOND, HOUR), "Away after",
        "After this long without input you count as away, from the last input on.";

    natural_break: Duration = minutes(5), within (SECOND, hours(2)), "Natural break",
        "Being away this long counts as a break and starts the sitting time over.";

    films_count: bool = true, "Films count as sitting",
        "Whether watching a film without input counts as sitting.";
}

group! {
    /// How reminders are timed.
    TIMING: timing, Timing, Section::Asking, "How reminders are timed.";

    lull: Duration = seconds(5), within (Duration::ZERO, minutes(5)), "Good moment",
        "A pause in typing and pointing this long is a good moment to ask.";

    lull_wait: Duration = seconds(60), within (Duration::ZERO, minutes(30)), "Longest wait for it",
        "A due reminder waits at most this long for such a pause.";

    settle: Duration = seconds(15), within (Duration::ZERO, minutes(30)), "After a quiet time",
        "After a call or another quiet time has ended, wait this long before asking.";

    merge: Duration = minutes(2), within (Duration::ZERO, minutes(30)), "Give way to a longer break",
        "A small reminder due this shortly before a larger one gives way to it.";

    again: Duration = minutes(10), within (SECOND, hours(8)), "Ask again after",
        "A reminder that was ignored is shown again after this much further sitting.";

    snooze: Duration = minutes(5), within (SECOND, hours(2)), "Snooze",
        "How long a snooze lasts.";

    snoozes: u32 = 3, within (0, 20, Unit::Times), "Snoozes in a row",
        "How often in a row a reminder can be snoozed.";

    break_counts: Duration = seconds(60), within (Duration::ZERO, HOUR), "A break counts from",
        "A break left early counts as done from this much guided time on.";

    lets_go: Duration = minutes(3), within (SECOND, HOUR), "A break you work through ends after",
        "If you work on while a break is paused or waiting, it ends after this long, and you are asked again later.";
}

group! {
    /// How a reminder is shown.
    #[derive(Copy)]
    NOTIFICATION: notification, NotificationRules, Section::Asking, "How a reminder is shown.";

    stay: Stay = Stay::UntilAnswered, "Stays on the screen",
        "How long a reminder stays on the screen: until-answered, or briefly (like any other notification).";
}

group! {
    /// What keeps reminders quiet, besides a pause and the hours.
    HOLDS: holds, HoldRules, Section::Quiet, "What keeps reminders quiet, besides a pause and the hours.";

    call: bool = true, "Wait during calls",
        "Whether reminders wait while the microphone is in use.";

    dnd: bool = true, "Wait during do not disturb",
        "Whether reminders wait while the desktop's do not disturb is on.";

    presentation: bool = true, "Wait during full screen",
        "Whether reminders wait while a window is full screen.";

    at_most: Duration = HOUR, within (Duration::ZERO, hours(24)), "Ask in full screen after",
        "How far past due you may sit in full screen before the reminder comes once, quietly. 0s = never.";

    ignore: BTreeSet<String> = BTreeSet::new(), within ListOf::Apps, "Apps that never make it wait",
        "Apps that are never a reason to wait, whether they use the microphone or fill the screen; names separated by commas.";
}

group! {
    /// What may be chosen from.
    EXERCISES: exercises, ExerciseRules, Section::Body, "What may be chosen from.";

    positions: BTreeSet<Position> = BTreeSet::new(), "Positions",
        "Positions that suit you where you are: standing, seated, floor, bed, wall. Empty = all of them.";

    equipment: BTreeSet<Equipment> = BTreeSet::new(), "At hand",
        "What you have at hand: desk, wall, doorway, chair, mat, roller, bed, pillow, block, counter. Empty = everything.";

    hidden: BTreeSet<String> = BTreeSet::new(), within ListOf::Exercises, "Never offered",
        "Exercises never to offer; ids separated by commas.",
        on the page "Exercises never to be offered.";

    favourites: BTreeSet<String> = BTreeSet::new(), within ListOf::Exercises, "Favourites",
        "Exercises and routines to show first and, all else being equal, to choose first; ids separated by commas.",
        on the page "Shown first and, all else equal, chosen first.";

    hurt: BTreeSet<String> = BTreeSet::new(), within ListOf::Exercises, "Left out because they hurt",
        "Exercises left out because they hurt; take one off this list to bring it back.",
        on the page "Take one off the list to bring it back.";

    gentle: bool = false, "Only standing up and walking",
        "Whether only standing up and walking are offered, until you have asked a health professional.";
}

group! {
    /// How the window looks.
    LOOK: look, Look, Section::Look, "How the window looks.";

    theme: ThemeChoice = ThemeChoice::System, "Colours",
        "Colours of the window: system, light or dark.";

    motion: MotionChoice = MotionChoice::System, "Movement",
        "Whether the figure moves: system, full, or reduced (key poses only).";

    text_size: u32 = 100, within (80, 160, Unit::Percent), "Text size",
        "Size of text and controls in the window, in percent: 80 to 160.";

    welcome_done: bool = false, "",
        "Whether the introduction was shown; false shows it when the window opens.";
}

group! {
    /// What is to be heard.
    #[derive(Copy)]
    SOUND: sound, SoundRules, Section::Sounds, "What is to be heard.";

    on: bool = true, "Chimes",
        "Whether chimes tell you when to start, change sides and rest, so you don't have to look.";

    volume: u32 = 40, within (0, 100, Unit::Percent), "Volume",
        "How loud all sounds are, in percent.";

    speech: bool = false, "Read each step aloud",
        "Whether each step is also read aloud, where the desktop has a speech service. Silent while sounds are off.";

    reminder: bool = false, "A sound with each reminder",
        "Whether a reminder plays a sound when it appears.";
}

group! {
    /// What Unbend watches. What is off is not watched at all.
    SOURCES: sources, SourceRules, Section::Sources, "What Unbend watches. What is off is not watched at all.";

    idle: IdleSource = IdleSource::Auto, "Typing and pointing",
        "Where typing and pointing are noticed: auto (the best that works), wayland, kde, gnome, x11, logind, or off.";

    session: bool = true, "Lock and sleep",
        "Whether to notice when the screen locks and the computer sleeps.";

    calls: bool = true, "Calls",
        "Whether to notice apps that use the microphone.";

    films: bool = true, "Films",
        "Whether to notice apps that keep the screen awake.";

    dnd: bool = true, "Do not disturb",
        "Whether to notice the desktop's do not disturb.";

    presentation: bool = true, "Full screen",
        "Whether to notice windows that fill the screen.";
}

impl HoldRules {
    /// Whether that hold keeps reminders quiet.
    pub fn heeds(&self, hold: DesktopHold) -> bool {
        match hold {
            DesktopHold::Dnd => self.dnd,
            DesktopHold::Presentation => self.presentation,
        }
    }
}

impl SourceRules {
    /// Whether that hold is watched for.
    pub fn watches(&self, hold: DesktopHold) -> bool {
        match hold {
            DesktopHold::Dnd => self.dnd,
            DesktopHold::Presentation => self.presentation,
        }
    }
}
