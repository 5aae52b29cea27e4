//! Requests of the socket: each becomes an input, an answer, or both.

use std::path::Path;
use std::time::Duration;

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use crate::daemon::desktop::Desktop;
use crate::daemon::doctor;
use crate::daemon::turn::Turn;
use crate::ipc::message::{
    Import, PauseEnd, Payload, PlanPart, Played, Refusal, Reply, Request, Setting, StatsPart,
    WhyPart,
};
use crate::ipc::server::ConnectionId;
use crate::logic::catalog::edit;
use crate::logic::catalog::plan::{Plan, PlannedExercise};
use crate::logic::past::stats;
use crate::logic::past::why;
use crate::logic::practice::effort::Effort;
use crate::logic::practice::feedback;
use crate::logic::practice::{Exercised, SoFar};
use crate::logic::schedule::{self, Close, Command, Ending, Input};
use crate::logic::settings::ListChange;
use crate::logic::time::now::Now;
use crate::store::own_bundle::{self, Arrival};
use crate::store::own_catalog;

/// Settings that list exercises and routines: what is not in the catalog is a slip of the pen, but can still be taken off.
const LISTS_OF_EXERCISES: [&str; 3] =
    ["exercises.hidden", "exercises.favourites", "exercises.hurt"];

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
        // Where the caller is goes with each of its requests.
        Request::Hello { .. } => done,
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
            match turn.start(what, None) {
                Ok(()) => done,
                Err(problem) => Reply::error(problem, ""),
            }
        }
        Request::GoOn => match turn.go_on(None) {
            Ok(true) => done,
            Ok(false) => Reply::error(
                "there is no break to go on with",
                "one that was left can be gone on with for ten minutes; `break` starts another",
            ),
            Err(problem) => Reply::error(problem, ""),
        },
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
            turn.feed(Input::Do(Command::Close(Close::ByPerson)));
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
                let running = turn.scheduler.status().running;
                let running = running.filter(|running| running.what == what);
                for exercise in plan.exercises.iter_mut().filter(|planned| !planned.fixed) {
                    exercise.note = turn
                        .levels
                        .change(&exercise.id)
                        .map_or_else(String::new, |change| change.words().to_owned());
                }
                let coming = turn.windows.reason(&what).map(str::to_owned);
                plan.reason = coming.or_else(|| Some(running?.reason)).unwrap_or_default();
                plan.exercises
                    .retain(|exercise| exercise.id == what || !hurt.contains(&exercise.id));
                plan.start_at = turn.windows.goes_on(&what).map_or(0, |(exercise, at)| {
                    let is_it = |one: &PlannedExercise| one.id == exercise;
                    // What has hurt since is left out, and all after it has moved.
                    let there = plan.exercises.get(at).is_some_and(is_it).then_some(at);
                    there
                        .or_else(|| plan.exercises.iter().position(is_it))
                        .unwrap_or(0)
                });
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
        Request::Window { page } => match turn.open_window(page, None) {
            Ok(()) => done,
            Err(problem) => Reply::error(problem, ""),
        },
        Request::Raise { page } => match turn.raise(Some(page)) {
            true => done,
            false => Reply::error("no window is open there", "`window` opens one"),
        },
        Request::Opened { window } => {
            turn.window_opened(window, connection);
            done
        }
        Request::Play { what, guided } => {
            if turn.catalog.name(&what).is_none() {
                return unknown(&what);
            }
            turn.play(what, guided, connection);
            done
        }
        Request::BreakProgress {
            guided,
            goes_on,
            exercises,
            running,
        } => {
            turn.first_word(connection);
            if turn.scheduler.in_break() {
                turn.player = Some(connection);
                turn.feed(Input::BreakGoesOn {
                    guided,
                    promise: goes_on,
                    played: exercises.map(|played| SoFar {
                        exercises: played.into_iter().map(Exercised::from).collect(),
                        running,
                    }),
                });
            }
            done
        }
        Request::BreakEnd {
            finished,
            guided,
            exercises,
            put_off,
        } => {
            let ending = ending(turn, finished, guided, exercises);
            turn.player = None;
            turn.recorder.progress(guided);
            turn.feed(match put_off {
                true => Input::BreakPutOff(ending),
                false => Input::BreakEnded(ending),
            });
            done
        }
        Request::Feedback { what, pain, effort } => felt(turn, what, pain, effort),
        Request::SettingsGet { path } => settings_get(turn, path.as_deref()),
        Request::SettingsSet { path, value } => {
            let set = turn.keeper.set(&path, &value);
            changed_settings(turn, set)
        }
        Request::SettingsAdd { path, items } => {
            if LISTS_OF_EXERCISES.contains(&path.as_str())
                && let Some(item) = items
                    .iter()
                    .find(|item| turn.catalog.name(item.trim()).is_none())
            {
                return unknown(item);
            }
            let added = turn.keeper.change_list(&path, &items, ListChange::Add);
            changed_settings(turn, added)
        }
        Request::SettingsRemove { path, items } => {
            let removed = turn.keeper.change_list(&path, &items, ListChange::Remove);
            changed_settings(turn, removed)
        }
        Request::Ignore { app } => match turn.ignore(app) {
            Ok(()) => done,
            Err(problem) => Reply::error(problem, ""),
        },
        Request::Apps => Reply::Ok(Payload::Apps(turn.scheduler.seen().clone())),
        Request::ReminderAdd { id, values } => {
            let added = turn.keeper.add_reminder(&id, &values);
            changed_settings(turn, added)
        }
        Request::ReminderRemove { id } => {
            let removed = turn.keeper.remove_reminder(&id);
            changed_settings(turn, removed)
        }
        Request::CatalogPut { text } => {
            let put = |path: &Path| {
                let items = edit::items(&text).map_err(|problem| problem.to_string())?;
                if items.is_empty() {
                    return Err("there is no exercise and no routine in it".to_owned());
                }
                own_catalog::put(path, &items)
            };
            change_catalog(turn, |path| put(path).map(|()| Payload::Done))
        }
        Request::CatalogRemove { kind, id } => change_catalog(turn, |path| {
            own_catalog::remove(path, kind, &id).map(|()| Payload::Done)
        }),
        Request::CatalogImport { path, replace } => change_catalog(turn, |own| {
            let file = Path::new(&path);
            if !file.is_absolute() {
                return Err(format!("`{path}` does not start from the root"));
            }
            let bundle = own_bundle::read(file).map_err(|problems| {
                let lines = problems.iter().map(|problem| format!("{path}: {problem}"));
                lines.collect::<Vec<_>>().join("\n")
            })?;
            own_bundle::import(own, &bundle, replace)
                .map(|Arrival { added, taken }| Payload::Import(Import { added, taken }))
        }),
        Request::Why { date, from } => {
            turn.feed(Input::Tick);
            why(turn, date, from)
        }
        Request::Stats { from, to } => {
            turn.feed(Input::Tick);
            stats(turn, from, to)
        }
        Request::Keep => {
            turn.feed(Input::Tick);
            let now = turn.now().mono;
            match turn.recorder.keep_all(now) {
                Ok(()) => done,
                Err(problem) => Reply::error(problem.to_string(), ""),
            }
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
        Request::Place {
            window,
            place,
            closes,
        } => {
            turn.desktop.remember_place(window, place);
            if closes {
                turn.window_closes(window, connection);
            }
            done
        }
        Request::Quit => {
            turn.quit();
            done
        }
    }
}

/// How a break ended, as its player tells it. A player that does not say what it played may still be at its last stop
/// because everything was skipped: then only the time tells.
fn ending<D: Desktop>(
    turn: &Turn<D>,
    finished: bool,
    guided: Duration,
    exercises: Option<Vec<Played>>,
) -> Ending {
    let Some(played) = exercises else {
        let running = turn.scheduler.status().running;
        let length = running.and_then(|running| turn.catalog.length(&running.what));
        let all = length.is_some_and(|length| guided >= length.mul_f64(0.9));
        return match finished && all {
            true => Ending::Finished,
            false => Ending::Left { guided },
        };
    };
    Ending::Played {
        guided,
        whole: finished && played.iter().any(|one| one.whole),
        exercises: played.into_iter().map(Exercised::from).collect(),
    }
}

/// Takes in how an exercise felt; of a routine only how hard it was can be said.
fn felt<D: Desktop>(
    turn: &mut Turn<D>,
    what: String,
    pain: Option<u8>,
    effort: Option<Effort>,
) -> Reply {
    let exercises: Vec<String> = match turn.catalog.routine(&what) {
        // Of what the routine says how much there is, nothing changes.
        Some(routine) if pain.is_none() => {
            let entries = routine.exercises.iter();
            let free = entries.filter(|entry| !entry.amount.is_fixed());
            let ids: Vec<String> = free.map(|entry| entry.exercise.clone()).collect();
            if ids.is_empty() && effort.is_some() {
                return Reply::Ok(Payload::Done);
            }
            ids
        }
        Some(_) | None => vec![what.clone()],
    };
    let known = |id: &String| turn.catalog.exercise(id).is_some();
    if exercises.is_empty() || !exercises.iter().all(known) {
        return unknown(&what);
    }
    if pain.is_none() && effort.is_none() {
        return Reply::error("say `pain`, `effort` or both", "");
    }
    if pain.is_some_and(|pain| pain > feedback::WORST) {
        return Reply::error("pain goes from 0 to 10", "");
    }
    turn.felt(&exercises, pain, effort);
    let care = match pain {
        Some(pain) => turn.care(feedback::Input::Said { what, pain }),
        None => Ok(()),
    };
    match care {
        Ok(()) => Reply::Ok(Payload::Done),
        Err(problem) => Reply::error(problem, ""),
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
            let hidden = "exercises.hidden";
            if let Err(problem) = turn.keeper.change_list(hidden, &[what], ListChange::Add) {
                return Reply::error(problem, "");
            }
            turn.reconfigure();
        }
    }
    Reply::Ok(Payload::Next(turn.status().next))
}

/// Changes the person's own catalog and goes on with what it says then.
fn change_catalog<D: Desktop>(
    turn: &mut Turn<D>,
    change: impl FnOnce(&Path) -> Result<Payload, String>,
) -> Reply {
    match change(turn.own_catalog()) {
        Ok(payload) => {
            turn.reload_catalog();
            Reply::Ok(payload)
        }
        Err(problem) => Reply::error(problem, ""),
    }
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
        let days = stats::days(&catalog, &history.sums(from, last)?);
        let next = match (last.tomorrow(), days.is_empty()) {
            // Of thousands of years with nothing in them nobody has to ask for each.
            (Ok(next), true) => history.next_known(next)?,
            (Ok(next), false) => Some(next),
            (Err(_), _) => None,
        };
        Ok(StatsPart::cut(days, next.filter(|next| *next <= to)))
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

/// Goes on with settings that were changed, if they were.
fn changed_settings<D: Desktop>(turn: &mut Turn<D>, changed: Result<(), String>) -> Reply {
    match changed {
        Ok(()) => {
            turn.reconfigure();
            Reply::Ok(Payload::Done)
        }
        Err(problem) => Reply::error(problem, ""),
    }
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
