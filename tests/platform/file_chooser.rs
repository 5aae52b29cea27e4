//! The file dialogue, against a portal that answers as told.

use std::collections::HashMap;

use tokio::sync::mpsc;
use unbend::logic::shown::file_choice::{Chosen, Wanted};
use unbend::platform::file_chooser::FileChooser;
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, fdo};

use crate::needs::needs;
use crate::support::run_on_own_bus;

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const REQUEST: &str = "org.freedesktop.portal.Request";

/// What the portal was asked for: method, title, options.
type Asked = (&'static str, String, HashMap<String, OwnedValue>);

/// How the portal answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Before the call returns, and after the answer to somebody else's request.
    Early,
    /// Only after the call, at its own path, as portals once did.
    OldAndLate,
    /// The user closes the dialogue.
    Closed,
    /// Never: it exits.
    Dies,
}

struct Portal {
    manner: Manner,
    asked: mpsc::UnboundedSender<Asked>,
}

impl Portal {
    async fn answer(
        &self,
        asked: Asked,
        bus: &Connection,
        header: &Header<'_>,
    ) -> fdo::Result<OwnedObjectPath> {
        let sender = header.sender().unwrap().to_owned();
        let token: String = asked.2["handle_token"]
            .try_clone()
            .unwrap()
            .try_into()
            .unwrap();
        let of = sender.trim_start_matches(':').replace('.', "_");
        let path = match self.manner {
            Manner::OldAndLate => "/org/freedesktop/portal/desktop/request/t7".to_owned(),
            _ => format!("{PATH}/request/{of}/{token}"),
        };
        self.asked.send(asked).unwrap();
        let respond = async |bus: &Connection, path: &str, code: u32, file: &str| {
            let uris = Value::from(vec![format!("file:///home/ada/{file}")]);
            let results = HashMap::from([("uris", uris)]);
            let to = Some(sender.clone());
            bus.emit_signal(to, path, REQUEST, "Response", &(code, results))
                .await
        };
        match self.manner {
            Manner::Early => {
                let other = format!("{PATH}/request/{of}/another");
                respond(bus, &other, 0, "other.ron").await?;
                respond(bus, &path, 0, "my%20neck.ron").await?;
            }
            Manner::OldAndLate => {
                let (bus, path, sender) = (bus.clone(), path.clone(), sender.clone());
                tokio::spawn(async move {
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                    let uris = Value::from(vec!["file:///home/ada/late.ron"]);
                    let results = HashMap::from([("uris", uris)]);
                    bus.emit_signal(Some(sender), path, REQUEST, "Response", &(0_u32, results))
                        .await
                });
            }
            Manner::Closed => respond(bus, &path, 1, "").await?,
            Manner::Dies => {
                let bus = bus.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                    bus.release_name(PORTAL).await
                });
            }
        }
        Ok(OwnedObjectPath::try_from(path).unwrap())
    }
}

#[zbus::interface(name = "org.freedesktop.portal.FileChooser")]
impl Portal {
    async fn open_file(
        &self,
        _parent: String,
        title: String,
        options: HashMap<String, OwnedValue>,
        #[zbus(connection)] bus: &Connection,
        #[zbus(header)] header: Header<'_>,
    ) -> fdo::Result<OwnedObjectPath> {
        self.answer(("open", title, options), bus, &header).await
    }

    async fn save_file(
        &self,
        _parent: String,
        title: String,
        options: HashMap<String, OwnedValue>,
        #[zbus(connection)] bus: &Connection,
        #[zbus(header)] header: Header<'_>,
    ) -> fdo::Result<OwnedObjectPath> {
        self.answer(("save", title, options), bus, &header).await
    }
}

/// Asks the way the window does.
async fn ask(chooser: &mut FileChooser, wanted: Wanted) -> Chosen {
    let (wake, mut woken) = mpsc::unbounded_channel();
    chooser.ask(wanted, move || wake.send(()).unwrap());
    woken.recv().await.unwrap();
    chooser.answer().unwrap()
}

#[test]
fn a_file_is_picked_in_the_portals_dialogue() {
    needs!("dbus-daemon");
    run_on_own_bus(
        "file_chooser::a_file_is_picked_in_the_portals_dialogue",
        async {
            let mut chooser = FileChooser::new();
            // Without a portal it says what to do.
            let Chosen::Missing(words) = ask(&mut chooser, Wanted::Open).await else {
                panic!("there is none");
            };
            assert!(words.contains("xdg-desktop-portal"), "{words}");

            let (asked, mut requests) = mpsc::unbounded_channel();
            let manner = Manner::Early;
            let server = zbus::connection::Builder::session()
                .unwrap()
                .serve_at(PATH, Portal { manner, asked })
                .unwrap()
                .name(PORTAL)
                .unwrap()
                .build()
                .await
                .unwrap();
            let portal = server
                .object_server()
                .interface::<_, Portal>(PATH)
                .await
                .unwrap();

            let neck = Chosen::File("/home/ada/my neck.ron".to_owned());
            assert_eq!(ask(&mut chooser, Wanted::Open).await, neck);
            let (method, title, options) = requests.recv().await.unwrap();
            assert_eq!(
                (method, title.as_str()),
                ("open", "Take in exercises and routines")
            );
            assert_eq!(
                options["filters"].value_signature().to_string(),
                "a(sa(us))"
            );

            let save = Wanted::Save {
                name: "neck.ron".to_owned(),
            };
            assert_eq!(ask(&mut chooser, save).await, neck);
            let (method, _, options) = requests.recv().await.unwrap();
            assert_eq!(method, "save");
            assert_eq!(*options["current_name"], Value::from("neck.ron"));

            for (manner, chosen) in [
                (
                    Manner::OldAndLate,
                    Chosen::File("/home/ada/late.ron".to_owned()),
                ),
                (Manner::Closed, Chosen::Nothing),
            ] {
                portal.get_mut().await.manner = manner;
                assert_eq!(ask(&mut chooser, Wanted::Open).await, chosen);
            }
            portal.get_mut().await.manner = Manner::Dies;
            let gone = ask(&mut chooser, Wanted::Open).await;
            assert!(matches!(gone, Chosen::Missing(_)), "{gone:?}");
        },
    );
}
