//! Files that somebody else deletes, replaces, locks or reads while the daemon is running.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use unbend::ipc::client::Client;
use unbend::ipc::message::Request;
use unbend::logic::past::history::{Record, Row, SpanKind};

use crate::home::{Home, history, quit, rows};

fn standings(rows: &[Row]) -> usize {
    let standing =
        |row: &&Row| matches!(&row.record, Record::Span(span) if span.kind == SpanKind::Standing);
    rows.iter().filter(standing).count()
}

/// Stands up for a moment.
fn stand(client: &mut Client) {
    client.ask(&Request::Stand).expect("it goes on");
    std::thread::sleep(Duration::from_millis(20));
    client.ask(&Request::Sit).expect("it goes on");
}

fn problems(client: &mut Client) -> String {
    client.status().expect("a status").problems.join("; ")
}

/// The files of the history.
fn files(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| PathBuf::from(format!("{}{end}", path.display())))
}

#[test]
fn a_history_that_is_deleted_is_said_and_begun_anew() {
    let home = Home::new();
    let (child, mut client) = home.start();
    stand(&mut client);
    client.ask(&Request::Keep).expect("it is stored");
    fs::remove_file(home.history()).expect("it is there");
    let said = problems(&mut client);
    assert!(said.contains("was deleted"), "{said}");
    let doctor = home.unbend(&["doctor"]).output().expect("it can be run");
    let text = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(text.contains("was deleted"), "{text}");
    assert!(history(&mut client).works);
    stand(&mut client);
    client.ask(&Request::Keep).expect("it is stored");
    client.why(None).expect("the day so far");
    // The whole folder too, including the files beside it.
    fs::remove_dir_all(home.history().parent().expect("a folder")).expect("it is there");
    stand(&mut client);
    client.ask(&Request::Keep).expect("it is stored");
    quit(child, client);
    // What was still in memory is in the new one.
    assert_eq!(standings(&rows(&home.history())), 3);
}

#[test]
fn a_history_that_is_replaced_is_gone_on_with_and_no_row_counts_twice() {
    let home = Home::new();
    let (child, mut client) = home.start();
    for _ in 0..3 {
        stand(&mut client);
    }
    client.ask(&Request::Keep).expect("it is stored");
    // A copy as a backup program makes it, then more of the day.
    let copy = home.path("copy");
    fs::create_dir(&copy).expect("a folder");
    for (from, name) in files(&home.history()).iter().zip(["h", "h-wal"]) {
        fs::copy(from, copy.join(name)).expect("it is there");
    }
    assert_eq!(standings(&rows(&copy.join("h"))), 3);
    for _ in 0..2 {
        stand(&mut client);
    }
    client.ask(&Request::Keep).expect("it is stored");
    // The old one is moved away and the copy put in its place; the old one's log is still there.
    let away = home.path("away.sqlite3");
    fs::rename(home.history(), &away).expect("it can be moved");
    fs::copy(copy.join("h"), home.history()).expect("it can be copied");
    stand(&mut client);
    let said = problems(&mut client);
    assert!(said.contains("was replaced"), "{said}");
    client.ask(&Request::Keep).expect("it is stored");
    quit(child, client);
    let there = rows(&home.history());
    // Nothing is lost: what the copy lacked was still in memory.
    assert_eq!(standings(&there), 6);
    let mut spans: Vec<(i64, i64)> = there
        .iter()
        .filter_map(|row| {
            let Record::Span(span) = &row.record else {
                return None;
            };
            Some((span.start.ms, span.end))
        })
        .collect();
    spans.sort_unstable();
    for two in spans.windows(2) {
        assert!(two[0].1 <= two[1].0, "{spans:?}");
    }
    // The one that was moved away is whole.
    assert_eq!(standings(&rows(&away)), 5);
}

#[test]
fn a_database_that_another_program_locks_holds_nobody_up_and_keep_says_so() {
    let home = Home::new();
    let (child, mut client) = home.start();
    stand(&mut client);
    client.ask(&Request::Keep).expect("it is stored");
    let other = rusqlite::Connection::open(home.history()).expect("any tool can");
    other
        .execute_batch("BEGIN IMMEDIATE")
        .expect("nobody else writes");
    let begin = Instant::now();
    for _ in 0..30 {
        client.ask(&Request::Stand).expect("it goes on");
        client.ask(&Request::Sit).expect("it goes on");
        let _ = client.ask(&Request::Keep).expect_err("it cannot be stored");
        client.why(None).expect("what is there can be read");
    }
    let took = begin.elapsed();
    assert!(took < Duration::from_secs(3), "{took:?}");
    let problem = client.ask(&Request::Keep).expect_err("it cannot be stored");
    assert!(
        problem.to_string().contains("another program holds it"),
        "{problem}"
    );
    assert!(!history(&mut client).works);
    other.execute_batch("ROLLBACK").expect("it is ours");
    client.ask(&Request::Keep).expect("it is stored now");
    assert!(history(&mut client).works);
    quit(child, client);
    assert!(standings(&rows(&home.history())) >= 1);
}

#[test]
fn what_is_written_is_for_the_owner_alone_from_the_first_start_on() {
    let home = Home::new();
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "umask 000; exec \"$0\" daemon", crate::home::UNBEND]);
    home.prepare(&mut command);
    let (child, mut client) = home.start_as(&mut command);
    stand(&mut client);
    client.ask(&Request::Keep).expect("it is stored");
    let place = serde_json::from_str(
        r#"{"do":"place","window":"pages","place":{"size":[960.0,640.0],"at":null,"scale":1.0,"maximized":false},"closes":true}"#,
    );
    client.ask(&place.expect("a request")).expect("it is kept");
    let mode = |path: &Path| {
        let found = fs::metadata(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        found.permissions().mode() & 0o777
    };
    let mut kept = files(&home.history()).to_vec();
    kept.extend([
        home.settings(),
        home.path(".local/share/unbend/checkpoint.json"),
        home.path(".local/state/unbend/windows.json"),
    ]);
    for path in kept {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    for name in [
        ".config",
        ".config/unbend",
        ".local",
        ".local/share/unbend",
        ".local/state/unbend",
    ] {
        assert_eq!(mode(&home.path(name)), 0o700, "{name}");
    }
    quit(child, client);
}

#[test]
fn what_an_older_version_left_open_and_what_a_kill_left_is_put_right_at_the_next_start() {
    let home = Home::new();
    let folders = [
        ".config/unbend",
        ".local/share/unbend",
        ".local/state/unbend",
    ]
    .map(|name| home.path(name));
    let left = |folder: &PathBuf| folder.join(".unbend-aB3xYz");
    for folder in &folders {
        fs::create_dir_all(folder).expect("a folder");
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("it is ours");
        fs::write(left(folder), "half").expect("a file");
    }
    // Settings kept elsewhere are written there.
    let dotfiles = home.path("dotfiles");
    fs::create_dir(&dotfiles).expect("a folder");
    fs::write(dotfiles.join("settings.ron"), "()").expect("a file");
    fs::write(left(&dotfiles), "half").expect("a file");
    std::os::unix::fs::symlink(dotfiles.join("settings.ron"), home.settings()).expect("a link");
    fs::write(home.history(), "").expect("a file");
    fs::set_permissions(home.history(), fs::Permissions::from_mode(0o644)).expect("it is ours");
    let (child, mut client) = home.start();
    client.ask(&Request::Keep).expect("it is stored");
    for folder in folders.iter().chain([&dotfiles]) {
        assert!(!left(folder).exists(), "{}", folder.display());
    }
    for path in files(&home.history()) {
        let mode = fs::metadata(&path)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
    quit(child, client);
}

#[test]
fn thousands_of_years_are_counted_in_no_time() {
    let home = Home::new();
    let (child, mut client) = home.start();
    stand(&mut client);
    client.ask(&Request::Keep).expect("it is stored");
    // A clock that once ran far ahead left a span behind.
    let other = rusqlite::Connection::open(home.history()).expect("any tool can");
    let ahead = 200_000_000_000_000_i64;
    other
        .execute(
            "INSERT INTO span VALUES (1000000, 'sitting', 'sitting', ?1, 0, ?1 + 60000)",
            [ahead],
        )
        .expect("it is written");
    drop(other);
    count_all_years(&home);
    quit(child, client);
    // The same from the file alone.
    count_all_years(&home);
}

fn count_all_years(home: &Home) {
    for range in [
        ["0001-01-01", "9999-12-31"],
        ["-009999-01-01", "9999-12-31"],
    ] {
        let begin = Instant::now();
        let mut command = home.unbend(&["stats", "--json"]);
        command.args([format!("--from={}", range[0]), format!("--to={}", range[1])]);
        let said = command.output().expect("it can be run");
        let took = begin.elapsed();
        assert!(took < Duration::from_secs(1), "{range:?}: {took:?}");
        let text = String::from_utf8_lossy(&said.stdout);
        assert!(text.contains("\"8307-"), "{range:?}: {said:?}");
    }
}
