//! Where the parts of a Linux session listen, and what its environment says about them.
#![expect(
    clippy::disallowed_methods,
    reason = "the one home of the environment of a Linux session"
)]

use std::fs::Metadata;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::logic::shown::surroundings::Surroundings;

/// The session in which this process was started.
pub(in crate::platform) fn surroundings() -> Surroundings {
    let folder = session_folder();
    let mut said = whole(Surroundings::of(variable), folder.as_deref());
    if said.session_bus.is_none()
        && let Some(bus) = folder.map(|folder| folder.join("bus"))
        && bus.exists()
    {
        // The default place to look.
        said.session_bus = Some(format!("unix:path={}", bus.display()));
    }
    said
}

/// The same with the full path of the Wayland display, whose name only means something in its run-time folder.
pub(in crate::platform) fn whole(said: Surroundings, folder: Option<&Path>) -> Surroundings {
    let socket = said.wayland_display.map(|display| {
        // An absolute path stays as it is.
        let path = folder.map_or_else(|| PathBuf::from(&display), |folder| folder.join(&display));
        path.display().to_string()
    });
    Surroundings {
        wayland_display: socket,
        ..said
    }
}

/// Whether the environment names a display.
pub(in crate::platform) fn names_a_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| variable(name).is_some())
}

/// The socket of this session's Wayland compositor, whether or not it exists; none in an X11 session.
pub(in crate::platform) fn wayland_socket() -> Option<PathBuf> {
    let display = match (variable("WAYLAND_DISPLAY"), variable("DISPLAY")) {
        (Some(display), _) => PathBuf::from(display),
        (None, Some(_)) => return None,
        // Started before the session could say: the name that compositors take first.
        (None, None) => PathBuf::from("wayland-0"),
    };
    match display.is_absolute() {
        true => Some(display),
        false => Some(session_folder()?.join(display)),
    }
}

/// The socket of the X server named by `display` (by default `DISPLAY`), whether or not it exists; none if it is
/// remote.
pub(in crate::platform) fn x_socket(display: Option<&str>) -> Option<PathBuf> {
    let display = display.map(str::to_owned).or_else(|| variable("DISPLAY"))?;
    let number: u32 = display.strip_prefix(':')?.split('.').next()?.parse().ok()?;
    Some(PathBuf::from(format!("/tmp/.X11-unix/X{number}")))
}

/// The socket of the sound server, whether or not it exists; none if it is on another machine.
pub(in crate::platform) fn sound_socket() -> Option<PathBuf> {
    if let Some(server) = variable("PULSE_SERVER") {
        let path = server.strip_prefix("unix:").unwrap_or(&server);
        return path.starts_with('/').then(|| PathBuf::from(path));
    }
    match variable("PULSE_RUNTIME_PATH") {
        Some(folder) => Some(PathBuf::from(folder).join("native")),
        None => Some(session_folder()?.join("pulse/native")),
    }
}

/// Where the key for the sound server may be, best first.
pub(in crate::platform) fn sound_keys() -> Vec<PathBuf> {
    let home = variable("HOME").map(PathBuf::from);
    let config = variable("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(home.as_ref()?.join(".config")));
    let named = variable("PULSE_COOKIE").map(PathBuf::from);
    let configured = config.map(|config| config.join("pulse/cookie"));
    let old = home.map(|home| home.join(".pulse-cookie"));
    named.into_iter().chain(configured).chain(old).collect()
}

/// What this desktop calls itself, as in `ubuntu` and `GNOME`; empty if it doesn't say.
pub(in crate::platform) fn desktop_names() -> Vec<String> {
    let names = variable("XDG_CURRENT_DESKTOP").unwrap_or_default();
    names.split(':').map(str::to_owned).collect()
}

/// The file in which GNOME keeps the user's settings.
pub(in crate::platform) fn dconf_file() -> Option<PathBuf> {
    Some(config_folder()?.join("dconf/user"))
}

/// The folder in which programs keep the user's settings.
pub(in crate::platform) fn config_folder() -> Option<PathBuf> {
    Some(BaseDirs::new()?.config_dir().to_owned())
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Where the system keeps the run-time folders of its users.
pub(in crate::platform) const USERS: &str = "/run/user";

/// The run-time folder that the system creates for its users, whatever the environment says; none if it is missing or
/// somebody else's.
pub(in crate::platform) fn usual_runtime_dir(users: &Path, uid: u32) -> Option<PathBuf> {
    let folder = users.join(uid.to_string());
    let found = std::fs::symlink_metadata(&folder).ok()?;
    is_private(&found, uid).then_some(folder)
}

/// The run-time folder in which sessions keep their sockets: the one named in the environment, else the system's.
pub(in crate::platform) fn session_folder() -> Option<PathBuf> {
    let named = variable("XDG_RUNTIME_DIR").map(PathBuf::from);
    named.or_else(|| usual_runtime_dir(Path::new(USERS), uid()))
}

/// The user id of this process.
pub(in crate::platform) fn uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Whether it is a folder that only that user can access.
pub(in crate::platform) fn is_private(found: &Metadata, uid: u32) -> bool {
    found.is_dir() && found.uid() == uid && found.permissions().mode() & 0o077 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_that_the_system_made_for_its_user_does_as_well() {
        let users = tempfile::tempdir().unwrap();
        assert_eq!(usual_runtime_dir(users.path(), uid()), None);
        let own = users.path().join(uid().to_string());
        std::fs::create_dir(&own).unwrap();
        std::fs::set_permissions(&own, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(
            usual_runtime_dir(users.path(), uid()),
            None,
            "open to others"
        );
        std::fs::set_permissions(&own, std::fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(usual_runtime_dir(users.path(), uid()), Some(own));
        std::fs::create_dir(users.path().join((uid() + 1).to_string())).unwrap();
        assert_eq!(usual_runtime_dir(users.path(), uid() + 1), None);
    }
}
