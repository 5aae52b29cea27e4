//! The key poses of a figure to choose from, each drawn, in the order chosen.

use egui::{
    Align, CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::figure::PoseSet;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::focus_ring;
use crate::window::widgets::text::{self, Live, Place};
use crate::window::widgets::thumbnail::{Movement, Thumbnail};

use super::Context;

/// The pictures of the poses, kept from frame to frame.
pub type Pictures = Vec<Thumbnail>;

const WIDTH: f32 = 108.0;
const PICTURE: f32 = 80.0;
/// Padding around the picture, and around the words.
const INSET: f32 = 5.0;
const BADGE: f32 = 10.0;

/// Shows every visible pose; pressing one adds it to `keys` (from 1) or removes it.
pub fn choose(
    context: &Context<'_>,
    ui: &mut Ui,
    (figure, set): (&str, &PoseSet),
    pictures: &mut Pictures,
    name: &str,
    keys: &mut Vec<usize>,
) {
    pictures.resize_with(set.keys.len(), Thumbnail::default);
    let room = WIDTH - 2.0 * INSET;
    let words = |ui: &Ui, key: usize| {
        let (label, ink) = (&set.keys[key].label, Tokens::of(ui).text);
        let font = theme::plain(size::SMALL);
        text::lay_out(ui, label, font, ink, room, Align::Min)
    };
    let tallest = set
        .visible_keys()
        .map(|key| words(ui, key).size().y)
        .fold(0.0, f32::max);
    let tile = vec2(WIDTH, PICTURE + tallest + 3.0 * INSET);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(8.0);
        for key in set.visible_keys() {
            let number = key + 1;
            let order = keys.iter().position(|chosen| *chosen == number);
            let tokens = Tokens::of(ui);
            let (rect, response) = ui.allocate_exact_size(tile, Sense::click());
            let full = format!("{name}: {}", set.keys[key].label);
            response
                .widget_info(|| WidgetInfo::selected(Role::Button, true, order.is_some(), &full));
            if response.clicked() {
                match order {
                    Some(order) => {
                        keys.remove(order);
                    }
                    None => keys.push(number),
                }
            }
            if !ui.is_rect_visible(rect) {
                continue;
            }
            let corner = CornerRadius::same(space::CONTROL_CORNER);
            let (fill, edge) = match (order, response.hovered()) {
                (Some(_), _) => (tokens.accent_wash, Stroke::new(2.0, tokens.accent)),
                (None, true) => (tokens.hover, Stroke::NONE),
                (None, false) => (tokens.inset, Stroke::NONE),
            };
            ui.painter()
                .rect(rect, corner, fill, edge, StrokeKind::Inside);
            focus_ring(ui, rect, &response, corner);
            let corner = rect.min + Vec2::splat(INSET);
            let place = Rect::from_min_size(corner, vec2(room, PICTURE));
            let picture = &mut pictures[key];
            picture.show(Movement::Keys(vec![number], None));
            let round = f32::from(space::CONTROL_CORNER) - INSET * 0.5;
            picture.paint(ui, place, figure, false, context.model.now, round, fill);
            if let Some(order) = order {
                badge(ui, place, order + 1);
            }
            let corner = pos2(place.left(), place.bottom() + INSET);
            let below = Rect::from_min_max(corner, rect.max);
            let galley = words(ui, key);
            text::put(ui, below, galley, Place::TOP_LEFT, Live::Silent);
        }
    });
}

/// A pose's position in the chosen order, in the corner of its picture.
fn badge(ui: &Ui, picture: Rect, number: usize) {
    let tokens = Tokens::of(ui);
    let middle = picture.left_top() + Vec2::splat(BADGE + 2.0);
    ui.painter().circle_filled(middle, BADGE, tokens.accent);
    let galley = text::lay_out(
        ui,
        &number.to_string(),
        theme::bold(size::SMALL),
        tokens.on_accent,
        f32::INFINITY,
        Align::Min,
    );
    let at = middle - galley.size() * 0.5;
    ui.painter().galley(at, galley, tokens.on_accent);
}
