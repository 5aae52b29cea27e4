//! What comes from others: pictures and files of shared exercises.

use std::path::Path;
use std::time::Duration;

use unbend::logic::catalog::bundle;
use unbend::platform::bounded::{self, Ended};
use unbend::store::{own_bundle, own_catalog};
use unbend::window::drawing;

/// Only one in this many shared files is imported, and one in this many pictures is drawn: the disk and another process
/// take long.
const SOME: u64 = 64;

/// Whether this text is one of the few.
fn is_one_of_some(text: &str) -> bool {
    let sum = text.bytes().fold(0_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    sum.is_multiple_of(SOME)
}

/// A shared file reads the same after it was written, and what was imported can be read again.
pub fn try_bundle(text: &str) -> bool {
    let Ok(bundle) = bundle::read(text) else {
        return false;
    };
    let back = bundle::read(&bundle::write(&bundle)).expect("what was written is read");
    assert_eq!(back.pictures, bundle.pictures);
    assert_eq!(back.figures, bundle.figures);
    assert_eq!(back.items.len(), bundle.items.len());
    if is_one_of_some(text) {
        take_in(&bundle);
    }
    true
}

fn take_in(bundle: &bundle::Bundle) {
    let folder = tempfile::tempdir().expect("a folder");
    let own = folder.path().join("below").join("catalog.ron");
    match own_bundle::import(&own, bundle, true) {
        Ok(arrival) => {
            assert!(!arrival.added.is_empty() || bundle.items.is_empty());
            assert!(own_catalog::items(&own).is_ok(), "what was taken in");
        }
        Err(words) => assert!(!words.is_empty()),
    }
    let stray = std::fs::read_dir(folder.path()).expect("a folder");
    assert!(stray.count() <= 1, "something beside the catalog's folder");
}

/// What an SVG asks for is counted here; it is drawn where it can do no harm.
pub fn try_picture(text: &str) -> bool {
    let checked = drawing::limits::check(text);
    if let Err(words) = &checked {
        assert!(!words.is_empty());
    }
    if is_one_of_some(text) {
        let program = Path::new(env!("CARGO_BIN_EXE_unbend"));
        let drawn = bounded::run(
            program,
            &["draw-picture", "svg", "64", "64"],
            text.as_bytes(),
        );
        match drawn.expect("a process") {
            Ended::Done(png) => assert!(png.starts_with(b"\x89PNG"), "no picture"),
            Ended::Refused(words) => assert!(!words.is_empty()),
            // That is where a decoder may crash.
            Ended::OutOfTime | Ended::Fell => {}
        }
    }
    checked.is_ok()
}

/// SVG files with what drawings contain: groups, copies, masks, clips, patterns, styles, transforms.
pub fn pictures() -> Vec<String> {
    let open = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink' viewBox='0 0 90 60'>";
    let inside = [
        "<defs><g id='a'><circle cx='9' cy='9' r='4'/></g><g id='b'><use x:href='#a'/><use x:href='#a' x='20'/></g></defs>\
         <use x:href='#b' transform='translate(4 4) scale(1.5)'/>",
        "<mask id='m'><rect width='40' height='40' fill='#fff'/></mask><clipPath id='c'><circle r='30'/></clipPath>\
         <g mask='url(#m)'><path clip-path='url(#c)' d='M1 2C3 4 5 6 7 8s1-2 3-4a5 5 0 0 1 9 9z'/></g>",
        "<style>.skin{fill:#eeccaa;stroke:none}g .line,path{stroke-width:2px}</style>\
         <pattern id='p' width='4' height='4' patternUnits='userSpaceOnUse'><path class='line' d='M0 0l4 4'/></pattern>\
         <g class='skin'><rect width='60' height='50' fill='url(#p)' opacity='.5'/></g>",
        "<linearGradient id='g'><stop offset='0' stop-color='red'/><stop offset='1' stop-opacity='0'/></linearGradient>\
         <polygon points='1,2 30,40 50,6' fill='url(#g)' stroke='#123' stroke-dasharray='3 1.5'/><text x='4'>no</text>",
    ];
    let drawn = inside.map(|inside| format!("{open}{inside}</svg>"));
    let shipped = ["wrist-1.svg", "wrist-2.svg"].map(|name| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/own-catalog/pictures");
        std::fs::read_to_string(folder.join(name)).expect("a picture")
    });
    drawn.into_iter().chain(shipped).collect()
}

/// The CPU time this thread has used: a busy machine isn't a slow reader.
pub fn time_used() -> Duration {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(
        used.tv_sec.unsigned_abs(),
        used.tv_nsec.unsigned_abs() as u32,
    )
}

/// As versions wrote them that numbered no forms.
pub fn old_checkpoints() -> impl Iterator<Item = String> {
    let samples = [
        include_str!("../data/checkpoint-v0-asked.json"),
        include_str!("../data/checkpoint-v0-break.json"),
        include_str!("../data/checkpoint-v0-left.json"),
    ];
    samples.into_iter().map(str::to_owned)
}
