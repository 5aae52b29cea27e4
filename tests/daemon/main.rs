//! The daemon is killed at random moments under load: what it has acknowledged is there, and everything opens again.
//!
//! A change is acknowledged when its answer arrives: by then its rows are in the history. 20 kills in a normal run, 200
//! with `RUN_SLOW_TESTS=1`.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test of processes reads the clock, the environment and waits"
)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use unbend::ipc::client::{AskProblem, Client};
use unbend::ipc::message::{PauseEnd, Request};
use unbend::logic::history::{Record, Row, SpanKind};
use unbend::logic::status::Hold;
use unbend::store::history::History;

/// A home of its own for one daemon after the other.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Home {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        std::fs::create_dir(folder.path().join("run")).expect("a folder for the socket");
        Home { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn start(&self) -> (Child, Client) {
        let child = Command::new(env!("CARGO_BIN_EXE_unbend"))
            .arg("daemon")
            .env_clear()
            .env("HOME", self.path(""))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
            .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the daemon starts");
        let socket = self.path("run/unbend.sock");
        let client = Client::connect_within(&socket, Duration::from_secs(20));
        (child, client.expect("the daemon answers"))
    }

    fn history(&self) -> PathBuf {
        self.path(".local/share/unbend/history.sqlite3")
    }

    fn settings(&self) -> PathBuf {
        self.path(".config/unbend/settings.ron")
    }
}

/// The same series of numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// What the daemon has acknowledged so far.
#[derive(Default)]
struct Acknowledged {
    breaks: usize,
    pauses: usize,
    standings: usize,
    lull_wait: u64,
}

/// Sends changes as fast as they are answered, until the daemon is gone.
fn load(client: &mut Client, dice: &mut Dice, known: &mut Acknowledged, asked: &mut u64) {
    let mut ask = |request: Request| -> bool {
        match client.ask(&request) {
            Ok(_) => true,
            Err(AskProblem::Lost(_) | AskProblem::Confused(_)) => false,
            Err(AskProblem::Refused(problem)) => panic!("{request:?}: {problem}"),
        }
    };
    loop {
        let ok = match dice.below(4) {
            0 => {
                let started = ask(Request::Start {
                    what: Some("quick-daily-reset".to_owned()),
                });
                known.breaks += usize::from(started);
                started
                    && ask(Request::BreakProgress {
                        guided: Duration::from_secs(10),
                    })
                    && ask(Request::BreakEnd {
                        finished: false,
                        guided: Duration::from_secs(90),
                    })
            }
            1 => {
                let paused = ask(Request::Pause(PauseEnd::After(Duration::from_secs(600))));
                known.pauses += usize::from(paused);
                paused && ask(Request::Resume)
            }
            2 => {
                let stood = ask(Request::Stand);
                // A span without length never was: give it one.
                std::thread::sleep(Duration::from_millis(3));
                let sat = stood && ask(Request::Sit);
                known.standings += usize::from(sat);
                sat
            }
            _ => {
                *asked += 1;
                let set = ask(Request::SettingsSet {
                    path: "timing.lull_wait".to_owned(),
                    value: format!("{}s", *asked % 500),
                });
                if set {
                    known.lull_wait = *asked % 500;
                }
                set
            }
        };
        if !ok {
            return;
        }
    }
}

fn rows(path: &Path) -> Vec<Row> {
    let history = History::open(path).expect("the history opens");
    history.check().expect("the history is sound");
    let (first, last) = history.days().expect("days").expect("at least one");
    history.rows(first, last).expect("rows")
}

fn count(rows: &[Row], meant: impl Fn(&Record) -> bool) -> usize {
    rows.iter().filter(|row| meant(&row.record)).count()
}

#[test]
fn no_acknowledged_row_is_lost_however_the_daemon_dies() {
    let kills = if std::env::var("RUN_SLOW_TESTS").is_ok() {
        200
    } else {
        20
    };
    let home = Home::new();
    let mut dice = Dice(20_260_302);
    let mut known = Acknowledged::default();
    let mut asked = 0;
    for round in 0..kills {
        let (mut child, mut client) = home.start();
        let dies_after = Duration::from_micros(dice.below(60_000));
        let pid = child.id();
        let killer = std::thread::spawn(move || {
            let begin = Instant::now();
            std::thread::sleep(dies_after.saturating_sub(begin.elapsed()));
            let _ = child.kill();
            let _ = child.wait();
        });
        load(&mut client, &mut dice, &mut known, &mut asked);
        killer.join().expect("the daemon is killed");

        let rows = rows(&home.history());
        let breaks = count(&rows, |record| matches!(record, Record::Break(_)));
        let pauses = count(
            &rows,
            |record| matches!(record, Record::Held(held) if held.hold == Hold::Paused),
        );
        let standings = count(
            &rows,
            |record| matches!(record, Record::Span(span) if span.kind == SpanKind::Standing),
        );
        let told = format!("round {round}, process {pid}, after {dies_after:?}");
        // One more may have been stored without its answer having come.
        assert!(
            breaks >= known.breaks,
            "{told}: {breaks} < {}",
            known.breaks
        );
        assert!(
            pauses >= known.pauses,
            "{told}: {pauses} < {}",
            known.pauses
        );
        assert!(
            standings >= known.standings,
            "{told}: {standings} < {}",
            known.standings
        );
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{told}");

        let settings = std::fs::read_to_string(home.settings()).expect("the settings are there");
        let set = |seconds: u64| settings.contains(&format!("lull_wait: \"{}", shown(seconds)));
        assert!(
            set(known.lull_wait) || set(asked % 500) || asked == 0,
            "{told}: {settings}"
        );
        if set(asked % 500) {
            known.lull_wait = asked % 500;
        }
        known.breaks = breaks;
        known.pauses = pauses;
        known.standings = standings;
    }
    assert!(known.breaks + known.pauses + known.standings > kills);

    // After all of that it starts, and what it says makes sense.
    let (mut child, mut client) = home.start();
    let status = client.status().expect("a status");
    assert!(status.problems.is_empty(), "{:?}", status.problems);
    assert!(status.sitting < Duration::from_secs(600));
    let day = client.why(None).expect("the day so far");
    assert!(day.entries.len() >= known.breaks);
    let starts = day
        .entries
        .iter()
        .filter(|entry| entry.text.starts_with("Unbend started"));
    assert!(starts.count() > kills);
    client.ask(&Request::Quit).expect("it ends when asked");
    child.wait().expect("it has ended");
}

/// Seconds as the settings file writes them.
fn shown(seconds: u64) -> String {
    unbend::logic::span::text(Duration::from_secs(seconds))
}

#[test]
fn without_a_place_for_the_history_the_daemon_goes_on_and_says_so() {
    let home = Home::new();
    std::fs::create_dir_all(home.path(".local/share")).expect("a folder");
    std::fs::write(home.path(".local/share/unbend"), "in the way").expect("a file");
    let (mut child, mut client) = home.start();
    let history = |client: &mut Client| {
        let status = client.status().expect("a status");
        let mut abilities = status.abilities.into_iter();
        abilities
            .find(|row| row.ability == unbend::logic::status::Ability::History)
            .expect("the history is among the abilities")
    };
    let row = history(&mut client);
    assert!(
        !row.works && row.remedy.contains("history.sqlite3"),
        "{row:?}"
    );
    client.ask(&Request::Stand).expect("everything else works");
    assert!(client.why(None).is_err());
    // The way is free again: the next question finds it, and nothing is lost.
    std::fs::remove_file(home.path(".local/share/unbend")).expect("the file goes");
    let day = client.why(None).expect("the day so far");
    assert!(day.entries[0].text.starts_with("Unbend started"), "{day:?}");
    assert!(history(&mut client).works);
    client.ask(&Request::Quit).expect("it ends when asked");
    child.wait().expect("it has ended");
    assert!(rows(&home.history()).len() >= 2);
}

#[test]
fn a_damaged_history_is_named_and_left_alone() {
    let home = Home::new();
    let path = home.history();
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(
        &path,
        "this is not a database, whatever its name says".repeat(200),
    )
    .expect("a file");
    let before = std::fs::read(&path).expect("the file");
    let (mut child, mut client) = home.start();
    let problem = client
        .why(None)
        .expect_err("there is no history")
        .to_string();
    assert!(problem.contains("is damaged"), "{problem}");
    let status = client.status().expect("a status");
    let named = status
        .abilities
        .iter()
        .any(|row| row.remedy.contains("is damaged"));
    assert!(named, "{:?}", status.abilities);
    client.ask(&Request::Sit).expect("everything else works");
    client.ask(&Request::Quit).expect("it ends when asked");
    child.wait().expect("it has ended");
    assert_eq!(std::fs::read(&path).expect("the file"), before);
}
