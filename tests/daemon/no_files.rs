//! Things in place of a file that aren't one: pipes that nobody writes to, devices that never end.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use unbend::ipc::client::Client;
use unbend::ipc::message::Request;

use crate::home::{Home, quit};

/// Nothing takes longer than this to be refused.
const AT_ONCE: Duration = Duration::from_secs(10);

fn pipe(path: &Path) {
    std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("made");
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo runs").success());
}

fn endless(path: &Path) {
    std::fs::create_dir_all(path.parent().expect("it is in a folder")).expect("made");
    std::os::unix::fs::symlink("/dev/zero", path).expect("linked");
}

/// The daemon's peak memory so far, in KiB.
fn peak(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.expect("the kernel tells").parse().expect("a number")
}

fn problems(client: &mut Client) -> String {
    client.status().expect("a status").problems.join("\n")
}

#[test]
fn a_daemon_starts_beside_pipes_and_endless_devices_and_names_them() {
    type Lay = fn(&Path);
    for (lay, word) in [(pipe as Lay, "a pipe"), (endless as Lay, "a device")] {
        let home = Home::new();
        lay(&home.path(".config/unbend/catalog.ron"));
        lay(&home.settings());
        lay(&home.path(".config/unbend/figures/mine.ron"));
        lay(&home.path(".local/share/unbend/checkpoint.json"));
        lay(&home.path(".local/state/unbend/windows.json"));
        lay(&home.path(".config/autostart/io.github.unbend.Unbend.desktop"));
        let begun = Instant::now();
        let (child, mut client) = home.start();
        let said = problems(&mut client);
        assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
        for name in ["catalog.ron", "settings.ron", "checkpoint.json"] {
            assert!(said.contains(name), "{name}: {said}");
        }
        assert!(said.contains(word), "{said}");
        assert!(peak(child.id()) < 100 * 1024, "{} KiB", peak(child.id()));
        quit(child, client);
    }
}

#[test]
fn files_that_are_named_to_a_running_daemon_are_looked_at_first() {
    let home = Home::new();
    let (child, mut client) = home.start();
    let (stopped, never) = (home.path("stopped.ron"), home.path("never.ron"));
    pipe(&stopped);
    endless(&never);
    for path in [&stopped, &never] {
        let path = path.to_str().expect("a text").to_owned();
        let begun = Instant::now();
        let request = Request::CatalogImport {
            path,
            replace: false,
        };
        let refused = client.ask(&request).expect_err("it is no file");
        assert!(refused.to_string().contains("not a file"), "{refused}");
        assert!(begun.elapsed() < AT_ONCE);
    }
    // Replaced while the daemon is running.
    let catalog = home.path(".config/unbend/catalog.ron");
    pipe(&home.path("new"));
    std::fs::rename(home.path("new"), &catalog).expect("moved");
    let end = Instant::now() + Duration::from_secs(20);
    while !problems(&mut client).contains("a pipe") {
        assert!(Instant::now() < end, "{}", problems(&mut client));
        std::thread::sleep(Duration::from_millis(50));
    }
    for verb in [
        &["catalog", "check"][..],
        &["catalog", "check", "../stopped.ron"],
        &["settings", "check", "../stopped.ron"],
        &["catalog", "import", "../stopped.ron"],
    ] {
        let run = home.unbend(verb).current_dir(home.path("run")).output();
        let run = run.expect("it ran");
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(2), "{verb:?}: {said}");
        assert!(said.contains("a pipe, not a file"), "{verb:?}: {said}");
    }
    quit(child, client);
}

#[test]
fn a_pipe_in_place_of_the_lock_is_an_error_and_not_a_wait() {
    let home = Home::new();
    pipe(&home.path("run/unbend.sock.lock"));
    let begun = Instant::now();
    let run = home.unbend(&["daemon"]).output().expect("it ran");
    assert!(begun.elapsed() < AT_ONCE);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!run.status.success() && said.contains("a pipe"), "{said}");
}
