//! Things told apart in few files, so that a new one of them needs few.

use std::collections::BTreeSet;

use crate::files::File;
use crate::rules::{Breach, Rule, breach};

pub const RULE: Rule = Rule {
    name: "a page, a hold and an idle source are told apart in few files",
    check: told_apart,
    broken: &[
        (
            "src/window/app/a.rs",
            "fn f(x: Page) -> bool { match x { Page::Doctor => true, _ => false } }",
        ),
        (
            "src/window/app/a.rs",
            "fn f(x: Page) -> bool { matches!(x, Page::Doctor) }",
        ),
        ("src/cli/a.rs", "use crate::window::pages::Page::*;"),
        (
            "src/logic/schedule/holds.rs",
            "fn f() -> Hold { Hold::Desktop(DesktopHold::Dnd) }",
        ),
        (
            "src/daemon/turn/a.rs",
            "fn f(x: Input) { if let Input::Hold(DesktopHold::Presentation, _) = x {} }",
        ),
        (
            "src/platform/idle/mod.rs",
            "const A: IdleSource = IdleSource::Gnome;",
        ),
    ],
    sound: &[
        (
            "src/window/pages/mod.rs",
            "fn f(x: Page) -> bool { matches!(x, Page::Doctor) }",
        ),
        (
            "src/window/app/a.rs",
            "fn f() { for page in Page::ALL { g(page, Page::named(\"a\")); } }",
        ),
        (
            "src/platform/dnd/linux.rs",
            "const HOLD: DesktopHold = DesktopHold::Dnd;",
        ),
        ("src/window/tests/a.rs", "const A: Page = Page::Doctor;"),
        (
            "src/cli/a.rs",
            "#[cfg(test)]\nmod tests {\n    const A: Page = Page::Doctor;\n}",
        ),
    ],
};

/// An enum with a choice for each of a kind of things.
struct Kind {
    name: &'static str,
    /// The files, or folders ending in `/`, that have to know each of them.
    homes: &'static [&'static str],
    /// What else names one of them, for what is true of that one alone.
    besides: &'static [(&'static str, &'static str)],
}

const KINDS: [Kind; 3] = [
    Kind {
        name: "Page",
        homes: &["src/window/pages/mod.rs"],
        besides: &[
            // The page that a window opens with.
            ("Today", "src/window/app/hear.rs"),
            ("Today", "src/window/app/placement.rs"),
            ("Today", "src/window/pages/welcome.rs"),
            // The page with drafts that would be lost.
            ("Exercises", "src/window/app/closing.rs"),
        ],
    },
    Kind {
        name: "DesktopHold",
        homes: &[
            "src/logic/presence/hold.rs",
            "src/logic/settings/table.rs",
            "src/platform/",
        ],
        besides: &[
            // The hold that does not last for ever, and whose applications are remembered.
            ("Presentation", "src/logic/schedule/holds.rs"),
            ("Presentation", "src/logic/schedule/patience.rs"),
        ],
    },
    Kind {
        name: "IdleSource",
        homes: &["src/logic/settings/choices.rs", "src/platform/idle/linux/"],
        besides: &[
            // Those that are no source: the best one, and none.
            ("Auto", "src/logic/settings/table.rs"),
            ("Auto", "src/platform/idle/mod.rs"),
        ],
    },
];

fn told_apart(files: &[File]) -> Vec<Breach> {
    let sources = files.iter().filter(|file| file.is_rust());
    let sources = sources.filter(|file| file.path.starts_with("src/") && !file.is_test());
    let mut breaches = Vec::new();
    for file in sources {
        for kind in KINDS.iter().filter(|kind| !kind.is_home(file)) {
            let named = file.named().iter().filter(|path| !path.for_tests);
            for path in named {
                let choice = path.parts.windows(2).find(|pair| pair[0] == kind.name);
                let Some([_, choice]) = choice else { continue };
                let known = (choice.as_str(), file.path.as_str());
                if is_choice(choice) && !kind.besides.contains(&known) {
                    let what = format!("a new {} should not need this file: `{choice}`", kind.name);
                    breaches.push(breach(file, path.line, what));
                }
            }
        }
    }
    breaches
}

impl Kind {
    fn is_home(&self, file: &File) -> bool {
        let mut homes = self.homes.iter();
        homes.any(|home| file.path == *home || home.ends_with('/') && file.path.starts_with(home))
    }
}

/// `Today` and `*`, not `ALL` or `named`.
fn is_choice(name: &str) -> bool {
    let mut letters = name.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    name == "*" || capital && letters.any(char::is_lowercase)
}

/// Inside `platform`, a hold is named by its own folder and the door to all of them.
#[test]
fn a_hold_is_named_by_few_files_of_the_platform() {
    let files = crate::files::all();
    for hold in ["Dnd", "Presentation"] {
        let naming = |file: &&File| {
            let mut named = file.named().iter();
            named.any(|path| {
                path.parts
                    .ends_with(&["DesktopHold".to_owned(), hold.to_owned()])
            })
        };
        let inside = files
            .iter()
            .filter(|file| file.path.starts_with("src/platform/"));
        let naming: BTreeSet<&str> = inside
            .filter(naming)
            .map(|file| file.path.as_str())
            .collect();
        let folder = format!("src/platform/{}/", hold.to_lowercase());
        let elsewhere = naming.iter().filter(|path| !path.starts_with(&folder));
        let elsewhere: Vec<&&str> = elsewhere.collect();
        assert_eq!(elsewhere, [&"src/platform/mod.rs"], "{hold}");
        assert!(naming.len() <= 3, "{naming:?}");
    }
}

/// What an idle source of Linux is known by besides its own file: its place among the ways.
#[test]
fn an_idle_source_is_named_by_one_file_of_its_own() {
    let files = crate::files::all();
    for source in ["Wayland", "Kde", "Gnome", "X11", "Logind"] {
        let naming = |file: &&File| {
            let mut named = file.named().iter();
            named.any(|path| {
                path.parts
                    .ends_with(&["IdleSource".to_owned(), source.to_owned()])
            })
        };
        let inside = files
            .iter()
            .filter(|file| file.path.starts_with("src/platform/"));
        let naming: Vec<&str> = inside
            .filter(naming)
            .map(|file| file.path.as_str())
            .collect();
        assert_eq!(naming.len(), 1, "{source}: {naming:?}");
    }
}
