//! One exercise of a routine with how much of it is done there, as a catalog file has it: its id, or a group of fields.

use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::amount::Amount;

/// One exercise of a routine. The same one may come again, with more or less of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Exercise id.
    pub exercise: String,
    /// How much of it.
    pub amount: Amount,
}

/// The fields of an entry that says more than an id.
pub(super) const ENTRY: [&str; 5] = ["exercise", "sets", "reps", "hold", "side"];

impl<T: Into<String>> From<T> for Entry {
    fn from(id: T) -> Entry {
        Entry {
            exercise: id.into(),
            amount: Amount::default(),
        }
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Amount {
            sets,
            reps,
            hold,
            side,
        } = self.amount;
        if self.amount == Amount::default() {
            return to.serialize_str(&self.exercise);
        }
        let mut group = to.serialize_struct("Entry", ENTRY.len())?;
        group.serialize_field("exercise", &self.exercise)?;
        group.serialize_field("sets", &sets)?;
        group.serialize_field("reps", &reps)?;
        group.serialize_field("hold", &hold)?;
        group.serialize_field("side", &side)?;
        group.end()
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Entry, D::Error> {
        from.deserialize_any(IdOrGroup)
    }
}

struct IdOrGroup;

impl<'de> Visitor<'de> for IdOrGroup {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an exercise id or a group of fields")
    }

    fn visit_str<E: de::Error>(self, id: &str) -> Result<Entry, E> {
        Ok(id.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Entry, A::Error> {
        let mut exercise = None;
        let mut amount = Amount::default();
        while let Some(field) = fields.next_key::<String>()? {
            match field.as_str() {
                "exercise" => exercise = Some(fields.next_value()?),
                "sets" => amount.sets = fields.next_value()?,
                "reps" => amount.reps = fields.next_value()?,
                "hold" => amount.hold = fields.next_value()?,
                "side" => amount.side = fields.next_value()?,
                other => return Err(de::Error::unknown_field(other, &ENTRY)),
            }
        }
        let exercise = exercise.ok_or_else(|| de::Error::missing_field("exercise"))?;
        Ok(Entry { exercise, amount })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::Sides;

    #[test]
    fn serde_reads_both_forms_and_writes_what_it_reads() {
        let text =
            "#![enable(implicit_some)]\n[\"a\", (exercise: \"b\", sets: 2, hold: 20, side: Left)]";
        let entries: Vec<Entry> = ron::from_str(text).unwrap();
        let amount = Amount {
            sets: Some(2),
            hold: Some(20),
            side: Some(Sides::Left),
            ..Amount::default()
        };
        let exercise = "b".to_owned();
        assert_eq!(entries, [Entry::from("a"), Entry { exercise, amount }]);
        let json = serde_json::to_string(&entries).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Entry>>(&json).unwrap(), entries);
        for wrong in ["[(sets: 2)]", "[(exercise: \"a\", times: 2)]", "[5]"] {
            assert!(ron::from_str::<Vec<Entry>>(wrong).is_err(), "{wrong}");
        }
    }
}
