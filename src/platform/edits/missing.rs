//! Unbend can't detect edited files on this system yet.

use crate::platform::edits::Edited;
use crate::platform::paths::Paths;

#[derive(Debug)]
pub(super) struct Edits;

impl Edits {
    pub(super) fn of(_paths: &Paths) -> Edits {
        Edits
    }

    pub(super) async fn done(&mut self) -> Edited {
        std::future::pending().await
    }
}

pub(super) fn trouble() -> Option<String> {
    Some(
        "changes of files go unnoticed on this system yet: `unbend quit` and start it again after you have edited \
         settings or catalog by hand"
            .to_owned(),
    )
}

pub(super) fn can_watch() -> bool {
    false
}
