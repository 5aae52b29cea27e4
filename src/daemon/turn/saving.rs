//! What must survive the daemon.

use std::io;
use std::time::Duration;

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::Turn;
use crate::logic::schedule::Checkpoint;
use crate::logic::time::now::Mono;
use crate::store::state_file::StateFile;

/// The checkpoint's file, and its contents.
pub(super) struct Saved {
    file: StateFile<Checkpoint>,
    /// Identifies the machine's current boot.
    boot: String,
    last: Option<Checkpoint>,
    /// When saving was last checked.
    at: Mono,
    /// Why it couldn't be written last time, in words.
    trouble: Option<String>,
}

impl Saved {
    /// Nothing is saved yet. `trouble`: why nothing will be, if the file is left alone.
    pub(super) fn new(
        file: StateFile<Checkpoint>,
        boot: String,
        trouble: Option<String>,
        now: Mono,
    ) -> Self {
        Saved {
            file,
            boot,
            last: None,
            at: now,
            trouble,
        }
    }

    /// When it was saved, or didn't need to be.
    pub(super) fn at(&self) -> Mono {
        self.at
    }

    /// Why the counts wouldn't survive a restart, in words.
    pub(super) fn trouble(&self) -> Option<String> {
        self.trouble.clone()
    }

    fn write(
        &mut self,
        checkpoint: Checkpoint,
        save: fn(&StateFile<Checkpoint>, &Checkpoint) -> io::Result<()>,
    ) {
        if self.file.is_left_alone() || self.last.as_ref() == Some(&checkpoint) {
            return;
        }
        match save(&self.file, &checkpoint) {
            Ok(()) => {
                self.last = Some(checkpoint);
                self.trouble = None;
            }
            Err(problem) => {
                let path = self.file.path().display();
                let words = format!(
                    "{path} cannot be written ({problem}): sitting time would not survive a restart. Make room on the disk, or allow writing there"
                );
                tracing::warn!("{words}");
                self.trouble = Some(words);
            }
        }
    }
}

impl<D: Desktop> Turn<D> {
    pub(super) fn save(&mut self) {
        self.save_by(StateFile::save);
    }

    /// Saves what has only grown if that was last done this long ago: a kill must not cost more.
    pub(super) fn save_what_grew(&mut self, ago: Duration) {
        let grows = self.shown.as_ref().is_some_and(|status| status.counting);
        if grows && self.now.mono >= self.saved.at + ago {
            self.save_by(StateFile::note);
        }
        self.recorder.keep(self.now.mono, false);
    }

    pub(super) fn save_by(
        &mut self,
        save: fn(&StateFile<Checkpoint>, &Checkpoint) -> io::Result<()>,
    ) {
        self.saved.at = self.now.mono;
        let mut checkpoint = self.scheduler.checkpoint(&self.saved.boot);
        checkpoint.notice = self.posted.clone();
        self.saved.write(checkpoint, save);
    }
}
