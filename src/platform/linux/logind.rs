//! logind's names, and which of its sessions is ours.

use zbus::Connection;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use crate::platform::linux::bus;

/// The bus name of the service.
pub(in crate::platform) const NAME: &str = "org.freedesktop.login1";
/// The interface of a session.
pub(in crate::platform) const SESSION: &str = "org.freedesktop.login1.Session";
/// The object that manages all sessions.
pub(in crate::platform) const PATH: &str = "/org/freedesktop/login1";
/// Its interface.
pub(in crate::platform) const MANAGER: &str = "org.freedesktop.login1.Manager";

/// The session that this process is in, or else its user's active one.
///
/// # Errors
/// There is neither, or no logind.
pub(in crate::platform) async fn session_path(
    connection: &Connection,
) -> zbus::Result<OwnedObjectPath> {
    let own = connection
        .call_method(Some(NAME), PATH, Some(MANAGER), "GetSession", &"auto")
        .await;
    if let Ok(reply) = own {
        return reply.body().deserialize();
    }
    let user = "/org/freedesktop/login1/user/self";
    let of_user = "org.freedesktop.login1.User";
    let display: OwnedValue = bus::property(connection, NAME, user, of_user, "Display").await?;
    let (_id, path): (String, OwnedObjectPath) = display.try_into()?;
    Ok(path)
}
