//! Files and folders that only the user can read, from the moment they exist; and cleaning up what a kill left.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::platform::atomic::UNFINISHED;
use crate::platform::{files, plain_file};

/// Creates the folder and any missing ones above it, readable by the owner alone.
///
/// # Errors
/// Whatever the system refuses.
pub fn folder(path: &Path) -> io::Result<()> {
    files::private_folder(path)
}

/// Opens a file for writing, readable by the owner alone; existing contents stay.
///
/// # Errors
/// Whatever the system refuses.
pub fn file(path: &Path) -> io::Result<File> {
    plain_file::open_to_write(path)
}

/// Creates the user's folders if they are missing, keeps others out of them, and clears away what a killed program was
/// writing there. Failures are ignored: a later write there will fail and say so.
pub fn prepare(folders: &[impl AsRef<Path>]) {
    for path in folders.iter().map(AsRef::as_ref) {
        let _ = folder(path);
        files::keep_others_out(path);
        clear(path);
    }
}

/// Removes files in the folder that were never finished. One being written right now is locked, and stays.
pub fn clear(folder: &Path) {
    let Ok(found) = fs::read_dir(folder) else {
        return;
    };
    for entry in found.flatten() {
        let unfinished = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !unfinished || !is_file {
            continue;
        }
        let free = plain_file::open_to_write(&entry.path());
        if free.is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;

    use std::fs::OpenOptions;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folders_and_files_are_made_for_the_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let (deep, old) = (home.path().join("a/b"), home.path().join("old"));
        fs::create_dir(&old).unwrap();
        fs::set_permissions(&old, fs::Permissions::from_mode(0o755)).unwrap();
        let link = home.path().join("link");
        let elsewhere = home.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o755)).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
        prepare(&[&deep, &old, &link, &PathBuf::from("/proc/nowhere")]);
        for path in [&deep, &home.path().join("a"), &old] {
            assert_eq!(mode(path), 0o700, "{}", path.display());
        }
        assert_eq!(mode(&elsewhere), 0o755);
        file(&deep.join("one")).unwrap();
        assert_eq!(mode(&deep.join("one")), 0o600);
        fs::write(deep.join("one"), "kept").unwrap();
        file(&deep.join("one")).unwrap();
        assert_eq!(fs::read(deep.join("one")).unwrap(), b"kept");
    }

    #[test]
    fn what_a_kill_left_is_cleared_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        for name in [".unbend-aB3xYz", ".unbend-busy", "settings.ron", ".other-x"] {
            fs::write(path(name), "half").unwrap();
        }
        fs::create_dir(path(".unbend-folder")).unwrap();
        std::os::unix::fs::symlink(path("settings.ron"), path(".unbend-link")).unwrap();
        let busy = OpenOptions::new()
            .write(true)
            .open(path(".unbend-busy"))
            .unwrap();
        busy.lock().unwrap();
        prepare(&[home.path()]);
        assert!(!path(".unbend-aB3xYz").exists());
        for name in [
            ".unbend-busy",
            "settings.ron",
            ".other-x",
            ".unbend-folder",
            ".unbend-link",
        ] {
            assert!(fs::symlink_metadata(path(name)).is_ok(), "{name}");
        }
        drop(busy);
        prepare(&[home.path()]);
        assert!(!path(".unbend-busy").exists());
    }
}
