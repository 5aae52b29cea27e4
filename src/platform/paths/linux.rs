//! The folders of the XDG base directory specification, and the run-time folder for the socket.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs};

use crate::platform::Missing;
use crate::platform::linux::places::{USERS, is_private, uid, usual_runtime_dir};

/// What to do without a home folder.
pub(super) const NO_HOME: &str = "set HOME and start again";

/// The folder for the socket: the session's run-time folder.
///
/// # Errors
/// There is none, and no private one can be created.
pub(super) fn socket_folder(base: &BaseDirs, _own: &ProjectDirs) -> Result<PathBuf, Missing> {
    let usual = usual_runtime_dir(Path::new(USERS), uid());
    let named = base.runtime_dir().or(usual.as_deref());
    runtime_dir(named, &std::env::temp_dir(), uid())
}

/// `XDG_RUNTIME_DIR` if it is a folder, else a private one, named after the user, under the folder for temporary files.
fn runtime_dir(xdg: Option<&Path>, temp: &Path, uid: u32) -> Result<PathBuf, Missing> {
    if let Some(dir) = xdg.filter(|dir| dir.is_dir()) {
        return Ok(dir.to_owned());
    }
    let dir = temp.join(format!("unbend-{uid}"));
    match DirBuilder::new().mode(0o700).create(&dir) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => {
            return Err(Missing::new(
                format!(
                    "no private folder for the socket: {}: {error}",
                    dir.display()
                ),
                "set XDG_RUNTIME_DIR to a folder that is yours alone",
            ));
        }
    }
    // Anyone may create a folder of that name first, so it is only used if nobody else can access it.
    match std::fs::symlink_metadata(&dir) {
        Ok(found) if is_private(&found, uid) => Ok(dir),
        Ok(_) => Err(Missing::new(
            format!("{} is not a private folder of yours", dir.display()),
            "remove it, or set XDG_RUNTIME_DIR to a folder that is yours alone",
        )),
        Err(error) => Err(Missing::new(
            format!("{} cannot be looked at: {error}", dir.display()),
            "set XDG_RUNTIME_DIR to a folder that is yours alone",
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_runtime_folder_of_the_session_is_used_as_it_is() {
        let xdg = tempfile::tempdir().unwrap();
        let temp = tempfile::tempdir().unwrap();
        let dir = runtime_dir(Some(xdg.path()), temp.path(), uid()).unwrap();
        assert_eq!(dir, xdg.path());
        assert_eq!(temp.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn without_one_a_private_folder_is_made_and_found_again() {
        let temp = tempfile::tempdir().unwrap();
        for xdg in [None, Some(Path::new("/nowhere/at/all"))] {
            let dir = runtime_dir(xdg, temp.path(), uid()).unwrap();
            assert_eq!(dir, temp.path().join(format!("unbend-{}", uid())));
            assert_eq!(dir.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        }
    }

    #[test]
    fn a_folder_that_others_can_enter_is_refused() {
        let temp = tempfile::tempdir().unwrap();
        let dir = runtime_dir(None, temp.path(), uid()).unwrap();
        std::fs::set_permissions(&dir, PermissionsExt::from_mode(0o755)).unwrap();
        let missing = runtime_dir(None, temp.path(), uid()).unwrap_err();
        assert!(missing.what.contains("not a private folder"), "{missing}");
    }

    #[test]
    fn a_link_or_the_folder_of_someone_else_is_refused() {
        let temp = tempfile::tempdir().unwrap();
        let own = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(own.path(), temp.path().join(format!("unbend-{}", uid())))
            .unwrap();
        assert!(runtime_dir(None, temp.path(), uid()).is_err());
        let other = uid() + 1;
        assert!(runtime_dir(None, temp.path(), other).is_err());
    }

    #[test]
    fn an_unwritable_place_is_an_error_with_a_way_out() {
        let missing = runtime_dir(None, Path::new("/proc/nowhere"), uid()).unwrap_err();
        assert!(missing.remedy.contains("XDG_RUNTIME_DIR"), "{missing}");
    }
}
