//! Paths of the user's pictures, as written in a catalog.

use super::{Mistake, PathMistake};

/// How a picture is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// Pixels.
    Png,
    /// Shapes.
    Svg,
}

impl PictureKind {
    /// The kind given by a path's extension.
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

/// Checks that a path names a PNG or SVG below the catalog's folder, whatever the file system says.
///
/// # Errors
/// An absolute path, one containing `..`, `.`, `\\` or `:`, a long one, and any extension but `.png` and `.svg`.
pub fn picture_path(path: &str) -> Result<PictureKind, Mistake> {
    let mut parts = path.split('/');
    let why = if path.chars().count() > LONGEST {
        PathMistake::TooLong(LONGEST)
    } else if path.starts_with(['/', '\\', '~']) || path.contains(':') {
        PathMistake::Elsewhere
    } else if path.contains('\\') || path.chars().any(char::is_control) {
        PathMistake::Character
    } else if parts.clone().any(|part| part == "..") {
        PathMistake::Leaves
    } else if parts.any(|part| part.is_empty() || part == ".") {
        PathMistake::NotPlain
    } else if let Some(kind) = PictureKind::of(path) {
        return Ok(kind);
    } else {
        PathMistake::Ending
    };
    let path = path.to_owned();
    Err(Mistake::Path { path, why })
}

/// The path below the catalog's folder under which a picture from elsewhere is kept; none if its extension is neither
/// PNG nor SVG.
pub fn kept_as(file: &str) -> Option<String> {
    let ending = match PictureKind::of(file)? {
        PictureKind::Png => "png",
        PictureKind::Svg => "svg",
    };
    let name = file.rsplit(['/', '\\']).next()?;
    let (stem, _) = name.rsplit_once('.')?;
    let plain = |letter: char| match letter.is_alphanumeric() || letter == '_' {
        true => letter,
        false => '-',
    };
    let plain: String = stem.chars().map(plain).take(LONGEST / 2).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let stem = match parts.join("-") {
        stem if stem.is_empty() => "picture".to_owned(),
        stem => stem,
    };
    Some(format!("pictures/{stem}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_from_elsewhere_gets_a_plain_path() {
        for (file, kept) in [
            (
                "/home/ada/Pictures/Stretch 1 (copy).PNG",
                Some("pictures/Stretch-1-copy.png"),
            ),
            ("a.b.svg", Some("pictures/a-b.svg")),
            ("/home/ada/übung.svg", Some("pictures/übung.svg")),
            ("/tmp/...svg", Some("pictures/picture.svg")),
            ("/tmp/stretch.jpg", None),
            ("/tmp.png/stretch", None),
        ] {
            assert_eq!(kept_as(file).as_deref(), kept, "{file}");
            if let Some(kept) = kept {
                assert!(picture_path(kept).is_ok(), "{kept}");
            }
        }
        let long = format!("/tmp/{}.png", "long ".repeat(400));
        assert!(kept_as(&long).is_some_and(|kept| picture_path(&kept).is_ok()));
    }

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
        for (path, why) in [
            ("/etc/a.png", PathMistake::Elsewhere),
            ("~/a.png", PathMistake::Elsewhere),
            ("C:/a.png", PathMistake::Elsewhere),
            ("file:///a.png", PathMistake::Elsewhere),
            ("\\\\host\\a.png", PathMistake::Elsewhere),
            ("../a.png", PathMistake::Leaves),
            ("a/../../b.png", PathMistake::Leaves),
            ("a/..", PathMistake::Leaves),
            ("a\\b.png", PathMistake::Character),
            ("a\0.png", PathMistake::Character),
            ("./a.png", PathMistake::NotPlain),
            ("a//b.png", PathMistake::NotPlain),
            ("a/", PathMistake::NotPlain),
            ("a.jpg", PathMistake::Ending),
            ("png", PathMistake::Ending),
            ("a.svgz", PathMistake::Ending),
            (
                &format!("{}.png", "a".repeat(200)),
                PathMistake::TooLong(200),
            ),
        ] {
            let path = path.to_owned();
            let mistake = picture_path(&path).unwrap_err();
            assert_eq!(mistake, Mistake::Path { path, why });
        }
    }
}
