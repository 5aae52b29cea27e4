//! Exporting and importing: files, dialogues, pictures.

use egui_kittest::kittest::NodeT as _;

use super::editor::{exercises, routine, type_into};
use super::*;
use crate::ipc::message::Import;
use crate::logic::catalog::merge;
use crate::logic::shown::file_choice::{Chosen, Wanted};

/// The Share page of somebody with their own routine.
fn share() -> Window {
    let mut window = exercises();
    let own = Catalog {
        routines: vec![routine(&["chin-tucks"])],
        ..Catalog::default()
    };
    window.notes.borrow_mut().catalog = merge(catalog::builtin(), &own);
    let mut changed = status();
    changed.catalog = 1;
    window.tell(Told::Status(Box::new(changed)));
    window.press("Share");
    window
}

#[test]
fn what_is_ones_own_is_given_away_and_what_comes_asks_before_it_replaces() {
    let mut window = share();
    window.press("Evening loosening, routine");
    window.press("Save as a file");
    let (name, text) = window.notes.borrow_mut().exported.remove(0);
    assert_eq!(
        (name.as_str(), text.as_str()),
        ("evening-loosening.ron", "// evening-loosening")
    );
    assert!(window.shows("Saved as /home/ada/evening-loosening.ron"));

    type_into(&mut window, "Path of the file", "/home/ada/broken.ron");
    window.press("Take in");
    assert_eq!(window.asked(), []);
    let said = window
        .harness
        .query_all_by_label_contains("line 1: broken")
        .count();
    assert_eq!(said, 1);
    type_into(&mut window, "Path of the file", "file:///home/ada/neck.ron");
    window.press("Take in");
    let import = |replace| Request::CatalogImport {
        path: "/home/ada/neck.ron".to_owned(),
        replace,
    };
    assert_eq!(window.asked(), [import(false)]);
    window.tell(Told::Import(Import {
        added: Vec::new(),
        taken: vec!["evening-loosening".to_owned()],
    }));
    window.press("Replace them");
    assert_eq!(window.asked(), [import(true)]);
    window.tell(Told::Import(Import {
        added: Vec::new(),
        taken: vec!["evening-loosening".to_owned()],
    }));
    let done = window
        .harness
        .query_all_by_label_contains("Replaced: Evening loosening")
        .count();
    assert_eq!(done, 1);
}

#[derive(Debug)]
struct Dropped;

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        std::path::Path::new("/home/ada/dropped.ron")
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("nobody needs them".to_owned())
    }
}

#[test]
fn a_file_is_picked_in_the_desktops_dialogue_or_dropped() {
    let mut window = share();
    let answer = |window: &mut Window, chosen: Chosen| {
        window.notes.borrow_mut().chosen = Some(chosen);
        window.draw(3);
    };
    let file = |name: &str| Chosen::File(format!("/home/ada/{name}"));
    let import = |name: &str| Request::CatalogImport {
        path: format!("/home/ada/{name}"),
        replace: false,
    };

    window.press("Choose…");
    // There is one dialogue, however often it is requested.
    window.press("Choose…");
    assert_eq!(window.notes.borrow().wanted, [Wanted::Open]);
    answer(&mut window, Chosen::Nothing);
    assert_eq!(window.asked(), []);
    window.press("Choose…");
    answer(&mut window, file("neck.ron"));
    assert_eq!(window.asked(), [import("neck.ron")]);
    window.press("Choose…");
    answer(&mut window, Chosen::Missing("no dialogue here".to_owned()));
    let told = window
        .harness
        .query_all_by_label_contains("no dialogue here");
    assert_eq!(told.count(), 1);

    window.press("Evening loosening, routine");
    window.press("Save elsewhere…");
    let name = "evening-loosening.ron".to_owned();
    let wanted = window.notes.borrow_mut().wanted.pop();
    assert_eq!(wanted, Some(Wanted::Save { name }));
    answer(&mut window, file("gift.ron"));
    let written = window.notes.borrow_mut().exported.pop();
    let text = "// evening-loosening".to_owned();
    assert_eq!(written, Some(("/home/ada/gift.ron".to_owned(), text)));
    assert!(window.shows("Saved as /home/ada/gift.ron"));

    let dropped = std::sync::Arc::new(Dropped);
    window.harness.input_mut().dropped_files.push(dropped);
    window.draw(2);
    assert_eq!(window.asked(), [import("dropped.ron")]);
    // After leaving the page, nobody wants it any more.
    window.press("Choose…");
    window.press("All exercises");
    answer(&mut window, file("late.ron"));
    assert_eq!(window.asked(), []);
}

#[test]
fn a_picture_from_anywhere_is_taken_in() {
    let mut window = exercises();
    window.press("New exercise");
    window.reach("Add a step");
    let field = "Step 1: Picture of your own";
    type_into(&mut window, field, "/home/ada/Pictures/My leg.svg");
    let said = |window: &Window, words: &str| {
        let mut found = window.harness.query_all_by_label_contains(words);
        found.next().is_some()
    };
    assert!(
        !said(&window, "does not start from"),
        "it is offered instead"
    );
    window.asked();
    window.reach("Use this picture");
    let import = Request::CatalogImport {
        path: "/home/ada/Pictures/My leg.svg".to_owned(),
        replace: false,
    };
    assert_eq!(window.asked(), [import]);
    let kept = "pictures/My-leg.svg".to_owned();
    window.tell(Told::Import(Import {
        added: Vec::new(),
        taken: vec![kept.clone()],
    }));
    assert!(said(&window, "rename the file first") && window.shows("Use this picture"));
    window.reach("Use this picture");
    window.tell(Told::Import(Import {
        added: vec![kept],
        taken: Vec::new(),
    }));
    assert!(!window.shows("Use this picture") && !said(&window, "rename the file first"));
    let value = |window: &Window| {
        let mut found = window.harness.query_all_by_label(field);
        found.find_map(|node| node.accesskit_node().value())
    };
    assert_eq!(value(&window).as_deref(), Some("pictures/My-leg.svg"));
    // A path that leads nowhere is still named.
    type_into(&mut window, field, "../elsewhere.svg");
    assert!(said(&window, "Leaves the catalog") || said(&window, "leaves the catalog"));
}
