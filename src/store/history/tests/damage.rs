//! Files that are damaged, foreign, from a later version, or on a full disk.

use super::*;

#[test]
fn a_later_versions_history_is_left_as_it_is() {
    let (_folder, path) = folder();
    let history = with_everything(&path);
    let later = migrate::VERSION + 1;
    history
        .connection
        .pragma_update(None, "user_version", later)
        .unwrap();
    drop(history);
    let before = fs::read(&path).unwrap();
    for opened in [History::open(&path), History::look(&path)] {
        let problem = opened.unwrap_err();
        assert!(!problem.may_pass());
        assert!(
            problem.to_string().contains("a later version of Unbend"),
            "{problem}"
        );
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn what_is_no_history_is_left_as_it_is() {
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE recipe (id)").unwrap();
    drop(other);
    let foreign = fs::read(&path).unwrap();
    let problem = History::open(&path).unwrap_err();
    assert_eq!(problem, HistoryProblem::Foreign(path.clone()));
    assert_eq!(fs::read(&path).unwrap(), foreign);

    let rubbish = vec![b'x'; 10_000];
    fs::write(&path, &rubbish).unwrap();
    let problem = History::open(&path).unwrap_err();
    assert!(problem.to_string().contains("is damaged"), "{problem}");
    assert!(!problem.may_pass());
    assert_eq!(fs::read(&path).unwrap(), rubbish);
}

#[test]
fn damage_inside_is_found_when_it_is_met() {
    let (_folder, path) = folder();
    let history = with_everything(&path);
    // All pages except those that define the tables.
    let roots: Vec<u32> = {
        let sql = "SELECT rootpage FROM sqlite_schema WHERE rootpage > 0";
        let mut roots = history.connection.prepare(sql).unwrap();
        let roots = roots.query_map([], |row| row.get(0)).unwrap();
        roots.collect::<Result<_, _>>().unwrap()
    };
    drop(history);
    let mut bytes = fs::read(&path).unwrap();
    assert!(roots.len() > 8, "{roots:?}");
    for root in roots {
        let root = root as usize;
        bytes[(root - 1) * 4096..root * 4096].fill(0xa5);
    }
    fs::write(&path, &bytes).unwrap();
    let history = History::look(&path).unwrap();
    let problem = history.rows(MONDAY, MONDAY).unwrap_err();
    assert!(
        matches!(problem, HistoryProblem::Damaged { .. }),
        "{problem}"
    );
    assert!(history.check().is_err());
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_history_cut_anywhere_does_no_harm() {
    let (folder, path) = folder();
    drop(with_everything(&path));
    let whole = fs::read(&path).unwrap();
    let cut = folder.path().join("cut.sqlite3");
    for length in (0..whole.len()).step_by(997) {
        fs::write(&cut, &whole[..length]).unwrap();
        // Whatever it is, it is reported and nothing panics; an empty file isn't a history yet.
        if let Ok(history) = History::look(&cut) {
            let _ = history.rows(MONDAY, MONDAY);
            assert!(history.check().is_err() || length == whole.len());
        }
    }
}

#[test]
fn a_full_disk_changes_nothing_and_passes() {
    let (_folder, path) = folder();
    let mut history = with_everything(&path);
    let pages: u32 = history
        .connection
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    let limit = |history: &History, pages: u32| {
        history
            .connection
            .pragma_update(None, "max_page_count", pages)
            .unwrap();
    };
    limit(&history, pages);
    let many: Vec<Row> = (100..600)
        .map(|id| Row {
            id,
            record: asked(700, None),
        })
        .collect();
    let problem = history.store(&puts(&many)).unwrap_err();
    assert!(
        problem.to_string().contains("the disk is full"),
        "{problem}"
    );
    assert!(problem.may_pass());
    assert_eq!(history.rows(MONDAY, MONDAY).unwrap(), everything());
    limit(&history, 10_000);
    history.store(&puts(&many)).unwrap();
    assert_eq!(
        history.rows(MONDAY, MONDAY).unwrap().len(),
        everything().len() + 500
    );
}

#[test]
fn a_place_that_cannot_be_written_to_is_named() {
    let (folder, _) = folder();
    let in_the_way = folder.path().join("file");
    fs::write(&in_the_way, "").unwrap();
    for path in [
        in_the_way.join("history.sqlite3"),
        "/proc/unbend/history.sqlite3".into(),
    ] {
        let problem = History::open(&path).unwrap_err();
        assert!(problem.may_pass());
        assert!(problem.to_string().contains("history.sqlite3"), "{problem}");
    }
}

#[test]
fn rows_edited_into_nonsense_are_passed_over() {
    let (_folder, path) = folder();
    let history = with_everything(&path);
    history
        .connection
        .execute_batch(
            "UPDATE span SET kind = 'flying' WHERE id = 4; UPDATE held SET hold = 'hands';
             UPDATE natural SET by = 'magic'; UPDATE note SET note = 'hm' WHERE id = 1;
             UPDATE asked SET answer = 'perhaps', showing = 99 WHERE id = 6;
             UPDATE span SET start_ms = 9223372036854775807, end_ms = -9223372036854775808 WHERE id = 13;",
        )
        .unwrap();
    assert_eq!(
        history.rows(MONDAY, MONDAY).unwrap().len(),
        everything().len() - 5
    );
    assert_eq!(history.sums(MONDAY, MONDAY).unwrap().len(), 1);
}
