//! Idle time from a Wayland compositor through `ext-idle-notify-v1`, the current protocol.
//!
//! Its second version can disregard programs that keep the screen awake, which is what we want: a film isn't input.

use wayland_client::protocol::wl_seat::WlSeat;
use wayland_client::{Connection, Dispatch, Proxy, QueueHandle, delegate_noop};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notification_v1::{
    self, ExtIdleNotificationV1,
};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notifier_v1::{
    ExtIdleNotifierV1, REQ_GET_INPUT_IDLE_NOTIFICATION_SINCE,
};

use crate::logic::settings::IdleSource;
use crate::platform::idle::way::wayland::{Listener, Protocol};

/// See the module.
pub(super) struct ExtIdleNotify;

impl Protocol for ExtIdleNotify {
    const SETTING: IdleSource = IdleSource::Wayland;
    const NAME: &str = "Wayland ext-idle-notify";
    type Manager = ExtIdleNotifierV1;
    type Notification = ExtIdleNotificationV1;
    const VERSION: u32 = 2;

    fn ask(
        manager: &ExtIdleNotifierV1,
        milliseconds: u32,
        seat: &WlSeat,
        queue: &QueueHandle<Listener<Self>>,
    ) -> ExtIdleNotificationV1 {
        if manager.version() >= REQ_GET_INPUT_IDLE_NOTIFICATION_SINCE {
            manager.get_input_idle_notification(milliseconds, seat, queue, ())
        } else {
            manager.get_idle_notification(milliseconds, seat, queue, ())
        }
    }

    fn release(notification: &ExtIdleNotificationV1) {
        notification.destroy();
    }
}

delegate_noop!(Listener<ExtIdleNotify>: ignore ExtIdleNotifierV1);

impl Dispatch<ExtIdleNotificationV1, ()> for Listener<ExtIdleNotify> {
    fn event(
        listener: &mut Self,
        notification: &ExtIdleNotificationV1,
        event: ext_idle_notification_v1::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            ext_idle_notification_v1::Event::Idled => listener.idled(notification),
            ext_idle_notification_v1::Event::Resumed => listener.resumed(notification),
            _ => {}
        }
    }
}
