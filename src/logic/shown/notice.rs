//! What a reminder says on the screen: title, text and buttons.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::logic::catalog::Reason;
use crate::logic::presence::Hold;
use crate::logic::settings::Stay;
use crate::logic::shown::place::WindowKind;
use crate::logic::time::span;

/// A notification as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One line.
    pub title: String,
    /// A sentence or two.
    pub body: String,
    /// In the order shown; clicking the body does what the first one does.
    pub buttons: Vec<Button>,
    /// How insistent it is.
    pub manner: Manner,
}

/// How insistent a notification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It stays on the screen until it is answered, where the desktop lets it.
    UntilAnswered,
    /// It is there as long as the desktop shows any other, and waits in the desktop's list after that.
    Briefly,
    /// The same, and no more in the way than need be.
    Quietly,
    /// It is gone after a few seconds, and in no list.
    InPassing,
}

/// Where a notification is on the screen: enough for a later run of the program to take it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// Which run of the session bus, as the bus names itself.
    pub bus: String,
    /// Which run of the server: its unique name on that bus.
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
    /// Not this time.
    Skip,
    /// This application is no reason to stay quiet.
    NotHere,
    /// Nothing more as long as it is full screen.
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

    /// What stands on it.
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

/// What a reminder for a break is about.
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
    /// How often in a row it was shown, this time included.
    pub showings: u32,
    /// What it waited for, if it did.
    pub waited_for: Option<Hold>,
    /// How long *Snooze* would be; none once it may not be pressed any more.
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

/// The notification that asks once in spite of a full-screen window, which may be somebody's whole working day; `app` is
/// its application.
pub fn ask_quietly(about: &Asking, app: Option<&str>) -> Notice {
    let mut notice = ask(about);
    let who = app.unwrap_or("A window");
    // The last two buttons answer the question: it stands right above them.
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

/// How long the break that is offered takes, as a sentence.
pub fn takes(length: Duration) -> String {
    format!("This takes {}.", length_words(length))
}

/// The reason of a choice, as a sentence.
pub fn why_this_one(reason: &Reason) -> String {
    format!("Why this one: {}.", reason.words())
}

/// What the reminder looks like, for somebody who wants to see it.
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

/// The longest text that is a title by itself; desktops cut a longer one off.
const TITLE: usize = 40;

impl Nudge {
    /// Words of the program's own.
    pub fn new(title: impl Into<String>, body: impl Into<String>) -> Nudge {
        Nudge {
            title: title.into(),
            body: body.into(),
        }
    }

    /// A person's own text, whole: it is the title if it is short, else it has the body to itself.
    pub fn own(text: &str, name: &str) -> Nudge {
        if text.chars().count() <= TITLE {
            Nudge::new(text, "")
        } else {
            Nudge::new(name, text)
        }
    }
}

/// The notification of a nudge: nothing to press.
pub fn nudge(says: Nudge) -> Notice {
    Notice {
        title: says.title,
        body: says.body,
        buttons: Vec::new(),
        manner: Manner::InPassing,
    }
}

/// The notification that asks once whether an exercise still hurts. A click on its body says no more than its closing.
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

/// The notification for somebody who clicked for a window that does not open. `words` say why, and what to do.
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

/// A length as a person would say it.
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

    #[test]
    fn who_stands_before_a_window_without_a_name_is_told_so() {
        let about = Asking {
            sitting: Duration::ZERO,
            standing: Some(Duration::from_secs(45 * 60)),
            name: "Calf raises",
            length: Duration::from_secs(60),
            reason: None,
            showings: 1,
            waited_for: Some(Hold::Presentation),
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
