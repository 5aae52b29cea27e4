//! Both ends together: order, takeover, garbage, crowds, and misbehaving peers.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;

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
fn a_hundred_connections_are_served_at_once() {
    run(async || {
        let bench = Bench::start();
        let mut peers = Vec::new();
        for _ in 0..100 {
            peers.push(bench.peer().await);
        }
        for peer in &mut peers {
            assert!(
                peer.ask("{\"do\":\"subscribe\"}")
                    .await
                    .starts_with("{\"ok\"")
            );
        }
        bench.publisher.publish(&status(5));
        for peer in &mut peers {
            assert!(peer.line().await.unwrap().starts_with("{\"changed\""));
        }
    });
}

#[test]
fn who_never_asks_for_anything_makes_room_for_who_does() {
    run(async || {
        let mut bench = Bench::start();
        let mut player = bench.peer().await;
        let report = "{\"do\":\"break-progress\",\"guided_ms\":10}";
        player.ask(report).await;
        let mut listener = bench.peer().await;
        listener.ask("{\"do\":\"subscribe\"}").await;
        let mut window = bench.peer().await;
        window.ask("{\"do\":\"sit\"}").await;
        // Far more than there is room for, all of them silent.
        let mut idle = Vec::new();
        for _ in 0..2 * MOST_CONNECTIONS {
            idle.push(bench.peer().await);
        }
        let done = "{\"ok\":\"done\"}\n";
        assert_eq!(bench.peer().await.ask("{\"do\":\"skip\"}").await, done);
        assert_eq!(window.ask("{\"do\":\"sit\"}").await, done);
        assert_eq!(player.ask(report).await, done);
        bench.publisher.publish(&status(500));
        assert!(listener.line().await.unwrap().starts_with("{\"changed\""));
        assert!(bench.gone.try_recv().is_err(), "the break goes on");
        assert_eq!(idle[0].line().await, None, "the first one had to go");
        let last = idle.last_mut().unwrap();
        assert_eq!(last.ask("{\"do\":\"sit\"}").await, done);
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

#[test]
fn a_subscriber_that_does_not_read_delays_nobody_and_is_given_the_newest_when_it_does() {
    run(async || {
        let bench = Bench::start();
        let mut deaf = bench.peer().await;
        deaf.send("{\"do\":\"subscribe\"}\n").await;
        let mut keen = bench.peer().await;
        keen.ask("{\"do\":\"subscribe\"}").await;
        while bench.publisher.subscribers() < 2 {
            tokio::task::yield_now().await;
        }
        let minutes = |count: u64| count * 60 + 1;
        for count in 1..=5000 {
            bench.publisher.publish(&status(minutes(count)));
            let line = keen.line().await.unwrap();
            assert!(line.contains(&format!("\"sitting_seconds\":{},", minutes(count))));
        }
        assert_eq!(bench.publisher.subscribers(), 2);
        let newest = format!("\"sitting_seconds\":{},", minutes(5000));
        let mut read = 0;
        loop {
            read += 1;
            // Every line is whole, whatever was dropped in between.
            let line = deaf.line().await.unwrap();
            assert!(serde_json::from_str::<Reply>(&line).is_ok(), "{line}");
            if line.contains(&newest) {
                break;
            }
        }
        assert!(read < 2000, "{read}");
        assert_eq!(deaf.ask("{\"do\":\"sit\"}").await, "{\"ok\":\"done\"}\n");
    });
}

#[test]
fn a_break_is_lost_when_its_connection_ends() {
    run(async || {
        let mut bench = Bench::start();
        let report = "{\"do\":\"break-progress\",\"guided_ms\":10}";
        let mut idle = bench.peer().await;
        idle.ask("{\"do\":\"status\"}").await;
        drop(idle);
        let mut through = bench.peer().await;
        through.ask(report).await;
        through
            .ask("{\"do\":\"break-end\",\"finished\":true,\"guided_ms\":9}")
            .await;
        drop(through);
        let mut dying = bench.peer().await;
        dying.ask(report).await;
        drop(dying);
        assert_eq!(bench.gone.recv().await, Some(ConnectionId(3)));
        bench.peer().await;
        assert!(bench.gone.try_recv().is_err(), "and only that one");
    });
}

#[test]
fn the_socket_is_for_its_owner_and_goes_with_the_server() {
    run(async || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run").join("unbend.sock");
        let server = Server::bind(&path).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        drop(server);
        assert!(!path.exists());
        Server::bind(&path).unwrap();
    });
}

#[test]
fn a_live_socket_is_left_alone_and_a_stale_one_taken_over() {
    run(async || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unbend.sock");
        let is_running = |path| matches!(Server::bind(path), Err(BindProblem::AlreadyRunning));
        let first = Server::bind(&path).unwrap();
        assert!(is_running(&path));
        drop(first);

        let listening_without_lock = UnixListener::bind(&path).unwrap();
        assert!(is_running(&path));
        assert!(path.exists());
        drop(listening_without_lock);

        assert!(path.exists(), "left behind by a daemon that died");
        Server::bind(&path).unwrap();

        fs::write(&path, "a diary").unwrap();
        let problem = Server::bind(&path).unwrap_err().to_string();
        assert!(problem.contains("in the way"), "{problem}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "a diary");

        let under_a_file = path.join("unbend.sock");
        let problem = Server::bind(&under_a_file).unwrap_err();
        assert!(matches!(problem, BindProblem::System { .. }), "{problem}");
    });
}

#[test]
fn of_daemons_that_start_at_once_one_wins() {
    run(async || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unbend.sock");
        for _ in 0..20 {
            drop(UnixListener::bind(&path).unwrap());
            let starts: Vec<_> = (0..8)
                .map(|_| {
                    let path = path.clone();
                    spawn_blocking(move || Server::bind(&path).ok())
                })
                .collect();
            let mut servers = Vec::new();
            for start in starts {
                servers.extend(start.await.unwrap());
            }
            assert_eq!(servers.len(), 1);
            assert!(UnixStream::connect(&path).await.is_ok());
            drop(servers);
            let _ = fs::remove_file(&path);
        }
    });
}

/// Run as another user by the test below.
#[test]
#[ignore = "a part of peers_of_other_users_are_not_served"]
fn connect_as_told() {
    let path = std::env::args().next_back().unwrap();
    let said = match std::os::unix::net::UnixStream::connect(path) {
        Ok(mut stream) => {
            let mut said = String::new();
            std::io::Read::read_to_string(&mut stream, &mut said).map(|_| said)
        }
        Err(problem) => Err(problem),
    };
    println!("heard {said:?}");
}

#[test]
fn peers_of_other_users_are_not_served() {
    use std::os::unix::process::CommandExt;
    if !rustix::process::geteuid().is_root() {
        eprintln!("only root can be another user: not tried");
        return;
    }
    run(async || {
        let bench = Bench::start();
        // Even if the file modes would let them in.
        fs::set_permissions(&bench.path, PermissionsExt::from_mode(0o666)).unwrap();
        for folder in bench.path.ancestors().skip(1).take(2) {
            fs::set_permissions(folder, PermissionsExt::from_mode(0o755)).unwrap();
        }
        let program = bench._folder.path().join("peer");
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        let mut heard = Vec::new();
        for user in [0, 65534] {
            let mut command = std::process::Command::new(&program);
            command
                .args(["--ignored", "--nocapture", "--exact"])
                .arg("ipc::server::tests::connect_as_told")
                .arg("--skip")
                .arg(&bench.path)
                .current_dir("/")
                .uid(user);
            let output = spawn_blocking(move || {
                let mut child = command
                    .stdout(std::process::Stdio::piped())
                    .spawn()
                    .unwrap();
                // The client being served keeps waiting: end it once it has had time to read the greeting.
                let deadline = std::process::Command::new("sleep").arg("0.5").status();
                assert!(deadline.unwrap().success());
                let _ = child.kill();
                child.wait_with_output().unwrap()
            });
            heard.push(String::from_utf8_lossy(&output.await.unwrap().stdout).into_owned());
        }
        assert!(heard[1].contains("heard Ok(\"\")"), "{heard:?}");
        assert!(
            !heard[0].contains("heard"),
            "the same user is served: {heard:?}"
        );
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
