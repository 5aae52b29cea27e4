//! The tests' own Wayland compositor: no screen, one seat, and the requested idle protocols.

use std::cell::RefCell;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::sync::Notify;
use unbend::logic::time::now::Mono;
use unbend::platform::clock::{Alarm, Clock};
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notification_v1::{
    self, ExtIdleNotificationV1,
};
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notifier_v1::{
    self, ExtIdleNotifierV1,
};
use wayland_protocols_plasma::idle::server::org_kde_kwin_idle::{self, OrgKdeKwinIdle};
use wayland_protocols_plasma::idle::server::org_kde_kwin_idle_timeout::{
    self, OrgKdeKwinIdleTimeout,
};
use wayland_server::backend::{ClientData, GlobalId};
use wayland_server::protocol::wl_seat::{self, WlSeat};
use wayland_server::{
    Client, DataInit, Dispatch, Display, DisplayHandle, GlobalDispatch, New, Resource,
};

/// Which idle protocol a compositor offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// `ext-idle-notify-v1` in that version.
    Ext(u32),
    /// `org_kde_kwin_idle`.
    Kde,
    /// None.
    Nothing,
}

/// A running compositor. It ends when dropped.
pub struct Compositor {
    offer: Offer,
    world: Rc<RefCell<World>>,
    handle: DisplayHandle,
    stirred: Rc<Notify>,
    seat: GlobalId,
    notifier: Option<GlobalId>,
    task: tokio::task::JoinHandle<()>,
}

/// What the compositor knows.
#[derive(Default)]
struct World {
    timeouts: Vec<Timeout>,
    /// How often it sent something.
    pub words: usize,
    /// Whether somebody is keeping the screen awake.
    inhibited: bool,
}

/// A notification that a client requested.
struct Timeout {
    word: Word,
    after: Duration,
    counting_since: Mono,
    idled: bool,
    /// Whether keeping the screen awake counts as input.
    obeys_inhibitors: bool,
}

enum Word {
    Ext(ExtIdleNotificationV1),
    Kde(OrgKdeKwinIdleTimeout),
}

impl Compositor {
    /// Starts one that listens at `socket`.
    pub fn start(socket: &Path, offer: Offer) -> Compositor {
        let _ = std::fs::remove_file(socket);
        Compositor::answer(UnixListener::bind(socket).unwrap(), offer)
    }

    /// Starts one that answers clients already connected to `listener`, and all that follow.
    pub fn answer(listener: UnixListener, offer: Offer) -> Compositor {
        let display: Display<World> = Display::new().unwrap();
        let handle = display.handle();
        let seat = handle.create_global::<World, WlSeat, ()>(7, ());
        let notifier = match offer {
            Offer::Ext(version) => {
                Some(handle.create_global::<World, ExtIdleNotifierV1, ()>(version, ()))
            }
            Offer::Kde => Some(handle.create_global::<World, OrgKdeKwinIdle, ()>(1, ())),
            Offer::Nothing => None,
        };
        listener.set_nonblocking(true).unwrap();
        let world = Rc::new(RefCell::new(World::default()));
        let stirred = Rc::new(Notify::new());
        let task = tokio::task::spawn_local(serve(
            display,
            listener,
            Rc::clone(&world),
            Rc::clone(&stirred),
        ));
        Compositor {
            offer,
            world,
            handle,
            stirred,
            seat,
            notifier,
            task,
        }
    }

    /// What it offers.
    pub fn offer(&self) -> Offer {
        self.offer
    }

    /// Makes input.
    pub fn touch(&self) {
        self.world.borrow_mut().touch();
        self.stirred.notify_one();
    }

    /// Something starts or stops keeping the screen awake.
    pub fn inhibit(&self, on: bool) {
        let mut world = self.world.borrow_mut();
        world.inhibited = on;
        let now = Clock::mono();
        for timeout in &mut world.timeouts {
            if timeout.obeys_inhibitors {
                timeout.counting_since = now;
            }
        }
        self.stirred.notify_one();
    }

    /// How many notifications clients have now.
    pub fn asked(&self) -> usize {
        self.world.borrow().timeouts.len()
    }

    /// How often it sent idle or resumed.
    pub fn words(&self) -> usize {
        self.world.borrow().words
    }

    /// Removes the seat, and provides another if wanted.
    pub fn replace_seat(&mut self) {
        self.handle.remove_global::<World>(self.seat.clone());
        // The seat is gone, and with it everything that depended on it.
        self.world.borrow_mut().timeouts.clear();
        self.seat = self.handle.create_global::<World, WlSeat, ()>(7, ());
        self.stirred.notify_one();
    }

    /// Stops offering its idle protocol.
    pub fn withdraw_notifier(&mut self) {
        let notifier = self.notifier.take().unwrap();
        self.handle.remove_global::<World>(notifier);
        self.stirred.notify_one();
    }
}

impl Drop for Compositor {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn registered(fd: OwnedFd) -> AsyncFd<OwnedFd> {
    #[expect(deprecated, reason = "its successor is unsafe")]
    AsyncFd::with_interest(fd, Interest::READABLE).unwrap()
}

async fn serve(
    mut display: Display<World>,
    listener: UnixListener,
    world: Rc<RefCell<World>>,
    stirred: Rc<Notify>,
) {
    let clients = registered(display.backend().poll_fd().try_clone_to_owned().unwrap());
    let door = registered(OwnedFd::from(listener.try_clone().unwrap()));
    let mut alarm = Alarm::new();
    loop {
        display.dispatch_clients(&mut *world.borrow_mut()).unwrap();
        world.borrow_mut().settle();
        display.flush_clients().unwrap();
        let deadline = world.borrow().deadline();
        tokio::select! {
            () = stirred.notified() => {}
            () = alarm.wait_until(deadline) => {}
            guard = clients.readable() => guard.unwrap().clear_ready(),
            guard = door.readable() => {
                while let Ok((stream, _)) = listener.accept() {
                    display.handle().insert_client(stream, Arc::new(Nobody)).unwrap();
                }
                guard.unwrap().clear_ready();
            }
        }
    }
}

struct Nobody;

impl ClientData for Nobody {}

impl World {
    fn touch(&mut self) {
        let now = Clock::mono();
        for timeout in &mut self.timeouts {
            timeout.counting_since = now;
            if std::mem::take(&mut timeout.idled) {
                self.words += 1;
                match &timeout.word {
                    Word::Ext(word) => word.resumed(),
                    Word::Kde(word) => word.resumed(),
                }
            }
        }
    }

    fn settle(&mut self) {
        let now = Clock::mono();
        for timeout in &mut self.timeouts {
            let held = self.inhibited && timeout.obeys_inhibitors;
            if !timeout.idled && !held && now.since(timeout.counting_since) >= timeout.after {
                timeout.idled = true;
                self.words += 1;
                match &timeout.word {
                    Word::Ext(word) => word.idled(),
                    Word::Kde(word) => word.idle(),
                }
            }
        }
    }

    fn deadline(&self) -> Option<Mono> {
        self.timeouts
            .iter()
            .filter(|timeout| !(timeout.idled || self.inhibited && timeout.obeys_inhibitors))
            .map(|timeout| timeout.counting_since + timeout.after)
            .min()
    }

    fn add(&mut self, word: Word, milliseconds: u32, obeys_inhibitors: bool) {
        self.timeouts.push(Timeout {
            word,
            after: Duration::from_millis(milliseconds.into()),
            counting_since: Clock::mono(),
            idled: false,
            obeys_inhibitors,
        });
    }
}

/// Implements a global that is bound without further steps.
macro_rules! global {
    ($interface:ty) => {
        impl GlobalDispatch<$interface, ()> for World {
            fn bind(
                _: &mut Self,
                _: &DisplayHandle,
                _: &Client,
                resource: New<$interface>,
                (): &(),
                init: &mut DataInit<'_, Self>,
            ) {
                init.init(resource, ());
            }
        }
    };
}

global!(WlSeat);
global!(ExtIdleNotifierV1);
global!(OrgKdeKwinIdle);

impl Dispatch<WlSeat, ()> for World {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &WlSeat,
        _: wl_seat::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
    }
}

impl Dispatch<ExtIdleNotifierV1, ()> for World {
    fn request(
        world: &mut Self,
        _: &Client,
        _: &ExtIdleNotifierV1,
        request: ext_idle_notifier_v1::Request,
        (): &(),
        _: &DisplayHandle,
        init: &mut DataInit<'_, Self>,
    ) {
        use ext_idle_notifier_v1::Request;
        match request {
            Request::GetIdleNotification { id, timeout, .. } => {
                world.add(Word::Ext(init.init(id, ())), timeout, true);
            }
            Request::GetInputIdleNotification { id, timeout, .. } => {
                world.add(Word::Ext(init.init(id, ())), timeout, false);
            }
            _ => {}
        }
    }
}

impl Dispatch<OrgKdeKwinIdle, ()> for World {
    fn request(
        world: &mut Self,
        _: &Client,
        _: &OrgKdeKwinIdle,
        request: org_kde_kwin_idle::Request,
        (): &(),
        _: &DisplayHandle,
        init: &mut DataInit<'_, Self>,
    ) {
        if let org_kde_kwin_idle::Request::GetIdleTimeout { id, timeout, .. } = request {
            world.add(Word::Kde(init.init(id, ())), timeout, true);
        }
    }
}

impl Dispatch<ExtIdleNotificationV1, ()> for World {
    fn request(
        world: &mut Self,
        _: &Client,
        gone: &ExtIdleNotificationV1,
        _: ext_idle_notification_v1::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
        // It has no request other than to be destroyed.
        world
            .timeouts
            .retain(|timeout| !matches!(&timeout.word, Word::Ext(word) if word.id() == gone.id()));
    }
}

impl Dispatch<OrgKdeKwinIdleTimeout, ()> for World {
    fn request(
        world: &mut Self,
        _: &Client,
        gone: &OrgKdeKwinIdleTimeout,
        request: org_kde_kwin_idle_timeout::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
        if let org_kde_kwin_idle_timeout::Request::Release = request {
            world.timeouts.retain(
                |timeout| !matches!(&timeout.word, Word::Kde(word) if word.id() == gone.id()),
            );
        }
    }
}
