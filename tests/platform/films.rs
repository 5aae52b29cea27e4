//! What keeps the screen awake, from the tests' own small services on a private bus.

use unbend::platform::films;
use unbend::platform::{Ability, Buses, Fact};

use crate::logind::Logind;
use crate::needs::needs;
use crate::support::{Told, run_on_own_bus};

/// What the tests of this file need.
const PACKAGES: &[&str] = &["dbus-daemon"];

/// A session manager or power manager that says what it was told to.
struct Manager {
    inhibited: bool,
}

#[zbus::interface(name = "org.gnome.SessionManager")]
impl Manager {
    fn is_inhibited(&self, flags: u32) -> bool {
        // Logging out is inhibited too, all the time.
        flags & 1 != 0 || (flags == 8 && self.inhibited)
    }
}

struct Power {
    inhibited: bool,
}

#[zbus::interface(name = "org.freedesktop.PowerManagement.Inhibit")]
impl Power {
    fn has_inhibit(&self) -> bool {
        self.inhibited
    }
}

const SESSION: &str = "org.gnome.SessionManager";
const SESSION_PATH: &str = "/org/gnome/SessionManager";
const POWER_PATH: &str = "/org/freedesktop/PowerManagement/Inhibit";

async fn is(told: &mut Told, on: bool) {
    assert_eq!(told.next().await, Fact::Film(on));
}

#[test]
fn logind_tells_of_films_and_may_come_and_go() {
    needs!(PACKAGES);
    run_on_own_bus("films::logind_tells_of_films_and_may_come_and_go", async {
        let (facts, mut told) = Told::new();
        let _films = films::start(&Buses::new(), facts);
        told.missing(Ability::Films).await;
        for _ in 0..2 {
            let logind = Logind::start(true, false).await;
            assert_eq!(told.works(Ability::Films).await, "logind");
            logind.inhibited("sleep:idle").await;
            is(&mut told, true).await;
            logind.inhibited("idle").await;
            told.nothing_for(50).await;
            logind.inhibited("sleep:handle-lid-switch").await;
            is(&mut told, false).await;
            logind.inhibited("idle").await;
            is(&mut told, true).await;
            logind.stop().await;
            is(&mut told, false).await;
            told.missing(Ability::Films).await;
        }
    });
}

#[test]
fn the_session_manager_tells_of_films() {
    needs!(PACKAGES);
    run_on_own_bus("films::the_session_manager_tells_of_films", async {
        let manager = zbus::connection::Builder::session()
            .unwrap()
            .serve_at(SESSION_PATH, Manager { inhibited: false })
            .unwrap()
            .name(SESSION)
            .unwrap()
            .build()
            .await
            .unwrap();
        let (facts, mut told) = Told::new();
        let _films = films::start(&Buses::new(), facts);
        assert_eq!(told.works(Ability::Films).await, "session manager");
        let interface = manager
            .object_server()
            .interface::<_, Manager>(SESSION_PATH);
        let interface = interface.await.unwrap();
        for (on, signal) in [(true, "InhibitorAdded"), (false, "InhibitorRemoved")] {
            interface.get_mut().await.inhibited = on;
            let which = zbus::zvariant::ObjectPath::try_from("/inhibitor/1").unwrap();
            manager
                .emit_signal(None::<&str>, SESSION_PATH, SESSION, signal, &which)
                .await
                .unwrap();
            is(&mut told, on).await;
        }
    });
}

#[test]
fn two_who_tell_are_one_film() {
    needs!(PACKAGES);
    run_on_own_bus("films::two_who_tell_are_one_film", async {
        let logind = Logind::start(true, false).await;
        logind.inhibited("idle").await;
        let power = zbus::connection::Builder::session()
            .unwrap()
            .serve_at(POWER_PATH, Power { inhibited: true })
            .unwrap()
            .name("org.freedesktop.PowerManagement")
            .unwrap()
            .build()
            .await
            .unwrap();
        let (facts, mut told) = Told::new();
        let _films = films::start(&Buses::new(), facts);
        is(&mut told, true).await;
        assert_eq!(told.works(Ability::Films).await, "logind, power manager");
        logind.inhibited("").await;
        told.nothing_for(50).await;
        let interface = power.object_server().interface::<_, Power>(POWER_PATH);
        interface.await.unwrap().get_mut().await.inhibited = false;
        power
            .emit_signal(
                None::<&str>,
                POWER_PATH,
                "org.freedesktop.PowerManagement.Inhibit",
                "HasInhibitChanged",
                &false,
            )
            .await
            .unwrap();
        is(&mut told, false).await;
    });
}
