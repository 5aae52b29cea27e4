//! Links the program with packed relocations, which makes the file smaller and its start faster.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script is told in its environment what it builds for"
)]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = std::env::var("CARGO_CFG_TARGET_OS");
    // A linker that does not know the option says so in a warning and goes on without.
    if target.is_ok_and(|os| os == "linux") {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
