//! Databases of each released form: still read, and written on.

use super::*;

/// As much of it as schema version 3 could hold: reasons are sentences.
fn everything_of_form_3() -> Vec<Row> {
    let mut rows = everything();
    for row in &mut rows {
        match &mut row.record {
            Record::Asked(asked) => asked.chosen = Reason::said("chest: \"not\" for 2 h"),
            Record::Break(run) => run.chosen = None,
            Record::Span(_)
            | Record::Natural(_)
            | Record::Held(_)
            | Record::Felt(_)
            | Record::Note { .. } => {}
        }
    }
    rows
}

/// As much of it as schema version 1 could hold.
fn everything_of_form_1() -> Vec<Row> {
    let mut rows = everything_of_form_3();
    rows.retain(|row| !matches!(row.record, Record::Felt(_)));
    rows
}

/// A database left behind by an earlier schema version; written once and never again.
fn a_database_of_form(form: u32, left: &[Row]) {
    let kept = format!("tests/data/history-v{form}.sqlite3");
    let (folder, _) = folder();
    let path = folder.path().join("history.sqlite3");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(kept), &path).unwrap();
    let last = left.iter().map(|row| row.id).max().unwrap();
    // Opened only for reading, it stays as it is.
    let looked = History::look(&path).unwrap();
    assert_eq!(looked.rows(MONDAY, MONDAY).unwrap(), left);
    assert_eq!(looked.tail().unwrap().last_id, last);
    let sums = looked.sums(MONDAY, MONDAY).unwrap();
    assert_eq!(sums[0].sitting, 27 * 60_000);
    let said = looked.felt().unwrap();
    drop(looked);
    let mut history = History::open(&path).unwrap();
    assert_eq!(history.rows(MONDAY, MONDAY).unwrap(), left);
    assert_eq!(history.sums(MONDAY, MONDAY).unwrap(), sums);
    let more = rows(vec![
        span(SpanKind::Standing, 700, 720),
        felt(730, Some(0), Some(Effort::Easy)),
        span(SpanKind::Standing, 7 * 1440, 7 * 1440 + 5),
    ]);
    let more: Vec<Row> = more
        .into_iter()
        .map(|row| Row {
            id: row.id + last,
            ..row
        })
        .collect();
    history.store(&puts(&more)).unwrap();
    assert_eq!(history.rows(MONDAY, MONDAY).unwrap().len(), left.len() + 2);
    assert_eq!(history.felt().unwrap().len(), said.len() + 1);
    assert_eq!(history.tail().unwrap().last_id, last + 3);
    // A week later its days have sums.
    let days: Vec<i64> = history
        .connection
        .prepare("SELECT day FROM day")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(days, [day_of(MONDAY)]);
    assert_eq!(history.sums(MONDAY, MONDAY).unwrap(), sums);
    history.check().unwrap();
}

#[test]
fn a_database_of_form_1_is_still_read_and_written() {
    a_database_of_form(1, &everything_of_form_1());
}

#[test]
fn a_database_of_form_2_is_still_read_and_written() {
    a_database_of_form(2, &everything_of_form_3());
}

#[test]
fn a_database_of_form_3_is_still_read_and_written() {
    a_database_of_form(3, &everything_of_form_3());
}

#[test]
fn a_database_of_form_4_is_read_and_written() {
    a_database_of_form(4, &everything());
}
