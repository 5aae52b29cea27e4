//! For sources that report when input stopped, but don't watch the time for us.

use std::time::Duration;

use crate::logic::time::now::Mono;
use crate::platform::idle::way::Reporter;

/// When the last input was, if there has certainly been none since.
#[derive(Debug)]
pub(super) struct Silence {
    last_input: Option<Mono>,
    reporter: Reporter,
}

impl Silence {
    /// Input is flowing until told otherwise.
    pub(super) fn new(reporter: Reporter) -> Silence {
        Silence {
            last_input: None,
            reporter,
        }
    }

    /// Changes the watched time.
    pub(super) fn watch(&mut self, idle_after: Duration) {
        self.reporter.idle_after = Some(idle_after);
        self.settle();
    }

    /// There has been no input since then.
    pub(super) fn since(&mut self, last_input: Mono) {
        self.last_input = Some(last_input);
        self.settle();
    }

    /// Input is flowing again.
    pub(super) fn broken(&mut self) {
        self.last_input = None;
        self.reporter.input();
    }

    /// Whether there is certainly no input.
    pub(super) fn lasts(&self) -> bool {
        self.last_input.is_some()
    }

    /// Reports the silence once it is long enough.
    pub(super) fn settle(&mut self) {
        if let Some(last_input) = self.last_input {
            self.reporter.no_input_since(last_input);
        }
    }

    /// When [`Silence::settle`] is due.
    pub(super) fn deadline(&self) -> Option<Mono> {
        if self.reporter.idle {
            return None;
        }
        Some(self.last_input? + self.reporter.idle_after?)
    }
}
