//! Starts the daemon at login, as the freedesktop autostart specification says: a `.desktop` file in the person's folder.

use std::fs;
use std::io;
use std::path::Path;

use crate::plain_file;

/// Longest such file that is read, bytes.
const LONGEST: u64 = 64 * 1024;

/// Whether the file at `path` starts the program at login. Desktops switch an entry off by a line in it.
pub fn is_on(path: &Path) -> bool {
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

/// Makes `program` start at login with the word `daemon`, or no longer.
///
/// # Errors
/// What the system refuses; what was there before is intact then.
pub fn set(path: &Path, on: bool, program: &Path) -> io::Result<()> {
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
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("new");
    fs::write(&beside, entry(program))?;
    fs::rename(&beside, path)
}

/// The text of the file.
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
        quoted(program)
    )
}

/// A word for the key `Exec`, quoted only if it has to be: some readers of that key compare it letter by letter.
pub(super) fn word(word: &str) -> String {
    let plain = |one: char| one.is_alphanumeric() || "/-_.+".contains(one);
    match word.chars().all(plain) {
        true => word.to_owned(),
        false => quoted(word),
    }
}

/// A word as the key `Exec` wants it: quoted, then escaped once more as every text of such a file is.
fn quoted(word: &str) -> String {
    let mut text = String::from("\"");
    for letter in word.chars() {
        match letter {
            '"' | '`' | '$' => text.extend(["\\\\", &letter.to_string()]),
            '\\' => text.push_str("\\\\\\\\"),
            '%' => text.push_str("%%"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_switched_on_and_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("autostart/unbend.desktop");
        assert!(!is_on(&path));
        set(&path, false, Path::new("/usr/bin/unbend")).unwrap();
        set(&path, true, Path::new("/usr/bin/unbend")).unwrap();
        assert!(is_on(&path));
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.contains("\nExec=\"/usr/bin/unbend\" daemon\n"),
            "{text}"
        );
        assert_eq!(path.parent().unwrap().read_dir().unwrap().count(), 1);
        set(&path, false, Path::new("/usr/bin/unbend")).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn an_entry_that_the_desktop_has_switched_off_is_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unbend.desktop");
        for line in ["Hidden=true", "X-GNOME-Autostart-enabled = false"] {
            fs::write(&path, format!("[Desktop Entry]\n{line}\n")).unwrap();
            assert!(!is_on(&path), "{line}");
        }
    }

    #[test]
    fn odd_names_are_quoted() {
        assert_eq!(quoted("/a b/un%bend"), "\"/a b/un%%bend\"");
        assert_eq!(word("/usr/bin/unbend-2.0"), "/usr/bin/unbend-2.0");
        assert_eq!(word("/a b"), "\"/a b\"");
        assert_eq!(quoted("/$x\"\\"), "\"/\\\\$x\\\\\"\\\\\\\\\"");
    }
}
