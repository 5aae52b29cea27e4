//! This system reclaims unused memory by itself.

#[derive(Clone, Debug)]
pub(super) struct OwnPages;

impl OwnPages {
    pub(super) fn find() -> OwnPages {
        OwnPages
    }

    pub(super) fn give_back(&self) {}
}

pub(super) fn trim_heap() {}
