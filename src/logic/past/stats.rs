//! Adds up the history by day: sitting, breaks, areas trained, hours.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::logic::catalog::{Area, Catalog};
use crate::logic::past::history::{DAY_MS, Ended, Moment, date_of};
use crate::logic::presence::Posture;
use crate::logic::text::word::Word;

/// One day of the history. Times are whole seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The local date.
    pub date: Date,
    /// Sitting time, including calls and films.
    pub sitting_seconds: u32,
    /// Standing time at the desk.
    pub standing_seconds: u32,
    /// The longest sitting time without a break, on the day it ended (or the last day it reached).
    pub longest_sitting_seconds: u32,
    /// Guided breaks that count.
    pub breaks_done: u32,
    /// Guided breaks left too early.
    pub breaks_abandoned: u32,
    /// Guided breaks whose window died.
    pub breaks_lost: u32,
    /// Natural breaks.
    pub breaks_natural: u32,
    /// Reminders shown, including repeats but not nudges.
    pub asked: u32,
    /// Of these, snoozed.
    pub snoozed: u32,
    /// Of these, skipped.
    pub skipped: u32,
    /// Exercises completed, for each body area they serve.
    pub areas: BTreeMap<String, u32>,
    /// Sitting time in each hour of the day, from midnight.
    pub sitting_seconds_by_hour: [u32; 24],
}

impl Day {
    /// A day without events.
    pub fn empty(date: Date) -> Self {
        Day {
            date,
            sitting_seconds: 0,
            standing_seconds: 0,
            longest_sitting_seconds: 0,
            breaks_done: 0,
            breaks_abandoned: 0,
            breaks_lost: 0,
            breaks_natural: 0,
            asked: 0,
            snoozed: 0,
            skipped: 0,
            areas: BTreeMap::new(),
            sitting_seconds_by_hour: [0; 24],
        }
    }

    /// The name of each column of a day's row.
    const CSV_HEAD: &'static str = "date,sitting_seconds,standing_seconds,longest_sitting_seconds,breaks_done,\
breaks_abandoned,breaks_lost,breaks_natural,asked,snoozed,skipped,areas";

    /// The day as a row of the table; areas are `area:count`, joined by spaces.
    fn csv(&self) -> String {
        let areas: Vec<String> = self
            .areas
            .iter()
            .map(|(area, count)| format!("{area}:{count}"))
            .collect();
        format!(
            "{},{},{},{},{},{},{},{},{},{},{},{}",
            self.date,
            self.sitting_seconds,
            self.standing_seconds,
            self.longest_sitting_seconds,
            self.breaks_done,
            self.breaks_abandoned,
            self.breaks_lost,
            self.breaks_natural,
            self.asked,
            self.snoozed,
            self.skipped,
            areas.join(" ")
        )
    }
}

/// A table of comma-separated values: a header, then one line per day.
pub fn csv(days: &[Day]) -> String {
    let head = std::iter::once(Day::CSV_HEAD.to_owned());
    head.chain(days.iter().map(Day::csv))
        .map(|row| row + "\n")
        .collect()
}

/// Exercises completed for each body area, the most trained first.
pub fn areas(days: &[Day]) -> Vec<(&str, u32)> {
    let mut sums = BTreeMap::<&str, u32>::new();
    for (area, count) in days.iter().flat_map(|day| &day.areas) {
        *sums.entry(area).or_default() += count;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sums
}

/// Average seconds of sitting for each hour of each weekday (from Monday and from midnight), over the given days.
pub fn heat(days: &[Day]) -> [[u32; 24]; 7] {
    let mut sums = [[0_u64; 24]; 7];
    let mut counts = [0_u64; 7];
    for day in days {
        let weekday = day.date.weekday().to_monday_zero_offset() as usize;
        counts[weekday] += 1;
        for (sum, seconds) in sums[weekday].iter_mut().zip(day.sitting_seconds_by_hour) {
            *sum += u64::from(seconds);
        }
    }
    let mut heat = [[0; 24]; 7];
    for (weekday, hours) in sums.iter().enumerate() {
        for (hour, sum) in hours.iter().enumerate() {
            heat[weekday][hour] = (sum / counts[weekday].max(1)) as u32;
        }
    }
    heat
}

/// The requested days; by default the week up to today.
pub fn range(from: Option<Date>, to: Option<Date>, today: Date) -> (Date, Date) {
    let to = to.unwrap_or(today);
    let week = || to.checked_sub(6.days()).unwrap_or(to);
    (from.unwrap_or_else(week), to)
}

/// What happened on a day, times in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaySums {
    /// The day: days since 1970 in local time.
    pub day: i64,
    /// Sitting time.
    pub sitting: i64,
    /// Standing time.
    pub standing: i64,
    /// The longest sitting time without a break that ended on this day or reached past it.
    pub longest: i64,
    /// Guided breaks that count.
    pub done: u32,
    /// Guided breaks left too early.
    pub abandoned: u32,
    /// Guided breaks whose window died.
    pub lost: u32,
    /// Natural breaks.
    pub natural: u32,
    /// Reminders shown.
    pub asked: u32,
    /// Reminders snoozed.
    pub snoozed: u32,
    /// Reminders skipped.
    pub skipped: u32,
    /// Exercises completed, and how often.
    pub exercises: BTreeMap<String, u32>,
    /// Sitting time in each hour, from midnight.
    pub hours: [i64; 24],
}

/// Sums in displayable form. The catalog says what an exercise trains; one no longer in it trains nothing.
pub fn days(catalog: &Catalog, sums: &[DaySums]) -> Vec<Day> {
    let exercises = catalog.exercises.iter();
    let areas: HashMap<&str, &[Area]> = exercises
        .map(|exercise| (exercise.id.as_str(), exercise.areas.as_slice()))
        .collect();
    let seconds = |ms: i64| (ms / 1000).clamp(0, u32::MAX.into()) as u32;
    let day = |sums: &DaySums| {
        let mut trained = BTreeMap::<&'static str, u32>::new();
        for (id, count) in &sums.exercises {
            for area in areas.get(id.as_str()).copied().unwrap_or_default() {
                *trained.entry(area.word()).or_default() += count;
            }
        }
        Day {
            date: date_of(sums.day),
            sitting_seconds: seconds(sums.sitting),
            standing_seconds: seconds(sums.standing),
            longest_sitting_seconds: seconds(sums.longest),
            breaks_done: sums.done,
            breaks_abandoned: sums.abandoned,
            breaks_lost: sums.lost,
            breaks_natural: sums.natural,
            asked: sums.asked,
            snoozed: sums.snoozed,
            skipped: sums.skipped,
            areas: trained
                .into_iter()
                .map(|(area, count)| (area.to_owned(), count))
                .collect(),
            sitting_seconds_by_hour: sums.hours.map(seconds),
        }
    };
    sums.iter().map(day).collect()
}

/// Adds rows up. Feed it breaks and starts first, then spans in the order they began.
#[derive(Clone, Debug)]
pub struct Tally {
    first: i64,
    last: i64,
    days: BTreeMap<i64, DaySums>,
    /// When sitting was reset to zero; sorted once the first span has come.
    resets: Vec<i64>,
    /// How many of them have passed.
    passed: Option<usize>,
    bout: i64,
    /// The day that was counted last.
    current: Option<DaySums>,
}

const HOUR_MS: i64 = DAY_MS / 24;

/// A damaged row may end in a thousand years; no real span is longer than this.
pub const LONGEST_SPAN_MS: i64 = 7 * DAY_MS;

impl Tally {
    /// Counts the days from `first` to `last` (days since 1970 in local time).
    pub fn new(first: i64, last: i64) -> Self {
        Tally {
            first,
            last,
            days: BTreeMap::new(),
            resets: Vec::new(),
            passed: None,
            bout: 0,
            current: None,
        }
    }

    /// The day of that moment. Rows come in order, so it is usually the previous row's.
    fn day(&mut self, at: Moment) -> &mut DaySums {
        let day = at.day();
        if self.current.as_ref().is_none_or(|sums| sums.day != day) {
            self.put_current();
            let known = self.days.remove(&day);
            self.current = Some(known.unwrap_or_else(|| DaySums {
                day,
                ..DaySums::default()
            }));
        }
        self.current.get_or_insert_default()
    }

    fn put_current(&mut self) {
        if let Some(sums) = self.current.take() {
            self.days.insert(sums.day, sums);
        }
    }

    /// A guided break.
    pub fn guided_break(&mut self, at: Moment, outcome: Ended) {
        let day = self.day(at);
        match outcome {
            Ended::Done => {
                day.done += 1;
                self.resets.push(at.ms);
            }
            Ended::Abandoned => day.abandoned += 1,
            Ended::Lost => day.lost += 1,
        }
    }

    /// A completed exercise, on the day its break began.
    pub fn exercise(&mut self, at: Moment, id: &str) {
        // No catalog has such an id, and sums are stored as words.
        if id.is_empty() || id.contains(char::is_whitespace) {
            return;
        }
        let exercises = &mut self.day(at).exercises;
        match exercises.get_mut(id) {
            Some(count) => *count += 1,
            None => {
                exercises.insert(id.to_owned(), 1);
            }
        }
    }

    /// A natural break at the moment it was credited.
    pub fn natural_break(&mut self, at: Moment) {
        self.day(at).natural += 1;
        self.resets.push(at.ms);
    }

    /// The program started counting from zero.
    pub fn from_zero(&mut self, at: Moment) {
        self.resets.push(at.ms);
    }

    /// A reminder; `shown` is false if it was answered before it was shown.
    pub fn asked(&mut self, at: Moment, shown: bool, snoozed: bool, skipped: bool) {
        let day = self.day(at);
        day.asked += u32::from(shown);
        day.snoozed += u32::from(snoozed);
        day.skipped += u32::from(skipped);
    }

    /// A span that counted, from `start` to `end` (milliseconds since 1970).
    pub fn span(&mut self, start: Moment, end: i64, counted: Posture) {
        let resets = &mut self.resets;
        let passed = self.passed.get_or_insert_with(|| {
            resets.sort_unstable();
            0
        });
        while resets.get(*passed).is_some_and(|reset| *reset <= start.ms) {
            *passed += 1;
            self.bout = 0;
        }
        let mut at = start;
        let end = end.min(start.ms + LONGEST_SPAN_MS);
        while at.ms < end {
            let hour_ends = at.ms + HOUR_MS - at.wall_ms().rem_euclid(HOUR_MS);
            let part = end.min(hour_ends) - at.ms;
            let hour = at.wall_ms().rem_euclid(DAY_MS) / HOUR_MS;
            if counted == Posture::Sitting {
                self.bout += part;
            }
            let bout = self.bout;
            let day = self.day(at);
            match counted {
                Posture::Sitting => {
                    day.sitting += part;
                    day.hours[hour as usize] += part;
                    day.longest = day.longest.max(bout);
                }
                Posture::Standing => day.standing += part,
            }
            at.ms += part;
        }
    }

    /// The days with data, in order.
    pub fn finish(mut self) -> Vec<DaySums> {
        self.put_current();
        let days = self.first..=self.last.max(self.first);
        let known = self.days.into_values();
        known.filter(|sums| days.contains(&sums.day)).collect()
    }
}

/// Totals over several days, for a line of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Days with data.
    pub days: u32,
    /// Sitting time.
    pub sitting: Duration,
    /// The longest sitting time without a break.
    pub longest: Duration,
    /// Guided breaks that count.
    pub done: u32,
    /// Natural breaks.
    pub natural: u32,
    /// Reminders skipped.
    pub skipped: u32,
}

impl Total {
    /// The sum of these days.
    pub fn of(days: &[Day]) -> Total {
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        days.iter().fold(Total::default(), |sum, day| Total {
            days: sum.days + 1,
            sitting: sum.sitting + seconds(day.sitting_seconds),
            longest: sum.longest.max(seconds(day.longest_sitting_seconds)),
            done: sum.done + day.breaks_done,
            natural: sum.natural + day.breaks_natural,
            skipped: sum.skipped + day.skipped,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog;
    use crate::logic::past::history::day_of;

    const MONDAY: Date = Date::constant(2026, 3, 2);

    /// That time on Monday, one hour east of Greenwich.
    fn at(hour: i64, minute: i64) -> Moment {
        Moment {
            ms: day_of(MONDAY) * DAY_MS + (hour - 1) * HOUR_MS + minute * 60_000,
            zone: 3600,
        }
    }

    fn monday() -> Tally {
        Tally::new(day_of(MONDAY), day_of(MONDAY))
    }

    fn finish(tally: Tally) -> Vec<Day> {
        days(catalog::builtin(), &tally.finish())
    }

    fn sat(tally: &mut Tally, from: (i64, i64), to: (i64, i64)) {
        tally.span(at(from.0, from.1), at(to.0, to.1).ms, Posture::Sitting);
    }

    #[test]
    fn the_longest_bout_ends_at_a_break_and_not_at_a_pause() {
        let mut tally = monday();
        tally.natural_break(at(10, 5));
        tally.guided_break(at(11, 0), Ended::Abandoned);
        sat(&mut tally, (9, 0), (10, 0));
        sat(&mut tally, (10, 30), (11, 0));
        sat(&mut tally, (11, 2), (12, 12));
        let days = finish(tally);
        assert_eq!(days.len(), 1);
        let day = &days[0];
        assert_eq!(day.sitting_seconds, (60 + 30 + 70) * 60);
        assert_eq!(day.longest_sitting_seconds, 100 * 60);
        assert_eq!((day.breaks_natural, day.breaks_abandoned), (1, 1));
        assert_eq!(day.sitting_seconds_by_hour[10], 30 * 60);
        assert_eq!(day.sitting_seconds_by_hour[12], 12 * 60);
    }

    #[test]
    fn a_night_belongs_to_both_days() {
        let tuesday = MONDAY.tomorrow().unwrap();
        let mut tally = Tally::new(day_of(MONDAY), day_of(tuesday));
        sat(&mut tally, (23, 30), (24, 45));
        let days = finish(tally);
        assert_eq!(
            days.iter()
                .map(|day| day.sitting_seconds)
                .collect::<Vec<_>>(),
            [1800, 2700]
        );
        assert_eq!(days[1].date, tuesday);
        assert_eq!(days[1].longest_sitting_seconds, 75 * 60);
        assert_eq!(days[1].sitting_seconds_by_hour[0], 2700);
    }

    #[test]
    fn days_outside_are_not_told() {
        let mut tally = monday();
        sat(&mut tally, (-2, 0), (1, 0));
        let days = finish(tally);
        assert_eq!(days.len(), 1);
        assert_eq!(days[0].sitting_seconds, 3600);
        assert_eq!(days[0].longest_sitting_seconds, 3 * 3600);
    }

    #[test]
    fn exercises_count_for_all_their_areas() {
        let catalog = catalog::builtin();
        let exercise = &catalog.exercises[0];
        let mut tally = monday();
        tally.exercise(at(9, 0), &exercise.id);
        tally.exercise(at(10, 0), &exercise.id);
        tally.exercise(at(10, 0), "no-longer-there");
        let day = finish(tally).remove(0);
        assert_eq!(day.areas.len(), exercise.areas.len());
        assert!(day.areas.values().all(|count| *count == 2));
        let csv = day.csv();
        assert_eq!(csv.matches(',').count(), Day::CSV_HEAD.matches(',').count());
        assert!(csv.starts_with("2026-03-02,0,0,0,"), "{csv}");
    }

    #[test]
    fn the_heat_of_an_hour_is_the_average_of_its_weekday() {
        let mut one = Day::empty(MONDAY);
        one.sitting_seconds_by_hour[9] = 3600;
        let other = Day::empty(Date::constant(2026, 3, 9));
        let heat = heat(&[one, other]);
        assert_eq!(heat[0][9], 1800);
        assert_eq!(heat[1][9], 0);
    }
}
