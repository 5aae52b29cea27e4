//! What was saved last is read, and nothing is lost or overwritten.

use std::time::Duration;

use serde::Deserialize;

use super::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Counts {
    sitting: u64,
    since: String,
}

impl Kept for Counts {
    const FORM: u32 = 2;
    const LOST: &str = "nothing is lost";

    fn form(&self) -> impl Serialize {
        self
    }

    fn read<'de, D: Deserializer<'de>>(form: u32, from: D) -> Result<Self, D::Error> {
        let mut counts = Counts::deserialize(from)?;
        // Minutes, once.
        counts.sitting *= if form < 2 { 60 } else { 1 };
        Ok(counts)
    }
}

fn counts(sitting: u64) -> Counts {
    Counts {
        sitting,
        since: "2026-03-02T09:00".to_owned(),
    }
}

fn checkpoint() -> (tempfile::TempDir, StateFile<Counts>) {
    let folder = tempfile::tempdir().unwrap();
    let checkpoint = StateFile::at(folder.path().join("state").join("checkpoint.json"));
    (folder, checkpoint)
}

#[test]
fn what_was_saved_last_is_remembered() {
    let (_folder, mut checkpoint) = checkpoint();
    let nothing = Remembered {
        state: None,
        problem: None,
    };
    assert_eq!(checkpoint.load(), nothing);
    for sitting in [1, 700] {
        checkpoint.save(&counts(sitting)).unwrap();
        assert_eq!(checkpoint.load().state, Some(counts(sitting)));
    }
}

#[test]
#[expect(
    clippy::disallowed_types,
    reason = "files carry the time of the system"
)]
fn what_was_noted_beside_it_counts_while_it_is_newer_and_whole() {
    let (_folder, mut checkpoint) = checkpoint();
    let later = |seconds| std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let written = |path: &Path, seconds| {
        let file = plain_file::open_to_write(path).unwrap();
        file.set_modified(later(seconds)).unwrap();
    };
    // The first one goes into the file itself.
    checkpoint.note(&counts(1)).unwrap();
    assert!(!checkpoint.beside().exists());
    let long = Counts {
        since: "x".repeat(500),
        ..counts(2)
    };
    for state in [long, counts(3)] {
        checkpoint.note(&state).unwrap();
        written(checkpoint.path(), 100);
        written(&checkpoint.beside(), 200);
        assert_eq!(checkpoint.load().state, Some(state.clone()));
        assert_eq!(checkpoint.look(), Some(state));
    }
    checkpoint.save(&counts(4)).unwrap();
    assert_eq!(checkpoint.load().state, Some(counts(4)));
    // Half of it had been written when the power failed.
    checkpoint.note(&counts(5)).unwrap();
    let half = fs::read(checkpoint.beside()).unwrap();
    fs::write(checkpoint.beside(), &half[..10]).unwrap();
    written(checkpoint.path(), 300);
    written(&checkpoint.beside(), 400);
    assert_eq!(checkpoint.load().state, Some(counts(4)));
    // A deleted file isn't brought back.
    checkpoint.note(&counts(6)).unwrap();
    fs::remove_file(checkpoint.path()).unwrap();
    assert_eq!(checkpoint.load().state, None);
}

#[test]
fn a_damaged_file_is_nothing_and_kept_aside() {
    let damaged: [&[u8]; 4] = [b"", b"{\"sitting\":", b"\xff\x00", b"{\"sitting\":-1}"];
    for content in damaged {
        let (_folder, mut checkpoint) = checkpoint();
        checkpoint.save(&counts(5)).unwrap();
        fs::write(checkpoint.path(), content).unwrap();
        let remembered = checkpoint.load();
        assert_eq!(remembered.state, None);
        let warning = remembered.problem.unwrap().to_string();
        assert!(warning.contains("checkpoint.json.bad"), "{warning}");
        let aside = checkpoint.path().with_extension("json.bad");
        assert_eq!(fs::read(aside).unwrap(), content);
        assert_eq!(checkpoint.load().problem, None);
        checkpoint.save(&counts(6)).unwrap();
        assert_eq!(checkpoint.load().state, Some(counts(6)));
    }
}

#[test]
fn a_file_cut_anywhere_never_passes_for_a_whole_one() {
    let (_folder, mut checkpoint) = checkpoint();
    checkpoint.save(&counts(5)).unwrap();
    let whole = fs::read(checkpoint.path()).unwrap();
    for length in 0..whole.len() - 1 {
        fs::write(checkpoint.path(), &whole[..length]).unwrap();
        assert_eq!(checkpoint.load().state, None, "{length}");
    }
}

#[test]
fn what_cannot_be_saved_or_read_is_said() {
    let (folder, mut checkpoint) = checkpoint();
    fs::write(folder.path().join("state"), "in the way").unwrap();
    assert!(checkpoint.save(&counts(5)).is_err());
    fs::remove_file(folder.path().join("state")).unwrap();
    fs::create_dir_all(checkpoint.path()).unwrap();
    let warning = checkpoint.load().problem.unwrap().to_string();
    assert!(warning.contains("it is a folder, not a file"), "{warning}");
}

#[test]
fn an_older_form_is_read_and_a_later_one_is_left_alone() {
    let (_folder, mut checkpoint) = checkpoint();
    checkpoint.save(&counts(5)).unwrap();
    let now = fs::read_to_string(checkpoint.path()).unwrap();
    assert!(now.starts_with("{\"version\":2,\"sitting\":5,"), "{now}");
    for (form, sitting) in [("", 300), ("\"version\":1,", 300), ("\"version\":2,", 5)] {
        fs::write(checkpoint.path(), now.replace("\"version\":2,", form)).unwrap();
        assert_eq!(checkpoint.load().state, Some(counts(sitting)), "{form}");
    }
    let later = b"{\"version\":3,\"whatever\":[]}";
    let (main, beside) = (checkpoint.path().to_owned(), checkpoint.beside());
    for file in [&main, &beside] {
        let mut checkpoint = StateFile::at(&main);
        checkpoint.save(&counts(6)).unwrap();
        fs::write(file, later).unwrap();
        let noted = plain_file::open_to_write(&beside).unwrap();
        let written = fs::metadata(&main).unwrap().modified().unwrap();
        noted
            .set_modified(written + Duration::from_secs(1))
            .unwrap();
        let remembered = checkpoint.load();
        assert_eq!(remembered.state, None);
        let problem = remembered.problem.unwrap();
        assert!(matches!(
            problem,
            StateProblem::Newer {
                theirs: 3,
                ours: 2,
                ..
            }
        ));
        let words = problem.to_string();
        assert!(words.contains("checkpoint.json") && words.contains("later version"));
        assert!(checkpoint.is_left_alone());
        for save in [StateFile::save, StateFile::save_soon, StateFile::note] {
            assert!(save(&checkpoint, &counts(7)).is_err());
        }
        assert_eq!(fs::read(file).unwrap(), later);
        assert_eq!(StateFile::<Counts>::at(&main).look(), None);
        fs::remove_file(&beside).unwrap();
    }
}

#[test]
fn a_checkpoint_without_a_number_is_of_the_first_form() {
    let first = include_bytes!("../../../tests/data/checkpoint-v0-left.json");
    let second = include_bytes!("../../../tests/data/checkpoint-v1-left.json");
    let saved: Checkpoint = parse(first).unwrap();
    assert_eq!(parse::<Checkpoint>(second).unwrap(), saved);
    assert_eq!(text(&saved).unwrap(), second);
}

#[test]
fn places_of_windows_are_read_in_every_form() {
    for text in [
        include_str!("../../../tests/data/windows-v0.json"),
        include_str!("../../../tests/data/windows-v1.json"),
    ] {
        let places: Places = parse(text.as_bytes()).unwrap();
        assert_eq!(places.pages.unwrap().at, Some([120.0, 80.5]));
        let player = places.player.unwrap();
        assert_eq!((player.at, player.maximized), (None, true));
    }
    let newest = include_str!("../../../tests/data/windows-v1.json");
    let places: Places = parse(newest.as_bytes()).unwrap();
    assert_eq!(text(&places).unwrap(), newest.as_bytes());
}
