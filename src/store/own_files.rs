//! The files beside the user's catalog: pictures and pose sets. Nothing outside that folder is opened or written.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::logic::catalog::{FileMistake, Mistake, PictureKind, picture_path};
use crate::platform::{atomic, plain_file};
use crate::store::private;

/// Most bytes of a PNG.
const PNG_BYTES: u64 = 8 * 1024 * 1024;
/// Most bytes of an SVG, which takes much longer to draw.
const SVG_BYTES: u64 = 1024 * 1024;
/// Most pixels on a side of a PNG.
const PNG_SIDE: u32 = 4096;
/// Most pixels in a PNG; each takes four bytes of memory.
const PNG_PIXELS: u64 = 8_000_000;
/// Most bytes of a pose set.
const POSE_SET_BYTES: u64 = 256 * 1024;
/// Most pose sets that are read.
const POSE_SETS: usize = 500;

/// The folder of the user's catalog.
#[derive(Clone, Debug)]
pub struct OwnFiles {
    folder: PathBuf,
}

/// A custom pose set: its id and its text, or why it can't be read.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnPoseSet {
    /// The file name without `.ron`.
    pub id: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its contents.
    pub text: Result<String, Mistake>,
}

impl OwnFiles {
    /// The files beside the catalog at that path.
    pub fn beside(catalog: &Path) -> OwnFiles {
        let folder = match catalog.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            Some(_) | None => PathBuf::from("."),
        };
        OwnFiles { folder }
    }

    /// The bytes of a picture, by its path in the catalog.
    ///
    /// # Errors
    /// A path that leaves the folder, even through a link; a file that is missing, too large, or not what its name
    /// says.
    pub fn picture(&self, path: &str) -> Result<Vec<u8>, Mistake> {
        let kind = picture_path(path)?;
        let bytes = self.read(Path::new(path), picture_bytes(kind))?;
        check_picture(path, &bytes)?;
        Ok(bytes)
    }

    /// The text of a custom pose set, or why it can't be read; none if there is no such file.
    pub fn figure(&self, id: &str) -> Option<Result<String, Mistake>> {
        let set = self.pose_set(id.to_owned());
        set.path.exists().then_some(set.text)
    }

    /// Writes a pose set.
    ///
    /// # Errors
    /// A folder that links elsewhere, or a system error.
    pub fn write_figure(&self, id: &str, text: &str) -> Result<(), Mistake> {
        self.write(Path::new(&format!("figures/{id}.ron")), text.as_bytes())
    }

    /// Writes a picture.
    ///
    /// # Errors
    /// A path that leaves the folder, even through a link; bytes that aren't what the path says; a system error.
    pub fn write_picture(&self, path: &str, bytes: &[u8]) -> Result<(), Mistake> {
        check_picture(path, bytes)?;
        self.write(Path::new(path), bytes)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Mistake> {
        let wrong = |why: FileMistake| mistake(&path.display().to_string(), why);
        let cannot = |problem: std::io::Error| wrong(FileMistake::Unwritable(problem.to_string()));
        let outside = || wrong(FileMistake::WrittenOutside);
        private::folder(&self.folder).map_err(cannot)?;
        let folder = self.folder.canonicalize().map_err(cannot)?;
        let mut place = folder.clone();
        for part in path.parent().into_iter().flat_map(Path::components) {
            place.push(part);
            private::folder(&place).map_err(cannot)?;
            place = place.canonicalize().map_err(cannot)?;
            if !place.starts_with(&folder) {
                return Err(outside());
            }
        }
        place.extend(path.file_name());
        // It doesn't matter where it leads, or would lead if that existed.
        if std::fs::symlink_metadata(&place).is_ok_and(|found| found.is_symlink()) {
            return Err(outside());
        }
        atomic::write(&place, bytes).map_err(cannot)
    }

    /// The pose sets in the folder `figures`, in alphabetical order.
    pub fn pose_sets(&self) -> Vec<OwnPoseSet> {
        let Ok(entries) = std::fs::read_dir(self.folder.join("figures")) else {
            return Vec::new();
        };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut ids: Vec<String> = names
            .filter_map(|name| Some(name.strip_suffix(".ron")?.to_owned()))
            .filter(|id| !id.starts_with('.'))
            .collect();
        ids.sort_unstable();
        ids.truncate(POSE_SETS);
        ids.into_iter().map(|id| self.pose_set(id)).collect()
    }

    fn pose_set(&self, id: String) -> OwnPoseSet {
        let path = Path::new("figures").join(format!("{id}.ron"));
        let text = self.read(&path, POSE_SET_BYTES).and_then(|bytes| {
            String::from_utf8(bytes)
                .map_err(|_| mistake(&path.display().to_string(), FileMistake::NotText))
        });
        OwnPoseSet {
            path: self.folder.join(path),
            id,
            text,
        }
    }

    fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>, Mistake> {
        let wrong = |why: FileMistake| mistake(&path.display().to_string(), why);
        let cannot = |problem: std::io::Error| {
            if problem.kind() == ErrorKind::NotFound {
                return wrong(FileMistake::Missing(self.folder.display().to_string()));
            }
            wrong(FileMistake::Unreadable(problem.to_string()))
        };
        let folder = self.folder.canonicalize().map_err(cannot)?;
        let real = self.folder.join(path).canonicalize().map_err(cannot)?;
        if !real.starts_with(&folder) {
            return Err(wrong(FileMistake::ReadOutside));
        }
        plain_file::read(&real, most).map_err(|problem| {
            if problem.kind() == ErrorKind::FileTooLarge {
                return wrong(FileMistake::TooLarge(most / 1024));
            }
            cannot(problem)
        })
    }
}

fn mistake(name: &str, why: FileMistake) -> Mistake {
    let name = name.to_owned();
    Mistake::File { name, why }
}

/// Most bytes of a picture of that kind.
pub fn picture_bytes(kind: PictureKind) -> u64 {
    match kind {
        PictureKind::Png => PNG_BYTES,
        PictureKind::Svg => SVG_BYTES,
    }
}

/// Whether the bytes are the PNG or SVG that the path promises, and not too large.
///
/// # Errors
/// What is wrong with them.
pub fn check_picture(path: &str, bytes: &[u8]) -> Result<(), Mistake> {
    let kind = picture_path(path)?;
    let most = picture_bytes(kind);
    if bytes.len() as u64 > most {
        return Err(mistake(path, FileMistake::TooLarge(most / 1024)));
    }
    match kind {
        PictureKind::Png => check_png(path, bytes),
        PictureKind::Svg => check_svg(path, bytes),
    }
}

/// Signature and size, which come first.
fn check_png(name: &str, bytes: &[u8]) -> Result<(), Mistake> {
    let number = |from: usize| {
        let bytes = bytes.get(from..from + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let size = match bytes.get(..16) {
        Some(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") => number(16).zip(number(20)),
        _ => None,
    };
    let Some((width, height)) = size else {
        return Err(mistake(name, FileMistake::NotPng));
    };
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || width > PNG_SIDE || height > PNG_SIDE || pixels > PNG_PIXELS {
        let why = FileMistake::Pixels {
            size: [width, height],
            side: PNG_SIDE,
            millions: PNG_PIXELS / 1_000_000,
        };
        return Err(mistake(name, why));
    }
    Ok(())
}

/// A text whose first element is `svg`.
fn check_svg(name: &str, bytes: &[u8]) -> Result<(), Mistake> {
    let mut rest = std::str::from_utf8(bytes)
        .map(|text| text.trim_start_matches('\u{feff}').trim_start())
        .unwrap_or_default();
    // What may precede it: `<?xml … ?>`, comments, a document type.
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<!") => ">",
            _ => break,
        };
        rest = rest
            .split_once(end)
            .map_or("", |(_, rest)| rest)
            .trim_start();
    }
    if rest.starts_with("<svg") {
        return Ok(());
    }
    Err(mistake(name, FileMistake::NotSvg))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    fn folder(files: &[(&str, &[u8])]) -> (tempfile::TempDir, OwnFiles) {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("unbend");
        std::fs::create_dir_all(inner.join("figures")).unwrap();
        for (name, bytes) in files {
            std::fs::write(inner.join(name), bytes).unwrap();
        }
        let own = OwnFiles::beside(&inner.join("catalog.ron"));
        (outer, own)
    }

    /// What is wrong with the file at that path.
    fn wrong(own: &OwnFiles, path: &str) -> FileMistake {
        why(own.picture(path).unwrap_err())
    }

    fn why(mistake: Mistake) -> FileMistake {
        let Mistake::File { why, .. } = mistake else {
            panic!("{mistake:?}");
        };
        why
    }

    #[test]
    fn pictures_are_what_their_name_says_and_not_too_large() {
        let svg = "\u{feff}<?xml version=\"1.0\"?>\n<!-- one --><!DOCTYPE svg>\n<svg/>";
        let large = [b"<svg>".to_vec(), vec![b' '; SVG_BYTES as usize]].concat();
        let (_outer, own) = folder(&[
            ("a.png", &png(640, 480)),
            ("b.svg", svg.as_bytes()),
            ("wide.png", &png(5000, 10)),
            ("many.png", &png(4000, 4000)),
            ("none.png", &png(0, 4000)),
            ("fake.png", b"<svg/>"),
            ("fake.svg", &png(640, 480)),
            ("html.svg", b"<!DOCTYPE html><html/>"),
            ("large.svg", &large),
            ("empty.svg", b""),
        ]);
        assert_eq!(own.picture("a.png"), Ok(png(640, 480)));
        assert!(own.picture("b.svg").is_ok());
        for (name, size) in [
            ("wide.png", [5000, 10]),
            ("many.png", [4000, 4000]),
            ("none.png", [0, 4000]),
        ] {
            let (side, millions) = (4096, 8);
            let pixels = FileMistake::Pixels {
                size,
                side,
                millions,
            };
            assert_eq!(wrong(&own, name), pixels, "{name}");
        }
        assert_eq!(wrong(&own, "fake.png"), FileMistake::NotPng);
        for name in ["fake.svg", "html.svg", "empty.svg"] {
            assert_eq!(wrong(&own, name), FileMistake::NotSvg, "{name}");
        }
        assert_eq!(wrong(&own, "large.svg"), FileMistake::TooLarge(1024));
        let folder = own.folder.display().to_string();
        assert_eq!(wrong(&own, "c.png"), FileMistake::Missing(folder));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_leads_out_of_the_folder() {
        use std::os::unix::fs::symlink;
        let (outer, own) = folder(&[("in.svg", b"<svg/>")]);
        let inner = outer.path().join("unbend");
        std::fs::write(outer.path().join("out.svg"), b"<svg/>").unwrap();
        symlink("../out.svg", inner.join("link.svg")).unwrap();
        symlink("in.svg", inner.join("fine.svg")).unwrap();
        symlink("..", inner.join("up")).unwrap();
        symlink("loop.svg", inner.join("loop.svg")).unwrap();
        symlink("/dev/zero", inner.join("figures/zero.ron")).unwrap();
        std::fs::create_dir(inner.join("folder.svg")).unwrap();
        assert!(own.picture("fine.svg").is_ok());
        for path in ["link.svg", "up/out.svg"] {
            assert_eq!(wrong(&own, path), FileMistake::ReadOutside, "{path}");
        }
        let leaves = own.picture("../out.svg").unwrap_err();
        assert!(matches!(leaves, Mistake::Path { .. }), "{leaves:?}");
        for path in ["loop.svg", "folder.svg"] {
            let why = wrong(&own, path);
            assert!(matches!(why, FileMistake::Unreadable(_)), "{path}: {why:?}");
        }
        let zero = own.pose_sets()[0].text.clone().unwrap_err();
        assert_eq!(why(zero), FileMistake::ReadOutside);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_outside_the_folder() {
        use std::os::unix::fs::symlink;
        let (outer, own) = folder(&[]);
        let inner = outer.path().join("unbend");
        own.write_picture("pictures/deep/a.svg", b"<svg/>").unwrap();
        own.write_figure("mine", "()").unwrap();
        assert_eq!(own.picture("pictures/deep/a.svg").unwrap(), b"<svg/>");
        assert_eq!(own.figure("mine"), Some(Ok("()".to_owned())));
        assert_eq!(own.figure("other"), None);
        symlink("..", inner.join("up")).unwrap();
        symlink("../out.svg", inner.join("dangling.svg")).unwrap();
        for path in ["up/a.svg", "up/deep/a.svg", "dangling.svg"] {
            let mistake = own.write_picture(path, b"<svg/>").unwrap_err();
            assert_eq!(why(mistake), FileMistake::WrittenOutside, "{path}");
        }
        assert!(own.write_picture("../a.svg", b"<svg/>").is_err());
        assert!(own.write_picture("a.svg", b"no picture").is_err());
        let mut outside: Vec<_> = std::fs::read_dir(outer.path()).unwrap().collect();
        assert_eq!(outside.pop().unwrap().unwrap().file_name(), "unbend");
        assert!(outside.is_empty());
    }

    #[test]
    fn pose_sets_are_found_by_name() {
        let (_outer, own) = folder(&[
            ("figures/b.ron", b"()"),
            ("figures/a.ron", b"\xff"),
            ("figures/c.txt", b"()"),
            ("figures/.d.ron", b"()"),
        ]);
        let sets = own.pose_sets();
        let ids: Vec<&str> = sets.iter().map(|set| set.id.as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
        let binary = sets[0].text.clone().unwrap_err();
        assert_eq!(why(binary), FileMistake::NotText);
        assert_eq!(sets[1].text.as_deref(), Ok("()"));
        let none = OwnFiles::beside(Path::new("/nowhere/catalog.ron"));
        assert_eq!(none.pose_sets(), []);
    }
}
