//! The idle hint of our own small logind.

use std::time::Duration;

use unbend::logic::settings::IdleSource;
use unbend::platform::clock::Clock;
use unbend::platform::idle::{self, Source};
use unbend::platform::{Ability, AbilityState, Buses, Fact, Missing};

use crate::idle::{active, idle_since, watch};
use crate::logind::Logind;
use crate::needs::needs;
use crate::support::{Told, run_on_own_bus};

/// What the tests of this file need.
const PACKAGES: &[&str] = &["dbus-daemon"];

/// logind's clock, in microseconds.
fn microseconds() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    now.tv_sec as u64 * 1_000_000 + now.tv_nsec as u64 / 1_000
}

async fn limited(told: &mut Told) -> Missing {
    match told.next().await {
        Fact::Ability {
            ability: Ability::Idle,
            state: AbilityState::Limited { by, lacks },
        } => {
            assert_eq!(by, "logind idle hint");
            lacks
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_hint_is_told_when_it_is_as_old_as_wanted() {
    needs!(PACKAGES);
    run_on_own_bus(
        "logind_hint::a_hint_is_told_when_it_is_as_old_as_wanted",
        async {
            let logind = Logind::start(true, false).await;
            let (facts, mut told) = Told::new();
            let handle = idle::start(Source::of(IdleSource::Logind), &Buses::new(), facts)
                .await
                .unwrap();
            let lacks = limited(&mut told).await;
            assert!(lacks.what.contains("minutes later"), "{lacks}");
            watch(&handle, 400);
            told.nothing_for(500).await;

            // Long enough already.
            logind.idle(true, microseconds() - 2_000_000).await;
            idle_since(&mut told, Clock::mono() - Duration::from_secs(2)).await;
            logind.idle(false, microseconds()).await;
            active(&mut told).await;

            // Not yet.
            let last = Clock::mono();
            logind.idle(true, microseconds()).await;
            told.nothing_for(250).await;
            idle_since(&mut told, last).await;
            logind.idle(false, microseconds()).await;
            active(&mut told).await;

            // Over before it was long enough.
            logind.idle(true, microseconds()).await;
            logind.idle(false, microseconds()).await;
            told.nothing_for(500).await;
        },
    );
}

#[test]
fn a_logind_that_comes_back_is_used_again() {
    needs!(PACKAGES);
    run_on_own_bus(
        "logind_hint::a_logind_that_comes_back_is_used_again",
        async {
            let (facts, mut told) = Told::new();
            let handle =
                idle::start_best(vec![Source::of(IdleSource::Logind)], &Buses::new(), facts);
            watch(&handle, 300);
            for _ in 0..2 {
                assert!(matches!(
                    told.next().await,
                    Fact::Ability {
                        state: AbilityState::Missing(_),
                        ..
                    }
                ));
                let logind = Logind::start(true, false).await;
                limited(&mut told).await;
                let last = Clock::mono();
                logind.idle(true, microseconds()).await;
                idle_since(&mut told, last).await;
                logind.stop().await;
            }
        },
    );
}
