//! Opens windows, and answers each request once its window is up, or won't be.
//!
//! A requested break begins with its player's first message. Where no window can open, nothing has begun and nothing is
//! lost.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::Turn;
use crate::daemon::window_process::{NeverOpened, Opening};
use crate::ipc::message::{Payload, Reply};
use crate::ipc::server::{ConnectionId, ReplyTo};
use crate::logic::catalog::Reason;
use crate::logic::schedule::{Command, Input};
use crate::logic::shown::notice;
use crate::logic::shown::place::WindowKind;
use crate::logic::shown::status::Running;
use crate::logic::time::now::Mono;

/// A window that isn't up by then is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is known about windows, and who waits for one.
#[derive(Debug, Default)]
pub(in crate::daemon) struct Windows {
    /// The open windows with pages, and the display of each.
    pages: BTreeMap<ConnectionId, Option<String>>,
    /// The break whose player is about to open.
    coming: Option<Coming>,
    waiting: Vec<Waiting>,
    /// The reply to this request waits for that window.
    wants: Option<WindowKind>,
}

#[derive(Debug)]
struct Coming {
    /// What was requested by name.
    asked: Option<String>,
    /// What the player shows.
    what: String,
    /// Why it was chosen.
    reason: Option<Reason>,
    /// For a resumed break: the exercise to begin with, and its index.
    goes_on: Option<(String, usize)>,
}

#[derive(Debug)]
struct Waiting {
    window: WindowKind,
    reply: ReplyTo,
    until: Mono,
}

impl Windows {
    /// When somebody will have waited long enough.
    pub(super) fn deadline(&self) -> Option<Mono> {
        self.waiting.iter().map(|waiting| waiting.until).min()
    }

    /// Why that was chosen: according to its player that is about to open, else the break that `runs`.
    pub(in crate::daemon) fn reason(&self, what: &str, runs: Option<Running>) -> Option<Reason> {
        match self.coming.as_ref().filter(|coming| coming.what == what) {
            Some(coming) => coming.reason.clone(),
            None => runs?.because,
        }
    }

    /// The exercise at which a break about to open resumes, and its index; none if it starts from the beginning.
    pub(in crate::daemon) fn goes_on(&self, what: &str) -> Option<(&str, usize)> {
        let coming = self.coming.as_ref().filter(|coming| coming.what == what)?;
        let (exercise, at) = coming.goes_on.as_ref()?;
        Some((exercise, *at))
    }
}

impl<D: Desktop> Turn<D> {
    /// Opens the player for a break: that exercise or routine, or the next choice. The break begins with the player's
    /// first message.
    ///
    /// # Errors
    /// No window can be opened; why, in words.
    pub(in crate::daemon) fn start(
        &mut self,
        asked: Option<String>,
        activation_token: Option<&str>,
    ) -> Result<(), String> {
        let (what, reason) = match &asked {
            Some(what) => (what.clone(), None),
            None => match self.scheduler.offered() {
                Some((choice, _)) => (choice.what, choice.reason),
                // There is nothing to choose from.
                None => return Ok(()),
            },
        };
        let coming = Coming {
            asked,
            what,
            reason,
            goes_on: None,
        };
        self.open_player(coming, activation_token)
    }

    /// Opens the player to resume the break that was left; returns whether there is one.
    ///
    /// # Errors
    /// No window can be opened; why, in words.
    pub(in crate::daemon) fn go_on(
        &mut self,
        activation_token: Option<&str>,
    ) -> Result<bool, String> {
        self.feed(Input::Tick);
        let left = self.scheduler.left().filter(|_| !self.scheduler.in_break());
        let Some((what, exercise, at)) = left else {
            return Ok(false);
        };
        let coming = Coming {
            asked: Some(what.to_owned()),
            what: what.to_owned(),
            reason: None,
            goes_on: Some((exercise.to_owned(), at)),
        };
        self.open_player(coming, activation_token).map(|()| true)
    }

    fn open_player(
        &mut self,
        coming: Coming,
        activation_token: Option<&str>,
    ) -> Result<(), String> {
        let at = self.visitor.clone();
        let opening = self
            .desktop
            .open_player(&coming.what, activation_token, at.as_deref());
        match opening {
            Opening::Failed(words) => return Err(words),
            Opening::UnderWay => {
                self.windows.coming = Some(coming);
                self.windows.wants = Some(WindowKind::Player);
            }
            Opening::Open => self.begin_break(coming),
        }
        Ok(())
    }

    /// Starts a break requested by a click; any problem is reported as a notification.
    pub(super) fn start_by_click(&mut self, asked: Option<String>, activation_token: Option<&str>) {
        let started = self.start(asked, activation_token);
        self.windows.wants = None;
        if let Err(words) = started {
            self.tell_no_window(WindowKind::Player, &words);
        }
    }

    /// The player's first message: now the break has begun. A player that is already playing isn't affected.
    pub(in crate::daemon) fn first_word(&mut self, connection: ConnectionId) {
        if self.player == Some(connection) {
            return;
        }
        if let Some(coming) = self.windows.coming.take() {
            self.begin_break(coming);
            self.desktop.player_open();
            self.answer_waiting(WindowKind::Player, &Reply::Ok(Payload::Done));
        }
    }

    fn begin_break(&mut self, coming: Coming) {
        let Coming {
            asked,
            what,
            goes_on,
            ..
        } = coming;
        let left = self.scheduler.left().map(|(left, _, _)| left);
        if goes_on.is_some() && left == Some(what.as_str()) {
            self.feed(Input::Do(Command::GoOn));
            return;
        }
        // What the player shows is what has begun, whatever would be chosen by now.
        let chosen = self.scheduler.offered().map(|(choice, _)| choice.what);
        let asked = asked.or_else(|| (chosen.as_ref() != Some(&what)).then_some(what));
        let effects = self.decide(Input::Do(Command::Start(asked)));
        self.carry_out(effects);
    }

    /// A break goes on in a player that outlived its daemon, or that is a separate program.
    pub(in crate::daemon) fn play(
        &mut self,
        what: String,
        guided: Duration,
        connection: ConnectionId,
    ) {
        let running = self.scheduler.status().running;
        if running.is_none_or(|running| running.what != what) {
            self.feed(Input::Do(Command::Start(Some(what))));
        }
        if self.scheduler.in_break() {
            self.player = Some(connection);
            // It reports its own promises.
            let promise = Duration::ZERO;
            self.feed(Input::BreakGoesOn {
                guided,
                promise,
                played: None,
            });
        }
    }

    /// Opens the window on a page, or raises it.
    ///
    /// # Errors
    /// No window can be opened; why, in words.
    pub(in crate::daemon) fn open_window(
        &mut self,
        page: Option<String>,
        activation_token: Option<&str>,
    ) -> Result<(), String> {
        if self.raise(page.clone()) {
            return Ok(());
        }
        let page = page.as_deref().unwrap_or("today");
        let at = self.visitor.clone();
        match self
            .desktop
            .open_page(page, activation_token, at.as_deref())
        {
            Opening::Failed(words) => return Err(words),
            Opening::UnderWay => self.windows.wants = Some(WindowKind::Pages),
            Opening::Open => {}
        }
        Ok(())
    }

    /// Resumes the break that was left, on a click; any problem is reported as a notification.
    pub(super) fn go_on_by_click(&mut self, activation_token: Option<&str>) {
        let gone_on = self.go_on(activation_token);
        self.windows.wants = None;
        if let Err(words) = gone_on {
            self.tell_no_window(WindowKind::Player, &words);
        }
    }

    /// The same on a click; any problem is reported as a notification.
    pub(super) fn open_by_click(&mut self, page: &str, activation_token: Option<&str>) {
        let opened = self.open_window(Some(page.to_owned()), activation_token);
        self.windows.wants = None;
        if let Err(words) = opened {
            self.tell_no_window(WindowKind::Pages, &words);
        }
    }

    /// Raises the window with the pages on the caller's display, on that page or its current one; returns whether there
    /// is one.
    pub(in crate::daemon) fn raise(&mut self, page: Option<String>) -> bool {
        let screen = self.caller_screen();
        self.wish.serial += 1;
        self.wish.page = page;
        self.wish.screen.clone_from(&screen);
        self.windows.pages.values().any(|other| *other == screen)
    }

    /// The caller's display; none = the daemon's own.
    fn caller_screen(&self) -> Option<String> {
        let caller = self.visitor.as_ref().and_then(|caller| caller.screen());
        let screen = caller.map(str::to_owned);
        screen.or_else(|| self.desktop.screen())
    }

    /// A window is up.
    pub(in crate::daemon) fn window_opened(
        &mut self,
        window: WindowKind,
        connection: ConnectionId,
    ) {
        match window {
            WindowKind::Pages => {
                let screen = self.caller_screen();
                self.desktop.pages_open(screen.as_deref());
                self.windows.pages.insert(connection, screen);
                self.answer_waiting(window, &Reply::Ok(Payload::Done));
            }
            // Its first message will say that it has something to play.
            WindowKind::Player => {}
        }
    }

    /// A window reports that it is closing.
    pub(in crate::daemon) fn window_closes(
        &mut self,
        window: WindowKind,
        connection: ConnectionId,
    ) {
        let screen = self.caller_screen();
        self.windows.pages.remove(&connection);
        self.desktop.window_closes(window, screen.as_deref());
    }

    /// A connection has ended: a window's, a player's, or both.
    pub(super) fn peer_gone(&mut self, connection: ConnectionId) {
        self.windows.pages.remove(&connection);
        self.player_gone(connection);
    }

    /// Sends the reply to a request, or keeps it until the requested window is up.
    pub(super) fn answer_or_wait(&mut self, answer: Reply, reply: ReplyTo) {
        match (self.windows.wants.take(), &answer) {
            (Some(window), Reply::Ok(_)) => self.windows.waiting.push(Waiting {
                window,
                reply,
                until: self.now.mono + PATIENCE,
            }),
            (Some(_) | None, Reply::Ok(_) | Reply::Error(_) | Reply::Changed(_)) => {
                reply.send(answer);
            }
        }
    }

    /// Some windows' processes may have ended before they were up.
    pub(super) fn see_windows_that_failed(&mut self) {
        for NeverOpened { window, words } in self.desktop.never_opened() {
            if window == WindowKind::Player {
                self.windows.coming = None;
            }
            let (message, hint) = words.split_once('\n').unwrap_or((&words, ""));
            let answer = Reply::error(
                format!("the window does not open: {}", message.trim()),
                hint.trim(),
            );
            if !self.answer_waiting(window, &answer) {
                self.tell_no_window(window, &words);
            }
        }
    }

    /// Tells anybody who has waited too long.
    pub(super) fn give_up_waiting(&mut self) {
        let now = self.now.mono;
        let (late, others) = std::mem::take(&mut self.windows.waiting)
            .into_iter()
            .partition(|waiting| waiting.until <= now);
        self.windows.waiting = others;
        let late: Vec<Waiting> = late;
        for waiting in late {
            waiting.reply.send(Reply::error(
                "the window has been started and does not come up",
                "the display may be busy or hang; Unbend's log on standard error may say more",
            ));
        }
    }

    /// Replies to everybody waiting for that window; returns whether anybody was.
    fn answer_waiting(&mut self, window: WindowKind, answer: &Reply) -> bool {
        let (answered, others) = std::mem::take(&mut self.windows.waiting)
            .into_iter()
            .partition(|waiting| waiting.window == window);
        self.windows.waiting = others;
        let answered: Vec<Waiting> = answered;
        let any = !answered.is_empty();
        for waiting in answered {
            waiting.reply.send(answer.clone());
        }
        any
    }

    /// Somebody clicked and sees nothing happen.
    fn tell_no_window(&mut self, window: WindowKind, words: &str) {
        tracing::error!("a window does not open: {words}");
        self.notice_tag += 1;
        let notice = notice::no_window(window, words);
        self.desktop.notify(self.notice_tag, notice);
    }
}
