//! Disks that are full, read-only, or hold something else: the daemon goes on and says so.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Resource, Rlimit, prlimit};
use unbend::ipc::client::Client;
use unbend::ipc::message::{Payload, Request};
use unbend::logic::past::history::{Record, SpanKind};
use unbend::store::settings_file::SettingsFile;

use crate::home::{Home, UNBEND, history, quit, rows};

/// A disk that can be filled and emptied under the daemon.
enum Disk {
    /// Its own small one, visible from outside at that path.
    Small(PathBuf),
    /// Where the system provides none: no file may grow any more.
    Limit(Pid),
}

impl Disk {
    /// A command that becomes a daemon whose files are on such a disk, in `folder`.
    fn command(home: &Home, small: bool) -> Command {
        let folder = home.path("disk");
        fs::create_dir(&folder).expect("a folder");
        let mut command = match small {
            true => {
                let mut command = Command::new("unshare");
                let script = "mount -t tmpfs -o size=1M unbend \"$0\" && exec \"$1\" daemon";
                command
                    .args(["--map-root-user", "--mount", "sh", "-c", script])
                    .arg(&folder)
                    .arg(UNBEND);
                command
            }
            false => {
                // What it may not write is an error, not its end: the system's signal says so.
                let mut command = Command::new(UNBEND);
                command.arg("daemon");
                command
            }
        };
        home.prepare(&mut command);
        command
            .env("XDG_DATA_HOME", folder.join("data"))
            .env("XDG_CONFIG_HOME", folder.join("config"));
        command
    }

    fn fill(&self) {
        match self {
            Disk::Small(folder) => {
                let mut filler = fs::File::create(folder.join("filler")).expect("a file");
                while filler.write_all(&[1; 512]).is_ok() {}
            }
            Disk::Limit(daemon) => self.limit(*daemon, Some(0)),
        }
    }

    fn empty(&self) {
        match self {
            Disk::Small(folder) => {
                fs::remove_file(folder.join("filler")).expect("the file goes");
            }
            Disk::Limit(daemon) => self.limit(*daemon, None),
        }
    }

    fn limit(&self, daemon: Pid, current: Option<u64>) {
        let limit = Rlimit {
            current,
            maximum: None,
        };
        prlimit(Some(daemon), Resource::Fsize, limit).expect("it is ours");
    }
}

fn can_mount() -> bool {
    let script = "mount -t tmpfs -o size=1M unbend /mnt";
    Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The problems with the files, according to the daemon.
fn problems(client: &mut Client) -> String {
    client.status().expect("a status").problems.join("; ")
}

#[test]
fn a_disk_that_fills_up_costs_nothing_but_what_it_holds() {
    let home = Home::new();
    let small = can_mount();
    let (child, mut client) = home.start_as(&mut Disk::command(&home, small));
    let pid = child.id();
    let folder = match small {
        true => PathBuf::from(format!("/proc/{pid}/root{}", home.path("disk").display())),
        false => home.path("disk"),
    };
    let disk = match small {
        true => Disk::Small(folder.clone()),
        false => Disk::Limit(Pid::from_child(&child)),
    };
    let rest = |client: &mut Client| {
        client.ask(&Request::Stand).expect("it goes on");
        // A span without length never existed: give it one.
        std::thread::sleep(std::time::Duration::from_millis(20));
        client.ask(&Request::Sit).expect("it goes on");
    };
    rest(&mut client);
    assert!(history(&mut client).works);
    assert_eq!(problems(&mut client), "");

    disk.fill();
    for _ in 0..40 {
        rest(&mut client);
    }
    let row = history(&mut client);
    assert!(!row.works, "{row:?}");
    assert!(row.remedy.contains("room"), "{row:?}");
    let said = problems(&mut client);
    assert!(said.contains("checkpoint.json"), "{said}");
    let setting = Request::SettingsSet {
        path: "timing.snooze".to_owned(),
        value: "7m".to_owned(),
    };
    let refused = client.ask(&setting).expect_err("there is no room");
    assert!(refused.to_string().contains("settings.ron"), "{refused}");
    let kept = client.ask(&Request::Keep).expect_err("there is no room");
    assert!(kept.to_string().contains("room"), "{kept}");
    // What hurts is left out anyway, and the file says so as soon as it can.
    let hurts = Request::Feedback {
        what: "bridge".to_owned(),
        pain: Some(9),
        effort: None,
    };
    client.ask(&hurts).expect_err("it cannot be written down");
    let left_out = |client: &mut Client| {
        let path = Some("exercises.hurt".to_owned());
        match client.ask(&Request::SettingsGet { path }) {
            Ok(Payload::Settings(settings)) => settings[0].value.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(left_out(&mut client), "bridge");
    assert!(problems(&mut client).contains("bridge"));
    let doctor = home.unbend(&["doctor"]).output().expect("it can be run");
    let doctor = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(doctor.contains(&row.remedy), "{doctor}");
    assert!(doctor.contains("checkpoint.json"), "{doctor}");

    // There is room again: what was kept in memory is written at the next request.
    disk.empty();
    client.why(None).expect("the day so far");
    client.ask(&setting).expect("it can be written");
    rest(&mut client);
    assert!(history(&mut client).works);
    assert_eq!(problems(&mut client), "");
    let written = SettingsFile::at(folder.join("config/unbend/settings.ron")).load();
    assert!(written.settings.exercises.hurt.contains("bridge"));
    assert_eq!(left_out(&mut client), "bridge");
    client.ask(&Request::Keep).expect("everything is stored");
    // SQLite can't find its way to the other disk.
    let copy = home.path("copy");
    fs::create_dir(&copy).expect("a folder");
    for name in ["history.sqlite3", "history.sqlite3-wal"] {
        fs::copy(folder.join("data/unbend").join(name), copy.join(name)).expect("it is there");
    }
    let path = copy.join("history.sqlite3");
    let standings = rows(&path)
        .iter()
        .filter(|row| matches!(&row.record, Record::Span(span) if span.kind == SpanKind::Standing))
        .count();
    assert_eq!(standings, 42);
    quit(child, client);
}

#[test]
fn folders_that_nobody_may_write_are_named() {
    let home = Home::new();
    let mut command = home.unbend(&["daemon"]);
    // Not even the superuser can create folders there.
    command
        .env("XDG_DATA_HOME", "/sys/kernel/unbend-data")
        .env("XDG_CONFIG_HOME", "/sys/kernel/unbend-config");
    let (child, mut client) = home.start_as(&mut command);
    let row = history(&mut client);
    assert!(!row.works && row.remedy.contains("unbend-data"), "{row:?}");
    client.ask(&Request::Stand).expect("it goes on");
    let said = problems(&mut client);
    for name in ["settings.ron", "checkpoint.json"] {
        assert!(said.contains(name), "{name}: {said}");
    }
    quit(child, client);
}

#[test]
fn without_a_place_for_the_history_the_daemon_goes_on_and_says_so() {
    let home = Home::new();
    std::fs::create_dir_all(home.path(".local/share")).expect("a folder");
    std::fs::write(home.path(".local/share/unbend"), "in the way").expect("a file");
    let (child, mut client) = home.start();
    let row = history(&mut client);
    assert!(
        !row.works && row.remedy.contains("history.sqlite3"),
        "{row:?}"
    );
    client.ask(&Request::Stand).expect("everything else works");
    assert!(client.why(None).is_err());
    // The path is free again: the next request notices, and nothing is lost.
    std::fs::remove_file(home.path(".local/share/unbend")).expect("the file goes");
    let day = client.why(None).expect("the day so far");
    assert!(day.entries[0].text.starts_with("Unbend started"), "{day:?}");
    assert!(history(&mut client).works);
    quit(child, client);
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
    let (child, mut client) = home.start();
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
    quit(child, client);
    assert_eq!(std::fs::read(&path).expect("the file"), before);
}
