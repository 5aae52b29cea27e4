//! Lock and sleep, on a small logind of our own on a private bus.

use unbend::platform::{Ability, AbilityState, Fact, session};
use zbus::zvariant::{ObjectPath, OwnedObjectPath};

use crate::support::{Told, kill_own_bus, on_own_bus, run};

const MANAGER_PATH: &str = "/org/freedesktop/login1";
const SESSION_PATH: &str = "/org/freedesktop/login1/session/_37";

struct Manager {
    knows_session: bool,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn get_session(&self, id: &str) -> zbus::fdo::Result<OwnedObjectPath> {
        match self.knows_session && id == "auto" {
            true => Ok(ObjectPath::try_from(SESSION_PATH).unwrap().into()),
            false => Err(zbus::fdo::Error::Failed("caller is in no session".into())),
        }
    }
}

struct Session {
    locked: bool,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.locked
    }
}

struct Logind(zbus::Connection);

impl Logind {
    async fn start(knows_session: bool, locked: bool) -> Logind {
        let connection = zbus::connection::Builder::system()
            .unwrap()
            .serve_at(MANAGER_PATH, Manager { knows_session })
            .unwrap()
            .serve_at(SESSION_PATH, Session { locked })
            .unwrap()
            .name("org.freedesktop.login1")
            .unwrap()
            .build()
            .await
            .unwrap();
        Logind(connection)
    }

    async fn sleep(&self, begins: bool) {
        let interface = "org.freedesktop.login1.Manager";
        self.0
            .emit_signal(
                None::<&str>,
                MANAGER_PATH,
                interface,
                "PrepareForSleep",
                &begins,
            )
            .await
            .unwrap();
    }

    async fn ask(&self, signal: &str) {
        let interface = "org.freedesktop.login1.Session";
        self.0
            .emit_signal(None::<&str>, SESSION_PATH, interface, signal, &())
            .await
            .unwrap();
    }

    async fn lock(&self, locked: bool) {
        let session = self
            .0
            .object_server()
            .interface::<_, Session>(SESSION_PATH)
            .await
            .unwrap();
        session.get_mut().await.locked = locked;
        session
            .get()
            .await
            .locked_hint_changed(session.signal_emitter())
            .await
            .unwrap();
    }
}

async fn ability(told: &mut Told) -> AbilityState {
    match told.next().await {
        Fact::Ability {
            ability: Ability::Session,
            state,
        } => state,
        other => panic!("{other:?}"),
    }
}

#[test]
fn lock_and_sleep_are_told_once_each() {
    if !on_own_bus("session::lock_and_sleep_are_told_once_each") {
        return;
    }
    run(async {
        let logind = Logind::start(true, false).await;
        let (facts, mut told) = Told::new();
        let session = session::start(facts);
        assert!(matches!(
            ability(&mut told).await,
            AbilityState::Works { .. }
        ));

        logind.lock(true).await;
        assert_eq!(told.next().await, Fact::Locked(true));
        logind.lock(true).await;
        told.nothing_for(50).await;
        logind.sleep(true).await;
        assert_eq!(told.next().await, Fact::Sleeping);
        logind.sleep(false).await;
        assert_eq!(told.next().await, Fact::Woke);
        logind.lock(false).await;
        assert_eq!(told.next().await, Fact::Locked(false));

        // A wish for a lock is none; the end of one is.
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
    if !on_own_bus("session::a_session_locked_before_the_start_is_told") {
        return;
    }
    run(async {
        let _logind = Logind::start(true, true).await;
        let (facts, mut told) = Told::new();
        let _session = session::start(facts);
        assert_eq!(told.next().await, Fact::Locked(true));
        assert!(matches!(
            ability(&mut told).await,
            AbilityState::Works { .. }
        ));
    });
}

#[test]
fn logind_may_come_late_and_go() {
    if !on_own_bus("session::logind_may_come_late_and_go") {
        return;
    }
    run(async {
        let (facts, mut told) = Told::new();
        let _session = session::start(facts);
        assert!(matches!(ability(&mut told).await, AbilityState::Missing(_)));
        for _ in 0..2 {
            let logind = Logind::start(true, false).await;
            assert!(matches!(
                ability(&mut told).await,
                AbilityState::Works { .. }
            ));
            logind.lock(true).await;
            assert_eq!(told.next().await, Fact::Locked(true));
            logind.lock(false).await;
            assert_eq!(told.next().await, Fact::Locked(false));
            logind.0.close().await.unwrap();
            assert!(matches!(ability(&mut told).await, AbilityState::Missing(_)));
        }
    });
}

#[test]
fn outside_a_session_sleep_is_still_told() {
    if !on_own_bus("session::outside_a_session_sleep_is_still_told") {
        return;
    }
    run(async {
        let logind = Logind::start(false, false).await;
        let (facts, mut told) = Told::new();
        let _session = session::start(facts);
        assert!(matches!(
            ability(&mut told).await,
            AbilityState::Limited { .. }
        ));
        logind.sleep(true).await;
        assert_eq!(told.next().await, Fact::Sleeping);
    });
}

#[test]
fn a_system_bus_that_dies_costs_the_ability_and_nothing_else() {
    if !on_own_bus("session::a_system_bus_that_dies_costs_the_ability_and_nothing_else") {
        return;
    }
    run(async {
        let _logind = Logind::start(true, false).await;
        let (facts, mut told) = Told::new();
        let _session = session::start(facts);
        assert!(matches!(
            ability(&mut told).await,
            AbilityState::Works { .. }
        ));
        kill_own_bus();
        match ability(&mut told).await {
            AbilityState::Missing(missing) => {
                assert!(missing.what.contains("no system bus"), "{missing}");
            }
            other => panic!("{other:?}"),
        }
    });
}
