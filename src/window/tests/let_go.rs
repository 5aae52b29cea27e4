//! A break that the program lets go of: the player says why, and closes.

use super::player::*;
use super::*;
use crate::logic::shown::status::{LetGo, LetGoWhy};

fn let_go(why: LetGoWhy, counts: bool, asks_again: Option<Duration>) -> Told {
    let mut told = status();
    told.running = None;
    told.let_go = Some(LetGo {
        what: DECOMPRESSION.to_owned(),
        why,
        counts,
        asks_again,
    });
    Told::Status(Box::new(told))
}

#[test]
fn a_player_does_not_close_for_a_break_that_was_let_go_of_before_it() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    window.harness.state_mut().model.status = None;
    for _ in 0..2 {
        let told = let_go(LetGoWhy::WorkedOn, false, None);
        window.notes.borrow_mut().told.push(told);
        window.pass(50);
        assert!(!window.shows("Not a good moment?"));
    }
    window.pass(11_000);
    assert!(!window.closed);
}

#[test]
fn a_break_that_is_let_go_of_says_so_and_closes_by_itself() {
    let five = Some(Duration::from_secs(300));
    for (why, counts, asks_again, words) in [
        (LetGoWhy::WorkedOn, false, five, "Not a good moment?"),
        (LetGoWhy::WorkedOn, false, None, "Not a good moment?"),
        (LetGoWhy::WorkedOn, true, None, "Back at work already?"),
        (LetGoWhy::Away, false, None, "Welcome back"),
        (LetGoWhy::Away, true, None, "Welcome back"),
    ] {
        for size in [SMALL, USUAL] {
            let mut window = Window::player(DECOMPRESSION, size);
            window.pass(6000);
            window.asked();
            let told = let_go(why, counts, asks_again);
            window.notes.borrow_mut().told.push(told);
            window.pass(50);
            assert!(window.shows(words), "{why:?} {counts}");
            assert!(window.shows("Close") && !window.shows("Leave"));
            window.pass(8000);
            assert!(!window.closed);
            window.pass(3000);
            assert!(window.closed);
            window.harness.state_mut().close();
            assert!(ends(&window.asked()).is_empty(), "the daemon knows");
        }
    }
}

#[test]
fn the_word_of_another_break_changes_nothing() {
    let mut window = Window::player("doorway-pec-stretch", USUAL);
    let told = let_go(LetGoWhy::Away, false, None);
    window.notes.borrow_mut().told.push(told);
    window.pass(50);
    assert!(window.shows("Leave"));
}

/// Pictures to look at: `cargo test --lib pictures_of_a_break_let_go_of -- --ignored` puts them into target/tmp.
#[test]
#[ignore = "takes pictures to be looked at"]
fn pictures_of_a_break_let_go_of() {
    for (name, colours) in [("light", ThemeChoice::Light), ("dark", ThemeChoice::Dark)] {
        for (what, size) in [("usual", USUAL), ("small", SMALL)] {
            let opening = Opening::Player(DECOMPRESSION.to_owned());
            let mut window = Window::open(opening, size, colours);
            window.pass(12_000);
            let five = Some(Duration::from_secs(300));
            let told = let_go(LetGoWhy::WorkedOn, false, five);
            window.notes.borrow_mut().told.push(told);
            window.pass(100);
            let path = format!("target/tmp/let-go-{name}-{what}.png");
            window.picture().save(path).expect("target/tmp is writable");
        }
    }
}
