//! Unbend on a desktop: its files, its daemon, its output, and a user at work.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;

use super::{Bubble, Desktop, Program, until};

/// Prefix of the title of the player's window.
pub const PLAYER: &str = "Break –";

/// The tray icon's identifier.
pub const ICON: &str = "unbend";

/// A limit of seconds; away and natural break are far off.
const HURRIED: &str = r#"(
    presence: (away_after: "1m", natural_break: "2m"),
    reminders: {"stretch": (after: "3s")},
    timing: (lull: "1s", lull_wait: "2s", merge: "0s", snooze: "2s", again: "1h"),
)"#;

/// Breaks of seconds: two in the pool, and a short frame around each.
const BRIEF: &str = r#"#![enable(implicit_some)]
(
    exercises: [
        (
            id: "stand-up", name: "Stand up", purpose: "Opens.", areas: [Legs], position: Standing,
            figure: "standup", steps: [(text: "Stand.", keys: [4], seconds: 1)],
        ),
        (
            id: "brief-fold", name: "Brief fold", purpose: "Is over soon.", areas: [Spine], position: Standing,
            figure: "decompress", steps: [(text: "Fold.", keys: [2], seconds: 2), (text: "Rise.", keys: [1], seconds: 1)],
        ),
        (
            id: "brief-door", name: "Brief door", purpose: "Is over soon.", areas: [Chest], position: Standing,
            figure: "doorway", steps: [(text: "Lean.", keys: [2], seconds: 2)],
        ),
        (
            id: "sit-tall", name: "Sit tall", purpose: "Closes.", areas: [Spine], position: Seated,
            figure: "sittall", steps: [(text: "Sit.", keys: [2], seconds: 1)],
        ),
    ],
    pools: [(id: "desk", members: ["brief-fold", "brief-door"])],
)"#;

impl Desktop {
    /// Sets up a user who is asked after seconds, for breaks of seconds.
    pub fn hurried(self) -> Self {
        self.write_config("settings.ron", HURRIED);
        self.write_config("catalog.ron", BRIEF);
        self
    }

    /// The path of one of Unbend's configuration files.
    pub fn config_file(&self, name: &str) -> PathBuf {
        let folder = self.variable("XDG_CONFIG_HOME").expect("a folder");
        PathBuf::from(folder).join("unbend").join(name)
    }

    /// Writes one of Unbend's configuration files.
    pub fn write_config(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.config_file(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the home is ours");
        fs::write(path, content).expect("the home is ours");
    }

    /// Starts the daemon and waits until it answers.
    #[track_caller]
    pub fn start_daemon(&self) -> Program {
        let daemon = self.start(&mut self.unbend(&["daemon"]));
        until("the daemon's first answer", || {
            assert!(daemon.ended().is_none(), "{}", daemon.words());
            self.try_unbend(&["status"]).status.success().then_some(())
        });
        daemon
    }

    /// Sends one request over the daemon's socket and returns its reply.
    #[track_caller]
    pub fn request(&self, line: &str) -> Value {
        use std::io::{BufRead as _, BufReader, Write as _};
        let folder = self.variable("XDG_RUNTIME_DIR").expect("a folder");
        let socket = PathBuf::from(folder).join("unbend.sock");
        let mut stream = std::os::unix::net::UnixStream::connect(socket).expect("a daemon");
        writeln!(stream, "{line}").expect("it listens");
        let mut lines = BufReader::new(stream).lines();
        let reply = lines.nth(1).expect("a reply after the greeting");
        serde_json::from_str(&reply.expect("a line")).expect("it is JSON")
    }

    /// Runs `unbend` to its end, whatever happens.
    pub fn try_unbend(&self, arguments: &[&str]) -> Output {
        self.unbend(arguments).output().expect("it can be run")
    }

    /// What `unbend` prints.
    #[track_caller]
    pub fn ask(&self, arguments: &[&str]) -> String {
        self.run(&mut self.unbend(arguments))
    }

    /// `unbend status --json`.
    #[track_caller]
    pub fn status(&self) -> Value {
        let text = self.ask(&["status", "--json"]);
        serde_json::from_str(&text).expect("it is JSON")
    }

    /// Waits until the status at `pointer` is `value`, and returns all of it.
    #[track_caller]
    pub fn wait_for_status(&self, pointer: &str, value: impl Into<Value>) -> Value {
        let value = value.into();
        until(&format!("{pointer} = {value} in the status"), || {
            let status = self.status();
            (status.pointer(pointer) == Some(&value)).then_some(status)
        })
    }

    /// Works until a reminder is on the screen.
    #[track_caller]
    pub fn work_until_asked(&self) -> Bubble {
        self.work_until("the reminder", || self.bubbles().into_iter().next())
    }

    /// Asks again and again like [`until`], moving the pointer as if somebody were working.
    #[track_caller]
    pub fn work_until<T>(&self, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
        let step = Cell::new(0_i16);
        until(what, || {
            step.set((step.get() + 7) % 200);
            self.screen().point((300 + step.get(), 500));
            ask()
        })
    }
}

/// Whole seconds at `pointer` in a status.
#[track_caller]
pub fn number(status: &Value, pointer: &str) -> u64 {
    status
        .pointer(pointer)
        .and_then(Value::as_u64)
        .unwrap_or_else(|| panic!("no number at {pointer} in {status:#}"))
}
