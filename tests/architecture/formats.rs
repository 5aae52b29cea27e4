//! Types that serde reads or writes.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

use crate::files::File;
use crate::paths::for_tests;
use crate::rules::{Breach, breach};

/// What is read and written, and the files with its types. ARCHITECTURE.md names each format's number and sample.
pub const FORMATS: [(&str, &[&str]); 7] = [
    (
        "the socket",
        &[
            "src/ipc/message/mod.rs",
            "src/ipc/message/reply.rs",
            "src/ipc/message/request.rs",
            "src/logic/catalog/edit.rs",
            "src/logic/catalog/mod.rs",
            "src/logic/catalog/plan/mod.rs",
            "src/logic/catalog/words.rs",
            "src/logic/past/stats.rs",
            "src/logic/past/why/happening.rs",
            "src/logic/past/why/mod.rs",
            "src/logic/practice/effort/mod.rs",
            "src/logic/presence/hold.rs",
            "src/logic/presence/person.rs",
            "src/logic/schedule/effect.rs",
            "src/logic/shown/status.rs",
            "src/logic/shown/surroundings.rs",
            "src/logic/time/now.rs",
        ],
    ),
    ("`unbend catalog list --json`", &["src/cli/catalog/json.rs"]),
    (
        "the history",
        &["src/logic/catalog/reason.rs", "src/logic/past/history.rs"],
    ),
    (
        "the checkpoint",
        &[
            "src/logic/catalog/choose.rs",
            "src/logic/presence/apps.rs",
            "src/logic/schedule/checkpoint/form.rs",
            "src/logic/schedule/checkpoint/unversioned.rs",
            "src/logic/shown/notice.rs",
        ],
    ),
    ("the places of windows", &["src/logic/shown/place.rs"]),
    ("the number of a form", &["src/store/state_file/mod.rs"]),
    (
        "pose sets",
        &[
            "src/figure/math.rs",
            "src/figure/palette.rs",
            "src/figure/parts.rs",
            "src/figure/pose.rs",
            "src/figure/pose_set.rs",
            "src/figure/prop.rs",
            "src/figure/sides.rs",
        ],
    ),
];

/// Files with a type that serde reads or writes and that belong to no format.
pub fn outside(files: &[File]) -> Vec<Breach> {
    let known = |file: &File| {
        let mut all = FORMATS.iter().flat_map(|(_, files)| files.iter());
        all.any(|path| *path == file.path)
    };
    let others = files.iter().filter(|file| {
        file.folder().is_some() && file.is_rust() && !file.is_test() && !known(file)
    });
    let mut breaches = Vec::new();
    for file in others {
        let found = lines(file).into_iter();
        breaches.extend(found.map(|line| breach(file, line, "this is no format".to_owned())));
    }
    breaches
}

/// The lines that make a type one that serde reads or writes.
fn lines(file: &File) -> Vec<usize> {
    let mut visitor = Formats::default();
    visitor.visit_file(file.tree());
    visitor.lines
}

#[test]
fn every_file_of_a_format_has_a_type_of_it() {
    let all = crate::files::all();
    for (format, files) in FORMATS {
        for path in files {
            let file = all.iter().find(|file| file.path == *path);
            let found = file.is_some_and(|file| !lines(file).is_empty());
            assert!(found, "{path} is no longer one of {format}");
        }
    }
}

#[derive(Default)]
struct Formats {
    lines: Vec<usize>,
}

const SERDE: [&str; 2] = ["Serialize", "Deserialize"];

impl<'f> Visit<'f> for Formats {
    fn visit_attribute(&mut self, attribute: &'f syn::Attribute) {
        if attribute.path().is_ident("derive") {
            // Everything derived is a path; anything else doesn't compile.
            let _ = attribute.parse_nested_meta(|meta| {
                let last = meta.path.segments.last();
                if let Some(last) = last.filter(|last| SERDE.iter().any(|name| last.ident == name))
                {
                    self.lines.push(last.ident.span().start().line);
                }
                Ok(())
            });
        }
    }

    fn visit_item_impl(&mut self, item: &'f syn::ItemImpl) {
        let last = item
            .trait_
            .as_ref()
            .and_then(|(_, path, _)| path.segments.last());
        if let Some(last) = last.filter(|last| SERDE.iter().any(|name| last.ident == name)) {
            self.lines.push(last.ident.span().start().line);
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_item_mod(&mut self, item: &'f syn::ItemMod) {
        if !for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    /// Types that a macro makes: `words! { as serde … }`.
    fn visit_item_macro(&mut self, item: &'f syn::ItemMacro) {
        if !item.mac.path.is_ident("macro_rules") {
            self.lines.extend(serde_in(&item.mac.tokens));
        }
    }
}

/// The first line that names serde or one of its traits.
fn serde_in(tokens: &TokenStream) -> Option<usize> {
    tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Ident(word) => {
            let named = word == "serde" || SERDE.iter().any(|name| word == name);
            named.then(|| word.span().start().line)
        }
        TokenTree::Group(group) => serde_in(&group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
}
