//! Runs a script: its facts go to a scheduler at their times, as the desktop and the player would send them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Zoned;

use crate::logic::catalog::Catalog;
use crate::logic::presence::DesktopHold;
use crate::logic::presence::apps::Apps;
use crate::logic::schedule::{Command, Effect, Ending, Input, Scheduler};
use crate::logic::simulate::line::{Event, Line};
use crate::logic::simulate::script::{Fact, Script};
use crate::logic::text::word::Word as _;
use crate::logic::time::now::{Mono, Now};

impl Script {
    /// Runs the script and returns everything that the scheduler did, then its status.
    pub fn run(&self, catalog: &Arc<Catalog>) -> Vec<Line> {
        Run::new(self, catalog).run(self)
    }
}

/// Until when the player guides a break that has just begun, according to what follows: until the line that ends it,
/// unless another line says what the player does. None = not at all, since nobody takes it.
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

/// What the desktop tells a program that restarts.
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
    /// The wall clock at the start, including steps.
    wall: Zoned,
    flowing: bool,
    /// Until when the running break's player guides.
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

    /// Somebody unlocks the screen, wakes the machine or starts the program: input flows from there.
    fn flow_on(&mut self, at: Duration) {
        if self.flowing {
            self.feed(at, Input::Active);
        }
        self.guide(at, self.guides_until);
    }

    /// The running break's player, if there is one, guides until that time.
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
            // What the desktop reported then is recorded too.
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
