//! Tests that need more than Rust are skipped where it isn't installed, and say so.
//!
//! Where all tests must run (`CI` or `UNBEND_ALL_TESTS` is set, as scripts/test does), they fail instead.
#![expect(
    clippy::disallowed_methods,
    reason = "the environment says whether all tests have to run"
)]

use std::io::Write as _;
use std::process::Command;
use std::sync::OnceLock;

/// Skips a test if one of these Debian packages is missing; `"desktop"` stands for those of the virtual desktop. Takes
/// their names, or a slice of them.
macro_rules! needs {
    ($($package:literal),+) => {
        needs!(&[$($package),+]);
    };
    ($packages:expr) => {
        if crate::needs::left_out($packages) {
            return;
        }
    };
}
pub(crate) use needs;

/// The missing packages: those of the virtual desktop, and all.
struct Absent {
    desktop: Vec<String>,
    all: Vec<String>,
}

/// Whether to skip the running test; if so it is named on standard error, with what brings it back.
pub fn left_out(packages: &[&str]) -> bool {
    static ABSENT: OnceLock<Absent> = OnceLock::new();
    let absent = ABSENT.get_or_init(|| Absent {
        desktop: missing("packages"),
        all: missing("packages test_packages"),
    });
    let mut wanted: Vec<&str> = Vec::new();
    for package in packages {
        match *package {
            "desktop" => wanted.extend(absent.desktop.iter().map(String::as_str)),
            other if absent.all.iter().any(|one| one == other) => wanted.push(other),
            _ => {}
        }
    }
    let set = |name| std::env::var(name).is_ok_and(|value: String| !value.is_empty());
    if wanted.is_empty() || set("CI") || set("UNBEND_ALL_TESTS") {
        return false;
    }
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    let words = wanted.join(" ");
    let line = format!("\n{test} is left out: it needs the Debian packages {words}\n");
    // Bypasses the test runner's capture, which hides the output of passing tests; written in one piece.
    let _ = std::io::stderr().write_all(line.as_bytes());
    true
}

/// What `scripts/lib.sh` finds missing from its lists.
fn missing(lists: &str) -> Vec<String> {
    let script = format!("source scripts/lib.sh; missing_packages {lists}");
    let found = Command::new("bash")
        .args(["-c", &script])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("bash runs the scripts");
    let text = String::from_utf8(found.stdout).expect("names of packages");
    text.split_whitespace().map(str::to_owned).collect()
}
