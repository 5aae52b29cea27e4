//! A full-screen window that has kept a reminder quiet for long enough, and applications that are no reason to.

use super::*;
use crate::logic::presence::apps::Apps;
use crate::logic::shown::notice::Manner;
use crate::logic::shown::tray_menu::{Entry, TrayAction};
use crate::platform::TrayEvent;

fn code() -> Apps {
    Apps::of([Some("Code")])
}

/// Somebody works in a full-screen editor from the beginning.
fn at_work(folder: &Path) -> Turn<Recording> {
    let mut turn = begin(folder, at(0.0));
    fact(
        &mut turn,
        0.5,
        Fact::Hold(DesktopHold::Presentation, code()),
    );
    run_until(&mut turn, at(89.0).mono);
    assert!(turn.desktop.notices.is_empty());
    run_until(&mut turn, at(92.0).mono);
    turn
}

fn ignored(turn: &Turn<Recording>) -> Vec<String> {
    let ignored = turn.keeper.settings().holds.ignore.iter();
    ignored.cloned().collect()
}

#[test]
fn it_comes_once_quietly_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = at_work(folder.path());
    let (_, notice) = turn.desktop.notices[0].clone();
    assert_eq!(notice.title, "Sitting for 1 h 31 min");
    assert!(
        notice
            .body
            .ends_with(". Code is full screen, so Unbend has kept quiet. Should it stay quiet?")
    );
    assert_eq!(
        notice.buttons,
        [Button::Start, Button::NotHere, Button::StayQuiet]
    );
    assert_eq!(notice.manner, Manner::Quietly);
    let status = turn.status();
    assert_eq!(
        status.holds[0].reason,
        Hold::Desktop(DesktopHold::Presentation)
    );
    assert_eq!(status.holds[0].app.as_deref(), Some("Code"));
    run_until(&mut turn, at(300.0).mono);
    assert_eq!(turn.desktop.notices.len(), 1);
    // Once the window leaves full screen, it is asked as usual.
    fact(
        &mut turn,
        300.0,
        Fact::Hold(DesktopHold::Presentation, Apps::NOBODY),
    );
    run_until(&mut turn, at(303.0).mono);
    let (_, notice) = turn.desktop.notices.last().unwrap();
    assert!(notice.buttons.contains(&Button::Skip));
}

#[test]
fn not_in_this_app_is_remembered_and_asks_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = at_work(folder.path());
    // To reach the notification, the user may have left full screen.
    fact(
        &mut turn,
        92.1,
        Fact::Hold(DesktopHold::Presentation, Apps::NOBODY),
    );
    press(&mut turn, Button::NotHere, at(92.15));
    assert_eq!(ignored(&turn), ["Code"]);
    fact(
        &mut turn,
        92.2,
        Fact::Hold(DesktopHold::Presentation, code()),
    );
    assert!(turn.status().holds.is_empty());
    run_until(&mut turn, at(94.0).mono);
    let (_, notice) = turn.desktop.notices.last().unwrap();
    assert!(notice.buttons.contains(&Button::Skip));
    let text = std::fs::read_to_string(folder.path().join("settings.ron")).unwrap();
    assert!(text.contains("ignore: \"Code\""), "{text}");
}

#[test]
fn stay_quiet_keeps_quiet_and_start_starts() {
    for (button, players) in [(Button::StayQuiet, 0), (Button::Start, 1)] {
        let folder = tempfile::tempdir().unwrap();
        let mut turn = at_work(folder.path());
        press(&mut turn, button, at(93.0));
        assert_eq!(turn.desktop.players.len(), players);
        run_until(&mut turn, at(150.0).mono);
        assert_eq!(turn.desktop.notices.len(), 1, "{button:?}");
        assert_eq!(ignored(&turn), Vec::<String>::new());
    }
}

#[test]
fn an_app_that_always_listens_is_no_call_once_the_person_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let both = Apps::of([Some("EasyEffects"), Some("Zoom")]);
    let status = fact(&mut turn, 0.5, Fact::Call(Apps::of([Some("EasyEffects")])));
    assert_eq!(held(&status), (Hold::Call, Some("EasyEffects")));
    let label = "EasyEffects is no call".to_owned();
    let action = TrayAction::Ignore("EasyEffects".to_owned());
    let entry = Entry::Item {
        label,
        enabled: true,
        action: action.clone(),
    };
    assert!(turn.desktop.trays.last().unwrap().menu.contains(&entry));
    let pressed = TrayEvent {
        action,
        activation_token: None,
    };
    let status = fact(&mut turn, 1.0, Fact::Tray(pressed));
    assert!(status.holds.is_empty());
    // A real call beside it still holds.
    let status = fact(&mut turn, 2.0, Fact::Call(both));
    assert_eq!(held(&status), (Hold::Call, Some("Zoom")));
    // All of them can be chosen from, even after a restart.
    turn.end(at(3.0));
    drop(turn);
    let mut turn = begin(folder.path(), at(60.0));
    let connection = crate::ipc::server::ConnectionId(1);
    let reply = requests::answer(&mut turn, connection, Request::Apps);
    let Reply::Ok(Payload::Apps(seen)) = reply else {
        panic!("{reply:?}");
    };
    assert_eq!(seen.calls, ["EasyEffects", "Zoom"]);
    let app = "Zoom".to_owned();
    requests::answer(&mut turn, connection, Request::Ignore { app });
    assert_eq!(ignored(&turn), ["EasyEffects", "Zoom"]);
}
