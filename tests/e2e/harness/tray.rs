//! Icons in the tray and their menus, through the interfaces that tray hosts use.

use std::collections::HashMap;

use zbus::zvariant::{OwnedValue, Value};

use super::bus::Object;
use super::{Desktop, until};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// An icon in the tray.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayItem {
    object: Object,
    menu: Object,
}

/// An entry of a tray icon's menu.
#[derive(Clone, Debug)]
pub struct MenuEntry {
    id: i32,
    /// As shown; empty for a separator.
    pub label: String,
    pub is_enabled: bool,
    pub is_visible: bool,
    pub children: Vec<MenuEntry>,
}

/// A menu entry as transmitted: id, properties, children.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Desktop {
    /// Waits for the tray icon whose identifier is `id`.
    #[track_caller]
    pub fn wait_for_tray_item(&self, id: &str) -> TrayItem {
        until(&format!("the tray icon {id}"), || self.find_tray_item(id))
    }

    /// The tray icon whose identifier is `id`, if it is registered with the tray host.
    pub fn find_tray_item(&self, id: &str) -> Option<TrayItem> {
        let watcher = Object::new(WATCHER, "/StatusNotifierWatcher");
        let registered: Vec<String> = self
            .bus()
            .property(&watcher, (WATCHER, "RegisteredStatusNotifierItems"))
            .ok()?;
        registered.into_iter().find_map(|entry| {
            let (name, path) = match entry.find('/') {
                Some(slash) => entry.split_at(slash),
                None => (entry.as_str(), "/StatusNotifierItem"),
            };
            let object = Object::new(name, path);
            let found: String = self.bus().property(&object, (ITEM, "Id")).ok()?;
            if found != id {
                return None;
            }
            let menu: zbus::zvariant::OwnedObjectPath =
                self.bus().property(&object, (ITEM, "Menu")).ok()?;
            Some(TrayItem {
                menu: Object::new(&object.name, menu.as_str()),
                object,
            })
        })
    }

    /// Text properties of a tray icon, such as `Title` or `Status`.
    #[track_caller]
    pub fn tray_text(&self, item: &TrayItem, property: &str) -> String {
        self.bus()
            .property(&item.object, (ITEM, property))
            .expect("the tray icon answers")
    }

    /// The whole menu of a tray icon.
    #[track_caller]
    pub fn tray_menu(&self, item: &TrayItem) -> Vec<MenuEntry> {
        let (_revision, root): (u32, Layout) = self
            .bus()
            .call(
                &item.menu,
                (MENU, "GetLayout"),
                &(0_i32, -1_i32, Vec::<&str>::new()),
            )
            .expect("the menu answers");
        entry(root).children
    }

    /// Waits for the entry at `labels` (the start of each label, outermost first), and clicks it.
    #[track_caller]
    pub fn click_tray_menu(&self, item: &TrayItem, labels: &[&str]) {
        let entry = until(&format!("the menu entry {labels:?}"), || {
            find(&self.tray_menu(item), labels).cloned()
        });
        assert!(entry.is_enabled, "{entry:?} is greyed out");
        let () = self
            .bus()
            .call(
                &item.menu,
                (MENU, "Event"),
                &(entry.id, "clicked", Value::from(0_i32), 0_u32),
            )
            .expect("the menu takes the click");
    }
}

/// The entry at `labels` (the start of each label, outermost first).
pub fn find<'m>(menu: &'m [MenuEntry], labels: &[&str]) -> Option<&'m MenuEntry> {
    let (label, rest) = labels.split_first()?;
    let entry = menu
        .iter()
        .find(|entry| entry.is_visible && entry.label.starts_with(label))?;
    if rest.is_empty() {
        Some(entry)
    } else {
        find(&entry.children, rest)
    }
}

fn entry((id, properties, children): Layout) -> MenuEntry {
    let flag = |key: &str| {
        properties
            .get(key)
            .is_none_or(|value| bool::try_from(value).unwrap_or(true))
    };
    MenuEntry {
        id,
        label: properties
            .get("label")
            .and_then(|value| <&str>::try_from(value).ok())
            .unwrap_or_default()
            // A single underscore marks the key to press.
            .replace("__", "\u{0}")
            .replace('_', "")
            .replace('\u{0}', "_"),
        is_enabled: flag("enabled"),
        is_visible: flag("visible"),
        children: children
            .into_iter()
            .map(|child| entry(Layout::try_from(child).expect("a menu is made of entries")))
            .collect(),
    }
}
