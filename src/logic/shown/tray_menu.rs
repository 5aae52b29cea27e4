//! The tray as a value: icon, tooltip and menu, drawn from `Status`.
//!
//! Its texts show clock times, not minutes left: they stay true while time passes, so that nothing has to wake up every
//! minute to rewrite them, and no tray host has to read them again.

use std::time::Duration;

use jiff::civil::DateTime;

use crate::logic::presence::{Posture, Presence};
use crate::logic::shown::status::Status;
use crate::logic::time::hours;
use crate::logic::time::span;

/// Everything the tray shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tray {
    /// The icon.
    pub icon: TrayIcon,
    /// Text under the pointer.
    pub tooltip: String,
    /// The menu, top to bottom.
    pub menu: Vec<Entry>,
}

/// The icon fills with sitting time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TrayIcon {
    /// Eighths of the limit, 0 to 8.
    pub fill: u8,
    /// What it shows.
    pub mood: Mood,
}

/// What the icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Mood {
    Sitting,
    Standing,
    Due,
    Quiet,
    Break,
    Away,
}

/// One line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A line that only informs.
    Text(String),
    /// A line that can be pressed.
    Item {
        /// What it says.
        label: String,
        /// Whether it can be pressed now.
        enabled: bool,
        /// What pressing it does.
        action: TrayAction,
    },
    /// A line that opens a submenu.
    Submenu {
        /// What it says.
        label: String,
        /// The further lines.
        entries: Vec<Entry>,
    },
    /// A separator between groups.
    Separator,
}

/// What a press in the tray means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrayAction {
    /// Open the window on the Today page.
    Open,
    /// Start a break: the next choice, or that exercise or routine.
    Start(Option<String>),
    /// Resume the break that was left.
    GoOn,
    /// Snooze the reminder.
    Snooze,
    /// Skip the reminder.
    Skip,
    /// That application isn't a reason to stay quiet.
    Ignore(String),
    /// Say that you are standing.
    Stand,
    /// Say that you are sitting.
    Sit,
    /// Stay quiet for this long.
    Pause(Duration),
    /// Stay quiet until tomorrow morning.
    PauseUntilTomorrow,
    /// End the pause.
    Resume,
    /// Open the settings page.
    Settings,
    /// End the program.
    Quit,
}

/// A routine or exercise that can be started from the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Startable {
    /// Its id.
    pub id: String,
    /// Its name, with its length.
    pub label: String,
}

/// The tray for a status at `now`; `startable` fills *Take a break now*.
pub fn tray(status: &Status, now: DateTime, startable: &[Startable]) -> Tray {
    let text = text(status, now);
    Tray {
        icon: icon(status),
        menu: menu(status, text.clone(), startable),
        tooltip: text,
    }
}

/// What comes next, in words that don't count minutes.
fn text(status: &Status, now: DateTime) -> String {
    let hold = status.holds.first();
    if status.running.is_none()
        && let Some((hold, seconds)) = hold.and_then(|hold| Some((hold, hold.ends_in_seconds?)))
    {
        let end = hours::moment_in(now, Duration::from_secs(seconds));
        return format!("Quiet until {end}: {}", hold.said());
    }
    if let Some(due) = status.asking().filter(|_| status.is_overdue()) {
        let since = clock_before(now, status.overdue);
        return format!("Overdue since {since}: {}", due.name);
    }
    match &status.next {
        Some(next) if status.has_only_next() && !next.within.is_zero() => {
            let at = hours::moment_in(now, next.within);
            match at.contains(' ') {
                // "at tomorrow 15:00" is not English.
                true => format!("{}: {at}", next.name),
                false => format!("{} at {at}", next.name),
            }
        }
        Some(_) | None => status.next_sentence().trim_end_matches('.').to_owned(),
    }
}

/// The clock time `span` before `now`, preceded by its day if that isn't today.
fn clock_before(now: DateTime, span: Duration) -> String {
    hours::moment_text(now.saturating_sub(span), now.date())
}

/// How long until the icon fills further, if only time passes; none if it won't.
pub fn fills_in(status: &Status) -> Option<Duration> {
    let fill = fill(status);
    let grows = status.counting && status.posture == Posture::Sitting && fill < FULL;
    let next = (u64::from(fill) + 1) * status.limit.as_secs().max(1);
    grows.then(|| Duration::from_secs(next.div_ceil(FULL.into())).saturating_sub(status.sitting))
}

/// The share of the limit that has been used, 0 to [`FULL`].
fn fill(status: &Status) -> u8 {
    let (run, limit) = (status.sitting.as_secs(), status.limit.as_secs().max(1));
    (run * u64::from(FULL) / limit).min(FULL.into()) as u8
}

/// The number of steps in which the icon fills.
const FULL: u8 = 8;

fn icon(status: &Status) -> TrayIcon {
    let fill = fill(status);
    let mood = if status.running.is_some() {
        Mood::Break
    } else if !status.holds.is_empty() {
        Mood::Quiet
    } else if status.due.is_some() {
        Mood::Due
    } else if status.presence != Presence::Present {
        Mood::Away
    } else if status.posture == Posture::Standing {
        Mood::Standing
    } else {
        Mood::Sitting
    };
    TrayIcon { fill, mood }
}

fn item(label: impl Into<String>, enabled: bool, action: TrayAction) -> Entry {
    Entry::Item {
        label: label.into(),
        enabled,
        action,
    }
}

fn menu(status: &Status, text: String, startable: &[Startable]) -> Vec<Entry> {
    let paused = status
        .holds
        .iter()
        .any(|hold| hold.reason == crate::logic::presence::Hold::Paused);
    let free = status.running.is_none();
    let mut breaks = vec![item("Next choice", free, TrayAction::Start(None))];
    if !startable.is_empty() {
        breaks.push(Entry::Separator);
    }
    breaks.extend(startable.iter().map(|entry| {
        item(
            entry.label.clone(),
            free,
            TrayAction::Start(Some(entry.id.clone())),
        )
    }));
    let pause = if paused {
        item("Resume reminders", true, TrayAction::Resume)
    } else {
        let minutes = |minutes: u64| TrayAction::Pause(Duration::from_secs(minutes * 60));
        Entry::Submenu {
            label: "Pause".to_owned(),
            entries: vec![
                item("30 minutes", true, minutes(30)),
                item("1 hour", true, minutes(60)),
                item("2 hours", true, minutes(120)),
                item("Until tomorrow", true, TrayAction::PauseUntilTomorrow),
            ],
        }
    };
    let posture = match status.posture {
        Posture::Sitting => item("Standing now", true, TrayAction::Stand),
        Posture::Standing => item("Sitting now", true, TrayAction::Sit),
    };
    let start = status.asking().map(|due| {
        let label = format!("Start {}", due.name);
        item(label, true, TrayAction::Start(None))
    });
    let go_on = status.left.as_ref().map(|left| {
        let label = format!("Go on with {}", left.name);
        item(label, true, TrayAction::GoOn)
    });
    let ignore = status.holds.iter().filter_map(|hold| {
        let app = hold.app.clone()?;
        let label = hold.reason.ignore_words(&app)?;
        Some(item(label, true, TrayAction::Ignore(app)))
    });
    let top = [
        Entry::Text(text),
        item("Open Unbend", true, TrayAction::Open),
        Entry::Separator,
    ];
    let rest = [
        Entry::Submenu {
            label: "Take a break now".to_owned(),
            entries: breaks,
        },
        item(
            format!("Snooze {}", span::words(status.snooze)),
            status.can_snooze,
            TrayAction::Snooze,
        ),
        item("Skip", status.can_skip, TrayAction::Skip),
        posture,
        pause,
        Entry::Separator,
        item("Settings…", true, TrayAction::Settings),
        item("Quit", true, TrayAction::Quit),
    ];
    top.into_iter()
        .chain(ignore)
        .chain(start)
        .chain(go_on)
        .chain(rest)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::presence::Hold;
    use crate::logic::shown::status::{HeldBy, Left, Next};

    const MONDAY: DateTime = DateTime::constant(2026, 3, 2, 9, 0, 0, 0);

    fn labels(entries: &[Entry]) -> Vec<String> {
        entries
            .iter()
            .map(|entry| match entry {
                Entry::Text(text) => text.clone(),
                Entry::Item { label, enabled, .. } => {
                    format!("{label}{}", if *enabled { "" } else { " (off)" })
                }
                Entry::Submenu { label, .. } => format!("{label} ▸"),
                Entry::Separator => "-".to_owned(),
            })
            .collect()
    }

    #[test]
    fn a_quiet_morning_offers_everything_but_answers() {
        let tray = tray(&Status::fresh(), MONDAY, &[]);
        assert_eq!(
            labels(&tray.menu),
            [
                "No reminder is due",
                "Open Unbend",
                "-",
                "Take a break now ▸",
                "Snooze 5 min (off)",
                "Skip (off)",
                "Standing now",
                "Pause ▸",
                "-",
                "Settings…",
                "Quit"
            ]
        );
        assert_eq!(tray.icon.fill, 0);
    }

    #[test]
    fn a_break_that_was_left_is_offered_above_all_others() {
        let mut status = Status::fresh();
        status.left = Some(Left {
            what: "quick-daily-reset".to_owned(),
            name: "Quick daily reset".to_owned(),
            exercise: "sit-tall".to_owned(),
            exercise_name: "Sit tall".to_owned(),
        });
        let tray = tray(&status, MONDAY, &[]);
        assert_eq!(
            labels(&tray.menu)[2..5],
            ["-", "Go on with Quick daily reset", "Take a break now ▸"]
        );
        let Entry::Item {
            enabled, action, ..
        } = &tray.menu[3]
        else {
            panic!("{:?}", tray.menu[3]);
        };
        assert!(*enabled && *action == TrayAction::GoOn, "{action:?}");
    }

    #[test]
    fn the_icon_fills_with_sitting_and_never_overflows() {
        let mut status = Status::fresh();
        for (minutes, fill) in [(0, 0), (15, 4), (29, 7), (30, 8), (300, 8)] {
            status.sitting = Duration::from_secs(minutes * 60);
            assert_eq!(icon(&status).fill, fill, "{minutes} min");
        }
    }

    #[test]
    fn it_is_known_when_the_icon_fills_further() {
        let mut status = Status::fresh();
        status.counting = true;
        for limit in [1, 7, 100, 1800] {
            status.limit = Duration::from_secs(limit);
            status.sitting = Duration::ZERO;
            while let Some(wait) = fills_in(&status) {
                let before = fill(&status);
                status.sitting += wait - Duration::from_millis(1);
                assert_eq!(fill(&status), before, "{limit} s: {:?}", status.sitting);
                status.sitting += Duration::from_millis(1);
                assert!(fill(&status) > before, "{limit} s: {:?}", status.sitting);
            }
            assert_eq!(fill(&status), FULL);
        }
        status.sitting = Duration::ZERO;
        status.posture = Posture::Standing;
        assert_eq!(fills_in(&status), None);
        status.posture = Posture::Sitting;
        status.counting = false;
        assert_eq!(fills_in(&status), None);
    }

    #[test]
    fn the_texts_stay_true_while_time_passes() {
        let mut status = Status::fresh();
        let mut texts = Vec::new();
        for minute in 0..20_u64 {
            let spent = Duration::from_secs(minute * 60 + minute % 2);
            status.sitting = spent;
            status.next = Some(Next {
                reminder: "stretch".to_owned(),
                within: Duration::from_secs(30 * 60) - spent,
                what: None,
                name: "Wall squat".to_owned(),
                reason: String::new(),
                because: None,
            });
            let tray = tray(&status, MONDAY.saturating_add(spent), &[]);
            texts.push((tray.tooltip, labels(&tray.menu)));
        }
        assert_eq!(texts[0].0, "Wall squat at 09:30");
        texts.dedup();
        assert_eq!(texts.len(), 1);
    }

    #[test]
    fn a_time_of_another_day_says_so() {
        let hours = |hours: u64| Duration::from_secs(hours * 3600);
        assert_eq!(hours::moment_in(MONDAY, hours(2)), "11:00");
        assert_eq!(hours::moment_in(MONDAY, hours(24)), "tomorrow 09:00");
        assert_eq!(hours::moment_in(MONDAY, hours(54)), "Wednesday 15:00");
        let mut status = Status::fresh();
        status.holds = vec![HeldBy::new(Hold::Paused, Some(3600), None)];
        assert_eq!(
            text(&status, MONDAY),
            format!("Quiet until 10:00: {}", Hold::Paused.words())
        );
        status.holds[0].ends_in_seconds = Some(24 * 3600);
        assert_eq!(
            text(&status, MONDAY),
            format!("Quiet until tomorrow 09:00: {}", Hold::Paused.words())
        );
        status.holds.clear();
        status.next = Some(Next {
            reminder: "tea".to_owned(),
            within: hours(30),
            what: None,
            name: "Drink tea".to_owned(),
            reason: String::new(),
            because: None,
        });
        assert_eq!(text(&status, MONDAY), "Drink tea: tomorrow 15:00");
        assert_eq!(clock_before(MONDAY, hours(10)), "yesterday 23:00");
    }
}
