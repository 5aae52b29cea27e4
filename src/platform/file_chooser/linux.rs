//! The dialogue of the desktop's file chooser portal.
//!
//! Someone may take a long time to choose a file while the window must keep running, so each dialogue has its own
//! thread, which ends with the answer.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use zbus::Connection;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::logic::shown::file_choice::{Chosen, Wanted};
use crate::platform::linux::bus::{listen, next, owners, signals};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const CHOOSER: &str = "org.freedesktop.portal.FileChooser";
const REQUEST: &str = "org.freedesktop.portal.Request";

/// How long a portal started for this may take to answer that it has begun.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(super) struct FileChooser {
    tell: Sender<Chosen>,
    answers: Receiver<Chosen>,
    asked: u32,
}

impl FileChooser {
    pub(super) fn new() -> FileChooser {
        let (tell, answers) = channel();
        FileChooser {
            tell,
            answers,
            asked: 0,
        }
    }

    pub(super) fn ask(&mut self, wanted: Wanted, wake: impl Fn() + Send + 'static) {
        self.asked += 1;
        let token = format!("unbend_{}_{}", std::process::id(), self.asked);
        let tell = self.tell.clone();
        let started = std::thread::Builder::new()
            .name("file".to_owned())
            .spawn(move || {
                let chosen = choose(&wanted, &token).unwrap_or_else(|problem| missing(&problem));
                if tell.send(chosen).is_ok() {
                    wake();
                }
            });
        if let Err(problem) = started {
            // Nobody else can answer now, and the caller looks again in its next frame.
            let _ = self.tell.send(missing(&zbus::Error::from(problem)));
        }
    }

    pub(super) fn answer(&mut self) -> Option<Chosen> {
        self.answers.try_recv().ok()
    }
}

fn missing(problem: &zbus::Error) -> Chosen {
    tracing::debug!("no file chooser: {problem}");
    Chosen::Missing(
        "The desktop offers no file dialogue: type the path, or install xdg-desktop-portal and the part of it that \
         belongs to your desktop, such as xdg-desktop-portal-gtk"
            .to_owned(),
    )
}

fn choose(wanted: &Wanted, token: &str) -> zbus::Result<Chosen> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(dialogue(wanted, token))
}

async fn dialogue(wanted: &Wanted, token: &str) -> zbus::Result<Chosen> {
    let session = zbus::connection::Builder::session()?;
    let bus = session.method_timeout(PATIENCE).build().await?;
    let mut owners = owners(&bus, PORTAL).await?;
    // The answer may come before the call returns: subscribing first misses none.
    let rule = signals().interface(REQUEST)?.member("Response")?;
    let mut responses = listen(&bus, rule).await?;
    let handle = open(&bus, wanted, token).await?;
    loop {
        let message = tokio::select! {
            message = next(&mut responses) => message?,
            message = next(&mut owners) => {
                let (_, old, _): (String, String, String) = message?.body().deserialize()?;
                // Being started for this isn't an end.
                if old.is_empty() {
                    continue;
                }
                return Err(zbus::Error::Failure("the portal has ended".to_owned()));
            }
        };
        let header = message.header();
        if header
            .path()
            .is_some_and(|path| path.as_str() == handle.as_str())
        {
            let (code, results): (u32, HashMap<String, OwnedValue>) =
                message.body().deserialize()?;
            return Ok(match code {
                0 => file(&results),
                _ => Chosen::Nothing,
            });
        }
    }
}

/// Opens the dialogue; returns the path of the request that will answer.
async fn open(bus: &Connection, wanted: &Wanted, token: &str) -> zbus::Result<OwnedObjectPath> {
    let patterns = |pattern: &str| vec![(0_u32, pattern.to_owned())];
    let filters = vec![
        ("Exercises and routines".to_owned(), patterns("*.ron")),
        ("All files".to_owned(), patterns("*")),
    ];
    let (method, title) = match wanted {
        Wanted::Open => ("OpenFile", "Take in exercises and routines"),
        Wanted::Save { .. } => ("SaveFile", "Save exercises and routines"),
    };
    let mut options = HashMap::from([("handle_token", Value::from(token))]);
    options.insert("filters", Value::from(filters));
    match wanted {
        Wanted::Open => options.insert("accept_label", Value::from("Take in")),
        Wanted::Save { name } => options.insert("current_name", Value::from(name.as_str())),
    };
    let asked = ("", title, options);
    let reply = bus
        .call_method(Some(PORTAL), PATH, Some(CHOOSER), method, &asked)
        .await?;
    reply.body().deserialize()
}

fn file(results: &HashMap<String, OwnedValue>) -> Chosen {
    let uris = results.get("uris").and_then(|uris| uris.try_clone().ok());
    let uris = uris.and_then(|uris| Vec::<String>::try_from(uris).ok());
    let Some(uri) = uris.and_then(|uris| uris.into_iter().next()) else {
        return Chosen::Nothing;
    };
    match path_of(&uri) {
        Some(path) => Chosen::File(path),
        None => Chosen::Missing(format!(
            "{uri} is no file on this machine with a name in plain text: copy it to your home folder under another name"
        )),
    }
}

/// The path in a `file:` URI of this machine.
fn path_of(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("file://")?;
    let coded = &rest[rest.find('/')?..];
    let mut bytes = Vec::with_capacity(coded.len());
    let mut parts = coded.split('%');
    bytes.extend(parts.next()?.bytes());
    for part in parts {
        let (code, plain) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend(plain.bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_paths() {
        let known = [
            ("file:///home/ada/a.ron", Some("/home/ada/a.ron")),
            (
                "file:///home/ada/gute%20%C3%9Cbung.ron",
                Some("/home/ada/gute Übung.ron"),
            ),
            ("file://desk/home/a%25.ron", Some("/home/a%.ron")),
            ("file:///home/%f", None),
            ("file:///home/%ff", None),
            ("file:///home/%é", None),
            ("file://", None),
            ("https://example.org/a.ron", None),
        ];
        for (uri, path) in known {
            assert_eq!(path_of(uri).as_deref(), path, "{uri}");
        }
    }
}
