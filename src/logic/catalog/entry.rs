//! One exercise of a routine and how much of it is done there, as in a catalog file: its id, or a group of fields.

use super::amount::Amount;

/// One exercise of a routine. The same one may appear again, with a different amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Exercise id.
    pub exercise: String,
    /// How much of it.
    pub amount: Amount,
}

impl<T: Into<String>> From<T> for Entry {
    fn from(id: T) -> Entry {
        Entry {
            exercise: id.into(),
            amount: Amount::default(),
        }
    }
}
