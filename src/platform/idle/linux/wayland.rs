//! What the two Wayland idle protocols have in common.
//!
//! A compositor starts counting when asked, so it can't be asked about a time that has already begun. One notification
//! therefore always waits for the shortest time that may be wanted ([`Watch::soonest`]); once it fires we know exactly
//! when the last input was, and wait out longer times ourselves. Nothing arrives while you type.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::mpsc;
use wayland_client::protocol::wl_callback::WlCallback;
use wayland_client::protocol::wl_registry::WlRegistry;
use wayland_client::protocol::wl_seat::WlSeat;
use wayland_client::{Dispatch, Proxy, QueueHandle, delegate_dispatch, delegate_noop};

use crate::logic::settings::IdleSource;
use crate::platform::clock::{Alarm, Clock};
use crate::platform::idle::way::silence::Silence;
use crate::platform::idle::way::{Opening, Reporter, Running, Server, Watch, Way};
use crate::platform::linux::places;
use crate::platform::linux::wayland::{self, Client, Global, Offers, Wire};
use crate::platform::{Buses, Missing};

/// Compositors count milliseconds in 32 bits.
const LONGEST: Duration = Duration::from_millis(u32::MAX as u64);

/// One of the protocols.
pub(super) trait Protocol: Sized + 'static {
    /// The setting that selects it alone.
    const SETTING: IdleSource;
    /// Its name in messages.
    const NAME: &str;
    /// Creates the notifications.
    type Manager: Proxy + 'static;
    /// Reports idle and resumed.
    type Notification: Proxy + 'static;
    /// The newest version we support.
    const VERSION: u32;
    /// Requests an event after that many milliseconds without input.
    fn ask(
        manager: &Self::Manager,
        milliseconds: u32,
        seat: &WlSeat,
        queue: &QueueHandle<Listener<Self>>,
    ) -> Self::Notification;
    /// Releases a notification.
    fn release(notification: &Self::Notification);
}

/// The client state for such a protocol.
pub(super) struct Listener<P: Protocol> {
    offers: Offers,
    silence: Silence,
    asked: Option<Asked<P>>,
}

/// The running notification.
struct Asked<P: Protocol> {
    notification: P::Notification,
    after: Duration,
}

impl<P: Protocol> Listener<P> {
    /// The compositor says that the requested time without input is over.
    pub(super) fn idled(&mut self, notification: &P::Notification) {
        if let Some(asked) = self.asked_as(notification) {
            let last_input = Clock::mono() - asked.after;
            self.silence.since(last_input);
        }
    }

    /// The compositor says that there is input.
    pub(super) fn resumed(&mut self, notification: &P::Notification) {
        if self.asked_as(notification).is_some() {
            self.silence.broken();
        }
    }

    /// Events of a notification released meanwhile don't count.
    fn asked_as(&self, notification: &P::Notification) -> Option<&Asked<P>> {
        let asked = self.asked.as_ref()?;
        (asked.notification.id() == notification.id()).then_some(asked)
    }
}

impl<P: Protocol> Client for Listener<P> {
    fn offers(&mut self) -> &mut Offers {
        &mut self.offers
    }
}

delegate_dispatch!(@<P: Protocol> Listener<P>: [WlRegistry: ()] => Offers);
delegate_dispatch!(@<P: Protocol> Listener<P>: [WlCallback: ()] => Offers);
delegate_noop!(@<P: Protocol> Listener<P>: ignore WlSeat);

impl<P> Way for P
where
    P: Protocol,
    Listener<P>: Dispatch<P::Manager, ()>,
{
    fn setting(&self) -> Option<IdleSource> {
        Some(P::SETTING)
    }

    fn name(&self) -> &'static str {
        P::NAME
    }

    fn server(&self, at: Option<&Path>, _: &Buses) -> Server {
        let socket = at.map(Path::to_owned).or_else(places::wayland_socket);
        Server::Socket(socket)
    }

    fn open(
        &self,
        at: Option<PathBuf>,
        _: &Buses,
        orders: mpsc::UnboundedReceiver<Watch>,
        reporter: Reporter,
    ) -> Opening {
        let socket = at.or_else(places::wayland_socket);
        Box::pin(async move { open::<P>(socket.as_deref(), orders, reporter).await })
    }

    fn silent(&self) -> Missing {
        wayland::silent()
    }
}

/// Connects, and checks whether the protocol is offered.
async fn open<P>(
    path: Option<&Path>,
    orders: mpsc::UnboundedReceiver<Watch>,
    reporter: Reporter,
) -> Result<Running, Missing>
where
    P: Protocol,
    Listener<P>: Dispatch<P::Manager, ()>,
{
    let mut client = Listener::<P> {
        offers: Offers::default(),
        silence: Silence::new(reporter),
        asked: None,
    };
    let wire = Wire::connect(path, &mut client).await?;
    let Some((manager, offer)) = client.offers.bind::<P::Manager, _>(&wire, P::VERSION) else {
        return Err(Missing::new(
            format!(
                "the Wayland compositor does not offer {}",
                P::Manager::interface().name
            ),
            "use a compositor that tells idle time",
        ));
    };
    let idle = WaylandIdle {
        wire,
        client,
        manager,
        offer,
        seat: None,
        after: None,
    };
    Ok(Box::pin(idle.run(orders)))
}

struct WaylandIdle<P: Protocol> {
    wire: Wire<Listener<P>>,
    client: Listener<P>,
    manager: P::Manager,
    offer: Global,
    seat: Option<(WlSeat, Global)>,
    /// What the notification should wait for; none until the first watch.
    after: Option<Duration>,
}

impl<P> WaylandIdle<P>
where
    P: Protocol,
    Listener<P>: Dispatch<P::Manager, ()>,
{
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Watch>) -> Option<Missing> {
        let mut alarm = Alarm::new();
        loop {
            if !self.client.offers.has(&self.offer) {
                return Some(Missing::new(
                    "the Wayland compositor tells idle time no more",
                    "start it again",
                ));
            }
            self.sit_down();
            self.ask();
            tokio::select! {
                order = orders.recv() => {
                    let watch = order?;
                    self.client.silence.watch(watch.idle_after);
                    let after = watch.idle_after.min(watch.soonest);
                    self.after = Some(after.clamp(Duration::from_millis(1), LONGEST));
                }
                () = alarm.wait_until(self.client.silence.deadline()) => self.client.silence.settle(),
                read = self.wire.events(&mut self.client) => {
                    if let Err(missing) = read {
                        return Some(missing);
                    }
                }
            }
        }
    }

    /// Takes the first seat, and another one if that goes.
    fn sit_down(&mut self) {
        if let Some((_, offer)) = &self.seat {
            if self.client.offers.has(offer) {
                return;
            }
            self.client.release();
        }
        self.seat = self.client.offers.bind::<WlSeat, _>(&self.wire, 1);
    }

    /// Sets the notification to the requested time. While there is no input it stays: it will report the next one.
    fn ask(&mut self) {
        let (Some((seat, _)), Some(after)) = (&self.seat, self.after) else {
            return;
        };
        let fits = |asked: &Asked<P>| asked.after == after || self.client.silence.lasts();
        if self.client.asked.as_ref().is_some_and(fits) {
            return;
        }
        self.client.release();
        let milliseconds = u32::try_from(after.as_millis()).unwrap_or(u32::MAX);
        let notification = P::ask(&self.manager, milliseconds, seat, &self.wire.handle());
        self.client.asked = Some(Asked {
            notification,
            after,
        });
    }
}

impl<P: Protocol> Listener<P> {
    fn release(&mut self) {
        if let Some(asked) = self.asked.take() {
            P::release(&asked.notification);
        }
    }
}
