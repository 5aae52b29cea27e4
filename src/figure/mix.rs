//! Interpolates poses number by number: two on the way between keys, four around a moment of a cycle.

use super::math::V3;
use super::pose::{
    Arm, ArmDir, ArmIk, Hand, Head, Leg, LegFk, LegIk, LegKneel, LegPlant, Neck, Pelvis, Pose,
    Scapula, Spine,
};
use super::sides::Sides;

/// Something made of numbers that can be mixed one by one.
pub(super) trait Mix: Sized {
    /// The mix of `all`, calling `mix` for every number. Anything that isn't a number comes from the first.
    fn mix<const N: usize>(all: [&Self; N], mix: &impl Fn([f64; N]) -> f64) -> Self;
}

impl Mix for f64 {
    fn mix<const N: usize>(all: [&Self; N], mix: &impl Fn([f64; N]) -> f64) -> Self {
        mix(all.map(|x| *x))
    }
}

/// Mixes the first fields; those after `;` are copied from the first value.
macro_rules! mix_fields {
    ($type:ident { $($field:ident),* $(; $($kept:ident),*)? }) => {
        impl Mix for $type {
            fn mix<const N: usize>(all: [&Self; N], mix: &impl Fn([f64; N]) -> f64) -> Self {
                $type {
                    $($field: Mix::mix(all.map(|x| &x.$field), mix),)*
                    $($($kept: all[0].$kept,)*)?
                }
            }
        }
    };
}

mix_fields!(V3 { x, y, z });
mix_fields!(Pelvis {
    at,
    yaw,
    pitch,
    roll
});
mix_fields!(Spine {
    lum,
    thor,
    side,
    twist
});
mix_fields!(Neck {
    flex,
    side,
    twist,
    retract
});
mix_fields!(Head {
    nod,
    side,
    turn,
    lid
});
mix_fields!(Scapula { elev, prot });
mix_fields!(Hand {
    fingers,
    palm,
    curl
});
mix_fields!(ArmIk { wrist, pole, hand; rel, swing });
mix_fields!(ArmDir {
    dir,
    reach,
    pole,
    hand
});
mix_fields!(LegPlant {
    at,
    y,
    yaw,
    pitch,
    toe,
    pole
});
mix_fields!(LegIk {
    ankle,
    foot_f,
    foot_u,
    pole
});
mix_fields!(LegKneel {
    knee,
    ky,
    ankle,
    ay,
    pf
});
mix_fields!(LegFk { hip, knee, pf });
mix_fields!(Pose {
    pelvis,
    spine,
    neck,
    head,
    scapulae,
    arms,
    legs
});

impl Mix for (f64, f64) {
    fn mix<const N: usize>(all: [&Self; N], mix: &impl Fn([f64; N]) -> f64) -> Self {
        (mix(all.map(|x| x.0)), mix(all.map(|x| x.1)))
    }
}

impl Mix for (f64, f64, f64) {
    fn mix<const N: usize>(all: [&Self; N], mix: &impl Fn([f64; N]) -> f64) -> Self {
        (
            mix(all.map(|x| x.0)),
            mix(all.map(|x| x.1)),
            mix(all.map(|x| x.2)),
        )
    }
}

impl<T: Mix + Copy> Mix for Option<T> {
    fn mix<const N: usize>(all: [&Self; N], mix: &impl Fn([f64; N]) -> f64) -> Self {
        let first = (*all[0])?;
        if all.iter().any(|x| x.is_none()) {
            return Some(first);
        }
        Some(T::mix(all.map(|x| x.as_ref().unwrap_or(&first)), mix))
    }
}

impl<T: Mix> Mix for Sides<T> {
    fn mix<const N: usize>(all: [&Self; N], mix: &impl Fn([f64; N]) -> f64) -> Self {
        Sides {
            right: T::mix(all.map(|x| &x.right), mix),
            left: T::mix(all.map(|x| &x.left), mix),
        }
    }
}

/// What `pick` finds in each, or nothing if one lacks it.
fn all_of<'a, T, U, const N: usize>(
    all: [&'a T; N],
    pick: impl Fn(&'a T) -> Option<&'a U>,
) -> Option<[&'a U; N]> {
    let first = pick(all[0])?;
    let mut found = [first; N];
    for (slot, one) in found.iter_mut().zip(all) {
        *slot = pick(one)?;
    }
    Some(found)
}

impl Mix for Arm {
    fn mix<const N: usize>(all: [&Self; N], mix: &impl Fn([f64; N]) -> f64) -> Self {
        let places = all_of(all, |arm| match arm {
            Arm::Ik(arm) => Some(arm),
            Arm::Dir(_) => None,
        });
        let directions = all_of(all, |arm| match arm {
            Arm::Dir(arm) => Some(arm),
            Arm::Ik(_) => None,
        });
        match (places, directions) {
            (Some(arms), _) => Arm::Ik(Mix::mix(arms, mix)),
            (_, Some(arms)) => Arm::Dir(Mix::mix(arms, mix)),
            (None, None) => all[0].clone(),
        }
    }
}

impl Mix for Leg {
    fn mix<const N: usize>(all: [&Self; N], mix: &impl Fn([f64; N]) -> f64) -> Self {
        match all[0] {
            Leg::Plant(_) => all_of(all, |leg| match leg {
                Leg::Plant(leg) => Some(leg),
                Leg::Ik(_) | Leg::Kneel(_) | Leg::Fk(_) => None,
            })
            .map(|legs| Leg::Plant(Mix::mix(legs, mix))),
            Leg::Ik(_) => all_of(all, |leg| match leg {
                Leg::Ik(leg) => Some(leg),
                Leg::Plant(_) | Leg::Kneel(_) | Leg::Fk(_) => None,
            })
            .map(|legs| Leg::Ik(Mix::mix(legs, mix))),
            Leg::Kneel(_) => all_of(all, |leg| match leg {
                Leg::Kneel(leg) => Some(leg),
                Leg::Plant(_) | Leg::Ik(_) | Leg::Fk(_) => None,
            })
            .map(|legs| Leg::Kneel(Mix::mix(legs, mix))),
            Leg::Fk(_) => all_of(all, |leg| match leg {
                Leg::Fk(leg) => Some(leg),
                Leg::Plant(_) | Leg::Ik(_) | Leg::Kneel(_) => None,
            })
            .map(|legs| Leg::Fk(Mix::mix(legs, mix))),
        }
        .unwrap_or_else(|| all[0].clone())
    }
}
