//! Runs the scheduler over a script of facts and prints its effects: how anyone can check the rules of time.
//!
//! docs/simulate.md describes the script. The scheduler here is the daemon's own. Recorded days are a script too.

mod replay;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Zoned;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use thiserror::Error;

use crate::logic::catalog::Catalog;
use crate::logic::presence::DesktopHold;
use crate::logic::presence::apps::Apps;
use crate::logic::schedule::{Close, Command, Effect, Ending, Input, Outcome, Scheduler};
use crate::logic::settings::Settings;
use crate::logic::text::word::Word as _;
use crate::logic::time::now::{Mono, Now};
use crate::logic::time::span;

/// Why a script cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct ScriptError {
    /// Line number, 1 first.
    pub line: usize,
    /// What is wrong and what would be right.
    pub what: String,
}

/// A script that was read without an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    start: Zoned,
    settings: Settings,
    lines: Vec<(Duration, Fact)>,
}

/// One fact of a script.
#[derive(Clone, Debug, PartialEq)]
enum Fact {
    Active,
    Idle,
    Lock,
    Unlock,
    Sleep(Duration),
    Call(Apps),
    Film(bool),
    Hold(DesktopHold, Apps),
    Clock(jiff::SignedDuration),
    Restart(Duration),
    Do(Command),
    /// The player guides from here on for so long.
    Guide(Duration),
    /// The player is paused, or waits.
    Wait,
    Finish,
    Abandon,
    PutOff,
    End,
    /// Recorded: exactly this came in.
    Told(Input),
    /// Recorded: a break was started; through the reminder that asked for it, if it does again.
    Take {
        what: String,
        by: Option<String>,
    },
    /// Recorded: the program was off that long.
    Off(Duration),
    /// Recorded: the wall clock went to another zone.
    Zone(jiff::tz::Offset),
}

/// One line of output.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Time from the start of the script.
    pub at: Duration,
    /// What happened.
    pub event: Event,
}

/// What a line of output tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Something the scheduler did.
    Effect(Effect),
    /// The last line.
    Status {
        /// Sitting time.
        sitting: Duration,
        /// Standing time.
        standing: Duration,
        /// The word for the presence.
        presence: &'static str,
        /// What comes next and when, from the start of the script.
        next: Option<(String, Duration)>,
    },
}

impl Script {
    /// Reads a script; the ids that `do start` may name come from `catalog`.
    ///
    /// # Errors
    /// The first line that is not understood.
    pub fn parse(text: &str, catalog: &Catalog) -> Result<Script, ScriptError> {
        let mut script = Script {
            start: monday(),
            settings: Settings::default(),
            lines: Vec::new(),
        };
        // The earliest time of the next line, and what makes it so.
        let mut earliest = (Duration::ZERO, "the line before");
        let mut last_line = 0;
        for (index, raw) in text.lines().enumerate() {
            let line = index + 1;
            last_line = line;
            let bad = |what: String| ScriptError { line, what };
            let text = raw.split('#').next().unwrap_or("").trim();
            if text.is_empty() {
                continue;
            }
            if matches!(script.lines.last(), Some((_, Fact::End))) {
                return Err(bad("nothing may follow `end`".to_owned()));
            }
            if text.starts_with("start") || text.starts_with("set ") {
                if !script.lines.is_empty() {
                    return Err(bad(
                        "`start` and `set` come before the first line with a time".to_owned(),
                    ));
                }
                header(&mut script, text).map_err(bad)?;
                continue;
            }
            let (time, fact) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            let at = time_of(time).ok_or_else(|| {
                bad(format!(
                    "`{time}` is not a time: write seconds, m:ss or h:mm:ss, then a fact"
                ))
            })?;
            if at < earliest.0 {
                return Err(bad(format!(
                    "{} lies before {}, the end of {}",
                    span::clock(at),
                    span::clock(earliest.0),
                    earliest.1
                )));
            }
            let fact = fact_of(fact.trim(), catalog).map_err(bad)?;
            earliest = match &fact {
                Fact::Sleep(length) => (at + *length, "the sleep"),
                Fact::Restart(length) => (at + *length, "the restart"),
                Fact::Active
                | Fact::Idle
                | Fact::Lock
                | Fact::Unlock
                | Fact::Call(_)
                | Fact::Film(_)
                | Fact::Hold(..)
                | Fact::Clock(_)
                | Fact::Do(_)
                | Fact::Guide(_)
                | Fact::Wait
                | Fact::Finish
                | Fact::Abandon
                | Fact::PutOff
                | Fact::Told(_)
                | Fact::Take { .. }
                | Fact::Off(_)
                | Fact::Zone(_)
                | Fact::End => (at, "the line before"),
            };
            script.lines.push((at, fact));
        }
        match script.lines.last() {
            Some((_, Fact::End)) => Ok(script),
            _ => Err(ScriptError {
                line: last_line.max(1),
                what: "the script must close with `TIME end`".to_owned(),
            }),
        }
    }

    /// Its time zero.
    pub fn start(&self) -> &Zoned {
        &self.start
    }

    /// Runs the script and returns everything that the scheduler did, then its status.
    pub fn run(&self, catalog: &Arc<Catalog>) -> Vec<Line> {
        Run::new(self, catalog).run(self)
    }
}

/// 2026-03-02, a Monday, at nine.
fn monday() -> Zoned {
    let monday = DateTime::constant(2026, 3, 2, 9, 0, 0, 0);
    monday
        .to_zoned(TimeZone::UTC)
        .expect("UTC has every civil time")
}

fn header(script: &mut Script, text: &str) -> Result<(), String> {
    if let Some(start) = text.strip_prefix("start") {
        let start = start.trim();
        // With a zone in brackets, clock changes happen: 2026-03-29T01:00[Europe/Berlin].
        let read = if start.contains('[') {
            start.parse::<Zoned>()
        } else {
            let civil = start.parse::<DateTime>();
            civil.and_then(|civil| civil.to_zoned(TimeZone::UTC))
        };
        script.start =
            read.map_err(|_| format!("`{start}` is not a date and time: write 2026-03-02T09:00"))?;
        return Ok(());
    }
    let setting = text.trim_start_matches("set").trim();
    let (path, value) = setting
        .split_once('=')
        .ok_or_else(|| format!("`{setting}` sets nothing: write set PATH=VALUE"))?;
    let value = value.trim().trim_matches('"');
    script
        .settings
        .set(path.trim(), value)
        .map_err(|problem| problem.to_string())
}

fn time_of(text: &str) -> Option<Duration> {
    let mut seconds: u64 = 0;
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    for (index, part) in parts.iter().enumerate() {
        if part.is_empty() || part.len() > 9 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: u64 = part.parse().ok()?;
        if index > 0 && (part.len() != 2 || number > 59) {
            return None;
        }
        seconds = seconds * 60 + number;
    }
    Some(Duration::from_secs(seconds))
}

fn fact_of(text: &str, catalog: &Catalog) -> Result<Fact, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let length = |word: &str| span::parse(word).map_err(|problem| problem.to_string());
    let switch = |word: &str| match word {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("`{word}` is neither on nor off")),
    };
    let apps = |on: bool, app: &[&str]| match (on, app) {
        (on, []) => Ok(Apps::from(on)),
        (true, app) => Ok(Apps::of([Some(app.join(" ").as_str())])),
        (false, _) => Err("nobody is named where it goes off".to_owned()),
    };
    let of_hold = |word: &str, app: &[&str]| {
        let holds = DesktopHold::ALL.iter().copied();
        let mut holds = holds.filter(|hold| app.is_empty() || hold.names_apps());
        holds.find(|hold| hold.word() == word)
    };
    if let [word, on, app @ ..] = words.as_slice()
        && let Some(hold) = of_hold(word, app)
    {
        return Ok(Fact::Hold(hold, apps(switch(on)?, app)?));
    }
    Ok(match words.as_slice() {
        ["active"] => Fact::Active,
        ["idle"] => Fact::Idle,
        ["lock"] => Fact::Lock,
        ["unlock"] => Fact::Unlock,
        ["sleep", how_long] => Fact::Sleep(length(how_long)?),
        ["call", on, app @ ..] => Fact::Call(apps(switch(on)?, app)?),
        ["film", on] => Fact::Film(switch(on)?),
        ["clock", step] => {
            let (sign, amount) = match step.split_at_checked(1) {
                Some(("+", amount)) => (1, amount),
                Some(("-", amount)) => (-1, amount),
                _ => {
                    return Err(format!(
                        "`{step}` is not a step: write clock +1h or clock -1h"
                    ));
                }
            };
            let step = jiff::SignedDuration::try_from(length(amount)?)
                .map_err(|problem| problem.to_string())?;
            Fact::Clock(step * sign)
        }
        ["restart"] => Fact::Restart(Duration::ZERO),
        ["restart", "after", how_long] => Fact::Restart(length(how_long)?),
        ["do", "start"] => Fact::Do(Command::Start(None)),
        ["do", "start", what] => {
            if catalog.name(what).is_none() {
                return Err(format!(
                    "there is no routine or exercise `{what}`: `unbend catalog list` shows them"
                ));
            }
            Fact::Do(Command::Start(Some((*what).to_owned())))
        }
        ["do", "go-on"] => Fact::Do(Command::GoOn),
        ["do", "snooze"] => Fact::Do(Command::Snooze(None)),
        ["do", "snooze", how_long] => Fact::Do(Command::Snooze(Some(length(how_long)?))),
        ["do", "skip"] => Fact::Do(Command::Skip),
        ["do", "close"] => Fact::Do(Command::Close(Close::ByPerson)),
        ["expire"] => Fact::Do(Command::Close(Close::ByItself)),
        ["do", "stay-quiet"] => Fact::Do(Command::StayQuiet),
        ["do", "pause", how_long] => Fact::Do(Command::Pause(length(how_long)?)),
        ["do", "resume"] => Fact::Do(Command::Resume),
        ["do", "stand"] => Fact::Do(Command::Stand),
        ["do", "sit"] => Fact::Do(Command::Sit),
        ["do", "guide", how_long] => Fact::Guide(length(how_long)?),
        ["do", "wait"] => Fact::Wait,
        ["do", "finish"] => Fact::Finish,
        ["do", "abandon"] => Fact::Abandon,
        ["do", "put-off"] => Fact::PutOff,
        ["end"] => Fact::End,
        [] => return Err("a time alone says nothing: write TIME FACT".to_owned()),
        _ => {
            let named = |by_app: bool| {
                let holds = DesktopHold::ALL.iter().copied();
                let holds = holds.filter(|hold| hold.names_apps() == by_app);
                holds
                    .map(|hold| format!("|{}", hold.word()))
                    .collect::<String>()
            };
            let (apps, others) = (named(true), named(false));
            return Err(format!(
                "`{text}` is not a fact: active, idle, lock, unlock, sleep 2h, call{apps} on [APP]|off, film{others} on|off, \
                 clock +1h, restart [after 10m], expire, do start|go-on|snooze|skip|close|stay-quiet|pause|resume|stand|sit|guide 2m|wait|finish|abandon|put-off, end"
            ));
        }
    })
}

/// Until when the player of a break guides that has just begun, by what follows: up to the line that ends it, unless
/// another line says what the player does. None = not at all, for nobody is in it.
fn guided_until(rest: &[(Duration, Fact)]) -> Option<Duration> {
    rest.iter().find_map(|(at, fact)| match fact {
        Fact::Finish | Fact::Abandon | Fact::PutOff => Some(Some(*at)),
        Fact::Guide(_) | Fact::Wait | Fact::Do(Command::Start(_) | Command::GoOn) => Some(None),
        Fact::Active
        | Fact::Idle
        | Fact::Lock
        | Fact::Unlock
        | Fact::Sleep(_)
        | Fact::Call(_)
        | Fact::Film(_)
        | Fact::Hold(..)
        | Fact::Clock(_)
        | Fact::Restart(_)
        | Fact::Do(_)
        | Fact::Told(_)
        | Fact::Take { .. }
        | Fact::Off(_)
        | Fact::Zone(_)
        | Fact::End => None,
    })?
}

/// What a program that starts anew is told by the desktop.
#[derive(Clone, Debug, Default)]
struct Desktop {
    call: Apps,
    film: bool,
    holds: BTreeMap<DesktopHold, Apps>,
    locked: bool,
}

impl Desktop {
    fn told(&self) -> Vec<Input> {
        let holds = self.holds.iter();
        let holds = holds.map(|(hold, apps)| (!apps.is_nobody(), Input::Hold(*hold, apps.clone())));
        [
            (!self.call.is_nobody(), Input::Call(self.call.clone())),
            (self.film, Input::Film(true)),
        ]
        .into_iter()
        .chain(holds)
        .chain([(self.locked, Input::Lock)])
        .filter_map(|(on, input)| on.then_some(input))
        .collect()
    }
}

struct Run {
    scheduler: Scheduler,
    catalog: Arc<Catalog>,
    /// The wall clock at the start, steps included.
    wall: Zoned,
    flowing: bool,
    /// Until when the player of the running break guides.
    guides_until: Duration,
    desktop: Desktop,
    out: Vec<Line>,
}

impl Run {
    fn new(script: &Script, catalog: &Arc<Catalog>) -> Self {
        let now = Now {
            mono: Mono::default(),
            wall: script.start.clone(),
        };
        Run {
            scheduler: Scheduler::new(
                script.settings.clone(),
                Arc::clone(catalog),
                Vec::new(),
                now,
            ),
            catalog: Arc::clone(catalog),
            wall: script.start.clone(),
            flowing: false,
            guides_until: Duration::ZERO,
            desktop: Desktop::default(),
            out: Vec::new(),
        }
    }

    fn now(&self, at: Duration) -> Now {
        let start = Now {
            mono: Mono::default(),
            wall: self.wall.clone(),
        };
        start.at(Mono(at))
    }

    fn run(mut self, script: &Script) -> Vec<Line> {
        for (index, (at, fact)) in script.lines.iter().enumerate() {
            self.pass_time(*at);
            self.take(*at, fact, script);
            if let Fact::Do(Command::Start(_) | Command::GoOn) = fact {
                self.guide(*at, guided_until(&script.lines[index + 1..]).unwrap_or(*at));
            }
        }
        self.out
    }

    fn pass_time(&mut self, until: Duration) {
        while let Some(deadline) = self.scheduler.next_deadline() {
            if deadline.0 > until {
                break;
            }
            self.feed(deadline.0, Input::Tick);
        }
    }

    fn feed(&mut self, at: Duration, input: Input) {
        let now = self.now(at);
        let effects = self.scheduler.handle(input, &now);
        self.tell(at, effects);
    }

    fn tell(&mut self, at: Duration, effects: Vec<Effect>) {
        self.out.extend(effects.into_iter().map(|effect| Line {
            at,
            event: Event::Effect(effect),
        }));
    }

    /// Somebody unlocks the screen, wakes the machine or starts the program: input flows on from there.
    fn flow_on(&mut self, at: Duration) {
        if self.flowing {
            self.feed(at, Input::Active);
        }
        self.guide(at, self.guides_until);
    }

    /// The player of the running break, if there is one, guides up to that time.
    fn guide(&mut self, at: Duration, until: Duration) {
        self.guides_until = until;
        if self.scheduler.in_break() {
            let guided = self.scheduler.guided();
            let promise = until.saturating_sub(at);
            self.feed(
                at,
                Input::BreakGoesOn {
                    guided,
                    promise,
                    played: None,
                },
            );
        }
    }

    fn take(&mut self, at: Duration, fact: &Fact, script: &Script) {
        match fact {
            Fact::Active => {
                self.flowing = true;
                self.feed(at, Input::Active);
            }
            Fact::Idle => self.feed(at, Input::Idle { since: Mono(at) }),
            Fact::Lock => {
                self.desktop.locked = true;
                self.feed(at, Input::Lock);
            }
            Fact::Unlock => {
                self.desktop.locked = false;
                self.feed(at, Input::Unlock);
                self.flow_on(at);
            }
            Fact::Sleep(length) => {
                self.feed(at, Input::Sleep);
                self.feed(at + *length, Input::Woke { since: None });
                self.flow_on(at + *length);
            }
            Fact::Call(apps) => {
                self.desktop.call = apps.clone();
                self.feed(at, Input::Call(apps.clone()));
            }
            Fact::Film(on) => {
                self.desktop.film = *on;
                self.feed(at, Input::Film(*on));
            }
            Fact::Hold(hold, apps) => {
                self.desktop.holds.insert(*hold, apps.clone());
                self.feed(at, Input::Hold(*hold, apps.clone()));
            }
            Fact::Clock(step) => {
                self.wall = self
                    .wall
                    .checked_add(*step)
                    .unwrap_or_else(|_| self.wall.clone());
                self.feed(at, Input::Tick);
            }
            Fact::Restart(length) => {
                let told = self.desktop.told();
                self.restart(at, *length, &told, script);
                self.flow_on(at + *length);
            }
            // What the desktop told then is recorded too.
            Fact::Off(length) => self.restart(at, *length, &[], script),
            Fact::Told(input) => self.feed(at, input.clone()),
            Fact::Take { what, by } => {
                let offered = self.scheduler.offered().map(|(_, by)| by);
                let offered = offered.as_ref().map(|by| by.word());
                let asked = by.is_some() && offered == by.as_deref();
                let what = (!asked).then(|| what.clone());
                self.feed(at, Input::Do(Command::Start(what)));
            }
            Fact::Zone(offset) => {
                self.wall = self.wall.with_time_zone(offset.to_time_zone());
                self.feed(at, Input::Tick);
            }
            Fact::Do(command) => self.feed(at, Input::Do(command.clone())),
            Fact::Finish => self.feed(at, Input::BreakEnded(Ending::Finished)),
            Fact::Guide(length) => self.guide(at, at + *length),
            Fact::Wait => self.guide(at, at),
            Fact::Abandon => {
                let guided = self.scheduler.guided();
                self.feed(at, Input::BreakEnded(Ending::Left { guided }));
            }
            Fact::PutOff => {
                let guided = self.scheduler.guided();
                self.feed(at, Input::BreakPutOff(Ending::Left { guided }));
            }
            Fact::End => self.end(at),
        }
    }

    /// The program was off; when it is back, the desktop has told it what is still going on.
    fn restart(&mut self, at: Duration, length: Duration, told: &[Input], script: &Script) {
        self.feed(at, Input::Tick);
        let checkpoint = self.scheduler.checkpoint("script");
        let now = self.now(at + length);
        let age = checkpoint.age(&now, "script");
        let (scheduler, effects) = Scheduler::restore(
            script.settings.clone(),
            Arc::clone(&self.catalog),
            checkpoint,
            age,
            told,
            now,
        );
        self.scheduler = scheduler;
        self.tell(at + length, effects);
    }

    fn end(&mut self, at: Duration) {
        self.feed(at, Input::Tick);
        let status = self.scheduler.status();
        let next = self
            .scheduler
            .next()
            .map(|(id, moment)| (id.to_owned(), moment.0));
        self.out.push(Line {
            at,
            event: Event::Status {
                sitting: status.sitting,
                standing: status.standing,
                presence: status.presence.word(),
                next,
            },
        });
    }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Abandoned => "abandoned",
        Outcome::Lost => "lost",
    }
}

impl Line {
    /// The line as it is printed: `h:mm:ss EFFECT`.
    pub fn text(&self) -> String {
        let what = match &self.event {
            Event::Effect(effect) => effect_text(effect),
            Event::Status {
                sitting,
                standing,
                presence,
                next,
            } => {
                let next = next.as_ref().map_or("none".to_owned(), |(id, at)| {
                    format!("{id}@{}", span::clock(*at))
                });
                format!(
                    "status sitting={} standing={} presence={presence} next={next}",
                    sitting.as_secs(),
                    standing.as_secs()
                )
            }
        };
        format!("{} {what}", span::clock(self.at))
    }

    /// The line as an object: `time`, `seconds`, `effect` and what belongs to it.
    pub fn json(&self) -> Value {
        let mut object = match &self.event {
            Event::Effect(effect) => effect_json(effect),
            Event::Status {
                sitting,
                standing,
                presence,
                next,
            } => json!({
                "effect": "status",
                "sitting": sitting.as_secs(),
                "standing": standing.as_secs(),
                "presence": presence,
                "next": next.as_ref().map(|(id, at)| json!({
                    "id": id, "time": span::clock(*at), "seconds": at.as_secs(),
                })),
            }),
        };
        object["time"] = json!(span::clock(self.at));
        object["seconds"] = json!(self.at.as_secs());
        object
    }
}

fn effect_text(effect: &Effect) -> String {
    match effect {
        Effect::Remind {
            reminder, showings, ..
        } => format!("remind {reminder} {showings}"),
        Effect::Nudge { reminder } => format!("nudge {reminder}"),
        Effect::Withdraw { reminder, .. } => format!("withdraw {reminder}"),
        Effect::Break { what, by, .. } => format!("break {what} {}", by.word()),
        Effect::BreakEnd(outcome) => format!("break-end {}", outcome_word(*outcome)),
        Effect::NaturalBreak { away } => format!("natural-break {}", away.as_secs()),
        Effect::Hold(hold) => format!("hold {}", hold.word()),
        Effect::Release(hold) => format!("release {}", hold.word()),
    }
}

fn effect_json(effect: &Effect) -> Value {
    match effect {
        Effect::Remind {
            reminder, showings, ..
        } => json!({"effect": "remind", "id": reminder, "showings": showings}),
        Effect::Nudge { reminder } => json!({"effect": "nudge", "id": reminder}),
        Effect::Withdraw { reminder, .. } => json!({"effect": "withdraw", "id": reminder}),
        Effect::Break { what, by, .. } => {
            json!({"effect": "break", "routine": what, "by": by.word()})
        }
        Effect::BreakEnd(outcome) => {
            json!({"effect": "break-end", "outcome": outcome_word(*outcome)})
        }
        Effect::NaturalBreak { away } => json!({"effect": "natural-break", "away": away.as_secs()}),
        Effect::Hold(hold) => json!({"effect": "hold", "reason": hold.word()}),
        Effect::Release(hold) => json!({"effect": "release", "reason": hold.word()}),
    }
}
