//! Notifications on a real server, answered with the mouse.

use std::path::Path;
use std::process::{Command, Stdio};

use unbend::logic::schedule::Close;
use unbend::logic::shown::notice::{Button, Posted};
use unbend::platform::notify::Notifier;
use unbend::platform::{Ability, AbilityState, Fact, NoticeEvent};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt as _, MOTION_NOTIFY_EVENT, MapState,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::needs::needs;
use crate::notify::{closed, event, notice, posted};
use crate::small_server::pause;
use crate::support::{Program, Told, run_on_own_bus, x_server};

/// What the tests of this file need.
const PACKAGES: &[&str] = &["dbus-daemon", "xvfb", "xfce4-notifyd"];

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
        "notify_xfce::a_real_server_shows_replaces_and_is_replaced",
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
        "notify_xfce::what_a_dead_run_left_on_a_real_server_is_taken_away",
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
