//! Equipment for exercises, drawn as it stands in the figure's room, to be chosen.

use egui::{Rect, Response, Ui, Vec2, vec2};

use crate::figure::{Moment, Scene};
use crate::logic::catalog::Equipment;
use crate::logic::text::word::Word;
use crate::window::gallery::Gallery;
use crate::window::theme::Tokens;
use crate::window::widgets::choice::choice;
use crate::window::widgets::figure::{FigureView, Ground};
use crate::window::widgets::thumbnail::mask_corners;

/// Where a piece of equipment can be seen.
struct View {
    /// The pose set in whose room it stands.
    figure: &'static str,
    /// Its centre in the picture, 0 to 1.
    middle: [f32; 2],
    /// The fraction of the picture's width that is shown.
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

/// Pictures of equipment, kept from frame to frame.
#[derive(Default)]
pub struct Things {
    views: Vec<FigureView>,
}

const GAP: f32 = 8.0;

impl Things {
    /// Draws all of them; `name` names each one and `chosen` says which are chosen. Returns one that was pressed.
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
                    let draw = |ui: &Ui, stage: Rect, corner: f32, behind, _: &Response| {
                        paint(ui, *thing, view, stage);
                        mask_corners(ui.painter(), stage, corner, behind);
                    };
                    let on = chosen(*thing);
                    if choice(ui, name(*thing), on, width, draw).clicked() {
                        pressed = Some(*thing);
                    }
                }
            });
        }
        pressed
    }
}

/// Paints a piece of equipment as it stands in its pose set's room.
fn paint(ui: &Ui, thing: Equipment, picture: &mut FigureView, stage: Rect) {
    let view = view(thing);
    let gallery = Gallery::of(ui.ctx());
    let Some(set) = gallery.set(view.figure) else {
        return;
    };
    let side = stage.width() / view.part;
    let [x, y] = view.middle;
    let corner = stage.center() - vec2(x, y) * side;
    let square = Rect::from_min_size(corner, Vec2::splat(side));
    let scene = Scene {
        body: false,
        ..Scene::new(Tokens::of(ui).figure)
    };
    let (painter, moment) = (ui.painter(), Moment::Key(0));
    picture.paint(painter, stage, square, Ground::Other, set, moment, &scene);
}
