//! How each notification server treats notifications: one row for each that is known to differ.
//!
//! The rows were tried on the servers themselves (`tests/platform/servers.rs` runs those that are available) or, where
//! a server couldn't be run, read from its source. Cinnamon and Budgie are of the second kind.

/// How a server draws and keeps notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manners {
    /// The `expire_timeout` that makes it keep one longest, in milliseconds; 0 is the specification's "never".
    pub longest: i32,
    /// Only urgent notifications stay on the screen.
    pub keeps_only_urgent: bool,
    /// Whether it shows low-urgency notifications at all.
    pub shows_low: bool,
    /// A replacement keeps its buttons.
    pub replaces: bool,
    /// How it treats the action `default`.
    pub body: BodyClick,
    /// How many buttons it draws side by side.
    pub buttons: usize,
    /// How to answer where it draws no buttons but accepts an answer, as a sentence; empty where it draws them.
    pub answers_by: &'static str,
}

/// How a server treats the action `default`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyClick {
    /// A click on the body.
    Click,
    /// An extra button, or one that takes another's place.
    Button,
}

/// As the specification says.
const BY_THE_BOOK: Manners = Manners {
    longest: 0,
    keeps_only_urgent: false,
    shows_low: true,
    replaces: true,
    body: BodyClick::Click,
    buttons: usize::MAX,
    answers_by: "",
};

/// Part of a server's name or vendor in lower case, and its manners.
const KNOWN: &[(&str, Manners)] = &[
    (
        // A banner goes after 4 s unless it is urgent, and loses its buttons if it is replaced while visible.
        "gnome-shell",
        Manners {
            keeps_only_urgent: true,
            shows_low: false,
            replaces: false,
            buttons: 3,
            ..BY_THE_BOOK
        },
    ),
    (
        // 4 s, or 10 s if it is urgent and the panel keeps a list.
        "cinnamon",
        Manners {
            keeps_only_urgent: true,
            ..BY_THE_BOOK
        },
    ),
    ("plasma", BY_THE_BOOK),
    (
        "xfce",
        Manners {
            body: BodyClick::Button,
            ..BY_THE_BOOK
        },
    ),
    ("mate", BY_THE_BOOK),
    (
        // More than three actions become a drop-down list, and `default` is one of them.
        "lxqt",
        Manners {
            body: BodyClick::Button,
            buttons: 3,
            ..BY_THE_BOOK
        },
    ),
    (
        // It skips the action after `default`, and keeps nothing longer than 12 s.
        "budgie",
        Manners {
            longest: i32::MAX,
            body: BodyClick::Button,
            ..BY_THE_BOOK
        },
    ),
    (
        // "Never" means its own usual time here; three weeks doesn't.
        "swaynotificationcenter",
        Manners {
            longest: i32::MAX,
            ..BY_THE_BOOK
        },
    ),
    (
        "mako",
        Manners {
            buttons: 0,
            answers_by: "Click to start.",
            ..BY_THE_BOOK
        },
    ),
    (
        "dunst",
        Manners {
            buttons: 0,
            answers_by: "Middle-click to start.",
            ..BY_THE_BOOK
        },
    ),
];

impl Manners {
    /// The manners of the server with that name and vendor.
    pub(super) fn of(name: &str, maker: &str) -> Manners {
        let (name, maker) = (name.to_lowercase(), maker.to_lowercase());
        let known = |part: &str| name.contains(part) || maker.starts_with(part);
        KNOWN
            .iter()
            .find(|(part, _)| known(part))
            .map_or(BY_THE_BOOK, |(_, manners)| *manners)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_is_found_by_what_it_calls_itself() {
        let with = |name, maker| Manners::of(name, maker);
        assert!(!with("gnome-shell", "GNOME").replaces);
        assert!(with("cinnamon", "GNOME").replaces);
        assert_eq!(with("Plasma", "KDE"), BY_THE_BOOK);
        assert_eq!(with("Xfce Notify Daemon", "Xfce").body, BodyClick::Button);
        assert_eq!(with("Notification Daemon", "MATE"), BY_THE_BOOK);
        assert_eq!(with("lxqt-notificationd", "lxqt.org").buttons, 3);
        let budgie = with("Budgie Notification Server", "Budgie Desktop Developers");
        assert_eq!(budgie.body, BodyClick::Button);
        assert_eq!(
            with("SwayNotificationCenter", "ErikReider").longest,
            i32::MAX
        );
        assert_eq!(with("mako", "emersion").buttons, 0);
        assert_eq!(with("dunst", "knopwob").buttons, 0);
        // An unknown server is taken at its word.
        assert_eq!(with("Small", "Tests"), BY_THE_BOOK);
        assert_eq!(with("automated", "animated"), with("", ""));
    }
}
