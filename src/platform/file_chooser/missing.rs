//! Unbend can't open this system's file dialogue yet.

use crate::logic::shown::file_choice::{Chosen, Wanted};

#[derive(Debug)]
pub(super) struct FileChooser {
    /// A request whose answer hasn't been collected.
    asked: bool,
}

impl FileChooser {
    pub(super) fn new() -> FileChooser {
        FileChooser { asked: false }
    }

    pub(super) fn ask(&mut self, _wanted: Wanted, wake: impl Fn() + Send + 'static) {
        self.asked = true;
        wake();
    }

    pub(super) fn answer(&mut self) -> Option<Chosen> {
        std::mem::take(&mut self.asked).then(|| {
            Chosen::Missing(
                "Unbend has no file dialogue on this system yet: type the path".to_owned(),
            )
        })
    }
}
