//! Feedback after breaks, as stored and read.

use rusqlite::{Transaction, params};

use crate::logic::past::history::{Felt, Moment};
use crate::logic::practice::effort::Effort;
use crate::logic::text::word::Word as _;
use crate::store::history::{History, HistoryProblem, migrate};

/// The schema version that introduced feedback.
const SINCE: u32 = 2;

/// More answers than this say nothing more about what the user can do now.
const MOST: i64 = 2000;

pub(super) fn put(to: &Transaction<'_>, id: i64, felt: &Felt) -> rusqlite::Result<()> {
    to.prepare("REPLACE INTO felt VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            id,
            felt.at.ms,
            felt.at.zone,
            felt.exercise,
            felt.pain,
            felt.effort.map(Effort::word),
        ])?;
    Ok(())
}

impl History {
    /// The last answers, newest last.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn felt(&self) -> Result<Vec<Felt>, HistoryProblem> {
        let mut felt = self
            .read_felt(" ORDER BY id DESC LIMIT ?1", &[MOST])
            .map_err(|error| self.unreadable(&error))?;
        felt.reverse();
        Ok(felt.into_iter().map(|(_, felt)| felt).collect())
    }

    /// Answers with their numbers. A database opened only for reading may predate them.
    pub(super) fn read_felt(
        &self,
        which: &str,
        params: &[i64],
    ) -> rusqlite::Result<Vec<(i64, Felt)>> {
        let mut felt = Vec::new();
        if migrate::version(&self.connection)? < SINCE {
            return Ok(felt);
        }
        let sql = format!("SELECT id, at_ms, zone_s, exercise, pain, effort FROM felt{which}");
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(params))?;
        while let Some(row) = rows.next()? {
            let effort: Option<String> = row.get(5)?;
            let one = Felt {
                at: Moment {
                    ms: row.get(1)?,
                    zone: row.get(2)?,
                },
                exercise: row.get(3)?,
                pain: row.get(4)?,
                effort: effort.as_deref().and_then(Effort::from_word),
            };
            felt.push((row.get(0)?, one));
        }
        Ok(felt)
    }

    /// The highest number of any answer; 0 if there is none.
    pub(super) fn last_felt(&self) -> rusqlite::Result<i64> {
        if migrate::version(&self.connection)? < SINCE {
            return Ok(0);
        }
        let sql = "SELECT ifnull(max(id), 0) FROM felt";
        self.connection.query_row(sql, [], |row| row.get(0))
    }
}
