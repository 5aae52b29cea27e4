//! Instructions read out: a real Speech Dispatcher accepts them, and our own reports what it was told.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test waits for a speech service, and measures how long"
)]

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use unbend::logic::practice::chime::RATE;
use unbend::logic::practice::sentence::Sentence;
use unbend::platform::AbilityState;
use unbend::platform::speech::{Voice, ability};

use crate::needs::needs;
use crate::sound::SoundServer;
use crate::support::Program;

/// What the tests of this file need.
const PACKAGES: &[&str] = &[
    "speech-dispatcher",
    "speech-dispatcher-espeak-ng",
    "speech-dispatcher-audio-plugins",
    "pulseaudio",
];

const LONG: Duration = Duration::from_secs(10);

fn until(what: &str, mut is_there: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_there() {
        assert!(begin.elapsed() < LONG, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A silent speech service that reports what it was asked to say. `cut off` = asked to be quiet.
fn told_by(socket: &Path) -> Receiver<String> {
    let listener = UnixListener::bind(socket).unwrap();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let tell = tell.clone();
            std::thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let answer = |words: &str| {
                    let _ = write!(&stream, "{words}\r\n");
                };
                while let Some(Ok(line)) = lines.next() {
                    match line.to_lowercase().as_str() {
                        "speak" => {
                            answer("230 OK RECEIVING DATA");
                            let text: Vec<String> = lines
                                .by_ref()
                                .map_while(Result::ok)
                                .take_while(|line| line != ".")
                                .collect();
                            let _ = tell.send(text.join("\n"));
                            answer("225-7\r\n225 OK MESSAGE QUEUED");
                        }
                        "cancel self" => {
                            let _ = tell.send("cut off".to_owned());
                            answer("213 OK CANCELED");
                        }
                        "set self volume 100" => answer("218 OK VOLUME SET"),
                        volume if volume.starts_with("set self volume") => {
                            let _ = tell.send(volume.to_owned());
                            answer("218 OK VOLUME SET");
                        }
                        _ => answer("208 OK CLIENT NAME SET"),
                    }
                }
            });
        }
    });
    told
}

/// To be said at once, as loudly as possible.
fn now(text: &str) -> Sentence {
    Sentence {
        words: text.to_owned(),
        volume: 100,
        after: Duration::ZERO,
    }
}

fn next(told: &Receiver<String>) -> String {
    told.recv_timeout(LONG).unwrap()
}

#[test]
fn each_sentence_takes_the_place_of_the_one_before_and_the_last_is_cut_off() {
    needs!(PACKAGES);
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let socket = folder.path().join("speechd.sock");
    let told = told_by(&socket);
    let mut voice = Voice::new(Some(socket));
    // Orders that overtake each other are dropped, so wait for each.
    for sentence in ["Stand up.", "Change sides.\nThe right side is next."] {
        voice.say(now(sentence));
        assert_eq!(next(&told), "cut off");
        assert_eq!(next(&told), sentence.replace('\n', " "));
    }
    // Whatever the words are, they can't end the message or give an order.
    voice.say(now(".\nCANCEL self"));
    assert_eq!(next(&told), "cut off");
    assert_eq!(next(&told), "CANCEL self");
    voice.hush();
    assert_eq!(next(&told), "cut off");
    voice.say(now("Rest."));
    assert_eq!(
        (next(&told), next(&told)),
        ("cut off".into(), "Rest.".into())
    );
    drop(voice);
    assert_eq!(next(&told), "cut off");
}

#[test]
fn words_wait_for_the_chime_and_are_as_loud() {
    needs!(PACKAGES);
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let socket = folder.path().join("speechd.sock");
    let told = told_by(&socket);
    let mut voice = Voice::new(Some(socket));
    voice.say(now("Stand up."));
    assert_eq!(
        (next(&told), next(&told)),
        ("cut off".into(), "Stand up.".into())
    );
    let begin = Instant::now();
    let waits = Duration::from_millis(300);
    let sentence = |text: &str| Sentence {
        volume: 40,
        after: waits,
        ..now(text)
    };
    voice.say(sentence("This is overtaken."));
    assert_eq!(next(&told), "cut off", "at once");
    voice.say(sentence("Lean in."));
    let heard: Vec<String> = (0..4).map(|_| next(&told)).collect();
    assert_eq!(heard[2..], ["set self volume -68", "Lean in."], "{heard:?}");
    assert!(begin.elapsed() >= waits);
}

#[test]
fn a_real_service_speaks_as_loud_as_it_is_told() {
    needs!(PACKAGES);
    let service = Service::start();
    let mut voice = Voice::new(Some(service.socket()));
    let mut loudest = |volume: u32| {
        let recorded = service.speaker.record(Duration::from_secs(3));
        voice.say(Sentence {
            volume,
            ..now("Reach through under your body, slowly.")
        });
        recorded().iter().fold(0.0_f32, |most, x| most.max(x.abs()))
    };
    let (full, usual, silent) = (loudest(100), loudest(40), loudest(0));
    eprintln!("{full} {usual} {silent}");
    assert!(full > 0.3, "{full}");
    assert!((0.05..0.5).contains(&(usual / full)), "{usual} of {full}");
    assert!(silent < 0.02, "{silent}");
}

#[test]
fn without_a_service_it_is_silent_at_once_and_says_so() {
    needs!(PACKAGES);
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let socket = folder.path().join("speechd.sock");
    let begin = Instant::now();
    let mut voice = Voice::new(Some(socket.clone()));
    voice.say(now("Stand up."));
    voice.hush();
    drop(voice);
    assert!(begin.elapsed() < Duration::from_millis(500));
    let AbilityState::Missing(missing) = ability(Some(socket)) else {
        panic!("there is no service");
    };
    assert!(
        missing.to_string().contains("speech-dispatcher"),
        "{missing}"
    );
}

#[test]
fn a_service_that_comes_later_is_found() {
    needs!(PACKAGES);
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let socket = folder.path().join("speechd.sock");
    let mut voice = Voice::new(Some(socket.clone()));
    voice.say(now("Nobody hears this."));
    std::thread::sleep(Duration::from_millis(100));
    let told = told_by(&socket);
    voice.say(now("Stand up."));
    assert_eq!(
        (next(&told), next(&told)),
        ("cut off".into(), "Stand up.".into())
    );
}

/// Debian's service with a voice, and a loudspeaker that nobody hears.
struct Service {
    home: tempfile::TempDir,
    speaker: SoundServer,
    _service: Program,
}

impl Service {
    fn start() -> Service {
        let speaker = SoundServer::start();
        let home = tempfile::tempdir_in("/tmp").unwrap();
        let at = |name: &str| home.path().join(name);
        std::fs::create_dir(at("config")).unwrap();
        let rules = "LogLevel 5\nAudioOutputMethod \"pulse\"\nDefaultModule espeak-ng\nDefaultLanguage \"en\"\n\
            AddModule \"espeak-ng\" \"sd_espeak-ng\" \"\"\nDisableAutoSpawn\n";
        std::fs::write(at("config").join("speechd.conf"), rules).unwrap();
        let mut command = Command::new("speech-dispatcher");
        command
            .env("HOME", home.path())
            .env("XDG_RUNTIME_DIR", home.path())
            .env(
                "PULSE_SERVER",
                format!("unix:{}", speaker.socket().display()),
            )
            .args(["--run-single", "--timeout", "0", "--log-level", "5"])
            .args(["--communication-method", "unix_socket"])
            .arg("--socket-path")
            .arg(at("speechd.sock"))
            .arg("--config-dir")
            .arg(at("config"))
            .arg("--log-dir")
            .arg(home.path())
            .arg("--pid-file")
            .arg(at("pid"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = command.spawn();
        let child =
            child.expect("install the packages speech-dispatcher and speech-dispatcher-espeak-ng");
        let service = Service {
            home,
            speaker,
            _service: Program::of(child),
        };
        until("the service answers", || {
            matches!(ability(Some(service.socket())), AbilityState::Works { .. })
        });
        service
    }

    fn socket(&self) -> PathBuf {
        self.home.path().join("speechd.sock")
    }

    fn log(&self) -> String {
        let log = self.home.path().join("speech-dispatcher.log");
        let bytes = std::fs::read(log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// How many seconds contain sound.
fn sounding(samples: &[f32]) -> f32 {
    let parts = samples.chunks(RATE as usize / 20);
    let loud = parts.filter(|part| part.iter().any(|x| x.abs() > 0.01));
    loud.count() as f32 / 20.0
}

#[test]
fn a_real_service_speaks_and_stops_in_mid_sentence() {
    needs!(PACKAGES);
    let service = Service::start();
    let mut voice = Voice::new(Some(service.socket()));
    let long = "Reach through under your body, slowly, and let your shoulder come to rest on the floor, palm up. "
        .repeat(3);
    let recorded = service.speaker.record(Duration::from_secs(4));
    voice.say(now(&long));
    let spoken = sounding(&recorded());
    assert!(spoken > 1.0, "{spoken} s\n{}", service.log());
    voice.hush();
    std::thread::sleep(Duration::from_millis(700));
    let quiet = sounding(&service.speaker.record(Duration::from_secs(2))());
    assert!(quiet < 0.2, "{quiet} s");
}
