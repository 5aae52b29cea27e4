//! Reads the clocks; the only file that does.
#![expect(clippy::disallowed_methods, reason = "the one home of clocks")]

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

use crate::logic::time::now::{Mono, Now};
use crate::platform::folder_watch::FolderWatch;
use crate::platform::ready;

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
        Mono(duration(clock_gettime(ClockId::Boottime)))
    }
}

impl Clock {
    /// The moment at which the clock that stands still in sleep showed so many microseconds. Right if there was no sleep
    /// since.
    pub(super) fn mono_of_awake_time(microseconds: u64) -> Mono {
        let ago = awake_time().saturating_sub(Duration::from_micros(microseconds));
        Clock::mono() - ago
    }
}

/// The time since boot without the time asleep.
fn awake_time() -> Duration {
    duration(clock_gettime(ClockId::Monotonic))
}

fn duration(time: Timespec) -> Duration {
    Duration::new(
        time.tv_sec.max(0) as u64,
        time.tv_nsec.clamp(0, 999_999_999) as u32,
    )
}

/// Finds the sleep that nobody told of: the two system clocks drift apart by as long as the machine slept.
#[derive(Clone, Copy, Debug)]
pub struct Sleeps {
    /// How long the machine had slept in all when last asked.
    asleep: Duration,
}

/// Reading two clocks one after the other takes time; nobody sleeps for less.
const SHORTEST_SLEEP: Duration = Duration::from_secs(1);

impl Sleeps {
    /// What was slept before now does not count.
    pub fn from_here() -> Sleeps {
        Sleeps {
            asleep: Clock::mono().since(Mono(awake_time())),
        }
    }

    /// When the machine fell asleep, if it slept since this was asked last. `now` is that of [`Clock::read`].
    ///
    /// The machine woke just before: the first thing that wakes the program after a sleep is that it ended, or what was
    /// due meanwhile.
    pub fn noticed(&mut self, now: Mono) -> Option<Mono> {
        self.compare(now, awake_time())
    }

    fn compare(&mut self, now: Mono, awake: Duration) -> Option<Mono> {
        let asleep = now.since(Mono(awake));
        let slept = asleep.saturating_sub(self.asleep);
        if slept < SHORTEST_SLEEP {
            return None;
        }
        self.asleep = asleep;
        Some(now - slept)
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

/// Wakes when somebody sets the wall clock or changes the time zone.
#[derive(Debug)]
pub struct ClockSteps {
    /// A timer on the wall clock, far away, that the kernel cancels when the clock is set.
    set: Option<AsyncFd<OwnedFd>>,
    /// The folder of the file that names the time zone.
    zone: Option<FolderWatch>,
}

impl ClockSteps {
    /// Starts watching. Call it inside the runtime.
    pub fn new() -> ClockSteps {
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

    /// Returns when the wall clock was set or the time zone changed; wall-clock deadlines must be worked out anew.
    /// Dropping the future loses nothing.
    pub async fn changed(&mut self) {
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
        jiff::tz::reset_system_time_zone_cache();
    }
}

impl Default for ClockSteps {
    fn default() -> Self {
        ClockSteps::new()
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

/// The folder is watched, for the file is a link that is replaced.
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
    fn both_clocks_move_together() {
        let first = Clock::read();
        std::thread::sleep(Duration::from_millis(20));
        let second = Clock::read();
        let mono = second.mono.since(first.mono);
        let wall = second.wall.duration_since(&first.wall).unsigned_abs();
        assert!(mono >= Duration::from_millis(20), "{mono:?}");
        assert!(
            wall.abs_diff(mono) < Duration::from_millis(10),
            "{wall:?} {mono:?}"
        );
    }

    #[test]
    fn the_monotonic_clock_counts_from_boot() {
        let uptime = std::fs::read_to_string("/proc/uptime").unwrap();
        let uptime: f64 = uptime.split(' ').next().unwrap().parse().unwrap();
        assert!((Clock::mono().0.as_secs_f64() - uptime).abs() < 1.0);
    }

    #[test]
    fn a_sleep_is_noticed_once_and_began_its_length_ago() {
        let mut sleeps = Sleeps {
            asleep: Duration::from_secs(50),
        };
        let seconds = Duration::from_secs;
        assert_eq!(sleeps.compare(Mono::from_secs(150), seconds(100)), None);
        assert_eq!(sleeps.compare(Mono::from_secs(160), seconds(110)), None);
        let woken = sleeps.compare(Mono::from_secs(800), seconds(150));
        assert_eq!(woken, Some(Mono::from_secs(200)));
        assert_eq!(sleeps.compare(Mono::from_secs(801), seconds(151)), None);
    }

    #[test]
    fn an_awake_machine_has_not_slept() {
        let mut sleeps = Sleeps::from_here();
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(sleeps.noticed(Clock::mono()), None);
        let now = Clock::mono_of_awake_time(awake_time().as_micros() as u64);
        assert!(Clock::mono().since(now) < Duration::from_secs(1));
    }

    #[test]
    fn a_boot_has_a_name_that_stays() {
        let id = boot_id().expect("Linux names each boot");
        assert_eq!(id.len(), 36, "{id}");
        assert_eq!(boot_id(), Some(id));
    }

    #[test]
    fn an_alarm_rings_at_its_moment_and_not_before() {
        run(async {
            let mut alarm = Alarm::new();
            assert!(alarm.timer.is_some());
            for milliseconds in [0, 1, 40] {
                let deadline = Clock::mono() + Duration::from_millis(milliseconds);
                alarm.wait_until(Some(deadline)).await;
                let late = Clock::mono().since(deadline);
                assert!(Clock::mono() >= deadline);
                assert!(late < Duration::from_millis(200), "{late:?}");
            }
        });
    }

    #[test]
    fn an_alarm_without_the_kernels_timer_still_rings() {
        run(async {
            let mut alarm = Alarm { timer: None };
            let deadline = Clock::mono() + Duration::from_millis(30);
            alarm.wait_until(Some(deadline)).await;
            assert!(Clock::mono() >= deadline);
        });
    }

    #[test]
    fn a_forgotten_wait_does_not_ring_the_next_one_early() {
        run(async {
            let mut alarm = Alarm::new();
            let soon = Clock::mono() + Duration::from_millis(20);
            tokio::select! {
                () = alarm.wait_until(Some(soon)) => panic!("dropped at once"),
                () = std::future::ready(()) => {}
            }
            std::thread::sleep(Duration::from_millis(30));
            let later = Clock::mono() + Duration::from_millis(60);
            alarm.wait_until(Some(later)).await;
            assert!(Clock::mono() >= later);
        });
    }

    #[test]
    fn an_alarm_without_a_deadline_never_rings() {
        run(async {
            let mut alarm = Alarm::new();
            let wait = tokio::time::timeout(Duration::from_millis(30), alarm.wait_until(None));
            assert!(wait.await.is_err());
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
