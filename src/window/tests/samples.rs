//! What a daemon might say.

use super::*;

pub(super) fn status() -> Status {
    Status {
        sitting: Duration::from_secs(24 * 60 + 10),
        next: Some(Next {
            reminder: "stretch".to_owned(),
            within: Duration::from_secs(350),
            what: Some("standing-spinal-decompression".to_owned()),
            name: "Standing spinal decompression".to_owned(),
            reason: String::new(),
            because: Reason::said("it has been longest since your last one"),
        }),
        today: Today {
            done: 3,
            natural: 1,
            skipped: 1,
        },
        ..Status::fresh()
    }
}

/// A reminder is on the screen.
pub(super) fn reminded() -> Status {
    let shown = Shown {
        reminder: "stretch".to_owned(),
        showings: 2,
        what: "standing-spinal-decompression".to_owned(),
        name: "Standing spinal decompression".to_owned(),
        reason: String::new(),
        because: None,
    };
    Status {
        sitting: Duration::from_secs(65 * 60),
        shown: Some(shown.clone()),
        due: Some(shown),
        can_snooze: true,
        can_skip: true,
        ..status()
    }
}

/// A Tuesday.
pub(super) const TODAY: Date = Date::constant(2026, 3, 10);

/// A morning with a bit of everything.
pub(super) fn day() -> WhyPart {
    let at = |time: &str| {
        format!("{TODAY}T{time}:00+01:00[+01:00]")
            .parse()
            .expect("a good moment")
    };
    let entry = |from: &str, until: &str, mark, text: &str| Entry {
        at: at(from),
        until: (!until.is_empty()).then(|| at(until)),
        kind: EntryKind::Presence,
        mark,
        text: text.to_owned(),
        happened: None,
    };
    let entries = vec![
        entry("08:55", "", Mark::Program, "Unbend started"),
        entry("08:55", "09:30", Mark::Sitting, "Sitting for 35 min"),
        entry("09:30", "", Mark::Snoozed, "Snoozed for 5 min"),
        entry("09:36", "", Mark::Started, "Started at once"),
        entry("09:36", "09:38", Mark::Break, "Break: done"),
        entry("09:38", "10:00", Mark::Call, "In a call for 22 min"),
        entry("10:00", "10:40", Mark::Standing, "Standing for 40 min"),
        entry("10:40", "11:00", Mark::Film, "A film for 20 min"),
        entry("11:00", "12:00", Mark::Away, "Away for 1 h"),
        entry("11:05", "", Mark::Natural, "Natural break"),
        entry("12:00", "12:30", Mark::Locked, "Screen locked for 30 min"),
        entry("12:30", "13:00", Mark::Asleep, "Slept for 30 min"),
        entry("13:00", "13:20", Mark::Sitting, "Sitting for 20 min"),
        entry("13:05", "", Mark::Nudge, "Nudge"),
        entry("13:10", "", Mark::Skipped, "Skipped"),
        entry("13:15", "", Mark::Asked, "No answer"),
    ];
    WhyPart {
        date: TODAY,
        of: entries.len(),
        entries,
    }
}

/// A year of days, all slightly different.
pub(super) fn days() -> Vec<Day> {
    let first = TODAY
        .checked_sub(jiff::Span::new().days(363))
        .expect("a day");
    first
        .series(jiff::Span::new().days(1))
        .take(364)
        .enumerate()
        .map(|(i, date)| {
            let some = |most: usize| (i * 7919 % most) as u32;
            let mut day = Day::empty(date);
            day.sitting_seconds = 3 * 3600 + some(5 * 3600);
            day.longest_sitting_seconds = 1200 + some(3600);
            (day.breaks_done, day.breaks_natural) = (some(7), some(5));
            day.areas = [
                ("chest", 1 + some(3)),
                ("upper-back", 2),
                ("glutes", some(2)),
            ]
            .map(|(area, count)| (area.to_owned(), count))
            .into();
            for hour in 8..18 {
                day.sitting_seconds_by_hour[hour] = some(3600);
            }
            day
        })
        .collect()
}

pub(super) fn list(settings: &Settings) -> Vec<Setting> {
    Setting::listed(settings, None).expect("there are some")
}

pub(super) fn doctor() -> Doctor {
    let ability = |ability, works, source: &str, remedy: &str| AbilityStatus {
        ability,
        works,
        source: source.to_owned(),
        remedy: remedy.to_owned(),
    };
    Doctor {
        abilities: vec![
            ability(Ability::Idle, true, "X11 idle counter", ""),
            ability(
                Ability::Tray,
                false,
                "",
                "No tray host is running. Until one does, use this window and the command line",
            ),
        ],
        problems: vec![
            "settings.ron, line 12: timing.snooze must be 1m to 1h; using 5m".to_owned(),
        ],
        files: Vec::new(),
        autostart: false,
    }
}

/// A custom routine that specifies every amount, opened on the Exercises page.
pub(super) fn prescription(size: Vec2, theme: ThemeChoice) -> Window {
    use crate::logic::catalog::{Scope, merge, read};
    let text = "#![enable(implicit_some)]
        (routines: [(id: \"mine\", name: \"As prescribed\", minutes: 9, exercises: [
        (exercise: \"single-arm-doorway-stretch\", sets: 2, reps: 2, hold: 30, side: Right),
        (exercise: \"hands-behind-chest-stretch\", sets: 2, reps: 3, hold: 25),
        \"chin-tucks\"])])";
    let around = Scope {
        base: Some(catalog::builtin()),
        ..Scope::default()
    };
    let (own, problems) = read(text, around);
    assert_eq!(problems, []);
    let mut window = Window::open(Opening::Page(Page::Exercises), size, theme);
    window.notes.borrow_mut().catalog = merge(catalog::builtin(), &own);
    let mut changed = status();
    changed.catalog = 1;
    window.tell(Told::Status(Box::new(changed)));
    window.reach("Show As prescribed");
    window.pass(100);
    window
}
