//! Windows that can't open because a library is missing.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::harness::{Desktop, Program, Sway, until};
use crate::needs::needs;

/// Nobody is reminded, and the introduction has been shown.
const CALM: &str = r#"(
    reminders: {"stretch": (after: "2h")},
    look: (welcome_done: true),
)"#;

/// How a library is hidden from a program.
enum Hidden {
    /// The loader looks here first, and an empty file of that name ends its search. Needs no privileges, but doesn't
    /// hide libraries that a program loads by full path.
    ByPath(tempfile::TempDir),
    /// That file is empty, for this program alone.
    ByMount(String),
}

/// A session whose daemon, and the windows it opens, lack some libraries.
struct Without<'d> {
    desktop: &'d Desktop,
    sway: Option<&'d Sway<'d>>,
    hidden: Hidden,
}

impl<'d> Without<'d> {
    fn by_path(
        desktop: &'d Desktop,
        sway: Option<&'d Sway<'d>>,
        libraries: &[&str],
    ) -> Without<'d> {
        let folder = tempfile::tempdir().expect("a folder");
        for library in libraries {
            let (stem, _) = library.split_once(".so").expect("a library");
            // Development packages add the second name.
            for name in [library, &*format!("{stem}.so")] {
                fs::write(folder.path().join(name), "").expect("it is ours");
            }
        }
        Without {
            desktop,
            sway,
            hidden: Hidden::ByPath(folder),
        }
    }

    /// None if the system lets nobody do that.
    fn by_mount(desktop: &'d Desktop, library: &str) -> Option<Without<'d>> {
        let known = Command::new("/sbin/ldconfig").arg("-p").output();
        let known = String::from_utf8(known.expect("it can be run").stdout).expect("text");
        let line = known
            .lines()
            .find(|line| line.trim_start().starts_with(library));
        let (_, path) = line.and_then(|line| line.split_once("=> ")).expect(library);
        let possible = apart(desktop, path, "true")
            .output()
            .expect("it can be run");
        possible.status.success().then(|| Without {
            desktop,
            sway: None,
            hidden: Hidden::ByMount(path.to_owned()),
        })
    }

    fn whole(&self, arguments: &[&str]) -> Command {
        self.here(self.desktop.unbend(arguments))
    }

    fn poor(&self, arguments: &[&str]) -> Command {
        match &self.hidden {
            Hidden::ByPath(folder) => {
                let mut command = self.whole(arguments);
                command.env("LD_LIBRARY_PATH", folder.path());
                command
            }
            Hidden::ByMount(path) => {
                let mut command = apart(self.desktop, path, env!("CARGO_BIN_EXE_unbend"));
                command.args(arguments);
                self.here(command)
            }
        }
    }

    fn here(&self, mut command: Command) -> Command {
        if let Some(sway) = self.sway {
            sway.seen_from(&mut command);
        }
        command
    }

    fn start_daemon(&self) -> Program {
        let daemon = self.desktop.start(&mut self.poor(&["daemon"]));
        until("an answer", || {
            assert!(daemon.ended().is_none(), "{}", daemon.words());
            let asked = self.whole(&["status"]).output().expect("it can be run");
            asked.status.success().then_some(())
        });
        daemon
    }

    /// What the report says about windows.
    fn window_row(&self, mut doctor: Command) -> String {
        let report = self.desktop.run(&mut doctor);
        let row = report.lines().find(|line| line.contains(" Window "));
        row.unwrap_or_else(|| panic!("{report}")).to_owned()
    }

    /// Whether a window or the report is requested: the words name the library and one of its packages, and nothing
    /// else happens.
    #[track_caller]
    fn is_told(&self, library: &str, package: &str) {
        let daemon = self.start_daemon();
        for arguments in [&["break", "doorway-pec-stretch"][..], &[]] {
            let asked = self.whole(arguments).output().expect("it can be run");
            let words = String::from_utf8_lossy(&asked.stderr);
            assert_eq!(asked.status.code(), Some(1), "{library}: {words}");
            let stem = library.split(".so").next().expect("a name");
            assert!(words.contains(stem), "{library}: {words}");
            assert!(words.contains(package), "{library}: {words}");
        }
        let status = self.desktop.run(&mut self.whole(&["status", "--json"]));
        let status: Value = serde_json::from_str(&status).expect("it is JSON");
        assert_eq!(status["running"], Value::Null);
        assert_eq!(status["today"]["done"], 0);
        let row = self.window_row(self.poor(&["doctor"]));
        assert!(row.contains(package), "{row}");
        // Where the library exists, the report says that a window opens.
        let row = self.window_row(self.whole(&["doctor"]));
        assert!(row.trim_start().starts_with("ok"), "{row}");
        let why = self.desktop.run(&mut self.whole(&["why"]));
        assert!(!why.to_lowercase().contains("lost"), "{why}");
        self.desktop.run(&mut self.whole(&["quit"]));
        assert_eq!(daemon.wait(), 0, "{}", daemon.words());
        assert!(!daemon.words().contains("panicked"), "{}", daemon.words());
    }
}

/// A program for which that file is empty.
fn apart(desktop: &Desktop, path: &str, program: &str) -> Command {
    let mut command = desktop.command("unshare");
    if !rustix::process::geteuid().is_root() {
        command.arg("--map-root-user");
    }
    let script = "mount --bind /dev/null \"$0\" && exec \"$@\"";
    command.args(["--mount", "sh", "-c", script, path, program]);
    command
}

fn calm() -> Desktop {
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", CALM);
    desktop
}

#[test]
fn a_library_that_is_missing_on_x11_is_named_with_its_package_and_nothing_is_lost() {
    needs!("desktop");
    let desktop = calm();
    let keys = "libxkbcommon-x11.so.0";
    Without::by_path(&desktop, None, &[keys]).is_told(keys, "libxkbcommon-x11-0");
    // Either of the two is enough.
    let both = ["libEGL.so.1", "libGL.so.1"];
    Without::by_path(&desktop, None, &both).is_told("libEGL.so.1", "libegl1");
    for (library, package) in [
        ("libX11.so.6", "libx11-6"),
        ("libXcursor.so.1", "libxcursor1"),
    ] {
        match Without::by_mount(&desktop, library) {
            Some(without) => without.is_told(library, package),
            None => eprintln!("not tried: {library} cannot be hidden here"),
        }
    }
}

#[test]
fn a_library_that_is_missing_on_wayland_is_named_with_its_package_and_nothing_is_lost() {
    needs!("desktop");
    let desktop = calm();
    let sway = desktop.start_sway();
    // There is a keyboard only while this has something to type.
    let mut keyboard = desktop.command("wtype");
    sway.seen_from(keyboard.args(["-s", "600000"]));
    desktop.start(&mut keyboard);
    for (library, package) in [
        ("libwayland-client.so.0", "libwayland-client0"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
        ("libEGL.so.1", "libegl1"),
        ("libwayland-egl.so.1", "libwayland-egl1"),
    ] {
        Without::by_path(&desktop, Some(&sway), &[library]).is_told(library, package);
    }
}
