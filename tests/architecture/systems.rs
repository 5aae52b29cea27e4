//! What one operating system has and another doesn't.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

use crate::files::File;
use crate::rules::{Breach, Rule, breach};

pub const RULE: Rule = Rule {
    name: "one system is told from another behind the platform's doors",
    check: outside,
    broken: &[
        ("src/daemon/a.rs", "#[cfg(unix)]\nfn f() {}"),
        ("src/cli/a.rs", "fn f() { if cfg!(windows) {} }"),
        (
            "src/ipc/a.rs",
            "#[cfg(all(feature = \"window\", not(target_os = \"linux\")))]\nfn f() {}",
        ),
        (
            "src/window/a.rs",
            "#[cfg_attr(target_family = \"unix\", path = \"b.rs\")]\nmod a;",
        ),
        ("src/store/a.rs", "use std::os::unix::fs::MetadataExt;"),
        (
            "src/store/a.rs",
            "fn f(of: &str) -> u64 { std::os::windows::fs::size(of) }",
        ),
        ("src/daemon/a.rs", "use tokio::{net::unix::pipe, sync};"),
        (
            "src/daemon/a.rs",
            "fn f() { tokio::signal::unix::signal(K); }",
        ),
        (
            "src/ipc/a.rs",
            "use interprocess::os::unix::local_socket::X;",
        ),
        ("src/daemon/a.rs", "fn f() -> i32 { libc::SIGXFSZ }"),
        ("src/ipc/a.rs", "use rustix::fs::inotify;"),
        ("src/cli/a.rs", "const A: &str = \"/proc/self/exe\";"),
        (
            "src/cli/a.rs",
            "fn f() { println!(\"{}\", name(\"/proc/self/exe\")) }",
        ),
    ],
    sound: &[
        (
            "src/platform/a/mod.rs",
            "#[cfg(unix)]\nuse std::os::unix::fs::X; const A: &str = \"/proc/a\";",
        ),
        (
            "src/store/a.rs",
            "//! Like cfg(unix) and /proc.\n#[cfg(feature = \"window\")]\nuse std::os_str_like;",
        ),
        (
            "src/store/a.rs",
            "#[cfg(test)]\n#[cfg(unix)]\nmod tests {\n    use std::os::unix::fs::X;\n}",
        ),
        (
            "src/store/a.rs",
            "#[cfg(test)]\nmod tests {\n    #[cfg(unix)]\n    #[test]\n    fn f() { libc::f(\"/proc\") }\n}",
        ),
        ("src/ipc/server/tests.rs", "use std::os::unix::net::X;"),
        ("src/cli/a.rs", "fn f(windows: u32) -> u32 { windows }"),
    ],
};

/// Only `platform` knows which system it is on.
fn outside(files: &[File]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let sources = files.iter().filter(|file| file.is_rust());
    for file in sources.filter(|file| file.path.starts_with("src/") && !file.is_test()) {
        if file.folder() == Some("platform") {
            continue;
        }
        let paths = file.named().iter().filter(|path| !path.for_tests);
        let foreign = paths.filter(|path| of_one_system(&path.parts));
        breaches.extend(foreign.map(|path| breach(file, path.line, said(&path.parts.join("::")))));
        let mut visitor = Systems::default();
        visitor.visit_file(file.program());
        let found = visitor.found.into_iter();
        breaches.extend(found.map(|(line, what)| breach(file, line, said(&what))));
    }
    breaches
}

fn said(what: &str) -> String {
    format!("`{what}` belongs behind a door of platform")
}

fn of_one_system(path: &[String]) -> bool {
    const CRATES: [&str; 3] = ["rustix", "libc", "windows_sys"];
    const ABOVE: [&str; 4] = ["os", "net", "signal", "process"];
    const SYSTEMS: [&str; 4] = ["unix", "linux", "windows", "fd"];
    let is = |words: &[&str], part: &String| words.contains(&part.as_str());
    let below = path
        .windows(2)
        .any(|pair| is(&ABOVE, &pair[0]) && is(&SYSTEMS, &pair[1]));
    below || path.len() > 1 && is(&CRATES, &path[0])
}

/// Conditions and files of one system, with their lines.
#[derive(Default)]
struct Systems {
    found: Vec<(usize, String)>,
}

impl Systems {
    /// Looks for a system among the conditions.
    fn conditions(&mut self, tokens: &TokenStream) {
        const WORDS: [&str; 5] = [
            "unix",
            "windows",
            "target_os",
            "target_family",
            "target_env",
        ];
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(word) if WORDS.iter().any(|other| word == other) => {
                    self.found
                        .push((word.span().start().line, format!("cfg({word})")));
                }
                TokenTree::Group(group) => self.conditions(&group.stream()),
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Looks for kernel files among a macro's arguments.
    fn literals(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                TokenTree::Literal(literal) => {
                    if let Ok(syn::Lit::Str(text)) = syn::parse_str(&literal.to_string()) {
                        self.text(literal.span().start().line, &text.value());
                    }
                }
                TokenTree::Group(group) => self.literals(&group.stream()),
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }

    fn text(&mut self, line: usize, text: &str) {
        if text.starts_with("/proc/") || text.starts_with("/sys/") {
            self.found.push((line, text.to_owned()));
        }
    }
}

impl<'f> Visit<'f> for Systems {
    fn visit_attribute(&mut self, attribute: &'f syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta
            && (list.path.is_ident("cfg") || list.path.is_ident("cfg_attr"))
        {
            self.conditions(&list.tokens);
        }
    }

    fn visit_macro(&mut self, call: &'f syn::Macro) {
        if call.path.is_ident("cfg") {
            self.conditions(&call.tokens);
        }
        self.literals(&call.tokens);
    }

    fn visit_lit_str(&mut self, text: &'f syn::LitStr) {
        self.text(text.span().start().line, &text.value());
    }
}
