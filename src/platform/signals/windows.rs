//! What Windows tells a program about its console, the session and the machine.

use std::io;

use tokio::signal::windows::{
    CtrlBreak, CtrlC, CtrlClose, CtrlLogoff, CtrlShutdown, ctrl_break, ctrl_c, ctrl_close,
    ctrl_logoff, ctrl_shutdown,
};

use crate::platform::process::way::CHILD_ENDED;
use crate::platform::signals::Signal;

#[derive(Debug)]
pub(super) struct Signals {
    interrupt: CtrlC,
    stop: CtrlBreak,
    close: CtrlClose,
    logoff: CtrlLogoff,
    shutdown: CtrlShutdown,
}

impl Signals {
    pub(super) fn listen() -> io::Result<Signals> {
        Ok(Signals {
            interrupt: ctrl_c()?,
            stop: ctrl_break()?,
            close: ctrl_close()?,
            logoff: ctrl_logoff()?,
            shutdown: ctrl_shutdown()?,
        })
    }

    pub(super) async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::End,
            _ = self.stop.recv() => Signal::End,
            _ = self.close.recv() => Signal::End,
            _ = self.logoff.recv() => Signal::End,
            _ = self.shutdown.recv() => Signal::End,
            () = CHILD_ENDED.notified() => Signal::ChildEnded,
        }
    }
}
