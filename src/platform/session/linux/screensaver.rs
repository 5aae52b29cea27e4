//! Locks that logind isn't told about: the screensaver interfaces on the session bus.

use std::cell::RefCell;
use std::convert::Infallible;

use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use zbus::{Connection, Message, MessageStream};

use super::Known;
use crate::platform::linux::bus::{self, Bus, signals};

/// What covers the screen on which desktop: bus name (and interface), and path.
const SAVERS: [(&str, &str); 5] = [
    (
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
    ),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
];

/// Watches for ever.
pub(super) async fn watch(bus: &Bus, known: &RefCell<Known>) {
    let gone = |_: &zbus::Error| {
        for (name, _) in SAVERS {
            known.borrow_mut().saver(name, None);
        }
    };
    let work = async |connection: Connection| follow(&connection, known).await;
    bus.keep(gone, work).await;
}

async fn follow(connection: &Connection, known: &RefCell<Known>) -> zbus::Result<Infallible> {
    let mut told = SelectAll::<MessageStream>::new();
    for (name, _) in SAVERS {
        let active = signals().interface(name)?.member("ActiveChanged")?;
        told.push(bus::listen(connection, active).await?);
        told.push(bus::owners(connection, name).await?);
    }
    for (name, path) in SAVERS {
        look(connection, name, path, known).await?;
    }
    loop {
        let message = told.next().await.ok_or(zbus::Error::InvalidReply)??;
        if let Some((name, covers)) = active_changed(&message) {
            known.borrow_mut().saver(name, Some(covers));
        }
        if let Some((name, path)) = owner_changed(&message) {
            look(connection, name, path, known).await?;
        }
    }
}

/// Asks for its current state, if it is running.
async fn look(
    connection: &Connection,
    name: &'static str,
    path: &str,
    known: &RefCell<Known>,
) -> zbus::Result<()> {
    let mut covers = None;
    if bus::is_running(connection, name).await? {
        let reply = connection
            .call_method(Some(name), path, Some(name), "GetActive", &())
            .await;
        // One that can't tell its state has no part in locking; some only keep films running.
        covers = reply.ok().and_then(|reply| reply.body().deserialize().ok());
    }
    known.borrow_mut().saver(name, covers);
    Ok(())
}

fn active_changed(message: &Message) -> Option<(&'static str, bool)> {
    let header = message.header();
    let interface = header.interface()?;
    let (name, _) = SAVERS.into_iter().find(|(name, _)| interface == *name)?;
    Some((name, message.body().deserialize().ok()?))
}

fn owner_changed(message: &Message) -> Option<(&'static str, &'static str)> {
    let (changed, _, _): (String, String, String) = message.body().deserialize().ok()?;
    SAVERS.into_iter().find(|(name, _)| changed == *name)
}
