//! Several clients look at and change the same settings at once: nobody's change is undone.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use unbend::ipc::client::Client;
use unbend::ipc::message::{Payload, Refusal, Request};
use unbend::logic::settings::Settings;
use unbend::store::settings_file::SettingsFile;

use crate::home::{Home, quit};

fn value(client: &mut Client, path: &str) -> String {
    let get = Request::SettingsGet {
        path: Some(path.to_owned()),
    };
    match client.ask(&get) {
        Ok(Payload::Settings(settings)) => settings[0].value.clone(),
        other => panic!("{other:?}"),
    }
}

fn add(path: &str, items: &[&str]) -> Request {
    Request::SettingsAdd {
        path: path.to_owned(),
        items: items.iter().map(|item| (*item).to_owned()).collect(),
    }
}

#[test]
fn two_who_change_one_list_lose_nothing_of_each_other() {
    let home = Home::new();
    let (child, mut window) = home.start();
    let hidden = "exercises.hidden";
    // The window shows an exercise's page; meanwhile the next choice is refused for ever; then the page's button is
    // pressed.
    value(&mut window, hidden);
    let next = home
        .unbend(&["next", "--never"])
        .output()
        .expect("it can be run");
    assert!(next.status.success(), "{next:?}");
    let never = value(&mut window, hidden);
    assert!(!never.is_empty());
    window
        .ask(&add(hidden, &["wall-stand"]))
        .expect("it is added");
    let both = value(&mut window, hidden);
    for id in [never.as_str(), "wall-stand"] {
        assert!(both.contains(id), "{both}");
    }

    // The same for what hurts, from many at once, including the command line and the daemon itself.
    let socket = home.path("run/unbend.sock");
    let exercises = ["bridge", "chin-tucks", "cat-cow", "wall-stand", "walk"];
    let known: Vec<&str> = exercises
        .into_iter()
        .filter(|id| unbend::logic::catalog::builtin().exercise(id).is_some())
        .collect();
    assert!(known.len() >= 4, "{known:?}");
    std::thread::scope(|scope| {
        for (place, id) in known.iter().enumerate() {
            let socket = &socket;
            let home = &home;
            scope.spawn(move || match place % 3 {
                0 => {
                    let said = home.unbend(&["settings", "add", "exercises.hurt", id]);
                    let said = { said }.output().expect("it can be run");
                    let text = String::from_utf8_lossy(&said.stdout).into_owned();
                    assert!(
                        text.starts_with("exercises.hurt=") && text.contains(id),
                        "{said:?}"
                    );
                }
                1 => {
                    let hurts = Request::Feedback {
                        what: (*id).to_owned(),
                        pain: Some(9),
                        effort: None,
                    };
                    let mut client = Client::connect(socket).expect("it runs");
                    client.ask(&hurts).expect("it is taken in");
                }
                _ => {
                    let mut client = Client::connect(socket).expect("it runs");
                    client
                        .ask(&add("exercises.hurt", &[id]))
                        .expect("it is added");
                }
            });
        }
    });
    let hurt = value(&mut window, "exercises.hurt");
    for id in &known {
        assert!(hurt.contains(id), "{id}: {hurt}");
    }

    // Edits by hand aren't undone either.
    let text = std::fs::read_to_string(home.settings()).expect("the settings");
    let favourites = "favourites: \"\"";
    assert!(text.contains(favourites), "{text}");
    let by_hand = text.replace(favourites, "favourites: \"bridge\"");
    std::fs::write(home.settings(), by_hand).expect("written");
    let path = "exercises.favourites";
    window
        .ask(&add(path, &["wall-stand"]))
        .expect("it is added");
    assert_eq!(value(&mut window, path), "bridge, wall-stand");
    quit(child, window);
    let file = SettingsFile::at(home.settings()).load().settings.exercises;
    assert_eq!(file.hurt.len(), known.len());
    assert_eq!(file.hidden.len(), 2);
}

#[test]
fn a_slip_on_the_command_line_says_what_is_wrong_and_changes_nothing() {
    let home = Home::new();
    let (child, mut client) = home.start();
    for (arguments, code, says) in [
        (
            &["add", "exercises.hurt", "brigde"][..],
            1,
            "no routine or exercise `brigde`",
        ),
        (&["add", "exercises.hurt"], 2, "name what is meant"),
        (&["add", "timing.snooze", "5m"], 1, "is not a list"),
        (
            &[
                "remove",
                "exercises.positions",
                "standing",
                "seated",
                "floor",
                "bed",
                "wall",
            ],
            1,
            "has to stay",
        ),
        (&["remove", "tea", "bridge"], 2, "is no list"),
    ] {
        let mut command = home.unbend(&["settings"]);
        let said = command.args(arguments).output().expect("it can be run");
        let text = String::from_utf8_lossy(&said.stderr);
        assert_eq!(said.status.code(), Some(code), "{arguments:?}: {text}");
        assert!(text.contains(says), "{arguments:?}: {text}");
    }
    let removed = home
        .unbend(&["settings", "remove", "exercises.equipment", "mat", "bed"])
        .output();
    let removed = removed.expect("it can be run");
    let text = String::from_utf8_lossy(&removed.stdout);
    assert!(text.contains("roller") && !text.contains("mat"), "{text}");
    let hurt = value(&mut client, "exercises.hurt");
    assert_eq!(
        hurt,
        Settings::default().get("exercises.hurt").expect("a list")
    );
    quit(child, client);
}

/// A peer that listens to the state stream, without a client in between.
struct Listener(BufReader<UnixStream>);

impl Listener {
    fn start(home: &Home) -> Listener {
        let stream = UnixStream::connect(home.path("run/unbend.sock")).expect("it runs");
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .expect("a socket can");
        let mut listener = Listener(BufReader::new(stream));
        listener.line();
        listener
            .0
            .get_mut()
            .write_all(b"{\"do\":\"subscribe\"}\n")
            .expect("it is sent");
        assert!(listener.line().starts_with("{\"ok\""));
        listener
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("a line");
        line
    }

    /// Lines up to and including the one that says so.
    fn until(&mut self, says: &str) -> Vec<String> {
        let mut lines = vec![self.line()];
        while !lines.last().is_some_and(|line| line.contains(says)) {
            lines.push(self.line());
        }
        lines
    }
}

#[test]
fn questions_publish_nothing_and_a_change_publishes_one_line() {
    let home = Home::new();
    let (child, mut client) = home.start();
    // The next reminder's first minute passes after the first second, and startup is over.
    std::thread::sleep(Duration::from_millis(2500));
    let mut listener = Listener::start(&home);
    for _ in 0..20 {
        for question in [
            Request::Status,
            Request::Next,
            Request::SettingsGet { path: None },
            Request::Doctor,
            Request::Keep,
        ] {
            client.ask(&question).expect("an answer");
        }
        client.why(None).expect("the day so far");
        client.stats(None, None).expect("the week so far");
    }
    client.ask(&Request::Stand).expect("it goes on");
    let stood = listener.until("\"posture\":\"standing\"");
    assert_eq!(stood.len(), 1, "{stood:#?}");
    // One line for a setting too, although its file has changed as well.
    let before = client.status().expect("a status").settings;
    client
        .ask(&add("exercises.hurt", &["bridge"]))
        .expect("it is added");
    std::thread::sleep(Duration::from_millis(600));
    // Something that is already so is no change.
    client
        .ask(&add("exercises.hurt", &["bridge"]))
        .expect("it is there");
    client
        .ask(&Request::Refuse {
            why: Refusal::NotNow,
        })
        .expect("another one");
    client.ask(&Request::Sit).expect("it goes on");
    let lines = listener.until("\"posture\":\"sitting\"");
    let set = format!("\"settings\":{}", before + 1);
    assert!(lines[0].contains(&set), "{lines:#?}");
    // The setting, perhaps the other choice, and the posture.
    assert!((2..=3).contains(&lines.len()), "{lines:#?}");
    quit(child, client);
}

#[test]
fn idle_connections_do_not_lock_the_command_line_out() {
    let home = Home::new();
    let (child, mut client) = home.start();
    client.status().expect("a status");
    let socket = home.path("run/unbend.sock");
    let idle: Vec<UnixStream> = (0..300)
        .map(|_| UnixStream::connect(&socket).expect("it is taken"))
        .collect();
    let asked = home.unbend(&["status"]).output().expect("it can be run");
    assert!(asked.status.success(), "{asked:?}");
    drop(idle);
    quit(child, client);
}
