//! A Linux display and bus: what the environment says about them, and whether they answer. A folder watch reports when
//! a compositor creates its socket.

use std::ffi::OsString;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::Command;
use std::str::FromStr;
use std::time::Duration;

use rustix::fs::inotify::WatchFlags;
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};
use zbus::Address;
use zbus::address::transport::{Transport, UnixSocket};
use zbus::zvariant::OwnedValue;

use crate::logic::shown::surroundings::Surroundings;
use crate::platform::linux::bus;
use crate::platform::linux::folder_watch::FolderWatch;
use crate::platform::linux::places;

/// systemd's manager of the user's services.
const SYSTEMD: &str = "org.freedesktop.systemd1";
const SYSTEMD_PATH: &str = "/org/freedesktop/systemd1";
const SYSTEMD_MANAGER: &str = "org.freedesktop.systemd1.Manager";

/// Names that compositors take, `wayland-0` and so on: as many as libwayland tries.
const COMPOSITORS: u32 = 33;

/// A compositor tells the rest of its session where it is a moment after it has created its socket.
const SETTLE: Duration = Duration::from_secs(1);

/// Longer than systemd takes to answer.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) fn hand_focus(command: &mut Command, token: &str) {
    command
        .env("XDG_ACTIVATION_TOKEN", token)
        .env("DESKTOP_STARTUP_ID", token);
}

pub(super) fn own() -> Surroundings {
    places::surroundings()
}

pub(super) fn better(own: &Surroundings, theirs: &Surroundings) -> Option<Surroundings> {
    if own == theirs {
        return None;
    }
    let moves = |mine: bool, yours: bool| !mine && yours;
    let display =
        own.screen() != theirs.screen() && moves(display_answers(own), display_answers(theirs));
    let bus = own.session_bus != theirs.session_bus && moves(bus_answers(own), bus_answers(theirs));
    let moved = match (display, bus) {
        (false, false) => return None,
        (true, false) => own.with_display_of(theirs),
        (false, true) => own.with_bus_of(theirs),
        (true, true) => theirs.clone(),
    };
    Some(moved)
}

/// Whether somebody answers at the display.
fn display_answers(surroundings: &Surroundings) -> bool {
    match (&surroundings.wayland_display, &surroundings.display) {
        (Some(socket), _) => path_answers(Path::new(socket)),
        (None, Some(display)) => x_answers(display),
        (None, None) => false,
    }
}

/// Whether somebody answers at the bus.
fn bus_answers(surroundings: &Surroundings) -> bool {
    let addresses = surroundings.session_bus.iter();
    addresses
        .flat_map(|addresses| addresses.split(';'))
        .any(|address| {
            let Ok(address) = Address::from_str(address) else {
                return false;
            };
            // What can't be checked cheaply is assumed to be there.
            let Transport::Unix(socket) = address.transport() else {
                return true;
            };
            if let UnixSocket::File(path) = socket.path() {
                path_answers(path)
            } else if let UnixSocket::Abstract(name) = socket.path() {
                SocketAddrUnix::new_abstract_name(name.as_encoded_bytes())
                    .is_ok_and(|address| answers(&address))
            } else {
                true
            }
        })
}

/// Whether an X server answers. A remote one is assumed to be there: asking could take long.
fn x_answers(display: &str) -> bool {
    let Some(path) = places::x_socket(Some(display)) else {
        let host = display.split(':').next().unwrap_or_default();
        // What ssh forwards ends with its connection.
        return match host {
            "localhost" | "127.0.0.1" => x11rb::connect(Some(display)).is_ok(),
            _ => true,
        };
    };
    let name = path.as_os_str().as_encoded_bytes();
    path_answers(&path)
        || SocketAddrUnix::new_abstract_name(name).is_ok_and(|address| answers(&address))
}

fn path_answers(path: &Path) -> bool {
    SocketAddrUnix::new(path).is_ok_and(|address| answers(&address))
}

/// Whether somebody listens there. Doesn't wait: a server that hangs is there too.
fn answers(address: &SocketAddrUnix) -> bool {
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket: Result<OwnedFd, Errno> =
        socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None);
    socket.is_ok_and(|socket| matches!(connect(&socket, address), Ok(()) | Err(Errno::AGAIN)))
}

type Search = Pin<Box<dyn Future<Output = Option<Surroundings>>>>;

pub(super) struct SessionWatch {
    own: Surroundings,
    folder: Option<PathBuf>,
    /// None if the kernel can't watch.
    watch: Option<FolderWatch>,
    search: Option<Search>,
}

impl SessionWatch {
    /// Checks once, and from then on each time a compositor appears.
    pub(super) fn of(own: &Surroundings) -> SessionWatch {
        let folder = places::session_folder();
        SessionWatch::at(own, folder)
    }

    fn at(own: &Surroundings, folder: Option<PathBuf>) -> SessionWatch {
        let names = compositors().map(OsString::from).collect();
        let watch = FolderWatch::of(names, WatchFlags::CREATE | WatchFlags::MOVED_TO).ok();
        let watch = watch.filter(|watch| {
            let mut folder = folder.iter();
            folder.any(|folder| watch.add(folder).is_ok())
        });
        let search =
            (!display_answers(own)).then(|| search(own.clone(), folder.clone(), Duration::ZERO));
        SessionWatch {
            own: own.clone(),
            folder,
            watch,
            search,
        }
    }

    pub(super) async fn found(&mut self) -> Surroundings {
        loop {
            let watch = &self.watch;
            let appeared = async {
                match watch {
                    Some(watch) => watch.changed().await.unwrap_or(false),
                    None => std::future::pending().await,
                }
            };
            let search_now = self.search.as_mut();
            let searched = async {
                match search_now {
                    Some(search) => search.as_mut().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                found = searched => {
                    self.search = None;
                    if let Some(found) = found {
                        return found;
                    }
                }
                one_of_them = appeared => {
                    if one_of_them && !display_answers(&self.own) {
                        let (own, folder) = (self.own.clone(), self.folder.clone());
                        self.search = Some(search(own, folder, SETTLE));
                    }
                }
            }
        }
    }
}

impl std::fmt::Debug for SessionWatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionWatch").finish_non_exhaustive()
    }
}

fn compositors() -> impl Iterator<Item = String> {
    (0..COMPOSITORS).map(|number| format!("wayland-{number}"))
}

/// What systemd knows of the user's session, else a compositor in the run-time folder; none while the program's own
/// display answers.
fn search(own: Surroundings, folder: Option<PathBuf>, after: Duration) -> Search {
    Box::pin(async move {
        if !after.is_zero() {
            tokio::time::sleep(after).await;
        }
        let known = tokio::time::timeout(PATIENCE, systemd(&own)).await;
        let mut candidates: Vec<Surroundings> =
            known.ok().and_then(Result::ok).into_iter().collect();
        let sockets = folder.iter().flat_map(|folder| {
            let sockets = compositors().map(|name| folder.join(name));
            sockets.filter(|socket| path_answers(socket))
        });
        candidates.extend(sockets.map(|socket| Surroundings {
            wayland_display: Some(socket.display().to_string()),
            session_bus: own.session_bus.clone(),
            session_type: Some("wayland".to_owned()),
            ..Surroundings::default()
        }));
        candidates.iter().find_map(|theirs| better(&own, theirs))
    })
}

/// The session that systemd uses for what it starts.
async fn systemd(own: &Surroundings) -> zbus::Result<Surroundings> {
    let builder = match &own.session_bus {
        Some(address) => zbus::connection::Builder::address(address.as_str())?,
        None => zbus::connection::Builder::session()?,
    };
    let connection = builder.build().await?;
    let told: OwnedValue = bus::property(
        &connection,
        SYSTEMD,
        SYSTEMD_PATH,
        SYSTEMD_MANAGER,
        "Environment",
    )
    .await?;
    let told: Vec<String> = told.try_into()?;
    let folder = places::session_folder();
    let said = Surroundings::of(|name| {
        let mut pairs = told.iter().filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(said, _)| *said == name)
            .map(|(_, value)| value.to_owned())
    });
    Ok(places::whole(said, folder.as_deref()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixListener;

    use super::*;
    use crate::platform::run_within;

    fn wayland(socket: &Path) -> Surroundings {
        Surroundings {
            wayland_display: Some(socket.display().to_string()),
            ..Surroundings::default()
        }
    }

    fn with_bus(socket: &Path) -> Surroundings {
        Surroundings {
            session_bus: Some(format!(
                "unix:path={},guid=0123456789abcdef0123456789abcdef",
                socket.display()
            )),
            ..Surroundings::default()
        }
    }

    #[test]
    fn what_is_there_is_kept_and_what_is_gone_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        let old_display = UnixListener::bind(&old).unwrap();
        let _new_display = UnixListener::bind(&new).unwrap();
        assert_eq!(better(&wayland(&old), &wayland(&new)), None);
        let nowhere = Surroundings::default();
        assert_eq!(better(&nowhere, &wayland(&new)), Some(wayland(&new)));
        drop(old_display);
        // A socket that its server left behind.
        assert!(old.exists());
        assert_eq!(better(&wayland(&old), &wayland(&new)), Some(wayland(&new)));
        assert_eq!(better(&wayland(&new), &wayland(&old)), None);
        assert_eq!(better(&wayland(&old), &nowhere), None);
    }

    #[test]
    fn the_bus_is_looked_at_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let (gone, there) = (folder.path().join("gone"), folder.path().join("there"));
        let _bus = UnixListener::bind(&there).unwrap();
        let theirs = with_bus(&there);
        assert_eq!(better(&with_bus(&gone), &theirs), Some(theirs.clone()));
        assert_eq!(better(&theirs, &with_bus(&gone)), None);
        let own = Surroundings {
            session_bus: Some("nonsense".to_owned()),
            ..wayland(&there)
        };
        let moved = better(&own, &theirs).unwrap();
        assert_eq!(moved.wayland_display, own.wayland_display);
        assert_eq!(moved.session_bus, theirs.session_bus);
    }

    #[test]
    fn a_hung_server_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s");
        // Room for one, and it accepts nobody.
        let server = socket_with(
            AddressFamily::UNIX,
            SocketType::STREAM,
            SocketFlags::CLOEXEC,
            None,
        );
        let server = server.unwrap();
        rustix::net::bind(&server, &SocketAddrUnix::new(&path).unwrap()).unwrap();
        rustix::net::listen(&server, 0).unwrap();
        for _ in 0..5 {
            assert!(path_answers(&path));
        }
    }

    #[test]
    fn a_compositor_that_appears_is_found_and_one_that_is_there_at_once() {
        run_within(Duration::from_secs(20), async {
            let folder = tempfile::tempdir().unwrap();
            let own = Surroundings {
                session_bus: Some("unix:path=/nowhere".to_owned()),
                ..Surroundings::default()
            };
            let mut session_watch = SessionWatch::at(&own, Some(folder.path().to_owned()));
            let wait = Duration::from_millis(300);
            let nothing = tokio::time::timeout(wait, session_watch.found()).await;
            assert!(nothing.is_err(), "{nothing:?}");
            let socket = folder.path().join("wayland-1");
            let listener = UnixListener::bind(&socket).unwrap();
            let found = session_watch.found().await;
            assert_eq!(found.screen(), Some(socket.to_str().unwrap()));
            assert_eq!(found.session_bus, own.session_bus);

            let mut later = SessionWatch::at(&own, Some(folder.path().to_owned()));
            assert_eq!(later.found().await, found);
            drop(listener);
        });
    }
}
