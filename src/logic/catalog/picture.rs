//! Paths of a person's own pictures, as a catalog writes them.

use super::Mistake;

/// How a picture is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// Pixels.
    Png,
    /// Shapes.
    Svg,
}

impl PictureKind {
    /// The kind that a path's ending names.
    pub fn of(path: &str) -> Option<PictureKind> {
        let (_, ending) = path.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "png" => Some(PictureKind::Png),
            "svg" => Some(PictureKind::Svg),
            _ => None,
        }
    }
}

/// Longest path of a picture, in characters.
const LONGEST: usize = 200;

/// Checks that a path names a PNG or SVG below the folder of the catalog, whatever the file system says.
///
/// # Errors
/// An absolute path, one with `..`, `.`, `\\` or `:` in it, a long one, and any ending but `.png` and `.svg`.
pub fn picture_path(path: &str) -> Result<PictureKind, Mistake> {
    let refuse = |wrong: &str, right: &str| Err(Mistake::new(format!("`{path}` {wrong}"), right));
    if path.chars().count() > LONGEST {
        let right = format!("at most {LONGEST} characters");
        return Err(Mistake::new("the path is too long", right));
    }
    if path.starts_with(['/', '\\', '~']) || path.contains(':') {
        return refuse(
            "does not start from the catalog's folder",
            "put the picture beside the catalog and name it as in picture: \"stretch-1.png\"",
        );
    }
    if path.contains('\\') || path.chars().any(char::is_control) {
        return refuse(
            "has a character that no path has here",
            "write folders with /",
        );
    }
    if path.split('/').any(|part| part == "..") {
        return refuse(
            "leaves the catalog's folder",
            "put the picture beside the catalog, or in a folder there",
        );
    }
    if path.split('/').any(|part| part.is_empty() || part == ".") {
        return refuse(
            "is not a plain path",
            "write it as in pictures/stretch-1.png",
        );
    }
    PictureKind::of(path).ok_or_else(|| {
        Mistake::new(
            format!("`{path}` is neither a PNG nor an SVG"),
            "save the picture as .png or .svg",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_its_folder() {
        for path in [
            "a.png",
            "pictures/a b.SVG",
            "ä/…/2.svg",
            "..a.png",
            "a..png",
        ] {
            assert!(picture_path(path).is_ok(), "{path}");
        }
        for (path, wrong) in [
            ("/etc/a.png", "does not start"),
            ("~/a.png", "does not start"),
            ("C:/a.png", "does not start"),
            ("file:///a.png", "does not start"),
            ("\\\\host\\a.png", "does not start"),
            ("../a.png", "leaves"),
            ("a/../../b.png", "leaves"),
            ("a/..", "leaves"),
            ("a\\b.png", "character"),
            ("a\0.png", "character"),
            ("./a.png", "plain"),
            ("a//b.png", "plain"),
            ("a/", "plain"),
            ("a.jpg", "neither"),
            ("png", "neither"),
            ("a.svgz", "neither"),
        ] {
            let mistake = picture_path(path).unwrap_err();
            assert!(mistake.wrong.contains(wrong), "{path}: {mistake:?}");
        }
        assert!(picture_path(&format!("{}.png", "a".repeat(200))).is_err());
    }
}
