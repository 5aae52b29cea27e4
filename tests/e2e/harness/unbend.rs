//! Unbend in a desktop: its files, its daemon, what it says, and a person at work.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;

use super::{Desktop, Program, until};

impl Desktop {
    /// Where a file of Unbend's configuration is.
    pub fn config_file(&self, name: &str) -> PathBuf {
        let folder = self.variable("XDG_CONFIG_HOME").expect("a folder");
        PathBuf::from(folder).join("unbend").join(name)
    }

    /// Writes a file of Unbend's configuration.
    pub fn write_config(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.config_file(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the home is ours");
        fs::write(path, content).expect("the home is ours");
    }

    /// Starts the daemon and waits until it answers.
    #[track_caller]
    pub fn start_daemon(&self) -> Program {
        let daemon = self.start(&mut self.unbend(&["daemon"]));
        until("the daemon's first answer", || {
            assert!(daemon.ended().is_none(), "{}", daemon.words());
            self.try_unbend(&["status"]).status.success().then_some(())
        });
        daemon
    }

    /// Runs `unbend` to its end, whatever comes of it.
    pub fn try_unbend(&self, arguments: &[&str]) -> Output {
        self.unbend(arguments).output().expect("it can be run")
    }

    /// What `unbend` prints.
    #[track_caller]
    pub fn ask(&self, arguments: &[&str]) -> String {
        self.run(&mut self.unbend(arguments))
    }

    /// `unbend status --json`.
    #[track_caller]
    pub fn status(&self) -> Value {
        let text = self.ask(&["status", "--json"]);
        serde_json::from_str(&text).expect("it is JSON")
    }

    /// Waits until the status at `pointer` is `value`, and gives all of it.
    #[track_caller]
    pub fn wait_for_status(&self, pointer: &str, value: impl Into<Value>) -> Value {
        let value = value.into();
        until(&format!("{pointer} = {value} in the status"), || {
            let status = self.status();
            (status.pointer(pointer) == Some(&value)).then_some(status)
        })
    }

    /// Asks again and again like [`until`], while the pointer is moved as if somebody worked.
    #[track_caller]
    pub fn work_until<T>(&self, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
        let step = Cell::new(0_i16);
        until(what, || {
            step.set((step.get() + 7) % 200);
            self.screen().point((300 + step.get(), 500));
            ask()
        })
    }
}

/// Whole seconds at `pointer` of a status.
#[track_caller]
pub fn number(status: &Value, pointer: &str) -> u64 {
    status
        .pointer(pointer)
        .and_then(Value::as_u64)
        .unwrap_or_else(|| panic!("no number at {pointer} in {status:#}"))
}
