//! Do-not-disturb, set with the desktops' real tools, where they run without a screen.

use std::process::{Command, Stdio};

use unbend::logic::presence::DesktopHold;
use unbend::platform::dnd;
use unbend::platform::{Ability, Buses, Fact};

use crate::compositors::Sway;
use crate::needs::needs;
use crate::support::{Program, Told, kill_own_bus, restart_own_bus, run_on_own_bus, x_server};

/// What the tests of this file need.
const PACKAGES: &[&str] = &[
    "dbus-daemon",
    "xvfb",
    "xfconf",
    "dconf-cli",
    "dconf-service",
    "lxqt-notificationd",
    "dunst",
    "mako-notifier",
    "sway-notification-center",
];

async fn missing(told: &mut Told) {
    let missing = told.missing(Ability::Hold(DesktopHold::Dnd)).await;
    assert!(missing.remedy.contains("unbend pause"), "{missing}");
}

async fn is(told: &mut Told, on: bool) {
    assert_eq!(told.next().await, Fact::Hold(DesktopHold::Dnd, on.into()));
}

/// A folder for everything that a desktop's tools write, taken from the test process's own environment.
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

/// The program that stores Xfce's settings, which is in no PATH.
fn xfconfd() -> String {
    let service = "/usr/share/dbus-1/services/org.xfce.Xfconf.service";
    let text = std::fs::read_to_string(service).expect("install the package xfconf");
    let line = text.lines().find_map(|line| line.strip_prefix("Exec="));
    line.unwrap().to_owned()
}

#[test]
fn the_setting_of_xfces_notification_server_is_followed() {
    needs!(PACKAGES);
    run_on_own_bus(
        "dnd::the_setting_of_xfces_notification_server_is_followed",
        async {
            let (facts, mut told) = Told::new();
            let _dnd = dnd::start(&Buses::new(), facts);
            missing(&mut told).await;
            let home = home();
            for _ in 0..2 {
                let mut settings = start(&home, &xfconfd());
                assert_eq!(
                    told.works(Ability::Hold(DesktopHold::Dnd)).await,
                    "Xfce's setting"
                );
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
                // After a kill it comes back.
                settings.stop();
                missing(&mut told).await;
            }
        },
    );
}

#[test]
fn dunst_is_followed() {
    needs!(PACKAGES);
    run_on_own_bus("dnd::dunst_is_followed", async {
        let (_screen, display) = x_server();
        let home = home();
        let (facts, mut told) = Told::new();
        let _dnd = dnd::start(&Buses::new(), facts);
        missing(&mut told).await;
        let mut server = tool(&home, "dunst");
        let mut dunst = Program::of(server.env("DISPLAY", &display).spawn().unwrap());
        assert_eq!(told.works(Ability::Hold(DesktopHold::Dnd)).await, "dunst");
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
    needs!(PACKAGES);
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
            told.works(Ability::Hold(DesktopHold::Dnd)).await,
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
        // The bus dies and comes back; the server doesn't.
        kill_own_bus();
        is(&mut told, false).await;
        missing(&mut told).await;
        let _bus = restart_own_bus();
        let home = home();
        let _settings = start(&home, &xfconfd());
        assert_eq!(
            told.works(Ability::Hold(DesktopHold::Dnd)).await,
            "Xfce's setting"
        );
    });
}

#[test]
fn gnomes_setting_is_followed() {
    needs!(PACKAGES);
    run_on_own_bus("dnd::gnomes_setting_is_followed", async {
        let key = "/org/gnome/desktop/notifications/show-banners";
        is_followed_in_dconf("org.gnome.Shell", "GNOME's setting", key, "false", "true").await;
    });
}

/// A server that draws on Wayland, running under sway.
fn on_sway(home: &tempfile::TempDir, sway: &Sway, program: &str) -> Program {
    let mut command = tool(home, program);
    command
        .env_remove("DISPLAY")
        .env("WAYLAND_DISPLAY", sway.socket())
        .env("GDK_BACKEND", "wayland")
        .env("GSETTINGS_BACKEND", "memory");
    let child = command.spawn();
    Program::of(child.unwrap_or_else(|error| panic!("{program}: {error}; see scripts/test")))
}

#[test]
fn the_switch_of_swaync_is_followed() {
    needs!(PACKAGES);
    run_on_own_bus("dnd::the_switch_of_swaync_is_followed", async {
        let sway = Sway::start();
        let home = home();
        let (facts, mut told) = Told::new();
        let _dnd = dnd::start(&Buses::new(), facts);
        missing(&mut told).await;
        let mut server = on_sway(&home, &sway, "swaync");
        assert_eq!(
            told.works(Ability::Hold(DesktopHold::Dnd)).await,
            "SwayNotificationCenter"
        );
        for (switch, on) in [("-dn", true), ("-df", false), ("-d", true)] {
            done(tool(&home, "swaync-client").args([switch, "-sw"]));
            is(&mut told, on).await;
        }
        server.stop();
        is(&mut told, false).await;
        missing(&mut told).await;
    });
}

#[test]
fn the_modes_of_mako_are_followed() {
    needs!(PACKAGES);
    run_on_own_bus("dnd::the_modes_of_mako_are_followed", async {
        let sway = Sway::start();
        let home = home();
        let (facts, mut told) = Told::new();
        let _dnd = dnd::start(&Buses::new(), facts);
        missing(&mut told).await;
        let mut server = on_sway(&home, &sway, "mako");
        assert_eq!(told.works(Ability::Hold(DesktopHold::Dnd)).await, "mako");
        let mode = |arguments: &[&str]| done(tool(&home, "makoctl").arg("mode").args(arguments));
        mode(&["-a", "away"]);
        told.nothing_for(300).await;
        for _ in 0..2 {
            mode(&["-a", "do-not-disturb"]);
            is(&mut told, true).await;
            mode(&["-r", "do-not-disturb"]);
            is(&mut told, false).await;
        }
        mode(&["-s", "dnd"]);
        is(&mut told, true).await;
        server.stop();
        is(&mut told, false).await;
        missing(&mut told).await;
    });
}

/// Follows a dconf setting once somebody owns that name on the bus. The program under test reads the settings file
/// named by the environment.
async fn is_followed_in_dconf(owner: &str, title: &str, key: &str, quiet: &str, loud: &str) {
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
    let server = FreeDesktop(match owner {
        "org.freedesktop.Notifications" => "MATE Desktop Environment",
        _ => "somebody else",
    });
    let _server = zbus::connection::Builder::session()
        .unwrap()
        .serve_at("/org/freedesktop/Notifications", server)
        .unwrap()
        .name(owner)
        .unwrap()
        .build()
        .await
        .unwrap();
    assert_eq!(told.works(Ability::Hold(DesktopHold::Dnd)).await, title);
    let above = key.rsplitn(3, '/').nth(2).expect("keys lie deep");
    let maker: Vec<&str> = key.split('/').take(3).collect();
    let other = format!("{}/other/setting", maker.join("/"));
    for value in [quiet, loud, quiet] {
        done(with_config("dconf").args(["write", &other, value]));
        done(with_config("dconf").args(["write", key, value]));
        is(&mut told, value == quiet).await;
    }
    done(with_config("dconf").args(["reset", key]));
    is(&mut told, false).await;
    done(with_config("dconf").args(["write", key, quiet]));
    is(&mut told, true).await;
    done(with_config("dconf").args(["reset", "-f", &format!("{above}/")]));
    is(&mut told, false).await;
}

/// A notification server that reports its vendor.
struct FreeDesktop(&'static str);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl FreeDesktop {
    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("Notification Daemon", self.0, "1.26", "1.2")
    }
}

#[test]
fn cinnamons_setting_is_followed() {
    needs!(PACKAGES);
    run_on_own_bus("dnd::cinnamons_setting_is_followed", async {
        let key = "/org/cinnamon/desktop/notifications/display-notifications";
        is_followed_in_dconf("org.Cinnamon", "Cinnamon's setting", key, "false", "true").await;
    });
}

#[test]
fn mates_setting_is_followed() {
    needs!(PACKAGES);
    run_on_own_bus("dnd::mates_setting_is_followed", async {
        let key = "/org/mate/notification-daemon/do-not-disturb";
        let server = "org.freedesktop.Notifications";
        is_followed_in_dconf(server, "MATE's setting", key, "true", "false").await;
    });
}

#[test]
fn the_file_of_lxqts_server_is_followed() {
    needs!(PACKAGES);
    run_on_own_bus("dnd::the_file_of_lxqts_server_is_followed", async {
        let config = std::env::var_os("XDG_CONFIG_HOME").expect("on_own_bus sets it");
        let config = std::path::PathBuf::from(config);
        std::fs::create_dir_all(&config).unwrap();
        let (_screen, display) = x_server();
        let home = home();
        let (facts, mut told) = Told::new();
        let _dnd = dnd::start(&Buses::new(), facts);
        missing(&mut told).await;
        let mut server = tool(&home, "lxqt-notificationd");
        server
            .env("DISPLAY", &display)
            .env("QT_QPA_PLATFORM", "xcb");
        let server = server.env("XDG_CONFIG_HOME", &config).spawn();
        let mut server = Program::of(server.expect("install the package lxqt-notificationd"));
        assert_eq!(
            told.works(Ability::Hold(DesktopHold::Dnd)).await,
            "LXQt's setting"
        );
        let folder = config.join("lxqt");
        std::fs::create_dir_all(&folder).unwrap();
        for on in [true, false, true] {
            // As Qt does it: a new file takes over the name.
            let text = format!("[General]\ndoNotDisturb={on}\nspacing=6\n");
            std::fs::write(folder.join("new"), text).unwrap();
            std::fs::rename(folder.join("new"), folder.join("notifications.conf")).unwrap();
            is(&mut told, on).await;
        }
        server.stop();
        is(&mut told, false).await;
        missing(&mut told).await;
    });
}
