//! Reads a script: the moment at which it starts, settings, and one fact per line.

use std::time::Duration;

use jiff::Zoned;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use thiserror::Error;

use crate::logic::catalog::Catalog;
use crate::logic::presence::DesktopHold;
use crate::logic::presence::apps::Apps;
use crate::logic::schedule::{Close, Command, Input};
use crate::logic::settings::Settings;
use crate::logic::text::word::Word as _;
use crate::logic::time::span;

/// Why a script can't be run.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct ScriptError {
    /// Line number, from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub what: String,
}

/// A script that parsed without errors.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    pub(super) start: Zoned,
    pub(super) settings: Settings,
    pub(super) lines: Vec<(Duration, Fact)>,
}

/// One fact of a script.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fact {
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
    /// The player guides from here on for that long.
    Guide(Duration),
    /// The player is paused, or waits.
    Wait,
    Finish,
    Abandon,
    PutOff,
    End,
    /// Recorded: exactly this input.
    Told(Input),
    /// Recorded: a break was started; through the reminder that asked for it, if it does again.
    Take {
        what: String,
        by: Option<String>,
    },
    /// Recorded: the program was off for that long.
    Off(Duration),
    /// Recorded: the wall clock changed to another zone.
    Zone(jiff::tz::Offset),
}

impl Script {
    /// Parses a script; the ids for `do start` come from `catalog`.
    ///
    /// # Errors
    /// The first line that isn't understood.
    pub fn parse(text: &str, catalog: &Catalog) -> Result<Script, ScriptError> {
        let mut script = Script {
            start: monday(),
            settings: Settings::default(),
            lines: Vec::new(),
        };
        // The earliest time of the next line, and what determines it.
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
