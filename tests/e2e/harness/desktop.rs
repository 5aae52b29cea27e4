//! Starts a virtual desktop for one test and stops it with everything that ran in it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::{Bus, Process, screen::Screen, until};

/// A part of the desktop that a test can do without.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// The notification server.
    Notify,
    /// The panel with the tray.
    Tray,
    /// The session bus, and with it the two above.
    Bus,
    /// The window manager.
    WindowManager,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Notify => "notify",
            Self::Tray => "tray",
            Self::Bus => "bus",
            Self::WindowManager => "wm",
        }
    }
}

/// A desktop for a single test.
///
/// If the test fails, a screenshot and the output of programs started with [`Desktop::start`] are kept in `target/tmp`,
/// named after the test.
pub struct Desktop {
    script: Child,
    /// Closing this makes the script stop the desktop.
    stdin: Option<ChildStdin>,
    environment: Vec<(String, String)>,
    screen: Screen,
    bus: Option<Bus>,
    name: String,
    started: Mutex<Vec<Started>>,
    _seat: Seat,
}

/// A program started alongside the test.
pub struct Program {
    process: Process,
    log: PathBuf,
}

impl Program {
    /// It as a process.
    pub fn process(&self) -> Process {
        self.process
    }

    /// How it ended, with a shell's exit code: 128 and more for a signal. None while it is running.
    pub fn ended(&self) -> Option<i32> {
        self.process.ended()
    }

    /// Waits until it has ended, and returns how.
    #[track_caller]
    pub fn wait(&self) -> i32 {
        until("the end of a program", || self.ended())
    }

    /// Its output so far, standard output and standard error.
    pub fn words(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

struct Started {
    process: Child,
    log: PathBuf,
}

impl Desktop {
    /// A complete desktop.
    ///
    /// # Panics
    /// With the reason, if it can't be started, for example because a package is missing.
    pub fn new() -> Self {
        Self::without(&[])
    }

    /// A desktop without some parts.
    pub fn without(parts: &[Part]) -> Self {
        let options = parts.iter().flat_map(|part| ["--without", part.name()]);
        Self::with_options(&options.collect::<Vec<_>>())
    }

    /// A desktop started by `scripts/desktop` with these options.
    ///
    /// # Panics
    /// As for [`Desktop::new`].
    pub fn with_options(options: &[&str]) -> Self {
        let seat = Seat::take();
        let name = thread::current()
            .name()
            .unwrap_or("test")
            .replace("::", "-");
        let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/desktop"))
            .args(options)
            .arg("--screenshot")
            .arg(kept(&name, "png"))
            .arg("--print-env")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(kept(&name, "desktop.log")).expect("target/tmp is writable"))
            .spawn()
            .expect("scripts/desktop can be run");
        let stdin = script.stdin.take();
        let stdout = script.stdout.take().expect("the output is piped");
        let mut environment = Vec::new();
        let mut is_ready = false;
        for line in BufReader::new(stdout).lines() {
            let line = line.expect("the desktop writes text");
            if line == "ready" {
                is_ready = true;
                break;
            }
            let (key, value) = line.split_once('=').expect("a line is KEY=VALUE");
            environment.push((key.to_owned(), value.to_owned()));
        }
        if !is_ready {
            let status = script.wait();
            let log = fs::read_to_string(kept(&name, "desktop.log")).unwrap_or_default();
            panic!("the virtual desktop did not start ({status:?}):\n{log}");
        }
        let value = |key: &str| {
            environment
                .iter()
                .find_map(|(k, value)| (k == key).then_some(value.as_str()))
        };
        Self {
            screen: Screen::open(value("DISPLAY").expect("there is a display")),
            bus: value("DBUS_SESSION_BUS_ADDRESS").map(Bus::open),
            script,
            stdin,
            environment,
            name,
            started: Mutex::default(),
            _seat: seat,
        }
    }

    /// One environment variable inside, such as `XDG_CONFIG_HOME`.
    pub fn variable(&self, key: &str) -> Option<&str> {
        self.environment
            .iter()
            .find_map(|(k, value)| (k == key).then_some(value.as_str()))
    }

    /// A program to run inside. It sees the desktop's environment and `PATH`, nothing else of ours.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("RUST_BACKTRACE", "1")
            .envs(self.environment.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null());
        command
    }

    /// `unbend`, as built for this test run.
    pub fn unbend(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_unbend"));
        command.args(arguments);
        command
    }

    /// Starts a program that runs alongside the test, and ends with the desktop at the latest.
    pub fn start(&self, command: &mut Command) -> Program {
        let mut started = locked(&self.started);
        let log = kept(&self.name, &format!("{}.log", started.len()));
        let file = File::create(&log).expect("target/tmp is writable");
        let process = command
            .stdout(file.try_clone().expect("a file can be shared"))
            .stderr(file)
            .spawn()
            .expect("the program can be run");
        let program = Program {
            process: Process::of(process.id()),
            log: log.clone(),
        };
        started.push(Started { process, log });
        program
    }

    /// Runs a program to its end and returns its standard output.
    ///
    /// # Panics
    /// If it fails, with its standard error.
    #[track_caller]
    pub fn run(&self, command: &mut Command) -> String {
        let output = command.output().expect("the program can be run");
        assert!(
            output.status.success(),
            "{command:?}: {}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("the program writes text")
    }

    /// The screen with its windows, pointer and keyboard.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Kills the session bus and starts it again at the same address; what was on it is gone, the panel comes back.
    pub fn restart_bus(&mut self, while_away: impl FnOnce(&Desktop)) {
        let bus = self.bus.take().expect("this desktop has a session bus");
        let daemon = bus.owner("org.freedesktop.DBus");
        drop(bus);
        daemon.kill();
        while_away(self);
        let address = self
            .variable("DBUS_SESSION_BUS_ADDRESS")
            .expect("an address");
        let socket = PathBuf::from(address.trim_start_matches("unix:path="));
        let root = self.variable("XDG_RUNTIME_DIR").map(PathBuf::from);
        let config = root.expect("a folder").join("../bus.conf");
        let address = address.to_owned();
        // The bus doesn't take over a dead one's socket.
        let _ = fs::remove_file(&socket);
        self.start(
            self.command("dbus-daemon")
                .arg(format!("--config-file={}", config.display()))
                .arg(format!("--address={address}"))
                .args(["--nofork", "--nopidfile"]),
        );
        until("the new bus", || {
            std::os::unix::net::UnixStream::connect(&socket).ok()
        });
        self.bus = Some(Bus::open(&address));
        self.start(&mut self.command("xfce4-panel"));
    }

    /// The session bus.
    ///
    /// # Panics
    /// If the desktop was started without one.
    pub fn bus(&self) -> &Bus {
        self.bus.as_ref().expect("this desktop has a session bus")
    }

    /// Another connection to the session bus.
    ///
    /// # Panics
    /// As for [`Desktop::bus`].
    pub fn another_bus(&self) -> Bus {
        Bus::open(
            self.variable("DBUS_SESSION_BUS_ADDRESS")
                .expect("this desktop has a session bus"),
        )
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let ended = self.script.wait();
        for Started { process, log } in locked(&self.started).iter_mut() {
            // The script ends it; this only collects the status.
            let _ = process.wait();
            if thread::panicking() {
                let words = fs::read_to_string(&*log).unwrap_or_default();
                eprintln!("--- {} ---\n{words}", log.display());
            } else {
                let _ = fs::remove_file(log);
            }
        }
        if thread::panicking() {
            eprintln!(
                "the screen at the end: {}",
                kept(&self.name, "png").display()
            );
            return;
        }
        assert!(
            ended.as_ref().is_ok_and(|status| status.success()),
            "the desktop ended with {ended:?}; see {}",
            kept(&self.name, "desktop.log").display()
        );
        let _ = fs::remove_file(kept(&self.name, "png"));
        let _ = fs::remove_file(kept(&self.name, "desktop.log"));
    }
}

/// A file beside the build that outlives a failed test.
fn kept(name: &str, ending: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("e2e-{name}.{ending}"))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Permission to run a desktop. A desktop waits most of the time, but on two cores more than three at once make each too
/// slow to tell from broken.
struct Seat;

static SEATS: Mutex<usize> = Mutex::new(3);
static SEAT_LEFT: Condvar = Condvar::new();

impl Seat {
    fn take() -> Self {
        let mut free = SEAT_LEFT
            .wait_while(locked(&SEATS), |free| *free == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Self
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        *locked(&SEATS) += 1;
        SEAT_LEFT.notify_one();
    }
}
