//! Which code opens files that a user may have made.

use crate::files::File;
use crate::rules::{Breach, Rule, over_paths};

pub const RULE: Rule = Rule {
    name: "files are opened in one place and written in another",
    check: opened,
    broken: &[
        ("src/store/a.rs", "fn f() { std::fs::read(path); }"),
        (
            "src/store/a.rs",
            "use std::fs; fn f() { fs::read_to_string(p) }",
        ),
        (
            "src/cli/a.rs",
            "use std::fs::File; fn f() { File::open(p) }",
        ),
        ("src/ipc/a.rs", "use std::fs::OpenOptions;"),
        ("src/ipc/a.rs", "fn f() { std::fs::File::options() }"),
        ("src/daemon/a.rs", "fn f() { std::fs::File::create(p) }"),
        ("src/cli/a.rs", "fn f() { std::fs::write(p, text); }"),
        (
            "src/cli/a.rs",
            "use std::fs::File; fn f() { File::create_new(p) }",
        ),
        (
            "src/store/a.rs",
            "#[cfg(test)]\nmod tests {\n    fn f() {}\n}\nfn g() { fs::read(p); }",
        ),
    ],
    sound: &[
        (
            "src/store/a.rs",
            "use crate::platform::plain_file; fn f() { plain_file::read(p, 9) }",
        ),
        (
            "src/store/a.rs",
            "//! fs::read\nfn f() { std::fs::read_dir(p); }",
        ),
        ("src/store/a/tests.rs", "fn f() { std::fs::read(p); }"),
        (
            "src/store/a.rs",
            "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    fn f() { fs::read(p); }\n}\n",
        ),
        (
            "src/platform/clock/linux.rs",
            "fn f() { std::fs::read_to_string(p); }",
        ),
    ],
};

/// A pipe or an endless device in place of a file must not hang the program: only `plain_file` opens what the user may
/// have put there. No file may be left half written: only `atomic` writes whole ones.
fn opened(files: &[File]) -> Vec<Breach> {
    /// Files that open something else, and what.
    const OTHERS: [(&str, &str); 9] = [
        ("src/platform/atomic.rs", "the place itself"),
        ("src/platform/files/mod.rs", "only how it is opened"),
        ("src/platform/files/elsewhere.rs", "only how it is opened"),
        ("src/platform/plain_file.rs", "the place itself"),
        (
            "src/platform/files/unix.rs",
            "a folder, to have its names on the disk",
        ),
        ("src/platform/clock/linux.rs", "what the kernel tells"),
        ("src/platform/memory/linux.rs", "what the kernel tells"),
        (
            "src/platform/idle/linux/scripted.rs",
            "a pipe that a test writes to",
        ),
        (
            "src/cli/simulate.rs",
            "a script, which may come through a pipe",
        ),
    ];
    const OPENING: [&str; 9] = [
        "fs::read",
        "fs::read_to_string",
        "File::open",
        "File::create",
        "File::create_new",
        "fs::write",
        "File::options",
        "fs::OpenOptions",
        "OpenOptions::new",
    ];
    over_paths(
        files,
        |file| {
            let other = OTHERS.iter().any(|(path, _)| *path == file.path);
            file.folder().is_some() && !file.is_test() && !other
        },
        |_, path| {
            let parts = &path.parts;
            let opens = OPENING.iter().any(|opening| {
                let words: Vec<&str> = opening.split("::").collect();
                parts.windows(2).any(|pair| pair == words.as_slice())
            });
            let what = || format!("`{}`: use `plain_file` or `atomic`", parts.join("::"));
            (opens && !path.for_tests).then(what)
        },
    )
}
