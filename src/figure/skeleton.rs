//! Solves a pose: from intentions to the position and frame of every bone.

use super::Character;
use super::math::{M3, V3, angle_between, flex, frame_from, side, smoothstep, twist, v3};
use super::parts::Joint;
use super::pose::{Arm, Hand, Leg, LegPlant, Pose, Rel};
use super::sides::{Side, Sides};

/// Height of the body, metres. All body measures below are fractions of it.
pub(super) const HEIGHT: f64 = 1.70;
/// Shoulder to elbow.
pub(super) const UPPER_ARM: f64 = 0.178;
/// Elbow to wrist.
pub(super) const FOREARM: f64 = 0.148;
/// Hip to knee.
pub(super) const THIGH: f64 = 0.245;
/// Knee to ankle.
pub(super) const SHANK: f64 = 0.246;
/// The bones of the spine, from the sacrum up.
pub(super) const SPINE: [f64; 4] = [0.062, 0.065, 0.075, 0.068];

const SPINE_REST: [f64; 4] = [8.0, -12.0, -6.0, 22.0];
const TWIST_SHARE: [f64; 4] = [0.12, 0.18, 0.35, 0.35];
const NECK: [f64; 2] = [0.036, 0.030];
const HIP_HALF_WIDTH: f64 = 0.050;
const SACRUM: V3 = v3(-0.012, 0.040, 0.0);
const SHOULDER: V3 = v3(0.002, -0.037, 0.097);
const ANKLE_HEIGHT: f64 = 0.043;
/// Ankle to the ball of the foot.
const BALL: f64 = 0.066;

/// A solved body: positions in metres, frames by columns (x forward, y up the bone, z right).
#[derive(Debug, Clone)]
pub(super) struct Skeleton {
    pub trunk: Trunk,
    /// How far the eyes are closed.
    pub lid: f64,
    pub arms: Sides<SolvedArm>,
    pub legs: Sides<SolvedLeg>,
}

/// Pelvis, spine, neck and head.
#[derive(Debug, Clone)]
pub(super) struct Trunk {
    pub pelvis: V3,
    pub pelvis_frame: M3,
    /// s0 (sacrum top) to s3, then C7.
    pub spine: [V3; 5],
    /// Frames of the four bones between them.
    pub spine_frames: [M3; 4],
    /// The chest, upright at rest.
    pub thorax: M3,
    pub neck: V3,
    pub neck_frames: [M3; 2],
    pub head: V3,
    pub head_frame: M3,
}

#[derive(Debug, Clone)]
pub(super) struct SolvedArm {
    pub shoulder: V3,
    pub elbow: V3,
    pub wrist: V3,
    /// Upper arm and forearm.
    pub bones: [M3; 2],
    /// x along the fingers, y out of the palm, z towards the thumb.
    pub hand: M3,
    pub curl: f64,
}

#[derive(Debug, Clone)]
pub(super) struct SolvedLeg {
    pub hip: V3,
    pub knee: V3,
    pub ankle: V3,
    /// Thigh and shank.
    pub bones: [M3; 2],
    pub foot: M3,
    /// Bend of the toes, degrees.
    pub toe: f64,
}

impl Trunk {
    pub fn c7(&self) -> V3 {
        self.spine[4]
    }

    /// A hip joint.
    pub fn hip(&self, side: Side, character: &Character) -> V3 {
        let out = HIP_HALF_WIDTH * HEIGHT * character.hip_scale * side.sign();
        self.pelvis + self.pelvis_frame * v3(0.0, 0.0, out)
    }

    /// The shoulder joint before the arm moves the girdle.
    pub fn base_shoulder(&self, side: Side, character: &Character) -> V3 {
        self.c7() + self.thorax * (base_shoulder(side, character) * HEIGHT)
    }
}

impl Skeleton {
    /// Solves a pose.
    pub fn solve(pose: &Pose, character: &Character) -> Skeleton {
        let trunk = trunk(pose);
        let arms = Sides::from_fn(|side| solve_arm(pose, &trunk, side, character));
        let legs = Sides::from_fn(|side| solve_leg(&pose.legs[side], &trunk, side, character));
        Skeleton {
            trunk,
            lid: pose.head.lid,
            arms,
            legs,
        }
    }

    /// Where a joint is.
    pub fn joint(&self, joint: Joint) -> V3 {
        let (right, left) = (Side::Right, Side::Left);
        match joint {
            Joint::Pelvis => self.trunk.pelvis,
            Joint::S0 => self.trunk.spine[0],
            Joint::S1 => self.trunk.spine[1],
            Joint::S2 => self.trunk.spine[2],
            Joint::S3 => self.trunk.spine[3],
            Joint::C7 => self.trunk.spine[4],
            Joint::N1 => self.trunk.neck,
            Joint::Head => self.trunk.head,
            Joint::ShoulderR => self.arms[right].shoulder,
            Joint::ShoulderL => self.arms[left].shoulder,
            Joint::ElbowR => self.arms[right].elbow,
            Joint::ElbowL => self.arms[left].elbow,
            Joint::WristR => self.arms[right].wrist,
            Joint::WristL => self.arms[left].wrist,
            Joint::HipR => self.legs[right].hip,
            Joint::HipL => self.legs[left].hip,
            Joint::KneeR => self.legs[right].knee,
            Joint::KneeL => self.legs[left].knee,
            Joint::AnkleR => self.legs[right].ankle,
            Joint::AnkleL => self.legs[left].ankle,
        }
    }

    /// The frame in which an offset from a joint is measured; limbs use the room's axes.
    pub fn joint_frame(&self, joint: Joint) -> M3 {
        match joint {
            Joint::Pelvis | Joint::S0 => self.trunk.pelvis_frame,
            Joint::S1 => self.trunk.spine_frames[0],
            Joint::S2 => self.trunk.spine_frames[1],
            Joint::S3 => self.trunk.spine_frames[2],
            Joint::C7 => self.trunk.thorax,
            Joint::N1 => self.trunk.neck_frames[0],
            Joint::Head => self.trunk.head_frame,
            Joint::ShoulderR
            | Joint::ShoulderL
            | Joint::ElbowR
            | Joint::ElbowL
            | Joint::WristR
            | Joint::WristL
            | Joint::HipR
            | Joint::HipL
            | Joint::KneeR
            | Joint::KneeL
            | Joint::AnkleR
            | Joint::AnkleL => M3::IDENTITY,
        }
    }
}

/// Solves pelvis, spine, neck and head.
pub(super) fn trunk(pose: &Pose) -> Trunk {
    let pelvis_frame = twist(pose.pelvis.yaw) * flex(pose.pelvis.pitch) * side(pose.pelvis.roll);
    let pelvis = pose.pelvis.at;
    let mut place = pelvis + pelvis_frame * (SACRUM * HEIGHT);
    let mut frame = pelvis_frame;
    let mut spine = [place; 5];
    let mut spine_frames = [frame; 4];
    let bends = [
        pose.spine.lum * 0.5,
        pose.spine.lum * 0.5,
        pose.spine.thor * 0.5,
        pose.spine.thor * 0.5,
    ];
    for i in 0..4 {
        frame = frame
            * twist(pose.spine.twist * TWIST_SHARE[i])
            * side(pose.spine.side * 0.25)
            * flex(SPINE_REST[i] + bends[i]);
        place = place + frame.y * (SPINE[i] * HEIGHT);
        spine[i + 1] = place;
        spine_frames[i] = frame;
    }
    let thorax = frame * flex(-12.0);

    let retract = pose.neck.retract;
    let half_turn = twist(pose.neck.twist * 0.5) * side(pose.neck.side * 0.5);
    frame = frame * half_turn * flex(8.0 + pose.neck.flex * 0.5 - retract);
    let lower = frame;
    place = place + frame.y * (NECK[0] * HEIGHT);
    let neck = place;
    frame = frame * half_turn * flex(-14.0 + pose.neck.flex * 0.5 - retract * 0.25);
    place = place + frame.y * (NECK[1] * HEIGHT);
    Trunk {
        pelvis,
        pelvis_frame,
        spine,
        spine_frames,
        thorax,
        neck,
        neck_frames: [lower, frame],
        head: place,
        head_frame: frame
            * twist(pose.head.turn)
            * side(pose.head.side)
            * flex(-6.0 + pose.head.nod + retract * 1.25),
    }
}

fn base_shoulder(side: Side, character: &Character) -> V3 {
    SHOULDER.scaled(v3(1.0, 1.0, side.sign() * character.shoulder_scale))
}

fn solve_arm(pose: &Pose, trunk: &Trunk, side: Side, character: &Character) -> SolvedArm {
    let (arm, scapula, sign) = (&pose.arms[side], pose.scapulae[side], side.sign());
    let thorax = trunk.thorax;
    let towards = match arm {
        Arm::Ik(arm) => {
            (wrist_target(arm.wrist, arm.rel, trunk) - trunk.base_shoulder(side, character)).unit()
        }
        Arm::Dir(arm) => arm.dir.unit(),
    };
    // The shoulder blade follows the arm: up and inwards as it rises, forward as it reaches.
    let elevation = angle_between(towards, -thorax.y);
    let lift = smoothstep(50.0, 175.0, elevation);
    let forward = towards.dot(thorax.x);
    let girdle = v3(
        0.0132 * forward * smoothstep(30.0, 100.0, elevation) + 0.00075 * scapula.prot,
        0.042 * lift + 0.001 * scapula.elev,
        sign * (-0.014 * lift - 0.0004 * scapula.prot.abs()),
    );
    let shoulder = trunk.c7() + thorax * ((base_shoulder(side, character) + girdle) * HEIGHT);

    let (upper, fore) = (UPPER_ARM * HEIGHT, FOREARM * HEIGHT);
    let (target, pole, hand) = match arm {
        Arm::Ik(arm) => (wrist_target(arm.wrist, arm.rel, trunk), arm.pole, &arm.hand),
        Arm::Dir(arm) => (
            shoulder + towards * (arm.reach * (upper + fore)),
            arm.pole,
            &arm.hand,
        ),
    };
    let (elbow, wrist) = two_bones(shoulder, target, upper, fore, pole);
    let mut back_of_elbow = elbow - shoulder.lerp(wrist, 0.5);
    if back_of_elbow.length() < 0.02 {
        back_of_elbow = pole;
    }
    SolvedArm {
        shoulder,
        elbow,
        wrist,
        bones: [
            frame_from(shoulder - elbow, -back_of_elbow),
            frame_from(elbow - wrist, -back_of_elbow),
        ],
        hand: hand_frame(hand, (wrist - elbow).unit(), thorax, sign),
        curl: hand.curl,
    }
}

/// Where an arm's wrist should go, in metres in the room.
pub(super) fn wrist_target(wrist: V3, rel: Rel, trunk: &Trunk) -> V3 {
    match rel {
        Rel::World => wrist,
        Rel::Head => trunk.head + trunk.head_frame * (wrist * HEIGHT),
        Rel::Pelvis => trunk.pelvis + trunk.pelvis_frame * (wrist * HEIGHT),
        Rel::Thor => trunk.c7() + trunk.thorax * (wrist * HEIGHT),
        Rel::C7 => trunk.c7() + wrist * HEIGHT,
    }
}

fn hand_frame(hand: &Hand, forearm: V3, thorax: M3, sign: f64) -> M3 {
    let fingers = hand.fingers.unwrap_or(forearm).unit();
    let inwards = thorax.z * -sign;
    let mut palm = hand.palm.unwrap_or(inwards).across(fingers);
    if palm.length() < 1e-6 {
        palm = frame_from(fingers, thorax.y).x;
    }
    let palm = palm.unit();
    M3 {
        x: fingers,
        y: palm,
        z: fingers.cross(palm) * sign,
    }
}

/// Places the middle joint of two bones of lengths `a` and `b`, and the end, clamped to their reach.
pub(super) fn two_bones(root: V3, target: V3, a: f64, b: f64, pole: V3) -> (V3, V3) {
    let reach = target - root;
    let n = reach.unit();
    let length = reach
        .length()
        .min(0.9995 * (a + b))
        .max((a - b).abs() + 0.01);
    let mut bend = pole.across(n);
    if bend.length() < 1e-6 {
        bend = n.cross(v3(0.0, 0.0, 1.0));
    }
    let cos = ((a * a + length * length - b * b) / (2.0 * a * length)).clamp(-1.0, 1.0);
    let sin = (1.0 - cos * cos).sqrt();
    (root + (n * cos + bend.unit() * sin) * a, root + n * length)
}

fn solve_leg(leg: &Leg, trunk: &Trunk, side: Side, character: &Character) -> SolvedLeg {
    let sign = side.sign();
    let pelvis = trunk.pelvis_frame;
    let hip = trunk.pelvis
        + pelvis
            * v3(
                0.0,
                0.0,
                HIP_HALF_WIDTH * HEIGHT * character.hip_scale * sign,
            );
    let (thigh, shank) = (THIGH * HEIGHT, SHANK * HEIGHT);
    let front_of_knee = |knee: V3, ankle: V3, pole: V3| {
        let front = knee - hip.lerp(ankle, 0.5);
        if front.length() < 0.02 { pole } else { front }
    };
    let stretched = |knee: V3, ankle: V3, front: V3, degrees: f64| {
        frame_from(knee - ankle, front) * flex(degrees)
    };
    let (knee, ankle, front, foot) = match leg {
        Leg::Plant(leg) => {
            let (target, foot) = planted_ankle(leg);
            let (knee, ankle) = two_bones(hip, target, thigh, shank, leg.pole);
            let front = front_of_knee(knee, ankle, leg.pole);
            (knee, ankle, front, foot)
        }
        Leg::Ik(leg) => {
            let (knee, ankle) = two_bones(hip, leg.ankle, thigh, shank, leg.pole);
            let front = front_of_knee(knee, ankle, leg.pole);
            let toes = leg.foot_f.unit();
            let up = leg.foot_u.across(toes).unit();
            let foot = M3 {
                x: toes,
                y: up,
                z: toes.cross(up),
            };
            (knee, ankle, front, foot)
        }
        Leg::Kneel(leg) => {
            let place = |(x, z): (f64, f64), y: f64| v3(x, y, z);
            let knee = hip + (place(leg.knee, leg.ky) - hip).unit() * thigh;
            let ankle = knee + (place(leg.ankle, leg.ay) - knee).unit() * shank;
            let front = (knee - ankle) + (knee - hip);
            (knee, ankle, front, stretched(knee, ankle, front, leg.pf))
        }
        Leg::Fk(leg) => {
            let (flexion, abduction, rotation) = leg.hip;
            let turn = pelvis
                * M3::about_x((-abduction * sign).to_radians())
                * M3::about_z(flexion.to_radians())
                * M3::about_y((-rotation * sign).to_radians());
            let below = turn * M3::about_z(-leg.knee.to_radians());
            let knee = hip + turn * v3(0.0, -thigh, 0.0);
            let ankle = knee + below * v3(0.0, -shank, 0.0);
            // The thigh's own front would flip the foot once the knee bends past a right angle.
            let front = turn.x + below.x;
            (knee, ankle, front, stretched(knee, ankle, front, leg.pf))
        }
    };
    let toe = match leg {
        Leg::Plant(leg) => leg.toe.unwrap_or(leg.pitch),
        Leg::Ik(_) | Leg::Kneel(_) | Leg::Fk(_) => 0.0,
    };
    SolvedLeg {
        hip,
        knee,
        ankle,
        bones: [
            frame_from(hip - knee, front),
            frame_from(knee - ankle, front),
        ],
        foot,
        toe,
    }
}

/// The ankle and frame of a standing foot; raising the heel pivots it about the ball.
pub(super) fn planted_ankle(leg: &LegPlant) -> (V3, M3) {
    let turn = twist(leg.yaw);
    let foot = turn * flex(leg.pitch);
    let ball = v3(leg.at.0, leg.y, leg.at.1) + turn * v3(BALL * HEIGHT, 0.0, 0.0);
    let ankle = ball + foot * v3(-BALL * HEIGHT, ANKLE_HEIGHT * HEIGHT, 0.0);
    (ankle, foot)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing() -> Pose {
        Pose::default()
    }

    #[test]
    fn a_standing_body_is_as_tall_as_it_should_be() {
        let body = Skeleton::solve(&standing(), &Character::FIRST);
        let crown = body.trunk.head.y + 0.107 * HEIGHT;
        assert!((crown - HEIGHT).abs() < 0.04, "{crown}");
        assert!(
            body.trunk.head_frame.y.y > 0.999,
            "the head is level at rest"
        );
        for side in Side::BOTH {
            assert!(body.legs[side].ankle.y > 0.07 && body.legs[side].ankle.y < 0.08);
        }
    }

    #[test]
    fn two_bones_keep_their_lengths_wherever_the_target_is() {
        for target in [
            v3(0.3, 0.0, 0.0),
            v3(0.0, 2.0, 0.0),
            v3(0.01, 0.0, 0.0),
            v3(-0.2, 0.2, 0.1),
        ] {
            let (middle, end) = two_bones(V3::default(), target, 0.3, 0.25, v3(0.0, 0.0, 1.0));
            assert!((middle.length() - 0.3).abs() < 1e-9);
            assert!(((end - middle).length() - 0.25).abs() < 1e-9);
        }
    }

    #[test]
    fn two_bones_reach_the_target_and_bend_towards_the_pole() {
        let target = v3(0.4, 0.1, 0.0);
        let (middle, end) = two_bones(V3::default(), target, 0.3, 0.25, v3(0.0, 1.0, 0.0));
        assert!((end - target).length() < 1e-9);
        assert!(middle.y > 0.1);
    }

    #[test]
    fn a_raised_heel_leaves_the_ball_where_it_was() {
        let flat = LegPlant {
            at: (0.1, 0.1),
            y: 0.0,
            yaw: 20.0,
            pitch: 0.0,
            toe: None,
            pole: v3(1.0, 0.0, 0.0),
        };
        let raised = LegPlant {
            pitch: 30.0,
            ..flat.clone()
        };
        let ball = |leg: &LegPlant| {
            let (ankle, foot) = planted_ankle(leg);
            ankle + foot * v3(BALL * HEIGHT, -ANKLE_HEIGHT * HEIGHT, 0.0)
        };
        assert!((ball(&flat) - ball(&raised)).length() < 1e-12);
    }

    #[test]
    fn raising_an_arm_lifts_its_shoulder() {
        let mut pose = standing();
        let low = Skeleton::solve(&pose, &Character::FIRST);
        if let Arm::Dir(arm) = &mut pose.arms.right {
            arm.dir = v3(0.1, 1.0, 0.1);
        }
        let high = Skeleton::solve(&pose, &Character::FIRST);
        assert!(high.arms.right.shoulder.y > low.arms.right.shoulder.y + 0.05);
        assert_eq!(high.arms.left.shoulder, low.arms.left.shoulder);
    }
}
