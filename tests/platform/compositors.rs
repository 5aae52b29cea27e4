//! Idle time from real compositors: KWin, sway and Mutter, each without a screen.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use unbend::logic::settings::IdleSource;
use unbend::platform::idle::Source;
use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::{Connection, Dispatch, EventQueue, QueueHandle};
use wayland_protocols_plasma::fake_input::client::org_kde_kwin_fake_input::{
    self, OrgKdeKwinFakeInput,
};
use zbus::zvariant::OwnedObjectPath;

use crate::idle::{Person, keeps_the_rules};
use crate::needs::needs;
use crate::support::{Program, on_own_bus, run};

/// What the tests of this file need.
pub const PACKAGES: &[&str] = &["sway", "kwin-wayland", "mutter", "foot", "wtype"];

/// An unprivileged user on every system.
const NOBODY: u32 = 65534;

/// A private run-time folder, and the programs that live in it.
pub struct Home(tempfile::TempDir);

impl Home {
    /// Our own folder.
    fn ours() -> Home {
        Home(tempfile::tempdir_in("/tmp").unwrap())
    }

    /// A folder of the unprivileged user that runs a compositor for root.
    fn of_user() -> Home {
        let folder = tempfile::Builder::new()
            .permissions(PermissionsExt::from_mode(0o700))
            .tempdir_in("/tmp")
            .unwrap();
        if rustix::process::geteuid().is_root() {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        Home(folder)
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Starts a program that lives here, as the owner of the folder. Returns when `socket` accepts connections.
    pub fn start(
        &self,
        program: &Path,
        arguments: &[&str],
        set: &[(&str, &str)],
        socket: &str,
    ) -> Program {
        let owner = std::fs::metadata(self.0.path()).unwrap().uid();
        let mut command = match owner != rustix::process::geteuid().as_raw() {
            true => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]);
                command.arg(program);
                command
            }
            false => Command::new(program),
        };
        command
            .args(arguments)
            .env("XDG_RUNTIME_DIR", self.0.path())
            .env("HOME", self.0.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .envs(set.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}; see scripts/test", program.display()));
        let program = Program::of(child);
        let socket = self.path(socket);
        until("its socket is there", || {
            UnixStream::connect(&socket).is_ok()
        });
        program
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "nothing tells when a program is up"
)]
fn until(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..500 {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("not within 10 s: {what}");
}

/// An installed program.
fn installed(name: &str, package: &str) -> PathBuf {
    let path = PathBuf::from("/usr/bin").join(name);
    assert!(
        path.exists(),
        "install the package {package}, as scripts/test does"
    );
    path
}

/// Sway, which has `org_kde_kwin_idle` and moves its pointer on request.
pub struct Sway {
    /// Where it lives.
    pub home: Home,
    program: Program,
    x: u32,
}

/// The socket that sway creates in its own folder.
const SWAY_SOCKET: &str = "wayland-1";

impl Sway {
    /// Starts it.
    pub fn start() -> Sway {
        // It refuses to run as root.
        let home = Home::of_user();
        std::fs::write(home.path("config"), "xwayland disable\n").unwrap();
        let program = Sway::launch(&home);
        Sway {
            home,
            program,
            x: 5,
        }
    }

    fn launch(home: &Home) -> Program {
        let config = home.path("config");
        let config = config.to_str().unwrap();
        let set = [
            ("WLR_BACKENDS", "headless"),
            ("WLR_LIBINPUT_NO_DEVICES", "1"),
            ("WLR_RENDERER", "pixman"),
        ];
        let program = home.start(
            &installed("sway", "sway"),
            &["-c", config],
            &set,
            SWAY_SOCKET,
        );
        until("sway answers", || Sway::says(home, "get_version").is_some());
        program
    }

    fn says(home: &Home, what: &str) -> Option<String> {
        Sway::run(home, &["-t", what])
    }

    fn run(home: &Home, arguments: &[&str]) -> Option<String> {
        let folder = std::fs::read_dir(home.path("")).unwrap();
        let socket = folder
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.to_string_lossy().contains("sway-ipc"))
            .max_by_key(|path| path.metadata().and_then(|data| data.modified()).ok())?;
        let output = Command::new("swaymsg")
            .arg("-s")
            .arg(socket)
            .args(arguments)
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        output.status.success().then_some(text)
    }

    /// Makes sway do something.
    pub fn obey(&self, command: &str) {
        Sway::run(&self.home, &[command]).unwrap();
    }

    /// Its Wayland socket.
    pub fn socket(&self) -> PathBuf {
        self.home.path(SWAY_SOCKET)
    }

    /// Kills it.
    pub fn kill(&mut self) {
        self.program.stop();
    }

    /// Starts it again.
    pub fn restart(&mut self) {
        self.program = Sway::launch(&self.home);
    }
}

impl Person for Sway {
    fn source(&self) -> Source {
        Source::Way {
            by: IdleSource::Kde,
            at: Some(self.socket()),
        }
    }

    fn touch(&mut self) {
        self.x = 12 - self.x;
        self.obey(&format!("seat - cursor set {} {}", self.x, self.x));
    }
}

#[test]
fn sway_keeps_the_rules() {
    needs!(PACKAGES);
    run(async { keeps_the_rules(&mut Sway::start()).await });
}

/// KWin, which has `ext-idle-notify-v1` and accepts synthetic input.
pub struct KWin {
    pub home: Home,
    pub program: Program,
    input: Option<FakeInput>,
}

const KWIN_SOCKET: &str = "wayland-kwin";

struct FakeInput {
    queue: EventQueue<Input>,
    device: OrgKdeKwinFakeInput,
}

struct Input;

impl Dispatch<WlRegistry, GlobalListContents> for Input {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

impl Dispatch<OrgKdeKwinFakeInput, ()> for Input {
    fn event(
        _: &mut Self,
        _: &OrgKdeKwinFakeInput,
        _: org_kde_kwin_fake_input::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

impl KWin {
    pub fn start() -> KWin {
        // It accepts input only from programs that it can inspect.
        let home = Home::ours();
        // The installed file carries a capability, with which it can't be started everywhere. A copy has none; it must
        // keep the name, since Qt uses it to find its plugin.
        let copy = home.path("kwin_wayland");
        std::fs::copy(installed("kwin_wayland", "kwin-wayland"), copy).unwrap();
        let program = KWin::launch(&home);
        let mut kwin = KWin {
            home,
            program,
            input: None,
        };
        kwin.connect();
        kwin
    }

    pub fn launch(home: &Home) -> Program {
        let set = [
            ("KWIN_WAYLAND_NO_PERMISSION_CHECKS", "1"),
            ("KWIN_COMPOSE", "Q"),
            // It must not find the bus of the user who runs the test.
            ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/bus"),
        ];
        let arguments = [
            "--virtual",
            "--socket",
            KWIN_SOCKET,
            "--no-lockscreen",
            "--no-global-shortcuts",
        ];
        home.start(&home.path("kwin_wayland"), &arguments, &set, KWIN_SOCKET)
    }

    /// Connects to the synthetic input, which KWin offers a while after its socket exists.
    pub fn connect(&mut self) {
        until("KWin takes input", || {
            let stream = UnixStream::connect(self.home.path(KWIN_SOCKET)).unwrap();
            let connection = Connection::from_socket(stream).unwrap();
            let Ok((globals, mut queue)) = registry_queue_init::<Input>(&connection) else {
                return false;
            };
            let device = globals.bind::<OrgKdeKwinFakeInput, _, _>(&queue.handle(), 1..=4, ());
            let Ok(device) = device else { return false };
            device.authenticate("unbend".to_owned(), "a test".to_owned());
            queue.roundtrip(&mut Input).unwrap();
            self.input = Some(FakeInput { queue, device });
            true
        });
    }
}

impl Person for KWin {
    fn source(&self) -> Source {
        Source::Way {
            by: IdleSource::Wayland,
            at: Some(self.home.path(KWIN_SOCKET)),
        }
    }

    fn touch(&mut self) {
        let input = self.input.as_mut().unwrap();
        input.device.pointer_motion(3.0, 3.0);
        input.queue.roundtrip(&mut Input).unwrap();
    }
}

#[test]
fn kwin_keeps_the_rules() {
    needs!(PACKAGES);
    run(async { keeps_the_rules(&mut KWin::start()).await });
}

/// Mutter, which reports idle time on the bus and accepts input there.
pub struct Mutter {
    program: Program,
    home: tempfile::TempDir,
    touches: mpsc::Sender<()>,
    touched: mpsc::Receiver<()>,
}

const REMOTE: &str = "org.gnome.Mutter.RemoteDesktop";

impl Mutter {
    /// Starts it on the bus of the environment.
    pub fn start() -> Mutter {
        let home = tempfile::tempdir_in("/tmp").unwrap();
        let program = Mutter::launch(home.path());
        let (touches, touched) = Mutter::hand();
        Mutter {
            program,
            home,
            touches,
            touched,
        }
    }

    /// Kills it and starts it again.
    pub fn restart(&mut self) {
        self.program.stop();
        self.program = Mutter::launch(self.home.path());
        (self.touches, self.touched) = Mutter::hand();
    }

    /// Starts a thread that moves the pointer on request, and confirms each move.
    #[expect(
        clippy::disallowed_methods,
        reason = "the person's hand is not ours: it waits for answers while the test waits for it"
    )]
    fn hand() -> (mpsc::Sender<()>, mpsc::Receiver<()>) {
        let (touches, wanted) = mpsc::channel();
        let (done, touched) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let bus = zbus::Connection::session().await.unwrap();
                let session = remote_session(&bus).await;
                let of = Some("org.gnome.Mutter.RemoteDesktop.Session");
                let to = Some(REMOTE);
                bus.call_method(to, &session, of, "Start", &())
                    .await
                    .unwrap();
                done.send(()).unwrap();
                let mut step = 1.0_f64;
                while wanted.recv().is_ok() {
                    step = -step;
                    let moved = bus
                        .call_method(
                            to,
                            &session,
                            of,
                            "NotifyPointerMotionRelative",
                            &(step, step),
                        )
                        .await;
                    if moved.is_err() || done.send(()).is_err() {
                        return;
                    }
                }
            });
        });
        touched
            .recv_timeout(Duration::from_secs(20))
            .expect("Mutter takes input");
        (touches, touched)
    }

    fn launch(home: &Path) -> Program {
        let child = Command::new(installed("mutter", "mutter"))
            .args(["--headless", "--wayland", "--no-x11"])
            .args(["--virtual-monitor", "640x480"])
            .env("XDG_RUNTIME_DIR", home)
            .env("HOME", home)
            .env("GSETTINGS_BACKEND", "memory")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Program::of(child)
    }
}

async fn remote_session(bus: &zbus::Connection) -> OwnedObjectPath {
    let path = "/org/gnome/Mutter/RemoteDesktop";
    for _ in 0..500 {
        let made = bus
            .call_method(Some(REMOTE), path, Some(REMOTE), "CreateSession", &())
            .await;
        if let Ok(made) = made {
            return made.body().deserialize().unwrap();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("Mutter does not take input");
}

impl Person for Mutter {
    fn source(&self) -> Source {
        Source::of(IdleSource::Gnome)
    }

    fn touch(&mut self) {
        self.touches.send(()).unwrap();
        self.touched.recv().unwrap();
    }
}

#[test]
fn mutter_keeps_the_rules() {
    needs!(PACKAGES);
    if !on_own_bus("compositors::mutter_keeps_the_rules") {
        return;
    }
    let mut mutter = Mutter::start();
    run(async move { keeps_the_rules(&mut mutter).await });
}
