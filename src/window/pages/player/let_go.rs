//! The end of a break that nobody took: why it ended, and what comes next.

use std::time::Duration;

use egui::{Align, Rect, Ui, pos2, vec2};

use crate::logic::shown::status::{LetGo, LetGoWhy};
use crate::logic::time::span;
use crate::window::pages::player::layout::Layout;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::button::{Weight, button_in};
use crate::window::widgets::text::{self, Live, Place};

/// After this long the window closes by itself.
pub const SHOWN: Duration = Duration::from_secs(10);

/// Fills the player's panel; returns whether to close the window at once.
pub fn show(ui: &mut Ui, layout: &Layout, let_go: &LetGo) -> bool {
    let tokens = Tokens::of(ui);
    let (s, panel) = (layout.scale, layout.panel);
    let (head, body) = if layout.beside {
        (36.0 * s, 18.0 * s)
    } else {
        (26.0 * s, 15.0 * s)
    };
    let (title, words) = words(let_go);
    let title = text::fit(
        ui,
        title,
        theme::bold,
        [head, 16.0],
        tokens.text,
        vec2(panel.width(), head * 2.6),
        Align::Min,
    );
    let words = text::fit(
        ui,
        &words,
        theme::plain,
        [body, 11.0],
        tokens.muted,
        vec2(panel.width(), 200.0 * s),
        Align::Min,
    );
    let gap = if layout.beside { 14.0 * s } else { 8.0 * s };
    let close = if layout.beside { 52.0 * s } else { 0.0 };
    let height = title.size().y + words.size().y + close + gap * 2.5;
    let top = (panel.center().y - height * 0.5).max(panel.top());
    let line = |y: f32, height: f32| {
        Rect::from_min_size(pos2(panel.left(), y), vec2(panel.width(), height))
    };
    let rect = line(top, title.size().y);
    text::put(ui, rect, title, Place::TOP_LEFT, Live::Announced);
    let rect = line(rect.bottom() + gap, words.size().y);
    text::put(ui, rect, words, Place::TOP_LEFT, Live::Announced);
    let button = if layout.beside {
        let at = pos2(panel.left(), rect.bottom() + gap * 1.5);
        Rect::from_min_size(at, vec2(150.0 * s, close))
    } else {
        Rect::from_center_size(layout.controls.center(), vec2(150.0, 44.0))
    };
    button_in(ui, button, "", "Close", Weight::Main, 18.0 * s.min(1.4)).clicked()
}

/// A title, and what it means.
fn words(let_go: &LetGo) -> (&'static str, String) {
    match (let_go.why, let_go.counts) {
        (LetGoWhy::WorkedOn, true) => (
            "Back at work already?",
            "Then this break ends here. What you did of it counts, and sitting counts again."
                .to_owned(),
        ),
        (LetGoWhy::WorkedOn, false) => {
            let next = match let_go.asks_again {
                Some(wait) => format!("The next reminder comes in {}.", span::words(wait)),
                None => "Take another one whenever it suits you.".to_owned(),
            };
            (
                "Not a good moment?",
                format!("You went on working, so this break ends here. {next}"),
            )
        }
        (LetGoWhy::Away, counts) => {
            let did = if counts {
                " What you did of this one counts, too."
            } else {
                ""
            };
            let words =
                format!("Being away was a break of its own: sitting starts from zero.{did}");
            ("Welcome back", words)
        }
    }
}
