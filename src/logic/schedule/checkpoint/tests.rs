//! Every form ever written is still read, and means the same.

use super::*;
use crate::logic::catalog;

/// Samples of each form: standing with a reminder on the screen, locked in a break, silent after a break that was left.
const SAMPLES: [(u32, [&str; 3]); 2] = [
    (
        0,
        [
            include_str!("../../../../tests/data/checkpoint-v0-asked.json"),
            include_str!("../../../../tests/data/checkpoint-v0-break.json"),
            include_str!("../../../../tests/data/checkpoint-v0-left.json"),
        ],
    ),
    (
        1,
        [
            include_str!("../../../../tests/data/checkpoint-v1-asked.json"),
            include_str!("../../../../tests/data/checkpoint-v1-break.json"),
            include_str!("../../../../tests/data/checkpoint-v1-left.json"),
        ],
    ),
];

fn read(form: u32, text: &str) -> Checkpoint {
    let mut json = serde_json::Deserializer::from_str(text);
    Checkpoint::read(form, &mut json).unwrap()
}

/// A minute after it was saved.
fn restored(saved: &Checkpoint) -> (Scheduler, Vec<Effect>) {
    let later = Now {
        mono: saved.saved,
        wall: saved.wall.to_zoned(jiff::tz::TimeZone::UTC),
    };
    let later = later.at(saved.saved + Duration::from_secs(60));
    let age = saved.age(&later, "a run of the machine");
    let catalog = Arc::new(catalog::builtin().clone());
    let mut settings = Settings::default();
    settings.set("reminders.walk.on", "true").unwrap();
    Scheduler::restore(settings, catalog, saved.clone(), age, &[], later)
}

#[test]
fn each_form_that_was_written_is_read_and_goes_on() {
    assert_eq!(
        SAMPLES.last().unwrap().0,
        Checkpoint::FORM,
        "a sample of each"
    );
    for (form, [asked, in_break, left]) in SAMPLES {
        let asked = read(form, asked);
        assert_eq!(asked.shown.as_deref(), Some("stretch"));
        assert_eq!(asked.tracks[0].showings, 1);
        let (scheduler, effects) = restored(&asked);
        let status = scheduler.status();
        assert_eq!(status.sitting, Duration::from_secs(32 * 60), "form {form}");
        assert_eq!(status.posture, Posture::Standing);
        let again = |effect: &Effect| matches!(effect, Effect::Remind { showings: 2, .. });
        assert!(effects.iter().any(again), "{effects:?}");

        let in_break = read(form, in_break);
        assert_eq!(in_break.last_sign, in_break.saved, "locked at that moment");
        let (scheduler, effects) = restored(&in_break);
        let lost = Effect::BreakEnd(crate::logic::schedule::Outcome::Lost);
        assert!(effects.contains(&lost), "{effects:?}");
        assert_eq!(scheduler.state.tracks[0].snoozes, 1);
        let running = in_break.running.unwrap();
        assert_eq!(running.what, "standing-spinal-decompression");
        assert_eq!(running.by, By::Reminder("stretch".to_owned()));
        assert_eq!(running.reason, Some(Reason::FirstOne));

        let left = read(form, left);
        assert_eq!(left.notice.as_ref().map(|notice| notice.id), Some(3));
        assert_eq!(left.done()[0].id, "chin-tucks");
        let absence = left.saved.since(left.last_sign);
        assert_eq!(absence, Duration::from_secs(30));
        let (scheduler, _) = restored(&left);
        let offered = scheduler.left();
        assert_eq!(offered, Some(("quick-daily-reset", "scapular-squeezes", 1)));
        assert_eq!(scheduler.state.seen.calls, ["Zoom"]);
    }
}

/// The samples of the current form are what is written today. Changing that takes a new form, or a field that may be missing
/// and a new sample.
#[test]
fn what_is_written_is_what_the_samples_say() {
    let (form, samples) = SAMPLES[SAMPLES.len() - 1];
    let (first, older) = SAMPLES[0];
    for (sample, older) in samples.into_iter().zip(older) {
        let saved = read(form, sample);
        assert_eq!(saved, read(first, older));
        let written = serde_json::to_value(saved.form()).unwrap();
        let mut sample: serde_json::Value = serde_json::from_str(sample).unwrap();
        assert_eq!(
            sample.as_object_mut().unwrap().remove("version"),
            Some(form.into())
        );
        assert_eq!(written, sample);
    }
}
