//! The sample reminder: the caller learns whether it could be shown.

use crate::daemon::desktop::Desktop;
use crate::daemon::turn::on_screen::OnScreen;
use crate::daemon::turn::{MINUTE, Turn};
use crate::ipc::message::{Payload, Reply};
use crate::ipc::server::ReplyTo;
use crate::logic::shown::notice;

/// A sample for which the notification server hasn't answered yet.
#[derive(Debug)]
pub(super) struct Sample {
    tag: u64,
    /// Who waits for it; none until the request has been taken.
    reply: Option<ReplyTo>,
}

impl<D: Desktop> Turn<D> {
    /// Shows what a reminder looks like, unless something real is on the screen. Its tag belongs to nothing, so
    /// pressing its buttons means nothing.
    pub(in crate::daemon) fn sample(&mut self) -> bool {
        let status = self.scheduler.status();
        if status.shown.is_some() || self.on_screen.asks() || self.on_screen.stands_in() {
            return false;
        }
        // The sample replaces what waits in the server's list.
        self.on_screen = OnScreen::Nothing;
        let settings = self.scheduler.settings();
        let next = status.next.as_ref();
        let what = next.and_then(|next| next.what.as_deref());
        let length = what.and_then(|what| self.catalog.length(what));
        let notice = notice::sample(
            next.map_or("Stretch", |next| next.name.as_str()),
            status.limit,
            length.unwrap_or(MINUTE),
            settings.timing.snooze,
            settings.notification.stay,
        );
        self.notice_tag += 1;
        self.sample = Some(Sample {
            tag: self.notice_tag,
            reply: None,
        });
        self.desktop.notify(self.notice_tag, notice);
        true
    }

    /// Replies to a request; for a sample, once its outcome is known.
    pub(super) fn answer(&mut self, for_sample: bool, answer: Reply, reply: ReplyTo) {
        match &mut self.sample {
            Some(sample) if for_sample && sample.reply.is_none() => sample.reply = Some(reply),
            Some(_) | None => reply.send(answer),
        }
    }

    /// The server has shown that notice, or couldn't for that reason: if it is the sample, the caller is told.
    pub(super) fn sample_shown(&mut self, tag: u64, why_not: Option<&str>) {
        let Some(sample) = self.sample.take_if(|sample| sample.tag == tag) else {
            return;
        };
        if let Some(reply) = sample.reply {
            reply.send(match why_not {
                None => Reply::Ok(Payload::Done),
                Some(why) => Reply::error(
                    format!("the reminder could not be shown: {why}"),
                    "a real one opens a small window instead",
                ),
            });
        }
    }
}
