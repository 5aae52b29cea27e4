//! An unused home, and the program in it.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_unbend");

/// An unused home, removed at the end.
pub struct Home(pub tempfile::TempDir);

impl Home {
    pub fn new() -> Self {
        let home = Home(tempfile::tempdir().expect("a folder can be made"));
        std::fs::create_dir_all(home.config("")).expect("the home is ours");
        home
    }

    /// A file in the configuration folder.
    pub fn config(&self, name: &str) -> PathBuf {
        self.0.path().join("config/unbend").join(name)
    }

    /// Writes a file beside everything else and returns its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).expect("the home is ours");
        path.to_str().expect("the path is text").to_owned()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let folder = |name: &str| {
            let path = self.0.path().join(name);
            std::fs::create_dir_all(&path).expect("the home is ours");
            path
        };
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.0.path())
            .env("XDG_CONFIG_HOME", folder("config"))
            .env("XDG_DATA_HOME", folder("data"))
            .env("XDG_STATE_HOME", folder("state"))
            .env("XDG_CACHE_HOME", folder("cache"))
            .env("XDG_RUNTIME_DIR", folder("run"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    pub fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .expect("it can be run");
        // A program that doesn't read its input may be gone before it is written.
        let _ = child
            .stdin
            .take()
            .expect("the input is piped")
            .write_all(stdin);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).expect("it writes text");
        let ran = Ran {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(!ran.err.contains("panicked"), "{arguments:?}: {ran:?}");
        ran
    }

    /// What it prints if all is well.
    #[track_caller]
    pub fn prints(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
        ran.out
    }

    /// What it says on standard error when it exits with `code` and prints nothing.
    #[track_caller]
    pub fn refuses(&self, arguments: &[&str], code: i32) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{ran:?}");
        assert!(!ran.err.trim().is_empty(), "{arguments:?} says nothing");
        ran.err
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}
