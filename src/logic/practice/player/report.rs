//! What the player reports while it runs: a promise for each stretch that it guides, kept or renewed.

use std::time::Duration;

use super::Player;
use crate::logic::practice::SoFar;
use crate::logic::time::now::Mono;

/// A player reports again within this time, however long its segment lasts.
const LONGEST: Duration = Duration::from_secs(30);

/// A report that is a moment late doesn't mean the player has gone.
const SLACK: Duration = Duration::from_secs(2);

/// How far a break is, and how long it will go on by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Time guided so far, excluding pauses and waiting.
    pub guided: Duration,
    /// The next report comes within this time; zero = it is paused or waits for the user.
    pub goes_on: Duration,
    /// What was played so far, exercise by exercise.
    pub played: SoFar,
}

/// Decides when there is something to report. Opening a player already reported that it is there, guiding nobody yet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reporter {
    /// The segment it last reported guiding through, and when that must be renewed.
    said: Option<(usize, Mono)>,
}

impl Reporter {
    /// What there is to report at `now`, if anything: it starts or stops guiding, moves to another segment, or the last
    /// promise runs out. The end has its own message.
    pub fn report(&mut self, player: &Player, now: Mono) -> Option<Report> {
        let guides = player.goes_on(now);
        let told = match (self.said, guides) {
            (None, None) => true,
            (Some((said, renewed)), Some((segment, _))) => said == segment && now < renewed,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if told || player.is_done() {
            return None;
        }
        let goes_on = match guides {
            None => {
                self.said = None;
                Duration::ZERO
            }
            Some((segment, left)) => {
                let left = left.min(LONGEST);
                self.said = Some((segment, now + left));
                left + SLACK
            }
        };
        Some(Report {
            guided: player.guided(now),
            goes_on,
            played: player.so_far(now),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog;
    use crate::logic::catalog::plan::Plan;
    use crate::logic::practice::player::{FigureTimes, PlayerInput};

    #[test]
    fn each_promise_is_kept_and_a_pause_takes_it_back() {
        let start = Mono::from_secs(500);
        let plan = Plan::new(catalog::builtin(), "walk").unwrap();
        let mut player = Player::new(plan, &FigureTimes::default(), start);
        let mut reporter = Reporter::default();
        let (mut until, mut reports, mut guided) = (None, 0, Duration::ZERO);
        let mut now = start;
        while !player.is_done() {
            player.handle(PlayerInput::Tick, now);
            if player.is_done() {
                break;
            }
            let report = reporter.report(&player, now);
            if let Some(report) = report {
                assert!(report.guided >= guided, "time goes back");
                guided = report.guided;
                reports += 1;
                until = (!report.goes_on.is_zero()).then_some(now + report.goes_on);
            }
            let guides = player.goes_on(now).is_some();
            assert_eq!(until.is_some(), guides, "{:?}", now.since(start));
            assert!(until.is_none_or(|until| until > now), "a broken promise");
            now = now + Duration::from_millis(500);
        }
        let minutes = now.since(start).as_secs() / 60;
        assert!(minutes >= 5, "too short to tell");
        assert!(reports <= minutes * 3 + 4, "{reports} in {minutes} min");
    }

    #[test]
    fn a_pause_and_its_end_are_told_once_each() {
        let start = Mono::from_secs(500);
        let plan = Plan::new(catalog::builtin(), "doorway-pec-stretch").unwrap();
        let mut player = Player::new(plan, &FigureTimes::default(), start);
        let mut reporter = Reporter::default();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        assert_eq!(
            reporter.report(&player, at(0)),
            None,
            "it waits, as was said"
        );
        let mut told = |input: PlayerInput, seconds: u64| {
            player.handle(input, at(seconds));
            let report = reporter.report(&player, at(seconds));
            assert_eq!(reporter.report(&player, at(seconds)), None, "said twice");
            report.map(|report| (report.guided.as_secs(), !report.goes_on.is_zero()))
        };
        assert_eq!(told(PlayerInput::Go, 1), Some((0, true)));
        assert_eq!(told(PlayerInput::TogglePause, 4), Some((3, false)));
        assert_eq!(told(PlayerInput::Tick, 60), None);
        assert_eq!(told(PlayerInput::TogglePause, 64), Some((3, true)));
    }
}
