//! Eyes and hands at the X server: windows, the pointer and the keyboard.

use std::collections::HashSet;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt as _, CreateWindowAux, ImageFormat, MapState, PropMode,
    Window as WindowId, WindowClass,
};
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
    MOTION_NOTIFY_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::until;

/// A rectangle on the screen, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub x: i16,
    pub y: i16,
    pub width: u16,
    pub height: u16,
}

impl Place {
    /// The point a user would aim at.
    pub fn middle(self) -> (i16, i16) {
        (
            self.x.saturating_add_unsigned(self.width / 2),
            self.y.saturating_add_unsigned(self.height / 2),
        )
    }
}

/// A visible window.
#[derive(Clone, Debug)]
pub struct Window {
    id: WindowId,
    pub title: String,
    /// Both parts of the class, such as `["xfce4-panel", "Xfce4-panel"]`.
    pub class: Vec<String>,
    pub place: Place,
    pub is_focused: bool,
}

/// The screen of a desktop.
pub struct Screen {
    x: RustConnection,
    root: WindowId,
}

impl Screen {
    /// Connects to the X server at `display`.
    ///
    /// # Panics
    /// If it doesn't answer.
    pub fn open(display: &str) -> Self {
        let (x, number) = x11rb::connect(Some(display)).expect("the X server answers");
        let root = x.setup().roots[number].root;
        Self { x, root }
    }

    /// Moves the pointer, as a hand on the mouse does.
    pub fn point(&self, (x, y): (i16, i16)) {
        self.fake(MOTION_NOTIFY_EVENT, 0, (x, y));
    }

    /// Moves the pointer to a point and presses the left button there.
    pub fn click(&self, at: (i16, i16)) {
        const LEFT: u8 = 1;
        self.point(at);
        self.fake(BUTTON_PRESS_EVENT, LEFT, (0, 0));
        self.fake(BUTTON_RELEASE_EVENT, LEFT, (0, 0));
    }

    /// Presses and releases a key, named by its keysym: a Latin-1 character is its own keysym.
    ///
    /// # Panics
    /// If the keyboard has no such key.
    pub fn key(&self, keysym: u32) {
        let setup = self.x.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let mapping = self
            .x
            .get_keyboard_mapping(first, last - first + 1)
            .expect("the X server is there")
            .reply()
            .expect("the keyboard has a mapping");
        let row = mapping
            .keysyms
            .chunks(usize::from(mapping.keysyms_per_keycode))
            .position(|keysyms| keysyms.first() == Some(&keysym))
            .unwrap_or_else(|| panic!("no key for keysym {keysym:#x}"));
        let code = first + u8::try_from(row).expect("keycodes are bytes");
        self.fake(KEY_PRESS_EVENT, code, (0, 0));
        self.fake(KEY_RELEASE_EVENT, code, (0, 0));
    }

    fn fake(&self, event: u8, detail: u8, (x, y): (i16, i16)) {
        self.x
            .xtest_fake_input(event, detail, 0, self.root, x, y, 0)
            .expect("the X server is there")
            .check()
            .expect("the X server takes test input");
    }

    /// Every window that the window manager manages and shows, oldest first.
    pub fn windows(&self) -> Vec<Window> {
        let focused = self.words(self.root, "_NET_ACTIVE_WINDOW");
        self.words(self.root, "_NET_CLIENT_LIST")
            .into_iter()
            .filter_map(|id| self.window(id, focused.first() == Some(&id)))
            .collect()
    }

    /// Waits for a window whose title or class contains `name`, ignoring case.
    #[track_caller]
    pub fn wait_for_window(&self, name: &str) -> Window {
        until(&format!("a window named {name}"), || self.find_window(name))
    }

    /// The window whose title or class contains `name`, ignoring case, if it is visible.
    pub fn find_window(&self, name: &str) -> Option<Window> {
        self.windows_named(name).into_iter().next()
    }

    /// The visible windows whose title or class contains `name`, ignoring case.
    pub fn windows_named(&self, name: &str) -> Vec<Window> {
        let name = name.to_lowercase();
        let mut windows = self.windows();
        windows.retain(|window| {
            std::iter::once(&window.title)
                .chain(&window.class)
                .any(|text| text.to_lowercase().contains(&name))
        });
        windows
    }

    /// How many different colours a part of the screen has, sampling every fourth pixel of every fourth row: looking at
    /// all would take longer than what is being timed.
    pub fn colours(&self, part: Place) -> usize {
        let image = self.image(part);
        let rows = image.chunks_exact(4 * usize::from(part.width)).step_by(4);
        let colours: HashSet<&[u8]> = rows
            .flat_map(|row| row.chunks_exact(4).step_by(4))
            .collect();
        colours.len()
    }

    /// Saves a picture of a part of the screen as a small PNG.
    pub fn keep_picture(&self, part: Place, path: &std::path::Path) {
        use image::codecs::png::{CompressionType, FilterType, PngEncoder};
        let (width, height) = (u32::from(part.width), u32::from(part.height));
        let picture = image::RgbImage::from_raw(width, height, self.pixels(part))
            .expect("as many pixels as were asked for");
        let file = std::fs::File::create(path).expect("the folder is ours");
        let encoder =
            PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::NoFilter);
        picture
            .write_with_encoder(encoder)
            .expect("the folder is ours");
    }

    /// Opens a full-screen window of an application with that class, and waits until it has the focus.
    #[track_caller]
    pub fn open_full(&self, class: &str) {
        const GREY: u32 = 0x0080_8488;
        let id = self.x.generate_id().expect("the X server is there");
        let look = CreateWindowAux::new().background_pixel(GREY);
        let (depth, visual) = (x11rb::COPY_DEPTH_FROM_PARENT, x11rb::COPY_FROM_PARENT);
        let (root, kind) = (self.root, WindowClass::INPUT_OUTPUT);
        self.x
            .create_window(depth, id, root, 0, 0, 400, 300, 0, kind, visual, &look)
            .expect("the X server is there");
        let name = format!("{}\0{class}\0", class.to_lowercase());
        let text = AtomEnum::STRING;
        for (property, value) in [
            (AtomEnum::WM_CLASS, name.as_str()),
            (AtomEnum::WM_NAME, class),
        ] {
            self.x
                .change_property8(PropMode::REPLACE, id, property, text, value.as_bytes())
                .expect("the X server is there");
        }
        let state = self.atom("_NET_WM_STATE");
        let full = [self.atom("_NET_WM_STATE_FULLSCREEN")];
        self.x
            .change_property32(PropMode::REPLACE, id, state, AtomEnum::ATOM, &full)
            .expect("the X server is there");
        self.x.map_window(id).expect("the X server is there");
        self.x.flush().expect("the X server is there");
        until(&format!("{class} in full screen"), || {
            let window = self.find_window(class)?;
            (window.is_focused && window.place.width > 400).then_some(())
        });
    }

    /// Resizes or moves a window.
    #[track_caller]
    pub fn put(&self, name: &str, place: Place) {
        let id = self.find_window(name).expect("the window is there").id;
        let configure = x11rb::protocol::xproto::ConfigureWindowAux::new()
            .x(i32::from(place.x))
            .y(i32::from(place.y))
            .width(u32::from(place.width))
            .height(u32::from(place.height));
        self.x
            .configure_window(id, &configure)
            .expect("the X server is there")
            .check()
            .expect("the window is there");
    }

    /// Asks a window to close, as its close button does.
    #[track_caller]
    pub fn close(&self, name: &str) {
        self.tell(name, "_NET_CLOSE_WINDOW", [0, 2, 0, 0, 0]);
    }

    /// Minimises a window, as its other button does.
    #[track_caller]
    pub fn minimise(&self, name: &str) {
        const ICONIC: u32 = 3;
        self.tell(name, "WM_CHANGE_STATE", [ICONIC, 0, 0, 0, 0]);
    }

    /// Tells the window manager what to do with a window.
    #[track_caller]
    fn tell(&self, name: &str, what: &str, data: [u32; 5]) {
        use x11rb::protocol::xproto::{ClientMessageEvent, EventMask};
        let id = self.find_window(name).expect("the window is there").id;
        let asked = ClientMessageEvent::new(32, id, self.atom(what), data);
        let mask = EventMask::SUBSTRUCTURE_NOTIFY | EventMask::SUBSTRUCTURE_REDIRECT;
        self.x
            .send_event(false, self.root, mask, asked)
            .expect("the X server is there")
            .check()
            .expect("the window manager hears it");
    }

    /// The pixels of a part of the screen, row by row: red, green, blue.
    fn pixels(&self, part: Place) -> Vec<u8> {
        let image = self.image(part);
        let pixels = image.chunks_exact(4);
        pixels.flat_map(|p| [p[2], p[1], p[0]]).collect()
    }

    /// A part of the screen in the server's format, four bytes per pixel.
    fn image(&self, part: Place) -> Vec<u8> {
        let Place {
            x,
            y,
            width,
            height,
        } = part;
        let image = self
            .x
            .get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, !0)
            .expect("the X server is there")
            .reply()
            .expect("this part is on the screen");
        image.data
    }

    /// A window that vanishes while it is being queried counts as gone.
    fn window(&self, id: WindowId, is_focused: bool) -> Option<Window> {
        let attributes = self.x.get_window_attributes(id).ok()?.reply().ok()?;
        if attributes.map_state != MapState::VIEWABLE {
            return None;
        }
        let size = self.x.get_geometry(id).ok()?.reply().ok()?;
        let corner = self
            .x
            .translate_coordinates(id, self.root, 0, 0)
            .ok()?
            .reply()
            .ok()?;
        Some(Window {
            id,
            title: Some(self.text(id, "_NET_WM_NAME"))
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| self.text(id, "WM_NAME")),
            class: self
                .text(id, "WM_CLASS")
                .split_terminator('\0')
                .map(str::to_owned)
                .collect(),
            place: Place {
                x: corner.dst_x,
                y: corner.dst_y,
                width: size.width,
                height: size.height,
            },
            is_focused,
        })
    }

    fn atom(&self, name: &str) -> Atom {
        self.x
            .intern_atom(false, name.as_bytes())
            .expect("the X server is there")
            .reply()
            .expect("names can be interned")
            .atom
    }

    fn words(&self, window: WindowId, property: &str) -> Vec<u32> {
        self.x
            .get_property(false, window, self.atom(property), AtomEnum::ANY, 0, 1024)
            .ok()
            .and_then(|cookie| cookie.reply().ok())
            .and_then(|reply| Some(reply.value32()?.collect()))
            .unwrap_or_default()
    }

    fn text(&self, window: WindowId, property: &str) -> String {
        self.x
            .get_property(false, window, self.atom(property), AtomEnum::ANY, 0, 1024)
            .ok()
            .and_then(|cookie| cookie.reply().ok())
            .map(|reply| String::from_utf8_lossy(&reply.value).into_owned())
            .unwrap_or_default()
    }
}
