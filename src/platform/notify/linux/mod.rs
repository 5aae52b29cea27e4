//! Notices as freedesktop notifications.
//!
//! Reminders use our own connection. GNOME sends signals only to the connection that showed a notification, and lets
//! only that one replace it; a connection per showing would lose button presses there.

use tokio::sync::mpsc;

use crate::logic::schedule::Close;
use crate::logic::shown::notice::{Button, Notice, Posted};
use crate::platform::{Ability, AbilityState, Fact, Facts, Missing, NoticeEvent};

use server::{Bus, Presence, Report, Server};
use showing::{DEFAULT, compose};

mod nudge;

mod server;

mod servers;

mod showing;

/// The application id, by which the notification server finds name and icon.
const APP_ID: &str = "io.github.unbend.Unbend";

#[derive(Debug)]
pub(super) struct Notifier {
    orders: mpsc::UnboundedSender<Order>,
}

#[derive(Debug)]
enum Order {
    Show { tag: u64, notice: Notice },
    Nudge(Notice),
    Withdraw,
    TakeAway(Posted),
    Retry,
}

impl Notifier {
    pub(super) fn start(facts: Facts) -> Notifier {
        let (orders, inbox) = mpsc::unbounded_channel();
        let desk = Desk {
            facts,
            bus: None,
            presence: None,
            live: None,
            told: None,
        };
        tokio::task::spawn_local(desk.run(inbox));
        Notifier { orders }
    }

    pub(super) fn show(&self, tag: u64, notice: Notice) {
        let _ = self.orders.send(Order::Show { tag, notice });
    }

    pub(super) fn nudge(&self, notice: Notice) {
        let _ = self.orders.send(Order::Nudge(notice));
    }

    pub(super) fn withdraw(&self) {
        let _ = self.orders.send(Order::Withdraw);
    }

    pub(super) fn take_away(&self, left: Posted) {
        let _ = self.orders.send(Order::TakeAway(left));
    }

    pub(super) fn retry(&self) {
        let _ = self.orders.send(Order::Retry);
    }
}

/// The notice on the screen.
#[derive(Debug)]
struct Live {
    id: u32,
    tag: u64,
    buttons: Vec<Button>,
    /// The unique bus name of the server that shows it.
    server: String,
    activation_token: Option<String>,
    /// It expired. If the server keeps a list, it can still be pressed there.
    left: bool,
}

struct Desk {
    facts: Facts,
    bus: Option<Bus>,
    /// None until asked, and after each change of owner.
    presence: Option<Presence>,
    live: Option<Live>,
    /// The last report about the ability.
    told: Option<AbilityState>,
}

impl Desk {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        self.look().await;
        loop {
            let report = match &mut self.bus {
                Some(bus) => tokio::select! {
                    order = orders.recv() => Err(order),
                    report = bus.next() => Ok(report),
                },
                None => Err(orders.recv().await),
            };
            match report {
                Err(Some(Order::Show { tag, notice })) => self.show(tag, &notice).await,
                Err(Some(Order::Nudge(notice))) => self.nudge(&notice).await,
                Err(Some(Order::Withdraw)) => self.withdraw().await,
                Err(Some(Order::TakeAway(left))) => self.take_away(&left).await,
                Err(Some(Order::Retry)) => self.retry().await,
                Err(None) => return self.withdraw().await,
                Ok(report) => self.take(report).await,
            }
        }
    }

    /// Connects if need be, finds out about the server without starting one, and reports its state.
    async fn look(&mut self) {
        let found = async {
            let bus = match &self.bus {
                Some(bus) => bus,
                None => self.bus.insert(Bus::connect().await?),
            };
            bus.presence().await
        };
        match found.await {
            Ok(presence) => {
                self.tell(presence.ability());
                self.presence = Some(presence);
            }
            Err(missing) => self.tell(AbilityState::Missing(missing)),
        }
    }

    async fn retry(&mut self) {
        let missed = matches!(self.told, Some(AbilityState::Missing(_)));
        self.look().await;
        if missed && !matches!(self.told, Some(AbilityState::Missing(_))) {
            self.send(NoticeEvent::ServerBack);
        }
    }

    async fn show(&mut self, tag: u64, notice: &Notice) {
        let before = match self.live.take() {
            // One that is only in a list, or would be damaged by replacing, isn't replaced: it is closed, and a new one
            // shown.
            Some(live) if live.left || !self.replaces() => {
                if let Some(bus) = &self.bus {
                    bus.close(live.id).await;
                }
                0
            }
            live => live.map_or(0, |live| live.id),
        };
        match self.try_show(tag, notice, before).await {
            Ok((live, posted)) => {
                self.live = Some(live);
                self.send(NoticeEvent::Shown { tag, posted });
            }
            Err(missing) => {
                // The one it should replace no longer applies.
                if let (Some(bus), 1..) = (&self.bus, before) {
                    bus.close(before).await;
                }
                let why = missing.to_string();
                self.send(NoticeEvent::Failed { tag, why });
                self.presence = None;
                self.tell(AbilityState::Missing(missing));
            }
        }
    }

    async fn try_show(
        &mut self,
        tag: u64,
        notice: &Notice,
        replaces: u32,
    ) -> Result<(Live, Posted), Missing> {
        let (bus, server) = self.meet().await?;
        let id = bus.notify(&compose(notice, &server, replaces)).await?;
        let posted = Posted {
            bus: bus.guid().to_owned(),
            server: server.owner.clone(),
            id,
        };
        let live = Live {
            id,
            tag,
            buttons: notice.buttons.clone(),
            server: server.owner.clone(),
            activation_token: None,
            left: false,
        };
        self.met(server);
        Ok((live, posted))
    }

    /// The bus and its server, started if need be.
    async fn meet(&mut self) -> Result<(&Bus, Server), Missing> {
        let bus = match self.bus.take() {
            Some(bus) => bus,
            None => Bus::connect().await?,
        };
        let bus = &*self.bus.insert(bus);
        let server = match &self.presence {
            Some(Presence::Running(server)) => server.clone(),
            Some(Presence::OnDemand | Presence::Absent) | None => bus.server().await?,
        };
        Ok((bus, server))
    }

    fn met(&mut self, server: Server) {
        let presence = Presence::Running(server);
        self.tell(presence.ability());
        self.presence = Some(presence);
    }

    /// Nobody answers it, and it goes away by itself, so it is forgotten at once.
    async fn nudge(&mut self, notice: &Notice) {
        match self.meet().await {
            Ok((_, server)) => {
                tokio::task::spawn_local(nudge::show(compose(notice, &server, 0)));
                self.met(server);
            }
            Err(missing) => tracing::warn!("a nudge could not be shown: {missing}"),
        }
    }

    /// Whether a replacement is as good as a new one.
    fn replaces(&self) -> bool {
        match &self.presence {
            Some(Presence::Running(server)) => server.manners.replaces,
            Some(Presence::OnDemand | Presence::Absent) | None => true,
        }
    }

    /// Another server, or another run of this one, may have given the number to somebody else.
    async fn take_away(&mut self, left: &Posted) {
        let Some(Presence::Running(server)) = &self.presence else {
            return;
        };
        if let Some(bus) = &self.bus
            && bus.guid() == left.bus
            && server.owner == left.server
        {
            bus.close(left.id).await;
        }
    }

    async fn withdraw(&mut self) {
        if let (Some(live), Some(bus)) = (self.live.take(), &self.bus) {
            bus.close(live.id).await;
        }
    }

    async fn take(&mut self, report: Report) {
        match report {
            Report::Token { id, token } => {
                if let Some(live) = self.live.as_mut().filter(|live| live.id == id) {
                    live.activation_token = Some(token);
                }
            }
            Report::Action { id, key } => {
                if let Some(live) = self.live.take_if(|live| live.id == id) {
                    self.pressed(live, &key).await;
                }
            }
            Report::Closed { id, how } => {
                let Some(live) = self.live.as_mut().filter(|live| live.id == id) else {
                    return;
                };
                let tag = live.tag;
                let known = match how {
                    Close::ByPerson => {
                        self.live = None;
                        false
                    }
                    Close::ByItself => std::mem::replace(&mut live.left, true),
                };
                if !known {
                    self.send(NoticeEvent::Closed { tag, how });
                }
            }
            Report::Owner { old, new } => self.server_changed(old, new).await,
            Report::BusLost => {
                self.bus = None;
                self.presence = None;
                if self.live.take().is_some_and(|live| !live.left) {
                    self.send(NoticeEvent::ServerLost);
                }
                self.tell(AbilityState::Missing(Missing::new(
                    "the session bus went away",
                    "log in again if reminders stay away; the command line and the window go on working",
                )));
            }
        }
    }

    async fn pressed(&mut self, live: Live, key: &str) {
        let Live {
            id,
            tag,
            buttons,
            activation_token,
            ..
        } = live;
        // Not every server removes a notification when a button is pressed.
        if let Some(bus) = &self.bus {
            bus.close(id).await;
        }
        if key == DEFAULT {
            self.send(NoticeEvent::Opened {
                tag,
                activation_token,
            });
        } else if let Some(button) = buttons.into_iter().find(|button| button.key() == key) {
            self.send(NoticeEvent::Pressed {
                tag,
                button,
                activation_token,
            });
        } else {
            tracing::warn!("the notification server sent an unknown key: {key}");
            let how = Close::ByPerson;
            self.send(NoticeEvent::Closed { tag, how });
        }
    }

    async fn server_changed(&mut self, old: Option<String>, new: Option<String>) {
        let lost = self.live.take_if(|live| old.as_ref() == Some(&live.server));
        if lost.is_some_and(|live| !live.left) {
            self.send(NoticeEvent::ServerLost);
        }
        let known = matches!(&self.presence, Some(Presence::Running(server)) if new.as_ref() == Some(&server.owner));
        if !known {
            self.look().await;
        }
        // A server that was started by showing something isn't back: it was never missed.
        if new.is_some() && self.live.is_none() {
            self.send(NoticeEvent::ServerBack);
        }
    }

    fn tell(&mut self, state: AbilityState) {
        if self.told.as_ref() == Some(&state) {
            return;
        }
        self.told = Some(state.clone());
        let ability = Ability::Notifications;
        let _ = self.facts.send(Fact::Ability { ability, state });
    }

    fn send(&self, event: NoticeEvent) {
        let _ = self.facts.send(Fact::Notice(event));
    }
}
