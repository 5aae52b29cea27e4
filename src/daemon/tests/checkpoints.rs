//! What a start resumes from: a checkpoint, or the history if there is none.

use super::*;

#[test]
fn without_a_checkpoint_the_choices_are_made_from_the_history() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let first = turn.status().next.unwrap().what;
    run_until(&mut turn, at(31.0).mono);
    turn.start(None, None).unwrap();
    turn.feed(Input::BreakEnded(Ending::Finished));
    turn.end(at(33.0));
    let second = turn.status().next.unwrap().what;
    assert_ne!(first, second);
    std::fs::remove_file(folder.path().join("checkpoint.json")).unwrap();
    let turn = begin(folder.path(), at(40.0));
    assert_eq!(turn.status().next.unwrap().what, second);
}

#[test]
fn a_checkpoint_from_the_future_counts_as_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(60.0));
    run_until(&mut turn, at(80.5).mono);
    std::mem::forget(turn);
    let turn = begin(folder.path(), at(75.0));
    let status = turn.status();
    assert_eq!(status.sitting, Duration::ZERO);
    assert!(status.problems.is_empty(), "{:?}", status.problems);
}

#[test]
fn a_damaged_checkpoint_starts_at_zero_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(20.5).mono);
    std::mem::forget(turn);
    std::fs::write(folder.path().join("checkpoint.json"), "{\"saved\":").unwrap();
    let turn = begin(folder.path(), at(20.6));
    let status = turn.status();
    assert_eq!(status.sitting, Duration::ZERO);
    let named = |problem: &String| problem.contains("checkpoint.json.bad");
    assert!(status.problems.iter().any(named), "{:?}", status.problems);
}

#[test]
fn a_checkpoint_of_a_later_version_is_left_alone_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoint.json");
    let later = "{\"version\":99,\"anything\":true}\n";
    std::fs::write(&path, later).unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(20.5).mono);
    let problems = turn.status().problems;
    let named =
        |problem: &&String| problem.contains("checkpoint.json was written by a later version");
    assert_eq!(problems.iter().filter(named).count(), 1, "{problems:?}");
    turn.end(at(21.0));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), later);
    let names = std::fs::read_dir(folder.path()).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    let beside =
        |name: &&std::ffi::OsString| name.to_string_lossy().starts_with("checkpoint.json.");
    assert_eq!(names.iter().find(beside), None);
}
