//! The focused window and its state from the X server, as window managers record them (EWMH).
//!
//! A window's properties aren't watched all the time: many programs write to them on each key press. A window entering
//! or leaving full screen is resized; then, and only for a moment, its properties are followed.

use std::error::Error;
use std::time::Duration;

use x11rb::connection::Connection;
use x11rb::errors::ReplyError;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ChangeWindowAttributesAux, ConnectionExt as _, EventMask, Window,
};

use crate::logic::presence::apps::Apps;
use crate::logic::time::now::Mono;
use crate::platform::Missing;
use crate::platform::clock::{Alarm, Clock};
use crate::platform::linux::x11::{self, Display};
use crate::platform::presentation::way::{Reporter, Running};

/// Within this time of a resize, the window manager has recorded the reason.
const MOMENT: Duration = Duration::from_secs(1);

/// More states than a window can have.
const STATES: u32 = 64;

pub(super) fn open(display: Option<&str>, reporter: Reporter) -> Result<Running, Missing> {
    let display = Display::open(display)?;
    let unusable = |error: Box<dyn Error>| {
        Missing::new(
            format!("the X server does not tell of windows ({error})"),
            "start it again",
        )
    };
    let mut windows = Windows::new(display, reporter).map_err(unusable)?;
    windows.refocus().map_err(unusable)?;
    Ok(Box::pin(windows.run()))
}

struct Windows {
    display: Display,
    active_window: Atom,
    state: Atom,
    fullscreen: Atom,
    focused: Option<Window>,
    /// Until when the focused window's properties are followed.
    following: Option<Mono>,
    reporter: Reporter,
}

impl Windows {
    fn new(display: Display, reporter: Reporter) -> Result<Windows, Box<dyn Error>> {
        let active_window = display.atom("_NET_ACTIVE_WINDOW")?;
        let state = display.atom("_NET_WM_STATE")?;
        let fullscreen = display.atom("_NET_WM_STATE_FULLSCREEN")?;
        let listen = ChangeWindowAttributesAux::new().event_mask(EventMask::PROPERTY_CHANGE);
        display
            .connection
            .change_window_attributes(display.root, &listen)?
            .check()?;
        Ok(Windows {
            display,
            active_window,
            state,
            fullscreen,
            focused: None,
            following: None,
            reporter,
        })
    }

    async fn run(mut self) -> Missing {
        let mut alarm = Alarm::new();
        let end = loop {
            let turn = tokio::select! {
                () = alarm.wait_until(self.following) => self.unfollow(),
                readable = self.display.readable() => readable.map_err(Into::into),
            };
            // Waiting for a reply also reads events, which then no longer make the display readable.
            if let Err(error) = turn.and_then(|()| self.drain()) {
                break error;
            }
        };
        x11::went_away(&*end)
    }

    fn drain(&mut self) -> Result<(), Box<dyn Error>> {
        while let Some(event) = self.display.event()? {
            #[expect(
                clippy::wildcard_enum_match_arm,
                reason = "every other event of the X protocol"
            )]
            match event {
                Event::PropertyNotify(event)
                    if event.window == self.display.root && event.atom == self.active_window =>
                {
                    self.refocus()?;
                }
                Event::PropertyNotify(event)
                    if Some(event.window) == self.focused && event.atom == self.state =>
                {
                    self.look()?;
                }
                Event::ConfigureNotify(event) if Some(event.window) == self.focused => {
                    self.follow()?;
                }
                // Errors end up here too: a window may be gone before it was asked.
                _ => {}
            }
        }
        Ok(())
    }

    /// Finds the focused window and its state.
    fn refocus(&mut self) -> Result<(), Box<dyn Error>> {
        let found = self.property(
            self.display.root,
            self.active_window,
            AtomEnum::WINDOW.into(),
        )?;
        let focused = found.first().copied().filter(|window| *window != 0);
        if focused == self.focused {
            return Ok(());
        }
        if let Some(old) = self.focused.take() {
            self.listen(old, EventMask::NO_EVENT)?;
        }
        self.following = None;
        self.focused = focused;
        match focused {
            // Its state may still be on the way, as for a window that opens full screen.
            Some(_) => self.follow(),
            None => {
                self.reporter.full(Apps::NOBODY);
                Ok(())
            }
        }
    }

    /// Follows the focused window's properties for a moment.
    fn follow(&mut self) -> Result<(), Box<dyn Error>> {
        if let Some(window) = self.focused {
            if self.following.is_none() {
                let both = EventMask::STRUCTURE_NOTIFY | EventMask::PROPERTY_CHANGE;
                self.listen(window, both)?;
            }
            self.following = Some(Clock::mono() + MOMENT);
        }
        self.look()
    }

    fn unfollow(&mut self) -> Result<(), Box<dyn Error>> {
        self.following = None;
        match self.focused {
            Some(window) => self.listen(window, EventMask::STRUCTURE_NOTIFY),
            None => Ok(()),
        }
    }

    fn look(&mut self) -> Result<(), Box<dyn Error>> {
        let states = match self.focused {
            Some(window) => self.property(window, self.state, AtomEnum::ATOM.into())?,
            None => Vec::new(),
        };
        let full = self.focused.filter(|_| states.contains(&self.fullscreen));
        let full = match full {
            Some(window) => Apps::of([self.class(window)?.as_deref()]),
            None => Apps::NOBODY,
        };
        self.reporter.full(full);
        Ok(())
    }

    fn listen(&self, window: Window, mask: EventMask) -> Result<(), Box<dyn Error>> {
        let listen = ChangeWindowAttributesAux::new().event_mask(mask);
        self.display
            .connection
            .change_window_attributes(window, &listen)?;
        self.display.connection.flush()?;
        Ok(())
    }

    /// The class of a window, which is its application's name; none if it has none.
    fn class(&self, window: Window) -> Result<Option<String>, Box<dyn Error>> {
        let (name, kind) = (AtomEnum::WM_CLASS, AtomEnum::STRING);
        let asked = self
            .display
            .connection
            .get_property(false, window, name, kind, 0, STATES)?;
        let value = match asked.reply() {
            Ok(reply) => reply.value,
            Err(ReplyError::X11Error(_)) => return Ok(None),
            Err(error @ ReplyError::ConnectionError(_)) => return Err(error.into()),
        };
        // The instance, then the class, each followed by a zero.
        let parts: Vec<&[u8]> = value.split(|byte| *byte == 0).collect();
        let class = parts.iter().take(2).rev().find(|part| !part.is_empty());
        Ok(class.map(|class| String::from_utf8_lossy(class).into_owned()))
    }

    /// The values of a property; none if the window is gone.
    fn property(
        &self,
        window: Window,
        property: Atom,
        kind: Atom,
    ) -> Result<Vec<u32>, Box<dyn Error>> {
        let asked = self
            .display
            .connection
            .get_property(false, window, property, kind, 0, STATES)?;
        match asked.reply() {
            Ok(reply) => Ok(reply.value32().map(Iterator::collect).unwrap_or_default()),
            Err(ReplyError::X11Error(_)) => Ok(Vec::new()),
            Err(error @ ReplyError::ConnectionError(_)) => Err(error.into()),
        }
    }
}
