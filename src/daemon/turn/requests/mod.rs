//! Requests from the socket: each becomes an input, a reply, or both.

mod breaks;
mod catalog;
mod past;
mod settings;

use std::fmt;

use crate::daemon::desktop::Desktop;
use crate::daemon::doctor;
use crate::daemon::turn::{Turn, pause};
use crate::ipc::message::{Payload, Reply, Request};
use crate::ipc::server::ConnectionId;
use crate::logic::practice::{Exercised, SoFar};
use crate::logic::schedule::{Close, Command, Input};
use crate::logic::settings::ListChange;

/// It is done, and there is nothing more to say.
const DONE: Reply = Reply::Ok(Payload::Done);

/// Carries out a request and returns the reply.
pub(in crate::daemon) fn answer<D: Desktop>(
    turn: &mut Turn<D>,
    connection: ConnectionId,
    request: Request,
) -> Reply {
    match request {
        // The caller's session accompanies each of its requests.
        Request::Hello { .. } => DONE,

        Request::Status | Request::Subscribe => {
            turn.feed(Input::Tick);
            Reply::Ok(Payload::Status(Box::new(turn.status())))
        }
        Request::Next => {
            turn.feed(Input::Tick);
            Reply::Ok(Payload::Next(turn.status().next))
        }
        Request::Doctor => Reply::Ok(Payload::Doctor(doctor::report(turn))),
        Request::Apps => Reply::Ok(Payload::Apps(turn.scheduler.seen().clone())),

        Request::Snooze { length } => breaks::snooze(turn, length),
        Request::Skip => breaks::skip(turn),
        Request::Close => turn.command(Command::Close(Close::ByPerson)),
        Request::Refuse { why } => breaks::refuse(turn, why),
        Request::Pause(end) => {
            let length = pause::length(end, turn.now());
            turn.command(Command::Pause(length))
        }
        Request::Resume => turn.command(Command::Resume),
        Request::Stand => turn.command(Command::Stand),
        Request::Sit => turn.command(Command::Sit),

        Request::Start { what } => breaks::start(turn, what),
        Request::GoOn => breaks::go_on(turn),
        Request::Plan { what, from } => breaks::plan(turn, &what, from),
        Request::Play { what, guided } => breaks::play(turn, what, guided, connection),
        Request::BreakProgress {
            guided,
            goes_on,
            exercises,
            running,
        } => {
            let played = exercises.map(|played| SoFar {
                exercises: played.into_iter().map(Exercised::from).collect(),
                running,
            });
            breaks::progress(turn, connection, guided, goes_on, played)
        }
        Request::BreakEnd {
            finished,
            guided,
            exercises,
            put_off,
        } => breaks::end(turn, finished, guided, exercises, put_off),
        Request::Feedback { what, pain, effort } => breaks::felt(turn, what, pain, effort),

        Request::SettingsGet { path } => settings::get(turn, path.as_deref()),
        Request::SettingsSet { path, value } => {
            let set = turn.keeper.set(&path, &value);
            settings::changed(turn, set)
        }
        Request::SettingsAdd { path, items } => {
            settings::list(turn, &path, &items, ListChange::Add)
        }
        Request::SettingsRemove { path, items } => {
            settings::list(turn, &path, &items, ListChange::Remove)
        }
        Request::Ignore { app } => done(turn.ignore(app)),
        Request::ReminderAdd { id, values } => {
            let added = turn.keeper.add_reminder(&id, &values);
            settings::changed(turn, added)
        }
        Request::ReminderRemove { id } => {
            let removed = turn.keeper.remove_reminder(&id);
            settings::changed(turn, removed)
        }

        Request::CatalogPut { text } => catalog::put(turn, &text),
        Request::CatalogRemove { kind, id } => catalog::remove(turn, kind, &id),
        Request::CatalogImport { path, replace } => catalog::import(turn, &path, replace),

        Request::Why { date, from } => past::why(turn, date, from),
        Request::Stats { from, to } => past::stats(turn, from, to),
        Request::Keep => past::keep(turn),

        Request::Window { page } => done(turn.open_window(page, None)),
        Request::Raise { page } => match turn.raise(Some(page)) {
            true => DONE,
            false => Reply::error("no window is open there", "`window` opens one"),
        },
        Request::Opened { window } => {
            turn.window_opened(window, connection);
            DONE
        }
        Request::Place {
            window,
            place,
            closes,
        } => {
            turn.desktop.remember_place(window, place);
            if closes {
                turn.window_closes(window, connection);
            }
            DONE
        }
        Request::Sample => match turn.sample() {
            true => DONE,
            false => Reply::error(
                "a reminder is on the screen already",
                "answer that one first",
            ),
        },
        Request::Autostart { on } => match turn.desktop.set_autostart(on) {
            Ok(()) => DONE,
            Err(problem) => Reply::error(problem, "see that the folder can be written"),
        },
        Request::Quit => {
            turn.quit();
            DONE
        }
    }
}

impl<D: Desktop> Turn<D> {
    /// A decision of the user's.
    fn command(&mut self, command: Command) -> Reply {
        self.feed(Input::Do(command));
        DONE
    }
}

/// Done, or the error in its own words.
fn done<E: fmt::Display>(result: Result<(), E>) -> Reply {
    match result {
        Ok(()) => DONE,
        Err(problem) => Reply::error(problem.to_string(), ""),
    }
}

fn unknown(what: &str) -> Reply {
    Reply::error(
        format!("there is no routine or exercise `{what}`"),
        "`unbend catalog list` shows them",
    )
}
