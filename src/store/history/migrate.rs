//! Migrates a database to the current schema, one numbered step at a time.

use rusqlite::Connection;

/// The steps, in order. A released one never changes; new ones get a new file and a line here.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_create.sql"),
    include_str!("migrations/0002_felt.sql"),
    include_str!("migrations/0003_day.sql"),
    include_str!("migrations/0004_chosen.sql"),
];

/// The schema version that this program writes.
pub(super) const VERSION: u32 = MIGRATIONS.len() as u32;

/// Marks the file as an Unbend history ("Unbe").
pub(super) const APPLICATION_ID: u32 = u32::from_be_bytes(*b"Unbe");

/// The schema version of a database; 0 = empty.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Whether another program created the database.
pub(super) fn is_foreign(connection: &Connection) -> rusqlite::Result<bool> {
    let id: u32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id == APPLICATION_ID {
        return Ok(false);
    }
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(id != 0 || tables > 0)
}

/// Runs the missing steps, each whole or not at all.
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
