//! The chimes as a real PulseAudio plays them: recorded from a sink that nobody hears.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test waits for a sound server, and measures how long"
)]

use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use unbend::logic::practice::chime::{self, RATE};
use unbend::logic::practice::player::Cue;
use unbend::platform::AbilityState;
use unbend::platform::sound::{Chimes, ability, play_out};

use crate::needs::needs;
use crate::support::Program;

/// What the tests of this file need.
const PACKAGES: &[&str] = &["pulseaudio", "pulseaudio-utils"];

/// A sound server with a loudspeaker that nobody hears.
pub struct SoundServer {
    home: tempfile::TempDir,
    _server: Program,
}

impl SoundServer {
    /// Starts one and waits until it answers.
    pub fn start() -> SoundServer {
        let home = tempfile::tempdir_in("/tmp").unwrap();
        let socket = home.path().join("native");
        let mut command = Command::new("pulseaudio");
        command
            .env("HOME", home.path())
            .env("XDG_RUNTIME_DIR", home.path())
            .env("XDG_CONFIG_HOME", home.path().join("config"))
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1"])
            .args(["--use-pid-file=no", "--disallow-exit"])
            .arg("-L")
            .arg(format!(
                "module-native-protocol-unix auth-anonymous=1 socket={}",
                socket.display()
            ))
            .args(["-L", "module-null-sink sink_name=speaker rate=48000"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let server = Program::of(command.spawn().expect("install the package pulseaudio"));
        let begin = Instant::now();
        while !matches!(ability(Some(socket.clone())), AbilityState::Works { .. }) {
            assert!(
                begin.elapsed() < Duration::from_secs(10),
                "it never came up"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        SoundServer {
            home,
            _server: server,
        }
    }

    /// Where it listens.
    pub fn socket(&self) -> PathBuf {
        self.home.path().join("native")
    }

    /// Everything that the loudspeaker plays from now on, one channel of [`RATE`] samples per second.
    pub fn record(&self, length: Duration) -> impl FnOnce() -> Vec<f32> + use<> {
        let mut parec = Command::new("parec")
            .env("PULSE_SERVER", format!("unix:{}", self.socket().display()))
            .env("HOME", self.home.path())
            .args([
                "--device=speaker.monitor",
                "--format=float32le",
                "--rate=48000",
            ])
            .args(["--channels=1", "--latency-msec=20", "--raw"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("install the package pulseaudio-utils");
        let mut output = parec.stdout.take().unwrap();
        let recorder = Program::of(parec);
        // The stream is running once its first samples have arrived.
        let mut first = [0; 4096];
        output.read_exact(&mut first).unwrap();
        move || {
            let mut bytes = vec![0; (length.as_secs_f32() * RATE as f32) as usize * 4];
            output.read_exact(&mut bytes).unwrap();
            drop(recorder);
            let samples = bytes.chunks_exact(4);
            samples
                .map(|four| f32::from_le_bytes(four.try_into().unwrap()))
                .collect()
        }
    }
}

/// How much of a frequency is in those samples, from 0 to about their loudness (Goertzel).
fn strength(samples: &[f32], hertz: f32) -> f32 {
    let turn = 2.0 * (std::f32::consts::TAU * hertz / RATE as f32).cos();
    let (mut last, mut before) = (0.0_f64, 0.0_f64);
    for sample in samples {
        let next = f64::from(*sample) + f64::from(turn) * last - before;
        before = last;
        last = next;
    }
    let power = last * last + before * before - f64::from(turn) * last * before;
    (power.max(0.0).sqrt() * 2.0 / samples.len() as f64) as f32
}

/// The strongest note of the scale in the part of `samples` that starts `at` seconds after the chime's first sound.
fn heard(samples: &[f32], at: f32) -> f32 {
    let scale = [
        261.63, 293.66, 329.63, 392.0, 440.0, 523.25, 587.33, 659.26, 783.99, 880.0, 1046.5,
    ];
    let begin = samples.iter().position(|x| x.abs() > 0.004).unwrap();
    // After the attack; long enough to tell neighbouring notes apart.
    let from = begin + ((at + 0.02) * RATE as f32) as usize;
    let part = &samples[from..from + RATE as usize / 10];
    scale
        .into_iter()
        .max_by(|a, b| strength(part, *a).total_cmp(&strength(part, *b)))
        .unwrap()
}

#[test]
fn every_chime_comes_out_with_its_own_notes() {
    needs!(PACKAGES);
    let server = SoundServer::start();
    let mut chimes = Chimes::new(Some(server.socket()));
    for cue in Cue::ALL {
        let length = Duration::from_secs_f32(chime::seconds(cue)) + Duration::from_millis(1500);
        let recorded = server.record(length);
        chimes.play(cue, 40);
        let samples = recorded();
        let loudest = samples.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
        let wanted = chime::peak(40);
        assert!(
            (0.8 * wanted..1.2 * wanted).contains(&loudest),
            "{cue:?}: {loudest}, not {wanted}"
        );
        for note in chime::notes(cue) {
            let hertz = heard(&samples, note.at);
            assert!(
                (hertz - note.hertz).abs() < 1.0,
                "{cue:?} at {}: {hertz} Hz",
                note.at
            );
        }
    }
}

#[test]
fn a_process_that_is_there_for_one_chime_plays_it_to_its_end() {
    needs!(PACKAGES);
    let server = SoundServer::start();
    let length = chime::seconds(Cue::Reminder);
    let recorded = server.record(Duration::from_secs_f32(length) + Duration::from_millis(1500));
    let begin = Instant::now();
    play_out(Some(server.socket()), Cue::Reminder, 40).unwrap();
    let took = begin.elapsed().as_secs_f32();
    assert!(took > length * 0.8, "{took} s of {length} s");
    let samples = recorded();
    for note in chime::notes(Cue::Reminder) {
        let hertz = heard(&samples, note.at);
        assert!((hertz - note.hertz).abs() < 1.0, "{hertz} Hz");
    }
}

#[test]
fn a_server_that_comes_later_is_found() {
    needs!(PACKAGES);
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let place = folder.path().join("native");
    let mut chimes = Chimes::new(Some(place.clone()));
    chimes.play(Cue::Go, 40);
    std::thread::sleep(Duration::from_millis(200));
    let server = SoundServer::start();
    std::os::unix::fs::symlink(server.socket(), &place).unwrap();
    let recorded = server.record(Duration::from_secs(2));
    chimes.play(Cue::Go, 40);
    assert!(recorded().iter().any(|x| x.abs() > 0.05));
}

#[test]
fn without_a_server_it_is_silent_at_once_and_says_so() {
    needs!(PACKAGES);
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("native");
    let begin = Instant::now();
    let mut chimes = Chimes::new(Some(socket.clone()));
    for cue in Cue::ALL {
        chimes.play(cue, 100);
    }
    let missing = play_out(Some(socket.clone()), Cue::Reminder, 40).unwrap_err();
    assert!(missing.to_string().contains("PipeWire"), "{missing}");
    let AbilityState::Missing(missing) = ability(Some(socket)) else {
        panic!("there is no server");
    };
    assert!(begin.elapsed() < Duration::from_millis(200));
    assert!(missing.to_string().contains("PipeWire"), "{missing}");
}
