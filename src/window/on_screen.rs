//! Where a window is on its screen, and how large.

use egui::{Ui, Vec2, ViewportCommand};

use crate::logic::shown::place::{self, Monitor, Place, WindowKind};

/// Limits a window that has just opened to what its screen has room for: only now do we know which screen that is, and
/// how many pixels a point has there. Returns whether that was known; `free` is the area of each monitor that panels
/// leave.
pub fn fit(ui: &Ui, kind: WindowKind, free: &[Monitor]) -> bool {
    let zoom = ui.ctx().zoom_factor();
    let viewport = ui.input(|input| input.viewport().clone());
    let Some(monitor) = viewport.monitor_size else {
        return false;
    };
    let fills = viewport.maximized.unwrap_or(false) || viewport.fullscreen.unwrap_or(false);
    let scale = viewport.native_pixels_per_point.unwrap_or(1.0);
    let pixels = monitor * zoom * scale;
    let room = place::room([pixels.x, pixels.y], free, scale);
    let smallest = kind.smallest();
    let least = place::fitted(smallest, [0.0, 0.0], room);
    if least != smallest {
        let command = ViewportCommand::MinInnerSize(Vec2::from(least) / zoom);
        ui.ctx().send_viewport_cmd(command);
    }
    let size = ui.ctx().content_rect().size() * zoom;
    let fitted = Vec2::from(place::fitted(size.into(), least, room));
    if !fills && (fitted.x < size.x - 0.5 || fitted.y < size.y - 0.5) {
        let command = ViewportCommand::InnerSize(fitted / zoom);
        ui.ctx().send_viewport_cmd(command);
    }
    true
}

/// Where the window is; none while it isn't visible, or is full screen without a frame.
pub fn seen(ui: &Ui) -> Option<Place> {
    let zoom = ui.ctx().zoom_factor();
    ui.input(|input| {
        let viewport = input.viewport();
        let inside = viewport.inner_rect?.size() * zoom;
        let outside = viewport.outer_rect.map(|rect| rect.min * zoom);
        let hidden = viewport.minimized.unwrap_or(false) || viewport.fullscreen.unwrap_or(false);
        let place = Place {
            size: [inside.x.round(), inside.y.round()],
            at: outside.map(|at| [at.x.round(), at.y.round()]),
            scale: viewport.native_pixels_per_point.unwrap_or(1.0),
            maximized: viewport.maximized.unwrap_or(false),
        };
        (!hidden).then_some(place)
    })
}
