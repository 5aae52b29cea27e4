//! Carries out what pages ask for.

use std::time::Duration;

use egui::ViewportCommand;

use crate::ipc::message::Request;
use crate::logic::practice::chime;
use crate::logic::practice::player::Cue;
use crate::logic::practice::sentence::Sentence;
use crate::logic::shown::file_choice::{Chosen, Wanted};
use crate::window::app::{App, repaint, reports};
use crate::window::pages::action::{Action, Change};

impl App {
    pub(super) fn act(&mut self, action: Action, ctx: &egui::Context) {
        match action {
            Action::Go(page) => {
                self.screen.welcome_over();
                self.pages.at = page;
                self.model.problem = None;
                self.model.news = None;
                self.ask_for_the_page();
            }
            Action::Welcome => self.screen.welcome(),
            Action::WelcomeDone(page) => {
                self.screen.welcome_over();
                let done = Change::set("look.welcome_done", "true");
                self.act(Action::Change(vec![done]), ctx);
                self.act(Action::Go(page), ctx);
            }
            Action::Ask(request) => {
                self.model.problem = None;
                // The outcome of these is in another reply.
                let tells = if matches!(request, Request::Autostart { .. }) {
                    Some(Request::Doctor)
                } else {
                    use Request::{ReminderAdd, ReminderRemove};
                    matches!(request, ReminderAdd { .. } | ReminderRemove { .. })
                        .then_some(Request::SettingsGet { path: None })
                };
                self.setup.link.ask(request);
                if let Some(tells) = tells {
                    self.setup.link.ask(tells);
                }
            }
            Action::Change(changes) => {
                self.model.problem = None;
                for change in changes {
                    self.setup.link.ask(change.request());
                }
                self.setup.link.ask(Request::SettingsGet { path: None });
            }
            Action::BreakProgress(report) => self.setup.link.ask(reports::progress(report)),
            Action::BreakEnd(end) => self.setup.link.ask(reports::end(end)),
            Action::Sound(cue) => {
                // Chimes may be off, but a reminder is still heard.
                if self.model.sound.on || cue == Cue::Reminder {
                    self.setup.host.chime(cue, self.model.sound.volume);
                    let length = Duration::from_secs_f32(chime::seconds(cue));
                    self.chime_ends = Some(self.model.now + length);
                }
            }
            Action::Say(words) => {
                if self.model.sound.on && self.model.sound.speech {
                    let ends = self.chime_ends.unwrap_or(self.model.now);
                    self.setup.host.say(Sentence {
                        words,
                        volume: self.model.sound.volume,
                        after: ends.since(self.model.now),
                    });
                }
            }
            Action::Hush => self.setup.host.hush(),
            Action::SoundOn(on) => {
                if !on {
                    self.setup.host.hush();
                }
                self.sound_on = Some(on);
                self.model.sound.on = on;
                self.setup.link.ask(Request::SettingsSet {
                    path: "sound.on".to_owned(),
                    value: on.to_string(),
                });
            }
            Action::Export { name, table } => match self.setup.host.export(&name, &table) {
                Ok(place) => self.model.news = Some(format!("Saved as {place}")),
                Err(problem) => self.model.problem = Some(problem),
            },
            Action::Give(ids) => {
                self.model.problem = None;
                let name = file_name(&ids);
                match self.setup.host.share(&ids) {
                    Ok(table) => self.act(Action::Export { name, table }, ctx),
                    Err(problem) => self.model.problem = Some(problem),
                }
            }
            Action::GiveTo(ids) => match self.setup.host.share(&ids) {
                Ok(text) => {
                    let name = file_name(&ids);
                    self.choose(Wanted::Save { name }, Some(text), ctx);
                }
                Err(problem) => self.model.problem = Some(problem),
            },
            Action::Choose => self.choose(Wanted::Open, None, ctx),
            // What can't be used is found before the daemon is asked, which knows nothing about pose sets.
            Action::TakeIn { path, replace } => match self.setup.host.inspect(&path) {
                Ok(()) => self.act(Action::Ask(Request::CatalogImport { path, replace }), ctx),
                Err(problem) => self.model.problem = Some(problem),
            },
            Action::ToggleFullScreen => {
                let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!full));
            }
            Action::Leave => ctx.send_viewport_cmd(ViewportCommand::Close),
            Action::Start => {
                // If one is already running, connecting is all there is to do.
                let started = self.setup.host.start_daemon();
                self.connect(repaint(ctx));
                if let Err(problem) = started {
                    self.model.problem = Some(problem);
                }
            }
        }
    }

    /// Opens the desktop's file dialogue. One at a time: nobody could tell two apart.
    fn choose(&mut self, wanted: Wanted, given: Option<String>, ctx: &egui::Context) {
        if !self.model.choosing {
            (self.model.problem, self.model.news) = (None, None);
            self.model.choosing = true;
            self.given = given;
            self.setup.host.pick_file(wanted, repaint(ctx));
        }
    }

    /// The outcome of the file dialogue.
    pub(super) fn chosen(&mut self, chosen: Chosen, ctx: &egui::Context) {
        self.model.choosing = false;
        let given = self.given.take();
        match (chosen, given) {
            (Chosen::File(path), Some(text)) => match self.setup.host.save(&path, &text) {
                Ok(()) => self.model.news = Some(format!("Saved as {path}")),
                Err(problem) => self.model.problem = Some(problem),
            },
            (Chosen::File(path), None) => {
                if let Some(action) = self.pages.exercises.chosen(path) {
                    self.act(action, ctx);
                }
            }
            (Chosen::Nothing, _) => {}
            (Chosen::Missing(problem), _) => self.model.problem = Some(problem),
        }
    }
}

/// A file name for these exercises and routines.
fn file_name(ids: &[String]) -> String {
    match ids {
        [only] => format!("{only}.ron"),
        _ => "unbend-exercises.ron".to_owned(),
    }
}
