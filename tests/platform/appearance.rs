//! How the desktop looks: from a portal that comes late, and from GTK's own files where it has no preference.

use unbend::logic::shown::status::Appearance;
use unbend::platform::{Buses, Fact, appearance};
use zbus::zvariant::{OwnedValue, Value};

use crate::needs::needs;
use crate::support::{Told, run_on_own_bus};

const PORTAL: &str = "org.freedesktop.portal.Desktop";

/// A portal that knows one setting.
struct Portal {
    scheme: u32,
}

#[zbus::interface(name = "org.freedesktop.portal.Settings")]
impl Portal {
    fn read(&self, space: &str, key: &str) -> zbus::fdo::Result<OwnedValue> {
        match (space, key) {
            ("org.freedesktop.appearance", "color-scheme") => {
                let inner = Value::Value(Box::new(Value::U32(self.scheme)));
                Ok(OwnedValue::try_from(inner).unwrap())
            }
            _ => Err(zbus::fdo::Error::Failed("not known here".to_owned())),
        }
    }
}

async fn portal(scheme: u32) -> zbus::Connection {
    zbus::connection::Builder::session()
        .unwrap()
        .serve_at("/org/freedesktop/portal/desktop", Portal { scheme })
        .unwrap()
        .name(PORTAL)
        .unwrap()
        .build()
        .await
        .unwrap()
}

async fn is_dark(told: &mut Told, dark: bool) {
    let look = Appearance {
        dark: Some(dark),
        ..Appearance::default()
    };
    assert_eq!(told.next().await, Fact::Appearance(look));
}

#[test]
fn a_portal_that_comes_late_is_asked_and_may_have_no_preference() {
    needs!("dbus-daemon");
    run_on_own_bus(
        "appearance::a_portal_that_comes_late_is_asked_and_may_have_no_preference",
        async {
            let config = std::env::var_os("XDG_CONFIG_HOME").expect("on_own_bus sets it");
            let folder = std::path::PathBuf::from(config).join("gtk-3.0");
            std::fs::create_dir_all(&folder).unwrap();
            let theme = |name: &str| {
                let text = format!("[Settings]\ngtk-theme-name={name}\n");
                std::fs::write(folder.join("settings.ini"), text).unwrap();
            };
            theme("Arc-Dark");
            let (facts, mut told) = Told::new();
            let _watch = appearance::start(&Buses::new(), facts);
            is_dark(&mut told, true).await;
            // It has no preference: GTK's file still decides, even when it is rewritten.
            let silent = portal(0).await;
            told.nothing_for(300).await;
            theme("Arc");
            is_dark(&mut told, false).await;
            drop(silent);
            let dark = portal(1).await;
            is_dark(&mut told, true).await;
            drop(dark);
            is_dark(&mut told, false).await;
        },
    );
}
