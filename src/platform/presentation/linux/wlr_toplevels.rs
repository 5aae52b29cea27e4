//! The focused window and its state from a Wayland compositor, through `wlr-foreign-toplevel-management`.

use std::collections::HashMap;
use std::path::Path;

use wayland_client::backend::ObjectId;
use wayland_client::protocol::wl_callback::WlCallback;
use wayland_client::protocol::wl_registry::WlRegistry;
use wayland_client::{
    Connection, Dispatch, Proxy, QueueHandle, delegate_dispatch, event_created_child,
};
use wayland_protocols_wlr::foreign_toplevel::v1::client::zwlr_foreign_toplevel_handle_v1::{
    self, ZwlrForeignToplevelHandleV1,
};
use wayland_protocols_wlr::foreign_toplevel::v1::client::zwlr_foreign_toplevel_manager_v1::{
    self, EVT_TOPLEVEL_OPCODE, ZwlrForeignToplevelManagerV1,
};

use crate::logic::presence::apps::Apps;
use crate::platform::Missing;
use crate::platform::linux::wayland::{Client, Offers, Wire};
use crate::platform::presentation::way::{Reporter, Running};

/// The first version that reports full screen.
const VERSION: u32 = 2;

/// Starts listening; none if the compositor lacks the protocol.
///
/// # Errors
/// No compositor, or it goes away.
pub(super) async fn open(socket: &Path, reporter: Reporter) -> Result<Option<Running>, Missing> {
    let mut windows = Windows {
        offers: Offers::default(),
        states: HashMap::new(),
        finished: false,
    };
    let mut wire = Wire::connect(Some(socket), &mut windows).await?;
    let bound = windows
        .offers
        .bind::<ZwlrForeignToplevelManagerV1, _>(&wire, 3)
        .filter(|(_, offer)| offer.version >= VERSION);
    if bound.is_none() {
        return Ok(None);
    }
    wire.answer(&mut windows).await?;
    Ok(Some(Box::pin(windows.run(wire, reporter))))
}

/// What is known of a window.
#[derive(Clone, Debug, Default)]
struct State {
    /// The application's name, if it sets one.
    app: Option<String>,
    focused: bool,
    full: bool,
}

struct Windows {
    offers: Offers,
    states: HashMap<ObjectId, State>,
    /// The compositor reports no more.
    finished: bool,
}

impl Windows {
    async fn run(mut self, mut wire: Wire<Windows>, mut reporter: Reporter) -> Missing {
        loop {
            let full = self
                .states
                .values()
                .filter(|state| state.focused && state.full);
            reporter.full(Apps::of(full.map(|state| state.app.as_deref())));
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

impl Client for Windows {
    fn offers(&mut self) -> &mut Offers {
        &mut self.offers
    }
}

delegate_dispatch!(Windows: [WlRegistry: ()] => Offers);
delegate_dispatch!(Windows: [WlCallback: ()] => Offers);

impl Dispatch<ZwlrForeignToplevelManagerV1, ()> for Windows {
    fn event(
        windows: &mut Self,
        _: &ZwlrForeignToplevelManagerV1,
        event: zwlr_foreign_toplevel_manager_v1::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            zwlr_foreign_toplevel_manager_v1::Event::Toplevel { toplevel } => {
                windows.states.insert(toplevel.id(), State::default());
            }
            zwlr_foreign_toplevel_manager_v1::Event::Finished => windows.finished = true,
            _ => {}
        }
    }

    event_created_child!(Windows, ZwlrForeignToplevelManagerV1, [
        EVT_TOPLEVEL_OPCODE => (ZwlrForeignToplevelHandleV1, ()),
    ]);
}

impl Dispatch<ZwlrForeignToplevelHandleV1, ()> for Windows {
    fn event(
        windows: &mut Self,
        window: &ZwlrForeignToplevelHandleV1,
        event: zwlr_foreign_toplevel_handle_v1::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        use zwlr_foreign_toplevel_handle_v1::{Event, State as Word};

        match event {
            Event::State { state } => {
                let words = state.chunks_exact(4).map(|word| {
                    u32::from_ne_bytes(word.try_into().expect("chunks of four have four"))
                });
                let known = windows.states.entry(window.id()).or_default();
                (known.focused, known.full) = (false, false);
                for word in words {
                    known.focused |= word == Word::Activated as u32;
                    known.full |= word == Word::Fullscreen as u32;
                }
            }
            Event::AppId { app_id } => {
                windows.states.entry(window.id()).or_default().app = Some(app_id);
            }
            Event::Closed => {
                windows.states.remove(&window.id());
                window.destroy();
            }
            Event::Title { .. }
            | Event::OutputEnter { .. }
            | Event::OutputLeave { .. }
            | Event::Done
            | Event::Parent { .. }
            | _ => {}
        }
    }
}
