//! The icon as a StatusNotifierItem.
//!
//! The item waits for a tray host that isn't there yet, and returns with one that was restarted. If there never is one,
//! only the icon is lost.

use std::cell::Cell;

use ksni::menu::{MenuItem, StandardItem, SubMenu};
use ksni::{OfflineReason, ToolTip, TrayMethods};
use tokio::sync::mpsc;
use x11rb::protocol::xproto::ConnectionExt as _;

use crate::logic::shown::tray_menu::{self, Entry, TrayAction, TrayIcon};
use crate::logic::text::visible;
use crate::platform::linux::places;
use crate::platform::linux::x11::Display;
use crate::platform::{Ability, AbilityState, Fact, Facts, Missing, TrayEvent, icon};

/// What hosts ask for: panels of common height, and twice that for dense screens.
const SIZES: [u32; 4] = [22, 24, 32, 48];

#[derive(Debug)]
pub(super) struct Tray {
    orders: mpsc::UnboundedSender<Order>,
}

#[derive(Debug)]
enum Order {
    Show(tray_menu::Tray),
    BusLost,
    Retry,
}

impl Tray {
    pub(super) fn start(first: tray_menu::Tray, facts: Facts) -> Tray {
        let (orders, inbox) = mpsc::unbounded_channel();
        tokio::task::spawn_local(run(first, facts, inbox));
        Tray { orders }
    }

    pub(super) fn update(&self, value: tray_menu::Tray) {
        let _ = self.orders.send(Order::Show(value));
    }

    pub(super) fn bus_lost(&self) {
        let _ = self.orders.send(Order::BusLost);
    }

    pub(super) fn retry(&self) {
        let _ = self.orders.send(Order::Retry);
    }
}

async fn run(mut shown: tray_menu::Tray, facts: Facts, mut orders: mpsc::UnboundedReceiver<Order>) {
    let mut item = put_up(&shown, &facts).await;
    while let Some(order) = orders.recv().await {
        match order {
            Order::Show(value) if value == shown => {}
            Order::Show(value) => {
                shown = value;
                if let Some(item) = &item {
                    let value = shown.clone();
                    item.update(|item| item.show(value)).await;
                }
            }
            Order::BusLost => tell(
                &facts,
                AbilityState::Missing(Missing::new(
                    "the session bus went away",
                    "log in again if the icon stays away; the command line and the window go on working",
                )),
            ),
            Order::Retry => {
                if let Some(old) = item {
                    old.shutdown().await;
                }
                item = put_up(&shown, &facts).await;
            }
        }
    }
    if let Some(item) = item {
        item.shutdown().await;
    }
}

async fn put_up(shown: &tray_menu::Tray, facts: &Facts) -> Option<ksni::Handle<Item>> {
    let item = Item {
        shown: shown.clone(),
        pixmaps: pixmaps(shown.icon),
        facts: facts.clone(),
        hidden: Cell::new(false),
    };
    let put = item.assume_sni_available(true).spawn();
    match put.await {
        Ok(handle) => {
            // Without a host, the item has been told so by now.
            if handle.update(|item| item.hidden.get()).await == Some(false) {
                tell(facts, seen());
            }
            Some(handle)
        }
        Err(error) => {
            tell(
                facts,
                AbilityState::Missing(Missing::new(
                    format!("no session bus for the tray icon ({error})"),
                    "start Unbend inside a desktop session; the command line and the window work without",
                )),
            );
            None
        }
    }
}

/// What ksni asks when a host asks.
struct Item {
    shown: tray_menu::Tray,
    pixmaps: Vec<ksni::Icon>,
    facts: Facts,
    /// No host shows it.
    hidden: Cell<bool>,
}

impl Item {
    fn show(&mut self, value: tray_menu::Tray) {
        if value.icon != self.shown.icon {
            self.pixmaps = pixmaps(value.icon);
        }
        self.shown = value;
    }

    fn press(&self, action: TrayAction) {
        let activation_token = ksni::current_xdg_activation_token();
        let _ = self.facts.send(Fact::Tray(TrayEvent {
            action,
            activation_token,
        }));
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "unbend".to_owned()
    }

    fn title(&self) -> String {
        "Unbend".to_owned()
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        self.pixmaps.clone()
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip {
            title: visible::lines(&self.shown.tooltip).into_owned(),
            ..ToolTip::default()
        }
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        entries(&self.shown.menu)
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.press(TrayAction::Open);
    }

    fn secondary_activate(&mut self, _x: i32, _y: i32) {
        self.press(TrayAction::Start(None));
    }

    fn watcher_online(&self) {
        self.hidden.set(false);
        tell(&self.facts, seen());
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        tracing::debug!("no tray host: {reason:?}");
        self.hidden.set(true);
        tell(&self.facts, AbilityState::Missing(no_host(has_old_tray())));
        true
    }
}

/// What to do if nobody shows the icon; `old` says that the panel shows icons of the older kind.
fn no_host(old: bool) -> Missing {
    let otherwise = "the window and the command line do all that the icon does";
    if old {
        return Missing::new(
            "this panel shows icons of the older kind only (XEmbed)",
            format!(
                "install the package snixembed and run `snixembed --fork` when the session starts, and the icon appears here; {otherwise}"
            ),
        );
    }
    Missing::new(
        "no tray host",
        format!(
            "add a status icon area to the panel (on GNOME: the AppIndicator extension; on i3bar and others with the older kind: snixembed); {otherwise}"
        ),
    )
}

/// Whether a panel on this X display shows icons of the older kind. Not asked in a Wayland session: that would start an
/// X server.
fn has_old_tray() -> bool {
    if places::wayland_socket().is_some() {
        return false;
    }
    let owner = || -> Result<u32, Box<dyn std::error::Error>> {
        let display = Display::open(None)?;
        let tray = display.atom(&format!("_NET_SYSTEM_TRAY_S{}", display.screen))?;
        Ok(display.connection.get_selection_owner(tray)?.reply()?.owner)
    };
    owner().is_ok_and(|owner| owner != x11rb::NONE)
}

fn entries(menu: &[Entry]) -> Vec<MenuItem<Item>> {
    menu.iter().map(entry).collect()
}

fn entry(entry: &Entry) -> MenuItem<Item> {
    match entry {
        Entry::Text(text) => StandardItem {
            label: label(text),
            enabled: false,
            ..StandardItem::default()
        }
        .into(),
        Entry::Item {
            label: text,
            enabled,
            action,
        } => {
            let action = action.clone();
            StandardItem {
                label: label(text),
                enabled: *enabled,
                activate: Box::new(move |item: &mut Item| item.press(action.clone())),
                ..StandardItem::default()
            }
            .into()
        }
        Entry::Submenu {
            label: text,
            entries: further,
        } => SubMenu {
            label: label(text),
            submenu: entries(further),
            ..SubMenu::default()
        }
        .into(),
        Entry::Separator => MenuItem::Separator,
    }
}

/// One line that is shown literally. A single underscore would mark the next letter as a shortcut.
fn label(text: &str) -> String {
    visible::line(text).replace('_', "__")
}

fn pixmaps(icon: TrayIcon) -> Vec<ksni::Icon> {
    SIZES
        .iter()
        .map(|size| {
            let mut data = icon::rgba(icon, *size);
            for pixel in data.chunks_exact_mut(4) {
                pixel.rotate_right(1);
            }
            ksni::Icon {
                width: *size as i32,
                height: *size as i32,
                data,
            }
        })
        .collect()
}

fn seen() -> AbilityState {
    AbilityState::Works {
        by: "StatusNotifierItem".to_owned(),
    }
}

fn tell(facts: &Facts, state: AbilityState) {
    let ability = Ability::Tray;
    let _ = facts.send(Fact::Ability { ability, state });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_entry_says_steers_nothing() {
        let text = "\u{202e}\u{1b}[2Jmy_stretch\u{9b}".to_owned();
        let menu = [
            Entry::Text(text.clone()),
            Entry::Submenu {
                label: text.clone(),
                entries: vec![Entry::Item {
                    label: text,
                    enabled: true,
                    action: TrayAction::Open,
                }],
            },
        ];
        fn labels(items: &[MenuItem<Item>]) -> Vec<String> {
            items
                .iter()
                .flat_map(|item| match item {
                    MenuItem::Standard(item) => vec![item.label.clone()],
                    MenuItem::SubMenu(menu) => {
                        let inside = labels(&menu.submenu);
                        [vec![menu.label.clone()], inside].concat()
                    }
                    MenuItem::Separator | MenuItem::Checkmark(_) | MenuItem::RadioGroup(_) => {
                        vec![]
                    }
                })
                .collect()
        }
        let right = "\\u202e\\u001b[2Jmy__stretch\\u009b";
        assert_eq!(labels(&entries(&menu)), [right; 3]);
    }
}
