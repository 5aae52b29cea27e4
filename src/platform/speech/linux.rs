//! Instructions read out by Speech Dispatcher.
//!
//! The window must never wait for a speech service, so this has its own thread.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use ssip_client_async::fifo::synchronous::{Builder, UnixStream};
use ssip_client_async::{
    Client, ClientName, ClientResult, ClientScope, MessageScope, OK_CANCELED, OK_CLIENT_NAME_SET,
    OK_MESSAGE_QUEUED, OK_RECEIVING_DATA, OK_VOLUME_SET,
};

use crate::logic::practice::chime;
use crate::logic::practice::sentence::Sentence;
use crate::platform::{AbilityState, Missing};

/// A service that takes longer to answer isn't there.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long cancelling the last words may take when this ends.
const PARTING: Duration = Duration::from_millis(300);

/// The service's program, which starts itself if nothing is listening.
const SERVICE: &str = "speech-dispatcher";

/// The thread starts with the first words and ends with this.
#[derive(Debug)]
pub(super) struct Voice {
    socket: Option<PathBuf>,
    line: Option<Line>,
}

#[derive(Debug)]
struct Line {
    orders: Sender<Order>,
    /// Closed once the thread has ended.
    ended: Receiver<()>,
}

#[derive(Debug)]
enum Order {
    Say(Sentence),
    Hush,
}

impl Voice {
    pub(super) fn new(socket: Option<PathBuf>) -> Voice {
        Voice { socket, line: None }
    }

    pub(super) fn say(&mut self, sentence: Sentence) {
        if self.line.is_none() {
            let (orders, inbox) = channel();
            let (end, ended) = channel();
            let socket = self.socket.clone();
            let started = std::thread::Builder::new()
                .name("speech".to_owned())
                .spawn(move || {
                    Speaker::new(socket).obey_all(&inbox);
                    drop(end);
                });
            self.line = started.is_ok().then_some(Line { orders, ended });
        }
        self.send(Order::Say(sentence));
    }

    pub(super) fn hush(&mut self) {
        self.send(Order::Hush);
    }

    fn send(&mut self, order: Order) {
        let gone = self
            .line
            .as_ref()
            .is_some_and(|line| line.orders.send(order).is_err());
        if gone {
            self.line = None;
        }
    }
}

impl Drop for Voice {
    /// The service continues with what it was given, even after the program is gone.
    fn drop(&mut self) {
        if let Some(Line { orders, ended }) = self.line.take() {
            let _ = orders.send(Order::Hush);
            drop(orders);
            let _ = ended.recv_timeout(PARTING);
        }
    }
}

pub(super) fn ability(socket: Option<PathBuf>) -> AbilityState {
    if builder(socket.as_ref()).build().is_ok() {
        return AbilityState::Works {
            by: "Speech Dispatcher".to_owned(),
        };
    }
    let version = Command::new(SERVICE)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match version {
        // If a particular socket was given, nothing starts itself.
        Ok(status) if status.success() && socket.is_none() => AbilityState::Works {
            by: "Speech Dispatcher, started when it is needed".to_owned(),
        },
        Ok(_) | Err(_) => AbilityState::Missing(Missing::new(
            "no speech service",
            "install the package speech-dispatcher and a voice such as espeak-ng; steps are shown only until then",
        )),
    }
}

/// The thread's side: the connection, made when there is something to say.
struct Speaker {
    socket: Option<PathBuf>,
    client: Option<Client<UnixStream>>,
    /// Starting the service is tried once.
    tried_to_start: bool,
}

impl Speaker {
    fn new(socket: Option<PathBuf>) -> Speaker {
        Speaker {
            socket,
            client: None,
            tried_to_start: false,
        }
    }

    fn obey_all(&mut self, inbox: &Receiver<Order>) {
        while let Ok(mut order) = inbox.recv() {
            // What is superseded while it waits, or while the service is busy, is never said.
            loop {
                let wait = match &order {
                    Order::Say(sentence) => sentence.after,
                    Order::Hush => Duration::ZERO,
                };
                if !wait.is_zero() {
                    // The previous words stop at once, however long these wait.
                    self.hush();
                }
                match inbox.recv_timeout(wait) {
                    Ok(later) => order = later,
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return self.hush(),
                }
            }
            match order {
                Order::Say(sentence) => self.say(&sentence),
                Order::Hush => self.hush(),
            }
        }
    }

    fn hush(&mut self) {
        if let Some(client) = &mut self.client
            && hush(client).is_err()
        {
            self.client = None;
        }
    }

    fn say(&mut self, sentence: &Sentence) {
        // Twice: the service may have been restarted since the last words.
        for _ in 0..2 {
            if self.client.is_none() {
                self.client = self.connect();
            }
            let Some(client) = &mut self.client else {
                return;
            };
            match say(client, sentence) {
                Ok(()) => return,
                Err(problem) => {
                    tracing::debug!("not read out: {problem}");
                    self.client = None;
                }
            }
        }
    }

    fn connect(&mut self) -> Option<Client<UnixStream>> {
        let builder = builder(self.socket.as_ref());
        let client = match builder.build() {
            Err(_) if self.socket.is_none() && !self.tried_to_start => {
                self.tried_to_start = true;
                builder.with_spawn().and_then(Builder::build)
            }
            other => other,
        };
        let mut client = client
            .inspect_err(|problem| tracing::debug!("no speech: {problem}"))
            .ok()?;
        let name = ClientName::new("unbend", "unbend");
        let named = client
            .set_client_name(name)
            .and_then(|client| client.check_status(OK_CLIENT_NAME_SET).map(|_| ()));
        named.is_ok().then_some(client)
    }
}

fn builder(socket: Option<&PathBuf>) -> Builder {
    let mut builder = Builder::new();
    builder.timeout(PATIENCE);
    if let Some(socket) = socket {
        builder.path(socket);
    }
    builder
}

fn say(client: &mut Client<UnixStream>, sentence: &Sentence) -> ClientResult<()> {
    hush(client)?;
    client
        .set_volume(ClientScope::Current, ssip_volume(sentence.volume))?
        .check_status(OK_VOLUME_SET)?;
    // A line with a single dot would end the message.
    let line = sentence.words.replace(['\r', '\n'], " ");
    let line = line.trim_start_matches(['.', ' ']);
    if line.is_empty() {
        return Ok(());
    }
    client
        .speak()?
        .check_status(OK_RECEIVING_DATA)?
        .send_line(line)?
        // The message's number comes with it.
        .receive_lines(OK_MESSAGE_QUEUED)?;
    Ok(())
}

/// The service's volume for a percentage: from -100, silence, to 100.
fn ssip_volume(percent: u32) -> i8 {
    (200.0 * chime::loudness(percent) - 100.0).round() as i8
}

fn hush(client: &mut Client<UnixStream>) -> ClientResult<()> {
    client
        .cancel(MessageScope::Last)?
        .check_status(OK_CANCELED)?;
    Ok(())
}
