//! The tests' own small logind, on a private bus.

use std::io::Read;
use std::os::unix::net::UnixStream;

use zbus::zvariant::{ObjectPath, OwnedFd, OwnedObjectPath};

const MANAGER_PATH: &str = "/org/freedesktop/login1";
const SESSION_PATH: &str = "/org/freedesktop/login1/session/_37";

struct Manager {
    knows_session: bool,
    inhibited: String,
    /// Our end of each delay lock handed out.
    locks: Vec<UnixStream>,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn get_session(&self, id: &str) -> zbus::fdo::Result<OwnedObjectPath> {
        match self.knows_session && id == "auto" {
            true => Ok(ObjectPath::try_from(SESSION_PATH).unwrap().into()),
            false => Err(zbus::fdo::Error::Failed("caller is in no session".into())),
        }
    }

    fn inhibit(&mut self, what: &str, _who: &str, _why: &str, mode: &str) -> OwnedFd {
        assert_eq!((what, mode), ("sleep", "delay"));
        let (ours, theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        self.locks.push(ours);
        std::os::fd::OwnedFd::from(theirs).into()
    }

    #[zbus(property)]
    fn block_inhibited(&self) -> String {
        self.inhibited.clone()
    }
}

struct Session {
    locked: bool,
    idle: bool,
    idle_since: u64,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.locked
    }

    #[zbus(property)]
    fn idle_hint(&self) -> bool {
        self.idle
    }

    #[zbus(property)]
    fn idle_since_hint_monotonic(&self) -> u64 {
        self.idle_since
    }
}

/// It runs until it is closed.
pub struct Logind(pub zbus::Connection);

impl Logind {
    /// Starts it, with or without knowledge of the test's session.
    pub async fn start(knows_session: bool, locked: bool) -> Logind {
        let manager = Manager {
            knows_session,
            inhibited: String::new(),
            locks: Vec::new(),
        };
        let session = Session {
            locked,
            idle: false,
            idle_since: 0,
        };
        let connection = zbus::connection::Builder::system()
            .unwrap()
            .serve_at(MANAGER_PATH, manager)
            .unwrap()
            .serve_at(SESSION_PATH, session)
            .unwrap()
            .name("org.freedesktop.login1")
            .unwrap()
            .build()
            .await
            .unwrap();
        Logind(connection)
    }

    /// Announces that sleep begins or has ended.
    pub async fn sleep(&self, begins: bool) {
        let interface = "org.freedesktop.login1.Manager";
        self.0
            .emit_signal(
                None::<&str>,
                MANAGER_PATH,
                interface,
                "PrepareForSleep",
                &begins,
            )
            .await
            .unwrap();
    }

    /// How many locks have been handed out, and how many of those are still held.
    pub async fn locks(&self) -> (usize, usize) {
        let manager = self.0.object_server().interface::<_, Manager>(MANAGER_PATH);
        let manager = manager.await.unwrap();
        let manager = manager.get().await;
        let held = |lock: &&UnixStream| {
            let mut lock: &UnixStream = lock;
            // Nobody writes: the only thing to read is the end.
            lock.read(&mut [0]).is_err()
        };
        (
            manager.locks.len(),
            manager.locks.iter().filter(held).count(),
        )
    }

    /// Sends an argument-less signal of the session.
    pub async fn ask(&self, signal: &str) {
        let interface = "org.freedesktop.login1.Session";
        self.0
            .emit_signal(None::<&str>, SESSION_PATH, interface, signal, &())
            .await
            .unwrap();
    }

    /// Locks or unlocks the session.
    pub async fn lock(&self, locked: bool) {
        let session = self.session().await;
        session.get_mut().await.locked = locked;
        let emitter = session.signal_emitter();
        session
            .get()
            .await
            .locked_hint_changed(emitter)
            .await
            .unwrap();
    }

    /// Says whether the session is idle, and since when, in microseconds of the clock that stops during sleep.
    pub async fn idle(&self, idle: bool, since: u64) {
        let session = self.session().await;
        {
            let mut session = session.get_mut().await;
            session.idle = idle;
            session.idle_since = since;
        }
        let emitter = session.signal_emitter();
        session
            .get()
            .await
            .idle_hint_changed(emitter)
            .await
            .unwrap();
    }

    /// Says what is inhibited, such as `sleep:idle`.
    pub async fn inhibited(&self, what: &str) {
        let manager = self.0.object_server().interface::<_, Manager>(MANAGER_PATH);
        let manager = manager.await.unwrap();
        manager.get_mut().await.inhibited = what.to_owned();
        let emitter = manager.signal_emitter();
        manager
            .get()
            .await
            .block_inhibited_changed(emitter)
            .await
            .unwrap();
    }

    /// Ends it.
    pub async fn stop(self) {
        self.0.close().await.unwrap();
    }

    async fn session(&self) -> zbus::object_server::InterfaceRef<Session> {
        let session = self.0.object_server().interface::<_, Session>(SESSION_PATH);
        session.await.unwrap()
    }
}
