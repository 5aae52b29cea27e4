//! The tray icon: on a small tray host, on one that comes late or is restarted, and without one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::StreamExt;
use unbend::logic::shown::tray_menu::{self, Entry, Mood, TrayAction, TrayIcon};
use unbend::platform::tray::Tray;
use unbend::platform::{Ability, BusChange, Buses, Fact, TrayEvent};
use zbus::zvariant::{OwnedValue, Value};

use crate::needs::needs;
use crate::support::{Told, kill_own_bus, restart_own_bus, run_on_own_bus};

/// What the tests of this file need.
const PACKAGES: &[&str] = &["dbus-daemon"];

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// A tray host that knows who registered.
struct SmallHost {
    items: Arc<Mutex<Vec<String>>>,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl SmallHost {
    fn register_status_notifier_item(&self, service: String) {
        self.items.lock().unwrap().push(service);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

struct Host {
    connection: zbus::Connection,
    items: Arc<Mutex<Vec<String>>>,
}

/// Width, height, pixels.
type Icon = (i32, i32, Vec<u8>);

/// A menu line as dbusmenu sends it: id, properties, submenu lines.
type Line = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Host {
    async fn start() -> Host {
        let items = Arc::new(Mutex::new(Vec::new()));
        let connection = zbus::connection::Builder::session()
            .unwrap()
            .serve_at(
                "/StatusNotifierWatcher",
                SmallHost {
                    items: items.clone(),
                },
            )
            .unwrap()
            .name(WATCHER)
            .unwrap()
            .build()
            .await
            .unwrap();
        Host { connection, items }
    }

    /// The bus name of the registered item.
    async fn item(&self) -> String {
        loop {
            if let Some(item) = self.items.lock().unwrap().first() {
                return item.clone();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    async fn call<B: serde::Serialize + zbus::zvariant::DynamicType>(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        body: &B,
    ) -> zbus::Message {
        let item = self.item().await;
        self.connection
            .call_method(Some(item.as_str()), path, Some(interface), method, body)
            .await
            .unwrap()
    }

    async fn property(&self, name: &str) -> OwnedValue {
        self.call(
            "/StatusNotifierItem",
            "org.freedesktop.DBus.Properties",
            "Get",
            &(ITEM, name),
        )
        .await
        .body()
        .deserialize()
        .unwrap()
    }

    /// All lines of the menu as `id, label, enabled`, with submenus in place.
    async fn menu(&self) -> Vec<(i32, String, bool)> {
        let names: Vec<String> = Vec::new();
        let reply = self
            .call("/MenuBar", MENU, "GetLayout", &(0i32, -1i32, names))
            .await;
        let (_revision, root): (u32, Line) = reply.body().deserialize().unwrap();
        let mut lines = Vec::new();
        flatten(root.2, &mut lines);
        lines
    }

    async fn press(&self, wanted: &str) {
        let lines = self.menu().await;
        let (id, ..) = lines
            .iter()
            .find(|(_, label, _)| label == wanted)
            .unwrap_or_else(|| panic!("{wanted} is not in {lines:?}"));
        let event = (*id, "clicked", Value::from(0i32), 0u32);
        self.call("/MenuBar", MENU, "Event", &event).await;
    }
}

fn flatten(further: Vec<OwnedValue>, lines: &mut Vec<(i32, String, bool)>) {
    for value in further {
        let (id, properties, further): Line = value.try_into().unwrap();
        let text = |name: &str| {
            let value = properties.get(name)?;
            String::try_from(value.clone()).ok()
        };
        let enabled = properties
            .get("enabled")
            .is_none_or(|value| bool::try_from(value.clone()).unwrap());
        lines.push((id, text("label").unwrap_or_default(), enabled));
        flatten(further, lines);
    }
}

fn item(label: &str, action: TrayAction) -> Entry {
    Entry::Item {
        label: label.to_owned(),
        enabled: true,
        action,
    }
}

fn value(fill: u8, first_line: &str) -> tray_menu::Tray {
    tray_menu::Tray {
        icon: TrayIcon {
            fill,
            mood: Mood::Sitting,
        },
        tooltip: format!("{fill} eighths of your limit"),
        menu: vec![
            Entry::Text(first_line.to_owned()),
            Entry::Separator,
            Entry::Submenu {
                label: "Take a break now".to_owned(),
                entries: vec![item(
                    "Doorway_stretch",
                    TrayAction::Start(Some("doorway".to_owned())),
                )],
            },
            Entry::Item {
                label: "Snooze".to_owned(),
                enabled: false,
                action: TrayAction::Snooze,
            },
            item("Quit", TrayAction::Quit),
        ],
    }
}

async fn pressed(told: &mut Told) -> TrayAction {
    match told.next().await {
        Fact::Tray(TrayEvent { action, .. }) => action,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_pressed_arrives_as_what_it_means() {
    needs!(PACKAGES);
    run_on_own_bus("tray::what_is_pressed_arrives_as_what_it_means", async {
        let host = Host::start().await;
        let (facts, mut told) = Told::new();
        let _tray = Tray::start(value(3, "Next break in 12 min"), facts);
        told.works(Ability::Tray).await;

        let lines: Vec<_> = host
            .menu()
            .await
            .into_iter()
            .map(|(_, label, enabled)| (label, enabled))
            .collect();
        let expected = [
            ("Next break in 12 min", false),
            ("", true),
            ("Take a break now", true),
            ("Doorway__stretch", true),
            ("Snooze", false),
            ("Quit", true),
        ];
        assert_eq!(
            lines,
            expected.map(|(label, enabled)| (label.to_owned(), enabled))
        );

        host.press("Doorway__stretch").await;
        let start = TrayAction::Start(Some("doorway".to_owned()));
        assert_eq!(pressed(&mut told).await, start);
        host.press("Quit").await;
        assert_eq!(pressed(&mut told).await, TrayAction::Quit);
        host.call("/StatusNotifierItem", ITEM, "Activate", &(1i32, 1i32))
            .await;
        assert_eq!(pressed(&mut told).await, TrayAction::Open);
    });
}

#[test]
fn a_press_with_a_token_hands_it_on() {
    needs!(PACKAGES);
    run_on_own_bus("tray::a_press_with_a_token_hands_it_on", async {
        let host = Host::start().await;
        let (facts, mut told) = Told::new();
        let _tray = Tray::start(value(3, "x"), facts);
        told.ability(Ability::Tray).await;
        host.call(
            "/StatusNotifierItem",
            ITEM,
            "ProvideXdgActivationToken",
            &"token-7",
        )
        .await;
        host.call("/StatusNotifierItem", ITEM, "Activate", &(1i32, 1i32))
            .await;
        assert_eq!(
            told.next().await,
            Fact::Tray(TrayEvent {
                action: TrayAction::Open,
                activation_token: Some("token-7".to_owned()),
            })
        );
    });
}

#[test]
fn only_what_changed_goes_over_the_bus() {
    needs!(PACKAGES);
    run_on_own_bus("tray::only_what_changed_goes_over_the_bus", async {
        let host = Host::start().await;
        let (facts, mut told) = Told::new();
        let tray = Tray::start(value(3, "a"), facts);
        told.ability(Ability::Tray).await;
        let item = host.item().await;
        let rule = zbus::MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .sender(item)
            .unwrap()
            .build();
        let mut signals = zbus::MessageStream::for_match_rule(rule, &host.connection, None)
            .await
            .unwrap();
        let mut signal_names = async |count: usize| {
            let mut names = Vec::new();
            let wait = async {
                while let Some(Ok(message)) = signals.next().await {
                    names.push(message.header().member().unwrap().to_string());
                    if names.len() == count {
                        break;
                    }
                }
            };
            let _ = tokio::time::timeout(Duration::from_millis(300), wait).await;
            names.sort();
            names
        };

        tray.update(value(3, "a"));
        assert_eq!(signal_names(1).await, Vec::<String>::new());
        tray.update(value(4, "a"));
        assert_eq!(signal_names(2).await, ["NewIcon", "NewToolTip"]);
        tray.update(value(4, "b"));
        assert_eq!(signal_names(1).await, ["ItemsPropertiesUpdated"]);
        assert_eq!(host.menu().await[0].1, "b");
        assert_eq!(signal_names(1).await, Vec::<String>::new());
    });
}

#[test]
fn the_icon_comes_in_the_sizes_of_panels() {
    needs!(PACKAGES);
    run_on_own_bus("tray::the_icon_comes_in_the_sizes_of_panels", async {
        let host = Host::start().await;
        let (facts, mut told) = Told::new();
        let _tray = Tray::start(value(8, "x"), facts);
        told.ability(Ability::Tray).await;
        let icons: Vec<Icon> = host.property("IconPixmap").await.try_into().unwrap();
        let sizes: Vec<_> = icons.iter().map(|icon| (icon.0, icon.1)).collect();
        assert_eq!(sizes, [(22, 22), (24, 24), (32, 32), (48, 48)]);
        for (width, height, data) in icons {
            assert_eq!(data.len() as i32, width * height * 4);
            // Alpha comes first: a corner is clear, the middle isn't.
            assert_eq!(data[0], 0);
            let middle = (height / 2 * width + width / 2) * 4;
            assert_eq!(data[middle as usize], 255);
        }
        let (_, _, title, _): (String, Vec<Icon>, String, String) =
            host.property("ToolTip").await.try_into().unwrap();
        assert_eq!(title, "8 eighths of your limit");
    });
}

#[test]
fn a_late_host_gets_the_icon_and_so_does_a_restarted_one() {
    needs!(PACKAGES);
    run_on_own_bus(
        "tray::a_late_host_gets_the_icon_and_so_does_a_restarted_one",
        async {
            let (facts, mut told) = Told::new();
            let tray = Tray::start(value(0, "x"), facts);
            let missing = told.missing(Ability::Tray).await;
            assert!(missing.remedy.contains("AppIndicator"), "{missing}");
            tray.update(value(1, "while nobody looks"));
            for _ in 0..2 {
                let host = Host::start().await;
                told.works(Ability::Tray).await;
                assert_eq!(host.menu().await[0].1, "while nobody looks");
                host.press("Quit").await;
                assert_eq!(pressed(&mut told).await, TrayAction::Quit);
                host.connection.close().await.unwrap();
                told.missing(Ability::Tray).await;
            }
        },
    );
}

#[test]
fn without_a_bus_nothing_breaks_and_a_retry_says_so_again() {
    needs!(PACKAGES);
    run_on_own_bus(
        "tray::without_a_bus_nothing_breaks_and_a_retry_says_so_again",
        async {
            crate::support::kill_own_bus();
            let (facts, mut told) = Told::new();
            let tray = Tray::start(value(0, "x"), facts);
            for _ in 0..2 {
                let missing = told.missing(Ability::Tray).await;
                assert!(missing.what.contains("no session bus"), "{missing}");
                tray.update(value(1, "x"));
                tray.retry();
            }
        },
    );
}

#[test]
fn a_bus_that_dies_takes_the_icon_along_and_brings_it_back() {
    needs!(PACKAGES);
    run_on_own_bus(
        "tray::a_bus_that_dies_takes_the_icon_along_and_brings_it_back",
        async {
            let _host = Host::start().await;
            let (facts, mut told) = Told::new();
            let tray = Tray::start(value(0, "x"), facts);
            told.works(Ability::Tray).await;
            let buses = Buses::new();
            let follow = buses.session_changes(|change| match change {
                BusChange::Lost => tray.bus_lost(),
                BusChange::Back => tray.retry(),
            });
            let check = async {
                // By then the bus is known.
                told.nothing_for(100).await;
                kill_own_bus();
                let missing = told.missing(Ability::Tray).await;
                assert!(missing.what.contains("went away"), "{missing}");
                let _bus = restart_own_bus();
                told.missing(Ability::Tray).await;
                let host = Host::start().await;
                told.works(Ability::Tray).await;
                assert_eq!(host.menu().await[0].1, "x");
            };
            tokio::select! {
                () = follow => panic!("it never ends"),
                () = check => {}
            }
        },
    );
}
