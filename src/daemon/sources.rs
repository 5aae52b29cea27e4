//! The running sources, as the settings want them.

use crate::logic::presence::apps::Apps;
use crate::logic::settings::SourceRules;
use crate::platform::calls::{self, Calls};
use crate::platform::dnd::{self, Dnd};
use crate::platform::films::{self, Films};
use crate::platform::idle::{self, Source, Watch};
use crate::platform::presentation::{self, Presentation};
use crate::platform::session::{self, Session};
use crate::platform::{Ability, AbilityState, Buses, Fact, Facts, Missing};

/// Runs the sources that the settings want.
pub struct Sources {
    facts: Facts,
    buses: Buses,
    /// Read input from here instead of the desktop.
    script: Option<Source>,
    rules: Option<SourceRules>,
    idle: Option<idle::Handle>,
    watched: Option<Watch>,
    session: Option<Session>,
    calls: Option<Calls>,
    films: Option<Films>,
    dnd: Option<Dnd>,
    presentation: Option<Presentation>,
}

impl Sources {
    /// Nothing is running yet.
    pub fn new(script: Option<Source>, buses: Buses, facts: Facts) -> Self {
        Sources {
            facts,
            buses,
            script,
            rules: None,
            idle: None,
            watched: None,
            session: None,
            calls: None,
            films: None,
            dnd: None,
            presentation: None,
        }
    }

    /// Asks to be told about silence this long.
    pub fn watch_input(&mut self, watch: Watch) {
        if self.watched != Some(watch) {
            self.watched = Some(watch);
            if let Some(idle) = &self.idle {
                idle.watch(watch);
            }
        }
    }

    /// Starts what is on and stops what is off. Whatever a stopped source was reporting is over.
    pub fn apply(&mut self, rules: &SourceRules) {
        let before = self.rules.replace(rules.clone());
        if before.as_ref() == Some(rules) {
            return;
        }
        if before.is_none_or(|before| before.idle != rules.idle) {
            self.choose_idle();
        }
        let (facts, buses) = (&self.facts, &self.buses);
        let over = |ability: Ability, setting: &str, quiet: Option<Fact>| {
            quiet.into_iter().for_each(|fact| {
                let _ = facts.send(fact);
            });
            let state = AbilityState::Missing(Missing::new(
                "switched off",
                format!("switch it on with `unbend settings set sources.{setting} true`"),
            ));
            let _ = facts.send(Fact::Ability { ability, state });
        };
        switch(
            &mut self.session,
            rules.session,
            || session::start(buses, facts.clone()),
            || {
                over(Ability::Session, "session", Some(Fact::Locked(false)));
            },
        );
        switch(
            &mut self.calls,
            rules.calls,
            || calls::start(None, facts.clone()),
            || {
                over(Ability::Calls, "calls", Some(Fact::Call(Apps::NOBODY)));
            },
        );
        switch(
            &mut self.films,
            rules.films,
            || films::start(buses, facts.clone()),
            || {
                over(Ability::Films, "films", Some(Fact::Film(false)));
            },
        );
        switch(
            &mut self.dnd,
            rules.dnd,
            || dnd::start(buses, facts.clone()),
            || {
                over(
                    Ability::DoNotDisturb,
                    "dnd",
                    Some(Fact::DoNotDisturb(false)),
                );
            },
        );
        let windows = || presentation::start(presentation::Screen::default(), facts.clone());
        switch(&mut self.presentation, rules.presentation, windows, || {
            over(
                Ability::Presentation,
                "presentation",
                Some(Fact::Presentation(Apps::NOBODY)),
            );
        });
    }

    fn choose_idle(&mut self) {
        let setting = self.rules.as_ref().map(|rules| rules.idle);
        let chosen = match (&self.script, setting) {
            (Some(script), _) => vec![script.clone()],
            (None, Some(setting)) => Source::chosen(setting),
            (None, None) => Vec::new(),
        };
        let idle = idle::start_best(chosen, &self.buses, self.facts.clone());
        if let Some(watch) = self.watched {
            idle.watch(watch);
        }
        self.idle = Some(idle);
    }
}

/// Starts a source that should run and doesn't, and stops one that shouldn't. One that is off from the start says so
/// too.
fn switch<T>(source: &mut Option<T>, on: bool, start: impl FnOnce() -> T, stopped: impl FnOnce()) {
    match (on, source.is_some()) {
        (true, false) => *source = Some(start()),
        (false, _) => {
            *source = None;
            stopped();
        }
        (true, true) => {}
    }
}
