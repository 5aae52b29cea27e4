//! Files that list settings.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use unbend::logic::settings::Settings;

use crate::files::File;
use crate::paths::for_tests;
use crate::rules::{Breach, Rule, breach};

/// The table of all settings.
const TABLE: &str = "src/logic/settings/table.rs";

/// How many settings a file may name to change or show them. The introduction asks for this many.
const MOST: usize = 4;

pub const RULE: Rule = Rule {
    name: "settings are listed in one table",
    check: listed,
    broken: &[
        (
            "src/window/a.rs",
            "const A: [&str; 5] = [\"sound.on\", \"look.theme\", \"hours\", \"timing.lull\", \"holds.call\"];",
        ),
        (
            "src/window/a.rs",
            "fn f(x: (&str, &str)) { match x { (\"sound\", \"on\") | (\"look\", \"theme\") | (\"timing\", \"lull\") | \
             (\"holds\", \"call\") | (\"sources\", \"idle\") => {} _ => {} } }",
        ),
    ],
    sound: &[
        (
            "src/window/a.rs",
            "const A: [&str; 5] = [\"sound.on\", \"look.theme\", \"hours\", \"hours\", \"so on\"];",
        ),
        (
            "src/window/tests/a.rs",
            "const A: [&str; 5] = [\"sound.on\", \"look.theme\", \"hours\", \"timing.lull\", \"holds.call\"];",
        ),
        (
            "src/window/a.rs",
            "#[cfg(test)]\nmod tests { const A: [&str; 5] = [\"sound.on\", \"look.theme\", \"hours\", \"timing.lull\", \"holds.call\"]; }",
        ),
    ],
};

/// A list beside the table would have to know of each new setting.
fn listed(files: &[File]) -> Vec<Breach> {
    let paths = Settings::default().fields().into_iter();
    let paths: BTreeSet<String> = paths.map(|field| field.path).collect();
    let sources = files.iter().filter(|file| file.is_rust());
    sources
        .filter(|file| file.path.starts_with("src/") && !file.is_test() && file.path != TABLE)
        .filter_map(|file| {
            let mut named = Texts::default();
            named.visit_file(file.tree());
            let known: BTreeSet<&String> = named.found.intersection(&paths).collect();
            let what = format!("{known:?} are more settings than one file should name");
            (known.len() > MOST).then(|| breach(file, 1, what))
        })
        .collect()
}

/// Texts, and pairs of them as the two parts of a path.
#[derive(Default)]
struct Texts {
    found: BTreeSet<String>,
}

impl Texts {
    fn pair(&mut self, first: Option<String>, second: Option<String>) {
        if let Some((first, second)) = first.zip(second) {
            self.found.insert(format!("{first}.{second}"));
        }
    }
}

fn text(literal: &syn::ExprLit) -> Option<String> {
    let syn::Lit::Str(text) = &literal.lit else {
        return None;
    };
    Some(text.value())
}

fn text_of(expr: &syn::Expr) -> Option<String> {
    let syn::Expr::Lit(literal) = expr else {
        return None;
    };
    text(literal)
}

fn text_of_pattern(pattern: &syn::Pat) -> Option<String> {
    let syn::Pat::Lit(literal) = pattern else {
        return None;
    };
    text(literal)
}

impl<'f> Visit<'f> for Texts {
    fn visit_lit_str(&mut self, literal: &'f syn::LitStr) {
        self.found.insert(literal.value());
    }

    fn visit_expr_tuple(&mut self, tuple: &'f syn::ExprTuple) {
        if let [first, second] = &tuple.elems.iter().collect::<Vec<_>>()[..] {
            self.pair(text_of(first), text_of(second));
        }
        visit::visit_expr_tuple(self, tuple);
    }

    fn visit_pat_tuple(&mut self, tuple: &'f syn::PatTuple) {
        if let [first, second] = &tuple.elems.iter().collect::<Vec<_>>()[..] {
            self.pair(text_of_pattern(first), text_of_pattern(second));
        }
        visit::visit_pat_tuple(self, tuple);
    }

    fn visit_item_mod(&mut self, module: &'f syn::ItemMod) {
        if !for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }
}
