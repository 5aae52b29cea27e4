//! A row of the tables of settings, and the two ways to write one.

use super::field::{Field, Kind, ListChange, Section};
use super::problem::Unfit;

/// Everything about one setting of a `T`. Where the `T` has none at the moment, as the hours of a reminder that is due
/// after an amount of sitting, the functions answer `None`.
pub(super) struct Row<T> {
    /// Path from the `T`.
    pub path: &'static str,
    /// What the settings page calls it; empty if it does not show it.
    pub label: &'static str,
    /// What it means, for somebody who writes the file.
    pub doc: &'static str,
    /// The same for somebody who sees the settings page.
    pub said: &'static str,
    /// What its values look like.
    pub kind: fn() -> Kind,
    /// Its value as it is written.
    pub text: fn(&T) -> Option<String>,
    /// Sets it from text.
    pub set: fn(&mut T, &str) -> Option<Done>,
    /// Changes entries of it if it is a list.
    pub change_list: fn(&mut T, &[String], ListChange) -> Option<Done>,
}

type Done = Result<(), Unfit>;

impl<T> Row<T> {
    /// The setting as the rest of the program sees it, at that path and in that section of the settings page.
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
    /// Where on the settings page its settings are.
    pub section: Section,
    /// Its settings, in the order of the file.
    pub rows: &'static [Row<T>],
}

/// One row: its path, type and range, what the page calls it, what it means; and where a `T` keeps it, as a pattern that
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

/// Declares a group of settings: its type, its defaults, and its table, from one line for each setting:
/// `name: type = default, within (range), label, doc;`.
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

/// The first of one or two.
macro_rules! first {
    ($first:expr $(, $second:expr)?) => {
        $first
    };
}

pub(super) use {first, group, row};
