//! Brings a database to the form that this program writes, one numbered step after the other.

use rusqlite::Connection;

/// The steps, in order. A released one never changes; what comes later is a new file and its line here.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_create.sql"),
    include_str!("migrations/0002_felt.sql"),
    include_str!("migrations/0003_day.sql"),
    include_str!("migrations/0004_chosen.sql"),
];

/// The form that this program writes.
pub(super) const VERSION: u32 = MIGRATIONS.len() as u32;

/// Marks the file as a history of Unbend ("Unbe").
pub(super) const APPLICATION_ID: u32 = u32::from_be_bytes(*b"Unbe");

/// The form that a database has; 0 = empty.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Whether the database was made by another program.
pub(super) fn is_foreign(connection: &Connection) -> rusqlite::Result<bool> {
    let id: u32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id == APPLICATION_ID {
        return Ok(false);
    }
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(id != 0 || tables > 0)
}

/// Runs the steps that are missing, each whole or not at all.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let from = version(connection)? as usize;
    for (index, sql) in MIGRATIONS.iter().enumerate().skip(from) {
        let step = connection.transaction()?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "application_id", APPLICATION_ID)?;
        step.pragma_update(None, "user_version", index as u32 + 1)?;
        step.commit()?;
    }
    Ok(())
}
