//! Shows a nudge with notify-rust: a line of text that asks for nothing and goes away by itself.
//!
//! Reminders have buttons and use our own connection (see [`super`]).

use std::io::Write as _;
use std::time::Duration;

use notify_rust::{Hint, Notification, Timeout};
use tempfile::NamedTempFile;

use super::server::{Showing, Urgency};

/// The application's icon as bytes: its name means nothing to a desktop where Unbend isn't installed.
const PICTURE: &[u8] = include_bytes!("../../../../assets/icons/64x64/io.github.unbend.Unbend.png");

/// How long a nudge stays. Its connection and its picture are kept as long: some servers remove a notification along
/// with its sender.
pub(super) const STAYS: Duration = Duration::from_secs(12);

/// Shows it and lets it go by itself. Without a server only this one line is lost.
pub(super) async fn show(showing: Showing) {
    let mut nudge = Notification::new();
    nudge
        .appname("Unbend")
        .summary(&showing.title)
        .body(&showing.body)
        .icon(super::APP_ID)
        .hint(Hint::DesktopEntry(super::APP_ID.to_owned()))
        .hint(Hint::Category("x-unbend.nudge".to_owned()))
        .hint(Hint::Transient(true))
        .urgency(match showing.urgency {
            Urgency::Low => notify_rust::Urgency::Low,
            Urgency::Normal => notify_rust::Urgency::Normal,
            Urgency::Critical => notify_rust::Urgency::Critical,
        })
        .timeout(Timeout::from(STAYS));
    let picture = picture()
        .inspect_err(|problem| tracing::warn!("a nudge goes without its picture: {problem}"))
        .ok();
    if let Some(path) = picture.as_ref().and_then(|file| file.path().to_str()) {
        nudge.image_path(&format!("file://{path}"));
    }
    match nudge.show_async().await {
        Ok(handle) => {
            tokio::time::sleep(STAYS).await;
            drop(handle);
        }
        Err(problem) => tracing::warn!("a nudge could not be shown: {problem}"),
    }
}

/// A file with the picture, which exists until this is dropped. notify-rust asks the server for its version before it
/// sends pixels, and blocks the loop for it; a path needs no question.
fn picture() -> std::io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new()
        .prefix("unbend-")
        .suffix(".png")
        .tempfile()?;
    file.write_all(PICTURE)?;
    Ok(file)
}
