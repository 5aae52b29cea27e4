//! Sets the scene: wall, disc and floor, the things in the room, the figure, and what is painted over it.

use super::body;
use super::camera::Camera;
use super::convex::{Convex, P2, Workbench};
use super::display::{DisplayList, Floor, Stage};
use super::glow::Spot;
use super::palette::Palette;
use super::pose::Pose;
use super::pose_set::{Arrow, Glow, PoseSet};
use super::skeleton::Skeleton;
use super::sketch::{Group, Look};
use super::{Moment, Scene, arrow, motion, occlusion, order, props, shadow};

/// Draws one moment from back to front.
pub(super) fn compose(set: &PoseSet, moment: Moment, scene: &Scene) -> DisplayList {
    let shown = Shown::new(set, moment, scene);
    let mut camera = Camera::new(&set.camera);
    if scene.mirrored {
        camera = camera.mirrored();
    }
    let palette = Palette::new(scene.theme, scene.character.colours.as_ref());
    let mut list = backdrop(set, &camera, &palette);
    for prop in &set.props {
        props::paint(prop, &camera, &palette, &mut list);
    }
    if !scene.body {
        return list;
    }

    let skeleton = Skeleton::solve(&shown.pose, &scene.character);
    shadow::on_floor(&skeleton, set.shadow_y, &camera, &palette, &mut list);
    if let Some(wall) = set.wall_shadow_x {
        shadow::on_wall(&skeleton, wall, &camera, &palette, &mut list);
    }

    let mut look = Look {
        palette: &palette,
        character: &scene.character,
        shoes: set.shoes,
        breath: 1.0,
        silhouette: true,
    };
    let ordered = |skeleton: &Skeleton, look: &Look<'_>| -> Vec<Group> {
        let body = body::build(skeleton, &camera, look);
        order::paint_order(body, &set.depth_bias, set.neck)
    };
    if let Some(ghost) = &shown.ghost {
        let ghost = Skeleton::solve(ghost, &scene.character);
        occlusion::paint_flat(&ordered(&ghost, &look), palette.ghost.opaque(), &mut list);
    }
    look.silhouette = false;
    look.breath = motion::chest_depth(scene.breath);
    let spots: Vec<Spot<'_>> = shown
        .glow
        .iter()
        .filter(|(_, strength)| *strength > 0.0)
        .map(|(glow, strength)| Spot::new(glow, *strength, &skeleton, &camera))
        .collect();
    occlusion::paint(&ordered(&skeleton, &look), &spots, &palette, &mut list);
    for arrow in &shown.arrows {
        arrow::paint(arrow, scene.arrows, &camera, &palette, &mut list);
    }
    list
}

/// What a moment consists of.
struct Shown {
    pose: Pose,
    ghost: Option<Pose>,
    /// Glows with their strength.
    glow: Vec<(Glow, f32)>,
    arrows: Vec<Arrow>,
}

impl Shown {
    fn new(set: &PoseSet, moment: Moment, scene: &Scene) -> Shown {
        let last = set.keys.len() - 1;
        match moment {
            Moment::Key(i) => {
                let key = &set.keys[i.min(last)];
                let ghost = set
                    .previous_visible(i.min(last))
                    .filter(|_| scene.ghost && key.ghost)
                    .map(|before| set.keys[before].pose.clone());
                Shown {
                    pose: key.pose.clone(),
                    ghost,
                    glow: key
                        .glow
                        .iter()
                        .map(|glow| (glow.clone(), scene.glow))
                        .collect(),
                    arrows: key.arrows.clone(),
                }
            }
            Moment::Between { from, to, u } => {
                let (from, to) = (from.min(last), to.min(last));
                Shown {
                    pose: motion::travel(set, from, to, f64::from(u), &scene.character),
                    ghost: None,
                    glow: crossfade(&set.keys[from].glow, &set.keys[to].glow, motion::ease(u))
                        .map(|(glow, strength)| (glow.clone(), strength * scene.glow))
                        .collect(),
                    arrows: set.keys[to].arrows.clone(),
                }
            }
            Moment::Cycle { phase } => Shown {
                pose: motion::cycle(set, f64::from(phase)),
                ghost: None,
                glow: Vec::new(),
                arrows: Vec::new(),
            },
        }
    }
}

/// The glows of one key fade out before those of the next fade in; one that belongs to both stays.
fn crossfade<'a>(
    from: &'a [Glow],
    to: &'a [Glow],
    t: f32,
) -> impl Iterator<Item = (&'a Glow, f32)> {
    let same = from == to;
    let (out, coming) = if same {
        (0.0, 1.0)
    } else {
        ((1.0 - 2.0 * t).max(0.0), (2.0 * t - 1.0).max(0.0))
    };
    let leaving = from.iter().map(move |glow| (glow, out));
    leaving.chain(to.iter().map(move |glow| (glow, coming)))
}

/// The wall, the disc that frames the figure, and the floor.
fn backdrop(set: &PoseSet, camera: &Camera, palette: &Palette) -> DisplayList {
    let horizon = set.floor.then(|| camera.horizon(set.horizon_depth));
    let mut list = DisplayList::new(Stage {
        wall: palette.stage.opaque(),
        floor: horizon.map(|horizon| Floor {
            horizon,
            colour: palette.floor.opaque(),
            line: palette.line.opaque(),
            line_height: 0.006,
        }),
    });
    let mut points: Vec<P2> = (0..64)
        .map(|i| {
            let angle = i as f32 * std::f32::consts::TAU / 64.0;
            [0.5 + 0.40 * angle.cos(), 0.47 + 0.40 * angle.sin()]
        })
        .collect();
    let (mut bench, mut cutter) = (Workbench::default(), Workbench::default());
    if let Some(disc) = bench.hull_of_points(&mut points) {
        let ground = horizon.unwrap_or(2.0);
        let above = Convex {
            upper: &[[-1.0, -1.0], [2.0, -1.0]],
            lower: &[[-1.0, ground], [2.0, ground]],
        };
        if let Some(visible) = cutter.intersect(disc, above) {
            list.push(visible.corners(), palette.disc.opaque());
        }
    }
    list
}
