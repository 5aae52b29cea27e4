//! Unix signals.

use std::io;

use tokio::signal::unix::{self, SignalKind, signal};

use crate::platform::signals::Signal;

#[derive(Debug)]
pub(super) struct Signals {
    terminate: unix::Signal,
    interrupt: unix::Signal,
    /// The terminal or the session has gone.
    hangup: unix::Signal,
    /// A file may not grow further. Caught so that the write fails instead of ending the program.
    too_large: Option<unix::Signal>,
    child: unix::Signal,
}

impl Signals {
    pub(super) fn listen() -> io::Result<Signals> {
        const XFSZ: i32 = rustix::process::Signal::XFSZ.as_raw();
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
            too_large: signal(SignalKind::from_raw(XFSZ)).ok(),
            child: signal(SignalKind::child())?,
        })
    }

    pub(super) async fn next(&mut self) -> Signal {
        loop {
            let too_large = async {
                match &mut self.too_large {
                    Some(signal) => signal.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = self.terminate.recv() => return Signal::End,
                _ = self.interrupt.recv() => return Signal::End,
                _ = self.hangup.recv() => return Signal::End,
                _ = self.child.recv() => return Signal::ChildEnded,
                // The writer has received an error by then.
                _ = too_large => {}
            }
        }
    }
}
