//! Lists the built-in pose sets.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script is told in its environment where to write"
)]

use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// The pose sets, one file each.
const FIGURES: &str = "../../assets/figures";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={FIGURES}");
    let out = std::env::var("OUT_DIR").unwrap_or_default();
    std::fs::write(Path::new(&out).join("pose_sets.rs"), pose_sets()?)
}

/// The pose sets in the order of their ids, as a `static` in Rust.
fn pose_sets() -> io::Result<String> {
    let mut ids = Vec::new();
    for entry in std::fs::read_dir(FIGURES)? {
        let name = entry?.file_name();
        let id = name.to_str().and_then(|name| name.strip_suffix(".ron"));
        ids.extend(id.map(str::to_owned));
    }
    ids.sort_unstable();
    let mut list = format!("static SETS: [BuiltIn; {}] = [\n", ids.len());
    for id in ids {
        let file = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{FIGURES}/{id}.ron\")");
        let set = format!("id: \"{id}\", text: include_str!({file}), parsed: OnceLock::new()");
        let _ = writeln!(list, "    BuiltIn {{ {set} }},");
    }
    list.push_str("];\n");
    Ok(list)
}
