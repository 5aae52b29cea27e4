//! The daemon as seen from the window: requests go out, replies and the state stream come in.

// Two threads wait for the socket and only forward what arrives; the window has no others.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::ipc::client::{AskProblem, Client, ConnectProblem};
use crate::ipc::comeback;
use crate::ipc::message::{Doctor, Import, Payload, Request, Setting, WhyPart};
use crate::logic::catalog::plan::Plan;
use crate::logic::past::stats::Day;
use crate::logic::presence::apps::Seen;
use crate::logic::shown::place::WindowKind;
use crate::logic::shown::status::Status;
use crate::logic::shown::surroundings::Surroundings;

/// A connection to the daemon.
pub trait Link {
    /// Sends a request; its outcome arrives through [`Link::receive`].
    fn ask(&mut self, request: Request);

    /// Reports that the window is up, and which one it is.
    fn opened(&mut self, window: WindowKind);

    /// Requests that exercise or routine as a plan to be played here.
    fn play(&mut self, what: String);

    /// Everything that arrived since the last call, in order.
    fn receive(&mut self) -> Vec<Told>;

    /// Connects to the daemon, initially and whenever it is gone. From here on `wake` is called, on any thread, when
    /// there is something to receive.
    fn connect(&mut self, wake: Wake);
}

/// Called when something has arrived.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What the daemon says.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The whole state.
    Status(Box<Status>),
    /// A break to be played in this window.
    Play(Plan),
    /// The settings, in the order of the file.
    Settings(Vec<Setting>),
    /// What works and what doesn't.
    Doctor(Doctor),
    /// The applications that were a reason to stay quiet.
    Apps(Seen),
    /// The outcome of an import.
    Import(Import),
    /// Everything that happened on a day.
    Day(WhyPart),
    /// Daily totals, all that were asked for.
    Days(Vec<Day>),
    /// A request failed, in words.
    Problem(String),
    /// There is no daemon (any more); why, in words.
    Gone(String),
    /// There is one again: reconnect.
    Back,
}

/// The daemon behind the socket at a path.
pub struct Daemon {
    socket: PathBuf,
    /// Where this window is.
    here: Surroundings,
    line: Option<Line>,
}

/// An open connection: one thread asks, one listens.
struct Line {
    questions: Sender<Question>,
    answers: Receiver<Told>,
    asker: Option<JoinHandle<()>>,
}

enum Question {
    Ask(Request),
    Play(String),
}

impl Daemon {
    /// A daemon reachable at `socket`, from `here`.
    pub fn at(socket: &Path, here: Surroundings) -> Daemon {
        Daemon {
            socket: socket.to_owned(),
            here,
            line: None,
        }
    }

    fn send(&mut self, question: Question) {
        if let Some(line) = &self.line {
            // The asking thread ends only with the connection; a question asked at that moment has no recipient.
            let _ = line.questions.send(question);
        }
    }
}

impl Link for Daemon {
    fn ask(&mut self, request: Request) {
        self.send(Question::Ask(request));
    }

    fn opened(&mut self, window: WindowKind) {
        self.send(Question::Ask(Request::Opened { window }));
    }

    fn play(&mut self, what: String) {
        self.send(Question::Play(what));
    }

    fn receive(&mut self) -> Vec<Told> {
        self.line
            .as_ref()
            .map_or_else(Vec::new, |line| line.answers.try_iter().collect())
    }

    fn connect(&mut self, wake: Wake) {
        let (questions, asked) = channel();
        let (tell, answers) = channel();
        let forward = Forward { tell, wake };
        let (socket, here) = (self.socket.clone(), self.here.clone());
        let asker = std::thread::Builder::new()
            .name("ask".to_owned())
            .spawn(move || ask_all(&socket, &here, &asked, &forward))
            .ok();
        self.line = Some(Line {
            questions,
            answers,
            asker,
        });
    }
}

impl Drop for Line {
    /// The last messages, such as the end of a break, are sent before the window's process ends.
    fn drop(&mut self) {
        let (nobody, _) = channel();
        self.questions = nobody;
        if let Some(asker) = self.asker.take() {
            let _ = asker.join();
        }
    }
}

#[derive(Clone)]
struct Forward {
    tell: Sender<Told>,
    wake: Wake,
}

impl Forward {
    fn tell(&self, told: Told) {
        if self.tell.send(told).is_ok() {
            (self.wake)();
        }
    }
}

/// How long a daemon may take to start.
const START: Duration = Duration::from_secs(2);

fn ask_all(socket: &Path, here: &Surroundings, asked: &Receiver<Question>, forward: &Forward) {
    let connected = Client::connect_within(socket, START)
        .and_then(|client| client.introduce(socket, here))
        .and_then(|client| Ok((client, Client::connect(socket)?)));
    let mut client = match connected {
        Ok((client, listening)) => {
            let (forward, socket) = (forward.clone(), socket.to_owned());
            // It may have nobody to report to when it ends, and isn't waited for.
            let _ = std::thread::Builder::new()
                .name("listen".to_owned())
                .spawn(move || listen(listening, &socket, &forward));
            client
        }
        Err(problem) => {
            tracing::warn!("{problem}");
            forward.tell(Told::Gone(out_of_reach(&problem).to_owned()));
            let (forward, socket) = (forward.clone(), socket.to_owned());
            let _ = std::thread::Builder::new()
                .name("look out".to_owned())
                .spawn(move || look_out(&socket, &forward));
            return;
        }
    };
    for question in asked {
        let answer = match question {
            Question::Play(what) => client.plan(&what).map(|plan| Some(Told::Play(plan))),
            // Replies that may take more than one line are assembled here.
            Question::Ask(Request::Why { date, .. }) => {
                client.why(date).map(|day| Some(Told::Day(day)))
            }
            Question::Ask(Request::Stats { from, to }) => {
                client.stats(from, to).map(|days| Some(Told::Days(days)))
            }
            Question::Ask(request) => client.ask(&request).map(told),
        };
        match answer {
            Ok(Some(told)) => forward.tell(told),
            Ok(None) => {}
            Err(AskProblem::Refused(failure)) => {
                let words = [failure.message, failure.hint].join(" ");
                forward.tell(Told::Problem(words.trim().to_owned()));
            }
            Err(problem @ (AskProblem::Lost(_) | AskProblem::Confused(_))) => {
                return forward.tell(lost(&problem));
            }
        }
    }
}

fn told(payload: Payload) -> Option<Told> {
    match payload {
        Payload::Status(status) => Some(Told::Status(status)),
        Payload::Settings(settings) => Some(Told::Settings(settings)),
        Payload::Doctor(doctor) => Some(Told::Doctor(doctor)),
        Payload::Import(import) => Some(Told::Import(import)),
        Payload::Apps(seen) => Some(Told::Apps(seen)),
        Payload::Done
        | Payload::Next(_)
        | Payload::Plan(_)
        | Payload::Why(_)
        | Payload::Stats(_) => None,
    }
}

fn listen(client: Client, socket: &Path, forward: &Forward) {
    match client.subscribe() {
        Ok(subscription) => {
            for status in subscription {
                match status {
                    Ok(status) => forward.tell(Told::Status(Box::new(status))),
                    Err(problem) => forward.tell(lost(&problem)),
                }
            }
        }
        Err(problem) => forward.tell(lost(&problem)),
    }
    look_out(socket, forward);
}

/// Waits until there is a daemon again, however long that takes; at the latest it ends with the window's process.
fn look_out(socket: &Path, forward: &Forward) {
    if comeback::wait_for(socket).is_ok() {
        forward.tell(Told::Back);
    }
}

/// Why there is no connection, in words for somebody who has never heard of a daemon, and what to do.
fn out_of_reach(problem: &ConnectProblem) -> &'static str {
    match problem {
        ConnectProblem::NotRunning { .. } => {
            "Unbend isn't running, so it can't remind you. Start it whenever you're ready."
        }
        ConnectProblem::Version { .. } => {
            "Unbend was updated while it was running. Choose Quit in its tray menu, then start it here."
        }
        ConnectProblem::Stranger { .. } => {
            "Something else is answering in Unbend's place. Run `unbend doctor` to see what it is."
        }
        ConnectProblem::System { .. } => SILENT,
    }
}

/// For a daemon that is there but doesn't answer.
const SILENT: &str =
    "Unbend isn't answering right now. Give it a moment, then choose Start Unbend to try again.";

/// The same for a connection that was lost. What exactly went wrong goes to the log.
fn lost(problem: &AskProblem) -> Told {
    tracing::warn!("{problem}");
    Told::Gone(match problem {
        AskProblem::Refused(failure) => failure.message.clone(),
        AskProblem::Lost(why) if why.kind() == std::io::ErrorKind::TimedOut => SILENT.to_owned(),
        AskProblem::Lost(_) => {
            "Unbend has stopped. Start it again and it picks up where it left off.".to_owned()
        }
        AskProblem::Confused(_) => {
            "This window and Unbend don't understand each other. Close the window and open it again."
                .to_owned()
        }
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    #[test]
    fn who_looks_at_the_window_reads_what_to_do_and_nothing_of_sockets() {
        let path = PathBuf::from("/run/user/1000/unbend.sock");
        let (theirs, ours) = ("1".to_owned(), "2".to_owned());
        let refused = [
            ConnectProblem::NotRunning { path: path.clone() },
            ConnectProblem::Version { theirs, ours },
            ConnectProblem::Stranger {
                path: path.clone(),
                what: "is no socket",
            },
            ConnectProblem::System {
                path,
                why: Error::from(ErrorKind::TimedOut),
            },
        ];
        let broken = [
            AskProblem::Lost(Error::new(
                ErrorKind::UnexpectedEof,
                "it closed the connection",
            )),
            AskProblem::Lost(Error::new(ErrorKind::TimedOut, "no answer in time")),
            AskProblem::Confused("expected `,` at line 1 column 7".to_owned()),
        ];
        let said = refused.iter().map(|one| out_of_reach(one).to_owned());
        let said = said.chain(broken.iter().map(|one| {
            let Told::Gone(words) = lost(one) else {
                panic!("{one:?} is told as something else");
            };
            words
        }));
        for words in said {
            for jargon in [
                "daemon",
                "socket",
                "connection",
                "column",
                "/run",
                "in time",
            ] {
                assert!(!words.contains(jargon), "{words}");
            }
            // The situation, and what to do about it.
            assert_eq!(words.matches(". ").count(), 1, "{words}");
        }
    }
}
