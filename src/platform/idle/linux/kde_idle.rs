//! Idle time from a Wayland compositor through `org_kde_kwin_idle`, found in older ones: Plasma before 5.27, sway
//! before 1.8.

use wayland_client::protocol::wl_seat::WlSeat;
use wayland_client::{Connection, Dispatch, QueueHandle, delegate_noop};
use wayland_protocols_plasma::idle::client::org_kde_kwin_idle::OrgKdeKwinIdle;
use wayland_protocols_plasma::idle::client::org_kde_kwin_idle_timeout::{
    self, OrgKdeKwinIdleTimeout,
};

use crate::logic::settings::IdleSource;
use crate::platform::idle::way::wayland::{Listener, Protocol};

/// See the module.
pub(super) struct KdeIdle;

impl Protocol for KdeIdle {
    const SETTING: IdleSource = IdleSource::Kde;
    const NAME: &str = "Wayland KDE idle";
    type Manager = OrgKdeKwinIdle;
    type Notification = OrgKdeKwinIdleTimeout;
    const VERSION: u32 = 1;

    fn ask(
        manager: &OrgKdeKwinIdle,
        milliseconds: u32,
        seat: &WlSeat,
        queue: &QueueHandle<Listener<Self>>,
    ) -> OrgKdeKwinIdleTimeout {
        manager.get_idle_timeout(seat, milliseconds, queue, ())
    }

    fn release(notification: &OrgKdeKwinIdleTimeout) {
        notification.release();
    }
}

delegate_noop!(Listener<KdeIdle>: ignore OrgKdeKwinIdle);

impl Dispatch<OrgKdeKwinIdleTimeout, ()> for Listener<KdeIdle> {
    fn event(
        listener: &mut Self,
        notification: &OrgKdeKwinIdleTimeout,
        event: org_kde_kwin_idle_timeout::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            org_kde_kwin_idle_timeout::Event::Idle => listener.idled(notification),
            org_kde_kwin_idle_timeout::Event::Resumed => listener.resumed(notification),
            _ => {}
        }
    }
}
