//! What real notification servers do with a reminder that should stay.

use std::process::{Command, Stdio};

use unbend::logic::shown::notice::Manner;
use unbend::platform::notify::Notifier;
use unbend::platform::{Ability, AbilityState, Fact, NoticeEvent};

use crate::needs::needs;
use crate::support::{Program, Told, notice, run_on_own_bus, x_server};

/// What happens next, apart from being shown and the server coming up.
async fn event(told: &mut Told) -> NoticeEvent {
    loop {
        match told.next().await {
            Fact::Notice(NoticeEvent::Shown { .. } | NoticeEvent::ServerBack) => {}
            Fact::Notice(event) => return event,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_reminder_outlasts_the_time_that_a_server_gives_to_others() {
    needs!("dbus-daemon", "xvfb", "dunst");
    run_on_own_bus(
        "servers::a_reminder_outlasts_the_time_that_a_server_gives_to_others",
        async {
            let (_x, display) = x_server();
            let home = tempfile::tempdir().unwrap();
            let config = home.path().join("dunstrc");
            std::fs::write(&config, "[global]\n[urgency_normal]\ntimeout = 1\n").unwrap();
            let dunst = Command::new("dunst")
                .arg("-conf")
                .arg(&config)
                .env("DISPLAY", &display)
                .env("HOME", home.path())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("install the package dunst");
            let _dunst = Program::of(dunst);
            let (facts, mut told) = Told::new();
            let notifier = Notifier::start(facts);
            while !is_dunst(&told.ability(Ability::Notifications).await) {}
            notifier.show(1, notice(Manner::Briefly));
            let left = event(&mut told).await;
            assert!(
                matches!(left, NoticeEvent::Closed { tag: 1, .. }),
                "{left:?}"
            );
            notifier.show(2, notice(Manner::UntilAnswered));
            assert!(matches!(
                told.next().await,
                Fact::Notice(NoticeEvent::Shown { tag: 2, .. })
            ));
            told.nothing_for(2500).await;
            notifier.withdraw();
            told.nothing_for(50).await;
        },
    );
}

fn is_dunst(state: &AbilityState) -> bool {
    matches!(state, AbilityState::Works { by } if by.starts_with("dunst"))
}
