//! The rows that aren't stored yet.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::logic::past::history::{Record, Row};
use crate::logic::time::now::Mono;

/// One thing to do to the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Store this row, replacing one with the same number.
    Put(Row),
    /// The span with that number turned out never to have happened.
    DropSpan(i64),
}

impl Change {
    /// The number of the row.
    pub fn id(&self) -> i64 {
        match self {
            Change::Put(row) => row.id,
            Change::DropSpan(id) => *id,
        }
    }
}

/// How often rows that only grow are stored at most. The checkpoint, saved more often, tells the next run how far they
/// had grown.
pub(super) const GROWTH: Duration = Duration::from_secs(20 * 60);

/// Rows kept while nothing can be stored; the oldest are dropped first.
const MOST: usize = 2000;

#[derive(Clone, Debug)]
pub(super) struct Book {
    last_id: i64,
    changed: BTreeMap<i64, Change>,
    /// Whether anything but growth has changed.
    news: bool,
    taken: Option<Mono>,
}

impl Book {
    pub(super) fn new(last_id: i64) -> Self {
        Book {
            last_id,
            changed: BTreeMap::new(),
            news: false,
            taken: None,
        }
    }

    /// A new row.
    pub(super) fn add(&mut self, record: Record) -> i64 {
        self.last_id += 1;
        self.put(self.last_id, record, true);
        self.last_id
    }

    /// A row has changed; `news` if by more than growth.
    pub(super) fn put(&mut self, id: i64, record: Record, news: bool) {
        self.news |= news;
        self.changed.insert(id, Change::Put(Row { id, record }));
        while self.changed.len() > MOST {
            self.changed.pop_first();
        }
    }

    pub(super) fn drop_span(&mut self, id: i64) {
        self.news = true;
        self.changed.insert(id, Change::DropSpan(id));
    }

    /// Drops the pending change of that row.
    pub(super) fn forget(&mut self, id: i64) {
        self.changed.remove(&id);
    }

    pub(super) fn renumber(&mut self, by: i64) {
        self.last_id += by;
        let changed = std::mem::take(&mut self.changed);
        for change in changed.into_values() {
            let change = match change {
                Change::Put(row) => Change::Put(Row {
                    id: row.id + by,
                    ..row
                }),
                Change::DropSpan(id) => Change::DropSpan(id + by),
            };
            self.changed.insert(change.id(), change);
        }
    }

    pub(super) fn take(&mut self, now: Mono, all: bool) -> Vec<Change> {
        let grown = self.taken.is_none_or(|taken| now.since(taken) >= GROWTH);
        if self.changed.is_empty() || !(all || self.news || grown) {
            return Vec::new();
        }
        self.news = false;
        self.taken = Some(now);
        std::mem::take(&mut self.changed).into_values().collect()
    }

    /// Anything that has changed again meanwhile keeps its newer state.
    pub(super) fn give_back(&mut self, changes: Vec<Change>) {
        for change in changes {
            self.changed.entry(change.id()).or_insert(change);
        }
    }
}
