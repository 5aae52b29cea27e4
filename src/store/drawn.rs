//! Rendered pictures, keyed by what they were drawn from, so that none is drawn twice.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;

use crate::platform::{atomic, plain_file};

/// Most bytes of one picture.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// Most pictures kept.
const MOST: usize = 200;

/// The version of the renderer; goes up when the same picture is drawn differently.
const WAY: u32 = 1;

/// The folder of rendered pictures. Everything in it may be deleted at any time.
#[derive(Clone, Debug)]
pub struct Drawn {
    folder: PathBuf,
}

impl Drawn {
    /// The folder at that path, which need not exist yet.
    pub fn at(folder: PathBuf) -> Drawn {
        Drawn { folder }
    }

    /// The picture rendered from these bytes for that much room; none if it never was.
    pub fn get(&self, source: &[u8], room: [u32; 2]) -> Option<Vec<u8>> {
        let bytes = plain_file::read(&self.path(source, room), MOST_BYTES).ok()?;
        // Half a file doesn't count.
        (bytes.starts_with(b"\x89PNG") && bytes.ends_with(b"IEND\xaeB`\x82")).then_some(bytes)
    }

    /// Keeps a rendered picture. If that fails, it is drawn again next time.
    pub fn keep(&self, source: &[u8], room: [u32; 2], png: &[u8]) {
        if let Err(why) = atomic::write_soon(&self.path(source, room), png) {
            tracing::debug!("a drawn picture is not kept: {why}");
            return;
        }
        self.clear();
    }

    fn path(&self, source: &[u8], room: [u32; 2]) -> PathBuf {
        // The name has two halves: either one alone might coincide for two pictures.
        let half = |salt: u32| {
            let mut hasher = DefaultHasher::new();
            (WAY, salt, source, room).hash(&mut hasher);
            hasher.finish()
        };
        self.folder
            .join(format!("{:016x}{:016x}.png", half(1), half(2)))
    }

    /// Removes the oldest beyond the limit.
    fn clear(&self) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else {
            return;
        };
        let mut kept: Vec<_> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                Some((entry.metadata().ok()?.modified().ok()?, entry.path()))
            })
            .collect();
        kept.sort_unstable();
        let spare = kept.len().saturating_sub(MOST);
        for (_, path) in kept.into_iter().take(spare) {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = include_bytes!("../../docs/own-catalog/pictures/wrist-3.png");

    #[test]
    fn a_picture_is_kept_by_what_it_was_drawn_from() {
        let folder = tempfile::tempdir().unwrap();
        let drawn = Drawn::at(folder.path().join("pictures"));
        assert_eq!(drawn.get(b"<svg/>", [64, 64]), None);
        drawn.keep(b"<svg/>", [64, 64], PNG);
        assert_eq!(drawn.get(b"<svg/>", [64, 64]).as_deref(), Some(PNG));
        assert_eq!(drawn.get(b"<svg/>", [64, 128]), None);
        assert_eq!(drawn.get(b"<svg />", [64, 64]), None);
        // Half a file is drawn again.
        std::fs::write(drawn.path(b"<svg/>", [64, 64]), &PNG[..100]).unwrap();
        assert_eq!(drawn.get(b"<svg/>", [64, 64]), None);
    }

    #[test]
    fn no_more_are_kept_than_are_of_use() {
        let folder = tempfile::tempdir().unwrap();
        let drawn = Drawn::at(folder.path().to_owned());
        for number in 0..MOST + 5 {
            drawn.keep(&number.to_le_bytes(), [1, 1], PNG);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), MOST);
    }

    #[test]
    fn where_nothing_can_be_kept_nothing_is() {
        let drawn = Drawn::at("/proc/nowhere".into());
        drawn.keep(b"", [1, 1], PNG);
        assert_eq!(drawn.get(b"", [1, 1]), None);
    }
}
