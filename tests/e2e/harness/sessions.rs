//! Sessions beside the desktop's own: a compositor without a screen, and systemd's user manager.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{Desktop, Program, until};

/// An unprivileged user on every system.
const NOBODY: u32 = 65534;

/// The socket that sway creates in a run-time folder without one.
const SOCKET: &str = "wayland-1";

/// Makes systemd use the existing bus, and start nothing else.
const UNITS: [(&str, &str); 3] = [
    (
        "here.target",
        "[Unit]\nDefaultDependencies=no\nRequires=dbus.socket dbus.service\n",
    ),
    (
        "dbus.socket",
        "[Unit]\nDefaultDependencies=no\n[Socket]\nListenStream=%t/beside-the-bus\n",
    ),
    (
        "dbus.service",
        "[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/sleep infinity\n",
    ),
];

/// Pretends that systemd booted the machine: its user manager runs on no other.
const AS_IF_BOOTED: &str =
    "mount -t tmpfs none /run/systemd && mkdir /run/systemd/system && exec \"$@\"";

/// A compositor without a screen, in a desktop's run-time folder.
pub struct Sway<'d> {
    desktop: &'d Desktop,
    folder: PathBuf,
    program: Program,
}

impl Desktop {
    /// Starts sway, and waits until it accepts connections.
    pub fn start_sway(&self) -> Sway<'_> {
        let folder = PathBuf::from(self.variable("XDG_RUNTIME_DIR").expect("a folder"));
        let config = folder.join("sway.config");
        fs::write(&config, "xwayland disable\n").expect("the folder is ours");
        let mut command = self.command("sway");
        // It refuses to run as root.
        if rustix::process::geteuid().is_root() {
            let above = folder.parent().expect("there is one");
            for folder in [above, &folder] {
                chown(folder, Some(NOBODY), Some(NOBODY)).expect("we are root");
            }
            let (user, group) = (format!("--reuid={NOBODY}"), format!("--regid={NOBODY}"));
            command = self.command("setpriv");
            command.args([&user, &group, "--clear-groups", "sway"]);
        }
        command
            .arg("-c")
            .arg(config)
            .env("WLR_BACKENDS", "headless")
            .env("WLR_LIBINPUT_NO_DEVICES", "1")
            .env("WLR_RENDERER", "pixman");
        let program = self.start(&mut command);
        until("sway", || {
            assert!(program.ended().is_none(), "{}", program.words());
            UnixStream::connect(folder.join(SOCKET)).ok()
        });
        Sway {
            desktop: self,
            folder,
            program,
        }
    }

    /// Starts systemd's user manager on this desktop's bus, with the desktop's display in its environment, as a session
    /// would. None if the system lets nobody start one.
    pub fn start_systemd(&self) -> Option<Program> {
        const SYSTEMD: &str = "/lib/systemd/systemd";
        let aside = |command: &[&str]| {
            let mut unshare = self.command("unshare");
            if !rustix::process::geteuid().is_root() {
                unshare.arg("--map-root-user");
            }
            unshare.args(["--mount", "sh", "-c", AS_IF_BOOTED, "sh"]);
            unshare.args(command);
            unshare
        };
        let possible = aside(&["true"]).output().expect("it can be run");
        if !possible.status.success() || !Path::new(SYSTEMD).exists() {
            return None;
        }
        let home = self.variable("XDG_CONFIG_HOME").expect("a folder");
        let units = Path::new(home).join("systemd/user");
        fs::create_dir_all(&units).expect("the home is ours");
        for (name, text) in UNITS {
            fs::write(units.join(name), text).expect("the home is ours");
        }
        let systemd = self.start(&mut aside(&[SYSTEMD, "--user", "--unit=here.target"]));
        let display = format!("DISPLAY={}", self.variable("DISPLAY").expect("it has one"));
        until("systemd", || {
            assert!(systemd.ended().is_none(), "{}", systemd.words());
            let mut tell = self.command("systemctl");
            let told = tell
                .args([
                    "--user",
                    "set-environment",
                    &display,
                    "XDG_CURRENT_DESKTOP=XFCE",
                ])
                .output();
            let told = told.expect("it can be run").status.success();
            (told && self.bus().has_owner("org.freedesktop.systemd1")).then_some(())
        });
        Some(systemd)
    }
}

impl Sway<'_> {
    /// What puts a program into this session: its `WAYLAND_DISPLAY`, and no X display.
    pub fn seen_from(&self, command: &mut Command) {
        command
            .env_remove("DISPLAY")
            .env("WAYLAND_DISPLAY", SOCKET)
            .env("XDG_SESSION_TYPE", "wayland");
    }

    /// The titles of its windows.
    #[track_caller]
    pub fn windows(&self) -> Vec<String> {
        let files = fs::read_dir(&self.folder).expect("the folder is there");
        let socket = files
            .filter_map(|file| Some(file.ok()?.path()))
            .find(|path| path.to_string_lossy().contains("sway-ipc"))
            .expect("sway has a socket of its own");
        let mut ask = self.desktop.command("swaymsg");
        let tree = self
            .desktop
            .run(ask.arg("-s").arg(socket).args(["-t", "get_tree"]));
        let tree: Value = serde_json::from_str(&tree).expect("it is JSON");
        let mut titles = Vec::new();
        let mut left = vec![&tree];
        while let Some(node) = left.pop() {
            if node["pid"].is_number() {
                titles.extend(node["name"].as_str().map(str::to_owned));
            }
            let below = ["nodes", "floating_nodes"].map(|kind| node[kind].as_array());
            left.extend(below.into_iter().flatten().flatten());
        }
        titles
    }

    /// Waits for a window whose title starts with `title`.
    #[track_caller]
    pub fn wait_for_window(&self, title: &str) {
        until(&format!("`{title}` in sway"), || {
            assert!(self.program.ended().is_none(), "{}", self.program.words());
            let windows = self.windows();
            windows
                .iter()
                .any(|one| one.starts_with(title))
                .then_some(())
        });
    }
}
