//! Touches the system and the desktop: one folder per ability.
//!
//! The `mod.rs` of an ability is its front door: what it offers to callers on every system. One `cfg` there picks the
//! file beside it that knows how this system does it: `linux.rs` (or `linux/mod.rs`), `unix.rs`, `windows.rs`,
//! `elsewhere.rs` where what every system offers will do, or `missing.rs`, which returns a value saying that it is
//! missing here and what the user can do. What several Linux ways share is in `linux`.
//!
//! Everything here runs on one tokio `current_thread` runtime inside a `LocalSet`: nothing starts a thread and nothing
//! polls. What the desktop reports arrives as plain [`Fact`]s in one channel; no D-Bus or X11 type leaves this folder.
//! A way that fails takes away one [`Ability`], says so as a fact, and is tried again when its service comes back.
//!
//! | ability | ways, best first | desktops |
//! |---|---|---|
//! | idle | [`idle`]: two Wayland protocols, GNOME's monitor, X11's counter, logind's hint | all |
//! | notifications | [`notify`] | every freedesktop notification server |
//! | tray | [`tray`] | every StatusNotifierItem host |
//! | session | [`session`]: logind, and screensavers that lock without it | systemd-logind, elogind |
//! | calls | [`calls`] | PulseAudio, PipeWire |
//! | films | [`films`]: GNOME's session manager, the power manager, logind | GNOME, KDE, Xfce, others |
//! | do-not-disturb | [`dnd`]: the notification server, or the desktop's setting | GNOME, KDE, Xfce, MATE, Cinnamon, LXQt, dunst, mako, swaync |
//! | presentation | [`presentation`]: X11 window states, a wlroots protocol, KWin's | X11, sway and its relatives, KDE |
//! | sound | [`sound`] | PulseAudio, PipeWire |
//!
//! The other folders aren't listed by the doctor: [`clock`], [`files`], [`paths`], [`process`], [`signals`] and
//! [`local_socket`] always work; without [`bounded`], [`edits`] and [`memory`] the program does less.

use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::logic::presence::DesktopHold;
use crate::logic::presence::apps::Apps;
use crate::logic::schedule::Close;
use crate::logic::shown::notice::{Button, Posted};
use crate::logic::shown::status::Appearance;
use crate::logic::shown::tray_menu::TrayAction;
use crate::logic::time::now::Mono;

pub mod appearance;
pub mod atomic;
pub mod autostart;
pub mod bounded;
pub mod buses;
pub mod calls;
pub mod clock;
pub mod dnd;
pub mod edits;
pub mod file_chooser;
pub mod files;
pub mod films;
pub mod fonts;
pub mod icon;
pub mod idle;
pub mod local_socket;
pub mod memory;
pub mod notify;
pub mod paths;
pub mod plain_file;
pub mod presentation;
pub mod process;
pub mod screen;
pub mod session;
pub mod signals;
pub mod sound;
pub mod speech;
pub mod surroundings;
pub mod tray;

#[cfg(not(target_os = "linux"))]
mod absent;

#[cfg(target_os = "linux")]
mod linux;

pub use crate::logic::shown::status::Ability;
pub use buses::{BusChange, Buses};

/// Where facts are sent.
pub type Facts = mpsc::UnboundedSender<Fact>;

/// Watches until dropped.
#[derive(Debug)]
pub struct Watching {
    _tasks: JoinSet<()>,
}

impl From<JoinSet<()>> for Watching {
    fn from(tasks: JoinSet<()>) -> Self {
        Watching { _tasks: tasks }
    }
}

/// Starts watching for that reason to stay quiet, inside the `LocalSet`. Changes arrive as [`Fact::Hold`], whether it can
/// be known as [`Ability::Hold`]; it continues when a source appears.
pub fn watch(hold: DesktopHold, buses: &Buses, facts: Facts) -> Watching {
    match hold {
        DesktopHold::Dnd => dnd::start(buses, facts),
        DesktopHold::Presentation => presentation::start(presentation::Screen::default(), facts),
    }
}

/// Everything the desktop can report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A reading of the idle source.
    Input(Reading),
    /// The session was locked or unlocked.
    Locked(bool),
    /// The machine is about to sleep, once this is dropped.
    Sleeping(session::SleepLock),
    /// The machine woke up.
    Woke,
    /// The applications using the microphone changed.
    Call(Apps),
    /// Something began or stopped keeping the screen awake.
    Film(bool),
    /// A hold the desktop reports changed; nobody behind it = it has ended.
    Hold(DesktopHold, Apps),
    /// An ability came, went or changed.
    Ability {
        /// Which one.
        ability: Ability,
        /// How it is now.
        state: AbilityState,
    },
    /// How the desktop is set to look.
    Appearance(Appearance),
    /// Something happened to the notification.
    Notice(NoticeEvent),
    /// Something was pressed in the tray.
    Tray(TrayEvent),
}

/// What an idle source reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// There was input just now, after a [`Reading::Idle`].
    Active,
    /// There has been no input for the watched time.
    Idle {
        /// When the last input was.
        since: Mono,
    },
}

/// The state of an ability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AbilityState {
    /// It works.
    Works {
        /// The source in use, as in `X11 idle counter`.
        by: String,
    },
    /// It works in part.
    Limited {
        /// The source in use.
        by: String,
        /// What does not work.
        lacks: Missing,
    },
    /// It does not work.
    Missing(Missing),
}

/// What is missing, in words a person can act on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {remedy}")]
pub struct Missing {
    /// What was looked for and not found, such as `no session bus`.
    pub what: String,
    /// What to do, or what Unbend does without it.
    pub remedy: String,
}

impl Missing {
    /// Says what is missing and what to do.
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Missing {
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

/// What happened to the notification. `tag` is that of [`notify::Notifier::show`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeEvent {
    /// It is on the screen.
    Shown {
        /// Which notice.
        tag: u64,
        /// Where it is.
        posted: Posted,
    },
    /// A button was pressed.
    Pressed {
        /// Which notice.
        tag: u64,
        /// The button.
        button: Button,
        /// Lets a window take the focus, where the desktop hands out tokens.
        activation_token: Option<String>,
    },
    /// Its body was clicked: the same as its first button.
    Opened {
        /// Which notice.
        tag: u64,
        /// Lets a window take the focus, where the desktop hands out tokens.
        activation_token: Option<String>,
    },
    /// It left the screen without a choice. Not sent for a notice that was replaced or withdrawn. One that left by
    /// itself can still be answered where the server keeps a list.
    Closed {
        /// Which notice.
        tag: u64,
        /// Whether the user dismissed it.
        how: Close,
    },
    /// It could not be shown.
    Failed {
        /// Which notice.
        tag: u64,
        /// Why, for the user.
        why: String,
    },
    /// The notification server went away, and what was shown with it.
    ServerLost,
    /// A notification server is back: show what is still due.
    ServerBack,
}

/// Something was pressed in the tray.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayEvent {
    /// What it means.
    pub action: TrayAction,
    /// Lets a window take the focus, where the desktop hands out tokens.
    pub activation_token: Option<String>,
}

/// Runs a test's future, and fails the test if it isn't ready in time.
#[cfg(test)]
fn run_within<F: Future>(limit: std::time::Duration, work: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let limited = async { tokio::time::timeout(limit, work).await };
    runtime.block_on(limited).expect("in time")
}
