//! Idle time from the X server: alarms of the SYNC extension on its IDLETIME counter.
//!
//! The server compares for us: nothing arrives here while you type. Two alarms are enough. *Still* fires when the
//! counter rises to the watched time, *stir* when it falls below it again.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::mpsc;
use x11rb::connection::{Connection, RequestConnection};
use x11rb::errors::{ConnectionError, ReplyError};
use x11rb::protocol::Event;
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::protocol::sync::{
    ALARMSTATE, Alarm, AlarmNotifyEvent, ChangeAlarmAux, ConnectionExt as _, Counter,
    CreateAlarmAux, Int64, TESTTYPE, VALUETYPE,
};
use x11rb::rust_connection::RustConnection;

use crate::logic::settings::IdleSource;
use crate::platform::idle::way::{Opening, Reporter, Running, Server, Watch, Way};
use crate::platform::linux::places;
use crate::platform::linux::x11::{self, Display};
use crate::platform::{Buses, Missing};

/// Longest watched time, 24 days: the counter is a signed 64-bit number of milliseconds, the server's clock has 32
/// bits.
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

/// See the module.
pub(super) struct IdleCounter;

impl Way for IdleCounter {
    fn setting(&self) -> Option<IdleSource> {
        Some(IdleSource::X11)
    }

    fn name(&self) -> &'static str {
        "X11 idle counter"
    }

    fn server(&self, at: Option<&Path>, _: &Buses) -> Server {
        Server::Socket(places::x_socket(at.and_then(Path::to_str)))
    }

    fn open(
        &self,
        at: Option<PathBuf>,
        _: &Buses,
        orders: mpsc::UnboundedReceiver<Watch>,
        reporter: Reporter,
    ) -> Opening {
        Box::pin(async move {
            let display = at.as_deref().and_then(Path::to_str);
            open(display, orders, reporter)
        })
    }
}

fn open(
    display: Option<&str>,
    orders: mpsc::UnboundedReceiver<Watch>,
    reporter: Reporter,
) -> Result<Running, Missing> {
    let display = Display::open(display)?;
    let unusable = |error: ReplyError| {
        Missing::new(
            format!("the X server does not tell idle time ({error})"),
            "use an X server with the SYNC extension",
        )
    };
    if is_xwayland(&display).map_err(unusable)? {
        return Err(Missing::new(
            "this X server is Xwayland, which sees no input to other windows",
            "use a compositor that tells idle time",
        ));
    }
    let counter = idle_counter(&display.connection).map_err(unusable)?;
    let Some(counter) = counter else {
        return Err(Missing::new(
            "the X server has no idle counter",
            "use an X server with the SYNC extension and IDLETIME",
        ));
    };
    let idle = X11Idle {
        display,
        counter,
        alarms: None,
        reporter,
    };
    Ok(Box::pin(idle.run(orders)))
}

/// Xwayland counts only input to X windows. Newer versions carry an extension of that name; all of them name their
/// screens that way.
fn is_xwayland(display: &Display) -> Result<bool, ReplyError> {
    use x11rb::protocol::xproto::ConnectionExt as _;

    let connection = &display.connection;
    if connection.query_extension(b"XWAYLAND")?.reply()?.present {
        return Ok(true);
    }
    if connection
        .extension_information(x11rb::protocol::randr::X11_EXTENSION_NAME)?
        .is_none()
    {
        return Ok(false);
    }
    let resources = connection
        .randr_get_screen_resources_current(display.root)?
        .reply()?;
    for output in resources.outputs {
        let info = connection
            .randr_get_output_info(output, resources.config_timestamp)?
            .reply()?;
        if info.name.starts_with(b"XWAYLAND") {
            return Ok(true);
        }
    }
    Ok(false)
}

fn idle_counter(connection: &RustConnection) -> Result<Option<Counter>, ReplyError> {
    if connection
        .extension_information(x11rb::protocol::sync::X11_EXTENSION_NAME)?
        .is_none()
    {
        return Ok(None);
    }
    connection.sync_initialize(3, 1)?.reply()?;
    let counters = connection.sync_list_system_counters()?.reply()?.counters;
    Ok(counters
        .into_iter()
        .find(|counter| counter.name == b"IDLETIME")
        .map(|counter| counter.counter))
}

/// The two alarms of one connection.
#[derive(Clone, Copy)]
struct Alarms {
    still: Alarm,
    stir: Alarm,
}

struct X11Idle {
    display: Display,
    counter: Counter,
    /// None until the first watch.
    alarms: Option<Alarms>,
    reporter: Reporter,
}

impl X11Idle {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Watch>) -> Option<Missing> {
        let end = loop {
            let turn = tokio::select! {
                order = orders.recv() => match order {
                    Some(watch) => self.watch(watch),
                    None => return None,
                },
                readable = self.display.readable() => readable.map_err(Into::into),
            };
            // Waiting for a reply also reads events, which then no longer make the display readable.
            if let Err(error) = turn.and_then(|()| self.drain()) {
                break error;
            }
        };
        Some(x11::went_away(&*end))
    }

    fn drain(&mut self) -> Result<(), Box<dyn Error>> {
        while let Some(event) = self.display.event()? {
            #[expect(
                clippy::wildcard_enum_match_arm,
                reason = "every other event of the X protocol"
            )]
            match event {
                Event::SyncAlarmNotify(event) => self.rang(event)?,
                Event::Error(error) => return Err(format!("{error:?}").into()),
                _ => {}
            }
        }
        Ok(())
    }

    fn watch(&mut self, watch: Watch) -> Result<(), Box<dyn Error>> {
        self.reporter.idle_after = Some(watch.idle_after.min(LONGEST));
        // While idle, both alarms stay: stir is set below the current count, and still is set again after input.
        if !self.reporter.idle {
            self.arm()?;
        }
        Ok(())
    }

    fn rang(&mut self, event: AlarmNotifyEvent) -> Result<(), Box<dyn Error>> {
        if event.state == ALARMSTATE::DESTROYED {
            return Ok(());
        }
        match self.alarms {
            Some(alarms) if event.alarm == alarms.still => {
                // Asked again, as this may be read late. If there was input since, stir has fired as well.
                let ago = self.idle_time()?.max(duration(event.counter_value));
                self.reporter.no_input_for(ago);
            }
            Some(alarms) if event.alarm == alarms.stir => {
                self.reporter.input();
                self.arm()?;
            }
            Some(_) | None => {}
        }
        Ok(())
    }

    /// Sets both alarms to the watched time, and checks whether it has already passed: an alarm only fires when the
    /// counter crosses its value.
    fn arm(&mut self) -> Result<(), Box<dyn Error>> {
        let Some(idle_after) = self.reporter.idle_after else {
            return Ok(());
        };
        let value = i64::try_from(idle_after.as_millis())
            .unwrap_or(i64::MAX)
            .max(1);
        match self.alarms {
            Some(alarms) => {
                self.change(alarms.still, value)?;
                self.change(alarms.stir, value - 1)?;
            }
            // Both at once: on a server that has been idle for longer, `still` alone doesn't fire.
            None => {
                self.alarms = Some(Alarms {
                    still: self.create(TESTTYPE::POSITIVE_TRANSITION, value)?,
                    stir: self.create(TESTTYPE::NEGATIVE_TRANSITION, value - 1)?,
                });
            }
        }
        let ago = self.idle_time()?;
        self.reporter.no_input_for(ago);
        Ok(())
    }

    fn create(&self, test: TESTTYPE, value: i64) -> Result<Alarm, Box<dyn Error>> {
        let alarm = self.display.connection.generate_id()?;
        let settings = CreateAlarmAux::new()
            .counter(self.counter)
            .value_type(VALUETYPE::ABSOLUTE)
            .value(int64(value))
            .test_type(test)
            .delta(int64(0))
            .events(1);
        self.display
            .connection
            .sync_create_alarm(alarm, &settings)?;
        Ok(alarm)
    }

    /// An alarm that fired is off until it is changed, since its delta is 0.
    fn change(&self, alarm: Alarm, value: i64) -> Result<(), ConnectionError> {
        let settings = ChangeAlarmAux::new().value(int64(value));
        self.display
            .connection
            .sync_change_alarm(alarm, &settings)?;
        Ok(())
    }

    fn idle_time(&self) -> Result<Duration, ReplyError> {
        let counter = self
            .display
            .connection
            .sync_query_counter(self.counter)?
            .reply()?;
        Ok(duration(counter.counter_value))
    }
}

fn int64(value: i64) -> Int64 {
    Int64 {
        hi: (value >> 32) as i32,
        lo: value as u32,
    }
}

fn duration(milliseconds: Int64) -> Duration {
    let value = (i64::from(milliseconds.hi) << 32) | i64::from(milliseconds.lo);
    Duration::from_millis(value.max(0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counter_values_keep_all_their_bits() {
        for value in [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1 << 40] {
            assert_eq!(duration(int64(value)), Duration::from_millis(value as u64));
        }
        assert_eq!(duration(int64(-1)), Duration::ZERO);
    }
}
