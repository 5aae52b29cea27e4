//! Idle time from logind's hint, the last resort: it only passes on what the desktop told it, whenever that was.

use std::path::{Path, PathBuf};

use tokio::sync::mpsc;
use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, MessageStream};

use crate::logic::settings::IdleSource;
use crate::platform::clock::{Alarm, Clock};
use crate::platform::idle::way::silence::Silence;
use crate::platform::idle::way::{Opening, Reporter, Running, Server, Watch, Way, of_service};
use crate::platform::linux::bus::{self, Service, signals};
use crate::platform::linux::logind;
use crate::platform::{AbilityState, Buses, Missing};

/// The bus name of the service.
const NAME: &str = logind::NAME;

/// See the module.
pub(super) struct LogindHint;

impl Way for LogindHint {
    fn setting(&self) -> Option<IdleSource> {
        Some(IdleSource::Logind)
    }

    fn name(&self) -> &'static str {
        "logind idle hint"
    }

    fn server(&self, _: Option<&Path>, buses: &Buses) -> Server {
        Server::Service(buses.system.clone(), NAME)
    }

    fn open(
        &self,
        _: Option<PathBuf>,
        buses: &Buses,
        orders: mpsc::UnboundedReceiver<Watch>,
        reporter: Reporter,
    ) -> Opening {
        let bus = buses.system.clone();
        let without = [
            "no idle hint from logind",
            "start Unbend inside a desktop session",
        ];
        let run = |service: Hint| -> Running { Box::pin(service.run(orders)) };
        Box::pin(async move { of_service(Hint::connect(&bus, reporter), without, run).await })
    }

    fn state(&self) -> AbilityState {
        AbilityState::Limited {
            by: self.name().to_owned(),
            lacks: Missing::new(
                "it tells of a pause only when the desktop does, minutes later",
                "use a desktop with an idle counter of its own",
            ),
        }
    }
}

struct Hint {
    connection: Connection,
    path: OwnedObjectPath,
    changes: MessageStream,
    service: Service,
    silence: Silence,
}

impl Hint {
    async fn connect(bus: &bus::Bus, reporter: Reporter) -> zbus::Result<Hint> {
        let connection = bus.connection().await?;
        let service = Service::of(&connection, NAME).await?;
        let path = logind::session_path(&connection).await?;
        let rule = signals().path(path.clone())?.member("PropertiesChanged")?;
        let changes = bus::listen(&connection, rule).await?;
        let mut hint = Hint {
            connection,
            path,
            changes,
            service,
            silence: Silence::new(reporter),
        };
        hint.look().await?;
        Ok(hint)
    }

    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Watch>) -> Option<Missing> {
        let mut alarm = Alarm::new();
        let end = loop {
            let turn = tokio::select! {
                order = orders.recv() => {
                    self.silence.watch(order?.idle_after);
                    Ok(())
                }
                () = alarm.wait_until(self.silence.deadline()) => {
                    self.silence.settle();
                    Ok(())
                }
                changed = bus::next(&mut self.changes) => match changed {
                    Ok(message) => match bus::changed(&message, logind::SESSION, "IdleHint") {
                        Some(_) => self.look().await,
                        None => Ok(()),
                    },
                    Err(error) => Err(error),
                },
                end = self.service.ended() => Err(end),
            };
            if let Err(error) = turn {
                break error;
            }
        };
        Some(Missing::new(
            format!("logind went away ({end})"),
            "start it again",
        ))
    }

    async fn look(&mut self) -> zbus::Result<()> {
        let idle = bool::try_from(self.property("IdleHint").await?)?;
        if idle {
            let since = u64::try_from(self.property("IdleSinceHintMonotonic").await?)?;
            self.silence.since(Clock::mono_of_awake_time(since));
        } else if self.silence.lasts() {
            self.silence.broken();
        }
        Ok(())
    }

    async fn property(&self, property: &str) -> zbus::Result<zbus::zvariant::OwnedValue> {
        let path = self.path.as_str();
        bus::property(&self.connection, NAME, path, logind::SESSION, property).await
    }
}
