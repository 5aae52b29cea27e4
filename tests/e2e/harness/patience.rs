//! Waits until something holds, and says what it was waiting for if it never does.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "other programs are waited for in real time"
)]

use std::thread;
use std::time::{Duration, Instant};

/// How long a program may take for something immediate; generous, for busy machines.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks again and again until there is an answer.
///
/// # Panics
/// If there is none within 20 seconds, naming `what` it was waiting for.
#[track_caller]
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begin.elapsed() < PATIENCE, "waited in vain: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}
