//! Knows of lock and sleep, from logind.

use std::time::Duration;

use futures_util::StreamExt;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{Connection, MatchRule, Message, MessageStream};

use crate::platform::{Ability, AbilityState, Fact, Facts, Missing};

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const BUS: &str = "org.freedesktop.DBus";

/// Longer than the bus takes to give up starting logind.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running session watch. It stops when this is dropped.
#[derive(Debug)]
pub struct Session {
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts watching inside the `LocalSet`; without a system bus or logind it says so as a fact, and goes on when logind
/// comes.
pub fn start(facts: Facts) -> Session {
    let task = tokio::task::spawn_local(async move {
        if let Err(error) = watch(&facts).await {
            tell(
                &facts,
                AbilityState::Missing(Missing::new(
                    format!("no system bus ({error})"),
                    "sleep is still seen by the clocks; a locked session counts as away once there is no input",
                )),
            );
        }
    });
    Session { task }
}

async fn watch(facts: &Facts) -> zbus::Result<()> {
    let bus = zbus::connection::Builder::system()?
        .method_timeout(PATIENCE)
        .build()
        .await?;
    let sleep = signals()
        .path(PATH)?
        .interface(MANAGER)?
        .member("PrepareForSleep")?
        .build();
    let mut sleep = MessageStream::for_match_rule(sleep, &bus, None).await?;
    let owner = signals()
        .sender(BUS)?
        .interface(BUS)?
        .member("NameOwnerChanged")?
        .arg(0, NAME)?
        .build();
    let mut owner = MessageStream::for_match_rule(owner, &bus, None).await?;
    let mut lock = Lock::default();
    let mut session = lock.look(&bus, facts).await;
    loop {
        let message = tokio::select! {
            message = sleep.next() => {
                let message = next(message)?;
                if let Ok(begins) = message.body().deserialize::<bool>() {
                    let _ = facts.send(if begins { Fact::Sleeping } else { Fact::Woke });
                }
                continue;
            }
            message = owner.next() => {
                next(message)?;
                session = lock.look(&bus, facts).await;
                continue;
            }
            message = of_session(&mut session) => next(message)?,
        };
        lock.take(&message, facts);
    }
}

fn signals() -> zbus::match_rule::Builder<'static> {
    MatchRule::builder().msg_type(zbus::message::Type::Signal)
}

fn next(message: Option<zbus::Result<Message>>) -> zbus::Result<Message> {
    message.unwrap_or_else(|| Err(zbus::Error::Failure("the system bus went away".to_owned())))
}

/// The signals of our session; none come while it is not known.
async fn of_session(session: &mut Option<MessageStream>) -> Option<zbus::Result<Message>> {
    match session {
        Some(stream) => stream.next().await,
        None => std::future::pending().await,
    }
}

/// Whether the session is locked, as last said.
#[derive(Debug, Default)]
struct Lock {
    locked: bool,
}

impl Lock {
    /// Finds our session and how it is now, and says so.
    async fn look(&mut self, bus: &Connection, facts: &Facts) -> Option<MessageStream> {
        let by = "logind".to_owned();
        match session(bus).await {
            Ok((stream, locked)) => {
                self.set(locked, facts);
                tell(facts, AbilityState::Works { by });
                Some(stream)
            }
            Err(error) if is_running(bus).await => {
                let lacks = Missing::new(
                    format!("our session is unknown to it, so locking goes unseen ({error})"),
                    "start Unbend inside a desktop session; a locked session counts as away once there is no input",
                );
                tell(facts, AbilityState::Limited { by, lacks });
                None
            }
            Err(_) => {
                tell(
                    facts,
                    AbilityState::Missing(Missing::new(
                        "no logind",
                        "sleep is still seen by the clocks; a locked session counts as away once there is no input",
                    )),
                );
                None
            }
        }
    }

    fn take(&mut self, message: &Message, facts: &Facts) {
        let header = message.header();
        match header.member().map(|member| member.as_str()) {
            Some("PropertiesChanged") => {
                let body = message.body();
                let changed: zbus::Result<(
                    String,
                    std::collections::HashMap<String, OwnedValue>,
                    Vec<String>,
                )> = body.deserialize();
                let locked = changed
                    .ok()
                    .and_then(|(_, mut values, _)| values.remove("LockedHint"))
                    .and_then(|value| bool::try_from(value).ok());
                if let Some(locked) = locked {
                    self.set(locked, facts);
                }
            }
            Some("Unlock") => self.set(false, facts),
            // `Lock` only asks for a lock. A screen locker that takes no part in the hint would never take it back, and
            // the person would count as away for ever.
            Some(_) | None => {}
        }
    }

    fn set(&mut self, locked: bool, facts: &Facts) {
        if std::mem::replace(&mut self.locked, locked) != locked {
            let _ = facts.send(Fact::Locked(locked));
        }
    }
}

/// The signals of our session, and whether it is locked now.
async fn session(bus: &Connection) -> zbus::Result<(MessageStream, bool)> {
    let path = session_path(bus).await?;
    let rule = signals().path(path.clone())?.build();
    let stream = MessageStream::for_match_rule(rule, bus, None).await?;
    let locked: OwnedValue = bus
        .call_method(
            Some(NAME),
            path,
            Some(PROPERTIES),
            "Get",
            &(SESSION, "LockedHint"),
        )
        .await?
        .body()
        .deserialize()?;
    Ok((stream, bool::try_from(locked)?))
}

/// The session that this process is in, or else the one that its user looks at.
async fn session_path(bus: &Connection) -> zbus::Result<OwnedObjectPath> {
    let own = bus
        .call_method(Some(NAME), PATH, Some(MANAGER), "GetSession", &"auto")
        .await;
    if let Ok(reply) = own {
        return reply.body().deserialize();
    }
    let display: OwnedValue = bus
        .call_method(
            Some(NAME),
            "/org/freedesktop/login1/user/self",
            Some(PROPERTIES),
            "Get",
            &("org.freedesktop.login1.User", "Display"),
        )
        .await?
        .body()
        .deserialize()?;
    let (_id, path): (String, OwnedObjectPath) = display.try_into()?;
    Ok(path)
}

async fn is_running(bus: &Connection) -> bool {
    let reply = bus
        .call_method(
            Some(BUS),
            "/org/freedesktop/DBus",
            Some(BUS),
            "NameHasOwner",
            &NAME,
        )
        .await;
    reply.is_ok_and(|reply| reply.body().deserialize().unwrap_or(false))
}

fn tell(facts: &Facts, state: AbilityState) {
    let ability = Ability::Session;
    let _ = facts.send(Fact::Ability { ability, state });
}
