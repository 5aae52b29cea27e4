//! The user's files: what is written to them, and what was edited by hand.

use super::*;
use crate::logic::shown::place::{Place, WindowKind};
use crate::platform::edits::Edited;

#[test]
fn what_is_put_into_the_catalog_can_be_started_at_once() {
    use crate::daemon::turn::requests;
    use crate::ipc::message::{Import, Payload, Reply, Request};
    use crate::ipc::server::ConnectionId;
    use crate::logic::catalog::edit::ItemKind;

    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let mut ask = |request: Request| requests::answer(&mut turn, ConnectionId(1), request);
    let start = || Request::Start {
        what: Some("mine".to_owned()),
    };
    assert!(matches!(ask(start()), Reply::Error(_)));
    let routine = |minutes: u32| Request::CatalogPut {
        text: format!(
            "(routines: [(id: \"mine\", name: \"Mine\", minutes: {minutes}, exercises: [\"chin-tucks\"])])"
        ),
    };
    let Reply::Error(refused) = ask(routine(60)) else {
        panic!("the minutes are wrong");
    };
    assert!(
        refused.message.contains("routines.mine.minutes"),
        "{refused}"
    );
    assert_eq!(ask(routine(2)), Reply::Ok(Payload::Done));
    let Reply::Ok(Payload::Status(status)) = ask(Request::Status) else {
        panic!("a status");
    };
    assert_eq!((status.catalog, status.problems), (1, Vec::new()));
    assert_eq!(ask(start()), Reply::Ok(Payload::Done));
    let remove = Request::CatalogRemove {
        kind: ItemKind::Routine,
        id: "mine".to_owned(),
    };
    assert_eq!(ask(remove.clone()), Reply::Ok(Payload::Done));
    assert!(matches!(ask(remove), Reply::Error(_)));

    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/own-catalog/shared.ron");
    let import = |path: &str| Request::CatalogImport {
        path: path.to_owned(),
        replace: false,
    };
    let added = ["overhead-reach", "wrist-stretch"]
        .map(str::to_owned)
        .to_vec();
    let taken = Vec::new();
    assert_eq!(
        ask(import(shared)),
        Reply::Ok(Payload::Import(Import { added, taken }))
    );
    assert!(folder.path().join("pictures/wrist-1.svg").exists());
    assert!(matches!(ask(import("shared.ron")), Reply::Error(_)));
    std::fs::write(folder.path().join("catalog.ron"), "(").unwrap();
    let Reply::Error(refused) = ask(routine(2)) else {
        panic!("the file is broken");
    };
    assert!(refused.message.contains("mend it first"), "{refused}");
}

#[test]
fn a_window_that_was_moved_is_not_taken_for_one_that_closes() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let mut tell = |width: f32, closes: bool| {
        let request = Request::Place {
            window: WindowKind::Pages,
            place: Place {
                size: [width, 700.0],
                at: None,
                scale: 1.0,
                maximized: false,
            },
            closes,
        };
        let connection = crate::ipc::server::ConnectionId(1);
        requests::answer(&mut turn, connection, request);
        let kept = turn.desktop.places.of(WindowKind::Pages);
        let kept = kept.map(|place| place.size[0]);
        (kept, turn.desktop.closing.len())
    };
    assert_eq!(tell(900.0, false), (Some(900.0), 0));
    assert_eq!(tell(1000.0, true), (Some(1000.0), 1));
}

#[test]
fn files_edited_by_hand_are_followed_and_broken_ones_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let mut turn = begin(folder.path(), at(0.0));
    let mut edit = |edited: Edited| {
        turn.take(Event::Edited(edited), at(1.0));
        (turn.status(), turn.catalog.routine("mine").is_some())
    };
    let catalog = Edited {
        catalog: true,
        ..Edited::default()
    };
    let mine =
        "(routines: [(id: \"mine\", name: \"Mine\", minutes: 2, exercises: [\"chin-tucks\"])])";
    std::fs::write(file("catalog.ron"), mine).unwrap();
    let (status, known) = edit(catalog);
    assert_eq!((status.catalog, known), (1, true));
    // It contains nothing new: no window needs to look again, except for pictures.
    assert_eq!(edit(catalog).0.catalog, 1);
    let beside = Edited {
        beside: true,
        ..Edited::default()
    };
    assert_eq!(edit(beside).0.catalog, 2);
    // A broken item is left out, as at a start.
    std::fs::write(file("catalog.ron"), mine.replace("chin-tucks", "no-such")).unwrap();
    let (status, known) = edit(catalog);
    assert_eq!((status.catalog, known), (3, false));
    assert!(status.problems[0].contains("no-such"));
    std::fs::write(file("catalog.ron"), mine).unwrap();
    let (status, known) = edit(catalog);
    assert!(known && status.problems.is_empty());

    let settings = Edited {
        settings: true,
        ..Edited::default()
    };
    let minutes = |status: &Status| status.limit.as_secs() / 60;
    let text = std::fs::read_to_string(file("settings.ron")).unwrap();
    let shorter = text.replacen("after: \"30m\"", "after: \"20m\"", 1);
    assert_ne!(text, shorter);
    std::fs::write(file("settings.ron"), &shorter).unwrap();
    assert_eq!(minutes(&edit(settings).0), 20);
    // While it can't be read, its previous contents stay in force.
    std::fs::write(file("settings.ron"), &shorter[..shorter.len() / 2]).unwrap();
    let (status, _) = edit(settings);
    assert_eq!(minutes(&status), 20);
    assert!(status.problems[0].contains("settings.ron"));
    std::fs::write(file("settings.ron"), &text).unwrap();
    let (status, _) = edit(settings);
    assert_eq!((minutes(&status), status.problems.len()), (30, 0));
}
