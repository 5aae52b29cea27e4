//! A desktop's session bus, queried synchronously.

use std::time::Duration;

use futures_util::StreamExt as _;
use serde::Serialize;
use tokio::runtime::Runtime;
use zbus::zvariant::{DynamicDeserialize, DynamicType, OwnedValue};
use zbus::{Connection, MatchRule, MessageStream, connection, message};

use super::Process;

/// How long an immediate signal may take; generous, for busy machines.
const PATIENCE: Duration = Duration::from_secs(20);

/// Someone on the bus: a name and an object path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Well-known or unique bus name.
    pub name: String,
    /// Path of the object.
    pub path: String,
}

impl Object {
    /// An object by its name and path.
    pub fn new(name: &str, path: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: path.to_owned(),
        }
    }
}

/// A connection to a message bus, with the runtime that drives it.
pub struct Bus {
    runtime: Runtime,
    connection: Connection,
}

impl Bus {
    /// Connects to the bus at `address`.
    ///
    /// # Panics
    /// If nobody answers there.
    pub fn open(address: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be made");
        let connection = runtime
            .block_on(async { connection::Builder::address(address)?.build().await })
            .expect("the bus answers");
        Self {
            runtime,
            connection,
        }
    }

    /// Calls a method and returns its answer.
    ///
    /// # Errors
    /// What the other side said, for example because it is gone.
    pub fn call<A, R>(&self, to: &Object, method: (&str, &str), arguments: &A) -> zbus::Result<R>
    where
        A: Serialize + DynamicType,
        R: for<'d> DynamicDeserialize<'d>,
    {
        let (interface, method) = method;
        self.runtime.block_on(async {
            let reply = self
                .connection
                .call_method(
                    Some(to.name.as_str()),
                    to.path.as_str(),
                    Some(interface),
                    method,
                    arguments,
                )
                .await?;
            reply.body().deserialize()
        })
    }

    /// Reads a property.
    ///
    /// # Errors
    /// What the other side said, or that the property has another type.
    pub fn property<T>(&self, of: &Object, property: (&str, &str)) -> zbus::Result<T>
    where
        T: TryFrom<OwnedValue>,
        T::Error: Into<zbus::Error>,
    {
        let value: OwnedValue =
            self.call(of, ("org.freedesktop.DBus.Properties", "Get"), &property)?;
        T::try_from(value).map_err(Into::into)
    }

    /// Subscribes to a signal from any sender.
    pub fn listen(&self, interface: &str, signal: &str) -> Signals<'_> {
        let rule = MatchRule::builder()
            .msg_type(message::Type::Signal)
            .interface(interface)
            .and_then(|rule| rule.member(signal))
            .expect("an interface and a signal")
            .build();
        let stream = self
            .runtime
            .block_on(MessageStream::for_match_rule(rule, &self.connection, None))
            .expect("the bus takes the rule");
        Signals {
            bus: self,
            name: signal.to_owned(),
            first: None,
            stream: Some(stream),
        }
    }

    /// Turns this into a monitor of a method's calls by anyone, which can do nothing else.
    pub fn overhear(self, interface: &str, method: &str) -> Calls {
        let rule = format!("type='method_call',interface='{interface}',member='{method}'");
        let stream = self.runtime.block_on(async {
            let stream = MessageStream::from(&self.connection);
            self.connection
                .call_method(
                    Some("org.freedesktop.DBus"),
                    "/org/freedesktop/DBus",
                    Some("org.freedesktop.DBus.Monitoring"),
                    "BecomeMonitor",
                    &(&[rule.as_str()][..], 0_u32),
                )
                .await
                .expect("the bus lets its owner listen");
            stream
        });
        Calls {
            method: method.to_owned(),
            bus: self,
            stream,
        }
    }

    /// Whether somebody owns a well-known name.
    pub fn has_owner(&self, name: &str) -> bool {
        self.daemon("NameHasOwner", &(name,))
            .expect("the bus knows its names")
    }

    /// The process that owns a well-known name.
    ///
    /// # Panics
    /// If nobody owns it.
    #[track_caller]
    pub fn owner(&self, name: &str) -> Process {
        self.daemon("GetConnectionUnixProcessID", &(name,))
            .map(Process::of)
            .expect("somebody owns the name")
    }

    /// Starts the service that owns a well-known name, as the bus does on the first call.
    #[track_caller]
    pub fn activate(&self, name: &str) {
        let _: u32 = self
            .daemon("StartServiceByName", &(name, 0_u32))
            .expect("the bus knows the service");
    }

    fn daemon<A, R>(&self, method: &str, arguments: &A) -> zbus::Result<R>
    where
        A: Serialize + DynamicType,
        R: for<'d> DynamicDeserialize<'d>,
    {
        const NAME: &str = "org.freedesktop.DBus";
        self.call(
            &Object::new(NAME, "/org/freedesktop/DBus"),
            (NAME, method),
            arguments,
        )
    }
}

/// The calls of one method, in order.
pub struct Calls {
    method: String,
    bus: Bus,
    stream: MessageStream,
}

impl Calls {
    /// Waits for the next one and returns its arguments.
    ///
    /// # Panics
    /// If there is none within 20 seconds, or its arguments are different.
    #[track_caller]
    pub fn next<T>(&mut self) -> T
    where
        T: for<'d> DynamicDeserialize<'d>,
    {
        let method = self.method.as_str();
        let (runtime, stream) = (&self.bus.runtime, &mut self.stream);
        let next = async {
            loop {
                let message = stream.next().await.expect("the bus lives");
                let message = message.expect("a whole message");
                // The bus's own messages to the monitor arrive here as well.
                if message.header().member().is_some_and(|name| name == method) {
                    return message;
                }
            }
        };
        let message = runtime
            .block_on(async { tokio::time::timeout(PATIENCE, next).await })
            .unwrap_or_else(|_| panic!("waited in vain for a call of {method}"));
        message
            .body()
            .deserialize()
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }
}

/// The signals of one kind, in order.
pub struct Signals<'b> {
    bus: &'b Bus,
    name: String,
    /// Arrived, but not handed out yet.
    first: Option<zbus::Message>,
    /// Always present until dropped.
    stream: Option<MessageStream>,
}

impl Signals<'_> {
    /// Whether one arrives within a third of a second; it is still returned next.
    pub fn waiting(&mut self) -> bool {
        const MOMENT: Duration = Duration::from_millis(300);
        if self.first.is_none() {
            let stream = self.stream.as_mut().expect("there until the end");
            let next = self
                .bus
                .runtime
                .block_on(async { tokio::time::timeout(MOMENT, stream.next()).await });
            self.first = next.ok().flatten().and_then(Result::ok);
        }
        self.first.is_some()
    }

    /// Waits for the next one and returns its contents.
    ///
    /// # Panics
    /// If there is none within 20 seconds, or its contents are different.
    #[track_caller]
    pub fn next<T>(&mut self) -> T
    where
        T: for<'d> DynamicDeserialize<'d>,
    {
        let stream = self.stream.as_mut().expect("there until the end");
        let message = self.first.take().unwrap_or_else(|| {
            self.bus
                .runtime
                .block_on(async { tokio::time::timeout(PATIENCE, stream.next()).await })
                .unwrap_or_else(|_| panic!("waited in vain for the signal {}", self.name))
                .expect("the bus lives")
                .expect("a whole message")
        });
        message
            .body()
            .deserialize()
            .unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

impl Drop for Signals<'_> {
    fn drop(&mut self) {
        // Dropping the stream removes its match rule from the bus, which needs the runtime.
        let _guard = self.bus.runtime.enter();
        self.stream = None;
    }
}
