//! Writes what the tape has recorded into the history, at moments when the daemon is awake anyway.

use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;

use crate::logic::catalog::Done;
use crate::logic::past::history::{Felt, Tail};
use crate::logic::past::tape::{Happened, Tape};
use crate::logic::shown::status::{Ability, AbilityStatus};
use crate::logic::time::now::{Mono, Now};
use crate::store::history::{History, HistoryProblem};

/// After the system refused, wait at least this long before trying again.
const RETRY: Duration = Duration::from_secs(60);

/// Doses are counted by the week; anything done earlier doesn't affect a choice.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(28 * 24);

/// The daemon's only access to the history.
#[derive(Debug)]
pub struct Recorder {
    path: PathBuf,
    tape: Tape,
    history: Option<History>,
    problem: Option<HistoryProblem>,
    tried: Mono,
    /// The open history was taken away, and there is no new one yet.
    anew: bool,
    /// What happened to the file, in words for the user.
    news: Option<String>,
}

impl Recorder {
    /// Opens the history. If that fails the daemon goes on, and so does the recorder: it keeps the last rows for later.
    pub fn open(path: PathBuf, now: Mono) -> Self {
        let (history, tail, problem) = match open(&path) {
            Ok((history, tail)) => (Some(history), tail, None),
            Err(problem) => {
                tracing::warn!("no history: {problem}");
                (None, Tail::default(), Some(problem))
            }
        };
        Recorder {
            path,
            tape: Tape::new(tail),
            history,
            problem,
            tried: now,
            anew: false,
            news: None,
        }
    }

    /// Checks whether the history is still the file that was opened: it may have been deleted, or replaced with a copy.
    pub fn look(&mut self, now: &Now) {
        let taken = self.history.take_if(|history| !history.is_in_place());
        let Some(history) = taken else {
            return;
        };
        history.leave();
        let what = match self.path.exists() {
            true => "replaced: Unbend goes on in the one that is there now",
            false => "deleted: Unbend begins a new one with what it still knows",
        };
        let (path, at) = (self.path.display(), now.wall.strftime("%H:%M"));
        let news = format!("{path} was {what} (noticed at {at})");
        tracing::warn!("{news}");
        self.news = Some(news);
        self.anew = true;
        self.problem = None;
        self.keep(now.mono, true);
    }

    /// What has happened to the file since the start, for the user.
    pub fn news(&self) -> Option<String> {
        self.news.clone()
    }

    /// The program has started; `off` = how long it was off, `resumed` = counting continues.
    pub fn started(&mut self, resumed: bool, off: Option<Duration>, now: &Now) {
        self.tape.started(resumed, off, now);
    }

    /// Records what has happened.
    pub fn listen(&mut self, happened: &Happened<'_>) {
        self.tape.listen(happened);
    }

    /// The player reports how far the break is.
    pub fn progress(&mut self, guided: Duration) {
        self.tape.progress(guided);
    }

    /// Records feedback after a break.
    pub fn felt(&mut self, felt: Felt) {
        self.tape.felt(felt);
    }

    /// Feedback after the breaks of earlier runs, newest last.
    pub fn answers(&self) -> Vec<Felt> {
        let answers = self.history.as_ref().map(History::felt);
        answers.and_then(Result::ok).unwrap_or_default()
    }

    /// Stores what is ready to be stored: anything new, and now and then what has only grown; `all` = everything. If it
    /// returns without a problem, everything recorded before is safe.
    pub fn keep(&mut self, now: Mono, all: bool) {
        let refused = self.problem.is_some();
        if refused && !all && now.since(self.tried) < RETRY {
            return;
        }
        if self.problem.as_ref().is_some_and(|one| !one.may_pass()) {
            // Nothing will ever be stored, so nothing is kept for it.
            drop(self.tape.take(now, true));
            return;
        }
        if !self.reopen(now) {
            return;
        }
        let Some(history) = &mut self.history else {
            return;
        };
        let changes = self.tape.take(now, all || refused);
        if changes.is_empty() {
            return;
        }
        match history.store(&changes) {
            Ok(()) => self.problem = None,
            Err(problem) => {
                tracing::warn!("the history is not written: {problem}");
                self.tape.give_back(changes);
                self.problem = Some(problem);
                self.tried = now;
            }
        }
    }

    /// The program is ending: the last rows are stored.
    pub fn end(&mut self, now: &Now) {
        self.tape.stopped(now);
        self.keep(now.mono, true);
    }

    /// Stores everything up to now.
    ///
    /// # Errors
    /// Why it is not on the disk.
    pub fn keep_all(&mut self, now: Mono) -> Result<(), HistoryProblem> {
        self.ask(now)?;
        self.problem.clone().map_or(Ok(()), Err)
    }

    /// The history to query, including everything up to now if that could be stored.
    ///
    /// # Errors
    /// Why there is none.
    pub fn ask(&mut self, now: Mono) -> Result<&History, HistoryProblem> {
        self.keep(now, true);
        self.history.as_ref().ok_or_else(|| {
            let missing = || HistoryProblem::Missing(self.path.clone());
            self.problem.clone().unwrap_or_else(missing)
        })
    }

    /// What was done in the last weeks, newest last; empty without a history.
    pub fn done_before(&self, now: &Now) -> Vec<Done> {
        let since = now.wall.timestamp() - REMEMBERED;
        let read = |history: &History| history.done_since(since);
        self.history
            .as_ref()
            .map(read)
            .transpose()
            .inspect_err(|problem| tracing::warn!("what was done before is not known: {problem}"))
            .ok()
            .flatten()
            .unwrap_or_default()
    }

    /// The state of the history, for the status.
    pub fn ability(&self) -> AbilityStatus {
        ability(&self.path, self.problem.as_ref())
    }

    fn reopen(&mut self, now: Mono) -> bool {
        if self.history.is_some() {
            return true;
        }
        self.tried = now;
        match open(&self.path) {
            Ok((history, tail)) => {
                if std::mem::take(&mut self.anew) {
                    let end = tail.spans.iter().map(|(_, span)| span.end).max();
                    self.tape.begin_anew(tail.last_id, end);
                } else {
                    self.tape.renumber(tail.last_id);
                }
                self.history = Some(history);
                true
            }
            Err(problem) => {
                self.problem = Some(problem);
                false
            }
        }
    }
}

/// The state of the history at that path.
pub(super) fn ability(path: &std::path::Path, problem: Option<&HistoryProblem>) -> AbilityStatus {
    AbilityStatus {
        ability: Ability::History,
        works: problem.is_none(),
        source: match problem {
            None => path.display().to_string(),
            Some(_) => String::new(),
        },
        remedy: problem.map(ToString::to_string).unwrap_or_default(),
    }
}

fn open(path: &std::path::Path) -> Result<(History, Tail), HistoryProblem> {
    let history = History::open(path)?;
    let tail = history.tail()?;
    Ok((history, tail))
}
