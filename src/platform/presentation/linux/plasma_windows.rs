//! The focused window and its state from KWin, which tells only programs it trusts.
//!
//! It trusts a program whose entry in the applications menu gives its full path and requests this protocol.

use wayland_client::{Connection, Dispatch, QueueHandle};
use wayland_protocols_plasma::plasma_window_management::client::org_kde_plasma_window::{
    self, OrgKdePlasmaWindow,
};
use wayland_protocols_plasma::plasma_window_management::client::org_kde_plasma_window_management::{
    self, OrgKdePlasmaWindowManagement, State,
};

use crate::platform::presentation::way::windows::{Protocol, Windows};

/// See the module.
pub(super) struct PlasmaWindows;

impl Protocol for PlasmaWindows {
    type Manager = OrgKdePlasmaWindowManagement;
    /// The first that can release a window; later ones only report more.
    const VERSIONS: (u32, u32) = (4, 4);
}

impl Dispatch<OrgKdePlasmaWindowManagement, ()> for Windows<PlasmaWindows> {
    fn event(
        windows: &mut Self,
        manager: &OrgKdePlasmaWindowManagement,
        event: org_kde_plasma_window_management::Event,
        (): &(),
        _: &Connection,
        queue: &QueueHandle<Self>,
    ) {
        if let org_kde_plasma_window_management::Event::Window { id } = event {
            windows.of(&manager.get_window(id, queue, ()));
        }
    }
}

impl Dispatch<OrgKdePlasmaWindow, ()> for Windows<PlasmaWindows> {
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
                let is = |state: State| flags & state as u32 != 0;
                let known = windows.of(window);
                (known.focused, known.full) = (is(State::Active), is(State::Fullscreen));
            }
            Event::AppIdChanged { app_id } => windows.of(window).app = Some(app_id),
            Event::Unmapped => {
                windows.gone(window);
                window.destroy();
            }
            _ => {}
        }
    }
}
