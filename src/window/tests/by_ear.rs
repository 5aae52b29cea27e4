//! A break by ear: chimes, words read out, and what a screen reader says.

use egui_kittest::kittest::NodeT as _;

use super::after_break::to_the_end;
use super::player::*;
use super::*;
use crate::logic::practice::chime;

#[test]
fn a_break_can_be_followed_by_ear() {
    let mut window = Window::player("doorway-pec-stretch", USUAL);
    for _ in 0..1200 {
        if window.shows("Well done") {
            break;
        }
        window.pass(400);
    }
    let heard = window.heard();
    assert!(heard.iter().all(|(_, volume)| *volume == 40), "{heard:?}");
    let cues: Vec<Cue> = heard.into_iter().map(|(cue, _)| cue).collect();
    assert_eq!(cues.first(), Some(&Cue::GetReady), "{cues:?}");
    assert_eq!(cues.last(), Some(&Cue::Done), "{cues:?}");
    for cue in [Cue::Go, Cue::HalfWay] {
        assert!(cues.contains(&cue), "{cues:?}");
    }
}

#[test]
fn m_mutes_and_the_settings_keep_it() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    assert!(window.shows("Sounds off") && !window.heard().is_empty());
    window.asked();
    window.key(Key::M);
    assert!(window.shows("Sounds on"));
    let kept = |value: &str| Request::SettingsSet {
        path: "sound.on".to_owned(),
        value: value.to_owned(),
    };
    assert_eq!(window.asked(), [kept("false")]);
    // Settings that couldn't be written don't make it loud again.
    window.tell(Told::Settings(list(&Settings::default())));
    until(&mut window, "Well done");
    assert!(window.heard().is_empty());
    window.press("Sounds on");
    assert_eq!(window.asked().last(), Some(&kept("true")));
    assert!(window.shows("Sounds off"));
}

/// A player for a user who wants to hear the steps, past its first second.
fn spoken_player(what: &str) -> Window {
    let mut settings = Settings::default();
    settings.sound.speech = true;
    let mut window = Window::with(Opening::Player(what.to_owned()), USUAL, settings);
    window.pass(1100);
    window
}

#[test]
fn each_step_is_read_out_once_and_cut_off_when_it_is_over() {
    let mut window = spoken_player("thread-the-needle");
    let name = "Thread the needle. Kneel on all fours, wrists below the shoulders and knees below the hips.";
    for _ in 0..9 {
        if window.shows("Thread the needle  ·  2\u{a0}of\u{a0}3") {
            break;
        }
        window.key(Key::S);
    }
    assert_eq!(window.said().last(), Some(&Some(name.to_owned())));
    window.key(Key::ArrowRight);
    window.pass(1000);
    window.pass(1000);
    assert_eq!(
        window.said(),
        [Some("Make your back long and even.".to_owned())]
    );
    window.key(Key::Space);
    assert_eq!(window.said(), [None], "a pause is quiet");
    window.key(Key::Space);
    assert_eq!(window.said().len(), 1, "and is followed by the words again");
    window.key(Key::M);
    assert_eq!(window.said(), [None]);
    window.key(Key::ArrowRight);
    assert!(window.said().is_empty(), "silent is silent");
    window.key(Key::M);
    let mut heard = Vec::new();
    while !super::after_break::is_over(&window) {
        window.key(Key::ArrowRight);
        heard.extend(window.said());
    }
    let said = |words: &str| heard.contains(&Some(words.to_owned()));
    assert!(said("Change sides. The right side is next."), "{heard:?}");
    assert!(
        said("Right side. Unwind slowly, back to all fours."),
        "{heard:?}"
    );
    assert!(said("That was the last one."), "{heard:?}");
    window.key(Key::Escape);
    assert_eq!(window.said(), [None]);
}

#[test]
fn words_are_as_loud_as_chimes_and_let_them_ring_out() {
    let mut window = spoken_player("thread-the-needle");
    let mut chimed = 0;
    while !super::after_break::is_over(&window) {
        window.heard();
        window.spoken();
        window.key(Key::ArrowRight);
        let rings = window.heard().last().map(|(cue, _)| chime::seconds(*cue));
        for spoken in window.spoken().into_iter().flatten() {
            assert_eq!(spoken.volume, 40);
            if let Some(rings) = rings {
                let waits = spoken.after.as_secs_f32();
                assert!(
                    (rings - 0.3..=rings).contains(&waits),
                    "{waits} s of {rings} s"
                );
                chimed += 1;
            }
        }
    }
    assert!(chimed > 2, "{chimed}");
}

#[test]
fn nothing_is_read_out_unless_it_is_wanted() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    to_the_end(&mut window);
    assert!(window.said().iter().all(Option::is_none));
}

/// What a screen reader announces by itself, from top to bottom.
fn announced(window: &Window) -> Vec<String> {
    let labels = window.harness.query_all_by_role(egui::Role::Label);
    let live = labels.filter(|node| {
        let live = node.accesskit_node().data().live();
        live == Some(egui::accesskit::Live::Polite)
    });
    live.filter_map(|node| node.accesskit_node().value())
        .collect()
}

#[test]
fn a_screen_reader_hears_each_change_and_no_digits() {
    for size in [SMALL, USUAL] {
        let mut window = Window::player("thread-the-needle", size);
        while !announced(&window)[0].starts_with("Kneel on all fours") {
            window.key(Key::S);
        }
        let mut heard = vec![announced(&window)];
        while !super::after_break::is_over(&window) {
            window.key(Key::ArrowRight);
            let begun = announced(&window);
            heard.push(begun.clone());
            // The clock runs on silently.
            window.pass(1000);
            assert_eq!(announced(&window), begun);
        }
        for words in [
            "Open your left arm to the ceiling, then slide it through under you.",
            "Change sides. The right side is next.",
            "Open your right arm to the ceiling, then slide it through under you.",
            "A short one",
        ] {
            let said = heard.iter().filter(|said| said[0] == words).count();
            assert_eq!(said, 1, "{words}: {heard:?}");
        }
        window.press("Pain 0");
        assert!(announced(&window).contains(&"Good to know.".to_owned()));
    }
}

#[test]
fn a_pause_is_announced() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    window.key(Key::Space);
    assert!(!announced(&window).contains(&"Paused".to_owned()));
    window.key(Key::Space);
    assert!(announced(&window).contains(&"Paused".to_owned()));
}
