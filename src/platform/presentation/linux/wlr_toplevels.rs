//! The focused window and its state from a Wayland compositor, through `wlr-foreign-toplevel-management`.

use wayland_client::{Connection, Dispatch, QueueHandle, event_created_child};
use wayland_protocols_wlr::foreign_toplevel::v1::client::zwlr_foreign_toplevel_handle_v1::{
    self, ZwlrForeignToplevelHandleV1,
};
use wayland_protocols_wlr::foreign_toplevel::v1::client::zwlr_foreign_toplevel_manager_v1::{
    self, EVT_TOPLEVEL_OPCODE, ZwlrForeignToplevelManagerV1,
};

use crate::platform::presentation::way::windows::{Protocol, Windows};

/// See the module.
pub(super) struct WlrToplevels;

impl Protocol for WlrToplevels {
    type Manager = ZwlrForeignToplevelManagerV1;
    /// The first reports full screen.
    const VERSIONS: (u32, u32) = (2, 3);
}

impl Dispatch<ZwlrForeignToplevelManagerV1, ()> for Windows<WlrToplevels> {
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
                windows.of(&toplevel);
            }
            zwlr_foreign_toplevel_manager_v1::Event::Finished => windows.finished = true,
            _ => {}
        }
    }

    event_created_child!(Windows<WlrToplevels>, ZwlrForeignToplevelManagerV1, [
        EVT_TOPLEVEL_OPCODE => (ZwlrForeignToplevelHandleV1, ()),
    ]);
}

impl Dispatch<ZwlrForeignToplevelHandleV1, ()> for Windows<WlrToplevels> {
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
                let known = windows.of(window);
                (known.focused, known.full) = (false, false);
                for word in words {
                    known.focused |= word == Word::Activated as u32;
                    known.full |= word == Word::Fullscreen as u32;
                }
            }
            Event::AppId { app_id } => {
                windows.of(window).app = Some(app_id);
            }
            Event::Closed => {
                windows.gone(window);
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
