//! Lock and sleep, from our own small logind and screensavers on a private bus.

use unbend::platform::session::{self, SleepLock};
use unbend::platform::{Ability, AbilityState, Buses, Fact};

use crate::logind::Logind;
use crate::needs::needs;
use crate::support::{Told, kill_own_bus, restart_own_bus, run_on_own_bus};

/// What the tests of this file need.
const PACKAGES: &[&str] = &["dbus-daemon"];

#[test]
fn lock_and_sleep_are_told_once_each() {
    needs!(PACKAGES);
    run_on_own_bus("session::lock_and_sleep_are_told_once_each", async {
        let logind = Logind::start(true, false).await;
        let (facts, mut told) = Told::new();
        let session = session::start(&Buses::new(), facts);
        told.works(Ability::Session).await;

        logind.lock(true).await;
        assert_eq!(told.next().await, Fact::Locked(true));
        logind.lock(true).await;
        told.nothing_for(50).await;
        logind.sleep(true).await;
        assert_eq!(told.next().await, Fact::Sleeping(SleepLock::default()));
        logind.sleep(false).await;
        assert_eq!(told.next().await, Fact::Woke);
        logind.lock(false).await;
        assert_eq!(told.next().await, Fact::Locked(false));

        // A request to lock isn't a lock; a request to unlock does end one.
        logind.ask("Lock").await;
        told.nothing_for(50).await;
        logind.lock(true).await;
        assert_eq!(told.next().await, Fact::Locked(true));
        logind.ask("Unlock").await;
        assert_eq!(told.next().await, Fact::Locked(false));

        drop(session);
        told.ends().await;
    });
}

#[test]
fn a_session_locked_before_the_start_is_told() {
    needs!(PACKAGES);
    run_on_own_bus(
        "session::a_session_locked_before_the_start_is_told",
        async {
            let _logind = Logind::start(true, true).await;
            let (facts, mut told) = Told::new();
            let _session = session::start(&Buses::new(), facts);
            assert_eq!(told.next().await, Fact::Locked(true));
            told.works(Ability::Session).await;
        },
    );
}

#[test]
fn logind_may_come_late_and_go() {
    needs!(PACKAGES);
    run_on_own_bus("session::logind_may_come_late_and_go", async {
        let (facts, mut told) = Told::new();
        let _session = session::start(&Buses::new(), facts);
        told.missing(Ability::Session).await;
        for _ in 0..2 {
            let logind = Logind::start(true, false).await;
            told.works(Ability::Session).await;
            logind.lock(true).await;
            assert_eq!(told.next().await, Fact::Locked(true));
            logind.lock(false).await;
            assert_eq!(told.next().await, Fact::Locked(false));
            logind.stop().await;
            told.missing(Ability::Session).await;
        }
    });
}

#[test]
fn outside_a_session_sleep_is_still_told() {
    needs!(PACKAGES);
    run_on_own_bus("session::outside_a_session_sleep_is_still_told", async {
        let logind = Logind::start(false, false).await;
        let (facts, mut told) = Told::new();
        let _session = session::start(&Buses::new(), facts);
        assert!(matches!(
            told.ability(Ability::Session).await,
            AbilityState::Limited { .. }
        ));
        logind.sleep(true).await;
        assert_eq!(told.next().await, Fact::Sleeping(SleepLock::default()));
    });
}

#[test]
fn a_system_bus_that_dies_costs_the_ability_and_nothing_else() {
    needs!(PACKAGES);
    run_on_own_bus(
        "session::a_system_bus_that_dies_costs_the_ability_and_nothing_else",
        async {
            let _logind = Logind::start(true, false).await;
            let (facts, mut told) = Told::new();
            let _session = session::start(&Buses::new(), facts);
            told.works(Ability::Session).await;
            kill_own_bus();
            let missing = told.missing(Ability::Session).await;
            assert!(missing.what.contains("no system bus"), "{missing}");
        },
    );
}

#[test]
fn the_machine_sleeps_when_what_must_survive_is_written() {
    needs!(PACKAGES);
    run_on_own_bus(
        "session::the_machine_sleeps_when_what_must_survive_is_written",
        async {
            let logind = Logind::start(true, false).await;
            let (facts, mut told) = Told::new();
            let _session = session::start(&Buses::new(), facts);
            told.works(Ability::Session).await;
            for round in 1..=2 {
                told.nothing_for(100).await;
                assert_eq!(logind.locks().await, (round, 1));
                logind.sleep(true).await;
                let Fact::Sleeping(lock) = told.next().await else {
                    panic!("it was to sleep");
                };
                told.nothing_for(50).await;
                assert_eq!(logind.locks().await, (round, 1), "held while it is written");
                drop(lock);
                assert_eq!(logind.locks().await, (round, 0), "let go");
                logind.sleep(false).await;
                assert_eq!(told.next().await, Fact::Woke);
            }
        },
    );
}

struct Saver {
    active: bool,
}

#[zbus::interface(name = "org.gnome.ScreenSaver")]
impl Saver {
    fn get_active(&self) -> bool {
        self.active
    }

    #[zbus(signal)]
    async fn active_changed(
        emitter: &zbus::object_server::SignalEmitter<'_>,
        active: bool,
    ) -> zbus::Result<()>;
}

const SAVER: &str = "/org/gnome/ScreenSaver";

async fn saver(active: bool) -> zbus::Connection {
    zbus::connection::Builder::session()
        .unwrap()
        .serve_at(SAVER, Saver { active })
        .unwrap()
        .name("org.gnome.ScreenSaver")
        .unwrap()
        .build()
        .await
        .unwrap()
}

async fn cover(saver: &zbus::Connection, active: bool) {
    let interface = saver.object_server().interface::<_, Saver>(SAVER);
    let interface = interface.await.unwrap();
    interface.get_mut().await.active = active;
    Saver::active_changed(interface.signal_emitter(), active)
        .await
        .unwrap();
}

#[test]
fn a_screensaver_locks_where_logind_does_not_tell() {
    needs!(PACKAGES);
    run_on_own_bus(
        "session::a_screensaver_locks_where_logind_does_not_tell",
        async {
            let (facts, mut told) = Told::new();
            let _session = session::start(&Buses::new(), facts);
            told.missing(Ability::Session).await;

            let gnome = saver(false).await;
            let state = told.ability(Ability::Session).await;
            assert!(
                matches!(&state, AbilityState::Limited { by, .. } if by == "org.gnome.ScreenSaver"),
                "{state:?}"
            );
            cover(&gnome, true).await;
            assert_eq!(told.next().await, Fact::Locked(true));

            // Both say so; one is enough.
            let logind = Logind::start(true, true).await;
            assert_eq!(
                told.ability(Ability::Session).await,
                AbilityState::Works {
                    by: "logind".to_owned()
                }
            );
            cover(&gnome, false).await;
            told.nothing_for(50).await;
            logind.lock(false).await;
            assert_eq!(told.next().await, Fact::Locked(false));

            // One that goes away takes its lock with it.
            cover(&gnome, true).await;
            assert_eq!(told.next().await, Fact::Locked(true));
            gnome.close().await.unwrap();
            assert_eq!(told.next().await, Fact::Locked(false));
            let _gnome = saver(true).await;
            assert_eq!(told.next().await, Fact::Locked(true));
        },
    );
}

#[test]
fn a_bus_that_is_restarted_is_found_again() {
    needs!(PACKAGES);
    run_on_own_bus("session::a_bus_that_is_restarted_is_found_again", async {
        let _logind = Logind::start(true, false).await;
        let (facts, mut told) = Told::new();
        let _session = session::start(&Buses::new(), facts);
        told.works(Ability::Session).await;
        kill_own_bus();
        told.missing(Ability::Session).await;
        let _bus = restart_own_bus();
        let logind = Logind::start(true, true).await;
        loop {
            match told.next().await {
                Fact::Locked(true) => break,
                Fact::Ability {
                    ability: Ability::Session,
                    state: AbilityState::Missing(_),
                } => {}
                other => panic!("{other:?}"),
            }
        }
        told.works(Ability::Session).await;
        logind.lock(false).await;
        assert_eq!(told.next().await, Fact::Locked(false));
    });
}
