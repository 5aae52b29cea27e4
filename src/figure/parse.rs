//! Reads pose sets and reports where a file is wrong.

use std::fmt;

use ron::extensions::Extensions;

use super::pose_set::PoseSet;
use super::prop::Prop;
use super::words::{line_column, words};

/// Why a pose set can't be used, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line in the text, from 1.
    pub line: usize,
    /// Column in the line, in characters, from 1.
    pub column: usize,
    /// Which field, and what to write instead.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {}",
            self.line, self.column, self.what
        )
    }
}

impl std::error::Error for Problem {}

/// Longest text of a pose set, in bytes: many times the longest built-in one.
const LONGEST: usize = 256 * 1024;

/// Metres, degrees and seconds stay below this; the largest number in a sensible pose is a full turn.
const FAR: f64 = 1000.0;

/// Most entries in a list.
const MOST: usize = 64;

impl PoseSet {
    /// Reads a pose set from its text. Whatever is accepted can be drawn at any moment.
    ///
    /// # Errors
    /// The first field that is missing, unknown or out of range, with its position.
    pub fn parse(text: &str) -> Result<PoseSet, Problem> {
        if text.len() > LONGEST {
            return Err(problem(
                text,
                0,
                format!("the text is longer than {LONGEST} bytes"),
            ));
        }
        plain_numbers(text)?;
        let options = ron::Options::default().with_default_extension(
            Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES,
        );
        let set: PoseSet = options.from_str(text).map_err(|error| Problem {
            line: error.span.start.line,
            column: error.span.start.col,
            what: error.code.to_string(),
        })?;
        set.check(text)?;
        Ok(set)
    }

    /// Checks what the types can't express.
    fn check(&self, text: &str) -> Result<(), Problem> {
        let refuse = |word: &str, nth: usize, what: String| {
            let places = words(text).filter(|(_, found)| *found == word);
            let at = places.map(|(at, _)| at).nth(nth).unwrap_or(0);
            Err(problem(text, at, what))
        };
        let within = |value: f64, low: f64, high: f64| (low..=high).contains(&value);
        if !within(self.camera.span, 0.1, 20.0) {
            let what = "camera.span must be 0.1 to 20 metres".to_owned();
            return refuse("camera", 0, what);
        }
        if self.keys.is_empty() || self.keys.len() > MOST {
            let what = format!("keys must hold at least one pose and at most {MOST}");
            return refuse("keys", 0, what);
        }
        if self.keys.iter().all(|key| key.hidden) {
            return refuse(
                "hidden",
                0,
                "at least one key must not be hidden".to_owned(),
            );
        }
        if let Some(cycle) = self.cycle
            && !within(cycle.period, 0.1, 60.0)
        {
            let what = "cycle.period must be 0.1 to 60 seconds".to_owned();
            return refuse("cycle", 0, what);
        }
        if self.props.len() > MOST {
            return refuse("props", 0, format!("props must hold at most {MOST} things"));
        }
        for prop in &self.props {
            let (word, parts) = match prop {
                Prop::Quad { corners, .. } => ("corners", corners.len()),
                Prop::Hull { of, .. } => ("hull", of.len()),
                Prop::Box { .. }
                | Prop::Rod { .. }
                | Prop::Cylinder { .. }
                | Prop::Ellipsoid { .. } => continue,
            };
            if parts > MOST {
                return refuse(word, 0, format!("a {word} must have at most {MOST} parts"));
            }
        }
        for (i, key) in self.keys.iter().enumerate() {
            let number = i + 1;
            if !within(key.seconds, 0.0, 60.0) {
                let what = format!("keys[{number}].seconds must be 0 to 60");
                return refuse("seconds", i, what);
            }
            if key.glow.len() + key.arrows.len() > MOST {
                let what = format!("keys[{number}] must have at most {MOST} glows and arrows");
                return refuse("label", i, what);
            }
            if let Some(step) = key.step {
                for (from, to) in [step.right, step.left] {
                    if !(0.0 <= from && from < to && to <= 1.0) {
                        let what = format!(
                            "keys[{number}].step must go from a smaller to a larger fraction of 0 to 1"
                        );
                        return refuse("label", i, what);
                    }
                }
            }
        }
        Ok(())
    }
}

fn problem(text: &str, at: usize, what: String) -> Problem {
    let (line, column) = line_column(text, at);
    Problem { line, column, what }
}

/// Refuses numbers that are no length, angle or time, and the words that RON reads as such.
fn plain_numbers(text: &str) -> Result<(), Problem> {
    for (at, word) in words(text) {
        if word
            .trim_start_matches(['+', '-'])
            .starts_with(|c: char| c.is_ascii_digit() || c == '.')
        {
            let near = word.parse::<f64>().is_ok_and(|number| number.abs() <= FAR);
            if !near {
                let what = format!(
                    "`{word}` is no length, angle or time: write a plain number from -{FAR} to {FAR}"
                );
                return Err(problem(text, at, what));
            }
        } else if matches!(word.trim_start_matches(['+', '-']), "inf" | "NaN") {
            let what = "`inf` and `NaN` are no lengths or angles: write a number".to_owned();
            return Err(problem(text, at, what));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
(
    title: "Test",
    camera: (yaw: 10, pitch: 7, centre: (0, 0.9, 0), span: 2),
    keys: [
        (
            label: "inf and NaN are only words here", // and NaN here
            seconds: 1.5,
            pose: (
                pelvis: (at: (0, 0.9, 0)),
                arms: both(dir(dir: (0.1, -1, 0.1), pole: (-1, 0, 0.3))),
            ),
        ),
    ],
)
"#;

    fn problem(from: &str, to: &str) -> String {
        let text = GOOD.replace(from, to);
        assert_ne!(text, GOOD, "the test changes nothing");
        PoseSet::parse(&text).unwrap_err().to_string()
    }

    #[test]
    fn what_is_left_out_is_the_usual() {
        let set = PoseSet::parse(GOOD).unwrap();
        assert!(set.shoes && set.floor && set.props.is_empty());
        assert_eq!((set.camera.cy, set.horizon_depth), (0.5, 0.95));
        assert_eq!(set.keys[0].pose.legs, super::super::Pose::default().legs);
        assert!(set.keys[0].ghost && !set.keys[0].hidden);
    }

    #[test]
    fn both_gives_the_left_as_the_mirror_image_of_the_right() {
        use super::super::sides::Mirror;
        let arms = &PoseSet::parse(GOOD).unwrap().keys[0].pose.arms;
        assert_eq!(arms.right.mirrored(), arms.left);
        assert_ne!(arms.right, arms.left);
    }

    #[test]
    fn a_misspelt_field_is_named_with_its_line() {
        let problem = problem("seconds", "secnods");
        assert!(problem.starts_with("line 8, "), "{problem}");
        assert!(problem.contains("secnods"), "{problem}");
    }

    #[test]
    fn a_missing_field_is_named_with_its_line() {
        let problem = problem("            seconds: 1.5,\n", "");
        assert!(problem.starts_with("line 1"), "{problem}");
        assert!(problem.contains("seconds"), "{problem}");
    }

    #[test]
    fn a_word_for_a_number_is_named_with_its_line() {
        let problem = problem("1.5", "soon");
        assert!(problem.starts_with("line 8, "), "{problem}");
    }

    #[test]
    fn an_unknown_way_to_hold_an_arm_lists_the_known_ones() {
        let problem = problem("both(dir(", "both(wave(");
        assert!(problem.starts_with("line 11, "), "{problem}");
        assert!(
            problem.contains("dir") && problem.contains("ik"),
            "{problem}"
        );
    }

    #[test]
    fn numbers_out_of_range_are_named_with_their_line() {
        for (from, to, line, field) in [
            ("span: 2", "span: 0", 4, "camera.span"),
            ("seconds: 1.5", "seconds: -1", 8, "keys[1].seconds"),
            (
                "seconds: 1.5",
                "step: (right: (0.5, 0.2), left: (0, 1)), seconds: 1",
                7,
                "keys[1].step",
            ),
            ("pitch: 7", "pitch: inf", 4, "inf"),
            ("1.5", "NaN", 8, "NaN"),
            ("keys:", "cycle: (period: 0), keys:", 5, "cycle.period"),
            ("0.1, -1, 0.1", "0.1, -1e9, 0.1", 11, "-1e9"),
            ("0.1, -1, 0.1", "0.1, 0xffff, 0.1", 11, "0xffff"),
            ("seconds: 1.5", "seconds: 1.5, hidden: true", 8, "hidden"),
        ] {
            let problem = problem(from, to);
            assert!(problem.starts_with(&format!("line {line}, ")), "{problem}");
            assert!(problem.contains(field), "{problem}");
        }
        let none = PoseSet::parse(
            "(title: \"\", camera: (yaw: 0, pitch: 0, centre: (0, 0, 0), span: 1), keys: [])",
        );
        assert!(none.unwrap_err().what.contains("at least one"));
    }
}
