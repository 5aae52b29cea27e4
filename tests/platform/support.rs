//! Starts the servers that these tests need, and runs work on a runtime like the daemon's.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::sync::mpsc;
use unbend::logic::shown::notice::{Button, Manner, Notice};
use unbend::platform::{Ability, AbilityState, Fact, Facts, Missing};

/// A reminder with its three answers.
pub fn notice(manner: Manner) -> Notice {
    Notice {
        title: "Time to stand up".to_owned(),
        body: "Sitting & sitting for 30 min.".to_owned(),
        buttons: vec![
            Button::Start,
            Button::Snooze(Duration::from_secs(300)),
            Button::Skip,
        ],
        manner,
    }
}

/// A program that ends when dropped.
pub struct Program(Child);

impl Program {
    /// Starts a program and returns the first line it prints.
    pub fn start(command: &mut Command, package: &str) -> (Program, String) {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{name} cannot be started ({error}): install the package {package}")
            });
        let output = child.stdout.take().unwrap();
        let program = Program(child);
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "{name} ended without a word");
        (program, line.trim().to_owned())
    }

    /// A program that is already running.
    pub fn of(child: Child) -> Program {
        Program(child)
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Kills it now.
    pub fn stop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.stop();
    }
}

/// An X server without a screen, and its display name.
pub fn x_server() -> (Program, String) {
    x_server_at(None)
}

/// The same, as the display with that name.
pub fn x_server_at(display: Option<&str>) -> (Program, String) {
    let mut command = Command::new("Xvfb");
    command
        .args(display)
        .args(["-displayfd", "1", "-screen", "0", "640x480x24"])
        .args(["-nolisten", "tcp", "-noreset"])
        .stderr(Stdio::null());
    let (server, number) = Program::start(&mut command, "xvfb");
    (server, format!(":{number}"))
}

/// Runs work on one thread with local tasks, and fails if it takes a minute.
pub fn run<F: Future>(work: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    // Anything dropped at the end may still need the runtime.
    let _inside = runtime.enter();
    let local = tokio::task::LocalSet::new();
    let limited = async { tokio::time::timeout(Duration::from_secs(60), work).await };
    local.block_on(&runtime, limited).expect("within a minute")
}

/// A bus that knows no services and starts none, and its address.
pub fn bus(arguments: &[String]) -> (Program, String) {
    let config = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/platform/session-bus.conf"
    );
    let mut command = Command::new("dbus-daemon");
    command
        .arg(format!("--config-file={config}"))
        .args(["--nofork", "--nopidfile", "--print-address"])
        .args(arguments)
        .stderr(Stdio::null());
    Program::start(&mut command, "dbus-daemon")
}

/// Whether the test is running on its own session bus by now. The bus address comes from the environment, which only a
/// new process can change, so the test called `name` runs again in one, on a bus that is up.
pub fn on_own_bus(name: &str) -> bool {
    if std::env::var_os(OWN_BUS).is_some() {
        let ran = std::env::var_os(RAN).unwrap();
        std::fs::write(ran, name).unwrap();
        return true;
    }
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let address = format!("unix:path={}", folder.path().join("bus").display());
    let (mut bus, _) = bus(&[format!("--address={address}")]);
    let status = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", &address)
        .env("DBUS_SYSTEM_BUS_ADDRESS", &address)
        .env("XDG_CONFIG_HOME", folder.path().join("config"))
        .env(OWN_BUS, bus.id().to_string())
        .env(RAN, folder.path().join("ran"))
        .status()
        .unwrap();
    bus.stop();
    assert!(status.success(), "{name} failed on its own bus, see above");
    let ran = std::fs::read_to_string(folder.path().join("ran"));
    assert_eq!(ran.ok().as_deref(), Some(name), "no test has this name");
    false
}

/// Runs work like [`run`], on a bus as [`on_own_bus`] does.
pub fn run_on_own_bus(name: &str, work: impl Future<Output = ()>) {
    if on_own_bus(name) {
        run(work);
    }
}

/// Starts the bus of [`on_own_bus`] again after [`kill_own_bus`], at the same address.
pub fn restart_own_bus() -> Program {
    let address = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").unwrap();
    let address = address.to_str().unwrap();
    let _ = std::fs::remove_file(address.strip_prefix("unix:path=").unwrap());
    bus(&[format!("--address={address}")]).0
}

/// Kills the bus of [`on_own_bus`] under the running test.
pub fn kill_own_bus() {
    let id = std::env::var_os(OWN_BUS).unwrap();
    let id = id.to_str().unwrap().parse().unwrap();
    let bus = rustix::process::Pid::from_raw(id).unwrap();
    rustix::process::kill_process(bus, rustix::process::Signal::KILL).unwrap();
}

/// Holds the process id of the bus that the test runs on.
const OWN_BUS: &str = "UNBEND_TEST_OWN_BUS";

/// Names the file in which the test records that it did run there.
const RAN: &str = "UNBEND_TEST_RAN";

/// The facts that a platform part sends.
pub struct Told(mpsc::UnboundedReceiver<Fact>);

impl Told {
    /// A fresh channel.
    pub fn new() -> (Facts, Told) {
        let (facts, told) = mpsc::unbounded_channel();
        (facts, Told(told))
    }

    /// The next fact, which must come within 10 seconds.
    pub async fn next(&mut self) -> Fact {
        tokio::time::timeout(Duration::from_secs(10), self.0.recv())
            .await
            .expect("a fact within 10 s")
            .expect("the part still runs")
    }

    /// The next fact, which must be about that ability.
    pub async fn ability(&mut self, wanted: Ability) -> AbilityState {
        match self.next().await {
            Fact::Ability { ability, state } if ability == wanted => state,
            other => panic!("{other:?} is not about {wanted:?}"),
        }
    }

    /// The same; it must work. Returns by what.
    pub async fn works(&mut self, wanted: Ability) -> String {
        match self.ability(wanted).await {
            AbilityState::Works { by } => by,
            other => panic!("{other:?}"),
        }
    }

    /// The same; it must not work. Returns why.
    pub async fn missing(&mut self, wanted: Ability) -> Missing {
        match self.ability(wanted).await {
            AbilityState::Missing(missing) => missing,
            other => panic!("{other:?}"),
        }
    }

    /// Checks that the part has ended, and reported nothing more.
    pub async fn ends(&mut self) {
        let end = tokio::time::timeout(Duration::from_secs(10), self.0.recv()).await;
        assert_eq!(end.expect("ends within 10 s"), None);
    }

    /// Checks that nothing comes for a while.
    pub async fn nothing_for(&mut self, milliseconds: u64) {
        let wait = Duration::from_millis(milliseconds);
        if let Ok(fact) = tokio::time::timeout(wait, self.0.recv()).await {
            panic!("{fact:?} within {wait:?}");
        }
    }
}
