//! Reads the clocks; the only folder that does.
#![expect(clippy::disallowed_methods, reason = "the home of clocks")]

use std::time::Duration;

use crate::logic::time::now::{Mono, Now};

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "elsewhere.rs")]
mod way;

/// The machine's clocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock;

impl Clock {
    /// Reads both clocks. The time zone is the system's, cached for some minutes and looked up again after
    /// [`ClockSteps::changed`].
    pub fn read() -> Now {
        Now {
            mono: Clock::mono(),
            wall: jiff::Zoned::now(),
        }
    }

    /// Reads only the monotonic clock.
    pub fn mono() -> Mono {
        way::mono()
    }
}

/// Detects a sleep that nobody reported: the two system clocks drift apart by as long as the machine slept.
#[derive(Clone, Copy, Debug)]
pub struct Sleeps {
    /// How long the machine had slept in total when last asked.
    asleep: Duration,
}

/// Reading two clocks in turn takes time; a real sleep is never shorter than this.
const SHORTEST_SLEEP: Duration = Duration::from_secs(1);

impl Sleeps {
    /// Sleep before now doesn't count.
    pub fn from_here() -> Sleeps {
        Sleeps {
            asleep: Clock::mono().since(Mono(way::awake_time())),
        }
    }

    /// When the machine fell asleep, if it has slept since the last call. `now` comes from [`Clock::read`].
    ///
    /// The machine has only just woken: the first thing to wake the program after a sleep is the end of that sleep, or
    /// whatever became due meanwhile.
    pub fn noticed(&mut self, now: Mono) -> Option<Mono> {
        self.compare(now, way::awake_time())
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

/// Identifies this run of the clock: a [`Mono`] means nothing in another one. `None` if the system doesn't say.
pub fn boot_id() -> Option<String> {
    way::boot_id()
}

/// Waits for a moment of the monotonic clock, correctly across sleep and wall-clock steps.
#[derive(Debug)]
pub struct Alarm(way::Alarm);

impl Alarm {
    /// Creates an alarm. Call it inside the runtime.
    pub fn new() -> Alarm {
        Alarm(way::Alarm::new())
    }

    /// Returns at `deadline`, at once if it has passed, never if there is none. Dropping the future cancels the wait.
    pub async fn wait_until(&mut self, deadline: Option<Mono>) {
        match deadline {
            Some(deadline) => self.0.wait_until(deadline).await,
            None => std::future::pending().await,
        }
    }
}

impl Default for Alarm {
    fn default() -> Self {
        Alarm::new()
    }
}

/// Wakes when somebody sets the wall clock or changes the time zone.
#[derive(Debug)]
pub struct ClockSteps(way::ClockSteps);

impl ClockSteps {
    /// Starts watching. Call it inside the runtime.
    pub fn new() -> ClockSteps {
        ClockSteps(way::ClockSteps::new())
    }

    /// Returns when the wall clock was set or the time zone changed; recompute wall-clock deadlines then. Dropping the
    /// future loses nothing.
    pub async fn changed(&mut self) {
        self.0.changed().await;
        jiff::tz::reset_system_time_zone_cache();
    }
}

impl Default for ClockSteps {
    fn default() -> Self {
        ClockSteps::new()
    }
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
    }

    #[test]
    fn a_boot_has_a_name_that_stays() {
        let id = boot_id().expect("this system names it");
        assert!(!id.is_empty());
        assert_eq!(boot_id(), Some(id));
    }

    #[test]
    fn an_alarm_rings_at_its_moment_and_not_before() {
        run(async {
            let mut alarm = Alarm::new();
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
}
