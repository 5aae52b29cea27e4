//! The tests' own notification server, with GNOME's manners.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use zbus::zvariant::OwnedValue;

pub const NAME: &str = "org.freedesktop.Notifications";
pub const PATH: &str = "/org/freedesktop/Notifications";

/// One `Notify` call as the server saw it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub id: u32,
    pub sender: String,
    pub replaces: u32,
    pub title: String,
    pub body: String,
    pub actions: Vec<String>,
    pub timeout: i32,
    pub hints: Vec<String>,
    /// Path of the picture for the server to show, if it is a file.
    pub picture: Option<String>,
}

#[derive(Default)]
pub struct Seen {
    pub shown: Vec<Shown>,
    pub closed: Vec<u32>,
    /// Ids on the screen, and who may touch them.
    live: HashMap<u32, String>,
}

/// A notification server with GNOME's manners: signals go only to the sender, and only the sender may replace.
struct SmallServer {
    seen: Arc<Mutex<Seen>>,
    capabilities: Vec<String>,
}

pub struct Small {
    connection: zbus::Connection,
    pub seen: Arc<Mutex<Seen>>,
}

pub async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl SmallServer {
    #[expect(clippy::too_many_arguments, reason = "the protocol's own")]
    fn notify(
        &self,
        #[zbus(header)] header: zbus::message::Header<'_>,
        _app: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        timeout: i32,
    ) -> zbus::fdo::Result<u32> {
        let sender = header.sender().unwrap().to_string();
        let mut seen = self.seen.lock().unwrap();
        if seen
            .live
            .get(&replaces)
            .is_some_and(|owner| *owner != sender)
        {
            return Err(zbus::fdo::Error::InvalidArgs(
                "Invalid notification ID".into(),
            ));
        }
        let id = match replaces {
            0 => seen.shown.len() as u32 + 1,
            old => old,
        };
        seen.live.insert(id, sender.clone());
        let path = hints.get("image-path");
        let picture = path.map(|path| path.downcast_ref::<String>().unwrap());
        let mut hints: Vec<String> = hints.into_keys().collect();
        hints.sort();
        seen.shown.push(Shown {
            id,
            sender,
            replaces,
            title,
            body,
            actions,
            timeout,
            hints,
            picture,
        });
        Ok(id)
    }

    fn close_notification(&self, id: u32) {
        let mut seen = self.seen.lock().unwrap();
        seen.live.remove(&id);
        seen.closed.push(id);
    }

    fn get_capabilities(&self) -> Vec<String> {
        self.capabilities.clone()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("Small".into(), "Tests".into(), "1.0".into(), "1.2".into())
    }
}

impl Small {
    pub async fn start(capabilities: &[&str]) -> Small {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let server = SmallServer {
            seen: seen.clone(),
            capabilities: capabilities.iter().map(ToString::to_string).collect(),
        };
        let connection = zbus::connection::Builder::session()
            .unwrap()
            .serve_at(PATH, server)
            .unwrap()
            .name(NAME)
            .unwrap()
            .build()
            .await
            .unwrap();
        Small { connection, seen }
    }

    pub async fn stop(self) {
        self.connection.close().await.unwrap();
    }

    /// Waits for the notification numbered `count` from the start.
    pub async fn shown(&self, count: usize) -> Shown {
        loop {
            if let Some(shown) = self.seen.lock().unwrap().shown.get(count - 1) {
                return shown.clone();
            }
            pause(5).await;
        }
    }

    pub async fn closed(&self, id: u32) {
        while !self.seen.lock().unwrap().closed.contains(&id) {
            pause(5).await;
        }
    }

    pub async fn emit(
        &self,
        to: &Shown,
        signal: &str,
        what: &(impl serde::Serialize + zbus::zvariant::DynamicType),
    ) {
        self.connection
            .emit_signal(Some(to.sender.as_str()), PATH, NAME, signal, what)
            .await
            .unwrap();
    }

    pub async fn press(&self, on: &Shown, key: &str, token: Option<&str>) {
        if let Some(token) = token {
            self.emit(on, "ActivationToken", &(on.id, token)).await;
        }
        self.emit(on, "ActionInvoked", &(on.id, key)).await;
    }
}
