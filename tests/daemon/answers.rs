//! What the command line says about a daemon that is running, has just died, or never ran.

use std::time::Duration;

use crate::home::{Home, quit};

#[test]
fn right_after_a_kill_it_is_not_running() {
    let home = Home::new();
    for round in 0..20 {
        let (mut child, client) = home.start();
        child.kill().expect("it is ours");
        let asked = home.unbend(&["status"]).output().expect("it can be run");
        child.wait().expect("it has ended");
        drop(client);
        let words = String::from_utf8_lossy(&asked.stderr);
        assert_eq!(asked.status.code(), Some(3), "{round}: {words}");
        assert!(words.contains("unbend daemon"), "{words}");
    }
}

#[test]
fn a_replay_holds_what_happened_up_to_now() {
    let home = Home::new();
    let (child, client) = home.start();
    std::thread::sleep(Duration::from_millis(2500));
    let mut replay = home.unbend(&["simulate", "--history"]);
    let said = replay.output().expect("it can be run");
    let text = String::from_utf8_lossy(&said.stdout);
    let sitting = text
        .split("sitting=")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .and_then(|seconds| seconds.parse::<u64>().ok());
    let sitting = sitting.unwrap_or_else(|| panic!("{said:?}"));
    assert!((2..60).contains(&sitting), "{text}");
    quit(child, client);
}

#[test]
fn one_instance_of_inotify_is_enough() {
    let home = Home::new();
    let (child, client) = home.start();
    let open = std::fs::read_dir(format!("/proc/{}/fd", child.id())).expect("it runs");
    let instances = open
        .filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok())
        .filter(|target| target.to_string_lossy().contains("inotify"))
        .count();
    assert_eq!(instances, 1);
    quit(child, client);
}

#[test]
fn a_lock_that_lives_on_for_a_moment_is_waited_for() {
    let home = Home::new();
    std::fs::create_dir_all(home.path("run")).expect("a folder");
    let lock = std::fs::File::create(home.path("run/unbend.sock.lock")).expect("a file");
    lock.lock().expect("nobody has it");
    let holder = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        drop(lock);
    });
    let (child, client) = home.start();
    holder.join().expect("it lets go");
    quit(child, client);
}
