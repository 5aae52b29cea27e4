//! Files that depend on each other in a circle can only be read all at once, so there are none. A module and its
//! submodules are one thing in several files, and may know each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::files::{File, all};

/// The names of modules from the crate's root: `["logic", "time", "span"]`.
type Module = Vec<String>;

/// Which other files each file of `src/` names, except its parents and children.
fn needs(files: &[File]) -> BTreeMap<Module, BTreeSet<Module>> {
    let of_files: Vec<(Module, &File)> = files
        .iter()
        .filter(|file| file.is_rust() && !file.is_test())
        .filter_map(|file| Some((module(&file.path)?, file)))
        .collect();
    let known: BTreeSet<Module> = of_files.iter().map(|(module, _)| module.clone()).collect();
    let needed = |from: &Module, file: &File| -> BTreeSet<Module> {
        let paths = file.named().iter().filter(|path| !path.for_tests);
        let others = paths.filter_map(|path| found(&known, from, &path.parts));
        others
            .filter(|other| !other.starts_with(from) && !from.starts_with(other))
            .collect()
    };
    let needed = of_files
        .iter()
        .map(|(from, file)| (from.clone(), needed(from, file)));
    needed.collect()
}

/// The module that a file is; none for the crate's root and for anything outside `src/`.
fn module(path: &str) -> Option<Module> {
    let inside = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    let root = ["lib", "main"].contains(&inside);
    (!root).then(|| inside.split('/').map(str::to_owned).collect())
}

/// The file that a path leads to, as `from` names it.
fn found(known: &BTreeSet<Module>, from: &Module, path: &[String]) -> Option<Module> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let whole: Module = match path.first()?.as_str() {
        "crate" => path[1..].to_vec(),
        "self" => from.iter().chain(&path[1..]).cloned().collect(),
        "super" => {
            let above = from.get(..from.len().checked_sub(ups)?)?;
            above.iter().chain(&path[ups..]).cloned().collect()
        }
        _ => return None,
    };
    let lengths = (1..=whole.len()).rev();
    lengths
        .map(|length| whole[..length].to_vec())
        .find(|module| known.contains(module))
}

/// The shortest path from each file back to itself, if there is one.
fn circles(files: &[File]) -> Vec<String> {
    let needs = needs(files);
    let mut told: BTreeSet<BTreeSet<&Module>> = BTreeSet::new();
    let mut circles = Vec::new();
    for begin in needs.keys() {
        let Some(way) = way_back(&needs, begin) else {
            continue;
        };
        if told.insert(way.iter().copied().collect()) {
            let names: Vec<String> = way.iter().map(|module| module.join("::")).collect();
            circles.push(names.join(" needs "));
        }
    }
    circles
}

fn way_back<'n>(
    needs: &'n BTreeMap<Module, BTreeSet<Module>>,
    begin: &'n Module,
) -> Option<Vec<&'n Module>> {
    let mut ways = VecDeque::from([vec![begin]]);
    let mut seen: BTreeSet<&Module> = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in needs.get(*way.last()?)? {
            if next == begin {
                return Some(way.into_iter().chain([begin]).collect());
            }
            if seen.insert(next) {
                ways.push_back(way.iter().copied().chain([next]).collect());
            }
        }
    }
    None
}

#[test]
fn no_files_need_each_other_in_a_circle() {
    let files = all();
    assert!(needs(&files).len() > 300, "the files were found");
    let circles = circles(&files);
    assert!(circles.is_empty(), "\n{}", circles.join("\n"));
}

#[test]
fn a_circle_is_found() {
    let files = |texts: &[(&str, &str)]| -> Vec<File> {
        let files = texts.iter();
        files.map(|(path, text)| File::new(path, text)).collect()
    };
    let three = files(&[
        ("src/a/mod.rs", "mod b; mod c; use c::C;"),
        ("src/a/b.rs", "use super::c::{C, D};"),
        ("src/a/c.rs", "use crate::{d::X, e};"),
        ("src/d.rs", "fn f() { crate::a::b::g(); }"),
        ("src/e.rs", ""),
    ]);
    assert_eq!(circles(&three), ["a::b needs a::c needs d needs a::b"]);
    let none = files(&[
        ("src/a/mod.rs", "mod b; use b::B;"),
        ("src/a/b.rs", "use super::A;"),
        ("src/c.rs", "use crate::a::A;"),
        ("src/d.rs", "#[cfg(test)] mod tests { use crate::c::C; }"),
        ("src/c/tests.rs", "use crate::d::D;"),
    ]);
    assert_eq!(circles(&none), Vec::<String>::new());
}
