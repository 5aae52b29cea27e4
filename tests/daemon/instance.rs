//! One daemon per user's data, wherever it was started and however it is ended.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};
use unbend::ipc::client::Client;
use unbend::ipc::message::Request;
use unbend::logic::past::history::Record;
use unbend::logic::presence::Posture;
use unbend::logic::shown::status::Status;

use crate::home::{Home, history, quit, rows};

fn run(command: &mut Command) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = command.output().expect("it can be run");
    (status.code(), String::from_utf8_lossy(&stderr).into_owned())
}

#[test]
fn without_a_run_time_folder_the_running_daemon_is_found() {
    let home = Home::new();
    let (child, client) = home.start();
    let elsewhere = |arguments: &[&str]| {
        let mut command = home.unbend(arguments);
        command
            .env_remove("XDG_RUNTIME_DIR")
            // Where the folder that replaces it would be created.
            .env("TMPDIR", home.path("run"));
        command
    };
    let (code, said) = run(&mut elsewhere(&["status"]));
    assert_eq!(code, Some(0), "{said}");

    let before = fs::metadata(home.history()).expect("a history").len();
    let (code, said) = run(&mut elsewhere(&["daemon"]));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("already running"), "{said}");
    assert!(said.contains("unbend.sock"), "where it listens: {said}");
    assert_eq!(
        fs::metadata(home.history()).expect("a history").len(),
        before
    );

    let (code, said) = run(&mut elsewhere(&["quit"]));
    assert_eq!(code, Some(0), "{said}");
    drop(client);
    let mut child = child;
    child.wait().expect("it has ended");
    // Its data is free again.
    let (child, client) = home.start_as(&mut home.unbend(&["daemon"]));
    quit(child, client);
}

#[test]
fn of_daemons_with_sockets_of_their_own_one_writes() {
    let home = Home::new();
    let mut children: Vec<_> = (0..6)
        .map(|number| {
            let folder = home.path(&format!("run-{number}"));
            fs::create_dir(&folder).expect("a folder");
            let mut command = home.unbend(&["daemon"]);
            command.env("XDG_RUNTIME_DIR", folder);
            command.stderr(std::process::Stdio::null());
            command.spawn().expect("it can be run")
        })
        .collect();
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        children.retain_mut(|child| matches!(child.try_wait(), Ok(None)));
        if children.len() == 1 {
            break;
        }
        assert!(Instant::now() < end, "{} of them run", children.len());
        std::thread::sleep(Duration::from_millis(20));
    }
    let (code, said) = run(&mut home.unbend(&["quit"]));
    assert_eq!(code, Some(0), "{said}");
    children[0].wait().expect("it has ended");
}

#[test]
fn when_its_terminal_goes_it_ends_in_order() {
    let home = Home::new();
    let (mut child, mut client) = home.start();
    client.ask(&Request::Stand).expect("it stands");
    let before = rows(&home.history()).len();
    kill_process(Pid::from_child(&child), Signal::HUP).expect("it is ours");
    let ended = child.wait().expect("it has ended");
    assert_eq!(ended.code(), Some(0), "{ended}");
    assert!(!home.path("run/unbend.sock").exists());
    assert!(rows(&home.history()).len() > before, "its last words");
}

#[test]
fn a_file_that_may_not_grow_is_said_and_no_end() {
    let home = Home::new();
    let (mut child, mut client) = home.start();
    let limit = |current| {
        let limit = Rlimit {
            current,
            maximum: None,
        };
        prlimit(Some(Pid::from_child(&child)), Resource::Fsize, limit).expect("it is ours");
    };
    limit(Some(0));
    for _ in 0..3 {
        client.ask(&Request::Stand).expect("it goes on");
        std::thread::sleep(Duration::from_millis(20));
        client.ask(&Request::Sit).expect("it goes on");
    }
    assert!(!history(&mut client).works);
    assert!(matches!(child.try_wait(), Ok(None)));
    let (_, said) = run(&mut home.unbend(&["doctor"]));
    assert_eq!(said, "");
    let Rlimit { maximum, .. } = rustix::process::getrlimit(Resource::Fsize);
    prlimit(
        Some(Pid::from_child(&child)),
        Resource::Fsize,
        Rlimit {
            current: maximum,
            maximum,
        },
    )
    .expect("it is ours");
    quit(child, client);
}

#[test]
fn a_run_time_folder_too_long_for_a_socket_is_said_and_nothing_is_left() {
    let home = Home::new();
    let folder = home.path(&"a".repeat(120));
    fs::create_dir(&folder).expect("a folder");
    let (code, said) = run(home.unbend(&["daemon"]).env("XDG_RUNTIME_DIR", &folder));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("XDG_RUNTIME_DIR"), "{said}");
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 0);
}

#[test]
fn a_history_that_its_mode_keeps_away_is_said_to_be_so() {
    let home = Home::new();
    let (child, client) = home.start();
    quit(child, client);
    fs::set_permissions(home.history(), fs::Permissions::from_mode(0o000)).expect("it is ours");
    let mut command = home.unbend(&["daemon"]);
    if rustix::process::geteuid().is_root() {
        // Root reads everything, unless that ability is removed.
        command = Command::new("setpriv");
        command
            .args(["--bounding-set", "-dac_override,-dac_read_search"])
            .args(["--inh-caps", "-all", crate::home::UNBEND, "daemon"]);
        home.prepare(&mut command);
    }
    let (child, mut client) = home.start_as(&mut command);
    let ability = history(&mut client);
    assert!(!ability.works);
    assert!(ability.remedy.contains("chmod 600"), "{}", ability.remedy);
    fs::set_permissions(home.history(), fs::Permissions::from_mode(0o600)).expect("it is ours");
    quit(child, client);
}

#[test]
fn a_window_that_cannot_open_is_an_error_and_no_break() {
    let home = Home::new();
    let (child, mut client) = home.start();
    for request in [
        Request::Window { page: None },
        Request::Start {
            what: Some("chin-tucks".to_owned()),
        },
    ] {
        let refused = client.ask(&request).expect_err("there is no display");
        let words = refused.to_string();
        assert!(words.contains("no display"), "{words}");
    }
    let status = client.status().expect("a status");
    assert!(status.running.is_none());
    let (code, said) = run(&mut home.unbend(&["break", "chin-tucks"]));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("no display"), "{said}");
    quit(child, client);
    let breaks = rows(&home.history())
        .into_iter()
        .filter(|row| matches!(row.record, Record::Break(_)));
    assert_eq!(breaks.count(), 0, "nothing was begun, and nothing lost");
}

/// A command in a private system without inotify instances; none if the system doesn't support that.
fn deaf(home: &Home) -> Option<Command> {
    let allowed = Command::new("unshare")
        .args([
            "--user",
            "--map-root-user",
            "sh",
            "-c",
            "echo 0 > /proc/sys/user/max_inotify_instances",
        ])
        .status();
    if !allowed.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut command = Command::new("unshare");
    let script = "echo 0 > /proc/sys/user/max_inotify_instances; exec \"$0\" daemon";
    command.args([
        "--user",
        "--map-root-user",
        "sh",
        "-c",
        script,
        crate::home::UNBEND,
    ]);
    home.prepare(&mut command);
    Some(command)
}

#[test]
fn without_inotify_it_says_so_and_tries_again() {
    let home = Home::new();
    let Some(mut command) = deaf(&home) else {
        return;
    };
    let (mut child, mut client) = home.start_as(&mut command);
    let told = |status: &Status| status.problems.iter().any(|one| one.contains("inotify"));
    let status = client.status().expect("a status");
    assert!(told(&status), "{:?}", status.problems);
    let doctor = home.unbend(&["doctor"]).output().expect("it can be run");
    let report = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(report.contains("max_user_instances"), "{report}");

    client.ask(&Request::Stand).expect("it stands");
    let given = Command::new("nsenter")
        .args([
            "--target",
            &child.id().to_string(),
            "--user",
            "--preserve-credentials",
        ])
        .args([
            "sh",
            "-c",
            "echo 100 > /proc/sys/user/max_inotify_instances",
        ])
        .status();
    assert!(given.is_ok_and(|status| status.success()));
    let end = Instant::now() + Duration::from_secs(60);
    let socket = home.path("run/unbend.sock");
    loop {
        // With each request it is awake anyway.
        let mut client =
            Client::connect_within(&socket, Duration::from_secs(10)).expect("it comes back");
        if let Ok(status) = client.status()
            && !told(&status)
        {
            assert_eq!(status.posture, Posture::Standing, "it goes on where it was");
            break;
        }
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(matches!(child.try_wait(), Ok(None)), "the same process");
    let client = Client::connect(&socket).expect("it runs");
    quit(child, client);
}

#[test]
fn out_of_descriptors_it_says_so_until_there_are_some() {
    let home = Home::new();
    let (child, mut client) = home.start();
    let limit = |current| {
        let limit = Rlimit {
            current: Some(current),
            maximum: Some(1024),
        };
        prlimit(Some(Pid::from_child(&child)), Resource::Nofile, limit).expect("it is ours");
    };
    let closed = |client: &mut Client| {
        let problems = client.status().expect("a status").problems;
        problems.iter().any(|one| one.contains("ulimit"))
    };
    assert!(!closed(&mut client));
    limit(3);
    let waits = std::os::unix::net::UnixStream::connect(home.path("run/unbend.sock"));
    let end = Instant::now() + Duration::from_secs(20);
    while !closed(&mut client) {
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(50));
    }
    limit(1024);
    while closed(&mut client) {
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(waits);
    quit(child, client);
}
