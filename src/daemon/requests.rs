//! Requests of the socket: each becomes an input, an answer, or both.

use std::time::Duration;

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use crate::daemon::desktop::Desktop;
use crate::daemon::doctor;
use crate::daemon::turn::Turn;
use crate::ipc::message::{
    PauseEnd, Payload, PlanPart, Refusal, Reply, Request, Setting, StatsPart, WhyPart,
};
use crate::ipc::server::ConnectionId;
use crate::logic::feedback;
use crate::logic::now::Now;
use crate::logic::plan::Plan;
use crate::logic::schedule::{self, Command, Ending, Input};
use crate::logic::stats::{self, Tally};
use crate::logic::why;

/// How long a pause lasts if nobody says.
const USUAL_PAUSE: Duration = Duration::from_secs(3600);

/// Days counted for one answer: about what fits in a line.
const MOST_DAYS: i64 = 120;

/// When a pause "until tomorrow" ends: before anybody starts to work, after everybody went to bed.
const MORNING: Time = Time::constant(4, 0, 0, 0);

/// Carries out a request and says what came of it.
pub(super) fn answer<D: Desktop>(
    turn: &mut Turn<D>,
    connection: ConnectionId,
    request: Request,
) -> Reply {
    let done = Reply::Ok(Payload::Done);
    match request {
        Request::Status | Request::Subscribe => {
            turn.feed(Input::Tick);
            Reply::Ok(Payload::Status(Box::new(turn.status())))
        }
        Request::Next => {
            turn.feed(Input::Tick);
            Reply::Ok(Payload::Next(turn.status().next))
        }
        Request::Refuse { why } => refuse(turn, why),
        Request::Start { what } => {
            if let Some(what) = &what
                && turn.catalog.name(what).is_none()
            {
                return unknown(what);
            }
            turn.start(what, None);
            done
        }
        Request::Snooze { length } => {
            if !turn.scheduler.can_snooze() {
                return Reply::error(
                    "there is nothing to snooze",
                    "a reminder can be snoozed while it is shown, and only so often in a row",
                );
            }
            turn.feed(Input::Do(Command::Snooze(length)));
            done
        }
        Request::Skip => {
            if !turn.scheduler.can_skip() {
                return Reply::error(
                    "there is nothing to skip",
                    "a reminder can be skipped once it is due",
                );
            }
            turn.feed(Input::Do(Command::Skip));
            done
        }
        Request::Close => {
            turn.feed(Input::Do(Command::Close));
            done
        }
        Request::Pause(end) => {
            let length = pause_length(end, turn.now());
            turn.feed(Input::Do(Command::Pause(length)));
            done
        }
        Request::Resume => {
            turn.feed(Input::Do(Command::Resume));
            done
        }
        Request::Stand => {
            turn.feed(Input::Do(Command::Stand));
            done
        }
        Request::Sit => {
            turn.feed(Input::Do(Command::Sit));
            done
        }
        Request::Plan { what, from } => match Plan::new(&turn.catalog, &what) {
            Some(mut plan) => {
                let hurt = &turn.keeper.settings().exercises.hurt;
                plan.exercises
                    .retain(|exercise| exercise.id == what || !hurt.contains(&exercise.id));
                if plan.exercises.is_empty() {
                    return Reply::error(
                        format!("everything in {} is left out because it hurt", plan.name),
                        "bring an exercise back in the settings, `exercises.hurt`",
                    );
                }
                match PlanPart::cut(&plan, from) {
                    Ok(part) => Reply::Ok(Payload::Plan(part)),
                    Err(failure) => Reply::Error(failure),
                }
            }
            None => unknown(&what),
        },
        Request::Window { page } => {
            turn.open_window(page, None);
            done
        }
        Request::BreakProgress { guided } => {
            turn.recorder.progress(guided);
            if turn.scheduler.in_break() {
                turn.player = Some(connection);
            }
            done
        }
        Request::BreakEnd { finished, guided } => {
            let ending = if finished {
                Ending::Finished
            } else {
                Ending::Left { guided }
            };
            turn.player = None;
            turn.recorder.progress(guided);
            turn.feed(Input::BreakEnded(ending));
            done
        }
        Request::Feedback { what, pain } => {
            if turn.catalog.exercise(&what).is_none() {
                return unknown(&what);
            }
            if pain > feedback::WORST {
                return Reply::error("pain goes from 0 to 10", "");
            }
            match turn.care(feedback::Input::Said { what, pain }) {
                Ok(()) => done,
                Err(problem) => Reply::error(problem, ""),
            }
        }
        Request::SettingsGet { path } => settings_get(turn, path.as_deref()),
        Request::SettingsSet { path, value } => match turn.keeper.set(&path, &value) {
            Ok(()) => {
                turn.reconfigure();
                done
            }
            Err(problem) => Reply::error(problem, ""),
        },
        Request::Why { date, from } => {
            turn.feed(Input::Tick);
            why(turn, date, from)
        }
        Request::Stats { from, to } => {
            turn.feed(Input::Tick);
            stats(turn, from, to)
        }
        Request::Doctor => Reply::Ok(Payload::Doctor(doctor::report(turn))),
        Request::Sample => match turn.sample() {
            true => done,
            false => Reply::error(
                "a reminder is on the screen already",
                "answer that one first",
            ),
        },
        Request::Autostart { on } => match turn.desktop.set_autostart(on) {
            Ok(()) => done,
            Err(problem) => Reply::error(problem, "see that the folder can be written"),
        },
        Request::Place { window, place } => {
            turn.desktop.remember_place(window, place);
            done
        }
        Request::Quit => {
            turn.quit();
            done
        }
    }
}

fn refuse<D: Desktop>(turn: &mut Turn<D>, why: Refusal) -> Reply {
    let nothing = || Reply::error("nothing is offered", "switch a reminder on first");
    match why {
        Refusal::NotNow => turn.feed(Input::Do(Command::Refuse(schedule::Refusal::NotNow))),
        Refusal::Did => turn.feed(Input::Do(Command::Refuse(schedule::Refusal::Did))),
        Refusal::Never => {
            turn.feed(Input::Tick);
            let Some(what) = turn.status().next.and_then(|next| next.what) else {
                return nothing();
            };
            let mut hidden = turn.keeper.settings().exercises.hidden.clone();
            hidden.insert(what);
            let listed: Vec<String> = hidden.into_iter().collect();
            if let Err(problem) = turn.keeper.set("exercises.hidden", &listed.join(", ")) {
                return Reply::error(problem, "");
            }
            turn.reconfigure();
        }
    }
    Reply::Ok(Payload::Next(turn.status().next))
}

fn why<D: Desktop>(turn: &mut Turn<D>, date: Option<Date>, from: usize) -> Reply {
    let now = turn.now().clone();
    let date = date.unwrap_or_else(|| now.wall.date());
    let history = turn.recorder.ask(now.mono);
    match history.and_then(|history| history.rows(date, date)) {
        Ok(rows) => {
            let entries = why::why(&rows, date, &turn.catalog);
            Reply::Ok(Payload::Why(WhyPart::cut(date, &entries, from)))
        }
        Err(problem) => Reply::error(problem.to_string(), ""),
    }
}

fn stats<D: Desktop>(turn: &mut Turn<D>, from: Option<Date>, to: Option<Date>) -> Reply {
    let now = turn.now().clone();
    let (from, to) = stats::range(from, to, now.wall.date());
    let catalog = std::sync::Arc::clone(&turn.catalog);
    let part = turn.recorder.ask(now.mono).and_then(|history| {
        let Some((first, _)) = history.days()? else {
            return Ok(StatsPart::default());
        };
        let from = from.max(first);
        // As much as a line can hold; who asks goes on from there.
        let last = from
            .checked_add(MOST_DAYS.days())
            .map_or(to, |last| last.min(to));
        let mut tally = Tally::new(&catalog, from, last);
        history.count(&mut tally)?;
        Ok(StatsPart::cut(
            tally.finish(),
            last.tomorrow().ok().filter(|next| *next <= to),
        ))
    });
    match part {
        Ok(part) => Reply::Ok(Payload::Stats(part)),
        Err(problem) => Reply::error(problem.to_string(), ""),
    }
}

fn unknown(what: &str) -> Reply {
    Reply::error(
        format!("there is no routine or exercise `{what}`"),
        "`unbend catalog list` shows them",
    )
}

fn settings_get<D>(turn: &Turn<D>, path: Option<&str>) -> Reply {
    let settings = turn.keeper.settings();
    let wanted = |candidate: &str| {
        path.is_none_or(|path| {
            candidate == path
                || candidate
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.starts_with('.'))
        })
    };
    let listed: Vec<Setting> = settings
        .fields()
        .into_iter()
        .filter(|field| wanted(&field.path))
        .map(|field| Setting {
            value: settings.get(&field.path).unwrap_or_default(),
            doc: field.doc.to_owned(),
            path: field.path,
        })
        .collect();
    match path {
        Some(path) if listed.is_empty() => Reply::error(
            format!("there is no setting `{path}`"),
            "`unbend settings show` lists them",
        ),
        _ => Reply::Ok(Payload::Settings(listed)),
    }
}

fn pause_length(end: PauseEnd, now: &Now) -> Duration {
    match end {
        PauseEnd::Usual => USUAL_PAUSE,
        PauseEnd::After(length) => length,
        PauseEnd::At(time) => until(time, now),
    }
}

/// How long until that time of day, today or tomorrow.
fn until(time: Time, now: &Now) -> Duration {
    let on = |date: jiff::civil::Date| {
        let zone = now.wall.time_zone().clone();
        date.to_datetime(time).to_zoned(zone).ok()
    };
    let today = now.wall.date();
    let tomorrow = today.checked_add(1.day()).unwrap_or(today);
    on(today)
        .filter(|moment| *moment > now.wall)
        .or_else(|| on(tomorrow))
        .map_or(USUAL_PAUSE, |moment| now.mono_at(&moment).since(now.mono))
}

/// How long a pause "until tomorrow" lasts from `now`.
pub(super) fn until_tomorrow(now: &Now) -> Duration {
    until(MORNING, now)
}
