//! Right and left: a pair of anything the body has two of.

use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

/// One half of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The figure's right, +z.
    Right,
    /// The figure's left, -z.
    Left,
}

impl Side {
    /// Right first, the order in which everything is built and painted.
    pub const BOTH: [Side; 2] = [Side::Right, Side::Left];

    /// +1 on the right, -1 on the left: the sign of z.
    pub fn sign(self) -> f64 {
        match self {
            Side::Right => 1.0,
            Side::Left => -1.0,
        }
    }
}

/// The same thing on the other side of the body: z negated.
pub trait Mirror {
    /// The mirror image.
    fn mirrored(&self) -> Self;
}

/// One value per side.
///
/// In a file, `both(…)` gives the right one and mirrors it for the left; `each(right: …, left: …)` gives both.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(from = "Written<T>", bound = "T: Deserialize<'de> + Mirror")]
pub struct Sides<T> {
    /// The figure's right.
    pub right: T,
    /// The figure's left.
    pub left: T,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Written<T> {
    Both(T),
    Each { right: T, left: T },
}

impl<T: Mirror> From<Written<T>> for Sides<T> {
    fn from(written: Written<T>) -> Self {
        match written {
            Written::Both(right) => Sides::symmetric(right),
            Written::Each { right, left } => Sides { right, left },
        }
    }
}

impl<T: Mirror> Sides<T> {
    /// The right one and its mirror image.
    pub fn symmetric(right: T) -> Sides<T> {
        let left = right.mirrored();
        Sides { right, left }
    }
}

impl<T> Sides<T> {
    /// Right and left from a function of the side.
    pub fn from_fn(mut make: impl FnMut(Side) -> T) -> Sides<T> {
        Sides {
            right: make(Side::Right),
            left: make(Side::Left),
        }
    }
}

impl<T> Index<Side> for Sides<T> {
    type Output = T;
    fn index(&self, side: Side) -> &T {
        match side {
            Side::Right => &self.right,
            Side::Left => &self.left,
        }
    }
}

impl<T> IndexMut<Side> for Sides<T> {
    fn index_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Right => &mut self.right,
            Side::Left => &mut self.left,
        }
    }
}
