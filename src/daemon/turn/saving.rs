//! What must survive the daemon.

use std::io;
use std::time::Duration;

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::Turn;
use crate::logic::schedule::Checkpoint;
use crate::store::checkpoint::Checkpoint as CheckpointFile;

impl<D: Desktop> Turn<D> {
    pub(super) fn save(&mut self) {
        self.save_by(CheckpointFile::save);
    }

    /// Saves what has only grown if that was last done so long ago: killed without a word, the daemon must not forget more.
    pub(super) fn save_what_grew(&mut self, ago: Duration) {
        let grows = self.shown.as_ref().is_some_and(|status| status.counting);
        if grows && self.now.mono >= self.saved_at + ago {
            self.save_by(CheckpointFile::note);
        }
        self.recorder.keep(self.now.mono, false);
    }

    pub(super) fn save_by(&mut self, save: fn(&CheckpointFile, &Checkpoint) -> io::Result<()>) {
        self.saved_at = self.now.mono;
        let mut checkpoint = self.scheduler.checkpoint(&self.boot);
        checkpoint.notice = self.posted.clone();
        if self.saved.as_ref() == Some(&checkpoint) {
            return;
        }
        match save(&self.checkpoint, &checkpoint) {
            Ok(()) => {
                self.saved = Some(checkpoint);
                self.unsaved = None;
            }
            Err(problem) => {
                let path = self.checkpoint.path().display();
                let words = format!(
                    "{path} cannot be written ({problem}): sitting time would not survive a restart. Make room on the disk, or allow writing there"
                );
                tracing::warn!("{words}");
                self.unsaved = Some(words);
            }
        }
    }
}
