//! Opens the window: its size, its place among other windows, fonts and theme.

use std::sync::{Arc, OnceLock};

use eframe::CreationContext;
use egui::ViewportBuilder;
use raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
use thiserror::Error;

use crate::logic::shown::place::{self, WindowKind};
use crate::window::app::App;
use crate::window::fonts;
use crate::window::pages::{Opening, reminder};
use crate::window::setup::Setup;
use crate::window::theme;
use crate::window::widgets::app_icon::window_icon;

/// The window could not be opened.
#[derive(Debug, Error)]
#[error("cannot open a window: {0}")]
pub struct Failed(String);

/// The name by which desktops know the program.
const APP_ID: &str = "io.github.unbend.Unbend";

/// Opens the window and stays until it is closed.
///
/// # Errors
/// No display, or one on which nothing can be drawn.
pub fn run(opening: Opening, setup: Setup) -> Result<(), Failed> {
    let title = match &opening {
        Opening::Page(page) => page.window_title(),
        Opening::Player(_) => "Break – Unbend".to_owned(),
        Opening::Reminder => "Time for a break".to_owned(),
    };
    let kind = match &opening {
        Opening::Page(_) => WindowKind::Pages,
        Opening::Player(_) | Opening::Reminder => WindowKind::Player,
    };
    let mut viewport = ViewportBuilder::default()
        .with_title(&title)
        .with_app_id(APP_ID)
        .with_inner_size(setup.place.map_or(place::USUAL, |place| place.size))
        .with_min_inner_size(kind.smallest())
        .with_clamp_size_to_monitor_size(true)
        .with_active(setup.focus)
        .with_icon(window_icon());
    if let Some(place) = setup.place {
        viewport = viewport.with_maximized(place.maximized);
        if let Some(at) = place.at {
            viewport = viewport.with_position(at);
        }
    }
    if matches!(opening, Opening::Reminder) {
        let zoom = setup.look.text_size as f32 / 100.0;
        let size = reminder::SIZE.map(|length| length * zoom);
        viewport = viewport
            .with_inner_size(size)
            .with_min_inner_size(size)
            .with_resizable(false)
            .with_decorations(false)
            // Above other windows, but below a full-screen one.
            .with_always_on_top();
    }
    let options = eframe::NativeOptions {
        viewport,
        // Flat colours need no dithering, and it costs a third of the time in software.
        dithering: false,
        ..Default::default()
    };
    let choice = setup.look.theme;
    let focus = setup.focus;
    let font = setup.host.font();
    let mut app = App::new(opening, setup);
    let drawn: Arc<OnceLock<egui::Context>> = Arc::default();
    let to_wake = Arc::clone(&drawn);
    app.ask_ahead(Arc::new(move || {
        // Anything that arrives before there is a window is in its first frame.
        if let Some(ctx) = to_wake.get() {
            ctx.request_repaint();
        }
    }));
    eframe::run_native(
        &title,
        options,
        Box::new(move |creation| {
            theme::apply(&creation.egui_ctx, choice);
            fonts::fall_back(&creation.egui_ctx, font);
            app.install(&creation.egui_ctx);
            app.apply_look(&creation.egui_ctx);
            if let (false, Some(window)) = (focus, x11_window(creation)) {
                app.stay_back(window);
            }
            let _ = drawn.set(creation.egui_ctx.clone());
            Ok(Box::new(app))
        }),
    )
    .map_err(|problem| Failed(problem.to_string()))
}

/// The window's number on an X server; none on Wayland, where no window takes the keyboard unasked.
fn x11_window(creation: &CreationContext) -> Option<u32> {
    let handle = creation.window_handle().ok()?.as_raw();
    if let RawWindowHandle::Xlib(window) = handle {
        // As wide as the system's `long`.
        u32::try_from(u128::from(window.window)).ok()
    } else if let RawWindowHandle::Xcb(window) = handle {
        Some(window.window.get())
    } else {
        None
    }
}

/// Sets up everything a window needs, without showing one.
///
/// # Errors
/// What is missing.
pub fn probe() -> Result<(), Failed> {
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_visible(false)
            .with_active(false),
        ..Default::default()
    };
    // Once there is something to draw with, everything is there: no need to go on.
    let enough = eframe::run_native("Unbend", options, Box::new(|_| Err(Box::from(ENOUGH))));
    match enough {
        Ok(()) => Ok(()),
        Err(eframe::Error::AppCreation(why)) if why.to_string() == ENOUGH => Ok(()),
        Err(problem) => Err(Failed(problem.to_string())),
    }
}

const ENOUGH: &str = "a window can open";
