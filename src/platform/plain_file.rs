//! The only way to open a user's file: plain files only, never blocking, never more than was asked for.
//!
//! A pipe may never end or never begin, and a link may lead to a device that never runs dry. Reading settings, a
//! catalog or a picture holds up the whole program.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::platform::files;

/// The bytes of a file, up to a limit.
///
/// # Errors
/// Whatever the system says; `InvalidInput` for anything but a plain file, `FileTooLarge` for more bytes. Both say what
/// to do.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    // Checked before it is opened: opening some devices has side effects.
    plain(&std::fs::metadata(path)?)?;
    let mut options = OpenOptions::new();
    files::quietly(options.read(true));
    let file = options.open(path)?;
    let found = file.metadata()?;
    plain(&found)?;
    if found.len() > most {
        return Err(too_large(most));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or_default());
    // Its reported length may be wrong.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_large(most));
    }
    Ok(bytes)
}

/// The text of a file, up to a limit in bytes.
///
/// # Errors
/// As for [`read`], and `InvalidData` with the line for anything but UTF-8.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read(path, most)?).map_err(|problem| {
        let line = not_text(&problem);
        let why = format!("line {line} is not UTF-8 text; save it as UTF-8");
        io::Error::new(ErrorKind::InvalidData, why)
    })
}

/// The first line, from 1, that isn't UTF-8.
pub fn not_text(problem: &std::string::FromUtf8Error) -> usize {
    let valid = problem.utf8_error().valid_up_to();
    let before = &problem.as_bytes()[..valid];
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Opens a file for overwriting; creates it, accessible to the owner alone, if it is missing. Its contents stay.
///
/// # Errors
/// Whatever the system says; `InvalidInput` for anything but a plain file.
pub fn open_to_write(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    files::quietly(options.write(true).create(true).truncate(false));
    match std::fs::metadata(path) {
        Ok(found) => plain(&found)?,
        Err(problem) if problem.kind() == ErrorKind::NotFound => {}
        Err(problem) => return Err(problem),
    }
    let file = options.open(path)?;
    plain(&file.metadata()?)?;
    Ok(file)
}

fn plain(found: &Metadata) -> io::Result<()> {
    let kind = found.file_type();
    if kind.is_file() {
        return Ok(());
    }
    let what = if kind.is_dir() {
        "a folder"
    } else {
        files::kind(kind)
    };
    Err(io::Error::new(
        ErrorKind::InvalidInput,
        format!("it is {what}, not a file; put a plain file in its place"),
    ))
}

fn too_large(most: u64) -> io::Error {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    let most = match most {
        _ if most >= MIB && most.is_multiple_of(MIB) => format!("{} MiB", most / MIB),
        _ if most >= KIB => format!("{} KiB", most / KIB),
        _ => format!("{most} bytes"),
    };
    let why = format!("it is larger than {most}, the most that is read");
    io::Error::new(ErrorKind::FileTooLarge, why)
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn pipe(path: &Path) {
        rustix::fs::mknodat(
            rustix::fs::CWD,
            path,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
    }

    fn wrong(path: &Path) -> String {
        read(path, 100).unwrap_err().to_string()
    }

    #[test]
    fn only_plain_files_of_a_sane_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), b"hello").unwrap();
        symlink("file", at("link")).unwrap();
        symlink("/dev/zero", at("zero")).unwrap();
        pipe(&at("pipe"));
        symlink("pipe", at("to-pipe")).unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        std::fs::write(at("large"), vec![b'a'; 101]).unwrap();
        std::fs::write(at("enough"), vec![b'a'; 100]).unwrap();
        assert_eq!(read(&at("file"), 100).unwrap(), b"hello");
        assert_eq!(read(&at("link"), 5).unwrap(), b"hello");
        assert_eq!(read(&at("enough"), 100).unwrap().len(), 100);
        assert!(wrong(&at("zero")).contains("a device"));
        assert!(wrong(&at("pipe")).contains("a pipe"));
        assert!(wrong(&at("to-pipe")).contains("put a plain file"));
        assert!(wrong(&at("folder")).contains("a folder"));
        assert_eq!(wrong(&at("large")), too_large(100).to_string());
        assert_eq!(
            read(&at("none"), 9).unwrap_err().kind(),
            ErrorKind::NotFound
        );
        // A file whose length the system doesn't know in advance.
        let status = Path::new("/proc/self/status");
        assert!(!read(status, 100_000).unwrap().is_empty());
        assert_eq!(
            read(status, 10).unwrap_err().kind(),
            ErrorKind::FileTooLarge
        );
    }

    #[test]
    fn what_is_not_text_is_named_by_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, b"one\ntwo \xff").unwrap();
        let problem = read_text(&file, 100).unwrap_err();
        assert_eq!(problem.kind(), ErrorKind::InvalidData);
        assert!(problem.to_string().starts_with("line 2 "), "{problem}");
    }

    #[test]
    fn what_is_written_over_is_a_plain_file_too() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        pipe(&at("pipe"));
        symlink("/dev/null", at("null")).unwrap();
        for name in ["pipe", "null"] {
            let problem = open_to_write(&at(name)).unwrap_err();
            assert_eq!(problem.kind(), ErrorKind::InvalidInput, "{name}");
        }
        std::fs::write(at("file"), b"hello").unwrap();
        open_to_write(&at("file")).unwrap();
        assert_eq!(read(&at("file"), 100).unwrap(), b"hello");
        let made = open_to_write(&at("new")).unwrap();
        let mode = made.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
