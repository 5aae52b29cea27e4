//! The figure's path over a period of time: from where it stands, through key poses, without a jump.

use std::collections::BTreeMap;

use super::PoseMoment;
use crate::logic::catalog::Tempo;
use crate::logic::catalog::plan::Motion;

/// What the player must know about each key pose, by pose set.
pub type FigureTimes = BTreeMap<String, Vec<KeyTime>>;

/// What the player must know about a key pose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeyTime {
    /// Travel time from the previous key, in seconds; the way back takes as long.
    pub seconds: f32,
    /// Only passed through, never a resting pose.
    pub hidden: bool,
}

/// Seconds in which overlays fade in once a pose is held.
const APPEAR: f32 = 0.4;
/// Seconds in which overlays fade out before the figure leaves a pose.
const VANISH: f32 = 0.25;
/// Seconds the figure rests at either end of a loop without a tempo.
const DWELL: f32 = 0.3;
/// More travels than any sensible step has; a guard against figures with zero travel time.
const MOST_LEGS: usize = 4_000;

/// Where the figure is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stand {
    pub moment: PoseMoment,
    pub mirrored: bool,
    /// Seconds it has rested there.
    pub rested: f32,
}

impl Stand {
    pub(super) fn at_first_key(mirrored: bool) -> Stand {
        Stand {
            moment: PoseMoment::Key(0),
            mirrored,
            rested: 0.0,
        }
    }
}

/// Which half of a back-and-forth movement the figure is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Out,
    Back,
}

/// One travel between two keys.
#[derive(Clone, Copy, Debug)]
struct Leg {
    start: f32,
    seconds: f32,
    from: usize,
    to: usize,
    /// Fraction of the travel at the start and at the end; the end is 0 on the way back to `from`.
    u: (f32, f32),
    /// The keys between which this travel is a part of the way, skipping hidden ones.
    home: usize,
    goal: usize,
    part: Part,
}

impl Leg {
    fn end(&self) -> f32 {
        self.start + self.seconds
    }

    fn arrival(&self) -> usize {
        if self.u.1 == 0.0 { self.from } else { self.to }
    }
}

/// The path over a period of time, laid out when it begins.
#[derive(Clone, Debug)]
pub(super) struct Track {
    origin: Stand,
    legs: Vec<Leg>,
    /// When the figure becomes its mirror image, if it does.
    flip: Option<f32>,
    /// Seconds of one round of a cyclic pose set.
    period: Option<f32>,
    /// When the overlays must be gone, if the figure moves on from there.
    leaves: Option<f32>,
}

impl Track {
    /// The figure stays where it is.
    pub(super) fn still(origin: Stand) -> Track {
        Track {
            origin,
            legs: Vec::new(),
            flip: None,
            period: None,
            leaves: None,
        }
    }

    /// Lays out `motion` over `seconds`, from the figure's current position.
    pub(super) fn new(
        origin: Stand,
        motion: &Motion,
        mirrored: bool,
        seconds: f32,
        keys: &[KeyTime],
    ) -> Track {
        let mut route = Route::new(origin, keys);
        if origin.mirrored != mirrored {
            route.plan_to(1);
            route.flip = Some(route.hops.len());
        }
        let mut track = Track::still(origin);
        match motion {
            Motion::Hold { key } => {
                route.plan_to(*key);
                let natural = route.natural();
                route.lay(&mut track, 0.0, natural, Part::Out);
            }
            Motion::Loop { keys, tempo } => loops(&mut track, &mut route, keys, *tempo, seconds),
            Motion::Reps { keys, count, tempo } => {
                let backwards = way_back(keys);
                for rep in 0..*count {
                    let start = rep as f32 * tempo.seconds();
                    route.through(keys);
                    route.lay(&mut track, start, tempo.out, Part::Out);
                    route.through(&backwards);
                    route.lay(
                        &mut track,
                        start + tempo.out + tempo.hold,
                        tempo.back,
                        Part::Back,
                    );
                }
            }
            Motion::Cycle => {
                let period: f32 = keys.iter().map(|key| key.seconds).sum();
                track.period = Some(if period > 0.0 { period } else { 1.0 });
                if route.flip.is_some() {
                    track.flip = Some(0.0);
                }
            }
        }
        track
    }

    /// Records that the figure moves on at `seconds`, so that the overlays fade in time.
    pub(super) fn leaves_at(mut self, seconds: f32) -> Track {
        self.leaves = Some(seconds);
        self
    }

    /// Where the figure is `t` seconds in.
    pub(super) fn at(&self, t: f32) -> Stand {
        let mirrored = self.origin.mirrored ^ self.flip.is_some_and(|flip| t >= flip);
        if let Some(period) = self.period {
            let from = match self.origin.moment {
                PoseMoment::Cycle { phase } => phase,
                PoseMoment::Key(_) | PoseMoment::Between { .. } => 0.0,
            };
            return Stand {
                moment: PoseMoment::Cycle {
                    phase: (from + t / period).rem_euclid(1.0),
                },
                mirrored,
                rested: 0.0,
            };
        }
        let Some(leg) = self.leg(t) else {
            return Stand {
                mirrored,
                rested: self.origin.rested + t,
                ..self.origin
            };
        };
        if t >= leg.end() {
            return Stand {
                moment: PoseMoment::Key(leg.arrival()),
                mirrored,
                rested: t - leg.end(),
            };
        }
        let part = (t - leg.start) / leg.seconds;
        Stand {
            moment: PoseMoment::Between {
                from: leg.from,
                to: leg.to,
                u: (leg.u.0 + (leg.u.1 - leg.u.0) * part).clamp(0.0, 1.0),
            },
            mirrored,
            rested: 0.0,
        }
    }

    /// Opacity of the overlays `t` seconds in: visible while a pose is held.
    pub(super) fn overlay(&self, t: f32) -> f32 {
        let stand = self.at(t);
        let PoseMoment::Key(_) = stand.moment else {
            return 0.0;
        };
        let departure = self
            .legs
            .iter()
            .map(|leg| leg.start)
            .find(|start| *start > t)
            .or(self.leaves);
        let fading = departure.map_or(1.0, |departure| (departure - t) / VANISH);
        let x = (stand.rested / APPEAR).min(fading).clamp(0.0, 1.0);
        x * x * (3.0 - 2.0 * x)
    }

    /// Which half of a back-and-forth movement the figure is in.
    pub(super) fn part(&self, t: f32) -> Part {
        self.leg(t).map_or(Part::Out, |leg| leg.part)
    }

    /// The key being held or approached, and the visible one before it.
    pub(super) fn still_keys(&self, t: f32) -> (usize, Option<usize>) {
        match self.leg(t) {
            Some(leg) => (leg.goal, (leg.home != leg.goal).then_some(leg.home)),
            None => match self.origin.moment {
                PoseMoment::Key(key) => (key, None),
                PoseMoment::Between { to, .. } => (to, None),
                PoseMoment::Cycle { .. } => (0, None),
            },
        }
    }

    /// The first time after `t` when the figure sets off or arrives.
    pub(super) fn next_turn(&self, t: f32) -> Option<f32> {
        self.legs
            .iter()
            .flat_map(|leg| [leg.start, leg.end()])
            .chain(self.flip)
            .find(|time| *time > t)
    }

    /// The last leg begun by `t`.
    fn leg(&self, t: f32) -> Option<&Leg> {
        let begun = self.legs.partition_point(|leg| leg.start <= t);
        self.legs[..begun].last()
    }
}

/// The keys reversed up to the first one: a way out that passes its first key again isn't repeated on the way back.
fn way_back(keys: &[usize]) -> Vec<usize> {
    let first = keys.first();
    let again = keys.iter().rev().position(|key| Some(key) == first);
    keys.iter()
        .rev()
        .take(again.map_or(0, |index| index + 1))
        .copied()
        .collect()
}

/// Goes through the keys and back for as long as there is time to end at the last one.
fn loops(
    track: &mut Track,
    route: &mut Route<'_>,
    keys: &[usize],
    tempo: Option<Tempo>,
    seconds: f32,
) {
    let backwards = way_back(keys);
    if let Some(first) = keys.first() {
        route.plan_to(*first);
    }
    let lead = route.natural();
    route.lay(track, 0.0, lead, Part::Out);
    route.through(keys);
    let mut t = lead + route.lay_in(track, lead, tempo.map(|tempo| tempo.out), Part::Out);
    let hold = tempo.map_or(DWELL, |tempo| tempo.hold);
    let pause = tempo.map_or(DWELL, |tempo| tempo.pause);
    loop {
        let mut ahead = route.clone();
        ahead.through(&backwards);
        let back = tempo.map_or_else(|| ahead.natural(), |tempo| tempo.back);
        ahead.discard();
        ahead.through(keys);
        let out = tempo.map_or_else(|| ahead.natural(), |tempo| tempo.out);
        let round = hold + back + pause + out;
        if round <= 0.0 || t + round > seconds || track.legs.len() > MOST_LEGS {
            return;
        }
        route.through(&backwards);
        route.lay(track, t + hold, back, Part::Back);
        route.through(keys);
        route.lay(track, t + hold + back + pause, out, Part::Out);
        t += round;
    }
}

/// A part of the path that has no time yet.
#[derive(Clone, Copy, Debug)]
struct Hop {
    from: usize,
    to: usize,
    u: (f32, f32),
    natural: f32,
    home: usize,
    goal: usize,
}

/// Finds the path from key to key, passing through hidden ones.
#[derive(Clone, Debug)]
struct Route<'a> {
    keys: &'a [KeyTime],
    place: PoseMoment,
    hops: Vec<Hop>,
    /// Index of the hop before which the figure becomes its mirror image.
    flip: Option<usize>,
}

impl<'a> Route<'a> {
    fn new(origin: Stand, keys: &'a [KeyTime]) -> Route<'a> {
        Route {
            keys,
            place: origin.moment,
            hops: Vec::new(),
            flip: None,
        }
    }

    /// Adds the path to a key, counted from 1 as in the catalog.
    fn plan_to(&mut self, key: usize) {
        let last = self.keys.len().saturating_sub(1);
        let goal = key.saturating_sub(1).min(last);
        match self.place {
            PoseMoment::Key(at) => self.path(at, goal),
            PoseMoment::Between { from, to, u } => {
                let turns_back = goal == from || (goal < from) == (from < to) && goal != to;
                let natural = self.seconds(from, to);
                if turns_back {
                    self.push(from, to, (u, 0.0), natural * u, goal);
                    self.path(from, goal);
                } else {
                    self.push(from, to, (u, 1.0), natural * (1.0 - u), goal);
                    self.path(to, goal);
                }
            }
            // A cyclic pose set has no path from its cycle to a key; it is only ever played as a cycle.
            PoseMoment::Cycle { .. } => {}
        }
        self.place = PoseMoment::Key(goal);
    }

    fn through(&mut self, keys: &[usize]) {
        for key in keys {
            self.plan_to(*key);
        }
    }

    fn path(&mut self, from: usize, goal: usize) {
        let (low, high) = (from.min(goal), from.max(goal));
        let hidden = |key: &usize| self.keys.get(*key).is_some_and(|key| key.hidden);
        let mut stops: Vec<usize> = (low + 1..high).filter(hidden).collect();
        if from > goal {
            stops.reverse();
        }
        if from != goal {
            stops.push(goal);
        }
        let mut at = from;
        for to in stops {
            let natural = self.seconds(at, to);
            // The way back is the way there played in reverse: feet step and arms swing as authored.
            let u = if at < to { (0.0, 1.0) } else { (1.0, 0.0) };
            self.hops.push(Hop {
                from: at.min(to),
                to: at.max(to),
                u,
                natural,
                home: from,
                goal,
            });
            at = to;
        }
    }

    fn push(&mut self, from: usize, to: usize, u: (f32, f32), natural: f32, goal: usize) {
        self.hops.push(Hop {
            from,
            to,
            u,
            natural,
            home: from,
            goal,
        });
    }

    /// Travel time between two keys: the later one's, in either direction.
    fn seconds(&self, from: usize, to: usize) -> f32 {
        let key = self.keys.get(from.max(to));
        key.map_or(1.0, |key| key.seconds).max(0.05)
    }

    fn natural(&self) -> f32 {
        self.hops.iter().map(|hop| hop.natural).sum()
    }

    fn discard(&mut self) {
        self.hops.clear();
    }

    /// Puts the path found so far on the track, from `start`, stretched or compressed into `seconds`.
    fn lay(&mut self, track: &mut Track, start: f32, seconds: f32, part: Part) {
        let natural = self.natural();
        let scale = if natural > 0.0 {
            seconds / natural
        } else {
            1.0
        };
        let mut t = start;
        let flip = self.flip.take();
        for (index, hop) in self.hops.drain(..).enumerate() {
            if flip == Some(index) {
                track.flip = Some(t);
            }
            let leg = Leg {
                start: t,
                seconds: hop.natural * scale,
                from: hop.from,
                to: hop.to,
                u: hop.u,
                home: hop.home,
                goal: hop.goal,
                part,
            };
            t += leg.seconds;
            if leg.seconds > 0.0 && track.legs.len() < 2 * MOST_LEGS {
                track.legs.push(leg);
            }
        }
        if flip.is_some() && track.flip.is_none() {
            track.flip = Some(t);
        }
    }

    /// The same at a given or the natural pace; returns how long it takes.
    fn lay_in(&mut self, track: &mut Track, start: f32, seconds: Option<f32>, part: Part) -> f32 {
        let seconds = seconds.unwrap_or_else(|| self.natural());
        self.lay(track, start, seconds, part);
        seconds
    }
}
