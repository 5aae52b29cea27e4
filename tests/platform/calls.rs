//! Calls, from a real PulseAudio and a real PipeWire: a recorder opens and closes the microphone.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use unbend::logic::presence::apps::Apps;
use unbend::platform::calls;
use unbend::platform::{Ability, AbilityState, Fact};

use crate::needs::needs;
use crate::support::{Program, Told, bus, run};

/// What the tests of this file need.
const PACKAGES: &[&str] = &[
    "dbus-daemon",
    "pulseaudio",
    "pipewire",
    "pipewire-pulse",
    "wireplumber",
];

/// A sound server with a microphone that picks up nothing, and a loudspeaker that nobody hears.
struct SoundServer {
    home: tempfile::TempDir,
    kind: Kind,
    /// PipeWire's session manager needs one.
    bus: (Program, String),
    programs: Vec<Program>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    PulseAudio,
    PipeWire,
}

impl SoundServer {
    async fn start(kind: Kind) -> SoundServer {
        let mut server = SoundServer {
            home: tempfile::tempdir_in("/tmp").unwrap(),
            kind,
            bus: bus(&[]),
            programs: Vec::new(),
        };
        server.launch().await;
        server
    }

    async fn launch(&mut self) {
        match self.kind {
            Kind::PulseAudio => {
                let socket = format!("module-native-protocol-unix socket={}", self.text());
                std::fs::create_dir_all(self.home.path().join("pulse")).unwrap();
                let server = self
                    .command("pulseaudio")
                    .args(["-n", "--daemonize=no", "--exit-idle-time=-1"])
                    .args(["--use-pid-file=no", "--disallow-exit"])
                    .args(["-L", &socket])
                    .args(["-L", "module-null-sink sink_name=speaker"])
                    .args(["-L", "module-null-source source_name=microphone"])
                    .spawn();
                self.programs.push(Program::of(server.unwrap()));
            }
            Kind::PipeWire => {
                for program in ["pipewire", "wireplumber", "pipewire-pulse"] {
                    let part = self.command(program).spawn().unwrap();
                    self.programs.push(Program::of(part));
                    // The other two give up if PipeWire isn't listening yet.
                    let socket = self.home.path().join("pipewire-0");
                    until_up(|| UnixStream::connect(&socket).is_ok()).await;
                }
            }
        }
        until_up(|| self.ctl(&["info"])).await;
        if self.kind == Kind::PipeWire {
            let class = "media.class=Audio/Source/Virtual";
            assert!(self.ctl(&["load-module", "module-null-sink", "sink_name=speaker"]));
            assert!(self.ctl(&[
                "load-module",
                "module-null-sink",
                class,
                "sink_name=microphone",
                "channel_map=mono",
            ]));
        }
    }

    fn stop(&mut self) {
        while let Some(mut program) = self.programs.pop() {
            program.stop();
        }
    }

    fn socket(&self) -> PathBuf {
        self.home.path().join("pulse/native")
    }

    fn text(&self) -> String {
        self.socket().display().to_string()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("XDG_RUNTIME_DIR", self.home.path())
            .env("XDG_CONFIG_HOME", self.home.path().join("config"))
            .env("HOME", self.home.path())
            .env("PULSE_SERVER", format!("unix:{}", self.text()))
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus.1)
            .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/no/bus")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn ctl(&self, arguments: &[&str]) -> bool {
        let status = self.command("pactl").args(arguments).status();
        status.expect("install pulseaudio-utils").success()
    }

    /// Waits until the server has somebody recording.
    async fn wait_for_recorder(&self) {
        let listed = || {
            let mut command = self.command("pactl");
            command.args(["list", "short", "source-outputs"]);
            let told = command.stdout(Stdio::piped()).output();
            !told.expect("install pulseaudio-utils").stdout.is_empty()
        };
        for _ in 0..1000 {
            if listed() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("nobody records");
    }

    /// Records until the value is dropped.
    fn record(&self, device: &str, name: &str) -> Program {
        let recorder = self
            .command("parec")
            .args(["--device", device, "--client-name", name, "--raw"])
            .arg("/dev/null")
            .spawn();
        Program::of(recorder.unwrap())
    }
}

impl Drop for SoundServer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Waits until what was started answers.
async fn until_up(is_up: impl Fn() -> bool) {
    for _ in 0..200 {
        if is_up() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the sound server is up within 10 s");
}

async fn call_by(told: &mut Told, name: &str) {
    let by = Some(name.to_owned());
    assert_eq!(told.next().await, Fact::Call(Apps::of([by.as_deref()])));
}

async fn over(told: &mut Told) {
    assert_eq!(told.next().await, Fact::Call(Apps::NOBODY));
}

async fn tells_calls(kind: Kind) {
    let server = SoundServer::start(kind).await;
    let (facts, mut told) = Told::new();
    let calls = calls::start(Some(server.socket()), facts);
    let by = told.works(Ability::Calls).await;
    assert!(by.to_lowercase().contains("pulseaudio"), "{by}");

    for name in ["A meeting", "Another meeting"] {
        let recorder = server.record("microphone", name);
        call_by(&mut told, name).await;
        told.nothing_for(300).await;
        drop(recorder);
        over(&mut told).await;
    }

    // Anybody may record what comes out of the loudspeaker.
    let echo = server.record("speaker.monitor", "A recorder of music");
    told.nothing_for(500).await;
    let recorder = server.record("microphone", "A meeting");
    call_by(&mut told, "A meeting").await;
    drop(echo);
    told.nothing_for(300).await;
    drop(recorder);
    over(&mut told).await;

    drop(calls);
    told.ends().await;
}

#[test]
fn a_recorder_at_pulseaudio_is_a_call_while_it_records() {
    needs!(PACKAGES);
    run(tells_calls(Kind::PulseAudio));
}

#[test]
fn a_recorder_at_pipewire_is_a_call_while_it_records() {
    needs!(PACKAGES);
    run(tells_calls(Kind::PipeWire));
}

#[test]
fn a_call_from_before_the_start_is_told() {
    needs!(PACKAGES);
    run(async {
        let server = SoundServer::start(Kind::PulseAudio).await;
        let _recorder = server.record("microphone", "A meeting");
        server.wait_for_recorder().await;
        let (facts, mut told) = Told::new();
        let _calls = calls::start(Some(server.socket()), facts);
        call_by(&mut told, "A meeting").await;
        told.works(Ability::Calls).await;
    });
}

#[test]
fn a_pulseaudio_that_dies_ends_the_call_and_is_found_again() {
    needs!(PACKAGES);
    run(dies_and_is_found_again(Kind::PulseAudio));
}

#[test]
fn a_pipewire_that_dies_ends_the_call_and_is_found_again() {
    needs!(PACKAGES);
    run(dies_and_is_found_again(Kind::PipeWire));
}

async fn dies_and_is_found_again(kind: Kind) {
    let (facts, mut told) = Told::new();
    let mut server = SoundServer::start(kind).await;
    let _calls = calls::start(Some(server.socket()), facts);
    told.works(Ability::Calls).await;
    for _ in 0..2 {
        let recorder = server.record("microphone", "A meeting");
        call_by(&mut told, "A meeting").await;
        server.stop();
        over(&mut told).await;
        let missing = told.missing(Ability::Calls).await;
        assert!(missing.what.contains("went away"), "{missing}");
        drop(recorder);
        server.launch().await;
        loop {
            match told.ability(Ability::Calls).await {
                AbilityState::Works { .. } => break,
                AbilityState::Missing(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn a_sound_server_may_come_late() {
    needs!(PACKAGES);
    run(async {
        let home = tempfile::tempdir_in("/tmp").unwrap();
        let (facts, mut told) = Told::new();
        let nowhere = Path::new("run/pulse/native");
        let _calls = calls::start(Some(home.path().join(nowhere)), facts);
        let missing = told.missing(Ability::Calls).await;
        assert!(missing.what.contains("no sound server"), "{missing}");
        let folder = home.path().join(nowhere).parent().unwrap().to_owned();
        std::fs::create_dir_all(folder).unwrap();
        let server = SoundServer::start(Kind::PulseAudio).await;
        std::os::unix::fs::symlink(server.socket(), home.path().join(nowhere)).unwrap();
        told.works(Ability::Calls).await;
    });
}
