//! What the scheduler wants done, and what shows the status.

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::timers::Timer;
use crate::daemon::turn::{LAST_WORDS, MINUTE, SETTLED, SHORTEST_LULL, Turn};
use crate::logic::schedule::{Despite, Effect, Input};
use crate::logic::shown::notice::Notice;
use crate::logic::shown::tray_menu;
use crate::platform::idle::Watch;

impl<D: Desktop> Turn<D> {
    pub(super) fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            tracing::info!("{effect:?}");
            let notice = self.scheduler.notice(&effect);
            match effect {
                Effect::Remind { despite, .. } => {
                    if let Some(notice) = notice {
                        let sound = self.scheduler.settings().sound;
                        let is_heard = sound.reminder && despite.is_none();
                        self.remind(notice, despite);
                        if is_heard {
                            self.desktop.chime(sound.volume);
                        }
                    }
                }
                Effect::Nudge { .. } => {
                    if let Some(notice) = notice {
                        self.desktop.nudge(notice);
                    }
                }
                Effect::Withdraw { .. } => {
                    self.on_screen.notification_gone();
                    if !self.on_screen.is_question() {
                        self.desktop.withdraw();
                    }
                }
                Effect::Break { .. } => {
                    self.player = None;
                    self.timers.set(Timer::ClosePlayer, None);
                }
                Effect::BreakEnd(_) => {
                    self.player = None;
                    let let_go = self.scheduler.let_go().is_some();
                    let at = let_go.then(|| self.now.mono + LAST_WORDS);
                    self.timers.set(Timer::ClosePlayer, at);
                }
                Effect::NaturalBreak { .. } | Effect::Hold(_) | Effect::Release(_) => {}
            }
        }
    }

    fn remind(&mut self, notice: Notice, despite: Option<Despite>) {
        self.notice_tag += 1;
        self.on_screen.remind(despite);
        self.desktop.notify(self.notice_tag, notice);
    }

    /// Ends a player that was let go of and hasn't closed: it is stopped, frozen, or was never drawn.
    pub(super) fn close_left_player(&mut self) {
        if self.timers.take_due(Timer::ClosePlayer, self.now.mono) {
            self.desktop.close_player();
        }
    }

    /// The server that showed the reminder is gone; the new one shows it if it is still on.
    pub(super) fn show_again(&mut self) {
        let Some(again) = self.scheduler.on_screen() else {
            return;
        };
        // Only the server is new: the sound was played the first time.
        let notice = self.scheduler.notice(&again);
        if let (Some(notice), Effect::Remind { despite, .. }) = (notice, again) {
            self.remind(notice, despite);
        }
    }

    /// Shows this status everywhere.
    pub(super) fn show(&mut self) {
        // Time has passed even if the scheduler had nothing to do, and the counts are shown along with the time.
        if !self.scheduler.is_at(&self.now) {
            self.feed(Input::Tick);
        }
        let status = self.status();
        // Answered from the tray, the window or the command line: the notification has nothing left to ask.
        if self.on_screen.is_notified() && status.due.is_none() {
            self.on_screen.notification_gone();
            self.desktop.withdraw();
        }
        if status.shown.is_none() && self.on_screen.window_gone() {
            self.desktop.close_reminder();
        }
        let lull = self.scheduler.settings().timing.lull;
        self.desktop.watch_input(Watch {
            idle_after: self.scheduler.idle_after(),
            soonest: lull.max(SHORTEST_LULL),
        });
        let wall = self.now.wall.datetime();
        let tray = tray_menu::tray(&status, wall, &self.startable);
        let drawn = self.desktop.draw_tray(tray);
        if self.desktop.has_listeners() {
            self.desktop.publish(&status);
        }
        let moved = self.shown.as_ref().is_none_or(|before| {
            before.shown != status.shown
                || before.due != status.due
                || before.running != status.running
                || before.left != status.left
                || before.presence != status.presence
                || before.posture != status.posture
                || before.counting != status.counting
                || before.today != status.today
                || before.holds.len() != status.holds.len()
        });
        // Nobody sees a second more or less, and this way no error can make it spin.
        let fills_in = tray_menu::fills_in(&status);
        let fills_at = fills_in.map(|wait| self.now.mono + wait.max(SETTLED));
        self.timers.set(Timer::Fill, fills_at);
        self.shown = Some(status);
        if moved {
            self.save();
        }
        // It is awake anyway: that postpones the next wake-up for this.
        self.save_what_grew(MINUTE);
        if self.timers.take_due(Timer::Settle, self.now.mono) {
            self.desktop.rest();
        }
        if drawn {
            // The tray host asks for the new one now.
            self.settle_later();
        }
    }
}
