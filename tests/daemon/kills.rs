//! The daemon is killed at random moments under load: what it has acknowledged is there, and everything opens again.
//!
//! A change is acknowledged when its reply arrives: by then its rows are in the history. 20 kills in a normal run, 500
//! with `UNBEND_SLOW_TESTS=1`.

use std::time::{Duration, Instant};

use unbend::ipc::client::{AskProblem, Client};
use unbend::ipc::message::{PauseEnd, Payload, Request};
use unbend::logic::past::history::{Record, Row, SpanKind};
use unbend::logic::presence::{Hold, Posture};
use unbend::logic::settings::Settings;
use unbend::store::settings_file::{FileState, SettingsFile};

use crate::home::{Home, quit, rows};

/// The same sequence of numbers in every run.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// What something was last set to: certain once acknowledged, possible while requested.
struct Last<T>(Vec<T>);

impl<T: Copy + PartialEq + std::fmt::Debug> Last<T> {
    fn asked(&mut self, value: T) {
        self.0.push(value);
    }

    fn acknowledged(&mut self) {
        self.0 = self.0.split_off(self.0.len() - 1);
    }

    #[track_caller]
    fn is(&mut self, value: T, told: &str) {
        assert!(self.0.contains(&value), "{told}: {value:?} of {:?}", self.0);
        self.0 = vec![value];
    }
}

/// What the daemon has acknowledged so far.
struct Acknowledged {
    breaks: usize,
    done: u32,
    pauses: usize,
    standings: usize,
    lull_wait: Last<u64>,
    favourites: Last<&'static str>,
    posture: Last<Posture>,
    paused: Last<bool>,
}

/// Sends changes as fast as they are answered, until the daemon is gone.
fn load(client: &mut Client, dice: &mut Dice, known: &mut Acknowledged, asked: &mut u64) {
    let answer = |client: &mut Client, request: Request| match client.ask(&request) {
        Ok(payload) => Some(payload),
        Err(AskProblem::Lost(_) | AskProblem::Confused(_)) => None,
        Err(AskProblem::Refused(problem)) => panic!("{request:?}: {problem}"),
    };
    loop {
        let mut ask = |request: Request| answer(client, request).is_some();
        let ok = match dice.below(5) {
            0 => {
                let started = ask(Request::Play {
                    what: "quick-daily-reset".to_owned(),
                    guided: Duration::ZERO,
                });
                known.breaks += usize::from(started);
                let ended = started
                    && ask(Request::BreakProgress {
                        goes_on: Duration::ZERO,
                        guided: Duration::from_secs(10),
                        exercises: None,
                        running: None,
                    })
                    && ask(Request::BreakEnd {
                        finished: false,
                        guided: Duration::from_secs(90),
                        exercises: None,
                        put_off: false,
                    });
                // Without a display the player may have died first, and the break with it.
                if let Some(Payload::Status(status)) =
                    ended.then(|| answer(client, Request::Status)).flatten()
                {
                    known.done = status.today.done;
                }
                ended
            }
            1 => {
                known.paused.asked(true);
                if !ask(Request::Pause(PauseEnd::After(Duration::from_secs(600)))) {
                    return;
                }
                known.paused.acknowledged();
                known.pauses += 1;
                known.paused.asked(false);
                let resumed = ask(Request::Resume);
                if resumed {
                    known.paused.acknowledged();
                }
                resumed
            }
            2 => {
                known.posture.asked(Posture::Standing);
                if !ask(Request::Stand) {
                    return;
                }
                known.posture.acknowledged();
                // A span without length never existed: give it one.
                std::thread::sleep(Duration::from_millis(3));
                known.posture.asked(Posture::Sitting);
                let sat = ask(Request::Sit);
                if sat {
                    known.posture.acknowledged();
                    known.standings += 1;
                }
                sat
            }
            3 => {
                // Added to the list and removed again; the list is read in between.
                let before = known.favourites.0.first().copied().unwrap_or_default();
                let on = before.is_empty();
                let items = vec!["bridge".to_owned()];
                let path = "exercises.favourites".to_owned();
                known.favourites.asked(if on { "bridge" } else { "" });
                let changed = ask(match on {
                    true => Request::SettingsAdd { path, items },
                    false => Request::SettingsRemove { path, items },
                });
                if changed {
                    known.favourites.acknowledged();
                }
                changed
            }
            _ => {
                *asked += 1;
                let seconds = *asked % 500;
                known.lull_wait.asked(seconds);
                let set = ask(Request::SettingsSet {
                    path: "timing.lull_wait".to_owned(),
                    value: format!("{seconds}s"),
                });
                if set {
                    known.lull_wait.acknowledged();
                }
                set
            }
        };
        if !ok {
            return;
        }
    }
}

fn count(rows: &[Row], meant: impl Fn(&Record) -> bool) -> usize {
    rows.iter().filter(|row| meant(&row.record)).count()
}

#[test]
fn no_acknowledged_row_is_lost_however_the_daemon_dies() {
    let kills = if std::env::var("UNBEND_SLOW_TESTS").is_ok() {
        500
    } else {
        20
    };
    let home = Home::new();
    let mut dice = Dice(20_260_302);
    let default = Settings::default().timing.lull_wait.as_secs();
    let mut known = Acknowledged {
        breaks: 0,
        done: 0,
        pauses: 0,
        standings: 0,
        lull_wait: Last(vec![default]),
        favourites: Last(vec![""]),
        posture: Last(vec![Posture::Sitting]),
        paused: Last(vec![false]),
    };
    let mut asked = 0;
    let begin = Instant::now();
    for round in 0..kills {
        let (mut child, mut client) = home.start();
        resumes_by_the_rules(&mut client, &mut known, begin, &format!("round {round}"));
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
        // One more may have been stored without its reply having arrived.
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

        let written = SettingsFile::at(home.settings()).load();
        assert!(
            matches!(written.state, FileState::Read) && written.warnings.is_empty(),
            "{told}: {written:?}"
        );
        let lull_wait = written.settings.timing.lull_wait.as_secs();
        known.lull_wait.is(lull_wait, &told);
        let favourites = &written.settings.exercises.favourites;
        let favourites = match favourites.contains("bridge") {
            true => "bridge",
            false => "",
        };
        known.favourites.is(favourites, &told);
        let config = home.settings();
        for folder in [config.parent(), home.history().parent()] {
            let entries = std::fs::read_dir(folder.expect("a folder")).expect("it is there");
            let left = entries
                .flatten()
                .filter(|entry| entry.file_name().to_string_lossy().starts_with(".unbend-"));
            // At most the one that was being written: those of earlier rounds are gone.
            assert!(left.count() <= 1, "{told}");
        }
        known.breaks = breaks;
        known.pauses = pauses;
        known.standings = standings;
    }
    // On a busy machine little is answered before the kill, but something is.
    assert!(known.breaks + known.pauses + known.standings > kills / 4);

    // After all that it starts, and what it says makes sense.
    let (child, mut client) = home.start();
    resumes_by_the_rules(&mut client, &mut known, begin, "at the end");
    let day = client.why(None).expect("the day so far");
    assert!(day.entries.len() >= known.breaks);
    let starts = day
        .entries
        .iter()
        .filter(|entry| entry.text.starts_with("Unbend started"));
    assert!(starts.count() > kills);
    quit(child, client);
}

/// The gap is far shorter than a natural break: everything resumes, and sitting never exceeds the time that passed.
#[track_caller]
fn resumes_by_the_rules(client: &mut Client, known: &mut Acknowledged, begin: Instant, told: &str) {
    let status = client.status().expect("a status");
    assert!(status.problems.is_empty(), "{told}: {:?}", status.problems);
    assert!(
        status.sitting <= begin.elapsed() && status.standing <= begin.elapsed(),
        "{told}: {status:?}"
    );
    known.posture.is(status.posture, told);
    let paused = status.holds.iter().any(|held| held.reason == Hold::Paused);
    known.paused.is(paused, told);
    assert!(status.today.done >= known.done, "{told}: {status:?}");
    assert_eq!(status.running, None, "{told}");
}

#[test]
fn sitting_goes_on_after_a_kill_from_where_it_was_written_last() {
    let home = Home::new();
    let (mut child, mut client) = home.start();
    std::thread::sleep(Duration::from_millis(2500));
    // Acknowledged, and with it how long the user has been sitting.
    let pause = Request::Pause(PauseEnd::After(Duration::from_secs(600)));
    client.ask(&pause).expect("a pause");
    child.kill().expect("it is ours");
    child.wait().expect("it has ended");
    std::thread::sleep(Duration::from_millis(2500));
    let (child, mut client) = home.start();
    let sitting = client.status().expect("a status").sitting;
    let seconds = Duration::from_secs;
    assert!((seconds(2)..seconds(5)).contains(&sitting), "{sitting:?}");
    quit(child, client);
}
