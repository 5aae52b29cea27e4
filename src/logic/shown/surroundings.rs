//! The desktop session that a program belongs to, according to its environment.

use serde::{Deserialize, Serialize};

/// Where a program was started: its display, its bus and its desktop. Each is the variable's value, except that a
/// Wayland display is the full path of its socket, so that it means the same everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// `DISPLAY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// `WAYLAND_DISPLAY`, as a full path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wayland_display: Option<String>,
    /// `XAUTHORITY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xauthority: Option<String>,
    /// `DBUS_SESSION_BUS_ADDRESS`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_bus: Option<String>,
    /// `XDG_CURRENT_DESKTOP`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desktop: Option<String>,
    /// `XDG_SESSION_TYPE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_type: Option<String>,
}

impl Surroundings {
    /// Reads these variables; an empty one counts as unset.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Surroundings {
        let said = |name| variable(name).filter(|value| !value.is_empty());
        Surroundings {
            display: said("DISPLAY"),
            wayland_display: said("WAYLAND_DISPLAY"),
            xauthority: said("XAUTHORITY"),
            session_bus: said("DBUS_SESSION_BUS_ADDRESS"),
            desktop: said("XDG_CURRENT_DESKTOP"),
            session_type: said("XDG_SESSION_TYPE"),
        }
    }

    /// The variables that put a program there; one without a value must be unset.
    pub fn variables(&self) -> [(&'static str, Option<&str>); 6] {
        [
            ("DISPLAY", self.display.as_deref()),
            ("WAYLAND_DISPLAY", self.wayland_display.as_deref()),
            ("XAUTHORITY", self.xauthority.as_deref()),
            ("DBUS_SESSION_BUS_ADDRESS", self.session_bus.as_deref()),
            ("XDG_CURRENT_DESKTOP", self.desktop.as_deref()),
            ("XDG_SESSION_TYPE", self.session_type.as_deref()),
        ]
    }

    /// The name of the display that windows open on, if there is one.
    pub fn screen(&self) -> Option<&str> {
        self.wayland_display.as_deref().or(self.display.as_deref())
    }

    /// The same with the display and the desktop of `other`.
    #[must_use]
    pub fn with_display_of(&self, other: &Surroundings) -> Surroundings {
        Surroundings {
            session_bus: self.session_bus.clone(),
            ..other.clone()
        }
    }

    /// The same with the bus of `other`.
    #[must_use]
    pub fn with_bus_of(&self, other: &Surroundings) -> Surroundings {
        Surroundings {
            session_bus: other.session_bus.clone(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_in_variables_is_said_again() {
        let said = [
            ("DISPLAY", ":1"),
            ("WAYLAND_DISPLAY", ""),
            ("XDG_CURRENT_DESKTOP", "XFCE"),
        ];
        let find = |name: &str| {
            let found = said.iter().find(|(said, _)| *said == name)?;
            Some(found.1.to_owned())
        };
        let here = Surroundings::of(find);
        assert_eq!(here.screen(), Some(":1"));
        assert_eq!(here.wayland_display, None);
        let again = Surroundings::of(|name| {
            let mut variables = here.variables().into_iter();
            variables
                .find(|(said, _)| *said == name)?
                .1
                .map(str::to_owned)
        });
        assert_eq!(again, here);
        assert_eq!(Surroundings::default().screen(), None);
    }

    #[test]
    fn display_and_bus_are_taken_one_by_one() {
        let old = Surroundings {
            display: Some(":1".to_owned()),
            session_bus: Some("unix:path=/old".to_owned()),
            desktop: Some("XFCE".to_owned()),
            ..Surroundings::default()
        };
        let new = Surroundings {
            wayland_display: Some("/run/wayland-0".to_owned()),
            session_bus: Some("unix:path=/new".to_owned()),
            desktop: Some("sway".to_owned()),
            ..Surroundings::default()
        };
        let moved = old.with_display_of(&new);
        assert_eq!(moved.screen(), Some("/run/wayland-0"));
        assert_eq!(moved.desktop.as_deref(), Some("sway"));
        assert_eq!(moved.session_bus, old.session_bus);
        assert_eq!(moved.with_bus_of(&new), new);
    }
}
