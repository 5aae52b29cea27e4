//! Links the program with packed relocations and identical functions folded, which makes it smaller and faster to
//! start.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script is told in its environment what it builds for"
)]

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let told = |name| std::env::var(name).unwrap_or_default();
    if told("CARGO_CFG_TARGET_OS") == "linux" {
        // A linker that doesn't know the option warns and ignores it.
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
        if told("PROFILE") == "release" && links_with_lld(&told("RUSTC"), &told("TARGET")) {
            println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
        }
    }
}

/// Whether the compiler brings LLD and links with it by default, as it does on this one target. Other linkers reject
/// unknown options.
fn links_with_lld(rustc: &str, target: &str) -> bool {
    let flags = std::env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let linker = "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER";
    let other = flags.contains("link") || std::env::var_os(linker).is_some();
    if target != "x86_64-unknown-linux-gnu" || other {
        return false;
    }
    let asked = Command::new(rustc).args(["--print", "sysroot"]).output();
    let root = asked.map(|asked| String::from_utf8_lossy(&asked.stdout).trim().to_owned());
    root.is_ok_and(|root| {
        let lld = format!("lib/rustlib/{target}/bin/gcc-ld/ld.lld");
        Path::new(&root).join(lld).exists()
    })
}
