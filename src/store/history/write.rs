//! Writes rows into the database.

use rusqlite::{Connection, Transaction, params};

use crate::logic::catalog::Reason;
use crate::logic::past::history::{
    Answer, Asked, Break, Held, Moment, NaturalBreak, Note, Record, Row, Span,
};
use crate::logic::past::tape::Change;
use crate::logic::text::word::Word;
use crate::store::history::{count, felt};

/// Writes all of it or nothing, along with any missing sums of the days up to `settled`.
pub(super) fn store(
    connection: &mut Connection,
    changes: &[Change],
    settled: Option<i64>,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for change in changes {
        match change {
            Change::Put(Row { id, record }) => match record {
                Record::Span(span) => put_span(&transaction, *id, span)?,
                Record::Asked(asked) => put_asked(&transaction, *id, asked)?,
                Record::Break(run) => put_break(&transaction, *id, run)?,
                Record::Natural(natural) => put_natural(&transaction, *id, natural)?,
                Record::Felt(felt) => felt::put(&transaction, *id, felt)?,
                Record::Held(held) => put_held(&transaction, *id, held)?,
                Record::Note { at, note } => put_note(&transaction, *id, *at, *note)?,
            },
            Change::DropSpan(id) => {
                transaction
                    .prepare("DELETE FROM span WHERE id = ?1")?
                    .execute([id])?;
            }
        }
    }
    if let Some(day) = settled {
        count::bring_up(&transaction, day)?;
    }
    transaction.commit()
}

fn put_span(to: &Transaction<'_>, id: i64, span: &Span) -> rusqlite::Result<()> {
    to.prepare("REPLACE INTO span VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            id,
            span.kind.word(),
            span.counted.map(|posture| posture.word()),
            span.start.ms,
            span.start.zone,
            span.end,
        ])?;
    Ok(())
}

fn put_asked(to: &Transaction<'_>, id: i64, asked: &Asked) -> rusqlite::Result<()> {
    let (answer, detail) = match asked.answer.map(|(answer, _)| answer) {
        None => (None, None),
        Some(Answer::Started) => (Some("started"), None),
        Some(Answer::Snoozed { length }) => (Some("snoozed"), Some(length.as_millis().to_string())),
        Some(Answer::Skipped) => (Some("skipped"), None),
        Some(Answer::Closed) => (Some("closed"), None),
        Some(Answer::Withdrawn(cause)) => (Some("withdrawn"), Some(cause.word().to_owned())),
        Some(Answer::Expired) => (Some("expired"), None),
    };
    to.prepare(
        "REPLACE INTO asked VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        id,
        asked.at.ms,
        asked.at.zone,
        asked.reminder,
        asked.nudge,
        asked.showing,
        asked.sitting.as_millis() as i64,
        asked.offered,
        reason(asked.chosen.as_ref()),
        asked.waited_for.map(|hold| hold.word()),
        answer,
        asked.answer.map(|(_, at)| at),
        detail,
    ])?;
    Ok(())
}

fn put_break(to: &Transaction<'_>, id: i64, run: &Break) -> rusqlite::Result<()> {
    to.prepare("REPLACE INTO break VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
        .execute(params![
            id,
            run.start.ms,
            run.start.zone,
            run.end,
            run.what,
            run.by,
            reason(run.chosen.as_ref()),
            run.guided.as_millis() as i64,
            run.outcome.map(|outcome| outcome.word()),
        ])?;
    to.prepare("DELETE FROM exercise WHERE break_id = ?1")?
        .execute([id])?;
    for (place, done) in run.exercises.iter().enumerate() {
        to.prepare("INSERT INTO exercise VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
                id,
                place as i64,
                done.exercise,
                done.guided.as_millis() as i64,
                done.reps,
                done.whole,
            ])?;
    }
    Ok(())
}

/// A stored reason: JSON, or empty if there is none.
fn reason(reason: Option<&Reason>) -> String {
    let kept = reason.and_then(|reason| serde_json::to_string(reason).ok());
    kept.unwrap_or_default()
}

fn put_natural(to: &Transaction<'_>, id: i64, natural: &NaturalBreak) -> rusqlite::Result<()> {
    to.prepare("REPLACE INTO natural VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            id,
            natural.at.ms,
            natural.at.zone,
            natural.lasted.as_millis() as i64,
            natural.by.word(),
        ])?;
    Ok(())
}

fn put_held(to: &Transaction<'_>, id: i64, held: &Held) -> rusqlite::Result<()> {
    to.prepare("REPLACE INTO held VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            id,
            held.hold.word(),
            held.start.ms,
            held.start.zone,
            held.end,
            held.waited,
        ])?;
    Ok(())
}

fn put_note(to: &Transaction<'_>, id: i64, at: Moment, note: Note) -> rusqlite::Result<()> {
    let millis = |span: std::time::Duration| span.as_millis() as i64;
    let (word, ms) = match note {
        Note::Resumed { off } => ("resumed", Some(millis(off))),
        Note::Started { off } => ("started", off.map(millis)),
        Note::Stopped => ("stopped", None),
        Note::ClockSet { by } => ("clock-set", Some(by)),
    };
    to.prepare("REPLACE INTO note VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id, at.ms, at.zone, word, ms])?;
    Ok(())
}
