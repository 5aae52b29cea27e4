//! What the desktop reports, and what the user presses there.

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::on_screen::{By, OnScreen};
use crate::daemon::turn::{Turn, pause};
use crate::ipc::server::ConnectionId;
use crate::logic::schedule::{Close, Command, Ending, Input};
use crate::logic::settings::ListChange;
use crate::logic::shown::notice::Button;
use crate::logic::shown::status::AbilityStatus;
use crate::logic::shown::tray_menu::TrayAction;
use crate::platform::{Ability, AbilityState, Fact, NoticeEvent, Reading};
use crate::store::state_file::StateFile;

/// What the scheduler must know before it resumes from a checkpoint, if the fact says so.
pub(super) fn going_on(fact: &Fact) -> Option<Input> {
    match fact {
        Fact::Call(apps) if !apps.is_nobody() => Some(Input::Call(apps.clone())),
        Fact::Film(true) => Some(Input::Film(true)),
        Fact::Hold(hold, apps) if !apps.is_nobody() => Some(Input::Hold(*hold, apps.clone())),
        Fact::Locked(true) => Some(Input::Lock),
        Fact::Call(_)
        | Fact::Film(false)
        | Fact::Hold(..)
        | Fact::Locked(false)
        | Fact::Input(_)
        | Fact::Sleeping(_)
        | Fact::Woke
        | Fact::Ability { .. }
        | Fact::Appearance(_)
        | Fact::Notice(_)
        | Fact::Tray(_) => None,
    }
}

impl<D: Desktop> Turn<D> {
    pub(super) fn take_fact(&mut self, fact: Fact) {
        match fact {
            Fact::Input(Reading::Active) => self.feed(Input::Active),
            Fact::Input(Reading::Idle { since }) => self.feed(Input::Idle { since }),
            Fact::Locked(true) => self.feed(Input::Lock),
            Fact::Locked(false) => self.feed(Input::Unlock),
            Fact::Sleeping(lock) => {
                self.feed(Input::Sleep);
                self.save();
                self.recorder.keep(self.now.mono, true);
                // Now it may sleep.
                drop(lock);
            }
            Fact::Woke => self.feed(Input::Woke { since: None }),
            Fact::Call(apps) => self.feed(Input::Call(apps)),
            Fact::Film(on) => self.feed(Input::Film(on)),
            Fact::Hold(hold, apps) => self.feed(Input::Hold(hold, apps)),
            Fact::Ability { ability, state } => {
                if ability == Ability::Idle && matches!(state, AbilityState::Missing(_)) {
                    // Nothing can say when input stops: assume that somebody is there.
                    self.feed(Input::Active);
                }
                self.abilities.note(ability, state);
            }
            Fact::Appearance(look) => self.appearance = look,
            Fact::Notice(event) => self.take_notice(event),
            Fact::Tray(event) => self.pressed(event.action, event.activation_token.as_deref()),
        }
    }

    fn take_notice(&mut self, event: NoticeEvent) {
        let current = |tag| tag == self.notice_tag && self.on_screen.is_notified();
        let asked = |tag| self.on_screen.asked(tag);
        match event {
            NoticeEvent::Shown { tag, posted } => {
                if current(tag) {
                    // There is a server after all.
                    self.on_screen.window_gone();
                    self.desktop.close_reminder();
                }
                self.sample_shown(tag, None);
                self.posted = Some(posted);
                self.save_by(StateFile::note);
            }
            NoticeEvent::Pressed { tag, button, .. } if asked(tag) => self.answered(Some(button)),
            NoticeEvent::Closed {
                tag,
                how: Close::ByItself,
            } if asked(tag) => {
                if let OnScreen::Question { up, .. } = &mut self.on_screen {
                    *up = false;
                }
            }
            NoticeEvent::Opened { tag, .. } | NoticeEvent::Closed { tag, .. } if asked(tag) => {
                self.answered(None);
            }
            NoticeEvent::Pressed {
                tag,
                button,
                activation_token,
            } if current(tag) => {
                let despite = self.on_screen.despite().cloned();
                self.on_screen.notification_gone();
                match button {
                    Button::Start => self.start_by_click(None, activation_token.as_deref()),
                    Button::Snooze(length) => {
                        self.feed(Input::Do(Command::Snooze(Some(length))));
                    }
                    Button::Skip => self.feed(Input::Do(Command::Skip)),
                    Button::StayQuiet => self.feed(Input::Do(Command::StayQuiet)),
                    Button::NotHere => {
                        self.feed(Input::Do(Command::Close(Close::ByItself)));
                        if let Some(app) = despite.and_then(|window| window.app) {
                            self.ignore_and_log(app);
                        }
                    }
                    // Only the question about pain has these.
                    Button::HurtsNoMore | Button::StillHurts => {}
                }
            }
            NoticeEvent::Opened {
                tag,
                activation_token,
            } if current(tag) => {
                self.on_screen.notification_gone();
                self.start_by_click(None, activation_token.as_deref());
            }
            NoticeEvent::Closed { tag, how } if current(tag) => {
                // A notification that left by itself may still be pressed in the server's list.
                match how {
                    Close::ByItself => {}
                    Close::ByPerson => self.on_screen.notification_gone(),
                }
                self.feed(Input::Do(Command::Close(how)));
            }
            NoticeEvent::ServerBack => self.show_again(),
            NoticeEvent::Failed { tag, why } => {
                tracing::warn!("the notification could not be shown: {why}");
                self.sample_shown(tag, Some(&why));
                if tag == self.notice_tag {
                    let reminds = self.on_screen.is_notified();
                    // A window of ours has no place in front of a full-screen one.
                    let despite = self.on_screen.despite().is_some();
                    self.on_screen.server_gone();
                    if reminds && !despite && self.opens_windows() {
                        self.on_screen = OnScreen::Reminder {
                            by: By::Window,
                            despite: None,
                        };
                        self.desktop.open_reminder();
                    }
                }
            }
            NoticeEvent::ServerLost => self.on_screen.server_gone(),
            // An answer to a notice that is no longer current.
            NoticeEvent::Pressed { .. }
            | NoticeEvent::Opened { .. }
            | NoticeEvent::Closed { .. } => {}
        }
    }

    /// A process has ended. If it was the window that replaced the notification, nobody has answered.
    pub(super) fn see_after_reminder(&mut self) {
        let open = self.desktop.has_reminder();
        if !open && self.on_screen.window_gone() {
            self.feed(Input::Do(Command::Close(Close::ByItself)));
        }
    }

    /// Whether this desktop has room for a window.
    fn opens_windows(&self) -> bool {
        let window = |row: &&AbilityStatus| row.ability == Ability::Window;
        let row = self.found.abilities.iter().find(window);
        row.is_none_or(|row| row.works)
    }

    /// Never lets that application be a reason to stay quiet again.
    ///
    /// # Errors
    /// The settings couldn't store it, in words.
    pub(in crate::daemon) fn ignore(&mut self, app: String) -> Result<(), String> {
        self.keeper
            .change_list("holds.ignore", &[app], ListChange::Add)?;
        self.reconfigure();
        Ok(())
    }

    fn ignore_and_log(&mut self, app: String) {
        if let Err(problem) = self.ignore(app) {
            tracing::warn!("{problem}");
        }
    }

    fn pressed(&mut self, action: TrayAction, activation_token: Option<&str>) {
        match action {
            TrayAction::Open => self.open_by_click("today", activation_token),
            TrayAction::Settings => self.open_by_click("settings", activation_token),
            TrayAction::Start(what) => self.start_by_click(what, activation_token),
            TrayAction::GoOn => self.go_on_by_click(activation_token),
            TrayAction::Snooze => self.feed(Input::Do(Command::Snooze(None))),
            TrayAction::Skip => self.feed(Input::Do(Command::Skip)),
            TrayAction::Ignore(app) => self.ignore_and_log(app),
            TrayAction::Stand => self.feed(Input::Do(Command::Stand)),
            TrayAction::Sit => self.feed(Input::Do(Command::Sit)),
            TrayAction::Pause(length) => self.feed(Input::Do(Command::Pause(length))),
            TrayAction::PauseUntilTomorrow => {
                let length = pause::until_tomorrow(&self.now);
                self.feed(Input::Do(Command::Pause(length)));
            }
            TrayAction::Resume => self.feed(Input::Do(Command::Resume)),
            TrayAction::Quit => self.over = true,
        }
    }

    pub(super) fn player_gone(&mut self, connection: ConnectionId) {
        if self.player == Some(connection) {
            self.player = None;
            self.feed(Input::BreakEnded(Ending::Lost));
        }
    }
}
