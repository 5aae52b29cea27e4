//! What the Wayland protocols that list windows have in common.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::path::Path;

use wayland_client::backend::ObjectId;
use wayland_client::protocol::wl_callback::WlCallback;
use wayland_client::protocol::wl_registry::WlRegistry;
use wayland_client::{Dispatch, Proxy, delegate_dispatch};

use crate::logic::presence::apps::Apps;
use crate::platform::Missing;
use crate::platform::linux::wayland::{Client, Offers, Wire};
use crate::platform::presentation::way::{Reporter, Running};

/// One of the protocols.
pub(super) trait Protocol: Sized + 'static {
    /// Lists the windows.
    type Manager: Proxy + 'static;
    /// The first version that reports all we need, and the newest we support.
    const VERSIONS: (u32, u32);
}

/// What is known of a window.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    /// The application's name, if it sets one.
    pub app: Option<String>,
    pub focused: bool,
    pub full: bool,
}

/// The client state for such a protocol.
pub(super) struct Windows<P> {
    offers: Offers,
    known: HashMap<ObjectId, Window>,
    /// The compositor reports no more.
    pub(super) finished: bool,
    protocol: PhantomData<P>,
}

impl<P> Windows<P> {
    /// The window that this object stands for.
    pub(super) fn of(&mut self, window: &impl Proxy) -> &mut Window {
        self.known.entry(window.id()).or_default()
    }

    /// That window is gone.
    pub(super) fn gone(&mut self, window: &impl Proxy) {
        self.known.remove(&window.id());
    }
}

impl<P: Protocol> Client for Windows<P> {
    fn offers(&mut self) -> &mut Offers {
        &mut self.offers
    }
}

delegate_dispatch!(@<P: Protocol> Windows<P>: [WlRegistry: ()] => Offers);
delegate_dispatch!(@<P: Protocol> Windows<P>: [WlCallback: ()] => Offers);

/// Starts listening; none if the compositor lacks the protocol, or refuses it to this program.
///
/// # Errors
/// No compositor, or it goes away.
pub(super) async fn open<P>(socket: &Path, reporter: Reporter) -> Result<Option<Running>, Missing>
where
    P: Protocol,
    Windows<P>: Dispatch<P::Manager, ()>,
{
    let mut windows = Windows::<P> {
        offers: Offers::default(),
        known: HashMap::new(),
        finished: false,
        protocol: PhantomData,
    };
    let mut wire = Wire::connect(Some(socket), &mut windows).await?;
    let (least, newest) = P::VERSIONS;
    let bound = windows
        .offers
        .bind::<P::Manager, _>(&wire, newest)
        .filter(|(_, offer)| offer.version >= least);
    if bound.is_none() {
        return Ok(None);
    }
    wire.answer(&mut windows).await?;
    Ok(Some(Box::pin(windows.run(wire, reporter))))
}

impl<P: Protocol> Windows<P> {
    async fn run(mut self, mut wire: Wire<Self>, mut reporter: Reporter) -> Missing {
        loop {
            let windows = self.known.values();
            let full = windows.filter(|window| window.focused && window.full);
            reporter.full(Apps::of(full.map(|window| window.app.as_deref())));
            if self.finished {
                return Missing::new(
                    "the Wayland compositor tells of windows no more",
                    "start it again",
                );
            }
            if let Err(missing) = wire.events(&mut self).await {
                return missing;
            }
        }
    }
}
