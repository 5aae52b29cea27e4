//! Idle time from GNOME: Mutter's idle monitor on the session bus.
//!
//! Mutter watches the time for us and can say how long there has been no input, so nothing arrives while you type and
//! every moment is exact.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::mpsc;
use zbus::{Connection, Message, MessageStream};

use crate::logic::settings::IdleSource;
use crate::platform::idle::way::{Opening, Reporter, Running, Server, Watch, Way, of_service};
use crate::platform::linux::bus::{self, Service, signals};
use crate::platform::{Buses, Missing};

/// The bus name of the service.
const NAME: &str = "org.gnome.Mutter.IdleMonitor";
const PATH: &str = "/org/gnome/Mutter/IdleMonitor/Core";

/// See the module.
pub(super) struct GnomeMonitor;

impl Way for GnomeMonitor {
    fn setting(&self) -> Option<IdleSource> {
        Some(IdleSource::Gnome)
    }

    fn name(&self) -> &'static str {
        "GNOME idle monitor"
    }

    fn server(&self, _: Option<&Path>, buses: &Buses) -> Server {
        Server::Service(buses.session.clone(), NAME)
    }

    fn open(
        &self,
        _: Option<PathBuf>,
        buses: &Buses,
        orders: mpsc::UnboundedReceiver<Watch>,
        reporter: Reporter,
    ) -> Opening {
        let bus = buses.session.clone();
        let without = [
            "no GNOME idle monitor",
            "use a desktop that tells idle time",
        ];
        let run = |service: Mutter| -> Running { Box::pin(service.run(orders)) };
        Box::pin(async move { of_service(Mutter::connect(&bus, reporter), without, run).await })
    }
}

struct Mutter {
    connection: Connection,
    fired: MessageStream,
    service: Service,
    reporter: Reporter,
    /// Fires each time there has been no input for the watched time.
    still: Option<u32>,
    /// Fires once, at the next input; set while `Idle` was sent last.
    stir: Option<u32>,
}

impl Mutter {
    async fn connect(bus: &bus::Bus, reporter: Reporter) -> zbus::Result<Mutter> {
        let connection = bus.connection().await?;
        let service = Service::of(&connection, NAME).await?;
        let rule = signals()
            .path(PATH)?
            .interface(NAME)?
            .member("WatchFired")?;
        let fired = bus::listen(&connection, rule).await?;
        let idle = Mutter {
            connection,
            fired,
            service,
            reporter,
            still: None,
            stir: None,
        };
        idle.idle_time().await?;
        Ok(idle)
    }

    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Watch>) -> Option<Missing> {
        let end = loop {
            let turn = tokio::select! {
                order = orders.recv() => match order {
                    Some(watch) => self.watch(watch).await,
                    None => {
                        self.remove().await;
                        return None;
                    }
                },
                fired = bus::next(&mut self.fired) => match fired {
                    Ok(message) => self.fired(&message).await,
                    Err(error) => Err(error),
                },
                end = self.service.ended() => Err(end),
            };
            if let Err(error) = turn {
                break error;
            }
        };
        Some(Missing::new(
            format!("GNOME's idle monitor went away ({end})"),
            "start GNOME again; in a new session, start Unbend again",
        ))
    }

    async fn watch(&mut self, watch: Watch) -> zbus::Result<()> {
        self.reporter.idle_after = Some(watch.idle_after);
        if let Some(old) = self.still.take() {
            self.call::<_, ()>("RemoveWatch", &old).await?;
        }
        let milliseconds = u64::try_from(watch.idle_after.as_millis()).unwrap_or(u64::MAX);
        self.still = Some(self.call("AddIdleWatch", &milliseconds.max(1)).await?);
        self.look().await
    }

    async fn fired(&mut self, message: &Message) -> zbus::Result<()> {
        let id: u32 = message.body().deserialize()?;
        if self.stir == Some(id) {
            self.stir = None;
            self.reporter.input();
            // Anything that fired in between was about the silence before.
            return self.look().await;
        }
        match self.still == Some(id) {
            true => self.look().await,
            false => Ok(()),
        }
    }

    /// Asks how long there has been no input. The watch for the next input is set first, so that none is missed.
    async fn look(&mut self) -> zbus::Result<()> {
        if self.reporter.idle {
            return Ok(());
        }
        if self.stir.is_none() {
            let ago = self.idle_time().await?;
            if self.reporter.idle_after.is_none_or(|after| ago < after) {
                return Ok(());
            }
            self.stir = Some(self.call("AddUserActiveWatch", &()).await?);
        }
        let ago = self.idle_time().await?;
        self.reporter.no_input_for(ago);
        if !self.reporter.idle
            && let Some(needless) = self.stir.take()
        {
            self.call::<_, ()>("RemoveWatch", &needless).await?;
        }
        Ok(())
    }

    async fn idle_time(&self) -> zbus::Result<Duration> {
        self.call("GetIdletime", &())
            .await
            .map(Duration::from_millis)
    }

    async fn remove(&mut self) {
        for watch in self.still.take().into_iter().chain(self.stir.take()) {
            // A monitor that is gone has forgotten it.
            let _ = self.call::<_, ()>("RemoveWatch", &watch).await;
        }
    }

    async fn call<B, R>(&self, method: &str, body: &B) -> zbus::Result<R>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
        R: serde::de::DeserializeOwned + zbus::zvariant::Type,
    {
        self.connection
            .call_method(Some(NAME), PATH, Some(NAME), method, body)
            .await?
            .body()
            .deserialize()
    }
}
