//! A small picture of an exercise: its telling pose, or its movement while hovered.

use std::time::Duration;

use egui::epaint::Mesh;
use egui::{Color32, Id, Painter, Pos2, Rect, Shape, Ui, Vec2};

use crate::figure::{Moment, PoseSet, Scene};
use crate::logic::catalog::plan::{Motion, Plan, PlannedExercise, Segment, SegmentKind};
use crate::logic::catalog::{PictureKind, Position, Tempo};
use crate::logic::practice::player::{Player, PlayerInput};
use crate::logic::time::now::Mono;
use crate::window::gallery::Gallery;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::figure::{self, FigureView, Ground};
use crate::window::widgets::picture;

/// The picture of one exercise, kept from frame to frame.
#[derive(Default)]
pub struct Thumbnail {
    view: FigureView,
    moving: Option<Player>,
    /// What it shows moving.
    movement: Movement,
}

/// Which key poses a picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Movement {
    /// All of the pose set.
    #[default]
    Whole,
    /// Those of a step, from 1, at its pace; it rests in the last one.
    Keys(Vec<usize>, Option<Tempo>),
}

/// How many pictures may be drawn for the first time in one frame: a page with many opens sooner, and is complete a few
/// frames later.
const FIRST_DRAWN: usize = 4;

/// Time between two frames.
const PICTURE: Duration = Duration::from_millis(33);

impl Thumbnail {
    /// Shows another movement from now on.
    pub fn show(&mut self, movement: Movement) {
        if self.movement != movement {
            self.moving = None;
            self.movement = movement;
        }
    }

    /// Paints the pose set `figure` over `rect`, on a card of colour `behind`; it moves while `alive`.
    #[expect(
        clippy::too_many_arguments,
        reason = "a painter is told where, what, when and on what"
    )]
    pub fn paint(
        &mut self,
        ui: &Ui,
        rect: Rect,
        figure: &str,
        alive: bool,
        now: Mono,
        corner: f32,
        behind: Color32,
    ) {
        let tokens = Tokens::of(ui);
        let gallery = Gallery::of(ui.ctx());
        let Some(set) = gallery.set(figure) else {
            ui.painter().rect_filled(rect, corner, tokens.inset);
            // A picture-only exercise is listed under the path of its first picture.
            if PictureKind::of(figure).is_some() {
                picture::paint(ui, &gallery, rect.shrink(6.0), figure, false);
            }
            return;
        };
        if !alive {
            self.moving = None;
        }
        if self.view.is_new() && !may_draw(ui) {
            ui.painter().rect_filled(rect, corner, tokens.stage);
            ui.ctx().request_repaint();
            return;
        }
        let (moment, scene) = if alive {
            let player = self.moving.get_or_insert_with(|| {
                let plan = to_and_fro(figure, set, &self.movement);
                Player::new(plan.clone(), &figure::times(&plan, &gallery), now)
            });
            player.handle(PlayerInput::Tick, now);
            let pose = player.frame(now).pose;
            ui.ctx().request_repaint_after(PICTURE);
            figure::picture(&pose, set, false, tokens.figure)
        } else {
            let scene = Scene {
                ghost: false,
                ..Scene::new(tokens.figure)
            };
            let last = match &self.movement {
                Movement::Whole => None,
                Movement::Keys(keys, _) => keys.last().and_then(|key| key.checked_sub(1)),
            };
            let key = last.filter(|key| *key < set.keys.len());
            (Moment::Key(key.unwrap_or_else(|| telling_key(set))), scene)
        };
        let side = rect.width().min(rect.height());
        let square = Rect::from_center_size(rect.center(), Vec2::splat(side));
        self.view.paint(
            ui.painter(),
            rect,
            square,
            Ground::Other,
            set,
            moment,
            &scene,
        );
        mask_corners(ui.painter(), rect, corner, behind);
    }
}

/// Whether this frame has room for another picture that was never drawn.
fn may_draw(ui: &Ui) -> bool {
    let pass = ui.ctx().cumulative_pass_nr();
    ui.ctx().data_mut(|data| {
        let (in_pass, drawn): &mut (u64, usize) =
            data.get_temp_mut_or_default(Id::unique("pictures drawn for the first time"));
        if *in_pass != pass {
            (*in_pass, *drawn) = (pass, 0);
        }
        *drawn += 1;
        *drawn <= FIRST_DRAWN
    })
}

/// The key that says most about the exercise: the last one in which the body works, else the last one.
pub fn telling_key(set: &PoseSet) -> usize {
    let visible: Vec<usize> = set.visible_keys().collect();
    visible
        .iter()
        .rev()
        .find(|&&key| !set.keys[key].glow.is_empty())
        .or(visible.last())
        .copied()
        .unwrap_or(0)
}

/// The keys of a movement, back and forth for an hour.
fn to_and_fro(figure: &str, set: &PoseSet, movement: &Movement) -> Plan {
    let (keys, tempo): (Vec<usize>, _) = match movement {
        Movement::Whole => (set.visible_keys().map(|key| key + 1).collect(), None),
        Movement::Keys(keys, tempo) => {
            let there = |key: &usize| (1..=set.keys.len()).contains(key);
            (keys.iter().copied().filter(there).collect(), *tempo)
        }
    };
    let motion = if set.cycle.is_some() {
        Motion::Cycle
    } else if keys.len() > 1 {
        Motion::Loop { keys, tempo }
    } else {
        Motion::Hold {
            key: keys.first().copied().unwrap_or(1),
        }
    };
    Plan {
        start_at: 0,
        id: figure.to_owned(),
        name: String::new(),
        reason: String::new(),
        because: None,
        exercises: vec![PlannedExercise {
            id: figure.to_owned(),
            name: String::new(),
            figure: figure.to_owned(),
            position: Position::Standing,
            equipment: Vec::new(),
            level: 0,
            fixed: false,
            note: String::new(),
            prepare: String::new(),
            tip: String::new(),
            caution: String::new(),
            segments: vec![Segment {
                kind: SegmentKind::Step,
                text: String::new(),
                seconds: 3600.0,
                side: None,
                mirrored: false,
                motion,
                breath: None,
                picture: None,
            }],
        }],
    }
}

/// Paints the four corners in the background colour, so that the picture looks rounded.
pub fn mask_corners(painter: &Painter, rect: Rect, radius: f32, behind: Color32) {
    let mut mesh = Mesh::default();
    let quarter = std::f32::consts::FRAC_PI_2;
    for (corner, inward, from) in [
        (rect.left_top(), Vec2::new(1.0, 1.0), 2.0),
        (rect.right_top(), Vec2::new(-1.0, 1.0), 3.0),
        (rect.right_bottom(), Vec2::new(-1.0, -1.0), 0.0),
        (rect.left_bottom(), Vec2::new(1.0, -1.0), 1.0),
    ] {
        let centre = corner + inward * radius;
        // Slightly beyond the corner, so that no picture shows at the edge.
        let start = mesh.vertices.len() as u32;
        mesh.colored_vertex(corner - inward * 0.5, behind);
        let steps = 12;
        for i in 0..=steps {
            let angle = (from + i as f32 / steps as f32) * quarter;
            let on_arc = |radius: f32| -> Pos2 { centre + Vec2::angled(angle) * radius };
            mesh.colored_vertex(on_arc(radius + 0.5), behind);
            mesh.colored_vertex(on_arc(radius - 0.5), theme::CLEAR);
            if i > 0 {
                let (a, b) = (start + 2 * i - 1, start + 2 * i + 1);
                mesh.add_triangle(start, a, b);
                mesh.add_triangle(a, a + 1, b);
                mesh.add_triangle(b, a + 1, b + 1);
            }
        }
    }
    painter.add(Shape::mesh(mesh));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::pose_sets;

    #[test]
    fn every_figure_has_a_telling_pose_and_a_movement() {
        for id in pose_sets::ids() {
            let set = pose_sets::get(id).expect("built in");
            let key = telling_key(set);
            assert!(key < set.keys.len() && !set.keys[key].hidden, "{id}");
            let plan = to_and_fro(id, set, &Movement::Whole);
            let mut player = Player::new(
                plan.clone(),
                &figure::times(&plan, &Gallery::default()),
                Mono::from_secs(1),
            );
            let then = Mono::from_secs(8);
            player.handle(PlayerInput::Tick, then);
            assert!(!player.is_done(), "{id}");
        }
    }
}
