//! Full-screen windows, under a real window manager on X11 and under sway.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use unbend::logic::presence::DesktopHold;
use unbend::logic::presence::apps::Apps;
use unbend::platform::presentation::{self, Screen};
use unbend::platform::{Ability, AbilityState, Fact};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode, Window,
    WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::compositor::{Compositor, Offer};
use crate::compositors::Sway;
use crate::needs::needs;
use crate::support::{Program, Told, bus, run, x_server};

/// What the tests of this file need.
const PACKAGES: &[&str] = &["xvfb", "xfwm4", "dbus-daemon"];

/// `app` = the application that is now full screen; none = no longer.
async fn full(told: &mut Told, app: Option<&str>) {
    let apps = app.map_or(Apps::NOBODY, |app| Apps::of([Some(app)]));
    assert_eq!(
        told.next().await,
        Fact::Hold(DesktopHold::Presentation, apps)
    );
}

/// A user's windows on an X server with a window manager.
struct XSession {
    connection: RustConnection,
    root: Window,
    _manager: Program,
    _bus: Program,
}

impl XSession {
    async fn new(display: &str) -> XSession {
        let (bus, address) = bus(&[]);
        let manager = Command::new("xfwm4")
            .args(["--compositor=off", "--sm-client-disable"])
            .env("DISPLAY", display)
            .env("DBUS_SESSION_BUS_ADDRESS", &address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("install the package xfwm4");
        let (connection, screen) = RustConnection::connect(Some(display)).unwrap();
        let root = connection.setup().roots[screen].root;
        let session = XSession {
            connection,
            root,
            _manager: Program::of(manager),
            _bus: bus,
        };
        let managed = session.atom("_NET_SUPPORTING_WM_CHECK");
        for _ in 0..200 {
            let check = session
                .connection
                .get_property(false, root, managed, AtomEnum::WINDOW, 0, 1)
                .unwrap();
            if check.reply().unwrap().value_len == 1 {
                return session;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("the window manager runs within 5 s");
    }

    fn atom(&self, name: &str) -> u32 {
        let asked = self.connection.intern_atom(false, name.as_bytes());
        asked.unwrap().reply().unwrap().atom
    }

    fn open(&self) -> Window {
        let window = self.connection.generate_id().unwrap();
        self.connection
            .create_window(
                x11rb::COPY_DEPTH_FROM_PARENT,
                window,
                self.root,
                20,
                20,
                200,
                150,
                0,
                WindowClass::INPUT_OUTPUT,
                x11rb::COPY_FROM_PARENT,
                &CreateWindowAux::new(),
            )
            .unwrap();
        let (class, text) = (AtomEnum::WM_CLASS, AtomEnum::STRING);
        self.connection
            .change_property8(PropMode::REPLACE, window, class, text, b"slides\0Slides\0")
            .unwrap();
        self.connection.map_window(window).unwrap();
        self.connection.flush().unwrap();
        window
    }

    fn ask(&self, window: Window, message: &str, data: [u32; 5]) {
        let event = ClientMessageEvent::new(32, window, self.atom(message), data);
        let mask = EventMask::SUBSTRUCTURE_NOTIFY | EventMask::SUBSTRUCTURE_REDIRECT;
        self.connection
            .send_event(false, self.root, mask, event)
            .unwrap();
        self.connection.flush().unwrap();
    }

    fn fill(&self, window: Window, on: bool) {
        let state = self.atom("_NET_WM_STATE_FULLSCREEN");
        self.ask(window, "_NET_WM_STATE", [u32::from(on), state, 0, 1, 0]);
    }

    fn focus(&self, window: Window) {
        self.ask(window, "_NET_ACTIVE_WINDOW", [2, 0, 0, 0, 0]);
    }

    fn close(&self, window: Window) {
        self.connection.destroy_window(window).unwrap();
        self.connection.flush().unwrap();
    }

    /// What many programs do at each key press.
    fn note_keys(&self, window: Window, property: u32, count: u32) {
        for time in 1..=count {
            self.connection
                .change_property32(
                    PropMode::REPLACE,
                    window,
                    property,
                    AtomEnum::CARDINAL,
                    &[time],
                )
                .unwrap();
            self.connection.flush().unwrap();
        }
    }
}

/// An X11 session.
fn x11(display: &str) -> Screen {
    Screen {
        wayland: None,
        x11: Some(display.to_owned()),
    }
}

/// A Wayland-only session.
fn wayland(socket: PathBuf) -> Screen {
    Screen {
        wayland: Some(socket),
        x11: None,
    }
}

#[test]
fn the_focused_window_on_x11_is_followed() {
    needs!(PACKAGES);
    run(async {
        let (mut server, display) = x_server();
        let session = XSession::new(&display).await;
        let (facts, mut told) = Told::new();
        let _watch = presentation::start(x11(&display), facts);
        assert_eq!(
            told.works(Ability::Hold(DesktopHold::Presentation)).await,
            "X11 window states"
        );

        let talk = session.open();
        told.nothing_for(300).await;
        for _ in 0..2 {
            session.fill(talk, true);
            full(&mut told, Some("Slides")).await;
            session.fill(talk, false);
            full(&mut told, None).await;
            // Long enough that its properties are no longer followed.
            told.nothing_for(1_200).await;
        }

        session.fill(talk, true);
        full(&mut told, Some("Slides")).await;
        let other = session.open();
        session.focus(other);
        full(&mut told, None).await;
        session.focus(talk);
        full(&mut told, Some("Slides")).await;
        session.close(talk);
        full(&mut told, None).await;

        session.fill(other, true);
        full(&mut told, Some("Slides")).await;
        server.stop();
        full(&mut told, None).await;
        match told.ability(Ability::Hold(DesktopHold::Presentation)).await {
            AbilityState::Missing(missing) => {
                assert!(missing.what.contains("X server went away"), "{missing}");
            }
            state => panic!("{state:?}"),
        }
    });
}

#[test]
fn keys_that_programs_note_wake_nothing() {
    needs!(PACKAGES);
    run(async {
        let (_server, display) = x_server();
        let session = XSession::new(&display).await;
        let (facts, mut told) = Told::new();
        let _watch = presentation::start(x11(&display), facts);
        assert_eq!(
            told.works(Ability::Hold(DesktopHold::Presentation)).await,
            "X11 window states"
        );
        let editor = session.open();
        session.focus(editor);
        told.nothing_for(1_500).await;
        let property = session.atom("_NET_WM_USER_TIME");
        let before = crate::idle::voluntary_switches();
        session.note_keys(editor, property, 50);
        told.nothing_for(500).await;
        let wake_ups = crate::idle::voluntary_switches() - before;
        assert!(wake_ups <= 6, "{wake_ups} wake-ups for 50 keys");
    });
}

#[test]
fn the_focused_window_of_sway_is_followed() {
    needs!(PACKAGES);
    run(async {
        let mut sway = Sway::start();
        let (facts, mut told) = Told::new();
        let _watch = presentation::start(wayland(sway.socket()), facts);
        assert_eq!(
            told.works(Ability::Hold(DesktopHold::Presentation)).await,
            "Wayland wlr-foreign-toplevel"
        );
        sway.obey("exec foot sleep 60");
        told.nothing_for(1_000).await;
        sway.obey("fullscreen enable");
        full(&mut told, Some("foot")).await;
        sway.obey("workspace 2");
        full(&mut told, None).await;
        sway.obey("workspace 1");
        full(&mut told, Some("foot")).await;
        sway.kill();
        full(&mut told, None).await;
        told.missing(Ability::Hold(DesktopHold::Presentation)).await;
        sway.restart();
        loop {
            match told.ability(Ability::Hold(DesktopHold::Presentation)).await {
                AbilityState::Works { .. } => break,
                AbilityState::Missing(_) => {}
                other => panic!("{other:?}"),
            }
        }
    });
}

#[test]
fn a_compositor_that_takes_long_to_answer_is_waited_for() {
    needs!(PACKAGES);
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("wayland-0");
        let busy = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let (facts, mut told) = Told::new();
        let _watch = presentation::start(wayland(socket), facts);
        let missing = told.missing(Ability::Hold(DesktopHold::Presentation)).await;
        assert!(missing.what.contains("does not answer"), "{missing}");
        told.nothing_for(300).await;
        let _compositor = Compositor::answer(busy, Offer::Nothing);
        let missing = told.missing(Ability::Hold(DesktopHold::Presentation)).await;
        assert!(missing.what.contains("does not tell"), "{missing}");
    });
}

#[test]
fn a_compositor_that_does_not_tell_says_what_to_do() {
    needs!(PACKAGES);
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("wayland-0");
        let _compositor = Compositor::start(&socket, Offer::Nothing);
        let (facts, mut told) = Told::new();
        let _watch = presentation::start(wayland(socket), facts);
        let missing = told.missing(Ability::Hold(DesktopHold::Presentation)).await;
        assert!(missing.remedy.contains("do not disturb"), "{missing}");
    });
}
