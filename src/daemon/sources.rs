//! The running sources, as the settings want them.

use std::collections::BTreeMap;

use crate::logic::presence::DesktopHold;
use crate::logic::presence::apps::Apps;
use crate::logic::settings::SourceRules;
use crate::logic::text::word::Word as _;
use crate::platform::idle::{self, Source, Watch};
use crate::platform::{
    self, Ability, AbilityState, Buses, Fact, Facts, Missing, Watching, calls, films, session,
};

/// Runs the sources that the settings want.
pub struct Sources {
    facts: Facts,
    buses: Buses,
    /// Read input from here instead of the desktop.
    script: Option<Source>,
    rules: Option<SourceRules>,
    idle: Option<idle::Handle>,
    watched: Option<Watch>,
    /// By what they report.
    running: BTreeMap<Ability, Watching>,
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
            running: BTreeMap::new(),
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
        self.switch(
            Ability::Session,
            ("session", rules.session),
            session::start,
            Fact::Locked(false),
        );
        self.switch(
            Ability::Calls,
            ("calls", rules.calls),
            |_, facts| calls::start(None, facts),
            Fact::Call(Apps::NOBODY),
        );
        self.switch(
            Ability::Films,
            ("films", rules.films),
            films::start,
            Fact::Film(false),
        );
        for hold in DesktopHold::ALL.iter().copied() {
            self.switch(
                Ability::Hold(hold),
                (hold.word(), rules.watches(hold)),
                |buses, facts| platform::watch(hold, buses, facts),
                Fact::Hold(hold, Apps::NOBODY),
            );
        }
    }

    /// Starts a source that should run and doesn't, and stops one that shouldn't, which ends what it reported with `over`.
    /// One that is off from the start says so too.
    fn switch(
        &mut self,
        ability: Ability,
        (setting, on): (&str, bool),
        start: impl FnOnce(&Buses, Facts) -> Watching,
        over: Fact,
    ) {
        if on {
            let (buses, facts) = (&self.buses, &self.facts);
            let started = || start(buses, facts.clone());
            self.running.entry(ability).or_insert_with(started);
            return;
        }
        self.running.remove(&ability);
        let _ = self.facts.send(over);
        let state = AbilityState::Missing(Missing::new(
            "switched off",
            format!("switch it on with `unbend settings set sources.{setting} true`"),
        ));
        let _ = self.facts.send(Fact::Ability { ability, state });
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
