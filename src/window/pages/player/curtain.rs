//! What fades in and out over the stage: the offer at the beginning, and the empty stage between two figures.

use std::time::Duration;

use egui::{Align, Rect, Ui, pos2, vec2};

use crate::logic::catalog::plan::{self, Plan};
use crate::logic::practice::player::PoseView;
use crate::logic::shown::notice;
use crate::logic::time::now::Mono;
use crate::window::pages::player::layout::Layout;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::text::{self, Live, Place};

/// How long a player's opening takes.
const OPENING: Duration = Duration::from_millis(600);

/// How much of the figure the curtain hides in the first frame, which should already show it.
const DRAWN: f32 = 0.85;

/// How long a figure takes to fade out, and the next to fade in.
const CHANGE: Duration = Duration::from_millis(110);

/// How visible each thing is, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opening {
    /// The curtain in front of the figure.
    pub curtain: f32,
    /// The words of the offer.
    pub offer: f32,
    /// The player's own words and buttons.
    pub words: f32,
}

impl Opening {
    /// A player that opened `passed` ago; none once it is fully open.
    pub fn after(passed: Duration) -> Option<Opening> {
        let part = passed.as_secs_f32() / OPENING.as_secs_f32();
        (part < 1.0).then(|| Opening {
            curtain: DRAWN * (1.0 - ease(part)),
            // One after the other: overlapping words can't be read.
            offer: 1.0 - ease((part - 0.25) / 0.4),
            words: ease((part - 0.5) / 0.5),
        })
    }
}

/// What is on the stage.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// A figure, and whether the previous pose is shown as a ghost.
    Figure(PoseView, bool),
    /// A picture instead, by its path, and whether it is mirrored.
    Picture(String, bool),
}

impl Shown {
    /// Whether no movement leads from one to the other.
    fn is_another(&self, before: &Shown) -> bool {
        match (self, before) {
            (Shown::Figure(pose, _), Shown::Figure(before, _)) => {
                pose.figure != before.figure || pose.mirrored != before.mirrored
            }
            (Shown::Picture(..), Shown::Picture(..)) => self != before,
            (Shown::Figure(..), Shown::Picture(..)) | (Shown::Picture(..), Shown::Figure(..)) => {
                true
            }
        }
    }
}

/// The stage from frame to frame: what is on it disappears behind a curtain before something else appears.
#[derive(Default)]
pub struct Curtain {
    last: Option<Shown>,
    /// What is leaving, and since when.
    leaving: Option<(Shown, Mono)>,
}

impl Curtain {
    /// What to draw where `shown` should be at `now`, and how much of it the curtain hides, 0 to 1.
    pub fn draw(&mut self, shown: Shown, now: Mono, reduced_motion: bool) -> (Shown, f32) {
        let before = self.last.replace(shown.clone());
        if reduced_motion {
            self.leaving = None;
            return (shown, 0.0);
        }
        let part = |since: Mono| now.since(since).as_secs_f32() / CHANGE.as_secs_f32();
        if let Some(before) = before.filter(|before| shown.is_another(before)) {
            let since = match &self.leaving {
                // Still leaving: it keeps going, for something else.
                Some((_, since)) if part(*since) < 1.0 => None,
                // As far behind the curtain as whatever was just appearing.
                Some((_, since)) if part(*since) < 2.0 => {
                    Some(now - CHANGE.mul_f32(2.0 - part(*since)))
                }
                Some(_) | None => Some(now),
            };
            if let Some(since) = since {
                self.leaving = Some((before, since));
            }
        }
        match &self.leaving {
            Some((before, since)) if part(*since) < 1.0 => (before.clone(), ease(part(*since))),
            Some((_, since)) if part(*since) < 2.0 => (shown, ease(2.0 - part(*since))),
            Some(_) | None => {
                self.leaving = None;
                (shown, 0.0)
            }
        }
    }

    /// Whether it moves.
    pub fn is_moving(&self) -> bool {
        self.leaving.is_some()
    }
}

/// Ease in and out, from 0 to 1.
fn ease(part: f32) -> f32 {
    let part = part.clamp(0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}

/// What was offered, in the words of the notification, where the player's words will be.
pub fn offer(ui: &mut Ui, layout: &Layout, plan: &Plan) {
    let tokens = Tokens::of(ui);
    let s = layout.scale;
    let panel = layout.panel;
    let (head, body, gap) = if layout.beside {
        (44.0 * s, 19.0 * s, 14.0 * s)
    } else {
        (32.0 * s, 16.0 * s, 8.0 * s)
    };
    let name = text::fit(
        ui,
        &plan.name,
        theme::bold,
        [head, 18.0],
        tokens.text,
        vec2(panel.width(), 0.6 * panel.height()),
        Align::Min,
    );
    let mut words = notice::takes(plan::seconds(plan.seconds()));
    if let Some(because) = &plan.because {
        words = format!("{words} {}", notice::why_this_one(because));
    }
    let words = text::fit(
        ui,
        &words,
        theme::plain,
        [body, 12.0],
        tokens.muted,
        vec2(panel.width(), 0.3 * panel.height()),
        Align::Min,
    );
    let top = panel.center().y - 0.5 * (name.size().y + gap + words.size().y);
    let line = |top: f32, height: f32| {
        Rect::from_min_size(pos2(panel.left(), top), vec2(panel.width(), height))
    };
    let first = line(top, name.size().y);
    let second = line(first.bottom() + gap, words.size().y);
    text::put(ui, first, name, Place::TOP_LEFT, Live::Silent);
    text::put(ui, second, words, Place::TOP_LEFT, Live::Silent);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::practice::player::PoseMoment;

    fn at(milliseconds: u64) -> Opening {
        Opening::after(Duration::from_millis(milliseconds)).expect("it opens")
    }

    #[test]
    fn a_player_opens_with_the_offer_and_a_figure_that_can_be_made_out() {
        let first = at(0);
        assert_eq!((first.offer, first.words), (1.0, 0.0));
        assert!((0.5..0.9).contains(&first.curtain));
        let middle = at(300);
        assert!((0.2..0.6).contains(&middle.curtain), "{middle:?}");
        let last = at(599);
        assert!(last.curtain < 0.01 && last.words > 0.99 && last.offer == 0.0);
        assert_eq!(Opening::after(OPENING), None);
    }

    #[test]
    fn it_opens_without_a_jump_and_without_words_across_words() {
        let moments: Vec<Opening> = (0..600).step_by(10).map(at).collect();
        for pair in moments.windows(2) {
            let [before, after] = [pair[0], pair[1]];
            assert!(after.curtain <= before.curtain && after.offer <= before.offer);
            assert!(after.words >= before.words);
            for (before, after) in [
                (before.curtain, after.curtain),
                (before.offer, after.offer),
                (before.words, after.words),
            ] {
                assert!((before - after).abs() < 0.1, "{pair:?}");
            }
            assert!(after.offer.min(after.words) < 0.2, "{after:?}");
        }
    }

    fn figure(name: &str) -> Shown {
        let pose = PoseView {
            figure: name.to_owned(),
            mirrored: false,
            moment: PoseMoment::Key(0),
            overlay: 0.0,
            arrows: 0.0,
            breath: None,
        };
        Shown::Figure(pose, false)
    }

    const START: Mono = Mono::from_secs(5);

    fn after(milliseconds: u64) -> Mono {
        START + Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_figure_goes_before_the_next_one_comes() {
        let mut curtain = Curtain::default();
        assert_eq!(
            curtain.draw(figure("a"), START, false),
            (figure("a"), 0.0),
            "the first one is there at once"
        );
        assert!(!curtain.is_moving());
        assert_eq!(curtain.draw(figure("b"), START, false), (figure("a"), 0.0));
        let (drawn, hidden) = curtain.draw(figure("b"), after(100), false);
        assert!(drawn == figure("a") && (0.9..1.0).contains(&hidden));
        let (drawn, hidden) = curtain.draw(figure("b"), after(120), false);
        assert!(drawn == figure("b") && (0.9..1.0).contains(&hidden));
        assert!(curtain.is_moving());
        let over = curtain.draw(figure("b"), after(220), false);
        assert_eq!(over, (figure("b"), 0.0));
        assert!(!curtain.is_moving());
    }

    #[test]
    fn who_goes_on_in_the_middle_of_it_sees_no_jump() {
        let mut curtain = Curtain::default();
        curtain.draw(figure("a"), START, false);
        let mut hidden = 0.0;
        for step in 0..60 {
            // A different one every 30 ms.
            let wanted = figure(&format!("{}", step / 3));
            let (_, now) = curtain.draw(wanted, after(step * 10), false);
            assert!((now - hidden).abs() < 0.15, "{step}: {hidden} to {now}");
            hidden = now;
        }
    }

    #[test]
    fn a_figure_that_turns_round_goes_and_comes_too() {
        let mut curtain = Curtain::default();
        curtain.draw(figure("a"), START, false);
        let turned = match figure("a") {
            Shown::Figure(pose, ghost) => {
                let mirrored = true;
                Shown::Figure(PoseView { mirrored, ..pose }, ghost)
            }
            picture @ Shown::Picture(..) => picture,
        };
        let (drawn, _) = curtain.draw(turned.clone(), after(1000), false);
        assert_eq!(drawn, figure("a"));
        assert!(curtain.is_moving());
        let (drawn, hidden) = curtain.draw(turned.clone(), after(1150), false);
        assert!(drawn == turned && hidden > 0.5);
    }

    #[test]
    fn less_motion_means_none() {
        let mut curtain = Curtain::default();
        curtain.draw(figure("a"), START, true);
        assert_eq!(curtain.draw(figure("b"), START, true), (figure("b"), 0.0));
        assert!(!curtain.is_moving());
    }
}
