//! The monitors of an X session, asked once before a window is opened. Wayland tells no program where it is.

use x11rb::connection::Connection as _;
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::logic::place::Monitor;

/// Every monitor in pixels; none where there is no X server.
pub fn monitors() -> Vec<Monitor> {
    ask().unwrap_or_default()
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
    if monitors.is_empty() {
        return Some(vec![whole]);
    }
    let rectangle = |m: &x11rb::protocol::randr::MonitorInfo| {
        [
            f32::from(m.x),
            f32::from(m.y),
            f32::from(m.width),
            f32::from(m.height),
        ]
    };
    Some(monitors.iter().map(rectangle).collect())
}
