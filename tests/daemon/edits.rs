//! A running daemon follows edits to the user's files.

use std::time::{Duration, Instant};

use unbend::ipc::client::Client;
use unbend::ipc::message::{Payload, Request};
use unbend::logic::shown::status::Status;

use crate::home::{Home, quit};

/// The status, once it is as wanted.
fn once(client: &mut Client, wanted: impl Fn(&Status) -> bool) -> Status {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let status = client.status().expect("a status");
        if wanted(&status) {
            return status;
        }
        assert!(Instant::now() < end, "{status:#?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

const MINE: &str = r#"(
    routines: [(id: "mine", name: "Mine", minutes: 2, exercises: ["chin-tucks"])],
)"#;

#[test]
fn an_edited_catalog_is_followed_and_a_broken_one_named() {
    let home = Home::new();
    let catalog = home.path(".config/unbend/catalog.ron");
    let (child, mut client) = home.start();
    assert_eq!(client.status().expect("a status").catalog, 0);
    std::fs::write(&catalog, MINE).expect("written");
    let status = once(&mut client, |status| status.catalog == 1);
    assert_eq!(status.problems, Vec::<String>::new());
    let start = Request::Start {
        what: Some("mine".to_owned()),
    };
    let plan = Request::Plan {
        what: "mine".to_owned(),
        from: 0,
    };
    assert!(matches!(client.ask(&plan), Ok(Payload::Plan(_))));
    std::fs::write(&catalog, &MINE[..MINE.len() - 2]).expect("written");
    let status = once(&mut client, |status| status.catalog == 2);
    assert!(status.problems[0].contains("catalog.ron"), "{status:#?}");
    assert!(client.ask(&start).is_err());
    let folder = home.path(".config/unbend/figures");
    std::fs::create_dir(&folder).expect("made");
    std::fs::write(folder.join("mine.ron"), "()").expect("written");
    once(&mut client, |status| status.catalog == 3);
    std::fs::remove_file(&catalog).expect("removed");
    once(&mut client, |status| status.problems.is_empty());
    quit(child, client);
}

#[test]
fn an_edited_settings_file_is_followed() {
    let home = Home::new();
    let (child, mut client) = home.start();
    let text = std::fs::read_to_string(home.settings()).expect("it was written at the start");
    let shorter = text.replacen("after: \"30m\"", "after: \"20m\"", 1);
    let limit =
        |minutes: u64| move |status: &Status| status.limit == Duration::from_secs(minutes * 60);
    std::fs::write(home.settings(), shorter).expect("written");
    once(&mut client, limit(20));
    std::fs::write(home.settings(), "(").expect("written");
    let status = once(&mut client, |status| !status.problems.is_empty());
    assert!(limit(20)(&status), "{status:#?}");
    std::fs::write(home.settings(), text).expect("written");
    once(&mut client, limit(30));
    quit(child, client);
}
