//! Notifications: on a small server that behaves like GNOME's, and on none.

use std::time::Duration;

use unbend::logic::schedule::Close;
use unbend::logic::shown::notice::{Button, Manner, Notice, Posted};
use unbend::platform::notify::Notifier;
use unbend::platform::{Ability, AbilityState, Fact, NoticeEvent};

use crate::needs::needs;
use crate::small_server::{Small, pause};
use crate::support::{self, Told, kill_own_bus, run_on_own_bus};

/// What the tests of this file need.
const PACKAGES: &[&str] = &["dbus-daemon", "xvfb", "xfce4-notifyd"];

pub fn notice() -> Notice {
    support::notice(Manner::UntilAnswered)
}

/// What happens to a notice once it is shown.
pub async fn event(told: &mut Told) -> NoticeEvent {
    loop {
        match told.next().await {
            Fact::Notice(NoticeEvent::Shown { .. }) => {}
            Fact::Notice(event) => return event,
            other => panic!("{other:?}"),
        }
    }
}

pub async fn posted(told: &mut Told, tag: u64) -> Posted {
    match told.next().await {
        Fact::Notice(NoticeEvent::Shown { tag: shown, posted }) if shown == tag => posted,
        other => panic!("{other:?}"),
    }
}

pub fn closed(tag: u64, how: Close) -> NoticeEvent {
    NoticeEvent::Closed { tag, how }
}

pub fn works(by: &str) -> AbilityState {
    AbilityState::Works { by: by.to_owned() }
}

#[test]
fn each_answer_comes_back_with_its_tag_and_token() {
    needs!(PACKAGES);
    run_on_own_bus(
        "notify::each_answer_comes_back_with_its_tag_and_token",
        async {
            let small = Small::start(&["actions", "body-markup"]).await;
            let (facts, mut told) = Told::new();
            let notifier = Notifier::start(facts);
            assert_eq!(
                told.ability(Ability::Notifications).await,
                works("Small 1.0")
            );

            let cases = [
                ("start", Some(Button::Start), Some("token-1")),
                (
                    "snooze",
                    Some(Button::Snooze(Duration::from_secs(300))),
                    None,
                ),
                ("skip", Some(Button::Skip), Some("token-3")),
                ("default", None, Some("token-4")),
            ];
            for (turn, (key, button, token)) in cases.into_iter().enumerate() {
                let tag = turn as u64 + 10;
                notifier.show(tag, notice());
                let shown = small.shown(turn + 1).await;
                small.press(&shown, key, token).await;
                let activation_token = token.map(str::to_owned);
                let expected = match button {
                    Some(button) => NoticeEvent::Pressed {
                        tag,
                        button,
                        activation_token,
                    },
                    None => NoticeEvent::Opened {
                        tag,
                        activation_token,
                    },
                };
                assert_eq!(event(&mut told).await, expected);
                small.closed(shown.id).await;
                // Its own closing isn't a second answer.
                small
                    .emit(&shown, "NotificationClosed", &(shown.id, 3u32))
                    .await;
                told.nothing_for(50).await;
            }

            let shown = small.shown(1).await;
            assert_eq!(shown.body, "Sitting &amp; sitting for 30 min.");
            assert_eq!(shown.timeout, 0);
            assert_eq!(
                shown.hints,
                ["category", "desktop-entry", "image-data", "urgency"]
            );
            let keys: Vec<_> = shown.actions.iter().step_by(2).collect();
            assert_eq!(keys, ["default", "start", "snooze", "skip"]);
        },
    );
}

#[test]
fn a_nudge_brings_its_picture_and_is_in_no_list() {
    needs!(PACKAGES);
    run_on_own_bus(
        "notify::a_nudge_brings_its_picture_and_is_in_no_list",
        async {
            let small = Small::start(&["actions", "body-markup"]).await;
            let (facts, mut told) = Told::new();
            let notifier = Notifier::start(facts);
            told.ability(Ability::Notifications).await;
            notifier.nudge(Notice {
                buttons: Vec::new(),
                manner: Manner::InPassing,
                ..notice()
            });
            let shown = small.shown(1).await;
            assert_eq!(shown.body, "Sitting &amp; sitting for 30 min.");
            assert_eq!((shown.replaces, shown.timeout), (0, 12_000));
            assert!(shown.hints.contains(&"transient".to_owned()));
            assert!(shown.actions.is_empty());
            let picture = shown.picture.unwrap();
            let file = std::fs::read(picture.strip_prefix("file://").unwrap()).unwrap();
            assert!(file.starts_with(b"\x89PNG"), "a picture, not a name of one");
            told.nothing_for(50).await;
        },
    );
}

#[test]
fn a_second_notice_replaces_the_first_and_withdraws_as_one() {
    needs!(PACKAGES);
    run_on_own_bus(
        "notify::a_second_notice_replaces_the_first_and_withdraws_as_one",
        async {
            let small = Small::start(&["actions"]).await;
            let (facts, mut told) = Told::new();
            let notifier = Notifier::start(facts);
            told.ability(Ability::Notifications).await;
            notifier.show(1, notice());
            let again = Notice {
                title: "Still sitting".to_owned(),
                ..notice()
            };
            notifier.show(2, again);
            let (first, second) = (small.shown(1).await, small.shown(2).await);
            assert_eq!((first.replaces, second.replaces), (0, first.id));
            assert_eq!(second.title, "Still sitting");
            assert_eq!(posted(&mut told, 1).await, posted(&mut told, 2).await);
            told.nothing_for(50).await;

            notifier.withdraw();
            small.closed(second.id).await;
            small
                .emit(&second, "NotificationClosed", &(second.id, 3u32))
                .await;
            notifier.withdraw();
            told.nothing_for(50).await;
            assert_eq!(small.seen.lock().unwrap().closed, [second.id]);

            // Expired or dismissed by the user: reported once.
            notifier.show(3, notice());
            let third = small.shown(3).await;
            assert_eq!(third.replaces, 0);
            small
                .emit(&third, "NotificationClosed", &(third.id + 1, 1u32))
                .await;
            small
                .emit(&third, "NotificationClosed", &(third.id, 1u32))
                .await;
            assert_eq!(event(&mut told).await, closed(3, Close::ByItself));
            small
                .emit(&third, "NotificationClosed", &(third.id, 1u32))
                .await;
            told.nothing_for(50).await;
            // It is still in the server's list: a press there counts, and the next one is new.
            small.press(&third, "skip", None).await;
            let pressed = NoticeEvent::Pressed {
                tag: 3,
                button: Button::Skip,
                activation_token: None,
            };
            assert_eq!(event(&mut told).await, pressed);
            notifier.show(30, notice());
            let shown = small.shown(4).await;
            small
                .emit(&shown, "NotificationClosed", &(shown.id, 1u32))
                .await;
            assert_eq!(event(&mut told).await, closed(30, Close::ByItself));
            notifier.show(31, notice());
            let shown = small.shown(5).await;
            assert_eq!(shown.replaces, 0);
            small.closed(small.shown(4).await.id).await;
            small
                .emit(&shown, "NotificationClosed", &(shown.id, 2u32))
                .await;
            assert_eq!(event(&mut told).await, closed(31, Close::ByPerson));
            small.press(&shown, "skip", None).await;
            told.nothing_for(50).await;

            // The notifier takes its notice with it.
            notifier.show(4, notice());
            let fourth = small.shown(6).await;
            drop(notifier);
            small.closed(fourth.id).await;
        },
    );
}

#[test]
fn a_server_that_goes_and_comes_back_is_told() {
    needs!(PACKAGES);
    run_on_own_bus("notify::a_server_that_goes_and_comes_back_is_told", async {
        let small = Small::start(&["actions"]).await;
        let (facts, mut told) = Told::new();
        let notifier = Notifier::start(facts);
        told.ability(Ability::Notifications).await;
        notifier.show(1, notice());
        small.shown(1).await;
        // Its answer is still on the way.
        pause(100).await;
        small.stop().await;
        assert_eq!(event(&mut told).await, NoticeEvent::ServerLost);
        let missing = told.missing(Ability::Notifications).await;
        assert!(missing.what.contains("no notification server"), "{missing}");

        notifier.show(2, notice());
        let NoticeEvent::Failed { tag: 2, why } = event(&mut told).await else {
            panic!("shown on nothing");
        };
        assert!(why.contains("no notification server"), "{why}");

        // The new server's ids start over: they must not replace or close anything of the old one's.
        let small = Small::start(&["actions"]).await;
        assert_eq!(
            told.ability(Ability::Notifications).await,
            works("Small 1.0")
        );
        assert_eq!(event(&mut told).await, NoticeEvent::ServerBack);
        notifier.show(3, notice());
        let shown = small.shown(1).await;
        assert_eq!(shown.replaces, 0);
        small.press(&shown, "start", None).await;
        assert!(matches!(
            event(&mut told).await,
            NoticeEvent::Pressed { tag: 3, .. }
        ));
    });
}

#[test]
fn a_server_without_buttons_is_said_to_be_limited() {
    needs!(PACKAGES);
    run_on_own_bus(
        "notify::a_server_without_buttons_is_said_to_be_limited",
        async {
            let small = Small::start(&["body"]).await;
            let (facts, mut told) = Told::new();
            let notifier = Notifier::start(facts);
            match told.ability(Ability::Notifications).await {
                AbilityState::Limited { by, lacks } => {
                    assert_eq!(by, "Small 1.0");
                    assert!(lacks.remedy.contains("unbend break"), "{lacks}");
                }
                other => panic!("{other:?}"),
            }
            notifier.show(1, notice());
            let shown = small.shown(1).await;
            assert!(shown.actions.is_empty());
            assert!(
                shown.body.starts_with("Sitting & sitting"),
                "{}",
                shown.body
            );
            assert!(shown.body.contains("tray"), "{}", shown.body);
        },
    );
}

#[test]
fn a_bus_that_dies_under_a_notice_is_survived() {
    needs!(PACKAGES);
    run_on_own_bus(
        "notify::a_bus_that_dies_under_a_notice_is_survived",
        async {
            let small = Small::start(&["actions"]).await;
            let (facts, mut told) = Told::new();
            let notifier = Notifier::start(facts);
            told.ability(Ability::Notifications).await;
            notifier.show(1, notice());
            small.shown(1).await;
            // Its answer is still on the way.
            pause(100).await;
            kill_own_bus();
            assert_eq!(event(&mut told).await, NoticeEvent::ServerLost);
            told.missing(Ability::Notifications).await;
            for tag in [2, 3] {
                notifier.show(tag, notice());
                match event(&mut told).await {
                    NoticeEvent::Failed { tag: failed, why } => {
                        assert_eq!(failed, tag);
                        assert!(why.contains("no session bus"), "{why}");
                    }
                    other => panic!("{other:?}"),
                }
                if tag == 2 {
                    told.missing(Ability::Notifications).await;
                }
            }
            notifier.retry();
            notifier.withdraw();
            told.nothing_for(50).await;
        },
    );
}
