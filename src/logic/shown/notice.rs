//! What a reminder says on the screen: title, text and buttons.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::logic::catalog::Reason;
use crate::logic::presence::Hold;
use crate::logic::settings::Stay;
use crate::logic::shown::place::WindowKind;
use crate::logic::time::span;

/// A notification, as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One line.
    pub title: String,
    /// A sentence or two.
    pub body: String,
    /// In display order; clicking the body does what the first one does.
    pub buttons: Vec<Button>,
    /// How insistent it is.
    pub manner: Manner,
}

/// How insistent a notification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It stays on the screen until it is answered, where the desktop allows it.
    UntilAnswered,
    /// It stays as long as any other notification, then waits in the desktop's list.
    Briefly,
    /// The same, and as unobtrusive as possible.
    Quietly,
    /// It disappears after a few seconds, and isn't kept in a list.
    InPassing,
}

/// Where a notification is on the screen: enough for a later run of the program to remove it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// Identifies the run of the session bus, by the bus's own id.
    pub bus: String,
    /// Identifies the run of the server: its unique name on that bus.
    pub server: String,
    /// The server's number for it.
    pub id: u32,
}

/// A button of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Start the break.
    Start,
    /// Ask again after this long.
    Snooze(Duration),
    /// Skip it this time.
    Skip,
    /// This application isn't a reason to stay quiet.
    NotHere,
    /// Nothing more while it is full screen.
    StayQuiet,
    /// It no longer hurts.
    HurtsNoMore,
    /// It still hurts.
    StillHurts,
}

impl Button {
    /// The key that the notification server sends back.
    pub fn key(self) -> &'static str {
        match self {
            Button::Start => "start",
            Button::Snooze(_) => "snooze",
            Button::Skip => "skip",
            Button::NotHere => "not-here",
            Button::StayQuiet => "stay-quiet",
            Button::HurtsNoMore => "no-pain",
            Button::StillHurts => "pain",
        }
    }

    /// Its label.
    pub fn label(self) -> String {
        match self {
            Button::Start => "Start".to_owned(),
            Button::Snooze(length) => format!("Snooze {}", span::words(length)),
            Button::Skip => "Skip".to_owned(),
            Button::NotHere => "Not in this app".to_owned(),
            Button::StayQuiet => "Stay quiet".to_owned(),
            Button::HurtsNoMore => "No".to_owned(),
            Button::StillHurts => "Yes, leave it out".to_owned(),
        }
    }
}

/// What a reminder for a break says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking<'a> {
    /// Sitting time since the last break.
    pub sitting: Duration,
    /// Standing time, if the reminder is about standing.
    pub standing: Option<Duration>,
    /// Name of what is offered.
    pub name: &'a str,
    /// How long it takes.
    pub length: Duration,
    /// Why this one.
    pub reason: Option<&'a Reason>,
    /// How many times in a row it was shown, including this time.
    pub showings: u32,
    /// What it waited for, if it did.
    pub waited_for: Option<Hold>,
    /// How long *Snooze* would last; none once it may no longer be pressed.
    pub snooze: Option<Duration>,
    /// How long it stays on the screen.
    pub stay: Stay,
}

/// The notification that asks for a break.
pub fn ask(about: &Asking) -> Notice {
    let title = match (about.standing, about.showings) {
        (Some(standing), _) => format!("Standing for {}", span::words(standing)),
        (None, 1) => format!("Time to stand up: {}", about.name),
        (None, _) => format!("Still sitting: {} so far", span::words(about.sitting)),
    };
    let mut body = match about.showings {
        1 if about.standing.is_none() => format!(
            "You have been sitting for {}. {}",
            span::words(about.sitting),
            takes(about.length)
        ),
        _ => format!("{}, {}.", about.name, length_words(about.length)),
    };
    if let Some(hold) = about.waited_for {
        body.push_str(&format!(" Asked only now because {}.", hold.past_words()));
    } else if let Some(reason) = about.reason {
        body.push_str(&format!(" {}", why_this_one(reason)));
    }
    let buttons = std::iter::once(Button::Start)
        .chain(about.snooze.map(Button::Snooze))
        .chain([Button::Skip])
        .collect();
    Notice {
        title,
        body,
        buttons,
        manner: match about.stay {
            Stay::UntilAnswered => Manner::UntilAnswered,
            Stay::Briefly => Manner::Briefly,
        },
    }
}

/// The notification that asks once in spite of a full-screen window, which may be somebody's whole working day; `app`
/// is its application.
pub fn ask_quietly(about: &Asking, app: Option<&str>) -> Notice {
    let mut notice = ask(about);
    let who = app.unwrap_or("A window");
    // The last two buttons answer the question, which is right above them.
    let question = app.map_or("", |_| " Should it stay quiet?");
    let (posture, time) = match about.standing {
        Some(standing) => ("Standing", standing),
        None => ("Sitting", about.sitting),
    };
    notice.title = format!("{posture} for {}", span::words(time));
    notice.body = format!(
        "{}, {}. {who} is full screen, so Unbend has kept quiet.{question}",
        about.name,
        length_words(about.length)
    );
    let not_here = app.map(|_| Button::NotHere);
    notice.buttons = std::iter::once(Button::Start)
        .chain(not_here)
        .chain([Button::StayQuiet])
        .collect();
    notice.manner = Manner::Quietly;
    notice
}

/// How long the offered break takes, as a sentence.
pub fn takes(length: Duration) -> String {
    format!("This takes {}.", length_words(length))
}

/// The reason for a choice, as a sentence.
pub fn why_this_one(reason: &Reason) -> String {
    format!("Why this one: {}.", reason.words())
}

/// A sample reminder, for somebody who wants to see one.
pub fn sample(
    name: &str,
    limit: Duration,
    length: Duration,
    snooze: Duration,
    stay: Stay,
) -> Notice {
    let mut notice = ask(&Asking {
        sitting: limit,
        standing: None,
        name,
        length,
        reason: None,
        showings: 1,
        waited_for: None,
        snooze: Some(snooze),
        stay,
    });
    notice.body = format!("This is a sample, its buttons do nothing. {}", notice.body);
    notice
}

/// What a nudge says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nudge {
    /// One line.
    pub title: String,
    /// What to do; may be empty.
    pub body: String,
}

/// The longest text that fits in a title; desktops truncate longer ones.
const TITLE: usize = 40;

impl Nudge {
    /// The program's own words.
    pub fn new(title: impl Into<String>, body: impl Into<String>) -> Nudge {
        Nudge {
            title: title.into(),
            body: body.into(),
        }
    }

    /// The user's own text, in full: as the title if it is short, otherwise alone in the body.
    pub fn own(text: &str, name: &str) -> Nudge {
        if text.chars().count() <= TITLE {
            Nudge::new(text, "")
        } else {
            Nudge::new(name, text)
        }
    }
}

/// The notification for a nudge: nothing to press.
pub fn nudge(says: Nudge) -> Notice {
    Notice {
        title: says.title,
        body: says.body,
        buttons: Vec::new(),
        manner: Manner::InPassing,
    }
}

/// The notification that asks once whether an exercise still hurts. Clicking its body means no more than closing it.
pub fn still_hurts(name: &str) -> Notice {
    Notice {
        title: "Does it still hurt?".to_owned(),
        body: format!(
            "You felt pain after {name}. If it is still there, the exercise is not for you now."
        ),
        buttons: vec![Button::HurtsNoMore, Button::StillHurts],
        manner: Manner::Briefly,
    }
}

/// The notification after a click when the window doesn't open. `words` say why, and what to do.
pub fn no_window(window: WindowKind, words: &str) -> Notice {
    let title = match window {
        WindowKind::Pages => "The window does not open",
        WindowKind::Player => "The break could not open",
    };
    let lines: Vec<&str> = words.lines().map(str::trim).collect();
    Notice {
        title: title.to_owned(),
        body: lines.join(". "),
        buttons: Vec::new(),
        manner: Manner::Briefly,
    }
}

/// A length the way people say it.
pub fn length_words(length: Duration) -> String {
    // Nobody plans by seconds: the nearest half minute, in words.
    let halves = (length.as_secs() + 15) / 30;
    match (halves / 2, halves % 2) {
        (0, _) => "half a minute".to_owned(),
        (1, 0) => "a minute".to_owned(),
        (1, _) => "a minute and a half".to_owned(),
        (minutes, 0) => format!("{minutes} minutes"),
        (minutes, _) => format!("{minutes}½ minutes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::presence::DesktopHold;

    #[test]
    fn who_stands_before_a_window_without_a_name_is_told_so() {
        let about = Asking {
            sitting: Duration::ZERO,
            standing: Some(Duration::from_secs(45 * 60)),
            name: "Calf raises",
            length: Duration::from_secs(60),
            reason: None,
            showings: 1,
            waited_for: Some(Hold::Desktop(DesktopHold::Presentation)),
            snooze: None,
            stay: Stay::UntilAnswered,
        };
        let notice = ask_quietly(&about, None);
        assert_eq!(notice.title, "Standing for 45 min");
        let body = "Calf raises, a minute. A window is full screen, so Unbend has kept quiet.";
        assert_eq!(notice.body, body);
        assert_eq!(notice.buttons, [Button::Start, Button::StayQuiet]);
    }

    #[test]
    fn a_text_of_ones_own_stays_whole() {
        let short = nudge(Nudge::own("Dr. Smith & Co. at three", "Doctor"));
        assert_eq!(short.title, "Dr. Smith & Co. at three");
        assert_eq!(short.body, "");
        let text = "Look at the trees. Breathe out. Dr. Smith says that it is good for you.";
        let long = nudge(Nudge::own(text, "Look away"));
        assert_eq!(
            (long.title.as_str(), long.body.as_str()),
            ("Look away", text)
        );
        assert_eq!(long.manner, Manner::InPassing);
    }
}
