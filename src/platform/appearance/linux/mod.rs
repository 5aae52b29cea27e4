//! How a Linux desktop is set to look.
//!
//! The settings portal comes first (GNOME, KDE and others, X11 and Wayland), then the X settings that GTK desktops
//! publish (Xfce, MATE, Cinnamon), then GTK's own files. One without a preference defers to the next. All of them
//! report changes by themselves. If there is none, nothing is said.

use std::cell::Cell;
use std::convert::Infallible;

use rustix::fs::inotify::WatchFlags;
use tokio::task::JoinSet;
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ConnectionExt as _, EventMask, Window,
};
use zbus::Connection;
use zbus::zvariant::{OwnedValue, Value};

use crate::logic::shown::status::Appearance;
use crate::platform::linux::bus::{self, Bus, signals};
use crate::platform::linux::folder_watch::FolderWatch;
use crate::platform::linux::places;
use crate::platform::linux::x11::Display;
use crate::platform::{Buses, Fact, Facts};

mod gtk_settings;
mod x_settings;

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";
const LOOK: &str = "org.freedesktop.appearance";
const GNOME: &str = "org.gnome.desktop.interface";

/// Asks the portal, the X settings and GTK's files.
pub(super) fn start(buses: &Buses, facts: Facts) -> JoinSet<()> {
    let bus = buses.session.clone();
    let mut tasks = JoinSet::new();
    tasks.spawn_local(async move {
        let found = Found::new(facts);
        let x11 = async {
            // In a Wayland session, asking for X settings would only start an X server.
            if places::wayland_socket().is_none()
                && let Err(problem) = x11(&found).await
            {
                tracing::debug!("no X settings: {problem}");
                found.says(Source::X11, Look::default());
            }
        };
        tokio::join!(portal(&bus, &found), x11, gtk(&found));
    });
    tasks
}

/// The sources, most trusted first.
#[derive(Clone, Copy)]
enum Source {
    Portal,
    X11,
    Gtk,
}

/// What one source says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Look {
    appearance: Appearance,
    /// It has been asked, and has answered.
    answered: bool,
}

impl Look {
    fn of(appearance: Appearance) -> Look {
        Look {
            appearance,
            answered: true,
        }
    }
}

/// What all sources say, reported as one.
struct Found {
    facts: Facts,
    looks: Cell<[Look; 3]>,
    told: Cell<Option<Appearance>>,
}

impl Found {
    fn new(facts: Facts) -> Found {
        Found {
            facts,
            looks: Cell::default(),
            told: Cell::default(),
        }
    }

    fn says(&self, source: Source, look: Look) {
        let mut looks = self.looks.get();
        looks[source as usize] = look;
        self.looks.set(looks);
        let appearance = joined(&looks);
        if looks.iter().any(|look| look.answered) && self.told.get() != Some(appearance) {
            self.told.set(Some(appearance));
            let _ = self.facts.send(Fact::Appearance(appearance));
        }
    }
}

/// The first source that prefers dark or light decides that; accessibility preferences count from any source.
fn joined(looks: &[Look; 3]) -> Appearance {
    let looks = looks.iter().map(|look| look.appearance);
    Appearance {
        dark: looks.clone().find_map(|look| look.dark),
        high_contrast: looks.clone().any(|look| look.high_contrast),
        reduced_motion: looks.clone().any(|look| look.reduced_motion),
    }
}

/// Asks the portal, now and whenever one appears: at login it may fail to start at first.
async fn portal(bus: &Bus, found: &Found) {
    let gone = |_: &zbus::Error| found.says(Source::Portal, Look::default());
    let work = async |connection: Connection| follow_portal(&connection, found).await;
    bus.keep(gone, work).await;
}

async fn follow_portal(connection: &Connection, found: &Found) -> zbus::Result<Infallible> {
    let rule = signals()
        .path(PATH)?
        .interface(SETTINGS)?
        .member("SettingChanged")?;
    let mut changes = bus::listen(connection, rule).await?;
    let mut owners = bus::owners(connection, PORTAL).await?;
    loop {
        match ask_portal(connection).await {
            Ok(look) => found.says(Source::Portal, Look::of(look)),
            Err(problem) => {
                tracing::debug!("no settings portal: {problem}");
                found.says(Source::Portal, Look::default());
            }
        }
        // Something changed, or another process is the portal now: either way everything is asked again.
        loop {
            let worth_asking = tokio::select! {
                changed = bus::next(&mut changes) => concerns_look(&changed?),
                owner = bus::next(&mut owners) => {
                    let (_, _, new): (String, String, String) = owner?.body().deserialize()?;
                    if new.is_empty() {
                        found.says(Source::Portal, Look::default());
                    }
                    !new.is_empty()
                }
            };
            if worth_asking {
                break;
            }
        }
    }
}

fn concerns_look(changed: &zbus::Message) -> bool {
    let body = changed.body();
    let Ok((space, key, _)) = body.deserialize::<(&str, &str, Value<'_>)>() else {
        return false;
    };
    matches!(
        (space, key),
        (LOOK, "color-scheme" | "contrast") | (GNOME, "enable-animations" | "gtk-theme")
    )
}

async fn ask_portal(bus: &Connection) -> zbus::Result<Appearance> {
    let scheme = number(bus, LOOK, "color-scheme").await?.and_then(scheme);
    let on = async |space, key| number(bus, space, key).await.ok().flatten();
    Ok(Appearance {
        dark: match scheme {
            Some(dark) => Some(dark),
            // Without a stated preference, a dark theme counts as one. A light theme is merely the default.
            None => theme(bus)
                .await
                .filter(|theme| gtk_settings::is_dark(theme))
                .map(|_| true),
        },
        high_contrast: on(LOOK, "contrast").await == Some(1),
        reduced_motion: on(GNOME, "enable-animations").await == Some(0),
    })
}

/// The theme name in GNOME's settings.
async fn theme(bus: &Connection) -> Option<String> {
    let asked = (GNOME, "gtk-theme");
    let reply = bus
        .call_method(Some(PORTAL), PATH, Some(SETTINGS), "Read", &asked)
        .await
        .ok()?;
    let value: OwnedValue = reply.body().deserialize().ok()?;
    text(&value)
}

/// A string, however deeply wrapped.
fn text(value: &Value<'_>) -> Option<String> {
    if let Value::Value(inner) = value {
        return text(inner);
    }
    value.downcast_ref().ok()
}

/// Reads GTK's own files, and again whenever they are written.
async fn gtk(found: &Found) {
    let Some(config) = places::config_folder() else {
        return;
    };
    let what = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::CLOSE_WRITE;
    let names = vec![gtk_settings::FILE.into()];
    let changes = FolderWatch::of(names, what).ok();
    for folder in gtk_settings::FOLDERS {
        let _ = changes
            .as_ref()
            .map(|changes| changes.add(&config.join(folder)));
    }
    loop {
        if let Some(look) = gtk_settings::read(&config) {
            found.says(Source::Gtk, Look::of(look));
        }
        match &changes {
            Some(changes) if changes.changed().await.is_ok() => {}
            Some(_) | None => return,
        }
    }
}

/// One setting as a number; none if the portal doesn't know it.
async fn number(bus: &Connection, space: &str, key: &str) -> zbus::Result<Option<u32>> {
    let reply = bus
        .call_method(Some(PORTAL), PATH, Some(SETTINGS), "Read", &(space, key))
        .await;
    match reply {
        Ok(reply) => Ok(plain(&*reply.body().deserialize::<OwnedValue>()?)),
        // The portal is there but doesn't know the setting.
        Err(zbus::Error::MethodError(name, ..)) if name.contains("portal") => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// A number or a boolean, however deeply wrapped: `Read` wraps twice, `SettingChanged` once.
fn plain(value: &Value<'_>) -> Option<u32> {
    match value {
        Value::Value(inner) => plain(inner),
        Value::U32(number) => Some(*number),
        Value::I32(number) => u32::try_from(*number).ok(),
        Value::Bool(on) => Some(u32::from(*on)),
        Value::U8(_)
        | Value::I16(_)
        | Value::U16(_)
        | Value::I64(_)
        | Value::U64(_)
        | Value::F64(_)
        | Value::Str(_)
        | Value::Signature(_)
        | Value::ObjectPath(_)
        | Value::Array(_)
        | Value::Dict(_)
        | Value::Structure(_)
        | Value::Fd(_) => None,
    }
}

/// The portal's `color-scheme`: 0 no preference, 1 dark, 2 light.
fn scheme(number: u32) -> Option<bool> {
    match number {
        1 => Some(true),
        2 => Some(false),
        _ => None,
    }
}

async fn x11(found: &Found) -> Result<(), Box<dyn std::error::Error>> {
    let display = Display::open(None)?;
    let connection = &display.connection;
    let selection = display.atom(&format!("_XSETTINGS_S{}", display.screen))?;
    let property = display.atom("_XSETTINGS_SETTINGS")?;
    // A settings daemon that starts later announces itself on the root window.
    let listen = |window: Window, mask: EventMask| {
        let wanted = ChangeWindowAttributesAux::new().event_mask(mask);
        connection
            .change_window_attributes(window, &wanted)
            .map(drop)
    };
    listen(display.root, EventMask::STRUCTURE_NOTIFY)?;
    loop {
        let owner = connection.get_selection_owner(selection)?.reply()?.owner;
        if owner != x11rb::NONE {
            listen(
                owner,
                EventMask::PROPERTY_CHANGE | EventMask::STRUCTURE_NOTIFY,
            )?;
            let bytes = connection
                .get_property(false, owner, property, AtomEnum::ANY, 0, 1 << 16)?
                .reply()?
                .value;
            found.says(Source::X11, Look::of(x_settings::appearance(&bytes)));
        }
        connection.flush()?;
        wait_for_change(&display).await?;
    }
}

/// Returns when the settings, their owner or the root window have sent an event.
async fn wait_for_change(display: &Display) -> Result<(), Box<dyn std::error::Error>> {
    loop {
        let mut changed = false;
        while let Some(event) = display.event()? {
            changed |= matches!(
                event,
                Event::PropertyNotify(_) | Event::DestroyNotify(_) | Event::ClientMessage(_)
            );
        }
        if changed {
            return Ok(());
        }
        display.readable().await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_values_are_unwrapped() {
        let twice = Value::Value(Box::new(Value::Value(Box::new(Value::U32(1)))));
        assert_eq!(plain(&twice).and_then(scheme), Some(true));
        assert_eq!(plain(&Value::Bool(false)), Some(0));
        assert_eq!(plain(&Value::from("dark")), None);
        let wrapped = Value::Value(Box::new(Value::from("Adwaita-dark")));
        assert_eq!(text(&wrapped).as_deref(), Some("Adwaita-dark"));
        assert_eq!(text(&Value::U32(1)), None);
    }

    #[test]
    fn who_has_no_preference_leaves_it_to_the_next() {
        let look = |dark| {
            Look::of(Appearance {
                dark,
                ..Appearance::default()
            })
        };
        let dark = |looks: [Option<bool>; 3]| joined(&looks.map(look)).dark;
        assert_eq!(dark([None, Some(true), Some(false)]), Some(true));
        assert_eq!(dark([None, None, Some(true)]), Some(true));
        assert_eq!(dark([Some(false), Some(true), Some(true)]), Some(false));
        assert_eq!(dark([None, None, None]), None);
    }
}
