//! Notifications: on a small server that behaves like GNOME's, on a real one, and on none.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use unbend::logic::schedule::Close;
use unbend::logic::shown::notice::{Button, Manner, Notice, Posted};
use unbend::platform::notify::Notifier;
use unbend::platform::{Ability, AbilityState, Fact, NoticeEvent};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt as _, MOTION_NOTIFY_EVENT, MapState,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use zbus::zvariant::OwnedValue;

use crate::needs::needs;
use crate::support::{self, Program, Told, kill_own_bus, run_on_own_bus, x_server};

/// What the tests of this file need.
const PACKAGES: &[&str] = &["dbus-daemon", "xvfb", "xfce4-notifyd"];

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// One `Notify` call as the server saw it.
#[derive(Clone, Debug)]
struct Shown {
    id: u32,
    sender: String,
    replaces: u32,
    title: String,
    body: String,
    actions: Vec<String>,
    timeout: i32,
    hints: Vec<String>,
    /// Path of the picture for the server to show, if it is a file.
    picture: Option<String>,
}

#[derive(Default)]
struct Seen {
    shown: Vec<Shown>,
    closed: Vec<u32>,
    /// Ids on the screen, and who may touch them.
    live: HashMap<u32, String>,
}

/// A notification server with GNOME's manners: signals go only to the sender, and only the sender may replace.
struct SmallServer {
    seen: Arc<Mutex<Seen>>,
    capabilities: Vec<String>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl SmallServer {
    #[expect(clippy::too_many_arguments, reason = "the protocol's own")]
    fn notify(
        &self,
        #[zbus(header)] header: zbus::message::Header<'_>,
        _app: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        timeout: i32,
    ) -> zbus::fdo::Result<u32> {
        let sender = header.sender().unwrap().to_string();
        let mut seen = self.seen.lock().unwrap();
        if seen
            .live
            .get(&replaces)
            .is_some_and(|owner| *owner != sender)
        {
            return Err(zbus::fdo::Error::InvalidArgs(
                "Invalid notification ID".into(),
            ));
        }
        let id = match replaces {
            0 => seen.shown.len() as u32 + 1,
            old => old,
        };
        seen.live.insert(id, sender.clone());
        let path = hints.get("image-path");
        let picture = path.map(|path| path.downcast_ref::<String>().unwrap());
        let mut hints: Vec<String> = hints.into_keys().collect();
        hints.sort();
        seen.shown.push(Shown {
            id,
            sender,
            replaces,
            title,
            body,
            actions,
            timeout,
            hints,
            picture,
        });
        Ok(id)
    }

    fn close_notification(&self, id: u32) {
        let mut seen = self.seen.lock().unwrap();
        seen.live.remove(&id);
        seen.closed.push(id);
    }

    fn get_capabilities(&self) -> Vec<String> {
        self.capabilities.clone()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("Small".into(), "Tests".into(), "1.0".into(), "1.2".into())
    }
}

struct Small {
    connection: zbus::Connection,
    seen: Arc<Mutex<Seen>>,
}

impl Small {
    async fn start(capabilities: &[&str]) -> Small {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let server = SmallServer {
            seen: seen.clone(),
            capabilities: capabilities.iter().map(ToString::to_string).collect(),
        };
        let connection = zbus::connection::Builder::session()
            .unwrap()
            .serve_at(PATH, server)
            .unwrap()
            .name(NAME)
            .unwrap()
            .build()
            .await
            .unwrap();
        Small { connection, seen }
    }

    async fn stop(self) {
        self.connection.close().await.unwrap();
    }

    /// Waits for the notification numbered `count` from the start.
    async fn shown(&self, count: usize) -> Shown {
        loop {
            if let Some(shown) = self.seen.lock().unwrap().shown.get(count - 1) {
                return shown.clone();
            }
            pause(5).await;
        }
    }

    async fn closed(&self, id: u32) {
        while !self.seen.lock().unwrap().closed.contains(&id) {
            pause(5).await;
        }
    }

    async fn emit(
        &self,
        to: &Shown,
        signal: &str,
        what: &(impl serde::Serialize + zbus::zvariant::DynamicType),
    ) {
        self.connection
            .emit_signal(Some(to.sender.as_str()), PATH, NAME, signal, what)
            .await
            .unwrap();
    }

    async fn press(&self, on: &Shown, key: &str, token: Option<&str>) {
        if let Some(token) = token {
            self.emit(on, "ActivationToken", &(on.id, token)).await;
        }
        self.emit(on, "ActionInvoked", &(on.id, key)).await;
    }
}

async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

fn notice() -> Notice {
    support::notice(Manner::UntilAnswered)
}

/// What happens to a notice once it is shown.
async fn event(told: &mut Told) -> NoticeEvent {
    loop {
        match told.next().await {
            Fact::Notice(NoticeEvent::Shown { .. }) => {}
            Fact::Notice(event) => return event,
            other => panic!("{other:?}"),
        }
    }
}

async fn posted(told: &mut Told, tag: u64) -> Posted {
    match told.next().await {
        Fact::Notice(NoticeEvent::Shown { tag: shown, posted }) if shown == tag => posted,
        other => panic!("{other:?}"),
    }
}

fn closed(tag: u64, how: Close) -> NoticeEvent {
    NoticeEvent::Closed { tag, how }
}

fn works(by: &str) -> AbilityState {
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

/// A real server from the distribution, started once the bus and the X server are up.
struct Xfce(Program);

impl Xfce {
    async fn start(display: &str) -> Xfce {
        let folders = [
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib",
            "/usr/libexec",
        ];
        let binary = folders
            .iter()
            .map(|folder| Path::new(folder).join("xfce4/notifyd/xfce4-notifyd"))
            .find(|path| path.exists())
            .expect("xfce4-notifyd is not there: install the package xfce4-notifyd");
        let child = Command::new(binary)
            .env("DISPLAY", display)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Xfce(Program::of(child))
    }
}

struct Mouse {
    connection: RustConnection,
    root: u32,
}

impl Mouse {
    fn new(display: &str) -> Mouse {
        let (connection, screen) = RustConnection::connect(Some(display)).unwrap();
        let root = connection.setup().roots[screen].root;
        Mouse { connection, root }
    }

    /// Clicks the leftmost button of the only visible window.
    async fn click_first_button(&self) {
        let (x, y) = loop {
            if let Some(place) = self.find() {
                break place;
            }
            pause(20).await;
        };
        // It fades in, and takes clicks only after that.
        pause(500).await;
        for (kind, detail) in [
            (MOTION_NOTIFY_EVENT, 0),
            (BUTTON_PRESS_EVENT, 1),
            (BUTTON_RELEASE_EVENT, 1),
        ] {
            self.connection
                .xtest_fake_input(kind, detail, 0, self.root, x, y, 0)
                .unwrap();
            self.connection.get_input_focus().unwrap().reply().unwrap();
            pause(50).await;
        }
    }

    fn find(&self) -> Option<(i16, i16)> {
        let tree = self
            .connection
            .query_tree(self.root)
            .unwrap()
            .reply()
            .unwrap();
        tree.children.into_iter().find_map(|window| {
            let attributes = self
                .connection
                .get_window_attributes(window)
                .unwrap()
                .reply()
                .ok()?;
            let place = self.connection.get_geometry(window).unwrap().reply().ok()?;
            (attributes.map_state == MapState::VIEWABLE && place.width > 100)
                .then(|| (place.x + 60, place.y + place.height as i16 - 32))
        })
    }
}

#[test]
fn a_real_server_shows_replaces_and_is_replaced() {
    needs!(PACKAGES);
    run_on_own_bus(
        "notify::a_real_server_shows_replaces_and_is_replaced",
        async {
            let (_x, display) = x_server();
            let (facts, mut told) = Told::new();
            let notifier = Notifier::start(facts);
            told.missing(Ability::Notifications).await;
            let mut server = Xfce::start(&display).await;
            let by = told.works(Ability::Notifications).await;
            assert!(by.contains("Xfce"), "{by}");
            assert_eq!(event(&mut told).await, NoticeEvent::ServerBack);

            let mouse = Mouse::new(&display);
            notifier.show(1, notice());
            notifier.show(2, notice());
            mouse.click_first_button().await;
            assert_eq!(
                event(&mut told).await,
                NoticeEvent::Pressed {
                    tag: 2,
                    button: Button::Start,
                    activation_token: None
                }
            );
            told.nothing_for(300).await;

            notifier.show(3, notice());
            pause(300).await;
            server.0.stop();
            assert_eq!(event(&mut told).await, NoticeEvent::ServerLost);
            told.missing(Ability::Notifications).await;
            server = Xfce::start(&display).await;
            told.works(Ability::Notifications).await;
            assert_eq!(event(&mut told).await, NoticeEvent::ServerBack);
            notifier.show(4, notice());
            posted(&mut told, 4).await;
            notifier.withdraw();
            told.nothing_for(300).await;
            drop(server);
        },
    );
}

#[test]
fn what_a_dead_run_left_on_a_real_server_is_taken_away() {
    needs!(PACKAGES);
    run_on_own_bus(
        "notify::what_a_dead_run_left_on_a_real_server_is_taken_away",
        async {
            let (_x, display) = x_server();
            let _server = Xfce::start(&display).await;
            let (facts, mut told) = Told::new();
            let dead = Notifier::start(facts);
            // It may be up before or after the first check.
            while !matches!(
                told.ability(Ability::Notifications).await,
                AbilityState::Works { .. }
            ) {}
            dead.show(1, notice());
            let left = loop {
                match told.next().await {
                    Fact::Notice(NoticeEvent::Shown { posted, .. }) => break posted,
                    Fact::Notice(NoticeEvent::ServerBack) => {}
                    other => panic!("{other:?}"),
                }
            };
            let mouse = Mouse::new(&display);
            while mouse.find().is_none() {
                pause(20).await;
            }

            let (facts, mut news) = Told::new();
            let next = Notifier::start(facts);
            news.works(Ability::Notifications).await;
            // On another server, or another bus, the number means nothing.
            for other in [
                Posted {
                    server: ":1.999".to_owned(),
                    ..left.clone()
                },
                Posted {
                    bus: "0".repeat(32),
                    ..left.clone()
                },
            ] {
                next.take_away(other);
                told.nothing_for(300).await;
            }
            next.take_away(left);
            assert_eq!(event(&mut told).await, closed(1, Close::ByItself));
            while mouse.find().is_some() {
                pause(20).await;
            }
            news.nothing_for(50).await;
        },
    );
}
