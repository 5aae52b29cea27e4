//! Sources that are watched only while one of the reporters needs them.

use zbus::{Connection, Message, MessageStream};

use crate::platform::dnd::way::lxqt::FileWatch;
use crate::platform::dnd::way::reporter::{self, Reporter};
use crate::platform::linux::bus::{self, signals};

/// Something that may have changed an answer.
#[derive(Debug)]
pub(super) enum Told {
    /// A signal from one of the reporters.
    Message(Message),
    /// A program has left the bus.
    SomebodyLeft,
    /// LXQt's file was written.
    File,
}

/// Costly ways to learn of a change, kept open only for reporters that don't announce changes themselves.
#[derive(Debug, Default)]
pub(super) struct ExtraSources {
    /// Programs that leave the bus. `makoctl` changes the modes of an older mako, then leaves the bus.
    leavers: Option<MessageStream>,
    /// The file that LXQt's server and its settings dialogue share.
    file: Option<FileWatch>,
}

impl ExtraSources {
    /// Watches what that reporter needs while it is there.
    pub(super) async fn want(
        &mut self,
        reporter: Reporter,
        is_there: bool,
        connection: &Connection,
    ) -> zbus::Result<()> {
        match reporter {
            Reporter::Mako if is_there != self.leavers.is_some() => {
                let mute = is_there && !reporter::mako_tells(connection).await;
                self.leavers = match mute {
                    true => Some(leavers(connection).await?),
                    false => None,
                };
            }
            Reporter::Lxqt if is_there != self.file.is_some() => {
                self.file = match is_there {
                    true => FileWatch::start(),
                    false => None,
                };
            }
            Reporter::Inhibited
            | Reporter::Dunst
            | Reporter::Mako
            | Reporter::SwayNc
            | Reporter::Gnome
            | Reporter::Xfce
            | Reporter::Mate
            | Reporter::Cinnamon
            | Reporter::Lxqt => {}
        }
        Ok(())
    }

    /// The next change. Dropping the future loses nothing.
    ///
    /// # Errors
    /// The connection has ended.
    pub(super) async fn next(&mut self) -> zbus::Result<Told> {
        let left = async {
            match &mut self.leavers {
                Some(leavers) => bus::next(leavers).await.map(|_| Told::SomebodyLeft),
                None => std::future::pending().await,
            }
        };
        let written = async {
            match &mut self.file {
                Some(file) => file.written().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            left = left => left,
            () = written => Ok(Told::File),
        }
    }
}

/// Programs leaving the bus: names without a new owner.
async fn leavers(connection: &Connection) -> zbus::Result<MessageStream> {
    let rule = signals()
        .sender("org.freedesktop.DBus")?
        .interface("org.freedesktop.DBus")?
        .member("NameOwnerChanged")?
        .arg(2, "")?;
    bus::listen(connection, rule).await
}
