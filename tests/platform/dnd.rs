//! Do-not-disturb, set with the real tools of the desktops, where they run without a screen.

use std::process::{Command, Stdio};

use unbend::platform::dnd;
use unbend::platform::{Ability, Buses, Fact};

use crate::support::{Program, Told, kill_own_bus, restart_own_bus, run_on_own_bus, x_server};

async fn missing(told: &mut Told) {
    let missing = told.missing(Ability::DoNotDisturb).await;
    assert!(missing.remedy.contains("unbend pause"), "{missing}");
}

async fn is(told: &mut Told, on: bool) {
    assert_eq!(told.next().await, Fact::DoNotDisturb(on));
}

/// A folder for all that the tools of a desktop write. It is taken from the environment of the test's own process.
fn home() -> tempfile::TempDir {
    tempfile::tempdir_in("/tmp").unwrap()
}

fn tool(home: &tempfile::TempDir, program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_RUNTIME_DIR", home.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn start(home: &tempfile::TempDir, program: &str) -> Program {
    let child = tool(home, program).spawn();
    Program::of(child.unwrap_or_else(|error| panic!("{program}: {error}; see scripts/test")))
}

fn done(command: &mut Command) {
    assert!(command.status().unwrap().success(), "{command:?}");
}

/// The program that keeps Xfce's settings, which is in no PATH.
fn xfconfd() -> String {
    let service = "/usr/share/dbus-1/services/org.xfce.Xfconf.service";
    let text = std::fs::read_to_string(service).expect("install the package xfconf");
    let line = text.lines().find_map(|line| line.strip_prefix("Exec="));
    line.unwrap().to_owned()
}

#[test]
fn the_setting_of_xfces_notification_server_is_followed() {
    run_on_own_bus(
        "dnd::the_setting_of_xfces_notification_server_is_followed",
        async {
            let (facts, mut told) = Told::new();
            let _dnd = dnd::start(&Buses::new(), facts);
            missing(&mut told).await;
            let home = home();
            for _ in 0..2 {
                let mut settings = start(&home, &xfconfd());
                assert_eq!(told.works(Ability::DoNotDisturb).await, "Xfce's setting");
                let set = |arguments: &[&str]| {
                    let mut query = tool(&home, "xfconf-query");
                    query.args(["-c", "xfce4-notifyd", "-p", "/do-not-disturb"]);
                    done(query.args(arguments));
                };
                set(&["-n", "-t", "bool", "-s", "true"]);
                is(&mut told, true).await;
                set(&["-s", "false"]);
                is(&mut told, false).await;
                set(&["-s", "true"]);
                is(&mut told, true).await;
                set(&["-r"]);
                is(&mut told, false).await;
                // Killed, it comes back.
                settings.stop();
                missing(&mut told).await;
            }
        },
    );
}

#[test]
fn dunst_is_followed() {
    run_on_own_bus("dnd::dunst_is_followed", async {
        let (_screen, display) = x_server();
        let home = home();
        let (facts, mut told) = Told::new();
        let _dnd = dnd::start(&Buses::new(), facts);
        missing(&mut told).await;
        let mut server = tool(&home, "dunst");
        let mut dunst = Program::of(server.env("DISPLAY", &display).spawn().unwrap());
        assert_eq!(told.works(Ability::DoNotDisturb).await, "dunst");
        for on in [true, false, true] {
            done(tool(&home, "dunstctl").args(["set-paused", &on.to_string()]));
            is(&mut told, on).await;
        }
        dunst.stop();
        is(&mut told, false).await;
        missing(&mut told).await;
    });
}

struct Kde {
    inhibited: bool,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Kde {
    #[zbus(property)]
    fn inhibited(&self) -> bool {
        self.inhibited
    }
}

#[test]
fn a_server_that_can_be_inhibited_is_followed() {
    run_on_own_bus("dnd::a_server_that_can_be_inhibited_is_followed", async {
        let path = "/org/freedesktop/Notifications";
        let server = zbus::connection::Builder::session()
            .unwrap()
            .serve_at(path, Kde { inhibited: true })
            .unwrap()
            .name("org.freedesktop.Notifications")
            .unwrap()
            .build()
            .await
            .unwrap();
        let (facts, mut told) = Told::new();
        let _dnd = dnd::start(&Buses::new(), facts);
        is(&mut told, true).await;
        assert_eq!(
            told.works(Ability::DoNotDisturb).await,
            "notification server"
        );
        let interface = server.object_server().interface::<_, Kde>(path);
        let interface = interface.await.unwrap();
        for on in [false, true] {
            interface.get_mut().await.inhibited = on;
            let emitter = interface.signal_emitter();
            interface
                .get()
                .await
                .inhibited_changed(emitter)
                .await
                .unwrap();
            is(&mut told, on).await;
        }
        // The bus dies and comes back, the server does not.
        kill_own_bus();
        is(&mut told, false).await;
        missing(&mut told).await;
        let _bus = restart_own_bus();
        let home = home();
        let _settings = start(&home, &xfconfd());
        assert_eq!(told.works(Ability::DoNotDisturb).await, "Xfce's setting");
    });
}

#[test]
fn gnomes_setting_is_followed() {
    // The program under test reads the file of the settings where the environment says.
    run_on_own_bus("dnd::gnomes_setting_is_followed", async {
        let config = std::env::var_os("XDG_CONFIG_HOME").expect("on_own_bus sets it");
        let home = tempfile::tempdir_in("/tmp").unwrap();
        let with_config = |program: &str| {
            let mut command = tool(&home, program);
            command.env("XDG_CONFIG_HOME", &config);
            command
        };
        let service = with_config("/usr/libexec/dconf-service").spawn();
        let _service = Program::of(service.expect("install the package dconf-service"));
        let (facts, mut told) = Told::new();
        let _dnd = dnd::start(&Buses::new(), facts);
        missing(&mut told).await;
        let _shell = zbus::connection::Builder::session()
            .unwrap()
            .name("org.gnome.Shell")
            .unwrap()
            .build()
            .await
            .unwrap();
        assert_eq!(told.works(Ability::DoNotDisturb).await, "GNOME's setting");
        let key = "/org/gnome/desktop/notifications/show-banners";
        for (other, shown) in [("1", "false"), ("2", "true"), ("3", "false")] {
            done(with_config("dconf").args(["write", "/org/gnome/other/setting", other]));
            done(with_config("dconf").args(["write", key, shown]));
            is(&mut told, shown == "false").await;
        }
        done(with_config("dconf").args(["reset", "-f", "/org/gnome/desktop/"]));
        is(&mut told, false).await;
    });
}
