//! The files that the rules check.

use std::cell::OnceCell;
use std::fs;
use std::path::Path;

use crate::paths::{self, Named, for_tests};

/// A file of the package.
pub struct File {
    /// Relative to the package's root, with `/`.
    pub path: String,
    pub text: String,
    tree: OnceCell<syn::File>,
    program: OnceCell<syn::File>,
    named: OnceCell<Vec<Named>>,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            tree: OnceCell::new(),
            program: OnceCell::new(),
            named: OnceCell::new(),
        }
    }

    /// Its Rust syntax tree.
    pub fn tree(&self) -> &syn::File {
        self.tree.get_or_init(|| self.read())
    }

    fn read(&self) -> syn::File {
        let read = syn::parse_file(&self.text);
        read.unwrap_or_else(|problem| panic!("{}: {problem}", self.path))
    }

    /// The same without what is compiled for tests alone.
    pub fn program(&self) -> &syn::File {
        self.program.get_or_init(|| {
            let mut program = self.read();
            drop_tests(&mut program.items);
            program
        })
    }

    /// The paths that it names.
    pub fn named(&self) -> &[Named] {
        self.named.get_or_init(|| paths::named(self.tree()))
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Its folder in `src/`; none for a build script, which isn't part of the program.
    pub fn folder(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        if inside.ends_with("/build.rs") {
            return None;
        }
        inside.split_once('/').map(|(folder, _)| folder)
    }

    /// Whether it is compiled only for tests.
    pub fn is_test(&self) -> bool {
        self.path
            .split('/')
            .any(|part| matches!(part, "tests" | "tests.rs"))
    }

    /// How many modules deep it is: 1 for `src/logic/mod.rs`, 2 for `src/logic/time/span.rs`.
    pub fn depth(&self) -> usize {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let parts = inside.split('/').count();
        if inside.ends_with("/mod.rs") || !inside.contains('/') {
            parts - 1
        } else {
            parts
        }
    }
}

/// Takes out the modules, functions and methods that are compiled for tests alone.
fn drop_tests(items: &mut Vec<syn::Item>) {
    items.retain(|item| {
        if let syn::Item::Fn(syn::ItemFn { attrs, .. })
        | syn::Item::Impl(syn::ItemImpl { attrs, .. })
        | syn::Item::Mod(syn::ItemMod { attrs, .. })
        | syn::Item::Use(syn::ItemUse { attrs, .. }) = item
        {
            !for_tests(attrs)
        } else {
            true
        }
    });
    for item in items {
        if let syn::Item::Mod(syn::ItemMod {
            content: Some((_, inside)),
            ..
        }) = item
        {
            drop_tests(inside);
        }
        if let syn::Item::Impl(item) = item {
            let items = &mut item.items;
            items.retain(
                |item| !matches!(item, syn::ImplItem::Fn(method) if for_tests(&method.attrs)),
            );
        }
    }
}

/// Every Rust file of the package, and the other files that a rule checks.
pub fn all() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        walk(root, &root.join(folder), &mut files);
    }
    for name in ["Cargo.toml", "Cargo.lock", "CHANGELOG.md", "build.rs"] {
        let text = fs::read_to_string(root.join(name)).expect("it is in the package");
        files.push(File::new(name, &text));
    }
    files
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<File>) {
    let Ok(entries) = fs::read_dir(folder) else {
        // Not every package has examples.
        return;
    };
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            walk(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let inside = path.strip_prefix(root).expect("it is below the root");
            let text = fs::read_to_string(&path).expect("source is text");
            files.push(File::new(&inside.to_string_lossy(), &text));
        }
    }
}
