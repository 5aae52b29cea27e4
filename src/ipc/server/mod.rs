//! The daemon's end of the local socket: one instance, same-user peers, requests handed to the daemon's loop.
//!
//! Everything runs as local tasks on the daemon's one thread; a peer that sends garbage, never reads or never ends its
//! line loses its own connection and nothing else.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use interprocess::local_socket::ListenerOptions;
use interprocess::local_socket::tokio::prelude::*;
use interprocess::local_socket::tokio::{Listener, Stream};
use thiserror::Error;
use tokio::io::AsyncWriteExt;
use tokio::sync::{mpsc, oneshot};
use tracing::warn;

use crate::ipc::message::{
    Greeting, LONGEST_LINE, Payload, Reply, Request, read_request, reply_line,
};
use crate::ipc::server::lines::{Line, Lines};
use crate::ipc::server::room::{Activity, Room, Seat};
use crate::ipc::server::subscribers::Subscriber;
use crate::ipc::server::takeover::{clear_stale, lock_beside};
use crate::logic::shown::surroundings::Surroundings;
use crate::platform::local_socket::{self, LONGEST_PATH};

mod lines;
mod room;
mod subscribers;
mod takeover;

pub use subscribers::Publisher;

pub(crate) use takeover::socket_name;

/// How long a peer may take to make room for a reply.
const WRITE_PATIENCE: Duration = Duration::from_secs(5);
/// Pause after the system refused a connection for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(500);

/// Why the socket could not be taken.
#[derive(Debug, Error)]
pub enum BindProblem {
    /// Another daemon has it.
    #[error("Unbend is already running")]
    AlreadyRunning,
    /// Something that isn't a socket is in its place.
    #[error("{} is in the way: it is not a socket. Move it away and start again", .0.display())]
    InTheWay(PathBuf),
    /// The path is too long for a socket on this system.
    #[error(
        "{} is too long for a socket, which has room for {LONGEST_PATH} bytes: set XDG_RUNTIME_DIR to a folder with a \
         shorter path, as in /run/user/$(id -u)",
        .0.display()
    )]
    TooLong(PathBuf),
    /// The system refused.
    #[error("cannot open the socket {}: {why}", .path.display())]
    System {
        /// The socket.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
}

/// Identifies a connection for as long as the daemon runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// What comes from the socket to the daemon's loop.
#[derive(Debug)]
pub enum Incoming {
    /// A request, and where the reply goes.
    Asked {
        /// Who is asking.
        connection: ConnectionId,
        /// Where the caller is, if it has said so.
        caller: Option<Arc<Surroundings>>,
        /// The request.
        request: Request,
        /// Takes the reply.
        reply: ReplyTo,
    },
    /// The connection of a window, or of a break in progress, has ended.
    PeerGone {
        /// The connection that ended.
        connection: ConnectionId,
    },
    /// Nobody can connect, or everyone can again.
    Closed {
        /// Why not, in words; none if they can.
        why: Option<String>,
    },
}

/// Takes the single reply to a request. Dropped without one, it sends an error.
#[derive(Debug)]
pub struct ReplyTo {
    reply: oneshot::Sender<Reply>,
    /// For a subscription: where changes go from the moment of the reply, so that none is lost or repeated.
    changes: Option<(Publisher, Arc<Subscriber>)>,
}

impl ReplyTo {
    /// A reply slot for a test, and where the reply arrives.
    #[cfg(test)]
    pub(crate) fn pair() -> (ReplyTo, oneshot::Receiver<Reply>) {
        let (reply, answer) = oneshot::channel();
        let changes = None;
        (ReplyTo { reply, changes }, answer)
    }

    /// Sends the reply. It doesn't matter whether the peer is still there.
    pub fn send(self, reply: Reply) {
        if let (Some((publisher, changes)), Reply::Ok(Payload::Status(status))) =
            (self.changes, &reply)
        {
            publisher.add(&changes, status);
        }
        let _ = self.reply.send(reply);
    }
}

/// The held socket: as long as this lives, no other daemon gets it.
#[derive(Debug)]
pub struct Server {
    // Fields drop in order: the socket file is removed while the lock still keeps others away.
    listener: Listener,
    publisher: Publisher,
    _lock: Option<File>,
}

impl Server {
    /// Takes the socket at `path`, replacing a dead daemon's if need be. Call it inside the tokio runtime.
    ///
    /// # Errors
    /// Another daemon has it, or the system refuses.
    pub fn bind(path: &Path) -> Result<Server, BindProblem> {
        let system = |why| BindProblem::System {
            path: path.to_owned(),
            why,
        };
        // Checked before creating anything that would be left behind.
        if path.as_os_str().len() > LONGEST_PATH {
            return Err(BindProblem::TooLong(path.to_owned()));
        }
        let lock = match local_socket::IS_A_FILE {
            true => Some(lock_beside(path)?),
            false => None,
        };
        let name = socket_name(path).map_err(system)?;
        if local_socket::IS_A_FILE {
            clear_stale(path, &name)?;
        }
        let options = local_socket::private(ListenerOptions::new().name(name));
        let listener = options.create_tokio().map_err(|why| {
            if local_socket::is_taken(&why) {
                BindProblem::AlreadyRunning
            } else {
                system(why)
            }
        })?;
        Ok(Server {
            listener,
            publisher: Publisher::default(),
            _lock: lock,
        })
    }

    /// Where to publish changes of the status.
    pub fn publisher(&self) -> Publisher {
        self.publisher.clone()
    }

    /// Serves connections until the receiver of `events` is gone. Needs a [`tokio::task::LocalSet`].
    pub async fn run<E: From<Incoming> + 'static>(self, events: mpsc::Sender<E>) {
        let mut next_id = 0;
        let room = Rc::new(Room::default());
        let mut closed = false;
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = events.closed() => return,
            };
            let stream = match accepted {
                Ok(stream) => stream,
                Err(problem) => {
                    if !std::mem::replace(&mut closed, true) {
                        let words = format!(
                            "nobody new can connect: {problem}. Close what talks to Unbend, or raise the limit of open \
                             files (`ulimit -n`); it is tried again twice a second"
                        );
                        warn!("{words}");
                        let why = Some(words);
                        let _ = events.send(Incoming::Closed { why }.into()).await;
                    }
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            };
            if std::mem::take(&mut closed) {
                let _ = events.send(Incoming::Closed { why: None }.into()).await;
            }
            if !local_socket::same_user(&stream) {
                warn!("refused a connection of another user on the socket");
                continue;
            }
            let Some(seat) = room.seat() else {
                warn!("refused a connection on the socket: too many are waiting for an answer");
                continue;
            };
            next_id += 1;
            let connection = Connection {
                id: ConnectionId(next_id),
                stream,
                events: events.clone(),
                publisher: self.publisher.clone(),
                in_break: false,
                seat,
                is_window: false,
                caller: None,
            };
            tokio::task::spawn_local(connection.serve());
        }
    }
}

/// One peer.
struct Connection<E> {
    id: ConnectionId,
    stream: Stream,
    events: mpsc::Sender<E>,
    publisher: Publisher,
    /// Whether the peer is in a break it hasn't ended.
    in_break: bool,
    seat: Rc<Seat>,
    /// Whether it is a window.
    is_window: bool,
    /// Where the peer is.
    caller: Option<Arc<Surroundings>>,
}

/// Why a connection ended.
enum Over {
    /// The peer closed it, can't be reached, or had to make room.
    PeerLeft,
    /// The daemon is ending.
    DaemonEnds,
}

impl From<io::Error> for Over {
    fn from(_: io::Error) -> Self {
        Over::PeerLeft
    }
}

impl<E: From<Incoming>> Connection<E> {
    async fn serve(mut self) {
        // The reason doesn't matter: either way a running break is lost.
        let seat = Rc::clone(&self.seat);
        let (Ok(()) | Err(Over::PeerLeft | Over::DaemonEnds)) = tokio::select! {
            said = self.converse() => said,
            () = seat.needed() => Err(Over::PeerLeft),
        };
        if self.in_break || self.is_window {
            let connection = self.id;
            let _ = self
                .events
                .send(Incoming::PeerGone { connection }.into())
                .await;
        }
    }

    async fn converse(&mut self) -> Result<(), Over> {
        let mut greeting = serde_json::to_string(&Greeting::ours()).unwrap_or_default();
        greeting.push('\n');
        self.write(&greeting).await?;
        let mut lines = Lines::default();
        let mut changes: Option<Arc<Subscriber>> = None;
        loop {
            let line = tokio::select! {
                line = lines.next(&self.stream) => line?,
                change = next_change(&changes) => {
                    // However long it fails to read (it may be stopped), little piles up for it meanwhile.
                    let mut stream = &self.stream;
                    stream.write_all(change.as_bytes()).await?;
                    continue;
                }
            };
            match line {
                Line::Request(line) if line.trim_ascii().is_empty() => {}
                Line::Request(line) => {
                    let reply = match read_request(&line) {
                        Ok(request) => self.ask(request, &mut changes).await?,
                        Err(problem) => Reply::Error(problem),
                    };
                    self.write(&reply_line(&reply)).await?;
                }
                Line::TooLong => {
                    let reply = Reply::error(
                        format!("the line is longer than {LONGEST_LINE} bytes"),
                        "split what you want into several requests",
                    );
                    self.write(&reply_line(&reply)).await?;
                }
                Line::End => return Ok(()),
            }
        }
    }

    /// Hands a request to the daemon and waits for its reply.
    async fn ask(
        &mut self,
        request: Request,
        changes: &mut Option<Arc<Subscriber>>,
    ) -> Result<Reply, Over> {
        let subscribing = match &request {
            Request::Subscribe => {
                let subscriber = Arc::<Subscriber>::default();
                *changes = Some(Arc::clone(&subscriber));
                Some((self.publisher.clone(), subscriber))
            }
            Request::BreakProgress { .. } | Request::Play { .. } => {
                self.in_break = true;
                None
            }
            Request::Opened { .. } => {
                self.is_window = true;
                None
            }
            Request::Hello { caller } => {
                self.caller = Some(Arc::new(caller.clone()));
                None
            }
            Request::BreakEnd { .. } => {
                self.in_break = false;
                None
            }
            Request::Status
            | Request::Next
            | Request::Refuse { .. }
            | Request::Start { .. }
            | Request::GoOn
            | Request::Snooze { .. }
            | Request::Skip
            | Request::Close
            | Request::Pause(_)
            | Request::Resume
            | Request::Stand
            | Request::Sit
            | Request::Plan { .. }
            | Request::Window { .. }
            | Request::Raise { .. }
            | Request::Feedback { .. }
            | Request::Apps
            | Request::Ignore { .. }
            | Request::SettingsGet { .. }
            | Request::SettingsSet { .. }
            | Request::SettingsAdd { .. }
            | Request::SettingsRemove { .. }
            | Request::ReminderAdd { .. }
            | Request::ReminderRemove { .. }
            | Request::CatalogPut { .. }
            | Request::CatalogRemove { .. }
            | Request::CatalogImport { .. }
            | Request::Why { .. }
            | Request::Stats { .. }
            | Request::Keep
            | Request::Doctor
            | Request::Sample
            | Request::Autostart { .. }
            | Request::Place { .. }
            | Request::Quit => None,
        };
        let was_subscribing = subscribing.is_some();
        self.seat.is(Activity::Busy);
        let is_hello = matches!(request, Request::Hello { .. });
        let (sender, receiver) = oneshot::channel();
        let asked = Incoming::Asked {
            connection: self.id,
            caller: self.caller.clone(),
            request,
            reply: ReplyTo {
                reply: sender,
                changes: subscribing,
            },
        };
        self.events
            .send(asked.into())
            .await
            .map_err(|_| Over::DaemonEnds)?;
        let reply = match receiver.await {
            Ok(reply) => reply,
            // The daemon moves to the caller's session and listens there.
            Err(_) if is_hello => return Err(Over::DaemonEnds),
            Err(_) => Reply::error(
                "the daemon gave no answer",
                "its log on standard error says more",
            ),
        };
        if was_subscribing && !matches!(reply, Reply::Ok(Payload::Status(_))) {
            *changes = None;
        }
        self.seat.is(match (self.in_break, &changes) {
            (true, _) => Activity::Busy,
            (false, Some(_)) => Activity::Listens,
            (false, None) => Activity::Asks,
        });
        Ok(reply)
    }

    async fn write(&self, line: &str) -> Result<(), Over> {
        let mut stream = &self.stream;
        match tokio::time::timeout(WRITE_PATIENCE, stream.write_all(line.as_bytes())).await {
            Ok(written) => Ok(written?),
            Err(_) => {
                warn!("let go of a connection on the socket that does not read");
                Err(Over::PeerLeft)
            }
        }
    }
}

/// The next change; waits for ever without a subscription.
async fn next_change(changes: &Option<Arc<Subscriber>>) -> Arc<str> {
    match changes {
        Some(changes) => changes.next().await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
