//! Starting a break, its plan, its player's reports, and how it felt.

use std::time::Duration;

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::Turn;
use crate::daemon::turn::requests::{DONE, done, unknown};
use crate::ipc::message::{Payload, PlanPart, Played, Refusal, Reply};
use crate::ipc::server::ConnectionId;
use crate::logic::catalog::plan::{Plan, PlannedExercise};
use crate::logic::practice::effort::Effort;
use crate::logic::practice::feedback;
use crate::logic::practice::{Exercised, SoFar};
use crate::logic::schedule::{self, Command, Ending, Input};
use crate::logic::settings::ListChange;

/// Opens the player for that, or for the next choice.
pub(super) fn start<D: Desktop>(turn: &mut Turn<D>, what: Option<String>) -> Reply {
    match &what {
        Some(what) if turn.catalog.name(what).is_none() => unknown(what),
        Some(_) | None => done(turn.start(what, None)),
    }
}

/// Opens the player for the break that was left.
pub(super) fn go_on<D: Desktop>(turn: &mut Turn<D>) -> Reply {
    match turn.go_on(None) {
        Ok(true) => DONE,
        Ok(false) => Reply::error(
            "there is no break to go on with",
            "one that was left can be gone on with for ten minutes; `break` starts another",
        ),
        Err(problem) => Reply::error(problem, ""),
    }
}

/// Snoozes what is shown.
pub(super) fn snooze<D: Desktop>(turn: &mut Turn<D>, length: Option<Duration>) -> Reply {
    if !turn.scheduler.can_snooze() {
        return Reply::error(
            "there is nothing to snooze",
            "a reminder can be snoozed while it is shown, and only so often in a row",
        );
    }
    turn.command(Command::Snooze(length))
}

/// Skips what is due.
pub(super) fn skip<D: Desktop>(turn: &mut Turn<D>) -> Reply {
    if !turn.scheduler.can_skip() {
        return Reply::error(
            "there is nothing to skip",
            "a reminder can be skipped once it is due",
        );
    }
    turn.command(Command::Skip)
}

/// Part of the plan of an exercise or routine, starting with exercise `from`.
pub(super) fn plan<D: Desktop>(turn: &Turn<D>, what: &str, from: usize) -> Reply {
    let Some(plan) = Plan::new(&turn.catalog, what) else {
        return unknown(what);
    };
    let hurt = &turn.keeper.settings().exercises.hurt;
    let running = turn.scheduler.status().running;
    let running = running.filter(|running| running.what == what);
    let mut plan = plan.chosen(turn.windows.reason(what, running));
    for exercise in plan.exercises.iter_mut().filter(|planned| !planned.fixed) {
        exercise.note = turn
            .levels
            .change(&exercise.id)
            .map_or_else(String::new, |change| change.words().to_owned());
    }
    plan.exercises
        .retain(|exercise| exercise.id == what || !hurt.contains(&exercise.id));
    plan.start_at = turn.windows.goes_on(what).map_or(0, |(exercise, at)| {
        let is_it = |one: &PlannedExercise| one.id == exercise;
        // An exercise that has hurt since is left out, which shifts the following ones.
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

/// A player has started by itself, or outlived the daemon it started with.
pub(super) fn play<D: Desktop>(
    turn: &mut Turn<D>,
    what: String,
    guided: Duration,
    connection: ConnectionId,
) -> Reply {
    if turn.catalog.name(&what).is_none() {
        return unknown(&what);
    }
    turn.play(what, guided, connection);
    DONE
}

/// The player reports how far it is, and for how long it will go on by itself.
pub(super) fn progress<D: Desktop>(
    turn: &mut Turn<D>,
    connection: ConnectionId,
    guided: Duration,
    goes_on: Duration,
    played: Option<SoFar>,
) -> Reply {
    turn.first_word(connection);
    if turn.scheduler.in_break() {
        turn.player = Some(connection);
        turn.feed(Input::BreakGoesOn {
            guided,
            promise: goes_on,
            played,
        });
    }
    DONE
}

/// The player reports that the break is over, and whether to ask again.
pub(super) fn end<D: Desktop>(
    turn: &mut Turn<D>,
    finished: bool,
    guided: Duration,
    exercises: Option<Vec<Played>>,
    put_off: bool,
) -> Reply {
    let ending = ending(turn, finished, guided, exercises);
    turn.player = None;
    turn.recorder.progress(guided);
    turn.feed(match put_off {
        true => Input::BreakPutOff(ending),
        false => Input::BreakEnded(ending),
    });
    DONE
}

/// How a break ended, according to its player. A player that doesn't say what it played may have reached its last stop
/// because everything was skipped: then only the time counts.
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

/// Takes feedback on an exercise; a routine only takes effort.
pub(super) fn felt<D: Desktop>(
    turn: &mut Turn<D>,
    what: String,
    pain: Option<u8>,
    effort: Option<Effort>,
) -> Reply {
    let exercises: Vec<String> = match turn.catalog.routine(&what) {
        // Where the routine fixes the amount, nothing changes.
        Some(routine) if pain.is_none() => {
            let entries = routine.exercises.iter();
            let free = entries.filter(|entry| !entry.amount.is_fixed());
            let ids: Vec<String> = free.map(|entry| entry.exercise.clone()).collect();
            if ids.is_empty() && effort.is_some() {
                return DONE;
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
        Ok(()) => DONE,
        Err(problem) => Reply::error(problem, ""),
    }
}

/// Something else should be offered.
pub(super) fn refuse<D: Desktop>(turn: &mut Turn<D>, why: Refusal) -> Reply {
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
