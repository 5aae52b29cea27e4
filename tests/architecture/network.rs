//! No network: neither its sockets nor crates for it.

use crate::files::File;
use crate::rules::{Breach, Rule, begins, breach, over_paths};

pub const RULE: Rule = Rule {
    name: "there is no network code",
    check: network,
    broken: &[
        ("src/platform/a.rs", "use std::net::TcpStream;"),
        ("src/cli/a.rs", "fn f(s: tokio::net::UdpSocket) {}"),
        ("src/store/a.rs", "use std::net::ToSocketAddrs;"),
        ("Cargo.toml", "[dependencies]\nureq = \"3\"\n"),
        (
            "Cargo.toml",
            "[target.'cfg(unix)'.dependencies]\nreqwest = { version = \"0\" }\n",
        ),
        (
            "Cargo.lock",
            "[[package]]\nname = \"hyper\"\nversion = \"1.0.0\"\n",
        ),
    ],
    sound: &[
        (
            "src/ipc/a.rs",
            "use std::os::unix::net::UnixStream; use tokio::net::UnixListener;",
        ),
        ("Cargo.toml", "[dependencies]\n# no ureq\nron = \"0.12\"\n"),
    ],
};

fn network(files: &[File]) -> Vec<Breach> {
    const WORDS: [&str; 5] = [
        "TcpStream",
        "TcpListener",
        "TcpSocket",
        "UdpSocket",
        "ToSocketAddrs",
    ];
    const CRATES: [&str; 14] = [
        "reqwest",
        "ureq",
        "hyper",
        "curl",
        "isahc",
        "attohttpc",
        "surf",
        "minreq",
        "quinn",
        "rustls",
        "openssl",
        "native-tls",
        "tungstenite",
        "hickory-resolver",
    ];
    let mut breaches = over_paths(
        files,
        |file| file.path.starts_with("src/"),
        |_, path| {
            let is_socket = path.parts.iter().any(|part| WORDS.contains(&part.as_str()));
            (is_socket || begins(path, "std::net"))
                .then(|| format!("`{}` is network code", path.parts.join("::")))
        },
    );
    for file in files.iter().filter(|file| file.path.starts_with("Cargo.")) {
        for (index, line) in file.text.lines().enumerate() {
            let (key, value) = line.split_once('=').unwrap_or((line, ""));
            let name = match key.trim() {
                "name" => value.trim().trim_matches('"'),
                key => key.split('.').next().unwrap_or_default(),
            };
            if CRATES.contains(&name) {
                breaches.push(breach(
                    file,
                    index + 1,
                    format!("`{name}` talks to the network"),
                ));
            }
        }
    }
    breaches
}
