//! Compositors killed and restarted under an idle source, which is then used again.

use unbend::logic::settings::IdleSource;
use unbend::logic::time::now::Mono;
use unbend::platform::clock::Clock;
use unbend::platform::idle::{self, Source};
use unbend::platform::{Ability, AbilityState, Buses, Fact, Reading};

use crate::compositors::{KWin, Mutter, PACKAGES, Sway};
use crate::idle::{Person, SLACK, active, idle_since, watch, works};
use crate::needs::needs;
use crate::support::{Told, on_own_bus, run};

fn ability(state: AbilityState) -> Fact {
    let ability = Ability::Idle;
    Fact::Ability { ability, state }
}

/// Waits until the source is back, ignoring whatever is reported in between.
async fn back(told: &mut Told, name: &str) {
    let by = name.to_owned();
    let back = ability(AbilityState::Works { by });
    let mut missing = 0;
    loop {
        match told.next().await {
            fact if fact == back => break,
            Fact::Ability {
                state: AbilityState::Missing(_),
                ..
            } => missing += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(missing > 0, "it said that it was away");
}

#[test]
fn sway_killed_and_started_again_is_used_again() {
    needs!(PACKAGES);
    run(async {
        let mut sway = Sway::start();
        let socket = Some(sway.socket());
        let sources = vec![
            Source::Way {
                by: IdleSource::Wayland,
                at: socket.clone(),
            },
            Source::Way {
                by: IdleSource::Kde,
                at: socket,
            },
        ];
        let (facts, mut told) = Told::new();
        let handle = idle::start_best(sources, &Buses::new(), facts);
        works(&mut told, "Wayland KDE idle").await;
        watch(&handle, 300);
        idle_since(&mut told, Clock::mono()).await;
        sway.kill();
        sway.restart();
        back(&mut told, "Wayland KDE idle").await;
        sway.touch();
        let last = Clock::mono();
        idle_since(&mut told, last).await;
        sway.touch();
        active(&mut told).await;
    });
}

#[test]
fn kwin_killed_and_started_again_is_used_again() {
    needs!(PACKAGES);
    run(async {
        let mut kwin = KWin::start();
        let (facts, mut told) = Told::new();
        let handle = idle::start_best(vec![kwin.source()], &Buses::new(), facts);
        works(&mut told, "Wayland ext-idle-notify").await;
        watch(&handle, 300);
        idle_since(&mut told, Clock::mono()).await;
        kwin.program.stop();
        kwin.program = KWin::launch(&kwin.home);
        back(&mut told, "Wayland ext-idle-notify").await;
        kwin.connect();
        kwin.touch();
        let last = Clock::mono();
        idle_at_last(&mut told, last).await;
    });
}

#[test]
fn mutter_killed_and_started_again_is_used_again() {
    needs!(PACKAGES);
    if !on_own_bus("comebacks::mutter_killed_and_started_again_is_used_again") {
        return;
    }
    let mut mutter = Mutter::start();
    run(async {
        let (facts, mut told) = Told::new();
        let handle = idle::start_best(vec![Source::of(IdleSource::Gnome)], &Buses::new(), facts);
        works(&mut told, "GNOME idle monitor").await;
        watch(&handle, 300);
        mutter.touch();
        idle_since(&mut told, Clock::mono()).await;
        mutter.restart();
        back(&mut told, "GNOME idle monitor").await;
        mutter.touch();
        let last = Clock::mono();
        idle_at_last(&mut told, last).await;
    });
}

/// Waits for `Idle` since the last input; before that, the new compositor may report silence since its own start.
async fn idle_at_last(told: &mut Told, last: Mono) {
    loop {
        match told.next().await {
            Fact::Input(Reading::Active) => {}
            Fact::Input(Reading::Idle { since }) if since < last - SLACK => {}
            Fact::Input(Reading::Idle { since }) => {
                assert!(since.0.abs_diff(last.0) < SLACK);
                return;
            }
            other => panic!("{other:?}"),
        }
    }
}
