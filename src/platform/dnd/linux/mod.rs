//! Do-not-disturb, from the notification server or the desktop's setting.

use std::cell::Cell;
use std::convert::Infallible;

use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use tokio::task::JoinSet;
use zbus::{Connection, MessageStream};

use crate::logic::presence::DesktopHold;
use crate::platform::linux::bus::{self, Bus};
use crate::platform::linux::tellers::Tellers;
use crate::platform::{Ability, Buses, Fact, Facts, Missing};

mod dconf;
mod further;
mod lxqt;
mod teller;

use further::{Further, Told};
use teller::TELLERS;

const HOLD: DesktopHold = DesktopHold::Dnd;

/// Asks everyone who may know on the session bus; continues when one appears.
pub(super) fn start(buses: &Buses, facts: Facts) -> JoinSet<()> {
    let without = Missing::new(
        "nobody here tells of do not disturb",
        "use `unbend pause 1h` or the tray icon instead",
    );
    let tellers = Tellers::new(
        facts,
        Ability::Hold(HOLD),
        |on| Fact::Hold(HOLD, on.into()),
        without,
        1,
    );
    let bus = buses.session.clone();
    let mut tasks = JoinSet::new();
    tasks.spawn_local(async move { watch(&bus, &tellers).await });
    tasks
}

async fn watch(bus: &Bus, tellers: &Tellers) {
    let first = Cell::new(true);
    let gone = |_: &zbus::Error| {
        for teller in TELLERS {
            tellers.says(teller.title(), None);
        }
        tellers.seen(&first);
    };
    let work = async |connection: Connection| follow(&connection, tellers, &first).await;
    bus.keep(gone, work).await;
}

async fn follow(
    connection: &Connection,
    tellers: &Tellers,
    first: &Cell<bool>,
) -> zbus::Result<Infallible> {
    let mut told = SelectAll::<MessageStream>::new();
    for rule in teller::rules()? {
        told.push(bus::listen(connection, rule).await?);
    }
    for name in teller::NAMES {
        told.push(bus::owners(connection, name).await?);
    }
    let mut further = Further::default();
    for teller in TELLERS {
        let says = teller.ask(connection).await?;
        tellers.says(teller.title(), says);
        further.want(teller, says.is_some(), connection).await?;
    }
    tellers.seen(first);
    loop {
        let told = tokio::select! {
            message = told.next() => Told::Message(message.ok_or(zbus::Error::InvalidReply)??),
            further = further.next() => further?,
        };
        for teller in TELLERS {
            if teller.concerns(&told) {
                let says = teller.ask(connection).await?;
                tellers.says(teller.title(), says);
                further.want(teller, says.is_some(), connection).await?;
            }
        }
    }
}
