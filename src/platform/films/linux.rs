//! What keeps the screen awake, according to session manager, power manager and logind.

use std::cell::Cell;
use std::convert::Infallible;

use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use tokio::task::JoinSet;
use zbus::{Connection, Message, MessageStream};

use crate::platform::linux::bus::{self, Bus, signals};
use crate::platform::linux::logind;
use crate::platform::linux::reporters::Reporters;
use crate::platform::{Ability, Buses, Fact, Facts, Missing};

/// A service on the session bus that can be asked.
#[derive(Clone, Copy)]
struct InhibitManager {
    /// Its name in messages.
    title: &'static str,
    /// Bus name.
    name: &'static str,
    path: &'static str,
    interface: &'static str,
    question: Question,
}

/// How it is asked.
#[derive(Clone, Copy)]
enum Question {
    /// `IsInhibited` with these flags; each one that begins or ends sends a signal.
    Flags(u32),
    /// `HasInhibit`.
    Plain,
}

/// In GNOME's flags: the session must not become idle.
const IDLE: u32 = 8;

const MANAGERS: [InhibitManager; 2] = [
    InhibitManager {
        title: "session manager",
        name: "org.gnome.SessionManager",
        path: "/org/gnome/SessionManager",
        interface: "org.gnome.SessionManager",
        question: Question::Flags(IDLE),
    },
    InhibitManager {
        title: "power manager",
        name: "org.freedesktop.PowerManagement",
        path: "/org/freedesktop/PowerManagement/Inhibit",
        interface: "org.freedesktop.PowerManagement.Inhibit",
        question: Question::Plain,
    },
];

/// logind's name in messages.
const LOGIND: &str = "logind";

/// Asks the session's services and logind; continues when one appears.
pub(super) fn start(buses: &Buses, facts: Facts) -> JoinSet<()> {
    let without = Missing::new(
        "nobody here tells what keeps the screen awake",
        "a film without input counts as being away; `unbend settings set presence.away_after 10m` makes that later",
    );
    let reporters = Reporters::new(facts, Ability::Films, Fact::Film, without, 2);
    let mut tasks = JoinSet::new();
    let (bus, session) = (buses.session.clone(), reporters.clone());
    tasks.spawn_local(async move { watch_session(&bus, &session).await });
    let bus = buses.system.clone();
    tasks.spawn_local(async move { watch_logind(&bus, &reporters).await });
    tasks
}

async fn watch_session(bus: &Bus, reporters: &Reporters) {
    let first = Cell::new(true);
    let seen = || reporters.seen(&first);
    let gone = |_: &zbus::Error| {
        for manager in MANAGERS {
            reporters.says(manager.title, None);
        }
        seen();
    };
    let work = async |connection: Connection| follow_session(&connection, reporters, &seen).await;
    bus.keep(gone, work).await;
}

async fn follow_session(
    connection: &Connection,
    reporters: &Reporters,
    seen: &impl Fn(),
) -> zbus::Result<Infallible> {
    let mut told = SelectAll::<MessageStream>::new();
    for manager in MANAGERS {
        told.push(bus::listen(connection, signals().interface(manager.interface)?).await?);
        told.push(bus::owners(connection, manager.name).await?);
    }
    for manager in MANAGERS {
        reporters.says(manager.title, manager.ask(connection).await?);
    }
    seen();
    loop {
        let message = told.next().await.ok_or(zbus::Error::InvalidReply)??;
        if let Some(manager) = MANAGERS
            .into_iter()
            .find(|manager| manager.concerns(&message))
        {
            reporters.says(manager.title, manager.ask(connection).await?);
        }
    }
}

impl InhibitManager {
    /// Whether something keeps the screen awake; `None` if it isn't running or doesn't say.
    async fn ask(self, connection: &Connection) -> zbus::Result<Option<bool>> {
        if !bus::is_running(connection, self.name).await? {
            return Ok(None);
        }
        let to = Some(self.name);
        let of = Some(self.interface);
        let reply = match self.question {
            Question::Flags(flags) => {
                connection
                    .call_method(to, self.path, of, "IsInhibited", &flags)
                    .await
            }
            Question::Plain => {
                connection
                    .call_method(to, self.path, of, "HasInhibit", &())
                    .await
            }
        };
        Ok(reply.ok().and_then(|reply| reply.body().deserialize().ok()))
    }

    fn concerns(&self, message: &Message) -> bool {
        let header = message.header();
        let Some(member) = header.member() else {
            return false;
        };
        match member.as_str() {
            "NameOwnerChanged" => {
                let changed: zbus::Result<(String, String, String)> = message.body().deserialize();
                changed.is_ok_and(|(name, _, _)| name == self.name)
            }
            "InhibitorAdded" | "InhibitorRemoved" | "HasInhibitChanged" => {
                header.interface().is_some_and(|of| of == self.interface)
            }
            _ => false,
        }
    }
}

async fn watch_logind(bus: &Bus, reporters: &Reporters) {
    let first = Cell::new(true);
    let seen = || reporters.seen(&first);
    let gone = |_: &zbus::Error| {
        reporters.says(LOGIND, None);
        seen();
    };
    let work = async |connection: Connection| follow_logind(&connection, reporters, &seen).await;
    bus.keep(gone, work).await;
}

async fn follow_logind(
    connection: &Connection,
    reporters: &Reporters,
    seen: &impl Fn(),
) -> zbus::Result<Infallible> {
    let rule = signals().path(logind::PATH)?.member("PropertiesChanged")?;
    let mut changes = bus::listen(connection, rule).await?;
    let mut owners = bus::owners(connection, logind::NAME).await?;
    let ask = async || {
        if !bus::is_running(connection, logind::NAME).await? {
            return Ok(None);
        }
        let inhibited = bus::property(
            connection,
            logind::NAME,
            logind::PATH,
            logind::MANAGER,
            "BlockInhibited",
        );
        let inhibited = inhibited
            .await
            .ok()
            .and_then(|what| String::try_from(what).ok());
        Ok::<_, zbus::Error>(inhibited.map(|what| what.split(':').any(|part| part == "idle")))
    };
    reporters.says(LOGIND, ask().await?);
    seen();
    loop {
        tokio::select! {
            message = bus::next(&mut changes) => {
                if bus::changed(&message?, logind::MANAGER, "BlockInhibited").is_none() {
                    continue;
                }
            }
            message = bus::next(&mut owners) => drop(message?),
        }
        reporters.says(LOGIND, ask().await?);
    }
}
