//! Reads pose sets, and says where a file is wrong.

use std::fmt;

use ron::extensions::Extensions;

use super::pose_set::PoseSet;

/// Why a pose set cannot be used, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line in the text, from 1.
    pub line: usize,
    /// Which field, and what to write instead.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for Problem {}

impl PoseSet {
    /// Reads a pose set from its text.
    ///
    /// # Errors
    /// The first field that is missing, unknown or out of range, with its line.
    pub fn parse(text: &str) -> Result<PoseSet, Problem> {
        let options = ron::Options::default().with_default_extension(
            Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES,
        );
        let set: PoseSet = options.from_str(text).map_err(|error| Problem {
            line: error.span.start.line,
            what: error.code.to_string(),
        })?;
        set.check(text)?;
        Ok(set)
    }

    /// What the types cannot say: ranges, and numbers that are numbers.
    fn check(&self, text: &str) -> Result<(), Problem> {
        let line_of = |word: &str, nth: usize| {
            text.lines()
                .enumerate()
                .filter(|(_, line)| line.trim_start().starts_with(word))
                .nth(nth)
                .map_or(1, |(i, _)| i + 1)
        };
        let refuse = |word: &str, nth: usize, what: String| {
            Err(Problem {
                line: line_of(word, nth),
                what,
            })
        };
        if let Some(i) = text.lines().position(not_a_number) {
            return Err(Problem {
                line: i + 1,
                what: "`inf` and `NaN` are no lengths or angles: write a number".to_owned(),
            });
        }
        if self.camera.span <= 0.0 {
            return refuse("camera", 0, "camera.span must be above 0 metres".to_owned());
        }
        if self.keys.is_empty() {
            return refuse("keys", 0, "keys must hold at least one pose".to_owned());
        }
        if let Some(cycle) = self.cycle
            && cycle.period <= 0.0
        {
            {
                return refuse(
                    "cycle",
                    0,
                    "cycle.period must be above 0 seconds".to_owned(),
                );
            }
        }
        for (i, key) in self.keys.iter().enumerate() {
            if key.seconds < 0.0 {
                return refuse(
                    "seconds",
                    i,
                    format!("keys[{i}].seconds must not be below 0"),
                );
            }
            if let Some(step) = key.step {
                for (from, to) in [step.right, step.left] {
                    if !(0.0 <= from && from < to && to <= 1.0) {
                        return refuse(
                            "label",
                            i,
                            format!(
                                "keys[{i}].step must go from a smaller to a larger fraction of 0 to 1"
                            ),
                        );
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether a line holds one of the words RON reads as a number without size.
fn not_a_number(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let outside_strings = code.split('"').step_by(2);
    outside_strings
        .flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .any(|word| word == "inf" || word == "NaN")
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
        assert!(problem.starts_with("line 8: "), "{problem}");
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
        assert!(problem.starts_with("line 8: "), "{problem}");
    }

    #[test]
    fn an_unknown_way_to_hold_an_arm_lists_the_known_ones() {
        let problem = problem("both(dir(", "both(wave(");
        assert!(problem.starts_with("line 11: "), "{problem}");
        assert!(
            problem.contains("dir") && problem.contains("ik"),
            "{problem}"
        );
    }

    #[test]
    fn numbers_out_of_range_are_named_with_their_line() {
        for (from, to, line, field) in [
            ("span: 2", "span: 0", 4, "camera.span"),
            ("seconds: 1.5", "seconds: -1", 8, "keys[0].seconds"),
            (
                "seconds: 1.5",
                "step: (right: (0.5, 0.2), left: (0, 1)), seconds: 1",
                7,
                "keys[0].step",
            ),
            ("pitch: 7", "pitch: inf", 4, "inf"),
            ("1.5", "NaN", 8, "NaN"),
            ("keys:", "cycle: (period: 0), keys:", 5, "cycle.period"),
        ] {
            let problem = problem(from, to);
            assert!(problem.starts_with(&format!("line {line}: ")), "{problem}");
            assert!(problem.contains(field), "{problem}");
        }
        let none = PoseSet::parse(
            "(title: \"\", camera: (yaw: 0, pitch: 0, centre: (0, 0, 0), span: 1), keys: [])",
        );
        assert!(none.unwrap_err().what.contains("at least one"));
    }
}
