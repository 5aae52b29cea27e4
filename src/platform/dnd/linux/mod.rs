//! Do-not-disturb, from the notification server or the desktop's setting.

use std::cell::Cell;
use std::convert::Infallible;

use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use tokio::task::JoinSet;
use zbus::{Connection, MessageStream};

use crate::logic::presence::DesktopHold;
use crate::platform::linux::bus::{self, Bus};
use crate::platform::linux::reporters::Reporters;
use crate::platform::{Ability, Buses, Fact, Facts, Missing};

mod dconf;
mod extra;
mod lxqt;
mod reporter;

use extra::{ExtraSources, Told};
use reporter::REPORTERS;

const HOLD: DesktopHold = DesktopHold::Dnd;

/// Asks everyone who may know on the session bus; continues when one appears.
pub(super) fn start(buses: &Buses, facts: Facts) -> JoinSet<()> {
    let without = Missing::new(
        "nobody here tells of do not disturb",
        "use `unbend pause 1h` or the tray icon instead",
    );
    let reporters = Reporters::new(
        facts,
        Ability::Hold(HOLD),
        |on| Fact::Hold(HOLD, on.into()),
        without,
        1,
    );
    let bus = buses.session.clone();
    let mut tasks = JoinSet::new();
    tasks.spawn_local(async move { watch(&bus, &reporters).await });
    tasks
}

async fn watch(bus: &Bus, reporters: &Reporters) {
    let first = Cell::new(true);
    let gone = |_: &zbus::Error| {
        for reporter in REPORTERS {
            reporters.says(reporter.title(), None);
        }
        reporters.seen(&first);
    };
    let work = async |connection: Connection| follow(&connection, reporters, &first).await;
    bus.keep(gone, work).await;
}

async fn follow(
    connection: &Connection,
    reporters: &Reporters,
    first: &Cell<bool>,
) -> zbus::Result<Infallible> {
    let mut told = SelectAll::<MessageStream>::new();
    for rule in reporter::rules()? {
        told.push(bus::listen(connection, rule).await?);
    }
    for name in reporter::NAMES {
        told.push(bus::owners(connection, name).await?);
    }
    let mut further = ExtraSources::default();
    for reporter in REPORTERS {
        let says = reporter.ask(connection).await?;
        reporters.says(reporter.title(), says);
        further.want(reporter, says.is_some(), connection).await?;
    }
    reporters.seen(first);
    loop {
        let told = tokio::select! {
            message = told.next() => Told::Message(message.ok_or(zbus::Error::InvalidReply)??),
            further = further.next() => further?,
        };
        for reporter in REPORTERS {
            if reporter.concerns(&told) {
                let says = reporter.ask(connection).await?;
                reporters.says(reporter.title(), says);
                further.want(reporter, says.is_some(), connection).await?;
            }
        }
    }
}
