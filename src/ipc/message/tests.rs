//! Every message survives a round trip.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::*;
use crate::logic::catalog::Position;
use crate::logic::catalog::plan::{Plan, PlannedExercise};
use crate::logic::past::stats::Day;
use crate::logic::past::why::Entry;
use crate::logic::settings::Settings;

const DOC: &str = include_str!("../../../docs/ipc.md");

/// The lines of the page's `json` blocks.
fn documented_lines() -> Vec<&'static str> {
    let mut inside = false;
    DOC.lines()
        .filter(|line| {
            if line.starts_with("```") {
                inside = *line == "```json";
                return false;
            }
            inside
        })
        .collect()
}

#[test]
fn every_line_of_the_page_is_exactly_what_is_sent() {
    for line in documented_lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect(line);
        let back = if value.get("do").is_some() {
            serde_json::to_value(read_request(line.as_bytes()).expect(line))
        } else if value.get("unbend").is_some() {
            serde_json::to_value(serde_json::from_str::<Greeting>(line).expect(line))
        } else {
            serde_json::to_value(serde_json::from_str::<Reply>(line).expect(line))
        };
        assert_eq!(back.unwrap(), value, "{line}");
    }
}

#[test]
fn the_page_shows_every_request() {
    let shown: BTreeSet<String> = documented_lines()
        .iter()
        .filter_map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).ok()?;
            Some(value.get("do")?.as_str()?.to_owned())
        })
        .collect();
    let problem = read_request(b"{\"do\":\"\"}").unwrap_err().message;
    let known: BTreeSet<String> = problem
        .split("expected one of ")
        .nth(1)
        .expect(&problem)
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    assert!(known.len() > 15, "{known:?}");
    assert_eq!(shown, known);
}

#[test]
fn what_is_no_request_is_refused_with_a_reason() {
    for (line, says) in [
        ("", "EOF"),
        ("status", "expected value"),
        ("{}", "missing field `do`"),
        ("{\"do\":\"dance\"}", "unknown variant `dance`"),
        ("{\"do\":\"snooze\",\"seconds\":-1}", "invalid value"),
        (
            "{\"do\":\"snooze\",\"seconds\":99999999999}",
            "longer than a year",
        ),
        (
            "{\"do\":\"pause\",\"seconds\":1,\"until\":\"14:00\"}",
            "not both",
        ),
        ("{\"do\":\"pause\",\"until\":\"late\"}", "late"),
        ("{\"do\":\"break-end\",\"guided_ms\":1}", "finished"),
    ] {
        let problem = read_request(line.as_bytes()).unwrap_err();
        assert!(problem.message.contains(says), "{line}: {problem}");
        assert!(problem.hint.contains("ipc.md"));
    }
    assert!(read_request(&[b'"', 0xff, b'"']).is_err());
    assert!(read_request("[".repeat(60_000).as_bytes()).is_err());
}

#[test]
fn a_status_too_long_for_a_line_sheds_problems() {
    let mut status = Status::fresh();
    status.problems = vec!["é".repeat(1000); 100];
    for reply in [
        Reply::Ok(Payload::Status(Box::new(status.clone()))),
        Reply::Changed(Box::new(status)),
    ] {
        let line = reply_line(&reply);
        assert!(line.len() <= LONGEST_LINE);
        assert!(line.contains("and 90 more problems"), "{line}");
        assert!(serde_json::from_str::<Reply>(&line).is_ok());
    }
    let reply = Reply::error("x".repeat(LONGEST_LINE), "");
    assert!(reply_line(&reply).contains("longer than a line may be"));
}

#[test]
fn settings_are_listed_all_one_or_below_a_path() {
    let settings = Settings::default();
    let paths = |path| -> Vec<String> {
        let listed = Setting::listed(&settings, path).unwrap_or_default();
        listed.into_iter().map(|setting| setting.path).collect()
    };
    assert_eq!(paths(None).len(), settings.fields().len());
    assert_eq!(paths(Some("hours")), ["hours"]);
    assert_eq!(
        paths(Some("reminders.stretch")),
        ["on", "of", "after", "offer"].map(|name| format!("reminders.stretch.{name}"))
    );
    assert_eq!(Setting::listed(&settings, Some("time")), None);
    let line = reply_line(&Reply::Ok(Payload::Settings(
        Setting::listed(&settings, None).unwrap(),
    )));
    assert!(line.contains("presence.away_after"), "{line}");
}

#[test]
fn all_settings_fit_in_a_line_however_much_they_say() {
    let mut settings = Settings::default();
    let ids: Vec<String> = (0..66).map(|number| format!("{number:x>90}")).collect();
    let list = ids.join(", ");
    for path in ["exercises.hidden", "exercises.favourites", "exercises.hurt"] {
        settings.set(path, &list).unwrap();
    }
    for number in settings.reminders.len()..crate::logic::settings::MOST_REMINDERS {
        let text = ("text".to_owned(), "x".repeat(200));
        settings
            .new_reminder(
                &format!("a-long-name-of-a-reminder-{number}"),
                &[text].into(),
            )
            .unwrap();
    }
    let all = Setting::listed(&settings, None).unwrap();
    let line = reply_line(&Reply::Ok(Payload::Settings(all.clone())));
    let Ok(Reply::Ok(Payload::Settings(told))) = serde_json::from_str(&line) else {
        panic!("{line}");
    };
    let values = |list: &[Setting]| -> Vec<(String, String)> {
        let each = list.iter().map(|one| (one.path.clone(), one.value.clone()));
        each.collect()
    };
    assert_eq!(values(&told), values(&all));
}

#[test]
fn a_long_plan_comes_in_parts_that_fit_and_lose_nothing() {
    let exercise = |number: usize| PlannedExercise {
        id: format!("exercise-{number}"),
        name: "\"\n".repeat(3000),
        figure: String::new(),
        position: Position::Standing,
        equipment: Vec::new(),
        level: 0,
        fixed: false,
        note: String::new(),
        prepare: String::new(),
        tip: String::new(),
        caution: String::new(),
        segments: Vec::new(),
    };
    let plan = Plan {
        start_at: 0,
        id: "long".to_owned(),
        name: "Long".to_owned(),
        reason: String::new(),
        because: None,
        exercises: (0..12).map(exercise).collect(),
    };
    let mut joined = Vec::new();
    let mut parts = 0;
    while joined.len() < plan.exercises.len() {
        let part = PlanPart::cut(&plan, joined.len()).unwrap();
        assert_eq!(part.of, 12);
        joined.extend(part.plan.exercises.clone());
        let line = reply_line(&Reply::Ok(Payload::Plan(part)));
        assert!(line.starts_with("{\"ok\""), "{line}");
        parts += 1;
    }
    assert_eq!(joined, plan.exercises);
    assert_eq!(parts, 3);
    assert!(PlanPart::cut(&plan, 12).is_err());
}

#[test]
fn a_long_day_comes_in_parts_that_fit_and_lose_nothing() {
    let date = Date::constant(2026, 3, 2);
    let at = date.at(9, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    let at = at.unwrap();
    let entries: Vec<Entry> = (0..300)
        .map(|number| Entry {
            at: at.clone(),
            kind: crate::logic::past::why::EntryKind::Presence,
            text: format!("{number} {}", "\"\n".repeat(200)),
            until: None,
            mark: crate::logic::past::why::Mark::Program,
            happened: None,
        })
        .collect();
    let mut joined = Vec::new();
    while joined.len() < entries.len() {
        let part = WhyPart::cut(date, &entries, joined.len());
        assert_eq!(part.of, 300);
        joined.extend(part.entries.clone());
        let line = reply_line(&Reply::Ok(Payload::Why(part)));
        assert!(line.starts_with("{\"ok\""), "{line}");
    }
    assert_eq!(joined, entries);
    assert!(WhyPart::cut(date, &entries, 999).entries.is_empty());
}

#[test]
fn days_that_do_not_fit_are_asked_for_again() {
    let first = Date::constant(2026, 1, 1);
    let days: Vec<Day> = (0..1000_i64)
        .map(|after| Day::empty(first + jiff::Span::new().days(after)))
        .collect();
    let behind = first + jiff::Span::new().days(1000);
    let mut from = first;
    let mut joined = Vec::new();
    let mut parts = 0;
    while joined.len() < days.len() {
        let rest = days.iter().filter(|day| day.date >= from).cloned();
        let part = StatsPart::cut(rest.collect(), Some(behind));
        from = part.next.unwrap();
        joined.extend(part.days.clone());
        let line = reply_line(&Reply::Ok(Payload::Stats(part)));
        assert!(line.starts_with("{\"ok\""), "{line}");
        parts += 1;
    }
    assert_eq!(joined, days);
    assert_eq!(from, behind);
    assert!(parts > 2, "{parts}");
}
