//! Who can be asked about do-not-disturb, and which signals say that the answer may have changed.

use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, Message, match_rule};

use crate::platform::dnd::way::extra::Told;
use crate::platform::dnd::way::{dconf, lxqt};
use crate::platform::linux::bus::{self, signals};
use crate::platform::linux::places;
use crate::platform::plain_file;

/// Who can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reporter {
    /// The notification server's property `Inhibited`, as on KDE.
    Inhibited,
    /// dunst's property `paused`.
    Dunst,
    /// A mode of mako.
    Mako,
    /// SwayNotificationCenter's switch.
    SwayNc,
    /// GNOME's setting to show no banners.
    Gnome,
    /// The setting of Xfce's notification server.
    Xfce,
    /// The setting of MATE's notification server.
    Mate,
    /// Cinnamon's setting to show no notifications.
    Cinnamon,
    /// The file of LXQt's notification server.
    Lxqt,
}

pub(super) const REPORTERS: [Reporter; 9] = [
    Reporter::Inhibited,
    Reporter::Dunst,
    Reporter::Mako,
    Reporter::SwayNc,
    Reporter::Gnome,
    Reporter::Xfce,
    Reporter::Mate,
    Reporter::Cinnamon,
    Reporter::Lxqt,
];

/// The bus names that the reporters own.
pub(super) const NAMES: [&str; 5] = [SERVER, SWAYNC, GNOME, XFCONF, CINNAMON];

const SERVER: &str = "org.freedesktop.Notifications";
const SERVER_PATH: &str = "/org/freedesktop/Notifications";
const DUNST: &str = "org.dunstproject.cmd0";
const MAKO: &str = "fr.emersion.Mako";
const MAKO_PATH: &str = "/fr/emersion/Mako";
/// Names of mako modes that show nothing: the one from its manual, and other common ones.
const MAKO_MODES: [&str; 3] = ["do-not-disturb", "dnd", "silent"];
const SWAYNC: &str = "org.erikreider.swaync.cc";
const SWAYNC_PATH: &str = "/org/erikreider/swaync/cc";
const GNOME: &str = "org.gnome.Shell";
const GNOME_SETTING: &str = "/org/gnome/desktop/notifications/show-banners";
const CINNAMON: &str = "org.Cinnamon";
const CINNAMON_SETTING: &str = "/org/cinnamon/desktop/notifications/display-notifications";
const MATE_VENDOR: &str = "MATE Desktop Environment";
const MATE_SETTING: &str = "/org/mate/notification-daemon/do-not-disturb";
const LXQT_VENDOR: &str = "lxqt.org";
const DCONF: &str = "ca.desrt.dconf.Writer";
const XFCONF: &str = "org.xfce.Xfconf";
const XFCONF_PATH: &str = "/org/xfce/Xfconf";
const XFCE_CHANNEL: &str = "xfce4-notifyd";
const XFCE_SETTING: &str = "/do-not-disturb";

/// Longest settings database that is read, in bytes; usual ones are a few KiB.
const LONGEST: u64 = 16 * 1024 * 1024;

/// The signals that announce a change.
pub(super) fn rules() -> zbus::Result<Vec<match_rule::Builder<'static>>> {
    Ok(vec![
        signals().path(SERVER_PATH)?.member("PropertiesChanged")?,
        signals().path(MAKO_PATH)?.member("PropertiesChanged")?,
        signals().interface(SWAYNC)?,
        signals().interface(XFCONF)?.arg(0, XFCE_CHANNEL)?,
        signals().interface(DCONF)?.member("Notify")?,
    ])
}

impl Reporter {
    /// Its name in messages.
    pub(super) fn title(self) -> &'static str {
        match self {
            Reporter::Inhibited => "notification server",
            Reporter::Dunst => "dunst",
            Reporter::Mako => "mako",
            Reporter::SwayNc => "SwayNotificationCenter",
            Reporter::Gnome => "GNOME's setting",
            Reporter::Xfce => "Xfce's setting",
            Reporter::Mate => "MATE's setting",
            Reporter::Cinnamon => "Cinnamon's setting",
            Reporter::Lxqt => "LXQt's setting",
        }
    }

    /// The bus name it needs to be owned.
    fn name(self) -> &'static str {
        match self {
            Reporter::Inhibited
            | Reporter::Dunst
            | Reporter::Mako
            | Reporter::Mate
            | Reporter::Lxqt => SERVER,
            Reporter::SwayNc => SWAYNC,
            Reporter::Gnome => GNOME,
            Reporter::Xfce => XFCONF,
            Reporter::Cinnamon => CINNAMON,
        }
    }

    /// The dconf setting it follows.
    fn setting(self) -> Option<&'static str> {
        match self {
            Reporter::Gnome => Some(GNOME_SETTING),
            Reporter::Mate => Some(MATE_SETTING),
            Reporter::Cinnamon => Some(CINNAMON_SETTING),
            Reporter::Inhibited
            | Reporter::Dunst
            | Reporter::Mako
            | Reporter::SwayNc
            | Reporter::Xfce
            | Reporter::Lxqt => None,
        }
    }

    /// What it says; `None` if it isn't there. Asking starts no service.
    pub(super) async fn ask(self, connection: &Connection) -> zbus::Result<Option<bool>> {
        if !bus::is_running(connection, self.name()).await? {
            return Ok(None);
        }
        let flag = |value: zbus::Result<OwnedValue>| value.ok().and_then(|value| is_true(&value));
        Ok(match self {
            Reporter::Inhibited => {
                flag(bus::property(connection, SERVER, SERVER_PATH, SERVER, "Inhibited").await)
            }
            Reporter::Dunst => {
                flag(bus::property(connection, SERVER, SERVER_PATH, DUNST, "paused").await)
            }
            Reporter::Mako => {
                let modes = call(connection, SERVER, MAKO_PATH, MAKO, "ListModes", &()).await;
                let modes = modes.and_then(|reply| reply.body().deserialize::<Vec<String>>());
                modes.ok().map(|modes| {
                    let quiet = |mode: &String| MAKO_MODES.contains(&mode.as_str());
                    modes.iter().any(quiet)
                })
            }
            Reporter::SwayNc => {
                let asked = |method| call(connection, SWAYNC, SWAYNC_PATH, SWAYNC, method, &());
                let on = asked("GetDnd").await;
                let on = on.and_then(|reply| reply.body().deserialize::<bool>());
                // A program that shares the screen requests silence; older ones don't support that.
                let held = asked("IsInhibited").await;
                let held = held.and_then(|reply| reply.body().deserialize::<bool>());
                on.ok().map(|on| on || held.unwrap_or(false))
            }
            // A setting that was never changed has its default: everything is shown.
            Reporter::Gnome | Reporter::Cinnamon => Some(!self.set().unwrap_or(true)),
            Reporter::Mate => {
                let ours = vendor(connection).await.as_deref() == Some(MATE_VENDOR);
                ours.then(|| self.set().unwrap_or(false))
            }
            Reporter::Lxqt => {
                let ours = vendor(connection).await.as_deref() == Some(LXQT_VENDOR);
                ours.then(lxqt::is_quiet)
            }
            Reporter::Xfce => {
                let asked = (XFCE_CHANNEL, XFCE_SETTING);
                let reply = call(
                    connection,
                    XFCONF,
                    XFCONF_PATH,
                    XFCONF,
                    "GetProperty",
                    &asked,
                )
                .await;
                let set = flag(reply.and_then(|reply| reply.body().deserialize()));
                // A missing setting is off.
                Some(set.unwrap_or(false))
            }
        })
    }

    /// The value in dconf; `None` if it was never set.
    fn set(self) -> Option<bool> {
        let file = plain_file::read(&places::dconf_file()?, LONGEST).ok()?;
        dconf::flag(&file, self.setting()?)
    }

    /// Whether its answer may have changed.
    pub(super) fn concerns(self, told: &Told) -> bool {
        match (told, self) {
            (Told::Message(message), _) => self.is_meant(message).unwrap_or(false),
            (Told::SomebodyLeft, Reporter::Mako) | (Told::File, Reporter::Lxqt) => true,
            (Told::SomebodyLeft | Told::File, _) => false,
        }
    }

    fn is_meant(self, message: &Message) -> Option<bool> {
        let header = message.header();
        let (member, interface) = (header.member()?, header.interface()?);
        let body = message.body();
        Some(match (member.as_str(), self) {
            ("NameOwnerChanged", _) => {
                let (name, _, _): (String, String, String) = body.deserialize().ok()?;
                name == self.name()
            }
            ("PropertiesChanged", Reporter::Inhibited) => {
                bus::changed(message, SERVER, "Inhibited").is_some()
            }
            ("PropertiesChanged", Reporter::Dunst) => {
                bus::changed(message, DUNST, "paused").is_some()
            }
            ("PropertiesChanged", Reporter::Mako) => bus::changed(message, MAKO, "Modes").is_some(),
            ("Subscribe" | "SubscribeV2", Reporter::SwayNc) => interface == SWAYNC,
            ("PropertyChanged" | "PropertyRemoved", Reporter::Xfce) => interface == XFCONF,
            ("Notify", Reporter::Gnome | Reporter::Mate | Reporter::Cinnamon) => {
                // A whole folder may be announced at once.
                let (prefix, _, _): (String, Vec<String>, String) = body.deserialize().ok()?;
                self.setting()?.starts_with(&prefix)
            }
            _ => false,
        })
    }
}

/// Whether that mako announces mode changes. Versions before 1.8 don't.
pub(super) async fn mako_tells(connection: &Connection) -> bool {
    let modes = bus::property(connection, SERVER, MAKO_PATH, MAKO, "Modes").await;
    modes.is_ok()
}

/// Who made the notification server.
async fn vendor(connection: &Connection) -> Option<String> {
    let method = "GetServerInformation";
    let reply = call(connection, SERVER, SERVER_PATH, SERVER, method, &()).await;
    let about = reply.ok()?.body().deserialize();
    let (_, vendor, _, _): (String, String, String, String) = about.ok()?;
    Some(vendor)
}

async fn call<A>(
    connection: &Connection,
    name: &str,
    path: &str,
    interface: &str,
    method: &str,
    arguments: &A,
) -> zbus::Result<Message>
where
    A: serde::Serialize + zbus::zvariant::DynamicType,
{
    connection
        .call_method(Some(name), path, Some(interface), method, arguments)
        .await
}

/// Reads a flag that may be wrapped once more.
fn is_true(value: &Value<'_>) -> Option<bool> {
    if let Value::Value(inner) = value {
        return is_true(inner);
    }
    value.downcast_ref().ok()
}
