//! Reads the clocks; the only file that does.
#![expect(clippy::disallowed_methods, reason = "the one home of clocks")]

use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::time::{
    ClockId, Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, clock_gettime,
    timerfd_create, timerfd_settime,
};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::logic::now::{Mono, Now};

/// The clocks of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock;

impl Clock {
    /// Reads both clocks. The time zone is the system's, kept for some minutes and looked up again after a
    /// [`ClockSteps::changed`].
    pub fn read() -> Now {
        Now {
            mono: Clock::mono(),
            wall: jiff::Zoned::now(),
        }
    }

    /// Reads the monotonic clock alone.
    pub fn mono() -> Mono {
        let time = clock_gettime(ClockId::Boottime);
        Mono(Duration::new(
            time.tv_sec.max(0) as u64,
            time.tv_nsec.clamp(0, 999_999_999) as u32,
        ))
    }
}

/// Names this run of the machine: a [`Mono`] means nothing in another one. `None` where the system does not tell.
pub fn boot_id() -> Option<String> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_owned())
}

/// Waits for a moment of the monotonic clock, right across sleep and steps of the wall clock.
#[derive(Debug)]
pub struct Alarm {
    /// `None` where the kernel has no such timer: then tokio's, which stands still in sleep, is asked again each time.
    timer: Option<AsyncFd<OwnedFd>>,
}

impl Alarm {
    /// Makes an alarm. Call it inside the runtime.
    pub fn new() -> Alarm {
        let timer = timer(TimerfdClockId::Boottime)
            .inspect_err(|error| tracing::warn!("no timer that counts sleep: {error}"))
            .ok();
        Alarm { timer }
    }

    /// Returns at `deadline`, at once if it has passed, never if there is none. Dropping the future forgets the wait.
    pub async fn wait_until(&mut self, deadline: Option<Mono>) {
        let Some(deadline) = deadline else {
            return std::future::pending().await;
        };
        loop {
            let left = deadline.since(Clock::mono());
            if left.is_zero() {
                return;
            }
            let rang = match &self.timer {
                Some(timer) => ring(timer, deadline).await,
                None => Err(io::ErrorKind::Unsupported.into()),
            };
            if rang.is_err() {
                tokio::time::sleep(left).await;
            }
        }
    }
}

impl Default for Alarm {
    fn default() -> Self {
        Alarm::new()
    }
}

fn timer(clock: TimerfdClockId) -> io::Result<AsyncFd<OwnedFd>> {
    let fd = timerfd_create(clock, TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK)?;
    readable(fd)
}

#[expect(
    deprecated,
    reason = "its successor is unsafe; an `OwnedFd` stays open as long as it is registered"
)]
fn readable(fd: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    AsyncFd::with_interest(fd, Interest::READABLE)
}

async fn ring(timer: &AsyncFd<OwnedFd>, deadline: Mono) -> io::Result<()> {
    let at = Itimerspec {
        it_interval: NEVER,
        it_value: Timespec {
            tv_sec: deadline.0.as_secs().min(i64::MAX as u64) as i64,
            tv_nsec: deadline.0.subsec_nanos().into(),
        },
    };
    timerfd_settime(timer.get_ref(), TimerfdTimerFlags::ABSTIME, &at)?;
    expired(timer).await
}

const NEVER: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 0,
};

/// Waits until the timer can be read, and reads it.
async fn expired(timer: &AsyncFd<OwnedFd>) -> io::Result<()> {
    let mut count = [0; 8];
    timer
        .async_io(Interest::READABLE, |fd| {
            rustix::io::read(fd, &mut count).map_err(io::Error::from)
        })
        .await?;
    Ok(())
}

/// Wakes when somebody sets the wall clock or changes the time zone.
#[derive(Debug)]
pub struct ClockSteps {}

impl ClockSteps {
    /// Starts watching. Call it inside the runtime.
    pub fn new() -> ClockSteps {
        unimplemented!()
    }

    /// Returns when the wall clock was set or the time zone changed; wall-clock deadlines must be worked out anew.
    /// Dropping the future loses nothing.
    pub async fn changed(&mut self) {
        unimplemented!()
    }
}

impl Default for ClockSteps {
    fn default() -> Self {
        ClockSteps::new()
    }
}
