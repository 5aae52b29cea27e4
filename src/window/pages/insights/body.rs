//! The areas trained, on the figure seen from both sides, with numbers beside it.

use std::sync::{Arc, OnceLock};

use egui::{Align, CornerRadius, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::figure::{Moment, PoseSet, Scene};
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::figure::{FigureView, Ground};
use crate::window::widgets::text;
use crate::window::widgets::thumbnail::mask_corners;

/// The figure from the front and the back, kept from frame to frame.
#[derive(Default)]
pub struct Body {
    sides: Option<Sides>,
}

/// Both sides as last drawn, and for which areas.
struct Sides {
    areas: Vec<(String, u32)>,
    front: (Arc<PoseSet>, FigureView),
    back: (Arc<PoseSet>, FigureView),
}

/// Space between the figures.
const GAP: f32 = 10.0;

/// Strength of the most trained area's glow, in layers of the weakest.
const STRONGEST: u32 = 3;

/// The pose set with all areas. A test reads it.
fn template() -> Option<&'static PoseSet> {
    static BODY: OnceLock<Option<PoseSet>> = OnceLock::new();
    BODY.get_or_init(|| PoseSet::parse(include_str!("../../../../assets/body.ron")).ok())
        .as_ref()
}

/// The body seen from one side, with a glow on each area.
fn side(name: &str, yaw: f64, areas: &[(String, u32)]) -> Option<PoseSet> {
    let body = template()?;
    let most = areas.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let mut set = body.clone();
    set.title = format!("{name} {areas:?}");
    set.camera.yaw = yaw;
    set.keys.truncate(1);
    let key = set.keys.first_mut()?;
    key.glow.clear();
    for (area, count) in areas {
        let layers = (count * STRONGEST).div_ceil(most.max(1));
        let label = format!("{name} {area}");
        for glowing in body.keys.iter().filter(|key| key.label == label) {
            for _ in 0..layers {
                key.glow.extend(glowing.glow.iter().cloned());
            }
        }
    }
    Some(set)
}

impl Body {
    /// Draws the figure and the bars of `areas`, the most trained first.
    pub fn show(&mut self, ui: &mut Ui, areas: &[(&str, u32)]) {
        let owned: Vec<(String, u32)> = areas
            .iter()
            .map(|(area, count)| ((*area).to_owned(), *count))
            .collect();
        if self.sides.as_ref().is_none_or(|sides| sides.areas != owned) {
            let sides = side("front", 90.0, &owned).zip(side("back", -90.0, &owned));
            self.sides = sides.map(|(front, back)| Sides {
                areas: owned,
                front: (Arc::new(front), FigureView::default()),
                back: (Arc::new(back), FigureView::default()),
            });
        }
        let width = ui.available_width();
        if width > 560.0 {
            ui.horizontal_top(|ui| {
                self.figures(ui, (width * 0.5).min(440.0));
                ui.add_space(space::CARD);
                ui.vertical(|ui| bars(ui, areas));
            });
        } else {
            self.figures(ui, width);
            ui.add_space(space::LINE);
            bars(ui, areas);
        }
    }

    fn figures(&mut self, ui: &mut Ui, width: f32) {
        let tokens = Tokens::of(ui);
        let each = (width - GAP) * 0.5;
        // High enough to show the whole disc behind each figure.
        let height = (each / 0.82).min(330.0);
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        response.widget_info(|| {
            WidgetInfo::labeled(
                Role::Image,
                true,
                "The areas trained, from the front and from behind",
            )
        });
        let Some(sides) = &mut self.sides else {
            return;
        };
        let scene = Scene {
            ghost: false,
            arrows: 0.0,
            ..Scene::new(tokens.figure)
        };
        let corner = f32::from(space::CONTROL_CORNER);
        for (i, (set, view)) in [&mut sides.front, &mut sides.back].into_iter().enumerate() {
            let left = rect.min + vec2((each + GAP) * i as f32, 0.0);
            let part = Rect::from_min_size(left, vec2(each, height));
            let square = Rect::from_center_size(part.center(), Vec2::splat(height));
            let moment = Moment::Key(0);
            view.paint(
                ui.painter(),
                part,
                square,
                Ground::Other,
                set,
                moment,
                &scene,
            );
            mask_corners(ui.painter(), part, corner, tokens.surface);
        }
    }
}

/// Each area and how often it was trained.
fn bars(ui: &mut Ui, areas: &[(&str, u32)]) {
    let tokens = Tokens::of(ui);
    let most = areas
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(1)
        .max(1);
    for (area, count) in areas {
        let width = ui.available_width();
        let (rect, response) = ui.allocate_exact_size(vec2(width, 19.0), Sense::hover());
        let name = text::capitalised(&area.replace('-', " "));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {count}")));
        let line = |words: &str, colour| {
            let font = theme::plain(size::SMALL);
            text::lay_out(ui, words, font, colour, f32::INFINITY, Align::Min)
        };
        let label = line(&name, tokens.text);
        let number = line(&count.to_string(), tokens.muted);
        let middle = rect.center().y;
        let from = rect.left() + 96.0;
        let room = (rect.right() - from - 34.0).max(4.0);
        let bar = Rect::from_min_max(
            pos2(from, middle - 4.0),
            pos2(from + room * *count as f32 / most as f32, middle + 4.0),
        );
        let painter = ui.painter();
        painter.rect_filled(bar, CornerRadius::same(4), tokens.attention);
        let at = |x: f32, height: f32| pos2(x, middle - height * 0.5);
        let (label_at, number_at) = (
            at(rect.left(), label.size().y),
            at(bar.right() + 8.0, number.size().y),
        );
        painter.galley(label_at, label, tokens.text);
        painter.galley(number_at, number, tokens.muted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::Area;
    use crate::logic::text::word::Word;

    #[test]
    fn every_area_has_a_place_on_the_body() {
        let body = template().expect("it can be read");
        for area in Area::ALL {
            let word = area.word();
            let somewhere = ["front", "back"].iter().any(|side| {
                let label = format!("{side} {word}");
                body.keys.iter().any(|key| key.label == label)
            });
            assert!(somewhere || *area == Area::WholeBody, "{word}");
        }
        for key in &body.keys {
            let (side, area) = key.label.split_once(' ').expect("two words");
            assert!(["front", "back"].contains(&side), "{}", key.label);
            assert!(Area::from_word(area).is_some(), "{}", key.label);
            assert!(!key.glow.is_empty());
        }
    }

    #[test]
    fn what_is_trained_more_glows_more() {
        let areas = [("chest".to_owned(), 9), ("core".to_owned(), 1)];
        let front = side("front", 90.0, &areas).expect("a body");
        assert_eq!(front.keys[0].glow.len(), 4);
        let back = side("back", -90.0, &areas).expect("a body");
        assert!(back.keys[0].glow.is_empty());
    }
}
