//! Shows a nudge: a line of text that asks for nothing, with notify-rust.
//!
//! Reminders have buttons and go over a connection of our own (see [`super`]): notify-rust looks for the press on a
//! stream that it makes anew after every message, and so loses the press that follows an activation token.

use std::time::Duration;

use notify_rust::{Hint, Notification, Timeout, Urgency};

use crate::logic::notice::Notice;

/// How long a nudge stays, and for how long the connection that shows it is kept: some servers take a notification
/// away with its sender.
const STAYS: Duration = Duration::from_secs(12);

/// Shows it, and lets it go by itself. Without a server nothing is lost but this one line.
pub(super) async fn show(notice: Notice) {
    let shown = Notification::new()
        .appname("Unbend")
        .summary(&notice.title)
        .body(&super::escape(&notice.body))
        .icon(super::APP_ID)
        .hint(Hint::DesktopEntry(super::APP_ID.to_owned()))
        .hint(Hint::Category("x-unbend.nudge".to_owned()))
        .hint(Hint::Transient(true))
        .urgency(Urgency::Low)
        .timeout(Timeout::from(STAYS))
        .show_async()
        .await;
    match shown {
        Ok(handle) => {
            tokio::time::sleep(STAYS).await;
            drop(handle);
        }
        Err(problem) => tracing::warn!("a nudge could not be shown: {problem}"),
    }
}
