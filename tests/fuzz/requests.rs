//! Requests from a window or a script.

use std::sync::Arc;

use unbend::ipc::message::Request;
use unbend::logic::catalog::{builtin, edit};
use unbend::logic::practice::{Exercised, SoFar};
use unbend::logic::schedule::{Command, Input, Scheduler};
use unbend::logic::settings::Settings;
use unbend::logic::settings::file as settings_file;
use unbend::logic::time::now::Now;

/// A request is written again as it was understood. Where it can't change the settings, a reminder or the user's
/// catalog, it says so in words.
pub fn try_request(text: &str, noon: Now) -> bool {
    let Ok(request) = serde_json::from_str::<Request>(text) else {
        return false;
    };
    let said = serde_json::to_string(&request).unwrap();
    assert_eq!(serde_json::from_str::<Request>(&said).unwrap(), request);
    let file = settings_file::write_default(&Settings::default());
    if let Request::SettingsSet { path, value } = &request {
        let set = Settings::default().set(path, value);
        if let Ok(edited) = settings_file::edit(&file, path, value) {
            assert!(set.is_ok(), "{path}={value}");
            assert!(settings_file::read(&edited).is_ok(), "{edited}");
        }
    }
    if let Request::CatalogPut { text } = &request {
        drop(edit::items(text));
    }
    if let Request::BreakProgress {
        guided,
        goes_on,
        exercises,
        running,
    } = request
    {
        break_goes_on(
            Input::BreakGoesOn {
                guided,
                promise: goes_on,
                played: exercises.map(|played| SoFar {
                    exercises: played.into_iter().map(Exercised::from).collect(),
                    running,
                }),
            },
            noon,
        );
    }
    true
}

/// Whatever a player says, the break ends eventually.
fn break_goes_on(told: Input, mut now: Now) {
    let catalog = Arc::new(builtin().clone());
    let mut scheduler = Scheduler::new(Settings::default(), catalog, Vec::new(), now.clone());
    for input in [Input::Active, Input::Do(Command::Start(None)), told] {
        scheduler.handle(input, &now);
    }
    let mut steps = 0;
    while scheduler.in_break()
        && let Some(next) = scheduler.next_deadline()
    {
        assert!(next > now.mono, "{next:?}");
        now = now.at(next);
        scheduler.handle(Input::Tick, &now);
        steps += 1;
        assert!(steps < 100, "it goes on for ever");
    }
}
