//! Things that exercises need, drawn as they stand in the figure's room, to be chosen.

use egui::{Align, CornerRadius, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::figure::{Moment, Scene};
use crate::logic::catalog::{Equipment, Word as _};
use crate::window::gallery::Gallery;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::focus_ring;
use crate::window::widgets::figure::{FigureView, Ground};
use crate::window::widgets::text;
use crate::window::widgets::thumbnail::mask_corners;

/// Where a thing is to be seen.
struct View {
    /// The pose set in whose room it stands.
    figure: &'static str,
    /// Its middle in the picture, 0 to 1.
    middle: [f32; 2],
    /// How much of the picture's width is shown.
    part: f32,
}

fn view(thing: Equipment) -> View {
    let (figure, middle, part) = match thing {
        Equipment::Desk => ("decompress", [0.72, 0.68], 0.62),
        Equipment::Wall => ("wallstand", [0.36, 0.62], 0.8),
        Equipment::Doorway => ("doorway", [0.5, 0.5], 1.0),
        Equipment::Chair => ("seatedcatcow", [0.47, 0.76], 0.5),
        Equipment::Mat => ("catcow", [0.5, 0.78], 0.9),
        Equipment::Roller => ("roller", [0.44, 0.74], 0.5),
        Equipment::Bed => ("hipflexor", [0.5, 0.72], 1.0),
        Equipment::Pillow => ("hipflexor", [0.2, 0.55], 0.4),
        Equipment::Block => ("supportedfold", [0.62, 0.84], 0.3),
        Equipment::Counter => ("counterpushup", [0.82, 0.6], 0.7),
    };
    View {
        figure,
        middle,
        part,
    }
}

/// Pictures of things, kept from frame to frame.
#[derive(Default)]
pub struct Things {
    views: Vec<FigureView>,
}

/// Room for the name.
const NAME: f32 = 26.0;
const INSET: f32 = 4.0;
const GAP: f32 = 8.0;

impl Things {
    /// Draws all of them; `name` says what each is called and `chosen` which are chosen. Gives back one that was
    /// pressed.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        name: impl Fn(Equipment) -> &'static str,
        chosen: impl Fn(Equipment) -> bool,
    ) -> Option<Equipment> {
        let columns = if ui.available_width() > 640.0 { 10 } else { 5 };
        let width = (ui.available_width() - GAP * (columns - 1) as f32) / columns as f32;
        let mut pressed = None;
        self.views
            .resize_with(Equipment::ALL.len(), FigureView::default);
        let mut views = self.views.iter_mut();
        for row in Equipment::ALL.chunks(columns) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for (thing, view) in row.iter().zip(&mut views) {
                    if tile(ui, *thing, view, name(*thing), chosen(*thing), width) {
                        pressed = Some(*thing);
                    }
                }
            });
        }
        pressed
    }
}

fn tile(
    ui: &mut Ui,
    thing: Equipment,
    picture: &mut FigureView,
    name: &str,
    on: bool,
    width: f32,
) -> bool {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, width + NAME), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, name));
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    let fill = match (on, response.hovered()) {
        (true, _) => tokens.accent_wash,
        (false, true) => tokens.hover,
        (false, false) => tokens.inset,
    };
    let corner = CornerRadius::same(space::CONTROL_CORNER);
    ui.painter().rect_filled(rect, corner, fill);
    focus_ring(ui, rect, &response, corner);
    let stage = Rect::from_min_max(
        rect.min + Vec2::splat(INSET),
        pos2(rect.right() - INSET, rect.bottom() - NAME),
    );
    let view = view(thing);
    let gallery = Gallery::of(ui.ctx());
    if let Some(set) = gallery.set(view.figure) {
        let side = stage.width() / view.part;
        let [x, y] = view.middle;
        let corner = stage.center() - vec2(x, y) * side;
        let square = Rect::from_min_size(corner, Vec2::splat(side));
        let scene = Scene {
            body: false,
            ..Scene::new(tokens.figure)
        };
        let (painter, moment) = (ui.painter(), Moment::Key(0));
        picture.paint(painter, stage, square, Ground::Other, set, moment, &scene);
        mask_corners(painter, stage, 7.0, fill);
    }
    let ink = if on { tokens.accent_text } else { tokens.muted };
    let room = vec2(width - 4.0, NAME);
    let sizes = [size::SMALL, 9.0];
    let galley = text::fit(ui, name, theme::bold, sizes, ink, room, Align::Min);
    let middle = pos2(rect.center().x, rect.bottom() - NAME * 0.5);
    ui.painter()
        .galley(middle - galley.size() * 0.5, galley, ink);
    response.clicked()
}
