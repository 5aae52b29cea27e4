//! Shares one connection to each message bus, and reconnects when a bus is restarted.

use std::cell::Cell;
use std::convert::Infallible;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::Mutex;
use zbus::address::transport::{Transport, UnixSocket};
use zbus::zvariant::OwnedValue;
use zbus::{Address, Connection, MatchRule, Message, MessageStream};

use crate::platform::buses::BusChange;
use crate::platform::linux::comeback::Comeback;

const BUS: &str = "org.freedesktop.DBus";
const BUS_PATH: &str = "/org/freedesktop/DBus";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Longer than the bus takes to give up on starting a service.
const PATIENCE: Duration = Duration::from_secs(30);

/// One of the two buses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Session,
    System,
}

/// The program's message buses: one connection each, shared by everyone who holds this.
#[derive(Clone, Debug)]
pub struct Buses {
    /// The session bus.
    pub(in crate::platform) session: Bus,
    /// The system bus.
    pub(in crate::platform) system: Bus,
}

impl Buses {
    /// Not connected yet.
    pub fn new() -> Self {
        Buses {
            session: Bus::of(Kind::Session),
            system: Bus::of(Kind::System),
        }
    }
}

impl Buses {
    /// Calls `changed` each time the session bus goes away or comes back. Never ends.
    pub async fn session_changes(&self, changed: impl Fn(BusChange)) {
        let known = Cell::new(None);
        let work = async |connection: Connection| {
            if known.replace(Some(BusChange::Back)) == Some(BusChange::Lost) {
                changed(BusChange::Back);
            }
            connection.closed().await;
            changed(BusChange::Lost);
            Err(ended())
        };
        self.session
            .keep(|_| known.set(Some(BusChange::Lost)), work)
            .await;
    }
}

impl Default for Buses {
    fn default() -> Self {
        Buses::new()
    }
}

/// A message bus, with one connection for all clones.
#[derive(Clone, Debug)]
pub(in crate::platform) struct Bus(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    connection: Mutex<Option<Connection>>,
}

impl Bus {
    fn of(kind: Kind) -> Bus {
        Bus(Rc::new(Inner {
            kind,
            connection: Mutex::new(None),
        }))
    }

    /// Works on the bus for ever. `work` returns when its connection has ended; then, and when there is no bus, `gone`
    /// is called, and `work` starts again once there is a bus.
    pub(in crate::platform) async fn keep(
        &self,
        mut gone: impl FnMut(&zbus::Error),
        mut work: impl AsyncFnMut(Connection) -> zbus::Result<Infallible>,
    ) {
        let mut comeback = Comeback::of(self.socket().as_deref());
        loop {
            let error = match self.connection().await {
                Ok(connection) => {
                    comeback.settled();
                    match work(connection).await {
                        Ok(never) => match never {},
                        Err(error) => error,
                    }
                }
                Err(error) => error,
            };
            gone(&error);
            comeback.worth_a_try().await;
        }
    }

    /// Calls `appeared` each time somebody takes the name, and each time the bus comes back.
    pub(in crate::platform) async fn appearances(&self, name: &str, mut appeared: impl FnMut()) {
        let mut first = true;
        let listen = async |connection: Connection| {
            if !std::mem::take(&mut first) {
                appeared();
            }
            let mut owners = owners(&connection, name).await?;
            loop {
                let message = next(&mut owners).await?;
                let (_, _, new): (String, String, String) = message.body().deserialize()?;
                if !new.is_empty() {
                    appeared();
                }
            }
        };
        self.keep(|_| {}, listen).await;
    }

    /// The connection, made on demand.
    ///
    /// # Errors
    /// There is no bus.
    pub(in crate::platform) async fn connection(&self) -> zbus::Result<Connection> {
        let mut shared = self.0.connection.lock().await;
        if let Some(connection) = shared.as_ref().filter(|known| !known.is_closed()) {
            return Ok(connection.clone());
        }
        let builder = match self.0.kind {
            Kind::Session => zbus::connection::Builder::session()?,
            Kind::System => zbus::connection::Builder::system()?,
        };
        let connection = builder.method_timeout(PATIENCE).build().await?;
        Ok(shared.insert(connection).clone())
    }

    fn socket(&self) -> Option<PathBuf> {
        let address = match self.0.kind {
            Kind::Session => Address::session(),
            Kind::System => Address::system(),
        };
        let address = address.ok()?;
        if let Transport::Unix(socket) = address.transport()
            && let UnixSocket::File(path) = socket.path()
        {
            return Some(path.clone());
        }
        None
    }
}

/// Starts a match rule for signals.
pub(in crate::platform) fn signals() -> zbus::match_rule::Builder<'static> {
    MatchRule::builder().msg_type(zbus::message::Type::Signal)
}

/// Subscribes to what matches the rule.
pub(in crate::platform) async fn listen(
    connection: &Connection,
    rule: zbus::match_rule::Builder<'_>,
) -> zbus::Result<MessageStream> {
    MessageStream::for_match_rule(rule.build().to_owned(), connection, None).await
}

/// Subscribes to the owners of a name.
pub(in crate::platform) async fn owners(
    connection: &Connection,
    name: &str,
) -> zbus::Result<MessageStream> {
    let rule = signals()
        .sender(BUS)?
        .interface(BUS)?
        .member("NameOwnerChanged")?
        .arg(0, name)?;
    listen(connection, rule).await
}

/// The next message of a stream.
///
/// # Errors
/// The connection has ended.
pub(in crate::platform) async fn next(stream: &mut MessageStream) -> zbus::Result<Message> {
    stream.next().await.unwrap_or_else(|| Err(ended()))
}

fn ended() -> zbus::Error {
    zbus::Error::Failure("the connection has ended".to_owned())
}

/// A service, for as long as the same program provides it.
#[derive(Debug)]
pub(in crate::platform) struct Service {
    owners: MessageStream,
}

impl Service {
    /// The service of that name.
    ///
    /// # Errors
    /// Nobody provides it.
    pub(in crate::platform) async fn of(
        connection: &Connection,
        name: &str,
    ) -> zbus::Result<Service> {
        let owners = owners(connection, name).await?;
        if !is_running(connection, name).await? {
            return Err(zbus::Error::Failure("it does not run".to_owned()));
        }
        Ok(Service { owners })
    }

    /// Waits for the service to end, and says why. The next provider knows nothing of earlier requests.
    pub(in crate::platform) async fn ended(&mut self) -> zbus::Error {
        match next(&mut self.owners).await {
            Ok(_) => zbus::Error::Failure("it ended".to_owned()),
            Err(error) => error,
        }
    }
}

/// Whether somebody owns that name. Asking starts no service.
///
/// # Errors
/// The connection has ended.
pub(in crate::platform) async fn is_running(
    connection: &Connection,
    name: &str,
) -> zbus::Result<bool> {
    let reply = connection
        .call_method(Some(BUS), BUS_PATH, Some(BUS), "NameHasOwner", &name)
        .await?;
    reply.body().deserialize()
}

/// Reads a property of a running service.
///
/// # Errors
/// The service doesn't know it.
pub(in crate::platform) async fn property(
    connection: &Connection,
    name: &str,
    path: &str,
    interface: &str,
    property: &str,
) -> zbus::Result<OwnedValue> {
    connection
        .call_method(
            Some(name),
            path,
            Some(PROPERTIES),
            "Get",
            &(interface, property),
        )
        .await?
        .body()
        .deserialize()
}

/// The new value of a property, if the message reports one.
pub(in crate::platform) fn changed(
    message: &Message,
    interface: &str,
    property: &str,
) -> Option<OwnedValue> {
    type Changed = (
        String,
        std::collections::HashMap<String, OwnedValue>,
        Vec<String>,
    );
    let header = message.header();
    if header.member()?.as_str() != "PropertiesChanged" {
        return None;
    }
    let (of, mut values, _): Changed = message.body().deserialize().ok()?;
    (of == interface).then(|| values.remove(property))?
}
