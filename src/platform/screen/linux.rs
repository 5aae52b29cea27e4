//! The X server, and the libraries needed to draw windows. Wayland doesn't tell programs where they are.

use x11rb::connection::Connection as _;
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, PropMode};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::logic::shown::place::Monitor;
use crate::platform::Missing;
use crate::platform::linux::places;

pub(super) fn missing() -> Option<Missing> {
    (!places::names_a_display()).then(|| {
        Missing::new(
            "there is no display",
            "start Unbend on a desktop, or under a virtual one with `scripts/desktop unbend …`",
        )
    })
}

pub(super) fn monitors() -> Vec<Monitor> {
    ask().unwrap_or_default()
}

pub(super) fn stay_back(window: u32) {
    if let Err(problem) = no_user_time(window) {
        tracing::debug!("the window may take the keyboard: {problem}");
    }
}

/// By the window managers' specification, a window whose last user action was at time zero requests no focus.
fn no_user_time(window: u32) -> Result<(), Box<dyn std::error::Error>> {
    let (connection, _) = RustConnection::connect(None)?;
    let time = connection
        .intern_atom(false, b"_NET_WM_USER_TIME")?
        .reply()?;
    connection
        .change_property32(
            PropMode::REPLACE,
            window,
            time.atom,
            AtomEnum::CARDINAL,
            &[0],
        )?
        .check()?;
    Ok(())
}

fn ask() -> Option<Vec<Monitor>> {
    let (connection, screen) = RustConnection::connect(None).ok()?;
    let root = connection.setup().roots.get(screen)?;
    let whole = [
        0.0,
        0.0,
        f32::from(root.width_in_pixels),
        f32::from(root.height_in_pixels),
    ];
    let monitors = connection
        .randr_get_monitors(root.root, true)
        .ok()
        .and_then(|cookie| cookie.reply().ok())
        .map(|reply| reply.monitors)
        .unwrap_or_default();
    let free = free(&connection, root.root);
    let left = |[x, y, w, h]: Monitor| {
        let Some([fx, fy, fw, fh]) = free else {
            return [x, y, w, h];
        };
        let (left, top) = (x.max(fx), y.max(fy));
        let (right, bottom) = ((x + w).min(fx + fw), (y + h).min(fy + fh));
        // A result that leaves nothing free wasn't meant for this monitor.
        match right - left > w * 0.5 && bottom - top > h * 0.5 {
            true => [left, top, right - left, bottom - top],
            false => [x, y, w, h],
        }
    };
    if monitors.is_empty() {
        return Some(vec![left(whole)]);
    }
    let rectangle = |m: &x11rb::protocol::randr::MonitorInfo| {
        [
            f32::from(m.x),
            f32::from(m.y),
            f32::from(m.width),
            f32::from(m.height),
        ]
    };
    Some(monitors.iter().map(rectangle).map(left).collect())
}

/// The area that panels leave free, for all monitors together, according to the window manager.
fn free(connection: &RustConnection, root: u32) -> Option<Monitor> {
    let name = connection.intern_atom(true, b"_NET_WORKAREA").ok()?;
    let atom = name.reply().ok()?.atom;
    let asked = connection.get_property(false, root, atom, AtomEnum::CARDINAL, 0, 4);
    let told = asked.ok()?.reply().ok()?;
    let numbers: Vec<f32> = told.value32()?.map(|number| number as f32).collect();
    numbers.try_into().ok()
}

pub(super) fn broken_library() -> Option<String> {
    #[cfg(feature = "window")]
    {
        use x11_dl::{xcursor::Xcursor, xinput2::XInput2, xlib::Xlib, xlib_xcb::Xlib_xcb};
        let problem = Xlib::open().err();
        let problem = problem.or_else(|| Xcursor::open().err());
        let problem = problem.or_else(|| Xlib_xcb::open().err());
        let problem = problem.or_else(|| XInput2::open().err());
        problem.map(|problem| problem.to_string())
    }
    #[cfg(not(feature = "window"))]
    None
}
