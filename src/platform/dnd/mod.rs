//! Knows of do-not-disturb: the notification server's own, or the setting of the desktop.

use std::cell::Cell;
use std::convert::Infallible;

use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, Message, MessageStream};

use crate::plain_file;
use crate::platform::bus::{self, Bus, signals};
use crate::platform::tellers::Tellers;
use crate::platform::{Ability, Buses, Fact, Facts, Missing, paths};

mod dconf;

/// Who can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Teller {
    /// The property `Inhibited` of the notification server, as KDE has it.
    Inhibited,
    /// The property `paused` of dunst.
    Dunst,
    /// GNOME's setting that no banners are shown.
    Gnome,
    /// The setting of Xfce's notification server.
    Xfce,
}

const TELLERS: [Teller; 4] = [
    Teller::Inhibited,
    Teller::Dunst,
    Teller::Gnome,
    Teller::Xfce,
];

const SERVER: &str = "org.freedesktop.Notifications";
const SERVER_PATH: &str = "/org/freedesktop/Notifications";
const DUNST: &str = "org.dunstproject.cmd0";
const XFCONF: &str = "org.xfce.Xfconf";
const XFCONF_PATH: &str = "/org/xfce/Xfconf";
const XFCE_CHANNEL: &str = "xfce4-notifyd";
const XFCE_SETTING: &str = "/do-not-disturb";
const DCONF: &str = "ca.desrt.dconf.Writer";
const GNOME_SETTING: &str = "/org/gnome/desktop/notifications/show-banners";

/// Longest settings database that is read, bytes; usual ones have a few KiB.
const LONGEST: u64 = 16 * 1024 * 1024;

/// A running watch of do-not-disturb. It stops when this is dropped.
#[derive(Debug)]
pub struct Dnd {
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Dnd {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts watching inside the `LocalSet`; without anybody who tells it says so as a fact, and goes on when one comes.
pub fn start(buses: &Buses, facts: Facts) -> Dnd {
    let without = Missing::new(
        "nobody here tells of do not disturb",
        "use `unbend pause 1h` or the tray icon instead",
    );
    let tellers = Tellers::new(facts, Ability::DoNotDisturb, Fact::DoNotDisturb, without, 1);
    let bus = buses.session.clone();
    let task = tokio::task::spawn_local(async move { watch(&bus, &tellers).await });
    Dnd { task }
}

async fn watch(bus: &Bus, tellers: &Tellers) {
    let first = Cell::new(true);
    let gone = |_: &zbus::Error| {
        for teller in TELLERS {
            tellers.says(teller.title(), None);
        }
        tellers.seen(&first);
    };
    let work = async |connection: Connection| follow(&connection, tellers, &first).await;
    bus.keep(gone, work).await;
}

async fn follow(
    connection: &Connection,
    tellers: &Tellers,
    first: &Cell<bool>,
) -> zbus::Result<Infallible> {
    let mut told = SelectAll::<MessageStream>::new();
    let server = signals().path(SERVER_PATH)?.member("PropertiesChanged")?;
    told.push(bus::listen(connection, server).await?);
    let xfconf = signals().interface(XFCONF)?.arg(0, XFCE_CHANNEL)?;
    told.push(bus::listen(connection, xfconf).await?);
    let dconf = signals().interface(DCONF)?.member("Notify")?;
    told.push(bus::listen(connection, dconf).await?);
    for name in [SERVER, XFCONF, Teller::Gnome.name()] {
        told.push(bus::owners(connection, name).await?);
    }
    for teller in TELLERS {
        tellers.says(teller.title(), teller.ask(connection).await?);
    }
    tellers.seen(first);
    loop {
        let message = told.next().await.ok_or(zbus::Error::InvalidReply)??;
        for teller in TELLERS {
            if teller.concerns(&message) {
                tellers.says(teller.title(), teller.ask(connection).await?);
            }
        }
    }
}

impl Teller {
    /// In messages.
    fn title(self) -> &'static str {
        match self {
            Teller::Inhibited => "notification server",
            Teller::Dunst => "dunst",
            Teller::Gnome => "GNOME's setting",
            Teller::Xfce => "Xfce's setting",
        }
    }

    /// The bus name without whose owner it says nothing.
    fn name(self) -> &'static str {
        match self {
            Teller::Inhibited | Teller::Dunst => SERVER,
            Teller::Gnome => "org.gnome.Shell",
            Teller::Xfce => XFCONF,
        }
    }

    /// What it says; `None` if it is not there. Asking starts no service.
    async fn ask(self, connection: &Connection) -> zbus::Result<Option<bool>> {
        if !bus::is_running(connection, self.name()).await? {
            return Ok(None);
        }
        let flag = |value: zbus::Result<OwnedValue>| value.ok().and_then(|value| is_true(&value));
        Ok(match self {
            Teller::Inhibited => {
                flag(bus::property(connection, SERVER, SERVER_PATH, SERVER, "Inhibited").await)
            }
            Teller::Dunst => {
                flag(bus::property(connection, SERVER, SERVER_PATH, DUNST, "paused").await)
            }
            Teller::Gnome => {
                let set =
                    paths::dconf_file().and_then(|path| plain_file::read(&path, LONGEST).ok());
                let shown = set.and_then(|file| dconf::flag(&file, GNOME_SETTING));
                // Nobody has ever changed it: banners are shown.
                Some(!shown.unwrap_or(true))
            }
            Teller::Xfce => {
                let asked = (XFCE_CHANNEL, XFCE_SETTING);
                let reply = connection
                    .call_method(
                        Some(XFCONF),
                        XFCONF_PATH,
                        Some(XFCONF),
                        "GetProperty",
                        &asked,
                    )
                    .await;
                let set = flag(reply.and_then(|reply| reply.body().deserialize()));
                // A setting that is not there is off.
                Some(set.unwrap_or(false))
            }
        })
    }

    fn concerns(self, message: &Message) -> bool {
        let header = message.header();
        let (Some(member), Some(interface)) = (header.member(), header.interface()) else {
            return false;
        };
        let body = message.body();
        match (member.as_str(), self) {
            ("NameOwnerChanged", _) => {
                let changed: zbus::Result<(String, String, String)> = body.deserialize();
                changed.is_ok_and(|(name, _, _)| name == self.name())
            }
            ("PropertiesChanged", Teller::Inhibited) => {
                bus::changed(message, SERVER, "Inhibited").is_some()
            }
            ("PropertiesChanged", Teller::Dunst) => {
                bus::changed(message, DUNST, "paused").is_some()
            }
            ("PropertyChanged" | "PropertyRemoved", Teller::Xfce) => interface == XFCONF,
            ("Notify", Teller::Gnome) => {
                // A whole folder may be told of at once.
                let changed: zbus::Result<(String, Vec<String>, String)> = body.deserialize();
                changed.is_ok_and(|(prefix, _, _)| GNOME_SETTING.starts_with(&prefix))
            }
            _ => false,
        }
    }
}

/// Reads a flag that may be wrapped once more.
fn is_true(value: &Value<'_>) -> Option<bool> {
    if let Value::Value(inner) = value {
        return is_true(inner);
    }
    value.downcast_ref().ok()
}
