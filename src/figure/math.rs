//! Vectors, frames and curves: just what a body needs.

use std::ops::{Add, Mul, Neg, Sub};

/// A point or direction in space: x forward, y up, z to the figure's right. Positions are in metres.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Deserialize, serde::Serialize)]
#[serde(from = "(f64, f64, f64)", into = "(f64, f64, f64)")]
pub struct V3 {
    /// Forward.
    pub x: f64,
    /// Up.
    pub y: f64,
    /// To the figure's right.
    pub z: f64,
}

/// Shorthand for a vector.
pub const fn v3(x: f64, y: f64, z: f64) -> V3 {
    V3 { x, y, z }
}

impl From<(f64, f64, f64)> for V3 {
    fn from((x, y, z): (f64, f64, f64)) -> Self {
        v3(x, y, z)
    }
}

impl From<V3> for (f64, f64, f64) {
    fn from(v: V3) -> Self {
        (v.x, v.y, v.z)
    }
}

impl Add for V3 {
    type Output = V3;
    fn add(self, o: V3) -> V3 {
        v3(self.x + o.x, self.y + o.y, self.z + o.z)
    }
}

impl Sub for V3 {
    type Output = V3;
    fn sub(self, o: V3) -> V3 {
        v3(self.x - o.x, self.y - o.y, self.z - o.z)
    }
}

impl Neg for V3 {
    type Output = V3;
    fn neg(self) -> V3 {
        v3(-self.x, -self.y, -self.z)
    }
}

impl Mul<f64> for V3 {
    type Output = V3;
    fn mul(self, k: f64) -> V3 {
        v3(self.x * k, self.y * k, self.z * k)
    }
}

impl V3 {
    /// Scalar product.
    pub fn dot(self, o: V3) -> f64 {
        self.x * o.x + self.y * o.y + self.z * o.z
    }

    /// Vector product.
    pub fn cross(self, o: V3) -> V3 {
        v3(
            self.y * o.z - self.z * o.y,
            self.z * o.x - self.x * o.z,
            self.x * o.y - self.y * o.x,
        )
    }

    /// Length.
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// The same direction with length 1; zero stays zero.
    pub fn unit(self) -> V3 {
        let length = self.length();
        if length > 1e-9 {
            self * (1.0 / length)
        } else {
            V3::default()
        }
    }

    /// The component of this vector perpendicular to the unit vector `n`.
    pub fn across(self, n: V3) -> V3 {
        self - n * self.dot(n)
    }

    /// From here (`t` 0) to `o` (`t` 1).
    pub fn lerp(self, o: V3, t: f64) -> V3 {
        self + (o - self) * t
    }

    /// Each component times the other's.
    pub fn scaled(self, o: V3) -> V3 {
        v3(self.x * o.x, self.y * o.y, self.z * o.z)
    }
}

/// A frame or rotation, stored by columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct M3 {
    /// Where the x axis goes.
    pub x: V3,
    /// Where the y axis goes.
    pub y: V3,
    /// Where the z axis goes.
    pub z: V3,
}

impl Default for M3 {
    fn default() -> Self {
        M3::IDENTITY
    }
}

impl Mul<V3> for M3 {
    type Output = V3;
    fn mul(self, v: V3) -> V3 {
        self.x * v.x + self.y * v.y + self.z * v.z
    }
}

impl Mul for M3 {
    type Output = M3;
    fn mul(self, o: M3) -> M3 {
        M3 {
            x: self * o.x,
            y: self * o.y,
            z: self * o.z,
        }
    }
}

impl M3 {
    /// No rotation.
    pub const IDENTITY: M3 = M3 {
        x: v3(1.0, 0.0, 0.0),
        y: v3(0.0, 1.0, 0.0),
        z: v3(0.0, 0.0, 1.0),
    };

    /// Applies the inverse rotation to a vector: its components in this frame.
    pub fn local(self, v: V3) -> V3 {
        v3(self.x.dot(v), self.y.dot(v), self.z.dot(v))
    }

    /// Row `i` (0 to 2) of the matrix.
    pub fn row(self, i: usize) -> V3 {
        match i {
            0 => v3(self.x.x, self.y.x, self.z.x),
            1 => v3(self.x.y, self.y.y, self.z.y),
            _ => v3(self.x.z, self.y.z, self.z.z),
        }
    }

    /// Right-handed turn about x, radians.
    pub fn about_x(angle: f64) -> M3 {
        let (s, c) = angle.sin_cos();
        M3 {
            x: v3(1.0, 0.0, 0.0),
            y: v3(0.0, c, s),
            z: v3(0.0, -s, c),
        }
    }

    /// Right-handed turn about y, radians.
    pub fn about_y(angle: f64) -> M3 {
        let (s, c) = angle.sin_cos();
        M3 {
            x: v3(c, 0.0, -s),
            y: v3(0.0, 1.0, 0.0),
            z: v3(s, 0.0, c),
        }
    }

    /// Right-handed turn about z, radians.
    pub fn about_z(angle: f64) -> M3 {
        let (s, c) = angle.sin_cos();
        M3 {
            x: v3(c, s, 0.0),
            y: v3(-s, c, 0.0),
            z: v3(0.0, 0.0, 1.0),
        }
    }

    /// Between two frames, renormalised.
    pub fn between(a: M3, b: M3, t: f64) -> M3 {
        frame_from(a.y.lerp(b.y, t), a.x.lerp(b.x, t))
    }
}

/// Bends forward by degrees.
pub fn flex(degrees: f64) -> M3 {
    M3::about_z(-degrees.to_radians())
}

/// Bends to the right by degrees.
pub fn side(degrees: f64) -> M3 {
    M3::about_x(degrees.to_radians())
}

/// Turns to the left by degrees.
pub fn twist(degrees: f64) -> M3 {
    M3::about_y(degrees.to_radians())
}

/// An orthonormal frame with y axis `y` and an x axis as close to `x_hint` as possible.
pub fn frame_from(y: V3, x_hint: V3) -> M3 {
    let y = y.unit();
    let mut x = x_hint.across(y);
    if x.length() < 1e-6 {
        x = y.cross(v3(0.0, 0.0, 1.0));
        if x.length() < 1e-6 {
            x = y.cross(v3(1.0, 0.0, 0.0));
        }
    }
    let x = x.unit();
    M3 {
        x,
        y,
        z: x.cross(y),
    }
}

/// From `a` (`t` 0) to `b` (`t` 1).
pub fn lerp(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}

/// 0 below `from`, 1 above `to`, smooth between them.
pub fn smoothstep(from: f64, to: f64, x: f64) -> f64 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The angle between two directions, degrees.
pub fn angle_between(a: V3, b: V3) -> f64 {
    a.unit().dot(b.unit()).clamp(-1.0, 1.0).acos().to_degrees()
}

/// One segment of a cubic from its two values and slopes, at `t` 0 to 1.
pub fn hermite(y0: f64, slope0: f64, y1: f64, slope1: f64, t: f64) -> f64 {
    let (t2, t3) = (t * t, t * t * t);
    (2.0 * t3 - 3.0 * t2 + 1.0) * y0
        + (t3 - 2.0 * t2 + t) * slope0
        + (3.0 * t2 - 2.0 * t3) * y1
        + (t3 - t2) * slope1
}

/// A monotone cubic (PCHIP, end slopes = end secants) through rows of (position, values…), at position `x`.
///
/// Outside the table the first or last row holds.
pub fn pchip<const N: usize>(rows: &[[f64; N]], x: f64, column: usize) -> f64 {
    let last = rows.len() - 1;
    let i = rows[1..last].iter().take_while(|row| row[0] <= x).count();
    let secant = |i: usize| {
        let (a, b) = (&rows[i], &rows[i + 1]);
        (b[column] - a[column]) / (b[0] - a[0])
    };
    let step = |i: usize| rows[i + 1][0] - rows[i][0];
    let slope = |i: usize| {
        if i == 0 {
            return secant(0);
        }
        if i == last {
            return secant(last - 1);
        }
        let (before, after) = (secant(i - 1), secant(i));
        if before * after <= 0.0 {
            return 0.0;
        }
        let (w1, w2) = (2.0 * step(i) + step(i - 1), step(i) + 2.0 * step(i - 1));
        (w1 + w2) / (w1 / before + w2 / after)
    };
    let h = step(i);
    let t = ((x - rows[i][0]) / h).clamp(0.0, 1.0);
    hermite(
        rows[i][column],
        h * slope(i),
        rows[i + 1][column],
        h * slope(i + 1),
        t,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_orthonormal_and_right_handed() {
        let frame = frame_from(v3(0.3, 2.0, -0.4), v3(1.0, 1.0, 0.2));
        for (a, b, expected) in [
            (frame.x, frame.x, 1.0),
            (frame.y, frame.y, 1.0),
            (frame.x, frame.y, 0.0),
            (frame.x.cross(frame.y), frame.z, 1.0),
        ] {
            assert!((a.dot(b) - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_hint_along_the_bone_still_gives_a_frame() {
        let frame = frame_from(v3(0.0, 1.0, 0.0), v3(0.0, 3.0, 0.0));
        assert!((frame.x.length() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn bending_forward_moves_the_head_forward() {
        let top = flex(30.0) * v3(0.0, 1.0, 0.0);
        assert!((top.x - 0.5).abs() < 1e-12 && top.y > 0.8);
        assert!((side(90.0) * v3(0.0, 1.0, 0.0)).z > 0.99);
        assert!((twist(90.0) * v3(1.0, 0.0, 0.0)).z < -0.99);
    }

    #[test]
    fn pchip_meets_its_rows_and_never_overshoots() {
        let rows = [[0.0, 1.0], [1.0, 3.0], [2.0, 3.0], [4.0, 2.0]];
        for row in rows {
            assert!((pchip(&rows, row[0], 1) - row[1]).abs() < 1e-12);
        }
        for i in 0..=40 {
            let y = pchip(&rows, f64::from(i) * 0.1, 1);
            assert!((1.0..=3.0).contains(&y), "{y}");
        }
    }

    #[test]
    fn local_undoes_a_rotation() {
        let turn = twist(20.0) * flex(40.0) * side(-10.0);
        let v = v3(0.2, -0.5, 0.9);
        assert!((turn.local(turn * v) - v).length() < 1e-12);
    }
}
