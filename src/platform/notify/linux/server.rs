//! Speaks `org.freedesktop.Notifications`.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, MessageStream, fdo};

use crate::logic::schedule::Close;
use crate::platform::notify::way::servers::Manners;
use crate::platform::{AbilityState, Missing};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// Close reason: the user dismissed it.
const DISMISSED: u32 = 2;

/// Longer than the bus takes to give up on starting a server.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection to the session bus, and what comes from the notification server over it.
#[derive(Debug)]
pub(super) struct Bus {
    connection: Connection,
    /// All signals in one stream, since their order matters: an activation token precedes its press.
    signals: MessageStream,
    owners: MessageStream,
}

/// Something the server or the bus said.
#[derive(Debug)]
pub(super) enum Report {
    /// Lets a window opened by the next press take the focus.
    Token { id: u32, token: String },
    /// A button was pressed or the body clicked.
    Action { id: u32, key: String },
    /// It is no longer shown.
    Closed { id: u32, how: Close },
    /// The server went away, appeared or was replaced; unique bus names.
    Owner {
        old: Option<String>,
        new: Option<String>,
    },
    /// Nothing more will come.
    BusLost,
}

/// Whether there is a server.
#[derive(Clone, Debug)]
pub(super) enum Presence {
    Running(Server),
    /// The bus starts one at the first notification.
    OnDemand,
    Absent,
}

impl Presence {
    pub(super) fn ability(&self) -> AbilityState {
        match self {
            Presence::Running(server) if server.actions => AbilityState::Works {
                by: server.name.clone(),
            },
            Presence::Running(server) => AbilityState::Limited {
                by: server.name.clone(),
                lacks: Missing::new(
                    "it shows no buttons",
                    "answer from the tray icon or with `unbend break`, `unbend snooze` and `unbend skip`",
                ),
            },
            Presence::OnDemand => AbilityState::Works {
                by: "a server that starts with the first reminder".to_owned(),
            },
            Presence::Absent => AbilityState::Missing(no_server()),
        }
    }
}

fn no_server() -> Missing {
    Missing::new(
        "no notification server",
        "start one, such as dunst or mako; until then reminders open a small window",
    )
}

/// What a running server can do.
#[derive(Clone, Debug)]
pub(super) struct Server {
    /// Its unique bus name.
    pub owner: String,
    /// Its name and version.
    pub name: String,
    /// It shows buttons.
    pub actions: bool,
    /// It reads the body as markup.
    pub markup: bool,
    /// How it treats notifications.
    pub manners: Manners,
}

/// A notification's urgency, by the protocol's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Urgency {
    Low = 0,
    Normal = 1,
    Critical = 2,
}

/// The arguments of a notification.
#[derive(Debug)]
pub(super) struct Showing {
    /// The id of the one it replaces, 0 for none.
    pub replaces: u32,
    pub title: String,
    pub body: String,
    /// Key, label, key, label.
    pub actions: Vec<String>,
    pub urgency: Urgency,
    /// All other hints.
    pub hints: HashMap<&'static str, Value<'static>>,
    /// Milliseconds until it goes; 0 is never, -1 is up to the server.
    pub expires: i32,
}

impl Bus {
    pub(super) async fn connect() -> Result<Bus, Missing> {
        let connect = async {
            let connection = zbus::connection::Builder::session()?
                .method_timeout(PATIENCE)
                .build()
                .await?;
            let signals = MatchRule::builder()
                .msg_type(zbus::message::Type::Signal)
                .path(PATH)?
                .interface(NAME)?
                .build();
            let owners = MatchRule::builder()
                .msg_type(zbus::message::Type::Signal)
                .sender("org.freedesktop.DBus")?
                .interface("org.freedesktop.DBus")?
                .member("NameOwnerChanged")?
                .arg(0, NAME)?
                .build();
            Ok::<_, zbus::Error>(Bus {
                signals: MessageStream::for_match_rule(signals, &connection, None).await?,
                owners: MessageStream::for_match_rule(owners, &connection, None).await?,
                connection,
            })
        };
        connect.await.map_err(|error| {
            Missing::new(
                format!("no session bus ({error})"),
                "start Unbend inside a desktop session; the command line and the window work without",
            )
        })
    }

    /// Identifies this run of the bus.
    pub(super) fn guid(&self) -> &str {
        self.connection.server_guid().as_str()
    }

    /// Waits for the next report. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> Report {
        loop {
            let message = tokio::select! {
                message = self.signals.next() => message,
                message = self.owners.next() => message,
            };
            let Some(Ok(message)) = message else {
                return Report::BusLost;
            };
            // A message of another shape isn't for us.
            if let Ok(Some(report)) = read(&message) {
                return report;
            }
        }
    }

    /// Finds out about the server without starting one.
    pub(super) async fn presence(&self) -> Result<Presence, Missing> {
        let bus = fdo::DBusProxy::new(&self.connection)
            .await
            .map_err(broken)?;
        let name = NAME.try_into().map_err(broken)?;
        if bus.name_has_owner(name).await.map_err(broken)? {
            return self.server().await.map(Presence::Running);
        }
        let startable = bus.list_activatable_names().await.map_err(broken)?;
        Ok(if startable.iter().any(|name| name.as_str() == NAME) {
            Presence::OnDemand
        } else {
            Presence::Absent
        })
    }

    /// Asks the server what it can do; the bus starts one if it knows how.
    pub(super) async fn server(&self) -> Result<Server, Missing> {
        let reply = self.call("GetServerInformation", &()).await?;
        let owner = reply
            .header()
            .sender()
            .map(ToString::to_string)
            .unwrap_or_default();
        let (name, maker, version, _spec): (String, String, String, String) =
            reply.body().deserialize().map_err(broken)?;
        let capabilities: Vec<String> = self
            .call("GetCapabilities", &())
            .await?
            .body()
            .deserialize()
            .map_err(broken)?;
        let can = |what: &str| capabilities.iter().any(|capability| capability == what);
        Ok(Server {
            owner,
            actions: can("actions"),
            markup: can("body-markup"),
            manners: Manners::of(&name, &maker),
            name: format!("{name} {version}"),
        })
    }

    /// Shows a notification and returns its id.
    pub(super) async fn notify(&self, showing: &Showing) -> Result<u32, Missing> {
        let mut hints: HashMap<&str, &Value<'_>> = showing
            .hints
            .iter()
            .map(|(key, value)| (*key, value))
            .collect();
        let urgency = Value::U8(showing.urgency as u8);
        hints.insert("urgency", &urgency);
        self.call(
            "Notify",
            &(
                "Unbend",
                showing.replaces,
                super::APP_ID,
                &showing.title,
                &showing.body,
                &showing.actions,
                hints,
                showing.expires,
            ),
        )
        .await?
        .body()
        .deserialize()
        .map_err(broken)
    }

    /// Removes a notification. It doesn't matter whether it was still there.
    pub(super) async fn close(&self, id: u32) {
        let sent = async {
            let message = zbus::Message::method_call(PATH, "CloseNotification")?
                .destination(NAME)?
                .interface(NAME)?
                .with_flags(zbus::message::Flags::NoReplyExpected)?
                .with_flags(zbus::message::Flags::NoAutoStart)?
                .build(&id)?;
            self.connection.send(&message).await
        };
        if let Err(error) = sent.await {
            tracing::debug!("closing a notification: {error}");
        }
    }

    async fn call<B>(&self, method: &str, body: &B) -> Result<zbus::Message, Missing>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        self.connection
            .call_method(Some(NAME), PATH, Some(NAME), method, body)
            .await
            .map_err(|error| {
                let error = fdo::Error::from(error);
                let nobody = matches!(
                    error,
                    fdo::Error::ServiceUnknown(_) | fdo::Error::NameHasNoOwner(_)
                );
                if nobody { no_server() } else { broken(error) }
            })
    }
}

fn broken(error: impl std::fmt::Display) -> Missing {
    Missing::new(
        format!("the notification server does not answer as it should ({error})"),
        "restart it, or use another one",
    )
}

fn read(message: &zbus::Message) -> zbus::Result<Option<Report>> {
    let header = message.header();
    let body = message.body();
    Ok(match header.member().map(|member| member.as_str()) {
        Some("ActivationToken") => {
            let (id, token) = body.deserialize()?;
            Some(Report::Token { id, token })
        }
        Some("ActionInvoked") => {
            let (id, key) = body.deserialize()?;
            Some(Report::Action { id, key })
        }
        Some("NotificationClosed") => {
            let (id, reason): (u32, u32) = body.deserialize()?;
            let how = match reason {
                DISMISSED => Close::ByPerson,
                // Expired, closed by a program, or for the server's own reasons: nobody has answered.
                _ => Close::ByItself,
            };
            Some(Report::Closed { id, how })
        }
        Some("NameOwnerChanged") => {
            let (_name, old, new): (String, String, String) = body.deserialize()?;
            let known = |name: String| Some(name).filter(|name| !name.is_empty());
            Some(Report::Owner {
                old: known(old),
                new: known(new),
            })
        }
        Some(_) | None => None,
    })
}
