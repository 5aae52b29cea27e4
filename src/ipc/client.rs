//! A client's end of the local socket, blocking: for the command line, and for the window's listening thread.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use interprocess::ConnectWaitMode;
use interprocess::local_socket::{ConnectOptions, Stream};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::ipc::message::{
    Failure, Greeting, LONGEST_LINE, PROTOCOL, Payload, PlanPart, Reply, Request, WhyPart,
};
use crate::ipc::server::socket_name;
use crate::logic::catalog::plan::Plan;
use crate::logic::past::stats::Day;
use crate::logic::shown::status::Status;
use crate::logic::shown::surroundings::Surroundings;
use crate::platform::local_socket;

/// How long the daemon may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a window may take to open.
const OPENING: Duration = Duration::from_secs(30);

/// A daemon moves only once; it gets a second chance in case it was about to end.
const MOVES: u32 = 3;

/// Pause between two attempts while the daemon starts.
const ATTEMPT_PAUSE: Duration = Duration::from_millis(10);
/// How often to retry a socket that accepts connections but says nothing.
const FAREWELL_ATTEMPTS: u32 = 50;

/// Why there is no connection.
#[derive(Debug, Error)]
pub enum ConnectProblem {
    /// Nobody listens.
    #[error("Unbend is not running")]
    NotRunning {
        /// The socket that was tried.
        path: PathBuf,
    },
    /// The daemon speaks another version of the protocol.
    #[error(
        "the running daemon is version {theirs}, this is {ours}: `unbend quit` it and start again"
    )]
    Version {
        /// The daemon's version.
        theirs: String,
        /// This program's version.
        ours: String,
    },
    /// The listener is another user, or not Unbend at all.
    #[error("{}: {what}", .path.display())]
    Stranger {
        /// The socket that was tried.
        path: PathBuf,
        /// What is wrong.
        what: &'static str,
    },
    /// The system refused, or nothing arrived in time.
    #[error("cannot reach the daemon on {}: {why}", .path.display())]
    System {
        /// The socket that was tried.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
}

/// Why a request has no reply.
#[derive(Debug, Error)]
pub enum AskProblem {
    /// The daemon refused.
    #[error(transparent)]
    Refused(#[from] Failure),
    /// The connection broke or the reply didn't arrive in time; reconnect.
    #[error("the daemon does not answer: {0}")]
    Lost(#[source] io::Error),
    /// The reply makes no sense.
    #[error("the daemon answered something else: {0}")]
    Confused(String),
}

/// A connection to the daemon.
#[derive(Debug)]
pub struct Client {
    stream: BufReader<Stream>,
    greeting: Greeting,
    /// After a missing reply, the next line would belong to the wrong request.
    broken: bool,
}

impl Client {
    /// Connects and reads the greeting.
    ///
    /// # Errors
    /// Nobody is listening, or not this user's daemon in this version.
    #[expect(
        clippy::disallowed_methods,
        reason = "the death of another process gives this one no event to wait for"
    )]
    pub fn connect(path: &Path) -> Result<Client, ConnectProblem> {
        for _ in 0..FAREWELL_ATTEMPTS {
            match Client::connect_with(path, PATIENCE) {
                // A dying daemon holds the socket a moment longer.
                Err(ConnectProblem::System { why, .. }) if closed(&why) => {
                    std::thread::sleep(ATTEMPT_PAUSE);
                }
                other => return other,
            }
        }
        Client::connect_with(path, PATIENCE)
    }

    /// The same, waiting no longer than `patience` for replies.
    fn connect_with(path: &Path, patience: Duration) -> Result<Client, ConnectProblem> {
        let system = |why: io::Error| {
            let path = path.to_owned();
            match nobody_listens(&why) {
                true => ConnectProblem::NotRunning { path },
                false => ConnectProblem::System {
                    path,
                    why: in_words(why),
                },
            }
        };
        let name = socket_name(path).map_err(system)?;
        let stream = ConnectOptions::new()
            .name(name)
            .wait_mode(ConnectWaitMode::Timeout(patience))
            .connect_sync()
            .map_err(system)?;
        let stranger = |what| ConnectProblem::Stranger {
            path: path.to_owned(),
            what,
        };
        if !local_socket::same_user(&stream) {
            return Err(stranger("another user listens there"));
        }
        local_socket::set_patience(&stream, Some(patience)).map_err(system)?;
        let mut stream = BufReader::new(stream);
        let line = read_line(&mut stream).map_err(system)?;
        let greeting: Greeting = serde_json::from_slice(&line)
            .map_err(|_| stranger("what listens there is not Unbend"))?;
        if greeting.protocol != PROTOCOL {
            return Err(ConnectProblem::Version {
                theirs: greeting.unbend,
                ours: Greeting::ours().unbend,
            });
        }
        Ok(Client {
            stream,
            greeting,
            broken: false,
        })
    }

    /// Tells the daemon where the caller is, so that windows open there. A daemon whose own session is gone moves
    /// there; this waits for it.
    ///
    /// # Errors
    /// It hasn't come back.
    pub fn introduce(
        mut self,
        path: &Path,
        caller: &Surroundings,
    ) -> Result<Client, ConnectProblem> {
        if *caller == Surroundings::default() {
            return Ok(self);
        }
        let hello = Request::Hello {
            caller: caller.clone(),
        };
        for _ in 0..MOVES {
            match self.ask(&hello) {
                // An earlier version doesn't know the request, and continues.
                Ok(_) | Err(AskProblem::Refused(_) | AskProblem::Confused(_)) => break,
                Err(AskProblem::Lost(_)) => self = Client::connect_within(path, PATIENCE)?,
            }
        }
        Ok(self)
    }

    /// Connects to a daemon that may still be starting, for at most `patience`.
    ///
    /// # Errors
    /// As [`Client::connect`], once `patience` is over.
    #[expect(
        clippy::disallowed_methods,
        reason = "the start of another process gives this one no event to wait for"
    )]
    pub fn connect_within(path: &Path, patience: Duration) -> Result<Client, ConnectProblem> {
        let attempts = patience.as_millis() / ATTEMPT_PAUSE.as_millis();
        for _ in 0..attempts {
            match Client::connect(path) {
                Err(ConnectProblem::NotRunning { .. }) => std::thread::sleep(ATTEMPT_PAUSE),
                other => return other,
            }
        }
        Client::connect(path)
    }

    /// The daemon's version.
    pub fn daemon_version(&self) -> &str {
        &self.greeting.unbend
    }

    /// Sends a request and waits for the reply.
    ///
    /// # Errors
    /// The daemon refuses, or doesn't reply.
    pub fn ask(&mut self, request: &Request) -> Result<Payload, AskProblem> {
        if self.broken {
            return Err(AskProblem::Lost(io::ErrorKind::NotConnected.into()));
        }
        self.broken = true;
        let reply = self.exchange(request)?;
        self.broken = false;
        match reply {
            Reply::Ok(payload) => Ok(payload),
            Reply::Error(failure) => Err(failure.into()),
            Reply::Changed(_) => Err(AskProblem::Confused("a change nobody asked for".into())),
        }
    }

    /// The status.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub fn status(&mut self) -> Result<Status, AskProblem> {
        self.ask(&Request::Status).and_then(status_in)
    }

    /// A complete break plan, however many lines it takes.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub fn plan(&mut self, what: &str) -> Result<Plan, AskProblem> {
        let mut whole: Option<Plan> = None;
        loop {
            let from = whole.as_ref().map_or(0, |plan| plan.exercises.len());
            let answer = self.ask(&Request::Plan {
                what: what.to_owned(),
                from,
            })?;
            let Payload::Plan(PlanPart { mut plan, of }) = answer else {
                return Err(AskProblem::Confused("no plan".into()));
            };
            let came = plan.exercises.len();
            if let Some(before) = whole {
                plan.exercises.splice(..0, before.exercises);
            }
            if plan.exercises.len() >= of {
                return Ok(plan);
            }
            if came == 0 {
                return Err(AskProblem::Confused("a plan that does not go on".into()));
            }
            whole = Some(plan);
        }
    }

    /// Everything that happened on a day, in order.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub fn why(&mut self, date: Option<Date>) -> Result<WhyPart, AskProblem> {
        let mut whole: Option<WhyPart> = None;
        loop {
            let from = whole.as_ref().map_or(0, |part| part.entries.len());
            let date = whole.as_ref().map(|part| part.date).or(date);
            let Payload::Why(part) = self.ask(&Request::Why { date, from })? else {
                return Err(AskProblem::Confused("no day".into()));
            };
            let came = part.entries.len();
            let so_far = match whole.take() {
                Some(mut before) => {
                    before.of = part.of;
                    before.entries.extend(part.entries);
                    before
                }
                None => part,
            };
            if so_far.entries.len() >= so_far.of {
                return Ok(so_far);
            }
            if came == 0 {
                return Err(AskProblem::Confused("a day that does not go on".into()));
            }
            whole = Some(so_far);
        }
    }

    /// Daily totals.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub fn stats(&mut self, from: Option<Date>, to: Option<Date>) -> Result<Vec<Day>, AskProblem> {
        let mut days = Vec::new();
        let mut from = from;
        loop {
            let Payload::Stats(part) = self.ask(&Request::Stats { from, to })? else {
                return Err(AskProblem::Confused("no days".into()));
            };
            days.extend(part.days);
            match part.next {
                None => return Ok(days),
                Some(next) if from.is_some_and(|from| next <= from) => {
                    return Err(AskProblem::Confused("days that do not go on".into()));
                }
                Some(next) => from = Some(next),
            }
        }
    }

    /// Subscribes: the status now, and again after every change, for as long as the daemon is running.
    ///
    /// # Errors
    /// As [`Client::ask`].
    pub fn subscribe(mut self) -> Result<Subscription, AskProblem> {
        let first = self.ask(&Request::Subscribe).and_then(status_in)?;
        local_socket::set_patience(self.stream.get_ref(), None).map_err(AskProblem::Lost)?;
        Ok(Subscription {
            stream: self.stream,
            first: Some(first),
            over: false,
        })
    }

    fn exchange(&mut self, request: &Request) -> Result<Reply, AskProblem> {
        let mut line = serde_json::to_vec(request)
            .map_err(|problem| AskProblem::Confused(problem.to_string()))?;
        line.push(b'\n');
        if line.len() > LONGEST_LINE {
            return Err(AskProblem::Confused(format!(
                "the request is longer than {LONGEST_LINE} bytes"
            )));
        }
        let lost = |why| AskProblem::Lost(in_words(why));
        self.stream.get_mut().write_all(&line).map_err(lost)?;
        let waits = matches!(request, Request::Start { .. } | Request::Window { .. });
        if waits {
            local_socket::set_patience(self.stream.get_ref(), Some(OPENING)).map_err(lost)?;
        }
        let reply = read_reply(&mut self.stream);
        if waits {
            local_socket::set_patience(self.stream.get_ref(), Some(PATIENCE)).map_err(lost)?;
        }
        reply
    }
}

/// The status, again and again. It ends when the daemon does, after one error.
#[derive(Debug)]
pub struct Subscription {
    stream: BufReader<Stream>,
    first: Option<Status>,
    over: bool,
}

impl Iterator for Subscription {
    type Item = Result<Status, AskProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(first) = self.first.take() {
            return Some(Ok(first));
        }
        if self.over {
            return None;
        }
        let next = match read_reply(&mut self.stream) {
            Ok(Reply::Changed(status)) => Ok(*status),
            Ok(Reply::Error(failure)) => Err(failure.into()),
            Ok(Reply::Ok(_)) => Err(AskProblem::Confused("an answer nobody asked for".into())),
            Err(problem) => Err(problem),
        };
        self.over = next.is_err();
        Some(next)
    }
}

fn status_in(payload: Payload) -> Result<Status, AskProblem> {
    if let Payload::Status(status) = payload {
        Ok(*status)
    } else {
        Err(AskProblem::Confused("no status".into()))
    }
}

fn read_reply(stream: &mut BufReader<Stream>) -> Result<Reply, AskProblem> {
    let line = read_line(stream).map_err(|why| AskProblem::Lost(in_words(why)))?;
    parsed(&line)
}

fn parsed<T: DeserializeOwned>(line: &[u8]) -> Result<T, AskProblem> {
    serde_json::from_slice(line).map_err(|problem| AskProblem::Confused(problem.to_string()))
}

fn read_line(stream: &mut BufReader<Stream>) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    stream
        .take(LONGEST_LINE as u64)
        .read_until(b'\n', &mut line)?;
    if line.last() == Some(&b'\n') {
        Ok(line)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn nobody_listens(why: &io::Error) -> bool {
    matches!(
        why.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
    )
}

/// Whether the other end is gone.
fn closed(why: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    matches!(why.kind(), UnexpectedEof | BrokenPipe | ConnectionReset)
}

/// Explains the two ways in which the daemon can be absent.
fn in_words(why: io::Error) -> io::Error {
    use io::ErrorKind::{TimedOut, WouldBlock};
    let kind = why.kind();
    if matches!(kind, WouldBlock | TimedOut) {
        io::Error::new(TimedOut, "no answer in time")
    } else if closed(&why) {
        io::Error::new(kind, "it closed the connection")
    } else {
        why
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::net::UnixListener;

    use super::*;

    /// A client's result with a listener that accepts nothing and sends `greeting`.
    fn greeted_with(greeting: &str) -> Result<Client, ConnectProblem> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s");
        let listener = UnixListener::bind(&path).unwrap();
        std::thread::scope(|scope| {
            let accepted = scope.spawn(|| {
                let (mut stream, _) = listener.accept().unwrap();
                stream.write_all(greeting.as_bytes()).unwrap();
                stream
            });
            let client = Client::connect_with(&path, Duration::from_millis(200));
            drop(accepted.join().unwrap());
            client
        })
    }

    #[test]
    fn nobody_there_is_told_apart_from_trouble() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s");
        let not_running = |path: &Path| {
            matches!(
                Client::connect(path),
                Err(ConnectProblem::NotRunning { .. })
            )
        };
        assert!(not_running(&path));
        drop(UnixListener::bind(&path).unwrap());
        assert!(not_running(&path), "a socket that its daemon left behind");
        let long = folder.path().join("x".repeat(200));
        let problem = Client::connect(&long).unwrap_err();
        assert!(
            matches!(problem, ConnectProblem::System { .. }),
            "{problem}"
        );
        let late = Client::connect_within(&path, Duration::from_millis(30)).unwrap_err();
        assert!(matches!(late, ConnectProblem::NotRunning { .. }), "{late}");
    }

    #[test]
    fn a_daemon_that_is_dying_is_not_running() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s");
        let listener = UnixListener::bind(&path).unwrap();
        let problem = std::thread::scope(|scope| {
            scope.spawn(|| {
                // It accepts a few more connections, then none.
                for _ in 0..3 {
                    drop(listener.accept().unwrap());
                }
                drop(listener);
            });
            Client::connect(&path).unwrap_err()
        });
        assert!(
            matches!(problem, ConnectProblem::NotRunning { .. }),
            "{problem}"
        );
    }

    #[test]
    fn another_version_and_a_stranger_are_refused() {
        let version = greeted_with("{\"unbend\":\"9.1.0\",\"protocol\":2}\n").unwrap_err();
        assert!(version.to_string().contains("9.1.0"), "{version}");
        let stranger = greeted_with("220 mail.example.org\n").unwrap_err();
        assert!(
            matches!(stranger, ConnectProblem::Stranger { .. }),
            "{stranger}"
        );
        let endless = greeted_with(&"x".repeat(LONGEST_LINE + 9)).unwrap_err();
        assert!(
            matches!(endless, ConnectProblem::System { .. }),
            "{endless}"
        );
        let silent = greeted_with("").unwrap_err();
        assert!(silent.to_string().contains("no answer in time"), "{silent}");
    }

    #[test]
    fn a_connection_that_broke_is_not_used_again() {
        let mut client = greeted_with("{\"unbend\":\"0\",\"protocol\":1}\n").unwrap();
        for _ in 0..2 {
            let problem = client.status().unwrap_err();
            assert!(matches!(problem, AskProblem::Lost(_)), "{problem}");
        }
    }
}
