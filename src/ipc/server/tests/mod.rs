//! Both ends together: order, takeover, garbage, crowds, and misbehaving peers.

mod crowds;
mod socket;

use proptest::prelude::*;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::UnixStream;
use tokio::task::{LocalSet, spawn_blocking, spawn_local};

use super::lines::LONGEST_SKIPPED;
use super::room::MOST_CONNECTIONS;
use super::*;
use crate::ipc::client::{AskProblem, Client};
use crate::ipc::message::{Payload, PlanPart};
use crate::logic::catalog::Position;
use crate::logic::catalog::plan::{Plan, PlannedExercise};
use crate::logic::shown::status::Status;

/// A running server, with a daemon behind it that can answer.
struct Bench {
    _folder: TempDir,
    path: PathBuf,
    publisher: Publisher,
    gone: mpsc::UnboundedReceiver<ConnectionId>,
}

impl Bench {
    fn start() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run").join("unbend.sock");
        let server = Server::bind(&path).unwrap();
        let publisher = server.publisher();
        let (events, mut incoming) = mpsc::channel::<Incoming>(4);
        spawn_local(server.run(events));
        let (tell, gone) = mpsc::unbounded_channel();
        spawn_local(async move {
            let mut sitting = 0;
            while let Some(event) = incoming.recv().await {
                match event {
                    Incoming::Asked { request, reply, .. } => {
                        sitting += 1;
                        answer(request, reply, sitting);
                    }
                    Incoming::PeerGone { connection } => tell.send(connection).unwrap(),
                    Incoming::Closed { .. } => {}
                }
            }
        });
        Bench {
            _folder: folder,
            path,
            publisher,
            gone,
        }
    }

    /// A peer that sends whatever it likes; the greeting has been read.
    async fn peer(&self) -> Peer {
        let stream = UnixStream::connect(&self.path).await.unwrap();
        let mut peer = Peer(BufReader::new(stream));
        assert!(peer.line().await.unwrap().starts_with("{\"unbend\":"));
        peer
    }
}

fn status(sitting: u64) -> Status {
    let mut status = Status::fresh();
    status.sitting = Duration::from_secs(sitting);
    status
}

fn long_plan() -> Plan {
    let exercise = |number: usize| PlannedExercise {
        id: format!("exercise-{number}"),
        name: "x".repeat(20_000),
        figure: String::new(),
        position: Position::Standing,
        equipment: Vec::new(),
        level: 0,
        fixed: false,
        note: String::new(),
        prepare: String::new(),
        tip: String::new(),
        caution: String::new(),
        segments: Vec::new(),
    };
    Plan {
        start_at: 0,
        id: "long".to_owned(),
        name: "Long".to_owned(),
        reason: String::new(),
        because: None,
        exercises: (0..10).map(exercise).collect(),
    }
}

fn answer(request: Request, reply: ReplyTo, sitting: u64) {
    match request {
        Request::Status | Request::Subscribe => {
            reply.send(Reply::Ok(Payload::Status(Box::new(status(sitting)))));
        }
        Request::Plan { from, .. } => reply.send(match PlanPart::cut(&long_plan(), from) {
            Ok(part) => Reply::Ok(Payload::Plan(part)),
            Err(problem) => Reply::Error(problem),
        }),
        Request::SettingsSet { .. } => reply.send(Reply::error("no such setting", "look")),
        Request::Doctor => drop(reply),
        Request::Hello { .. }
        | Request::Raise { .. }
        | Request::Opened { .. }
        | Request::Play { .. }
        | Request::Sample
        | Request::Apps
        | Request::Ignore { .. }
        | Request::Autostart { .. }
        | Request::Place { .. }
        | Request::Next
        | Request::Refuse { .. }
        | Request::Why { .. }
        | Request::Stats { .. }
        | Request::Keep
        | Request::Start { .. }
        | Request::GoOn
        | Request::Snooze { .. }
        | Request::Skip
        | Request::Close
        | Request::Pause(_)
        | Request::Resume
        | Request::Stand
        | Request::Sit
        | Request::Window { .. }
        | Request::BreakProgress { .. }
        | Request::BreakEnd { .. }
        | Request::Feedback { .. }
        | Request::SettingsGet { .. }
        | Request::SettingsAdd { .. }
        | Request::SettingsRemove { .. }
        | Request::ReminderAdd { .. }
        | Request::ReminderRemove { .. }
        | Request::CatalogPut { .. }
        | Request::CatalogRemove { .. }
        | Request::CatalogImport { .. }
        | Request::Quit => reply.send(Reply::Ok(Payload::Done)),
    }
}

struct Peer(BufReader<UnixStream>);

impl Peer {
    async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.unwrap();
    }

    /// The next line; none at the end of the stream.
    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.0.read_line(&mut line);
        match tokio::time::timeout(Duration::from_secs(10), read).await {
            Ok(Ok(length)) if length > 0 => Some(line),
            Ok(_) => None,
            Err(_) => panic!("nothing came"),
        }
    }

    async fn ask(&mut self, line: impl AsRef<[u8]>) -> String {
        self.send(line).await;
        self.send("\n").await;
        self.line().await.expect("an answer")
    }
}

/// What arrives until the connection ends, even by a reset because the server didn't read everything.
async fn all_from(reading: &mut (impl AsyncReadExt + Unpin)) -> String {
    let mut said = Vec::new();
    while matches!(reading.read_buf(&mut said).await, Ok(1..)) {}
    String::from_utf8(said).unwrap()
}

fn run(test: impl AsyncFnOnce()) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(LocalSet::new().run_until(test()));
}

#[test]
fn a_client_asks_and_is_answered() {
    run(async || {
        let bench = Bench::start();
        let path = bench.path.clone();
        let asked = spawn_blocking(move || {
            let mut client = Client::connect(&path).unwrap();
            assert_eq!(client.daemon_version(), env!("CARGO_PKG_VERSION"));
            assert_eq!(client.status().unwrap(), status(1));
            assert_eq!(client.ask(&Request::Skip).unwrap(), Payload::Done);
            let set = Request::SettingsSet {
                path: "x".into(),
                value: "y".into(),
            };
            assert!(matches!(
                client.ask(&set),
                Err(AskProblem::Refused(failure)) if failure.hint == "look"
            ));
            let problem = client.ask(&Request::Doctor).unwrap_err().to_string();
            assert!(problem.contains("gave no answer"), "{problem}");
            assert_eq!(client.plan("long").unwrap(), long_plan());
        });
        asked.await.unwrap();
    });
}

#[test]
fn a_subscriber_gets_the_status_and_then_every_change_once() {
    run(async || {
        let bench = Bench::start();
        bench.publisher.publish(&status(900));
        let path = bench.path.clone();
        let (tell, mut told) = mpsc::unbounded_channel();
        let listening = spawn_blocking(move || {
            let statuses = Client::connect(&path).unwrap().subscribe().unwrap();
            for status in statuses.take(4) {
                tell.send(status.unwrap().sitting.as_secs()).unwrap();
            }
        });
        assert_eq!(told.recv().await, Some(1));
        for sitting in [901, 961, 1021] {
            bench.publisher.publish(&status(sitting));
        }
        listening.await.unwrap();
        for sitting in [901, 961, 1021] {
            assert_eq!(told.recv().await, Some(sitting));
        }
    });
}

#[test]
fn a_subscriber_may_go_on_asking() {
    run(async || {
        let bench = Bench::start();
        let mut peer = bench.peer().await;
        assert!(
            peer.ask("{\"do\":\"subscribe\"}")
                .await
                .starts_with("{\"ok\"")
        );
        assert_eq!(peer.ask("{\"do\":\"skip\"}").await, "{\"ok\":\"done\"}\n");
        bench.publisher.publish(&status(70));
        assert!(peer.line().await.unwrap().starts_with("{\"changed\""));
        // Subscribing twice does not double the changes.
        peer.ask("{\"do\":\"subscribe\"}").await;
        bench.publisher.publish(&status(800));
        bench.publisher.publish(&status(900));
        assert!(
            peer.line()
                .await
                .unwrap()
                .contains("\"sitting_seconds\":800")
        );
        assert!(
            peer.line()
                .await
                .unwrap()
                .contains("\"sitting_seconds\":900")
        );
        assert_eq!(bench.publisher.subscribers(), 1);
    });
}

#[test]
fn rubbish_is_answered_and_the_connection_stays() {
    run(async || {
        let bench = Bench::start();
        let mut peer = bench.peer().await;
        for rubbish in [
            b"hello".as_slice(),
            b"{\"do\":\"dance\"}",
            b"[1,2",
            b"\xff\xfe\x00",
            b"null",
            &b"[".repeat(60_000),
        ] {
            let answer = peer.ask(rubbish).await;
            assert!(answer.starts_with("{\"error\""), "{answer}");
        }
        assert_eq!(
            peer.ask("\n\r\n {\"do\":\"sit\"} \r").await,
            "{\"ok\":\"done\"}\n"
        );
    });
}

#[test]
fn lines_come_in_any_pieces() {
    run(async || {
        let bench = Bench::start();
        let mut peer = bench.peer().await;
        for byte in b"{\"do\":\"stand\"}\n" {
            peer.send([*byte]).await;
            tokio::task::yield_now().await;
        }
        assert_eq!(peer.line().await.unwrap(), "{\"ok\":\"done\"}\n");
        peer.send("{\"do\":\"status\"}\n{\"do\":\"no\"}\n{\"do\":\"sit\"}\n{\"do\":")
            .await;
        for start in ["{\"ok\":{\"status\"", "{\"error\"", "{\"ok\":\"done\""] {
            assert!(peer.line().await.unwrap().starts_with(start), "{start}");
        }
        // Half a line and the end of the stream: nothing to answer.
        peer.0.get_mut().shutdown().await.unwrap();
        assert_eq!(peer.line().await, None);
    });
}

#[test]
fn a_line_may_be_as_long_as_said_and_no_longer() {
    run(async || {
        let bench = Bench::start();
        let mut peer = bench.peer().await;
        let mut longest = "{\"do\":\"sit\"}".to_owned();
        longest.push_str(&" ".repeat(LONGEST_LINE - 1 - longest.len()));
        assert_eq!(peer.ask(&longest).await, "{\"ok\":\"done\"}\n");
        longest.push(' ');
        let answer = peer.ask(&longest).await;
        assert!(answer.contains("longer than 65536 bytes"), "{answer}");
        let answer = peer.ask("x".repeat(5 * LONGEST_LINE)).await;
        assert!(answer.contains("longer than 65536 bytes"), "{answer}");
        assert_eq!(peer.ask("{\"do\":\"sit\"}").await, "{\"ok\":\"done\"}\n");
    });
}

#[test]
fn a_line_without_end_ends_the_connection() {
    run(async || {
        let bench = Bench::start();
        let stream = UnixStream::connect(&bench.path).await.unwrap();
        let (mut reading, mut writing) = stream.into_split();
        let flood = spawn_local(async move {
            let mut sent = 0;
            while sent < 8 * LONGEST_SKIPPED && writing.write_all(&[b'x'; 4096]).await.is_ok() {
                sent += 4096;
            }
            sent
        });
        let said = all_from(&mut reading).await;
        assert_eq!(
            said.lines().count(),
            2,
            "the greeting and one error: {said}"
        );
        assert!(flood.await.unwrap() < 2 * LONGEST_SKIPPED);
        bench.peer().await;
    });
}

#[test]
fn what_says_nothing_new_is_not_published() {
    run(async || {
        let bench = Bench::start();
        let mut peer = bench.peer().await;
        // It is told about 1 s of sitting.
        peer.ask("{\"do\":\"subscribe\"}").await;
        for sitting in [1, 2, 59, 60, 61, 119, 120] {
            bench.publisher.publish(&status(sitting));
        }
        let mut away = status(121);
        away.counting = false;
        bench.publisher.publish(&away);
        bench.publisher.publish(&away);
        for says in [
            "\"sitting_seconds\":60,",
            "\"sitting_seconds\":120,",
            "\"counting\":false",
        ] {
            let line = peer.line().await.unwrap();
            assert!(line.contains(says), "{says}: {line}");
        }
        assert_eq!(peer.ask("{\"do\":\"sit\"}").await, "{\"ok\":\"done\"}\n");
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_bytes_bring_the_server_down(chunks in prop::collection::vec(chunk(), 0..20)) {
        run(async || {
            let bench = Bench::start();
            let stream = UnixStream::connect(&bench.path).await.unwrap();
            let (mut reading, mut writing) = stream.into_split();
            let drain = spawn_local(async move { all_from(&mut reading).await });
            for chunk in &chunks {
                let _ = writing.write_all(chunk).await;
            }
            drop(writing);
            for line in drain.await.unwrap().lines().skip(1) {
                serde_json::from_str::<Reply>(line).expect("each line is a reply");
            }
            let mut after = bench.peer().await;
            assert_eq!(after.ask("{\"do\":\"sit\"}").await, "{\"ok\":\"done\"}\n");
        });
    }
}

/// Bytes that look like requests, or like nothing at all.
fn chunk() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..60),
        Just(b"\n".to_vec()),
        Just(b"{\"do\":\"status\"}\n".to_vec()),
        Just(b"{\"do\":\"break-progress\",\"guided_ms\":18446744073709551615}\n".to_vec()),
        Just(b"{\"do\":\"pause\",\"until\":\"99:99\"}\n".to_vec()),
        Just(b"{\"do\":\"subscribe\"}\n".to_vec()),
        Just(vec![b'z'; 70_000]),
    ]
}
