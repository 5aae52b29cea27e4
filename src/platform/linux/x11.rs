//! A connection to the X server inside the runtime.

use std::error::Error;
use std::io;
use std::os::fd::{AsFd, OwnedFd};

use tokio::io::unix::AsyncFd;
use x11rb::connection::Connection;
use x11rb::errors::ReplyError;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{Atom, ConnectionExt as _, Window};
use x11rb::rust_connection::RustConnection;

use crate::platform::Missing;
use crate::platform::linux::ready;

/// An open display.
pub(in crate::platform) struct Display {
    /// For requests; after one whose reply was awaited, check for events too.
    pub connection: RustConnection,
    /// The number of the screen.
    pub screen: usize,
    /// Its root window.
    pub root: Window,
    socket: AsyncFd<OwnedFd>,
}

impl Display {
    /// Opens the display of that name, by default this session's.
    ///
    /// # Errors
    /// There is none, or it can't be awaited.
    pub(in crate::platform) fn open(name: Option<&str>) -> Result<Display, Missing> {
        let none = |why: &dyn std::fmt::Display| {
            Missing::new(
                format!("no X display ({why})"),
                "start Unbend inside a desktop session, or set DISPLAY",
            )
        };
        let (connection, screen) = RustConnection::connect(name).map_err(|error| none(&error))?;
        let roots = &connection.setup().roots;
        let root = roots.get(screen).ok_or_else(|| none(&"no such screen"))?;
        let root = root.root;
        let socket = connection.stream().as_fd().try_clone_to_owned();
        let socket = socket
            .and_then(ready::readable)
            .map_err(|error| none(&error))?;
        Ok(Display {
            connection,
            screen,
            root,
            socket,
        })
    }

    /// The number of a name.
    ///
    /// # Errors
    /// The server is gone.
    pub(in crate::platform) fn atom(&self, name: &str) -> Result<Atom, ReplyError> {
        let asked = self.connection.intern_atom(false, name.as_bytes())?;
        Ok(asked.reply()?.atom)
    }

    /// Waits until there may be events; take all of them then. Dropping the future loses nothing.
    ///
    /// # Errors
    /// The connection can't be awaited any more.
    pub(in crate::platform) async fn readable(&self) -> io::Result<()> {
        // Everything there will be read, so whatever makes it readable again is new.
        self.socket.readable().await?.clear_ready();
        Ok(())
    }

    /// The next event that has already arrived.
    ///
    /// # Errors
    /// The server is gone.
    pub(in crate::platform) fn event(&self) -> Result<Option<Event>, Box<dyn Error>> {
        Ok(self.connection.poll_for_event()?)
    }
}

/// What is missing when a connection has ended.
pub(in crate::platform) fn went_away(why: &dyn Error) -> Missing {
    Missing::new(
        format!("the X server went away ({why})"),
        "start it again; in a new session, start Unbend again",
    )
}
