//! Starts the program at login the freedesktop way: a `.desktop` file in the user's autostart folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::platform::linux::{desktop_entry, places};
use crate::platform::{Missing, atomic, plain_file};

/// Longest such file that is read, in bytes.
const LONGEST: u64 = 64 * 1024;

/// The file's path, whether or not it exists; none without a home folder.
fn file() -> Option<PathBuf> {
    Some(places::config_folder()?.join("autostart/io.github.unbend.Unbend.desktop"))
}

pub(super) fn is_on() -> bool {
    file().is_some_and(|file| starts(&file))
}

pub(super) fn set(on: bool, program: &Path) -> Result<(), Missing> {
    let Some(file) = file() else {
        return Err(Missing::new("no home folder", "set HOME and start again"));
    };
    write(&file, on, program).map_err(|problem| {
        Missing::new(
            format!("{}: {problem}", file.display()),
            "see that the folder is yours and can be written",
        )
    })
}

pub(super) fn place() -> String {
    file().map_or_else(String::new, |file| file.display().to_string())
}

/// Whether the file at `path` starts the program at login. Desktops disable an entry with a line in it.
fn starts(path: &Path) -> bool {
    let Ok(text) = plain_file::read_text(path, LONGEST) else {
        return false;
    };
    let says = |key: &str, value: &str| {
        text.lines().any(|line| {
            line.split_once('=')
                .is_some_and(|(k, v)| k.trim() == key && v.trim().eq_ignore_ascii_case(value))
        })
    };
    !says("Hidden", "true") && !says("X-GNOME-Autostart-enabled", "false")
}

/// Makes `program daemon` start at login, or no longer.
///
/// # Errors
/// Whatever the system refuses; the previous contents are intact then.
fn write(path: &Path, on: bool, program: &Path) -> io::Result<()> {
    if !on {
        return match fs::remove_file(path) {
            Err(problem) if problem.kind() != io::ErrorKind::NotFound => Err(problem),
            Ok(()) | Err(_) => Ok(()),
        };
    }
    let Some(program) = program.to_str() else {
        return Err(io::Error::other(format!(
            "{} cannot be written into a .desktop file: it is not UTF-8",
            program.display()
        )));
    };
    atomic::write(path, entry(program).as_bytes())
}

/// The file's text.
fn entry(program: &str) -> String {
    format!(
        "[Desktop Entry]\n\
         Type=Application\n\
         Name=Unbend\n\
         Comment=Notices how long you sit and asks for breaks\n\
         Exec={} daemon\n\
         Icon=io.github.unbend.Unbend\n\
         Terminal=false\n\
         StartupNotify=false\n\
         X-GNOME-Autostart-enabled=true\n",
        desktop_entry::quoted(program)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_switched_on_and_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("autostart/unbend.desktop");
        assert!(!starts(&path));
        write(&path, false, Path::new("/usr/bin/unbend")).unwrap();
        write(&path, true, Path::new("/usr/bin/unbend")).unwrap();
        assert!(starts(&path));
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.contains("\nExec=\"/usr/bin/unbend\" daemon\n"),
            "{text}"
        );
        assert_eq!(path.parent().unwrap().read_dir().unwrap().count(), 1);
        write(&path, false, Path::new("/usr/bin/unbend")).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn an_entry_that_the_desktop_has_switched_off_is_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unbend.desktop");
        for line in ["Hidden=true", "X-GNOME-Autostart-enabled = false"] {
            fs::write(&path, format!("[Desktop Entry]\n{line}\n")).unwrap();
            assert!(!starts(&path), "{line}");
        }
    }
}
