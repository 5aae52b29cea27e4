//! The kernel's clocks, and its timers that count sleep.

use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::Duration;

use rustix::fs::inotify::WatchFlags;
use rustix::io::Errno;
use rustix::time::{
    ClockId, Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, clock_gettime,
    timerfd_create, timerfd_settime,
};
use tokio::io::unix::AsyncFd;

use crate::logic::time::now::Mono;
use crate::platform::clock::Clock;
use crate::platform::linux::folder_watch::FolderWatch;
use crate::platform::linux::ready;

impl Clock {
    /// The moment at which the clock that stops during sleep showed that many microseconds. Correct if the machine
    /// hasn't slept since.
    pub(in crate::platform) fn mono_of_awake_time(microseconds: u64) -> Mono {
        let ago = awake_time().saturating_sub(Duration::from_micros(microseconds));
        Clock::mono() - ago
    }
}

pub(super) fn mono() -> Mono {
    Mono(duration(clock_gettime(ClockId::Boottime)))
}

pub(super) fn awake_time() -> Duration {
    duration(clock_gettime(ClockId::Monotonic))
}

fn duration(time: Timespec) -> Duration {
    Duration::new(
        time.tv_sec.max(0) as u64,
        time.tv_nsec.clamp(0, 999_999_999) as u32,
    )
}

pub(super) fn boot_id() -> Option<String> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_owned())
}

#[derive(Debug)]
pub(super) struct Alarm {
    /// `None` where the kernel has no such timer: then tokio's, which stops during sleep, is consulted again each time.
    timer: Option<AsyncFd<OwnedFd>>,
}

impl Alarm {
    pub(super) fn new() -> Alarm {
        let timer = timer(TimerfdClockId::Boottime)
            .inspect_err(|error| tracing::warn!("no timer that counts sleep: {error}"))
            .ok();
        Alarm { timer }
    }

    pub(super) async fn wait_until(&mut self, deadline: Mono) {
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

fn timer(clock: TimerfdClockId) -> io::Result<AsyncFd<OwnedFd>> {
    let fd = timerfd_create(clock, TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK)?;
    ready::readable(fd)
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
    ready::read(timer, &mut [0; 8]).await.map(drop)
}

const NEVER: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 0,
};

#[derive(Debug)]
pub(super) struct ClockSteps {
    /// A wall-clock timer far in the future, which the kernel cancels when the clock is set.
    set: Option<AsyncFd<OwnedFd>>,
    /// The folder of the file that names the time zone.
    zone: Option<FolderWatch>,
}

impl ClockSteps {
    pub(super) fn new() -> ClockSteps {
        ClockSteps::watching(Path::new("/etc"))
    }

    fn watching(zone_folder: &Path) -> ClockSteps {
        let set = timer(TimerfdClockId::Realtime)
            .and_then(|timer| watch_set(&timer).map(|()| timer))
            .inspect_err(|error| tracing::warn!("steps of the clock go unnoticed: {error}"))
            .ok();
        let zone = watch_zone(zone_folder)
            .inspect_err(|error| tracing::warn!("a new time zone takes some minutes: {error}"))
            .ok();
        ClockSteps { set, zone }
    }

    pub(super) async fn changed(&mut self) {
        let set = async {
            match &self.set {
                Some(timer) => clock_set(timer).await,
                None => std::future::pending().await,
            }
        };
        let zone = async {
            match &self.zone {
                Some(folder) => zone_changed(folder).await,
                None => std::future::pending().await,
            }
        };
        let gone = tokio::select! {
            done = set => done.inspect_err(|_| self.set = None),
            done = zone => done.inspect_err(|_| self.zone = None),
        };
        if let Err(error) = gone {
            tracing::warn!("the clock is no longer watched: {error}");
        }
    }
}

fn watch_set(timer: &AsyncFd<OwnedFd>) -> io::Result<()> {
    let far = Itimerspec {
        it_interval: NEVER,
        it_value: Timespec {
            tv_sec: i64::from(i32::MAX) * 100,
            tv_nsec: 0,
        },
    };
    let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
    timerfd_settime(timer.get_ref(), flags, &far)?;
    Ok(())
}

async fn clock_set(timer: &AsyncFd<OwnedFd>) -> io::Result<()> {
    match ready::read(timer, &mut [0; 8]).await {
        Err(error) if error.raw_os_error() == Some(Errno::CANCELED.raw_os_error()) => {
            watch_set(timer)
        }
        other => other.map(drop),
    }
}

/// Watches the folder, since the file is a link that gets replaced.
fn watch_zone(folder: &Path) -> io::Result<FolderWatch> {
    let names = ["localtime", "timezone"].map(OsString::from);
    let what = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::CLOSE_WRITE;
    let watch = FolderWatch::of(names.into(), what)?;
    watch.add(folder)?;
    Ok(watch)
}

async fn zone_changed(folder: &FolderWatch) -> io::Result<()> {
    while !folder.changed().await? {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::run_within;

    fn run<F: Future>(work: F) -> F::Output {
        run_within(Duration::from_secs(10), work)
    }

    #[test]
    fn a_moment_of_the_clock_that_stands_still_is_found() {
        let now = Clock::mono_of_awake_time(awake_time().as_micros() as u64);
        assert!(Clock::mono().since(now) < Duration::from_secs(1));
    }

    #[test]
    fn the_monotonic_clock_counts_from_boot() {
        let uptime = std::fs::read_to_string("/proc/uptime").unwrap();
        let uptime: f64 = uptime.split(' ').next().unwrap().parse().unwrap();
        assert!((Clock::mono().0.as_secs_f64() - uptime).abs() < 1.0);
    }

    #[test]
    fn the_kernel_has_a_timer_that_counts_sleep() {
        run(async { assert!(Alarm::new().timer.is_some()) });
    }

    #[test]
    fn an_alarm_without_the_kernels_timer_still_rings() {
        run(async {
            let mut alarm = Alarm { timer: None };
            let deadline = Clock::mono() + Duration::from_millis(30);
            alarm.wait_until(deadline).await;
            assert!(Clock::mono() >= deadline);
        });
    }

    #[test]
    fn a_replaced_zone_file_is_noticed_and_other_files_are_not() {
        run(async {
            let folder = tempfile::tempdir().unwrap();
            let mut steps = ClockSteps::watching(folder.path());
            assert!(steps.set.is_some() && steps.zone.is_some());
            std::fs::write(folder.path().join("hosts"), "x").unwrap();
            let quiet = tokio::time::timeout(Duration::from_millis(50), steps.changed());
            assert!(quiet.await.is_err());
            let link = folder.path().join("localtime");
            std::os::unix::fs::symlink("/usr/share/zoneinfo/Asia/Tokyo", &link).unwrap();
            steps.changed().await;
        });
    }
}
