//! A notice written the way a server wants it.

use std::collections::HashMap;

use zbus::zvariant::Value;

use crate::logic::shown::notice::{Button, Manner, Notice};
use crate::logic::shown::tray_menu::{Mood, TrayIcon};
use crate::logic::text::visible;
use crate::platform::icon;
use crate::platform::notify::way::APP_ID;
use crate::platform::notify::way::server::{Server, Showing, Urgency};
use crate::platform::notify::way::servers::BodyClick;

/// Width and height of the picture in a notification, in pixels.
const PICTURE: i32 = 64;

/// The key of a click on the body.
pub(super) const DEFAULT: &str = "default";

/// The server knows best how long people look at a notification.
const USUAL: i32 = -1;

/// Writes a notice the way this server wants it.
pub(super) fn compose(notice: &Notice, server: &Server, replaces: u32) -> Showing {
    let manners = &server.manners;
    let mut body = visible::lines(&notice.body).into_owned();
    let mut actions = Vec::new();
    if let Some(first) = notice.buttons.first() {
        let answers_by = if server.actions {
            actions = notice
                .buttons
                .iter()
                .map(|button| (button.key().to_owned(), button.label()))
                .collect();
            if manners.body == BodyClick::Click {
                actions.insert(0, (DEFAULT.to_owned(), first.label()));
            }
            manners.answers_by
        } else {
            "Answer from the tray icon, or with `unbend break`."
        };
        // Only a request for a break can be answered in these ways.
        if first == &Button::Start && !answers_by.is_empty() {
            if !body.is_empty() {
                body.push(' ');
            }
            body.push_str(answers_by);
        }
    }
    if server.markup {
        body = escape(&body);
    }
    let (expires, urgency) = match notice.manner {
        Manner::UntilAnswered if manners.keeps_only_urgent => (manners.longest, Urgency::Critical),
        Manner::UntilAnswered => (manners.longest, Urgency::Normal),
        Manner::Briefly => (USUAL, Urgency::Normal),
        Manner::Quietly | Manner::InPassing if manners.shows_low => (USUAL, Urgency::Low),
        Manner::Quietly | Manner::InPassing => (USUAL, Urgency::Normal),
    };
    let hints = HashMap::from([
        ("category", Value::from("x-unbend.reminder")),
        ("desktop-entry", Value::from(APP_ID)),
        ("image-data", picture()),
    ]);
    Showing {
        replaces,
        title: visible::line(&notice.title).into_owned(),
        body,
        actions: actions.into_iter().flat_map(<[String; 2]>::from).collect(),
        urgency,
        hints,
        expires,
    }
}

/// The icon's pixels: an icon name means nothing before installation.
fn picture() -> Value<'static> {
    let icon = TrayIcon {
        fill: 8,
        mood: Mood::Due,
    };
    let (row, channels) = (PICTURE * 4, 4i32);
    let (has_alpha, bits) = (true, 8i32);
    let pixels = icon::rgba(icon, PICTURE as u32);
    Value::from((PICTURE, PICTURE, row, has_alpha, bits, channels, pixels))
}

/// A body is markup on most servers: special characters must not be read as tags.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::platform::notify::way::servers::Manners;

    fn server() -> Server {
        called("test")
    }

    fn called(name: &str) -> Server {
        Server {
            owner: ":1.7".to_owned(),
            name: name.to_owned(),
            actions: true,
            markup: true,
            manners: Manners::of(name, ""),
        }
    }

    fn notice() -> Notice {
        Notice {
            title: "Stand & stretch".to_owned(),
            body: "3 < 4".to_owned(),
            buttons: vec![
                Button::Start,
                Button::Snooze(Duration::from_secs(300)),
                Button::Skip,
            ],
            manner: Manner::UntilAnswered,
        }
    }

    fn nudge() -> Notice {
        Notice {
            buttons: Vec::new(),
            manner: Manner::InPassing,
            ..notice()
        }
    }

    #[test]
    fn neither_a_reminder_nor_a_nudge_steers() {
        for of in [notice(), nudge()] {
            let notice = Notice {
                title: "\u{202e}Sit\n tall".to_owned(),
                body: "Ask \u{1b}[2J\u{9b}Dr. Smith".to_owned(),
                ..of
            };
            let showing = compose(&notice, &server(), 0);
            assert_eq!(showing.title, "\\u202eSit\\u000a tall");
            assert!(showing.body.starts_with("Ask \\u001b[2J\\u009bDr. Smith"));
        }
    }

    /// How long it stays, in milliseconds, and its urgency.
    fn stay(notice: &Notice, server: &str) -> (i32, Urgency) {
        let showing = compose(notice, &called(server), 0);
        (showing.expires, showing.urgency)
    }

    fn keys(showing: &Showing) -> Vec<&str> {
        showing
            .actions
            .iter()
            .step_by(2)
            .map(String::as_str)
            .collect()
    }

    #[test]
    fn the_body_starts_like_the_first_button() {
        let showing = compose(&notice(), &server(), 3);
        assert_eq!(keys(&showing), ["default", "start", "snooze", "skip"]);
        assert_eq!(showing.actions[1], showing.actions[3]);
        assert_eq!(showing.replaces, 3);
    }

    #[test]
    fn a_server_that_draws_the_body_click_gets_no_second_start() {
        for name in [
            "Xfce Notify Daemon",
            "Budgie Notification Server",
            "lxqt-notificationd",
        ] {
            let showing = compose(&notice(), &called(name), 0);
            assert_eq!(keys(&showing), ["start", "snooze", "skip"], "{name}");
        }
    }

    #[test]
    fn a_reminder_is_kept_on_the_screen_as_each_server_wants_to_be_asked() {
        assert_eq!(stay(&notice(), "any"), (0, Urgency::Normal));
        assert_eq!(stay(&notice(), "Plasma"), (0, Urgency::Normal));
        assert_eq!(stay(&notice(), "gnome-shell"), (0, Urgency::Critical));
        let never_is_not_never = (i32::MAX, Urgency::Normal);
        assert_eq!(
            stay(&notice(), "SwayNotificationCenter"),
            never_is_not_never
        );
        let briefly = Notice {
            manner: Manner::Briefly,
            ..notice()
        };
        for name in ["any", "gnome-shell", "SwayNotificationCenter"] {
            assert_eq!(stay(&briefly, name), (-1, Urgency::Normal));
        }
        // Low urgency is never shown there.
        assert_eq!(stay(&nudge(), "gnome-shell").1, Urgency::Normal);
        assert_eq!(stay(&nudge(), "any").1, Urgency::Low);
    }

    #[test]
    fn where_no_button_is_drawn_the_text_says_how_to_answer() {
        let showing = compose(&notice(), &called("mako"), 0);
        assert_eq!(showing.body, "3 &lt; 4 Click to start.");
        let question = Notice {
            buttons: vec![Button::HurtsNoMore, Button::StillHurts],
            ..notice()
        };
        assert_eq!(compose(&question, &called("mako"), 0).body, "3 &lt; 4");
    }

    #[test]
    fn only_the_body_is_markup_and_only_where_the_server_reads_it() {
        assert_eq!(compose(&notice(), &server(), 0).body, "3 &lt; 4");
        assert_eq!(compose(&notice(), &server(), 0).title, "Stand & stretch");
        let plain = Server {
            markup: false,
            ..server()
        };
        assert_eq!(compose(&notice(), &plain, 0).body, "3 < 4");
    }

    #[test]
    fn without_buttons_the_text_says_where_to_answer() {
        let server = Server {
            actions: false,
            ..server()
        };
        let showing = compose(&notice(), &server, 0);
        assert!(showing.actions.is_empty());
        assert!(showing.body.contains("unbend break"), "{}", showing.body);
        assert!(!compose(&nudge(), &server, 0).body.contains("unbend"));
    }
}
