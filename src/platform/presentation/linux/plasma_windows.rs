//! The focused window and its state from KWin, which tells only programs it trusts.
//!
//! It trusts a program whose entry in the applications menu gives its full path and requests this protocol.

use std::collections::HashMap;
use std::path::Path;

use wayland_client::backend::ObjectId;
use wayland_client::protocol::wl_callback::WlCallback;
use wayland_client::protocol::wl_registry::WlRegistry;
use wayland_client::{Connection, Dispatch, Proxy, QueueHandle, delegate_dispatch};
use wayland_protocols_plasma::plasma_window_management::client::org_kde_plasma_window::{
    self, OrgKdePlasmaWindow,
};
use wayland_protocols_plasma::plasma_window_management::client::org_kde_plasma_window_management::{
    self, OrgKdePlasmaWindowManagement, State,
};

use crate::logic::presence::apps::Apps;
use crate::platform::Missing;
use crate::platform::linux::wayland::{Client, Offers, Wire};
use crate::platform::presentation::way::{Reporter, Running};

/// The first version that can release a window. Later ones only report more.
const VERSION: u32 = 4;

/// Starts listening; none if the compositor lacks the protocol, or refuses it to this program.
///
/// # Errors
/// No compositor, or it goes away.
pub(super) async fn open(socket: &Path, reporter: Reporter) -> Result<Option<Running>, Missing> {
    let mut windows = Windows {
        offers: Offers::default(),
        known: HashMap::new(),
    };
    let mut wire = Wire::connect(Some(socket), &mut windows).await?;
    let bound = windows
        .offers
        .bind::<OrgKdePlasmaWindowManagement, _>(&wire, VERSION)
        .filter(|(_, offer)| offer.version >= VERSION);
    if bound.is_none() {
        return Ok(None);
    }
    wire.answer(&mut windows).await?;
    Ok(Some(Box::pin(windows.run(wire, reporter))))
}

/// What is known of a window.
#[derive(Clone, Debug, Default)]
struct Known {
    /// The application's name, if it sets one.
    app: Option<String>,
    /// Whether it is focused and fills the screen.
    full: bool,
}

struct Windows {
    offers: Offers,
    known: HashMap<ObjectId, Known>,
}

impl Windows {
    async fn run(mut self, mut wire: Wire<Windows>, mut reporter: Reporter) -> Missing {
        loop {
            let full = self.known.values().filter(|window| window.full);
            reporter.full(Apps::of(full.map(|window| window.app.as_deref())));
            if let Err(missing) = wire.events(&mut self).await {
                return missing;
            }
        }
    }
}

impl Client for Windows {
    fn offers(&mut self) -> &mut Offers {
        &mut self.offers
    }
}

delegate_dispatch!(Windows: [WlRegistry: ()] => Offers);
delegate_dispatch!(Windows: [WlCallback: ()] => Offers);

impl Dispatch<OrgKdePlasmaWindowManagement, ()> for Windows {
    fn event(
        windows: &mut Self,
        manager: &OrgKdePlasmaWindowManagement,
        event: org_kde_plasma_window_management::Event,
        (): &(),
        _: &Connection,
        queue: &QueueHandle<Self>,
    ) {
        if let org_kde_plasma_window_management::Event::Window { id } = event {
            let window = manager.get_window(id, queue, ());
            windows.known.insert(window.id(), Known::default());
        }
    }
}

impl Dispatch<OrgKdePlasmaWindow, ()> for Windows {
    fn event(
        windows: &mut Self,
        window: &OrgKdePlasmaWindow,
        event: org_kde_plasma_window::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        use org_kde_plasma_window::Event;

        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "every other event of the protocol"
        )]
        match event {
            Event::StateChanged { flags } => {
                let both = State::Active as u32 | State::Fullscreen as u32;
                windows.known.entry(window.id()).or_default().full = flags & both == both;
            }
            Event::AppIdChanged { app_id } => {
                windows.known.entry(window.id()).or_default().app = Some(app_id);
            }
            Event::Unmapped => {
                windows.known.remove(&window.id());
                window.destroy();
            }
            _ => {}
        }
    }
}
