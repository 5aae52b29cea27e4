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

/// The path below the folder of the catalog under which a picture from elsewhere is kept; none if it is neither a PNG
/// nor an SVG by its ending.
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
