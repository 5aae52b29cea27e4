//! Knows where files and sockets live; the only file that knows XDG directories and the environment of a session.
#![expect(clippy::disallowed_methods, reason = "the one home of the environment")]

use std::fs::{DirBuilder, Metadata};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs, UserDirs};

use crate::logic::shown::surroundings::Surroundings;
use crate::platform::Missing;

/// Where Unbend keeps its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    config: PathBuf,
    autostart: PathBuf,
    data: PathBuf,
    state: PathBuf,
    cache: PathBuf,
    runtime: PathBuf,
    documents: Option<PathBuf>,
}

impl Paths {
    /// Works out the folders of this person. Makes none but the private folder that stands in for a missing
    /// `XDG_RUNTIME_DIR`.
    ///
    /// # Errors
    /// No home folder, or no private folder for the socket.
    pub fn find() -> Result<Paths, Missing> {
        let (Some(base), Some(project)) = (
            BaseDirs::new(),
            ProjectDirs::from("io.github", "unbend", "Unbend"),
        ) else {
            return Err(Missing::new("no home folder", "set HOME and start again"));
        };
        let uid = rustix::process::geteuid().as_raw();
        let usual = usual_runtime_dir(Path::new(USERS), uid);
        let runtime = runtime_dir(
            base.runtime_dir().or(usual.as_deref()),
            &std::env::temp_dir(),
            uid,
        )?;
        Ok(Paths {
            config: project.config_dir().to_owned(),
            autostart: base.config_dir().join("autostart"),
            data: project.data_dir().to_owned(),
            state: project
                .state_dir()
                .unwrap_or_else(|| project.data_dir())
                .to_owned(),
            cache: project.cache_dir().to_owned(),
            runtime,
            documents: UserDirs::new().and_then(|dirs| Some(dirs.document_dir()?.to_owned())),
        })
    }

    /// The same files, with a daemon that listens on that socket.
    pub fn with_socket(self, socket: &Path) -> Paths {
        match socket.parent() {
            Some(folder) => Paths {
                runtime: folder.to_owned(),
                ..self
            },
            None => self,
        }
    }

    /// The folder of settings and the person's own catalog.
    pub fn config_dir(&self) -> &Path {
        &self.config
    }

    /// The folder of the history.
    pub fn data_dir(&self) -> &Path {
        &self.data
    }

    /// The folders that are for this program alone, each before those in it.
    pub fn own_folders(&self) -> Vec<PathBuf> {
        let beside = ["figures", "pictures"].map(|name| self.config.join(name));
        let own = [&self.config, &self.data, &self.state].map(PathBuf::clone);
        let there = beside.into_iter().filter(|folder| folder.is_dir());
        own.into_iter().chain(there).collect()
    }

    /// The settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.ron")
    }

    /// The person's own catalog.
    pub fn user_catalog(&self) -> PathBuf {
        self.config.join("catalog.ron")
    }

    /// The history.
    pub fn history(&self) -> PathBuf {
        self.data.join("history.sqlite3")
    }

    /// The socket that the daemon listens on.
    pub fn socket(&self) -> PathBuf {
        self.runtime.join("unbend.sock")
    }

    /// The folder of what the person exports: that of their documents, or of the history where there is none.
    pub fn exports(&self) -> PathBuf {
        self.documents.as_ref().unwrap_or(&self.data).clone()
    }

    /// The file that starts the program at login, there or not.
    pub fn autostart(&self) -> PathBuf {
        self.autostart.join("io.github.unbend.Unbend.desktop")
    }

    /// The folder of pictures as they came out when they were drawn; may be deleted at any time.
    pub fn drawn(&self) -> PathBuf {
        self.cache.join("pictures")
    }

    /// Where the windows were.
    pub fn windows(&self) -> PathBuf {
        self.state.join("windows.json")
    }

    /// What a daemon started in the background says.
    pub fn log(&self) -> PathBuf {
        self.state.join("unbend.log")
    }
}

/// The session that this process was started in.
pub fn surroundings() -> Surroundings {
    let folder = session_folder();
    let mut said = whole(Surroundings::of(variable), folder.as_deref());
    if said.session_bus.is_none()
        && let Some(bus) = folder.map(|folder| folder.join("bus"))
        && bus.exists()
    {
        // Where everybody looks who is not told.
        said.session_bus = Some(format!("unix:path={}", bus.display()));
    }
    said
}

/// The same with the whole path of the Wayland display, whose name means something only beside its run-time folder.
pub fn whole(said: Surroundings, folder: Option<&Path>) -> Surroundings {
    let socket = said.wayland_display.map(|display| {
        // A path from the root stays what it is.
        let path = folder.map_or_else(|| PathBuf::from(&display), |folder| folder.join(&display));
        path.display().to_string()
    });
    Surroundings {
        wayland_display: socket,
        ..said
    }
}

/// The socket of this session's Wayland compositor, there or not; none in a session of X11.
pub fn wayland_socket() -> Option<PathBuf> {
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

/// The socket of the X server named by `display` (that of `DISPLAY` if none), there or not; none if that is elsewhere.
pub fn x_socket(display: Option<&str>) -> Option<PathBuf> {
    let display = display.map(str::to_owned).or_else(|| variable("DISPLAY"))?;
    let number: u32 = display.strip_prefix(':')?.split('.').next()?.parse().ok()?;
    Some(PathBuf::from(format!("/tmp/.X11-unix/X{number}")))
}

/// The socket of the sound server, there or not; none if it is on another machine.
pub fn sound_socket() -> Option<PathBuf> {
    if let Some(server) = variable("PULSE_SERVER") {
        let path = server.strip_prefix("unix:").unwrap_or(&server);
        return path.starts_with('/').then(|| PathBuf::from(path));
    }
    match variable("PULSE_RUNTIME_PATH") {
        Some(folder) => Some(PathBuf::from(folder).join("native")),
        None => Some(session_folder()?.join("pulse/native")),
    }
}

/// Where the key to the sound server may be, best first.
pub fn sound_keys() -> Vec<PathBuf> {
    let home = variable("HOME").map(PathBuf::from);
    let config = variable("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(home.as_ref()?.join(".config")));
    let named = variable("PULSE_COOKIE").map(PathBuf::from);
    let configured = config.map(|config| config.join("pulse/cookie"));
    let old = home.map(|home| home.join(".pulse-cookie"));
    named.into_iter().chain(configured).chain(old).collect()
}

/// What this desktop calls itself, as in `ubuntu` and `GNOME`; nothing where it does not say.
pub(super) fn desktop_names() -> Vec<String> {
    let names = variable("XDG_CURRENT_DESKTOP").unwrap_or_default();
    names.split(':').map(str::to_owned).collect()
}

/// The file in which GNOME keeps what the person has set.
pub fn dconf_file() -> Option<PathBuf> {
    Some(config_folder()?.join("dconf/user"))
}

/// The folder in which programs keep what the person has set.
pub(super) fn config_folder() -> Option<PathBuf> {
    Some(BaseDirs::new()?.config_dir().to_owned())
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Where the system keeps the run-time folders of its users.
const USERS: &str = "/run/user";

/// The run-time folder that the system makes for its users, whatever the environment says; none if there is none, or it
/// is somebody else's.
fn usual_runtime_dir(users: &Path, uid: u32) -> Option<PathBuf> {
    let folder = users.join(uid.to_string());
    let found = std::fs::symlink_metadata(&folder).ok()?;
    is_private(&found, uid).then_some(folder)
}

/// The run-time folder in which sessions keep their sockets: the one that was named, else the system's.
pub fn session_folder() -> Option<PathBuf> {
    let named = variable("XDG_RUNTIME_DIR").map(PathBuf::from);
    named.or_else(|| usual_runtime_dir(Path::new(USERS), rustix::process::geteuid().as_raw()))
}

/// `XDG_RUNTIME_DIR` if it is a folder, else a private one named by the user under the folder for temporary files.
fn runtime_dir(xdg: Option<&Path>, temp: &Path, uid: u32) -> Result<PathBuf, Missing> {
    if let Some(dir) = xdg.filter(|dir| dir.is_dir()) {
        return Ok(dir.to_owned());
    }
    let dir = temp.join(format!("unbend-{uid}"));
    match DirBuilder::new().mode(0o700).create(&dir) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => {
            return Err(Missing::new(
                format!(
                    "no private folder for the socket: {}: {error}",
                    dir.display()
                ),
                "set XDG_RUNTIME_DIR to a folder that is yours alone",
            ));
        }
    }
    // Anyone may make a folder of that name first, so it is only used if nobody else can reach into it.
    match std::fs::symlink_metadata(&dir) {
        Ok(found) if is_private(&found, uid) => Ok(dir),
        Ok(_) => Err(Missing::new(
            format!("{} is not a private folder of yours", dir.display()),
            "remove it, or set XDG_RUNTIME_DIR to a folder that is yours alone",
        )),
        Err(error) => Err(Missing::new(
            format!("{} cannot be looked at: {error}", dir.display()),
            "set XDG_RUNTIME_DIR to a folder that is yours alone",
        )),
    }
}

fn is_private(found: &Metadata, uid: u32) -> bool {
    found.is_dir() && found.uid() == uid && found.permissions().mode() & 0o077 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uid() -> u32 {
        rustix::process::geteuid().as_raw()
    }

    #[test]
    fn the_runtime_folder_of_the_session_is_used_as_it_is() {
        let xdg = tempfile::tempdir().unwrap();
        let temp = tempfile::tempdir().unwrap();
        let dir = runtime_dir(Some(xdg.path()), temp.path(), uid()).unwrap();
        assert_eq!(dir, xdg.path());
        assert_eq!(temp.path().read_dir().unwrap().count(), 0);
    }

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

    #[test]
    fn without_one_a_private_folder_is_made_and_found_again() {
        let temp = tempfile::tempdir().unwrap();
        for xdg in [None, Some(Path::new("/nowhere/at/all"))] {
            let dir = runtime_dir(xdg, temp.path(), uid()).unwrap();
            assert_eq!(dir, temp.path().join(format!("unbend-{}", uid())));
            assert_eq!(dir.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        }
    }

    #[test]
    fn a_folder_that_others_can_enter_is_refused() {
        let temp = tempfile::tempdir().unwrap();
        let dir = runtime_dir(None, temp.path(), uid()).unwrap();
        std::fs::set_permissions(&dir, PermissionsExt::from_mode(0o755)).unwrap();
        let missing = runtime_dir(None, temp.path(), uid()).unwrap_err();
        assert!(missing.what.contains("not a private folder"), "{missing}");
    }

    #[test]
    fn a_link_or_the_folder_of_someone_else_is_refused() {
        let temp = tempfile::tempdir().unwrap();
        let own = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(own.path(), temp.path().join(format!("unbend-{}", uid())))
            .unwrap();
        assert!(runtime_dir(None, temp.path(), uid()).is_err());
        let other = uid() + 1;
        assert!(runtime_dir(None, temp.path(), other).is_err());
    }

    #[test]
    fn an_unwritable_place_is_an_error_with_a_way_out() {
        let missing = runtime_dir(None, Path::new("/proc/nowhere"), uid()).unwrap_err();
        assert!(missing.remedy.contains("XDG_RUNTIME_DIR"), "{missing}");
    }

    #[test]
    fn every_file_has_the_name_that_the_documentation_gives() {
        let paths = Paths {
            autostart: PathBuf::new(),
            config: "/c".into(),
            data: "/d".into(),
            state: "/s".into(),
            cache: "/k".into(),
            runtime: "/r".into(),
            documents: None,
        };
        assert_eq!(paths.exports(), paths.data_dir());
        assert_eq!(paths.settings(), Path::new("/c/settings.ron"));
        assert_eq!(paths.user_catalog(), Path::new("/c/catalog.ron"));
        assert_eq!(paths.history(), Path::new("/d/history.sqlite3"));
        assert_eq!(paths.socket(), Path::new("/r/unbend.sock"));
        assert_eq!(paths.log(), Path::new("/s/unbend.log"));
    }
}
