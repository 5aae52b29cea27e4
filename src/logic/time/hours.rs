//! Weekly hours as people write them: `Mon-Fri 09:00-12:30, 13:00-18:00; Sat 10:00-14:00`, and days: `Mon-Fri`.

use std::fmt;
use std::time::Duration;

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{ToSpan, Zoned};
use thiserror::Error;

/// Why a text isn't a list of hours or days.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotHours {
    /// It names no day.
    #[error("names no day: write Mon-Fri, or Mon, Wed, Fri")]
    NoDay,
    /// This isn't a day.
    #[error("`{0}` is not a day: write Mon, Tue, Wed, Thu, Fri, Sat or Sun")]
    Day(String),
    /// This isn't a time of day.
    #[error("`{0}` is not a time of day: write it like 09:30")]
    Time(String),
    /// This has days but no times.
    #[error("`{0}` has no times: write Mon-Fri 09:00-17:00")]
    NoTimes(String),
    /// This isn't a range of times.
    #[error("`{0}` is not a range: write it like 09:00-17:00")]
    Range(String),
}

/// Days of the week, from Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Days([bool; 7]);

const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Days {
    /// Every day.
    pub const ALL: Days = Days([true; 7]);

    /// Monday to Friday.
    pub const WEEKDAYS: Days = Days([true, true, true, true, true, false, false]);

    /// Reads `Mon-Fri`, `Sat`, `Mon, Wed, Fri`, `Fri-Mon`, `daily`.
    ///
    /// # Errors
    /// Anything that isn't a day or a range of days.
    pub fn parse(text: &str) -> Result<Days, NotHours> {
        let mut days = [false; 7];
        let text = text.trim();
        if text.eq_ignore_ascii_case("daily") {
            return Ok(Days::ALL);
        }
        for part in text.split([',', ' ']).filter(|part| !part.is_empty()) {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (day(first)?, day(last)?);
            let mut index = first;
            loop {
                days[index] = true;
                if index == last {
                    break;
                }
                index = (index + 1) % 7;
            }
        }
        if days.iter().any(|on| *on) {
            Ok(Days(days))
        } else {
            Err(NotHours::NoDay)
        }
    }

    /// Whether that day is among them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0[day.to_monday_zero_offset() as usize]
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if *self == Days::ALL {
            return f.write_str("daily");
        }
        let mut first = true;
        let mut index = 0;
        while index < 7 {
            if !self.0[index] {
                index += 1;
                continue;
            }
            let start = index;
            while index < 7 && self.0[index] {
                index += 1;
            }
            if !first {
                f.write_str(", ")?;
            }
            first = false;
            f.write_str(NAMES[start])?;
            if index - start > 1 {
                write!(f, "-{}", NAMES[index - 1])?;
            }
        }
        Ok(())
    }
}

fn day(text: &str) -> Result<usize, NotHours> {
    NAMES
        .iter()
        .position(|name| name.eq_ignore_ascii_case(text.trim()))
        .ok_or_else(|| NotHours::Day(text.to_owned()))
}

/// Reads `15:00` or `9:30`.
///
/// # Errors
/// Anything that isn't a time of day.
pub fn time(text: &str) -> Result<Time, NotHours> {
    let bad = || NotHours::Time(text.to_owned());
    let (hour, minute) = text.trim().split_once(':').ok_or_else(bad)?;
    if minute.len() != 2 {
        return Err(bad());
    }
    let hour: i8 = hour.parse().map_err(|_| bad())?;
    let minute: i8 = minute.parse().map_err(|_| bad())?;
    Time::new(hour, minute, 0, 0).map_err(|_| bad())
}

/// Writes a time of day as `09:30`.
pub fn time_text(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Writes a moment to the minute, preceded by its day unless that is `today`: `14:00`, `tomorrow 14:00`, `Wednesday
/// 14:00`, `2026-03-12 14:00`.
pub fn moment_text(moment: DateTime, today: Date) -> String {
    let time = time_text(moment.time());
    match (moment.date() - today).get_days() {
        0 => time,
        1 => format!("tomorrow {time}"),
        -1 => format!("yesterday {time}"),
        -6..=6 => format!("{} {time}", moment.strftime("%A")),
        _ => format!("{} {time}", moment.date()),
    }
}

/// Writes the moment `span` from `now`, to the nearest minute, as [`moment_text`] does.
pub fn moment_in(now: DateTime, span: Duration) -> String {
    let half_a_minute = Duration::from_secs(30);
    moment_text(now.saturating_add(span + half_a_minute), now.date())
}

/// When reminders may come; empty = always. A range belongs to the day on which it begins, and may pass midnight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    rules: Vec<(Days, Vec<Range>)>,
}

/// Minutes from midnight; `end` may be past the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    start: u32,
    end: u32,
}

const DAY: u32 = 24 * 60;

impl Hours {
    /// Reads `Mon-Fri 09:00-12:30, 13:00-18:00; Sat 10:00-14:00`; no days = daily; empty = always.
    ///
    /// # Errors
    /// Which part isn't understood, and what would be.
    pub fn parse(text: &str) -> Result<Hours, NotHours> {
        let mut rules = Vec::new();
        for rule in text
            .split(';')
            .map(str::trim)
            .filter(|rule| !rule.is_empty())
        {
            let first_digit = rule
                .find(|c: char| c.is_ascii_digit())
                .ok_or_else(|| NotHours::NoTimes(rule.to_owned()))?;
            let (days, ranges) = rule.split_at(first_digit);
            let days = if days.trim().is_empty() {
                Days::ALL
            } else {
                Days::parse(days)?
            };
            let ranges = ranges.split(',').map(range).collect::<Result<_, _>>()?;
            rules.push((days, ranges));
        }
        Ok(Hours { rules })
    }

    /// Whether reminders may come at any time.
    pub fn is_always(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether reminders may come at that moment.
    pub fn open(&self, at: &Zoned) -> bool {
        if self.is_always() {
            return true;
        }
        let minute = at.hour() as u32 * 60 + at.minute() as u32;
        let today = at.weekday();
        let yesterday = today.previous();
        self.rules.iter().any(|(days, ranges)| {
            ranges.iter().any(|range| {
                (days.contains(today) && (range.start..range.end).contains(&minute))
                    || (days.contains(yesterday)
                        && (range.start..range.end).contains(&(minute + DAY)))
            })
        })
    }

    /// The next moment when [`Hours::open`] changes, within the next eight days.
    pub fn next_change(&self, after: &Zoned) -> Option<Zoned> {
        if self.is_always() {
            return None;
        }
        let now_open = self.open(after);
        let mut candidates: Vec<Zoned> = Vec::new();
        for ahead in -1..=8_i64 {
            let date = after.date().checked_add(ahead.days()).ok()?;
            let weekday = date.weekday();
            for (_, ranges) in self.rules.iter().filter(|(days, _)| days.contains(weekday)) {
                for edge in ranges.iter().flat_map(|range| [range.start, range.end]) {
                    let date = date.checked_add(i64::from(edge / DAY).days()).ok()?;
                    let (hour, minute) = (edge % DAY / 60, edge % 60);
                    let time = Time::new(hour as i8, minute as i8, 0, 0).ok()?;
                    // A clock change skips a time, or repeats it: then both moments are checked.
                    let zone = after.time_zone().clone();
                    let moment = zone.into_ambiguous_zoned(date.to_datetime(time));
                    candidates.push(moment.clone().earlier().ok()?);
                    candidates.push(moment.later().ok()?);
                }
            }
        }
        let zone = after.time_zone();
        let turns = zone.following(after.timestamp()).take(2);
        candidates.extend(turns.map(|turn| turn.timestamp().to_zoned(zone.clone())));
        candidates.retain(|moment| moment > after);
        candidates.sort();
        candidates
            .into_iter()
            .find(|moment| self.open(moment) != now_open)
    }
}

fn range(text: &str) -> Result<Range, NotHours> {
    let (start, end) = text
        .split_once('-')
        .ok_or_else(|| NotHours::Range(text.trim().to_owned()))?;
    let minutes = |text: &str| -> Result<u32, NotHours> {
        if text.trim() == "24:00" {
            return Ok(DAY);
        }
        time(text).map(|time| time.hour() as u32 * 60 + time.minute() as u32)
    };
    let (start, mut end) = (minutes(start)?, minutes(end)?);
    if end <= start {
        end += DAY;
    }
    Ok(Range { start, end })
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (index, (days, ranges)) in self.rules.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            if *days != Days::ALL {
                write!(f, "{days} ")?;
            }
            for (index, range) in ranges.iter().enumerate() {
                if index > 0 {
                    f.write_str(", ")?;
                }
                let edge = |minute: u32| {
                    if minute == DAY {
                        "24:00".to_owned()
                    } else {
                        format!("{:02}:{:02}", minute % DAY / 60, minute % 60)
                    }
                };
                write!(f, "{}-{}", edge(range.start), edge(range.end))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Zoned {
        text.parse::<jiff::civil::DateTime>()
            .unwrap()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .unwrap()
    }

    #[test]
    fn office_hours_with_lunch_and_a_saturday() {
        let hours = Hours::parse("Mon-Fri 09:00-12:30, 13:00-18:00; Sat 10:00-14:00").unwrap();
        for (moment, open) in [
            ("2026-03-02T08:59", false),
            ("2026-03-02T09:00", true),
            ("2026-03-02T12:29", true),
            ("2026-03-02T12:30", false),
            ("2026-03-02T13:00", true),
            ("2026-03-02T18:00", false),
            ("2026-03-07T11:00", true),
            ("2026-03-08T11:00", false),
        ] {
            assert_eq!(hours.open(&at(moment)), open, "{moment}");
        }
        assert_eq!(
            hours.next_change(&at("2026-03-06T19:00")),
            Some(at("2026-03-07T10:00"))
        );
        assert_eq!(
            hours.to_string(),
            "Mon-Fri 09:00-12:30, 13:00-18:00; Sat 10:00-14:00"
        );
    }

    #[test]
    fn a_night_shift_belongs_to_the_day_it_began() {
        let hours = Hours::parse("Fri 22:00-06:00").unwrap();
        assert!(hours.open(&at("2026-03-06T23:00")));
        assert!(hours.open(&at("2026-03-07T05:59")));
        assert!(!hours.open(&at("2026-03-07T06:00")));
        assert!(!hours.open(&at("2026-03-06T05:00")));
        assert_eq!(
            hours.next_change(&at("2026-03-06T23:00")),
            Some(at("2026-03-07T06:00"))
        );
    }

    #[test]
    fn round_the_clock_has_no_change() {
        let hours = Hours::parse("00:00-24:00").unwrap();
        assert!(hours.open(&at("2026-03-06T23:59")));
        assert_eq!(hours.next_change(&at("2026-03-06T23:00")), None);
        assert!(Hours::parse("").unwrap().is_always());
    }

    #[test]
    fn says_what_is_wrong() {
        for text in [
            "Mon-Fri",
            "Mon 9-17",
            "Funday 09:00-17:00",
            "09:00",
            "25:00-26:00",
        ] {
            assert!(Hours::parse(text).is_err(), "{text}");
        }
    }

    /// Every sentence, word for word; no other test compares them.
    #[test]
    fn what_is_not_understood_in_words() {
        for (text, words) in [
            ("Mon", "`Mon` has no times: write Mon-Fri 09:00-17:00"),
            (
                "Mo 09:00-10:00",
                "`Mo` is not a day: write Mon, Tue, Wed, Thu, Fri, Sat or Sun",
            ),
            (
                ", 09:00-10:00",
                "names no day: write Mon-Fri, or Mon, Wed, Fri",
            ),
            ("Mon 9", "`9` is not a range: write it like 09:00-17:00"),
            (
                "Mon 9-10:00",
                "`9` is not a time of day: write it like 09:30",
            ),
        ] {
            assert_eq!(Hours::parse(text).unwrap_err().to_string(), words);
        }
    }
}
