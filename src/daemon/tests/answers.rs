//! Answers after a break: what hurt is left out, what was easy becomes more.

use super::*;

#[test]
fn pain_is_asked_about_once_and_yes_takes_the_exercise_out() {
    for (button, out) in [
        (Button::StillHurts, vec!["bridge".to_owned()]),
        (Button::HurtsNoMore, Vec::new()),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut turn = begin(folder.path(), at(0.0));
        let said = feedback::Input::Said {
            what: "bridge".to_owned(),
            pain: 4,
        };
        turn.care(said).unwrap();
        run_until(&mut turn, at(19.9).mono);
        assert!(turn.desktop.notices.is_empty() && hurt(&turn).is_empty());
        run_until(&mut turn, at(20.1).mono);
        let (_, notice) = turn.desktop.notices.last().unwrap();
        assert_eq!(notice.title, "Does it still hurt?");
        assert_eq!(notice.buttons, [Button::HurtsNoMore, Button::StillHurts]);
        press(&mut turn, button, at(20.2));
        assert_eq!(hurt(&turn), out);
        run_until(&mut turn, at(29.0).mono);
        assert_eq!(turn.desktop.notices.len(), 1);
    }
}

#[test]
fn strong_pain_takes_the_exercise_out_and_the_settings_keep_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let said = feedback::Input::Said {
        what: "bridge".to_owned(),
        pain: 7,
    };
    turn.care(said).unwrap();
    assert_eq!(hurt(&turn), ["bridge"]);
    let written = std::fs::read_to_string(folder.path().join("settings.ron")).unwrap();
    assert!(written.contains("hurt: \"bridge\""), "{written}");
}

/// An exercise as that day's player gets it.
fn planned(turn: &mut Turn<Recording>, id: &str) -> PlannedExercise {
    let connection = crate::ipc::server::ConnectionId(1);
    let request = Request::Plan {
        what: id.to_owned(),
        from: 0,
    };
    let Reply::Ok(Payload::Plan(part)) = requests::answer(turn, connection, request) else {
        panic!("no plan of {id}");
    };
    let exercises = &mut part.plan.exercises.into_iter();
    exercises.find(|exercise| exercise.id == id).unwrap()
}

#[test]
fn how_hard_a_prescribed_amount_was_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let id = "chin-tucks";
    let mut turn = begin(folder.path(), at(0.0));
    let text = "(routines: [(id: \"mine\", name: \"Mine\", minutes: 3, exercises: [\
        (exercise: \"chin-tucks\", reps: Some(5)), \"scapular-squeezes\"])])";
    let put = Request::CatalogPut {
        text: text.to_owned(),
    };
    let connection = crate::ipc::server::ConnectionId(1);
    let reply = requests::answer(&mut turn, connection, put);
    assert_eq!(reply, Reply::Ok(Payload::Done));
    let low = planned(&mut turn, id);
    for hours in [1.0, 2.0, 3.0] {
        turn.take(Event::Deadline, at(hours * 60.0));
        say(&mut turn, "mine", None, Some(Effort::Easy));
    }
    assert_eq!(planned(&mut turn, id), low);
    assert_eq!(planned(&mut turn, "scapular-squeezes").level, 1);
    // What was raised elsewhere isn't raised here.
    for hours in [4.0, 5.0, 6.0] {
        turn.take(Event::Deadline, at(hours * 60.0));
        say(&mut turn, id, None, Some(Effort::Easy));
    }
    assert_eq!(planned(&mut turn, id).level, 1);
    let request = Request::Plan {
        what: "mine".to_owned(),
        from: 0,
    };
    let reply = requests::answer(&mut turn, connection, request);
    let Reply::Ok(Payload::Plan(part)) = reply else {
        panic!("no plan: {reply:?}");
    };
    let [tucks, squeezes] = part.plan.exercises.as_slice() else {
        panic!("{:?}", part.plan);
    };
    assert!(tucks.fixed && tucks.level == 0 && tucks.note.is_empty());
    assert!(!squeezes.fixed && squeezes.level == 1);
    assert!(tucks.seconds() < low.seconds());
}

#[test]
fn three_easy_ones_make_it_more_and_a_hard_one_less_again_even_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (id, hour) = ("chin-tucks", 60.0);
    let mut turn = begin(folder.path(), at(0.0));
    let low = planned(&mut turn, id);
    assert_eq!((low.level, low.note.as_str()), (0, ""));
    let easy = Some(Effort::Easy);
    for hours in [1.0, 2.0] {
        turn.take(Event::Deadline, at(hours * hour));
        assert_eq!(say(&mut turn, id, None, easy), Reply::Ok(Payload::Done));
    }
    assert_eq!(planned(&mut turn, id), low);
    turn.end(at(2.5 * hour));
    let mut turn = begin(folder.path(), at(3.0 * hour));
    // A routine stands for all its exercises.
    say(&mut turn, "quick-daily-reset", None, easy);
    let more = planned(&mut turn, id);
    assert!(more.seconds() > low.seconds() && more.level == 1);
    assert_eq!(
        more.note,
        "A little more than before: it was easy three times"
    );
    turn.end(at(3.5 * hour));
    let mut turn = begin(folder.path(), at(4.0 * hour));
    assert_eq!(planned(&mut turn, id), more);
    say(&mut turn, id, None, Some(Effort::Hard));
    let less = planned(&mut turn, id);
    assert_eq!(less.segments, low.segments);
    assert_eq!(
        less.note,
        "A little less than before: it was hard last time"
    );
    let request = Request::Why {
        date: None,
        from: 0,
    };
    let connection = crate::ipc::server::ConnectionId(1);
    let Reply::Ok(Payload::Why(why)) = requests::answer(&mut turn, connection, request) else {
        panic!("no reasons");
    };
    let told: Vec<&str> = why
        .entries
        .iter()
        .map(|entry| entry.text.as_str())
        .collect();
    assert!(told.contains(&"You said: Chin tucks felt hard"), "{told:?}");
}

#[test]
fn an_answer_about_nothing_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let easy = Some(Effort::Easy);
    for (what, pain, effort, words) in [
        ("chin-tucks", None, None, "say `pain`, `effort` or both"),
        ("chin-tucks", Some(11), None, "pain goes from 0 to 10"),
        (
            "juggling",
            None,
            easy,
            "there is no routine or exercise `juggling`",
        ),
        (
            "quick-daily-reset",
            Some(2),
            None,
            "there is no routine or exercise `quick-daily-reset`",
        ),
    ] {
        let Reply::Error(failure) = say(&mut turn, what, pain, effort) else {
            panic!("{what} was taken in");
        };
        assert_eq!(failure.message, words);
    }
}
