//! How the desktop is set to look: dark or light, high contrast, animations.
//!
//! The settings portal is asked first (GNOME, KDE and others, X11 and Wayland), then the X settings that GTK desktops
//! publish (Xfce, MATE, Cinnamon). Both tell changes by themselves. Where neither is there, nothing is said.

use futures_util::StreamExt;
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ConnectionExt as _, EventMask, Window,
};
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, MatchRule, MessageStream};

use crate::logic::status::Appearance;
use crate::platform::x11::Display;
use crate::platform::{Fact, Facts, x_settings};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";
const LOOK: &str = "org.freedesktop.appearance";
const GNOME: &str = "org.gnome.desktop.interface";

/// Watches until dropped.
#[derive(Debug)]
pub struct AppearanceWatch {
    task: tokio::task::JoinHandle<()>,
}

impl Drop for AppearanceWatch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts watching inside the `LocalSet`; what is found arrives as [`Fact::Appearance`].
pub fn start(facts: Facts) -> AppearanceWatch {
    let task = tokio::task::spawn_local(async move {
        if let Err(problem) = portal(&facts).await {
            tracing::debug!("no settings portal: {problem}");
            if let Err(problem) = x11(&facts).await {
                tracing::debug!("no X settings: {problem}");
            }
        }
    });
    AppearanceWatch { task }
}

async fn portal(facts: &Facts) -> zbus::Result<()> {
    let bus = zbus::connection::Builder::session()?.build().await?;
    let changes = MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .path(PATH)?
        .interface(SETTINGS)?
        .member("SettingChanged")?
        .build();
    let mut changes = MessageStream::for_match_rule(changes, &bus, None).await?;
    let mut look = Appearance {
        dark: number(&bus, LOOK, "color-scheme").await?.and_then(scheme),
        high_contrast: number(&bus, LOOK, "contrast").await.ok().flatten() == Some(1),
        reduced_motion: number(&bus, GNOME, "enable-animations")
            .await
            .ok()
            .flatten()
            == Some(0),
    };
    tell(facts, look);
    while let Some(message) = changes.next().await {
        let message = message?;
        let body = message.body();
        let Ok((space, key, value)) = body.deserialize::<(String, String, Value<'_>)>() else {
            continue;
        };
        let value = plain(&value);
        match (space.as_str(), key.as_str()) {
            (LOOK, "color-scheme") => look.dark = value.and_then(scheme),
            (LOOK, "contrast") => look.high_contrast = value == Some(1),
            (GNOME, "enable-animations") => look.reduced_motion = value == Some(0),
            _ => continue,
        }
        tell(facts, look);
    }
    Ok(())
}

/// One setting as a number; none if the portal does not know it.
async fn number(bus: &Connection, space: &str, key: &str) -> zbus::Result<Option<u32>> {
    let reply = bus
        .call_method(Some(PORTAL), PATH, Some(SETTINGS), "Read", &(space, key))
        .await;
    match reply {
        Ok(reply) => Ok(plain(&*reply.body().deserialize::<OwnedValue>()?)),
        // The portal is there and does not know the setting.
        Err(zbus::Error::MethodError(name, ..)) if name.contains("portal") => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// A number or a switch, however deeply it is wrapped: `Read` wraps twice, `SettingChanged` once.
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

async fn x11(facts: &Facts) -> Result<(), Box<dyn std::error::Error>> {
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
    let mut told = None;
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
            let look = x_settings::appearance(&bytes);
            if told != Some(look) {
                told = Some(look);
                tell(facts, look);
            }
        }
        connection.flush()?;
        wait_for_change(&display).await?;
    }
}

/// Returns when the settings, their owner or the root window have told something.
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

fn tell(facts: &Facts, look: Appearance) {
    let _ = facts.send(Fact::Appearance(look));
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
    }
}
