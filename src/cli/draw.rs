//! Draws a pose set as SVG: one key, a moment of the movement, or a sheet of all keys.

use thiserror::Error;

use crate::cli::own_figures::OwnFigures;
use crate::cli::{CliError, Outcome, ask};
use crate::figure::{Moment, PoseSet, Scene, Theme, draw, motion, svg};
use crate::platform::atomic;
use crate::store::own_catalog;
use crate::store::own_files::OwnFiles;

/// Pixels of a single picture; SVG scales.
const SIZE: f32 = 480.0;

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// A key pose, by its number on the sheet, from 1.
    Key(usize),
    /// A moment of the whole movement, 0 (first key) to 1 (last key, or once around the cycle).
    At(f32),
    /// All visible keys side by side.
    Sheet,
}

/// Why there is nothing to draw.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum CannotDraw {
    /// There is no key with that number.
    #[error("there is no key {asked}: choose one from 1 to {count}")]
    NoSuchKey {
        /// The number requested.
        asked: usize,
        /// How many keys there are.
        count: usize,
    },
    /// The moment is outside the movement.
    #[error("{asked} is outside the movement: choose a moment from 0 to 1")]
    NoSuchMoment {
        /// The moment requested.
        asked: f32,
    },
}

/// Draws a pose set as SVG text.
///
/// # Errors
/// If `what` is outside the pose set.
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
            // Just the body: glow and arrows belong to the keys.
            scene.glow = 0.0;
            scene.arrows = 0.0;
            let list = draw(set, motion::moment_at(set, asked), &scene);
            Ok(svg::write(&list, SIZE))
        }
    }
}

/// What `unbend draw` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An exercise by id (`unbend catalog list`), or a pose set
    exercise: String,
    /// One key pose by its number on the sheet
    #[arg(long, value_name = "N", conflicts_with_all = ["at", "sheet"])]
    key: Option<usize>,
    /// A moment of the movement, 0 to 1
    #[arg(long, value_name = "MOMENT", conflicts_with = "sheet")]
    at: Option<f32>,
    /// All key poses side by side (what is drawn if nothing else is asked for)
    #[arg(long)]
    sheet: bool,
    /// Colours
    #[arg(long, value_enum, default_value_t = Colours::Light)]
    theme: Colours,
    /// Where to write it; standard output if not given
    #[arg(short, long, value_name = "FILE.svg")]
    output: Option<std::path::PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Colours {
    Light,
    Dark,
}

/// Finds the pose set, draws it and writes the result.
pub(super) fn run(args: &Args) -> Outcome {
    let (catalog, own) = match ask::paths() {
        Ok(paths) => {
            let path = paths.user_catalog();
            let own = OwnFigures::load(&OwnFiles::beside(&path));
            (own_catalog::load(&path).0, own)
        }
        Err(_) => (
            crate::logic::catalog::builtin().clone(),
            OwnFigures::default(),
        ),
    };
    let id = match catalog.exercise(&args.exercise) {
        Some(exercise) => exercise.figure.as_str(),
        None => args.exercise.as_str(),
    };
    let broken = own.broken.iter().find(|broken| broken.id == id);
    let set = own.get(id).ok_or_else(|| match broken {
        Some(broken) => CliError::unreadable(broken.words().trim_end().to_owned()),
        None if catalog.exercise(&args.exercise).is_some() => {
            CliError::failed(format!("`{}` has pictures, no pose set", args.exercise))
        }
        None => CliError::failed(format!("there is no exercise `{}`", args.exercise))
            .hint("`unbend catalog list` shows them"),
    })?;
    let what = match (args.key, args.at) {
        (Some(key), _) => What::Key(key),
        (None, Some(at)) => What::At(at),
        (None, None) => What::Sheet,
    };
    let theme = match args.theme {
        Colours::Light => Theme::Light,
        Colours::Dark => Theme::Dark,
    };
    let svg =
        render(set, what, theme).map_err(|problem| CliError::unreadable(problem.to_string()))?;
    match &args.output {
        None => Ok(svg),
        Some(path) => match atomic::export(path, svg.as_bytes()) {
            Ok(()) => Ok(String::new()),
            Err(problem) => Err(CliError::failed(format!(
                "cannot write {}: {problem}",
                path.display()
            ))),
        },
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
        let visible = desk().keys.iter().filter(|key| !key.hidden);
        for key in visible.clone() {
            assert!(sheet.contains(&key.label), "{}", key.label);
        }
        assert_eq!(sheet.matches("<text").count(), visible.count());
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
                from: 3,
                to: 4,
                u: 1.0
            }
        );
    }

    #[test]
    fn a_key_out_of_range_says_which_there_are() {
        for asked in [0, 6] {
            let error = render(desk(), What::Key(asked), Theme::Light).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("there is no key {asked}: choose one from 1 to 5")
            );
        }
        for asked in [-0.1, 1.5, f32::NAN] {
            assert!(render(desk(), What::At(asked), Theme::Light).is_err());
        }
    }
}
