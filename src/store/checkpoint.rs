//! What must survive a restart, in one small file that is replaced whole at every change.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::platform::plain_file;
use crate::store::atomic;

/// Longest checkpoint that is read, in bytes.
const LONGEST_FILE: u64 = 1024 * 1024;

/// No state is longer; a file that is longer wasn't written here.
const LONGEST_PADDED: usize = 64 * 1024;

/// The checkpoint file.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    path: PathBuf,
}

/// What was remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered<T> {
    /// The state; none if there is none, or it can't be read.
    pub state: Option<T>,
    /// Why it can't be read, and where the file went.
    pub warning: Option<String>,
}

impl Checkpoint {
    /// The checkpoint at that path, which need not exist.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Checkpoint { path: path.into() }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Replaces the saved state.
    ///
    /// # Errors
    /// Whatever the system refuses; the previous state is intact then.
    pub fn save<T: Serialize>(&self, state: &T) -> io::Result<()> {
        atomic::write(&self.path, &line(state)?)
    }

    /// Replaces the saved state without waiting for the disk.
    ///
    /// # Errors
    /// As for [`Checkpoint::save`].
    pub fn save_soon<T: Serialize>(&self, state: &T) -> io::Result<()> {
        atomic::write_soon(&self.path, &line(state)?)
    }

    /// Saves a newer state beside it without waiting for the disk, at next to no cost to a sleeping program: a second
    /// file is overwritten in place. It survives a crash of the program; after a power cut the previous state counts.
    ///
    /// # Errors
    /// As for [`Checkpoint::save`].
    pub fn note<T: Serialize>(&self, state: &T) -> io::Result<()> {
        let newer = self.newer();
        let is_file = |path: &Path| fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
        // A file that doesn't exist yet, or isn't one of ours, is created the usual way.
        for path in [&self.path, &newer] {
            if !is_file(path) {
                return atomic::write_soon(path, &line(state)?);
            }
        }
        let mut bytes = line(state)?;
        let mut file = plain_file::open_to_write(&newer)?;
        let before = usize::try_from(file.metadata()?.len()).unwrap_or_default();
        // Blanks cover the rest of a longer state: the JSON ends before them.
        bytes.resize(bytes.len().max(before.min(LONGEST_PADDED)), b' ');
        file.write_all(&bytes)
    }

    /// Reads the saved state and changes nothing; none if there is none, or it can't be read.
    pub fn look<T: DeserializeOwned>(&self) -> Option<T> {
        let newer = self.read_newer();
        newer.or_else(|| serde_json::from_slice(&read(&self.path).ok()?).ok())
    }

    fn newer(&self) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(".newer");
        PathBuf::from(name)
    }

    /// The state saved beside the file, if that was later.
    fn read_newer<T: DeserializeOwned>(&self) -> Option<T> {
        let newer = self.newer();
        let written = |path: &Path| fs::metadata(path).and_then(|found| found.modified()).ok();
        let counts = written(&newer)? > written(&self.path)?;
        let bytes = counts.then(|| read(&newer).ok()).flatten()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Reads the saved state. A damaged file is moved aside, so that the next save doesn't destroy it.
    pub fn load<T: DeserializeOwned>(&self) -> Remembered<T> {
        if let Some(state) = self.read_newer() {
            return Remembered {
                state: Some(state),
                warning: None,
            };
        }
        let why = match read(&self.path) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(state) => {
                    return Remembered {
                        state: Some(state),
                        warning: None,
                    };
                }
                Err(problem) => problem.to_string(),
            },
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => {
                return Remembered {
                    state: None,
                    warning: None,
                };
            }
            Err(problem) => problem.to_string(),
        };
        let mut aside = self.path.as_os_str().to_owned();
        aside.push(".bad");
        let kept = match fs::rename(&self.path, &aside) {
            Ok(()) => format!("it is kept as {}", Path::new(&aside).display()),
            Err(problem) => format!("it cannot be moved aside: {problem}"),
        };
        let path = self.path.display();
        Remembered {
            state: None,
            warning: Some(format!(
                "{path} cannot be read ({why}); {kept}, counting starts at zero"
            )),
        }
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    plain_file::read(path, LONGEST_FILE)
}

fn line<T: Serialize>(state: &T) -> io::Result<Vec<u8>> {
    let mut json = serde_json::to_vec(state)?;
    json.push(b'\n');
    Ok(json)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde::Deserialize;

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Counts {
        sitting: u64,
        since: String,
    }

    fn counts(sitting: u64) -> Counts {
        Counts {
            sitting,
            since: "2026-03-02T09:00".to_owned(),
        }
    }

    fn checkpoint() -> (tempfile::TempDir, Checkpoint) {
        let folder = tempfile::tempdir().unwrap();
        let checkpoint = Checkpoint::at(folder.path().join("state").join("checkpoint.json"));
        (folder, checkpoint)
    }

    #[test]
    fn what_was_saved_last_is_remembered() {
        let (_folder, checkpoint) = checkpoint();
        let nothing = Remembered::<Counts> {
            state: None,
            warning: None,
        };
        assert_eq!(checkpoint.load::<Counts>(), nothing);
        for sitting in [1, 700] {
            checkpoint.save(&counts(sitting)).unwrap();
            assert_eq!(checkpoint.load().state, Some(counts(sitting)));
        }
    }

    #[test]
    #[expect(
        clippy::disallowed_types,
        reason = "files carry the time of the system"
    )]
    fn what_was_noted_beside_it_counts_while_it_is_newer_and_whole() {
        let (_folder, checkpoint) = checkpoint();
        let later = |seconds| std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let written = |path: &Path, seconds| {
            let file = plain_file::open_to_write(path).unwrap();
            file.set_modified(later(seconds)).unwrap();
        };
        // The first one goes into the file itself.
        checkpoint.note(&counts(1)).unwrap();
        assert!(!checkpoint.newer().exists());
        let long = Counts {
            since: "x".repeat(500),
            ..counts(2)
        };
        for state in [long, counts(3)] {
            checkpoint.note(&state).unwrap();
            written(checkpoint.path(), 100);
            written(&checkpoint.newer(), 200);
            assert_eq!(checkpoint.load().state, Some(state.clone()));
            assert_eq!(checkpoint.look(), Some(state));
        }
        checkpoint.save(&counts(4)).unwrap();
        assert_eq!(checkpoint.load().state, Some(counts(4)));
        // Half of it had been written when the power failed.
        checkpoint.note(&counts(5)).unwrap();
        let half = fs::read(checkpoint.newer()).unwrap();
        fs::write(checkpoint.newer(), &half[..10]).unwrap();
        written(checkpoint.path(), 300);
        written(&checkpoint.newer(), 400);
        assert_eq!(checkpoint.load().state, Some(counts(4)));
        // A deleted file isn't brought back.
        checkpoint.note(&counts(6)).unwrap();
        fs::remove_file(checkpoint.path()).unwrap();
        assert_eq!(checkpoint.load::<Counts>().state, None);
    }

    #[test]
    fn a_damaged_file_is_nothing_and_kept_aside() {
        let damaged: [&[u8]; 4] = [b"", b"{\"sitting\":", b"\xff\x00", b"{\"sitting\":-1}"];
        for content in damaged {
            let (_folder, checkpoint) = checkpoint();
            checkpoint.save(&counts(5)).unwrap();
            fs::write(checkpoint.path(), content).unwrap();
            let remembered = checkpoint.load::<Counts>();
            assert_eq!(remembered.state, None);
            let warning = remembered.warning.unwrap();
            assert!(warning.contains("checkpoint.json.bad"), "{warning}");
            let aside = checkpoint.path().with_extension("json.bad");
            assert_eq!(fs::read(aside).unwrap(), content);
            assert_eq!(checkpoint.load::<Counts>().warning, None);
            checkpoint.save(&counts(6)).unwrap();
            assert_eq!(checkpoint.load().state, Some(counts(6)));
        }
    }

    #[test]
    fn a_file_cut_anywhere_never_passes_for_a_whole_one() {
        let (_folder, checkpoint) = checkpoint();
        checkpoint.save(&counts(5)).unwrap();
        let whole = fs::read(checkpoint.path()).unwrap();
        for length in 0..whole.len() - 1 {
            fs::write(checkpoint.path(), &whole[..length]).unwrap();
            assert_eq!(checkpoint.load::<Counts>().state, None, "{length}");
        }
    }

    #[test]
    fn what_cannot_be_saved_or_read_is_said() {
        let (folder, checkpoint) = checkpoint();
        fs::write(folder.path().join("state"), "in the way").unwrap();
        assert!(checkpoint.save(&counts(5)).is_err());
        fs::remove_file(folder.path().join("state")).unwrap();
        fs::create_dir_all(checkpoint.path()).unwrap();
        let warning = checkpoint.load::<Counts>().warning.unwrap();
        assert!(warning.contains("it is a folder, not a file"), "{warning}");
    }
}
