//! Writes a file whole or not at all, whatever happens half way. Everything that isn't appended to or held open goes
//! through here.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::platform::files;

/// How the name of a file begins while it is being written, before it replaces another.
pub const UNFINISHED: &str = ".unbend-";

/// How many symbolic links are followed; the system's own limit.
const MOST_LINKS: usize = 40;

/// Writes `bytes` to `path` so that a crash or a full disk leaves the old contents or the new, never a mixture.
///
/// A symbolic link is followed, not replaced; the file keeps its mode, and a new one is for its owner alone; missing
/// folders are created.
///
/// # Errors
/// Whatever the system refuses, including a read-only file. The old contents are intact then.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = behind_links(path)?;
    files::private_folder(folder_of(&target))?;
    replace(&target, bytes, true, tempfile::Builder::new())
}

/// Like [`write()`], but doesn't wait for the disk: it survives a crash of the program, perhaps not a power cut.
///
/// # Errors
/// As for [`write()`].
pub fn write_soon(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = behind_links(path)?;
    files::private_folder(folder_of(&target))?;
    replace(&target, bytes, false, tempfile::Builder::new())
}

/// Like [`write()`], for a file that the user named: no folder is created, and a new file gets the access rights of the
/// user's other new files. A pipe or a device, such as `/dev/stdout`, is written to instead of replaced.
///
/// # Errors
/// As for [`write()`].
pub fn export(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return fs::write(path, bytes);
    }
    let mut builder = tempfile::Builder::new();
    files::usual_access(&mut builder);
    replace(&behind_links(path)?, bytes, true, builder)
}

/// Writes a new file with a name that the user chose, or none: what is there already stays as it is.
///
/// # Errors
/// Whatever the system refuses; [`io::ErrorKind::AlreadyExists`] if there is a file of that name.
pub fn export_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Not every file system can rename without replacing, and there is nothing to lose.
    let mut file = fs::File::create_new(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    written
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

fn replace(
    target: &Path,
    bytes: &[u8],
    wait: bool,
    mut builder: tempfile::Builder<'_, '_>,
) -> io::Result<()> {
    let folder = folder_of(target);
    let mode = match fs::metadata(target) {
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
    let mut file = builder.prefix(UNFINISHED).tempfile_in(folder)?;
    // The lock keeps cleaners away while it is being written. A file system without locks won't have two daemons on it.
    let _ = file.as_file().try_lock();
    file.write_all(bytes)?;
    if let Some(mode) = mode {
        file.as_file().set_permissions(mode)?;
    }
    if wait {
        file.as_file().sync_all()?;
    }
    file.persist(target).map_err(|problem| problem.error)?;
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

    #[test]
    fn an_export_is_the_users_own_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("figure.svg");
        let usual = folder.path().join("usual");
        fs::write(&usual, b"").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        for content in [b"one", b"two"] {
            export(&path, content).unwrap();
            assert_eq!(fs::read(&path).unwrap(), content);
            assert_eq!(mode(&path), mode(&usual));
        }
        export(Path::new("/dev/null"), b"gone").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        assert!(export(&folder.path().join("nowhere/a"), b"x").is_err());
        let taken = export_new(&path, b"three").unwrap_err();
        assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"two");
        export_new(&folder.path().join("new"), b"three").unwrap();
        assert_eq!(names(folder.path()), ["figure.svg", "new", "usual"]);
    }
}
