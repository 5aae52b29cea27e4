//! Draws a pose set as SVG: one key, a moment of the movement, or a sheet of all keys.

use thiserror::Error;

use crate::figure::{Moment, PoseSet, Scene, Theme, draw, motion, svg};

/// Pixels of a single picture; SVG scales.
const SIZE: f32 = 480.0;

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// A key pose by its number on the sheet, from 1.
    Key(usize),
    /// A moment of the whole movement, 0 (first key) to 1 (last key, or once round the cycle).
    At(f32),
    /// All visible keys side by side.
    Sheet,
}

/// Why there is nothing to draw.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum CannotDraw {
    /// There is no key of that number.
    #[error("there is no key {asked}: choose one from 1 to {count}")]
    NoSuchKey {
        /// The number asked for.
        asked: usize,
        /// How many keys there are.
        count: usize,
    },
    /// The moment lies outside the movement.
    #[error("{asked} is outside the movement: choose a moment from 0 to 1")]
    NoSuchMoment {
        /// The moment asked for.
        asked: f32,
    },
}

/// Draws a pose set as SVG text.
///
/// # Errors
/// When `what` lies outside the pose set.
pub fn render(set: &PoseSet, what: What, theme: Theme) -> Result<String, CannotDraw> {
    let mut scene = Scene::new(theme);
    match what {
        What::Sheet => Ok(svg::sheet(set, &scene)),
        What::Key(number) => {
            let count = set.keys.len();
            if number < 1 || number > count {
                return Err(CannotDraw::NoSuchKey {
                    asked: number,
                    count,
                });
            }
            let list = draw(set, Moment::Key(number - 1), &scene);
            Ok(svg::write(&list, SIZE))
        }
        What::At(asked) => {
            if !(0.0..=1.0).contains(&asked) {
                return Err(CannotDraw::NoSuchMoment { asked });
            }
            // The body alone: glow and arrows belong to the keys.
            scene.glow = 0.0;
            scene.arrows = 0.0;
            let list = draw(set, motion::moment_at(set, asked), &scene);
            Ok(svg::write(&list, SIZE))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::pose_sets;

    fn desk() -> &'static PoseSet {
        pose_sets::get("decompress").expect("built in")
    }

    #[test]
    fn a_sheet_shows_every_visible_key_with_its_label() {
        let sheet = render(desk(), What::Sheet, Theme::Light).unwrap();
        for key in &desk().keys {
            assert!(sheet.contains(&key.label), "{}", key.label);
        }
        assert_eq!(sheet.matches("<text").count(), desk().keys.len());
        let thread = pose_sets::get("thread").expect("built in");
        let sheet = render(thread, What::Sheet, Theme::Dark).unwrap();
        assert_eq!(sheet.matches("<text").count(), 3, "one of four is hidden");
    }

    #[test]
    fn the_last_moment_is_the_last_pose() {
        let at = |what| render(desk(), what, Theme::Light).unwrap();
        assert_ne!(at(What::At(0.0)), at(What::At(0.5)));
        let end = motion::moment_at(desk(), 1.0);
        assert_eq!(
            end,
            Moment::Between {
                from: 2,
                to: 3,
                u: 1.0
            }
        );
    }

    #[test]
    fn a_key_out_of_range_says_which_there_are() {
        for asked in [0, 5] {
            let error = render(desk(), What::Key(asked), Theme::Light).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("there is no key {asked}: choose one from 1 to 4")
            );
        }
        for asked in [-0.1, 1.5, f32::NAN] {
            assert!(render(desk(), What::At(asked), Theme::Light).is_err());
        }
    }
}
