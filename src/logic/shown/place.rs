//! A window's position and size, so that it comes back the same.

use serde::{Deserialize, Serialize};

/// Which of the two windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WindowKind {
    /// The one with the pages.
    Pages,
    /// The player.
    Player,
}

/// A window's size and position, in points: pixels divided by `scale`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Read")]
pub struct Place {
    /// Width and height of its contents.
    pub size: [f32; 2],
    /// The position of its frame; none if the desktop doesn't tell (Wayland).
    pub at: Option<[f32; 2]>,
    /// Pixels per point on its screen.
    pub scale: f32,
    /// Whether it was maximised. Size and position are those it returns to.
    pub maximized: bool,
}

/// A place as stored, which may contain invalid numbers once read.
#[derive(Deserialize)]
struct Read {
    size: [f32; 2],
    at: Option<[f32; 2]>,
    scale: f32,
    maximized: bool,
}

impl TryFrom<Read> for Place {
    type Error = &'static str;

    fn try_from(read: Read) -> Result<Place, Self::Error> {
        let numbers = read.size.into_iter().chain(read.at.into_iter().flatten());
        if !numbers.chain([read.scale]).all(f32::is_finite) {
            return Err("a number that is too large for a place on a screen");
        }
        Ok(Place {
            size: read.size,
            at: read.at,
            scale: read.scale,
            maximized: read.maximized,
        })
    }
}

/// A rectangle of pixels: left, top, width and height.
pub type Monitor = [f32; 4];

/// Default width and height of a window, in points.
pub const USUAL: [f32; 2] = [960.0, 640.0];

/// How much of a screen a window's frame and title bar take at most, in points.
const FRAME: [f32; 2] = [12.0, 48.0];

impl WindowKind {
    /// Its minimum size if the screen has room for that, in points.
    pub fn smallest(self) -> [f32; 2] {
        match self {
            WindowKind::Pages => [480.0, 400.0],
            WindowKind::Player => [320.0, 400.0],
        }
    }
}

/// The room for a window's contents on a monitor of that many pixels, in points: the area that panels leave free, minus
/// the window's frame. `free` are those areas of all monitors, in pixels.
pub fn room(monitor: [f32; 2], free: &[Monitor], scale: f32) -> [f32; 2] {
    let fits = |[_, _, w, h]: &&Monitor| *w <= monitor[0] + 0.5 && *h <= monitor[1] + 0.5;
    let area = |[_, _, w, h]: &&Monitor| w * h;
    let largest = free
        .iter()
        .filter(fits)
        .max_by(|a, b| area(a).total_cmp(&area(b)));
    let pixels = largest.map_or(monitor, |[_, _, w, h]| [*w, *h]);
    [0, 1].map(|axis| (pixels[axis] / scale - FRAME[axis]).floor().max(1.0))
}

/// A size that fits into the room, and isn't smaller than `smallest` if there is room for that.
pub fn fitted(size: [f32; 2], smallest: [f32; 2], room: [f32; 2]) -> [f32; 2] {
    [0, 1].map(|axis| size[axis].max(smallest[axis]).min(room[axis]))
}

/// How much of the upper edge must be visible to be grabbed, in pixels.
const GRIP: [f32; 2] = [120.0, 24.0];

impl Place {
    /// The same on these monitors: no larger than the largest, and without a position where nobody could grab it.
    /// Nonsense becomes the default size. With no monitor known, the desktop places it. `monitors` are the areas that
    /// panels leave free; `smallest` is what the window needs.
    pub fn on(self, monitors: &[Monitor], smallest: [f32; 2]) -> Place {
        let sound = |number: f32| number.is_finite() && number.abs() < 100_000.0;
        let scale = if sound(self.scale) && self.scale >= 0.5 {
            self.scale
        } else {
            1.0
        };
        let mut size = if self.size.into_iter().all(sound) {
            self.size
        } else {
            USUAL
        };
        for (axis, length) in size.iter_mut().enumerate() {
            let room = monitors
                .iter()
                .map(|monitor| monitor[2 + axis] / scale - FRAME[axis]);
            let room = room.fold(f32::NEG_INFINITY, f32::max);
            *length = length.max(smallest[axis]);
            if room.is_finite() {
                *length = length.min(room.max(1.0));
            }
        }
        let reachable = |at: &[f32; 2]| {
            let [left, top] = at.map(|at| at * scale);
            let width = size[0] * scale;
            monitors.iter().any(|[x, y, w, h]| {
                let across = (left + width).min(x + w) - left.max(*x);
                across >= GRIP[0] && top >= *y && top + GRIP[1] <= y + h
            })
        };
        Place {
            size,
            at: self
                .at
                .filter(|at| at.iter().all(|at| sound(*at)) && reachable(at)),
            scale,
            maximized: self.maximized,
        }
    }
}

/// How far a window in the corner stays from the edges, in points: clear of a panel.
const FROM_EDGES: [f32; 2] = [24.0, 48.0];

/// Where a window of that size is visible and out of the way: the upper right of the first monitor. `known` is a window
/// that was on this screen; without one the size of a point is unknown, and the desktop places it.
pub fn corner(size: [f32; 2], known: Option<Place>, monitors: &[Monitor]) -> Option<Place> {
    let (known, [x, y, width, height]) = (known?.on(monitors, size), *monitors.first()?);
    let scale = known.scale;
    let left = (x + width) / scale - size[0] - FROM_EDGES[0];
    let top = y / scale + FROM_EDGES[1];
    let fits = left * scale >= x && (top + size[1]) * scale <= y + height;
    fits.then_some(Place {
        size,
        at: Some([left, top]),
        scale,
        maximized: false,
    })
}

/// What is remembered about both windows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Places {
    /// The window with the pages.
    pub pages: Option<Place>,
    /// The player.
    pub player: Option<Place>,
}

impl Places {
    /// One window's place.
    pub fn of(&self, kind: WindowKind) -> Option<Place> {
        match kind {
            WindowKind::Pages => self.pages,
            WindowKind::Player => self.player,
        }
    }

    /// Remembers one window's place.
    pub fn put(&mut self, kind: WindowKind, place: Place) {
        match kind {
            WindowKind::Pages => self.pages = Some(place),
            WindowKind::Player => self.player = Some(place),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Monitor = [0.0, 0.0, 1920.0, 1080.0];
    const SMALL: [f32; 2] = [320.0, 400.0];
    const BESIDE: Monitor = [1920.0, 0.0, 1280.0, 1024.0];

    fn at(x: f32, y: f32) -> Place {
        Place {
            size: USUAL,
            at: Some([x, y]),
            scale: 1.0,
            maximized: false,
        }
    }

    #[test]
    fn what_is_read_can_be_written_and_read_again() {
        let text = |scale: &str| {
            format!("{{\"size\":[9,9],\"at\":null,\"scale\":{scale},\"maximized\":false}}")
        };
        let read = |scale: &str| serde_json::from_str::<Place>(&text(scale));
        assert!(read("1e308").is_err());
        let written = serde_json::to_string(&read("1.5").unwrap()).unwrap();
        assert_eq!(serde_json::from_str::<Place>(&written).unwrap().scale, 1.5);
    }

    #[test]
    fn a_place_in_sight_stays() {
        for place in [
            at(0.0, 0.0),
            at(700.0, 300.0),
            at(2000.0, 100.0),
            at(-400.0, 20.0),
        ] {
            assert_eq!(place.on(&[SCREEN, BESIDE], SMALL), place);
        }
    }

    #[test]
    fn no_window_is_larger_than_what_panels_leave_of_its_screen() {
        for (width, height, scale) in [
            (1366.0, 768.0, 1.25),
            (1280.0, 800.0, 2.0),
            (1920.0, 1080.0, 2.0),
            (720.0, 1280.0, 1.0),
            (640.0, 480.0, 2.0),
        ] {
            let free = [
                [0.0, 40.0, width, height - 40.0],
                [4000.0, 0.0, 9000.0, 9000.0],
            ];
            let room = room([width, height], &free, scale);
            for kind in [WindowKind::Pages, WindowKind::Player] {
                let [w, h] = fitted(USUAL, kind.smallest(), room);
                assert!(w * scale <= width && h * scale + 30.0 <= height - 40.0);
            }
        }
        let roomy = room([1920.0, 1080.0], &[], 1.0);
        assert_eq!(fitted(USUAL, SMALL, roomy), USUAL);
        assert_eq!(fitted([1.0, 1.0], SMALL, roomy), SMALL);
    }

    #[test]
    fn a_place_that_nobody_could_reach_is_forgotten() {
        for place in [
            at(2500.0, 100.0),
            at(-900.0, 0.0),
            at(100.0, -30.0),
            at(100.0, 1070.0),
        ] {
            assert_eq!(place.on(&[SCREEN], SMALL).at, None, "{place:?}");
        }
        assert_eq!(at(10.0, 10.0).on(&[], SMALL).at, None);
        let mut doubled = at(1000.0, 100.0);
        doubled.scale = 2.0;
        assert_eq!(
            doubled.on(&[SCREEN], SMALL).at,
            None,
            "2000 pixels from the left"
        );
    }

    #[test]
    fn a_small_window_goes_to_the_corner_of_a_screen_that_is_known() {
        let size = [400.0, 200.0];
        let place = |scale: f32, monitors: &[Monitor]| {
            let known = Place {
                scale,
                ..at(0.0, 0.0)
            };
            corner(size, Some(known), monitors).and_then(|place| place.at)
        };
        assert_eq!(place(1.0, &[SCREEN]), Some([1496.0, 48.0]));
        assert_eq!(place(2.0, &[SCREEN]), Some([536.0, 48.0]), "in points");
        assert_eq!(place(1.0, &[BESIDE, SCREEN]), Some([2776.0, 48.0]));
        assert_eq!(place(5.0, &[SCREEN]), None, "there is no room");
        assert_eq!(place(1.0, &[]), None);
        assert_eq!(corner(size, None, &[SCREEN]), None);
    }

    #[test]
    fn a_window_is_no_larger_than_the_screen_and_no_smaller_than_its_contents() {
        let mut place = at(0.0, 0.0);
        place.size = [5000.0, 20.0];
        assert_eq!(place.on(&[SCREEN, BESIDE], SMALL).size, [1908.0, 400.0]);
        place.size = [f32::NAN, 100.0];
        place.scale = 0.0;
        place.at = Some([f32::INFINITY, 0.0]);
        let mended = place.on(&[SCREEN], SMALL);
        assert_eq!((mended.size, mended.scale, mended.at), (USUAL, 1.0, None));
    }
}
