//! The paths that a Rust file names, with `use` groups expanded.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// A path as written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// From 1.
    pub line: usize,
    pub parts: Vec<String>,
    /// Whether it is in a module that is compiled only for tests.
    pub for_tests: bool,
}

/// Every path in a file, including one-word paths and those in macro arguments.
pub fn named(tree: &syn::File) -> Vec<Named> {
    let mut visitor = Paths::default();
    visitor.visit_file(tree);
    visitor.found
}

/// Whether the item with these attributes is compiled only for tests.
pub fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else {
            return attribute.path().is_ident("test");
        };
        list.path.is_ident("cfg") && list.tokens.to_string() == "test"
    })
}

#[derive(Default)]
struct Paths {
    found: Vec<Named>,
    for_tests: bool,
}

impl Paths {
    fn add(&mut self, at: Span, parts: Vec<String>) {
        self.found.push(Named {
            line: at.start().line,
            parts,
            for_tests: self.for_tests,
        });
    }

    /// Walks the item with these attributes.
    fn below(&mut self, attributes: &[syn::Attribute], walk: impl FnOnce(&mut Self)) {
        let before = self.for_tests;
        self.for_tests |= for_tests(attributes);
        walk(self);
        self.for_tests = before;
    }

    fn spell_out(&mut self, tree: &syn::UseTree, before: &[String]) {
        let mut parts = before.to_vec();
        match tree {
            syn::UseTree::Path(path) => {
                parts.push(path.ident.to_string());
                self.spell_out(&path.tree, &parts);
            }
            syn::UseTree::Name(name) => {
                parts.push(name.ident.to_string());
                self.add(name.ident.span(), parts);
            }
            syn::UseTree::Rename(name) => {
                parts.push(name.ident.to_string());
                self.add(name.ident.span(), parts);
            }
            syn::UseTree::Glob(glob) => {
                parts.push("*".to_owned());
                self.add(glob.star_token.spans[0], parts);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.spell_out(tree, before);
                }
            }
        }
    }

    /// The words in a macro's arguments, those joined by `::` as one path.
    fn words(&mut self, tokens: &TokenStream) {
        let mut path: Option<(Span, Vec<String>)> = None;
        let mut colons = 0;
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(word) => {
                    let joined = path.take().filter(|_| colons == 2);
                    let (at, mut parts) = joined.unwrap_or((word.span(), Vec::new()));
                    parts.push(word.to_string());
                    if parts.len() > 1 {
                        self.found.pop();
                    }
                    self.add(at, parts.clone());
                    path = Some((at, parts));
                    colons = 0;
                }
                TokenTree::Punct(sign) if sign.as_char() == ':' && path.is_some() => colons += 1,
                TokenTree::Group(group) => {
                    path = None;
                    self.words(&group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => path = None,
            }
        }
    }
}

impl<'f> Visit<'f> for Paths {
    fn visit_item_use(&mut self, item: &'f syn::ItemUse) {
        self.below(&item.attrs, |this| this.spell_out(&item.tree, &[]));
    }

    fn visit_item_mod(&mut self, item: &'f syn::ItemMod) {
        self.below(&item.attrs, |this| visit::visit_item_mod(this, item));
    }

    fn visit_item_fn(&mut self, item: &'f syn::ItemFn) {
        self.below(&item.attrs, |this| visit::visit_item_fn(this, item));
    }

    fn visit_path(&mut self, path: &'f syn::Path) {
        if let Some(first) = path.segments.first() {
            let parts = path.segments.iter();
            let parts = parts.map(|part| part.ident.to_string()).collect();
            self.add(first.ident.span(), parts);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'f syn::Macro) {
        visit::visit_macro(self, call);
        self.words(&call.tokens);
    }

    fn visit_meta_list(&mut self, list: &'f syn::MetaList) {
        visit::visit_meta_list(self, list);
        self.words(&list.tokens);
    }
}

#[test]
fn paths_are_spelled_out_and_words_in_text_are_none() {
    let text = r##"
        //! About crate::window, which is no path here.
        use std::{fs, io::{self, Read as _}, env::*};
        /* crate::a /* crate::b */ crate::c */
        fn f<'a>(x: &'a str) -> char { let _ = "crate::\"d"; let _ = r#"crate::"e"#; '"' }
        fn g() { crate::logic::time::span::words(b'\''); Vec::<crate::ipc::Client>::new(); }
        fn h() { assert!(crate::cli::is(a::b, c), "crate::f {}", super::super::g); }
        #[cfg(test)]
        mod tests {
            use crate::store::x;
        }
    "##;
    let found: Vec<String> = named(&syn::parse_file(text).expect("it is Rust"))
        .iter()
        .filter(|path| path.parts.len() > 1)
        .map(|path| {
            let tests = if path.for_tests { " for tests" } else { "" };
            format!("{} {}{tests}", path.line, path.parts.join("::"))
        })
        .collect();
    assert_eq!(
        found,
        [
            "3 std::fs",
            "3 std::io::self",
            "3 std::io::Read",
            "3 std::env::*",
            "6 crate::logic::time::span::words",
            "6 Vec::new",
            "6 crate::ipc::Client",
            "7 crate::cli::is",
            "7 a::b",
            "7 super::super::g",
            "10 crate::store::x for tests",
        ]
    );
}
