//! Lock and sleep from logind, and the lock that lets Unbend write before the machine sleeps.

use std::cell::RefCell;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use zbus::zvariant::OwnedFd as BusFd;
use zbus::{Connection, Message, MessageStream};

use super::Known;
use crate::platform::linux::bus::{self, Bus, signals};
use crate::platform::linux::logind::{MANAGER, NAME, PATH, SESSION, session_path};
use crate::platform::session::SleepLock;
use crate::platform::{AbilityState, Fact, Missing};

/// What to do about a missing logind.
const WITHOUT: &str =
    "sleep is still seen by the clocks; a locked session counts as away once there is no input";

/// Watches for ever.
pub(super) async fn watch(bus: &Bus, known: &RefCell<Known>) {
    let gone = |error: &zbus::Error| {
        let missing = Missing::new(format!("no system bus ({error})"), WITHOUT);
        known.borrow_mut().logind(AbilityState::Missing(missing));
    };
    let work = async |connection: Connection| follow(&connection, known).await;
    bus.keep(gone, work).await;
}

async fn follow(
    connection: &Connection,
    known: &RefCell<Known>,
) -> zbus::Result<std::convert::Infallible> {
    let rule = signals()
        .path(PATH)?
        .interface(MANAGER)?
        .member("PrepareForSleep")?;
    let mut sleep = bus::listen(connection, rule).await?;
    let mut owner = bus::owners(connection, NAME).await?;
    let mut session = look(connection, known).await?;
    let mut lock = take_lock(connection).await;
    loop {
        tokio::select! {
            message = bus::next(&mut sleep) => match message?.body().deserialize() {
                // The receiver holds the lock from here on, until everything is written.
                Ok(true) => known.borrow().send(Fact::Sleeping(std::mem::take(&mut lock))),
                Ok(false) => {
                    known.borrow().send(Fact::Woke);
                    lock = take_lock(connection).await;
                }
                Err(_) => {}
            },
            message = bus::next(&mut owner) => {
                message?;
                session = look(connection, known).await?;
                lock = take_lock(connection).await;
            }
            message = of_session(&mut session) => take(&message?, known),
        }
    }
}

/// Asks logind to wait for us before it suspends the machine.
async fn take_lock(connection: &Connection) -> SleepLock {
    let taken = async {
        if !bus::is_running(connection, NAME).await? {
            return Ok(None);
        }
        let asked = ("sleep", "Unbend", "Write down the sitting time", "delay");
        let reply = connection
            .call_method(Some(NAME), PATH, Some(MANAGER), "Inhibit", &asked)
            .await?;
        let lock: BusFd = reply.body().deserialize()?;
        Ok::<_, zbus::Error>(Some(Arc::new(OwnedFd::from(lock))))
    };
    let lock = taken.await.unwrap_or_else(|error| {
        tracing::warn!("the last minute before a sleep may be lost: {error}");
        None
    });
    SleepLock { _held: lock }
}

/// The signals of our session; none arrive until it is known.
async fn of_session(session: &mut Option<MessageStream>) -> zbus::Result<Message> {
    match session {
        Some(stream) => bus::next(stream).await,
        None => std::future::pending().await,
    }
}

fn take(message: &Message, known: &RefCell<Known>) {
    let hint = bus::changed(message, SESSION, "LockedHint");
    if let Some(locked) = hint.and_then(|value| bool::try_from(value).ok()) {
        known.borrow_mut().lock_by_logind(locked);
    }
    // `Lock` is only a request. A screen locker that doesn't maintain the hint would never take it back, and the user
    // would count as away for ever.
    let header = message.header();
    if header.member().is_some_and(|member| member == "Unlock") {
        known.borrow_mut().lock_by_logind(false);
    }
}

/// Finds our session and its current state, and reports it.
async fn look(
    connection: &Connection,
    known: &RefCell<Known>,
) -> zbus::Result<Option<MessageStream>> {
    let by = "logind".to_owned();
    let found = session(connection).await;
    let running = bus::is_running(connection, NAME).await?;
    Ok(match found {
        Ok((stream, locked)) => {
            let mut known = known.borrow_mut();
            known.lock_by_logind(locked);
            known.logind(AbilityState::Works { by });
            Some(stream)
        }
        Err(error) if running => {
            let lacks = Missing::new(
                format!("our session is unknown to it, so locking goes unseen ({error})"),
                "start Unbend inside a desktop session; a locked session counts as away once there is no input",
            );
            known
                .borrow_mut()
                .logind(AbilityState::Limited { by, lacks });
            None
        }
        Err(_) => {
            let missing = Missing::new("no logind", WITHOUT);
            known.borrow_mut().logind(AbilityState::Missing(missing));
            None
        }
    })
}

/// The signals of our session, and whether it is locked now.
async fn session(connection: &Connection) -> zbus::Result<(MessageStream, bool)> {
    let path = session_path(connection).await?;
    let stream = bus::listen(connection, signals().path(path.clone())?).await?;
    let locked = bus::property(connection, NAME, &path, SESSION, "LockedHint").await?;
    Ok((stream, bool::try_from(locked)?))
}
