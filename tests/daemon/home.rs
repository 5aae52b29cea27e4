//! A home for a series of daemons, and what they leave there.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use unbend::ipc::client::Client;
use unbend::logic::past::history::Row;
use unbend::logic::shown::status::{Ability, AbilityStatus};
use unbend::store::history::History;

/// The program, as built for this test run.
pub const UNBEND: &str = env!("CARGO_BIN_EXE_unbend");

/// A private home for a series of daemons.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// An empty one.
    pub fn new() -> Home {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        std::fs::create_dir(folder.path().join("run")).expect("a folder for the socket");
        Home { folder }
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `unbend`, with nothing from our environment.
    pub fn unbend(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(UNBEND);
        command.args(arguments);
        self.prepare(&mut command);
        command
    }

    /// Gives a program this home.
    pub fn prepare(&self, command: &mut Command) {
        command
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", self.path(""))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
            .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
            .stdin(Stdio::null());
    }

    /// Starts the daemon, and connects to it.
    pub fn start(&self) -> (Child, Client) {
        self.start_as(&mut self.unbend(&["daemon"]))
    }

    /// The same with a command that becomes the daemon.
    pub fn start_as(&self, command: &mut Command) -> (Child, Client) {
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the daemon starts");
        let socket = self.path("run/unbend.sock");
        let client = Client::connect_within(&socket, Duration::from_secs(20));
        (child, client.expect("the daemon answers"))
    }

    /// Where the history is.
    pub fn history(&self) -> PathBuf {
        self.path(".local/share/unbend/history.sqlite3")
    }

    /// Where the settings are.
    pub fn settings(&self) -> PathBuf {
        self.path(".config/unbend/settings.ron")
    }
}

/// All rows of a sound history.
pub fn rows(path: &Path) -> Vec<Row> {
    let history = History::open(path).expect("the history opens");
    history.check().expect("the history is sound");
    let (first, last) = history.days().expect("days").expect("at least one");
    history.rows(first, last).expect("rows")
}

/// The state of the history, according to the daemon.
pub fn history(client: &mut Client) -> AbilityStatus {
    let status = client.status().expect("a status");
    let mut abilities = status.abilities.into_iter();
    abilities
        .find(|row| row.ability == Ability::History)
        .expect("the history is among the abilities")
}

/// Ends the daemon the way a user does.
pub fn quit(mut child: Child, mut client: Client) {
    client
        .ask(&unbend::ipc::message::Request::Quit)
        .expect("it ends when asked");
    child.wait().expect("it has ended");
}
