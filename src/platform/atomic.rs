//! Replaces a file whole or not at all, whatever happens half way.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::platform::files;
use crate::store::private;

/// How many symbolic links are followed; the system's own limit.
const MOST_LINKS: usize = 40;

/// Writes `bytes` to `path` so that a crash or a full disk leaves the old contents or the new, never a mixture.
///
/// A symbolic link is followed, not replaced; the file keeps its mode; missing folders are created.
///
/// # Errors
/// Whatever the system refuses, including a read-only file. The old contents are intact then.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes, true)
}

/// Like [`write()`], but doesn't wait for the disk: it survives a crash of the program, perhaps not a power cut.
///
/// # Errors
/// As for [`write()`].
pub(super) fn write_soon(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes, false)
}

fn replace(path: &Path, bytes: &[u8], wait: bool) -> io::Result<()> {
    let target = behind_links(path)?;
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    private::folder(folder)?;
    let mode = match fs::metadata(&target) {
        Ok(found) if found.permissions().readonly() => {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "the file is read-only",
            ));
        }
        Ok(found) => Some(found.permissions()),
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => None,
        Err(problem) => return Err(problem),
    };
    let mut file = tempfile::Builder::new()
        .prefix(private::UNFINISHED)
        .tempfile_in(folder)?;
    // The lock keeps cleaners away while it is being written. A file system without locks won't have two daemons on it.
    let _ = file.as_file().try_lock();
    file.write_all(bytes)?;
    if let Some(mode) = mode {
        file.as_file().set_permissions(mode)?;
    }
    if wait {
        file.as_file().sync_all()?;
    }
    file.persist(&target).map_err(|problem| problem.error)?;
    if wait {
        files::sync_names(folder)?;
    }
    Ok(())
}

/// The file a path finally refers to; it may not exist.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&target) {
            Ok(next) => {
                target = match target.parent() {
                    Some(folder) => folder.join(next),
                    None => next,
                }
            }
            // Not a link, or missing: this is where to write.
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("the symbolic link leads to itself"))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_new_content_replaces_the_old_and_keeps_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/file");
        write(&path, b"one").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(mode(&path), 0o644);
        assert_eq!(names(path.parent().unwrap()), ["file"]);
    }

    #[test]
    fn links_are_followed_dangling_ones_too() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("real")).unwrap();
        let link = folder.path().join("link");
        symlink("middle", &link).unwrap();
        symlink("real/file", folder.path().join("middle")).unwrap();
        for content in [b"one", b"two"] {
            write(&link, content).unwrap();
            assert_eq!(fs::read(folder.path().join("real/file")).unwrap(), content);
        }
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let circle = folder.path().join("circle");
        symlink("circle", &circle).unwrap();
        assert!(write(&circle, b"x").is_err());
    }

    #[test]
    fn what_cannot_be_written_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, b"old").unwrap();
        assert!(write(&path.join("below"), b"new").is_err());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let problem = write(&path, b"new").unwrap_err();
        assert!(problem.to_string().contains("read-only"), "{problem}");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["file"]);
        let occupied = folder.path().join("folder");
        fs::create_dir(&occupied).unwrap();
        assert!(write(&occupied, b"new").is_err());
        assert_eq!(names(folder.path()), ["file", "folder"]);
    }
}
