//! The single snapshot from which the tray, the notification, the command line and the window are drawn.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::logic::catalog::Reason;
use crate::logic::presence::{DesktopHold, Hold, Posture, Presence};
use crate::logic::text::visible;
use crate::logic::text::word::Word as _;
use crate::logic::time::{seconds, span};

/// A reminder that has been on the screen for less than this isn't called overdue.
const LATE: Duration = Duration::from_secs(60);

/// Everything there is to show about this moment. Spans are whole seconds in JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Sitting time since the last break of any kind.
    #[serde(with = "seconds", rename = "sitting_seconds")]
    pub sitting: Duration,
    /// Standing time since the last break of any kind.
    #[serde(with = "seconds", rename = "standing_seconds")]
    pub standing: Duration,
    /// The limit for the sitting time: that of the smallest enabled sitting reminder.
    #[serde(with = "seconds", rename = "limit_seconds")]
    pub limit: Duration,
    /// Where the user is.
    pub presence: Presence,
    /// The posture they report.
    pub posture: Posture,
    /// Whether sitting time counts right now; if not, the display stands still.
    pub counting: bool,
    /// What comes next.
    pub next: Option<Next>,
    /// The reminder on the screen.
    pub shown: Option<Shown>,
    /// The reminder that was shown and hasn't been answered, even if it has left the screen by itself.
    #[serde(default)]
    pub due: Option<Shown>,
    /// How long that one has been waiting for its answer; zero if there is none.
    #[serde(default, with = "seconds", rename = "overdue_seconds")]
    pub overdue: Duration,
    /// The break that is running.
    pub running: Option<Running>,
    /// Reasons to stay quiet that currently hold.
    pub holds: Vec<HeldBy>,
    /// Whether *Snooze* can be pressed now.
    pub can_snooze: bool,
    /// How long a snooze lasts.
    #[serde(with = "seconds", rename = "snooze_seconds")]
    pub snooze: Duration,
    /// Whether there is a reminder to skip.
    pub can_skip: bool,
    /// Today's breaks.
    pub today: Today,
    /// What the program can and can't do on this desktop.
    pub abilities: Vec<AbilityStatus>,
    /// Problems the user should know about, in words: unreadable settings, broken catalog.
    pub problems: Vec<String>,
    /// The page that the window was last asked to show.
    pub window: WindowWish,
    /// How the desktop is set to look.
    pub appearance: Appearance,
    /// Counts the changes of the user's catalog since the start.
    #[serde(default)]
    pub catalog: u64,
    /// Counts the changes of the settings since the start.
    #[serde(default)]
    pub settings: u64,
    /// The last break, if the program ended it by itself; none once the next begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub let_go: Option<LetGo>,
    /// The break that was left and can be resumed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Left>,
}

/// A break that was left before its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Exercise or routine id.
    pub what: String,
    /// Its name.
    pub name: String,
    /// Id of the exercise to resume at.
    pub exercise: String,
    /// That exercise's name.
    pub exercise_name: String,
}

/// A break that the program ended by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetGo {
    /// Exercise or routine id.
    pub what: String,
    /// Why it ended.
    pub why: LetGoWhy,
    /// Whether enough of it was guided to count as done.
    pub counts: bool,
    /// How long until the reminder asks again; none if it doesn't.
    #[serde(
        default,
        with = "seconds::optional",
        rename = "asks_again_seconds",
        skip_serializing_if = "Option::is_none"
    )]
    pub asks_again: Option<Duration>,
}

/// Why the program ended a break by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetGoWhy {
    /// The user kept working beside it.
    WorkedOn,
    /// Nobody was there for as long as a natural break.
    Away,
}

/// How the desktop is set to look, as far as it tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appearance {
    /// Dark or light; none if it does not tell.
    pub dark: Option<bool>,
    /// High contrast.
    pub high_contrast: bool,
    /// Without animations.
    pub reduced_motion: bool,
}

/// A request for the window: a new `serial` means that it was requested again, to show `page` and come to the front.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowWish {
    /// Counts the requests since the start.
    pub serial: u64,
    /// The page's name; none = the current page.
    pub page: Option<String>,
    /// The display of the window; none = any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen: Option<String>,
}

/// The reminder that comes next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Next {
    /// Reminder id.
    pub reminder: String,
    /// How long until it is due if the user goes on as now; zero = due.
    #[serde(with = "seconds", rename = "in_seconds")]
    pub within: Duration,
    /// What it will offer: an exercise or routine id; none for a nudge.
    pub what: Option<String>,
    /// The name of what it will offer, or the nudge's own text.
    pub name: String,
    /// `because` in words, for scripts; may be empty.
    pub reason: String,
    /// Why this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Reason>,
}

/// A reminder that was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// Reminder id.
    pub reminder: String,
    /// How many times in a row it was shown, from 1.
    pub showings: u32,
    /// What it offers: an exercise or routine id.
    pub what: String,
    /// Name of what it offers.
    pub name: String,
    /// `because` in words, for scripts; may be empty.
    #[serde(default)]
    pub reason: String,
    /// Why this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Reason>,
}

/// A break that is running.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Running {
    /// Exercise or routine id.
    pub what: String,
    /// Its name.
    pub name: String,
    /// Who asked for it: a reminder id or `hand`.
    pub by: String,
    /// `because` in words, for scripts; may be empty.
    #[serde(default)]
    pub reason: String,
    /// Why it was chosen; none if the user chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Reason>,
    /// Whether it can be put off: there is a reminder to ask again after the snooze time.
    #[serde(default)]
    pub can_put_off: bool,
}

/// A hold and its end, if known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldBy {
    /// Which hold.
    pub reason: Hold,
    /// How long it still lasts, if known.
    pub ends_in_seconds: Option<u64>,
    /// The same in words, for scripts.
    pub words: String,
    /// The application that is the reason, if known: one that `holds.ignore` can name.
    #[serde(default)]
    pub app: Option<String>,
}

impl HeldBy {
    /// That hold, ending in that many seconds, because of that application.
    pub fn new(reason: Hold, ends_in_seconds: Option<u64>, app: Option<String>) -> HeldBy {
        let mut held = HeldBy {
            reason,
            ends_in_seconds,
            words: String::new(),
            app,
        };
        held.words = held.said();
        held
    }

    /// The reason in words, with the application if known.
    pub fn said(&self) -> String {
        match &self.app {
            Some(app) => format!("{} ({})", self.reason.words(), visible::line(app)),
            None => self.reason.words().to_owned(),
        }
    }
}

/// Counts of today's breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// Guided breaks done.
    pub done: u32,
    /// Natural breaks.
    pub natural: u32,
    /// Reminders skipped.
    pub skipped: u32,
}

/// Something the program needs from the desktop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Ability {
    Idle,
    Notifications,
    Tray,
    Window,
    Session,
    Calls,
    Films,
    Settings,
    Catalog,
    History,
    Sound,
    Speech,
    /// Knowing about that reason to stay quiet.
    #[serde(untagged)]
    Hold(DesktopHold),
}

impl Ability {
    /// Those the desktop provides, in the doctor's order.
    pub fn of_desktop() -> impl Iterator<Item = Ability> {
        let holds = DesktopHold::ALL.iter().copied().map(Ability::Hold);
        [
            Ability::Idle,
            Ability::Notifications,
            Ability::Tray,
            Ability::Session,
            Ability::Calls,
            Ability::Films,
        ]
        .into_iter()
        .chain(holds)
    }

    /// The ability in words.
    pub fn words(self) -> &'static str {
        match self {
            Ability::Idle => "Sitting time",
            Ability::Notifications => "Reminders",
            Ability::Tray => "Tray icon",
            Ability::Window => "Window",
            Ability::Session => "Sleep and lock",
            Ability::Calls => "Calls",
            Ability::Films => "Films",
            Ability::Hold(hold) => hold.ability_words(),
            Ability::Settings => "Settings",
            Ability::Catalog => "Catalog",
            Ability::History => "History",
            Ability::Sound => "Sounds",
            Ability::Speech => "Speech",
        }
    }
}

/// The state of an ability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbilityStatus {
    /// Which one.
    pub ability: Ability,
    /// Whether it works.
    pub works: bool,
    /// The source in use; empty if none.
    pub source: String,
    /// What is missing and what to do about it, in words; empty if it works.
    pub remedy: String,
}

impl AbilityStatus {
    /// The ability and its state, as a line of a table: the source in use, and what is missing.
    pub fn line(&self) -> String {
        let what = match (self.source.as_str(), self.remedy.as_str()) {
            (source, "") => source.to_owned(),
            ("", remedy) => remedy.to_owned(),
            (source, remedy) => format!("{source} ({remedy})"),
        };
        format!("{:<16} {what}", self.ability.words())
    }
}

impl Status {
    /// The status of a program that has just started.
    pub fn fresh() -> Self {
        Status {
            sitting: Duration::ZERO,
            standing: Duration::ZERO,
            limit: Duration::from_secs(30 * 60),
            presence: Presence::Present,
            posture: Posture::Sitting,
            counting: true,
            next: None,
            shown: None,
            due: None,
            overdue: Duration::ZERO,
            running: None,
            holds: Vec::new(),
            can_snooze: false,
            snooze: Duration::from_secs(5 * 60),
            can_skip: false,
            today: Today::default(),
            abilities: Vec::new(),
            problems: Vec::new(),
            window: WindowWish::default(),
            appearance: Appearance::default(),
            catalog: 0,
            settings: 0,
            let_go: None,
            left: None,
        }
    }

    /// The status in a sentence or two: tooltip, `unbend status`.
    pub fn sentence(&self) -> String {
        let sitting = match self.posture {
            Posture::Sitting => format!("Sitting for {}", span::words(self.sitting)),
            Posture::Standing => format!("Standing for {}", span::words(self.standing)),
        };
        let state = match self.presence {
            Presence::Present => sitting,
            Presence::Away => "Away".to_owned(),
            Presence::Locked => "Screen locked".to_owned(),
            Presence::Asleep => "Asleep".to_owned(),
        };
        format!("{state}. {}", self.next_sentence())
    }

    /// Everything there is to say to a user who asks: `unbend status`.
    pub fn report(&self) -> String {
        let mut lines = vec![self.sentence()];
        if self.asking().is_some() {
            let snooze = match self.can_snooze {
                true => ", or put it off with `unbend snooze`",
                false => "",
            };
            lines.push(format!("Start it with `unbend break`{snooze}."));
        }
        if self.today.done + self.today.natural > 0 {
            lines.push(format!(
                "Today: {} guided and {} natural breaks.",
                self.today.done, self.today.natural
            ));
        }
        let rows = |works: bool| {
            let meant = self.abilities.iter().filter(move |row| row.works == works);
            meant.map(AbilityStatus::line).collect::<Vec<_>>()
        };
        let parts = [
            ("In use:", rows(true)),
            ("Missing:", rows(false)),
            ("Problems:", self.problems.clone()),
        ];
        for (title, rows) in parts.into_iter().filter(|(_, rows)| !rows.is_empty()) {
            lines.push(title.to_owned());
            lines.extend(rows.iter().map(|row| format!("  {row}")));
        }
        lines.join("\n")
    }

    /// Whether there is nothing to say beyond what comes next: no break is running, nothing is due, nothing keeps
    /// quiet.
    pub fn has_only_next(&self) -> bool {
        self.running.is_none() && self.holds.is_empty() && self.due.is_none()
    }

    /// The reminder that waits for its answer, if nothing is more important right now.
    pub fn asking(&self) -> Option<&Shown> {
        let free = self.running.is_none() && self.holds.is_empty();
        self.due.as_ref().filter(|_| free)
    }

    /// Whether the due reminder has been waiting so long, or out of sight, that this must be said.
    pub fn is_overdue(&self) -> bool {
        self.due.is_some() && (self.shown.is_none() || self.overdue >= LATE)
    }

    /// What comes next, in a sentence.
    pub fn next_sentence(&self) -> String {
        if let Some(running) = &self.running {
            return format!("In a break: {}.", running.name);
        }
        if let Some(hold) = self.holds.first() {
            return match hold.ends_in_seconds {
                Some(seconds) => format!(
                    "Quiet for {}: {}.",
                    span::words(Duration::from_secs(seconds)),
                    hold.said()
                ),
                None => format!("Quiet: {}.", hold.said()),
            };
        }
        if let Some(due) = &self.due {
            return match self.is_overdue() {
                true => format!("Overdue by {}: {}.", span::words(self.overdue), due.name),
                false => format!("Time for a break: {}.", due.name),
            };
        }
        match &self.next {
            Some(next) if next.within.is_zero() => format!("Due now: {}.", next.name),
            Some(next) => format!("{} in {}.", next.name, span::words(next.within)),
            None => match self.presence {
                Presence::Present => "No reminder is due.".to_owned(),
                Presence::Away | Presence::Locked | Presence::Asleep => {
                    "Counting goes on when you are back.".to_owned()
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ability: Ability, works: bool, source: &str, remedy: &str) -> AbilityStatus {
        AbilityStatus {
            ability,
            works,
            source: source.to_owned(),
            remedy: remedy.to_owned(),
        }
    }

    #[test]
    fn a_hold_says_what_it_is_and_whose() {
        let said = |app: Option<&str>| HeldBy::new(Hold::Call, None, app.map(str::to_owned)).words;
        assert_eq!(said(None), "you are in a call");
        assert_eq!(said(Some("Zoom")), "you are in a call (Zoom)");
        let steers = said(Some("a\u{202e}b"));
        assert!(!steers.chars().any(visible::steers), "{steers}");
    }

    #[test]
    fn the_report_names_each_source_in_use_and_what_is_missing() {
        let mut status = Status::fresh();
        assert_eq!(
            status.report(),
            "Sitting for 0 s. No reminder is due.",
            "nothing more than there is"
        );
        status.abilities = vec![
            row(Ability::Idle, true, "X11 idle counter", ""),
            row(Ability::Calls, false, "", "no sound server: start one"),
            row(
                Ability::Hold(DesktopHold::Dnd),
                true,
                "dunst",
                "no word when it changes",
            ),
        ];
        status.problems = vec!["catalog.ron: line 1: what is this?".to_owned()];
        status.today.done = 1;
        assert_eq!(
            status.report(),
            "Sitting for 0 s. No reminder is due.
Today: 1 guided and 0 natural breaks.
In use:
  Sitting time     X11 idle counter
  Do not disturb   dunst (no word when it changes)
Missing:
  Calls            no sound server: start one
Problems:
  catalog.ron: line 1: what is this?"
        );
    }
}
