//! A row of the tables of settings, and the two ways to write one.

use super::field::{Field, Kind, ListChange, Section};
use super::problem::Unfit;

/// Everything about one setting of a `T`. The functions return `None` if the `T` doesn't currently have it, for example
/// the time of day of a reminder that is due after an amount of sitting.
pub(super) struct Row<T> {
    /// Path relative to the `T`.
    pub path: &'static str,
    /// Its name on the settings page; empty if it isn't shown there.
    pub label: &'static str,
    /// What it means, for somebody editing the file.
    pub doc: &'static str,
    /// The same for somebody looking at the settings page.
    pub said: &'static str,
    /// What its values look like.
    pub kind: fn() -> Kind,
    /// Its value, as written.
    pub text: fn(&T) -> Option<String>,
    /// Sets it from text.
    pub set: fn(&mut T, &str) -> Option<Done>,
    /// Changes its entries, if it is a list.
    pub change_list: fn(&mut T, &[String], ListChange) -> Option<Done>,
}

type Done = Result<(), Unfit>;

impl<T> Row<T> {
    /// The setting as the rest of the program sees it, with that path and section of the settings page.
    pub fn field(&self, path: String, section: Section) -> Field {
        Field {
            path,
            label: self.label,
            doc: self.doc,
            said: self.said,
            section: match self.label {
                "" => Section::Nowhere,
                _ => section,
            },
            kind: (self.kind)(),
        }
    }
}

/// A group of the settings file.
pub(super) struct Group<T: 'static> {
    /// Its name in the file.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Where its settings are on the settings page.
    pub section: Section,
    /// Its settings, in the order of the file.
    pub rows: &'static [Row<T>],
}

/// One row: its path, type and range, its name on the page, its meaning; and where a `T` stores it, as a pattern that
/// finds the value in a part of the `T`.
macro_rules! row {
    (
        $path:expr, $type:ty $(, within $within:expr)?, $label:literal, $doc:literal $(, on the page $said:literal)?;
        $whole:ident => $pattern:pat = $of:expr, $value:ident
    ) => {
        $crate::logic::settings::row::Row {
            path: $path,
            label: $label,
            doc: $doc,
            said: $crate::logic::settings::row::first!($($said,)? $doc),
            kind: || <$type as Value>::kind($crate::logic::settings::row::first!($($within,)? ())),
            text: |$whole| {
                #[allow(irrefutable_let_patterns, reason = "some are, some are not")]
                let $pattern = &$of else { return None };
                Some(Value::text($value))
            },
            set: |$whole, written| {
                #[allow(irrefutable_let_patterns, reason = "some are, some are not")]
                let $pattern = &mut $of else { return None };
                let within = $crate::logic::settings::row::first!($($within,)? ());
                Some(Value::set($value, written, within))
            },
            change_list: |$whole, items, change| {
                #[allow(irrefutable_let_patterns, reason = "some are, some are not")]
                let $pattern = &mut $of else { return None };
                Some(Value::change_list($value, items, change))
            },
        }
    };
}

/// Declares a group of settings: its type, its defaults, and its table, from one line per setting: `name: type =
/// default, within (range), label, doc;`.
macro_rules! group {
    (
        $(#[$about:meta])*
        $table:ident: $group:ident, $type:ident, $section:expr, $for:literal;
        $(
            $name:ident: $value:ty = $default:expr $(, within $within:expr)?, $label:literal,
            $doc:literal $(, on the page $said:literal)?;
        )+
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $type {
            $(#[doc = $doc] pub $name: $value,)+
        }

        impl Default for $type {
            fn default() -> Self {
                $type { $($name: $default),+ }
            }
        }

        pub(super) const $table: Group<Settings> = Group {
            name: stringify!($group),
            doc: $for,
            section: $section,
            rows: &[$(row!(
                concat!(stringify!($group), ".", stringify!($name)),
                $value $(, within $within)?, $label, $doc $(, on the page $said)?;
                all => value = all.$group.$name, value
            )),+],
        };
    };
}

/// The first of one or two arguments.
macro_rules! first {
    ($first:expr $(, $second:expr)?) => {
        $first
    };
}

pub(super) use {first, group, row};
