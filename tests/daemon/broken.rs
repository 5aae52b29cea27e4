//! Histories broken in every way: the daemon answers, says what is wrong, and never dies of it. 12 in a normal run, 200
//! with `UNBEND_SLOW_TESTS=1`.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use unbend::ipc::client::{AskProblem, Client};
use unbend::ipc::message::Request;

use crate::home::{Home, history};
use crate::kills::Dice;

/// No answer may take longer, whatever is on the disk.
const LONGEST: Duration = Duration::from_secs(1);

/// Answers in time, even if only to say that there is no history.
fn answers<T>(what: &str, asked: impl FnOnce() -> Result<T, AskProblem>) -> Option<T> {
    let begin = Instant::now();
    let answer = asked();
    let took = begin.elapsed();
    assert!(took < LONGEST, "{what}: {took:?}");
    match answer {
        Ok(answer) => Some(answer),
        Err(AskProblem::Refused(_)) => None,
        Err(problem) => panic!("{what}: {problem}"),
    }
}

/// Breaks the file, and says how.
fn break_it(path: &Path, sound: &[u8], dice: &mut Dice) -> String {
    let mut bytes = sound.to_vec();
    let length = bytes.len() as u64;
    let how = dice.below(8);
    let at = dice.below(length) as usize;
    match how {
        // Truncated, usually in the middle of a page.
        0 => bytes.truncate(at),
        // Some bits flipped, anywhere and in the header.
        1 | 2 => {
            let reach = if how == 1 { length } else { 200 };
            for _ in 0..=dice.below(20) {
                let place = dice.below(reach) as usize;
                bytes[place] ^= 1 << dice.below(8);
            }
        }
        // A page of zeros, of noise, or of another page.
        3..=5 => {
            let page = at / 4096 * 4096;
            let end = (page + 4096).min(bytes.len());
            let other = dice.below(length / 4096) as usize * 4096;
            for place in page..end {
                bytes[place] = match how {
                    3 => 0,
                    4 => dice.below(256) as u8,
                    _ => sound[(other + place - page).min(sound.len() - 1)],
                };
            }
        }
        // Garbage after the end.
        6 => bytes.extend((0..at).map(|place| place as u8)),
        // Sound, but with a log that doesn't belong to it.
        _ => {
            let log: Vec<u8> = (0..8192).map(|_| dice.below(256) as u8).collect();
            fs::write(format!("{}-wal", path.display()), log).expect("written");
        }
    }
    fs::write(path, bytes).expect("written");
    format!("way {how} at {at}")
}

#[test]
fn a_broken_history_stops_nothing() {
    let rounds = if std::env::var("UNBEND_SLOW_TESTS").is_ok() {
        200
    } else {
        12
    };
    let home = Home::new();
    let (mut child, mut client) = home.start();
    for _ in 0..20 {
        client.ask(&Request::Stand).expect("it goes on");
        std::thread::sleep(Duration::from_millis(3));
        client.ask(&Request::Sit).expect("it goes on");
    }
    client.ask(&Request::Quit).expect("it ends when asked");
    child.wait().expect("it has ended");
    let path = home.history();
    let sound = fs::read(&path).expect("a history");
    let mut dice = Dice(20_261_127);
    let mut named = 0;
    for round in 0..rounds {
        for end in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", path.display()));
        }
        let told = format!("round {round}, {}", break_it(&path, &sound, &mut dice));
        let before = fs::read(&path).expect("it was written");
        let begin = Instant::now();
        let (mut child, mut client) = home.start();
        let took = begin.elapsed();
        assert!(took < 5 * LONGEST, "{told}: {took:?}");
        answers(&told, || client.status()).expect("a status");
        for _ in 0..3 {
            answers(&told, || client.ask(&Request::Stand)).expect("it goes on");
            answers(&told, || client.ask(&Request::Sit)).expect("it goes on");
        }
        let kept = answers(&told, || client.ask(&Request::Keep));
        answers(&told, || client.why(None));
        answers(&told, || client.stats(None, None));
        let row = history(&mut client);
        // Either everything is on the disk, or it says why not.
        assert!(kept.is_some() == row.works, "{told}: {row:?}");
        if !row.works {
            named += 1;
            assert!(row.remedy.contains("history.sqlite3"), "{told}: {row:?}");
        }
        let ended = quits(&mut child, &mut client);
        assert!(ended, "{told}: it died");
        if row.remedy.contains("left as it is") && told.contains("way 0") {
            assert!(fs::read(&path).expect("it is there") == before, "{told}");
        }
    }
    assert!(named > rounds / 4, "{named} of {rounds}");
}

/// Whether it exits like an unharmed program.
fn quits(child: &mut std::process::Child, client: &mut Client) -> bool {
    client.ask(&Request::Quit).is_ok() && child.wait().is_ok_and(|status| status.success())
}
