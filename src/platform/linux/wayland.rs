//! Talks to a Wayland compositor inside the runtime: the connection, the offered interfaces, and the events.

use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::io::unix::AsyncFd;
use wayland_client::backend::WaylandError;
use wayland_client::protocol::wl_callback::{self, WlCallback};
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::{
    ConnectError, Connection, Dispatch, DispatchError, EventQueue, Proxy, QueueHandle,
};

use crate::platform::Missing;
use crate::platform::linux::ready;

/// A compositor that takes longer is reported as silent. It may only be busy, so waiting continues.
pub(in crate::platform) const PATIENCE: Duration = Duration::from_secs(5);

/// What to report while it doesn't answer.
pub(in crate::platform) fn silent() -> Missing {
    Missing::new(
        "the Wayland compositor does not answer",
        "wait if it is only busy, for what it answers later counts too; otherwise log out and in again",
    )
}

/// An interface that the compositor offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::platform) struct Global {
    /// Distinguishes it from an earlier one, whose name a compositor may reuse.
    serial: u64,
    pub name: u32,
    pub interface: String,
    pub version: u32,
}

/// What every client must keep track of.
#[derive(Debug, Default)]
pub(in crate::platform) struct Offers {
    globals: Vec<Global>,
    serials: u64,
    answered: bool,
}

impl Offers {
    /// The first offer of that interface.
    pub(in crate::platform) fn of<I: Proxy>(&self) -> Option<Global> {
        let wanted = I::interface().name;
        self.globals
            .iter()
            .find(|global| global.interface == wanted)
            .cloned()
    }

    /// Whether that is still offered.
    pub(in crate::platform) fn has(&self, offer: &Global) -> bool {
        self.globals.contains(offer)
    }

    /// Binds the first offer of that interface, at up to that version.
    pub(in crate::platform) fn bind<I, S>(
        &self,
        wire: &Wire<S>,
        version: u32,
    ) -> Option<(I, Global)>
    where
        I: Proxy + 'static,
        S: Client + Dispatch<I, ()>,
    {
        let global = self.of::<I>()?;
        let version = version.min(global.version);
        let bound = wire
            .registry
            .bind(global.name, version, &wire.queue.handle(), ());
        Some((bound, global))
    }
}

/// A client's state; it leaves the registry and callbacks to [`Offers`] with `delegate_dispatch!`.
pub(in crate::platform) trait Client:
    Dispatch<WlRegistry, ()> + Dispatch<WlCallback, ()> + 'static
{
    /// Where the compositor's offers are recorded.
    fn offers(&mut self) -> &mut Offers;
}

impl<S: Client> Dispatch<WlRegistry, (), S> for Offers {
    fn event(
        state: &mut S,
        _: &WlRegistry,
        event: wl_registry::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<S>,
    ) {
        let offers = state.offers();
        match event {
            wl_registry::Event::Global {
                name,
                interface,
                version,
            } => {
                offers.serials += 1;
                offers.globals.push(Global {
                    serial: offers.serials,
                    name,
                    interface,
                    version,
                });
            }
            wl_registry::Event::GlobalRemove { name } => {
                offers.globals.retain(|global| global.name != name);
            }
            _ => {}
        }
    }
}

impl<S: Client> Dispatch<WlCallback, (), S> for Offers {
    fn event(
        state: &mut S,
        _: &WlCallback,
        event: wl_callback::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<S>,
    ) {
        if let wl_callback::Event::Done { .. } = event {
            state.offers().answered = true;
        }
    }
}

/// A connection to a compositor.
pub(in crate::platform) struct Wire<S> {
    queue: EventQueue<S>,
    connection: Connection,
    registry: WlRegistry,
    socket: AsyncFd<OwnedFd>,
}

impl<S: Client> Wire<S> {
    /// Connects, and waits until the compositor has told `state` what it offers, however long that takes.
    ///
    /// # Errors
    /// No compositor, or it goes away.
    pub(in crate::platform) async fn connect(
        path: Option<&Path>,
        state: &mut S,
    ) -> Result<Wire<S>, Missing> {
        let none = |why: &str| {
            Missing::new(
                format!("no Wayland compositor ({why})"),
                "start Unbend inside a Wayland session, or set WAYLAND_DISPLAY",
            )
        };
        let path = path.ok_or_else(|| none("WAYLAND_DISPLAY is not set"))?;
        let stream = UnixStream::connect(path).map_err(|error| none(&error.to_string()))?;
        let connection = Connection::from_socket(stream).map_err(|error| match error {
            ConnectError::NoWaylandLib => Missing::new(
                "no libwayland-client.so.0",
                "install the package libwayland-client0",
            ),
            ConnectError::NoCompositor | ConnectError::InvalidFd => none(&error.to_string()),
        })?;
        let socket = connection
            .backend()
            .poll_fd()
            .try_clone_to_owned()
            .and_then(ready::readable)
            .map_err(|error| none(&error.to_string()))?;
        let queue = connection.new_event_queue();
        let registry = connection.display().get_registry(&queue.handle(), ());
        let mut wire = Wire {
            queue,
            connection,
            registry,
            socket,
        };
        wire.answer(state).await?;
        Ok(wire)
    }

    /// Waits until the compositor has processed everything so far, however long that takes.
    ///
    /// # Errors
    /// It is gone.
    pub(in crate::platform) async fn answer(&mut self, state: &mut S) -> Result<(), Missing> {
        state.offers().answered = false;
        let _callback = self.connection.display().sync(&self.queue.handle(), ());
        while !state.offers().answered {
            self.events(state).await?;
        }
        Ok(())
    }

    /// Flushes requests, waits for events, and hands them to `state`. Dropping the future loses nothing.
    ///
    /// # Errors
    /// The compositor is gone.
    pub(in crate::platform) async fn events(&mut self, state: &mut S) -> Result<(), Missing> {
        self.wait(state).await.map_err(|error| {
            Missing::new(
                format!("the Wayland compositor went away ({error})"),
                "start it again; in a new session, start Unbend again",
            )
        })
    }

    async fn wait(&mut self, state: &mut S) -> Result<(), DispatchError> {
        loop {
            if self.queue.dispatch_pending(state)? > 0 {
                return Ok(());
            }
            match self.queue.flush() {
                Err(WaylandError::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                flushed => flushed?,
            }
            let mut guard = self.socket.readable().await.map_err(WaylandError::Io)?;
            match self.queue.prepare_read().map(|reading| reading.read()) {
                Some(Err(WaylandError::Io(error)))
                    if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Some(read) => drop(read?),
                None => {}
            }
            // The library may have left something unread, and doesn't say whether it has.
            if !has_more(self.socket.get_ref()) {
                guard.clear_ready();
            }
        }
    }

    /// Where events of new objects go.
    pub(in crate::platform) fn handle(&self) -> QueueHandle<S> {
        self.queue.handle()
    }
}

fn has_more(socket: &OwnedFd) -> bool {
    let mut asked = [PollFd::new(socket, PollFlags::IN)];
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    matches!(poll(&mut asked, Some(&at_once)), Ok(1..))
}
