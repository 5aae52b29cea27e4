//! Where everything in the player goes, for windows of any size.

use egui::{Rect, Vec2, pos2, vec2};

/// The areas of the player's parts. All are inside the window, except that the figure's square may extend beyond it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Whether the text is beside the figure; otherwise below it.
    pub beside: bool,
    /// The whole window.
    pub window: Rect,
    /// The figure's square.
    pub square: Rect,
    /// Progress bars.
    pub progress: Rect,
    /// Name of the exercise, time left.
    pub title: Rect,
    /// Instruction, countdown, next step.
    pub panel: Rect,
    /// Buttons.
    pub controls: Rect,
    /// Scale relative to 960×640.
    pub scale: f32,
}

impl Layout {
    /// The layout for a window.
    pub fn new(window: Rect) -> Layout {
        let (w, h) = (window.width(), window.height());
        // A low window has no room below the figure.
        let wide = w >= 720.0 || (w >= 500.0 && h < 560.0);
        let beside = wide && w >= 1.05 * h;
        let scale = if beside {
            let least = 0.8 * (w / 720.0).min(h / 512.0).min(1.0);
            (w / 960.0).min(h / 640.0).clamp(least, 2.2)
        } else {
            (w / 480.0).min(h / 640.0).clamp(0.6, 1.8)
        };
        let margin = match beside {
            true => 28.0 * scale,
            false => (20.0 * scale.min(1.0)).max(12.0),
        };
        let across = |top: f32, height: f32| {
            Rect::from_min_size(
                pos2(window.left() + margin, window.top() + top),
                vec2((w - 2.0 * margin).max(0.0), height),
            )
        };
        let progress = across(18.0 * scale.min(1.4), 6.0 * scale.min(1.6));
        let mut title = across(
            progress.bottom() - window.top() + 6.0 * scale,
            (28.0 * scale.min(1.6)).max(22.0),
        );
        let control_height = match beside {
            true => (64.0 * scale.min(1.4)).max(51.0),
            false => 64.0 * scale.clamp(0.8, 1.0),
        };
        let controls = across(h - control_height, control_height);

        let (square, panel) = if beside {
            let column = (0.36 * w).clamp(320.0_f32.min(0.52 * w), 620.0 * (scale * 0.7).max(1.0));
            let gap = margin;
            let side = h.min(w - column - gap);
            let left = ((w - side - gap - column) * 0.5).max(0.0);
            let square = Rect::from_min_size(
                pos2(window.left() + left, window.top() + 0.45 * (h - side)),
                Vec2::splat(side),
            );
            // Above the text, not above the figure, which may be a door as high as the square.
            title.set_left(square.right());
            title.set_right((square.right() + column).min(window.right() - margin));
            title.set_top(title.top() + 4.0 * scale);
            title.set_height((40.0 * scale).max(24.0));
            let panel = Rect::from_min_max(
                pos2(square.right(), title.bottom() + 4.0 * scale),
                pos2(
                    (square.right() + column).min(window.right() - margin),
                    controls.top() - 6.0 * scale,
                ),
            );
            (square, panel)
        } else {
            let text = (0.285 * h).max(172.0 * scale.clamp(0.85, 1.0));
            let top = title.bottom() - 10.0;
            let room = controls.top() - text - top;
            let side = room.min(w).max(120.0);
            let square = Rect::from_min_size(
                pos2(window.center().x - side * 0.5, top + room - side),
                Vec2::splat(side),
            );
            let panel = Rect::from_min_max(
                pos2(window.left() + margin, controls.top() - text + 4.0),
                pos2(window.right() - margin, controls.top()),
            );
            (square, panel)
        };
        Layout {
            beside,
            window,
            square,
            progress,
            title,
            panel,
            controls,
            scale,
        }
    }

    /// Where a picture goes instead of the figure: as much of the square as nothing else needs.
    pub fn picture(&self) -> Rect {
        let bottom = if self.beside {
            self.controls.top()
        } else {
            self.square.bottom()
        };
        let room = Rect::from_min_max(
            pos2(self.square.left(), self.title.bottom()),
            pos2(self.square.right(), bottom),
        );
        room.intersect(self.window).shrink(20.0 * self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_overlaps_at_any_size() {
        for w in (320..2600).step_by(61) {
            for h in (400..1500).step_by(53) {
                let window = Rect::from_min_size(egui::Pos2::ZERO, vec2(w as f32, h as f32));
                let l = Layout::new(window);
                let size = format!("{w}×{h}: {l:?}");
                for part in [l.progress, l.title, l.panel, l.controls] {
                    assert!(window.expand(0.5).contains_rect(part), "{size}");
                    assert!(part.width() > 200.0, "{size}");
                }
                assert!(l.progress.bottom() <= l.title.top(), "{size}");
                assert!(l.title.bottom() <= l.panel.top(), "{size}");
                assert!(l.panel.bottom() <= l.controls.top() + 0.5, "{size}");
                assert!(l.panel.height() >= 130.0, "{size}");
                let figure = l.square.intersect(window);
                assert!(window.contains_rect(l.picture()), "{size}");
                assert!(l.picture().width() >= 100.0, "{size}");
                assert!(l.picture().height() >= 100.0, "{size}");
                assert!(figure.width() >= 0.4 * (w as f32).min(h as f32), "{size}");
                if l.beside {
                    assert!(l.square.right() <= l.panel.left() + 0.5, "{size}");
                } else {
                    assert!(l.square.bottom() <= l.panel.top() + 0.5, "{size}");
                }
            }
        }
    }
}
