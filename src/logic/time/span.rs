//! Durations as people write them: `90s`, `5m`, `1h30m`.

use std::time::Duration;

use thiserror::Error;

/// Why a text isn't a duration.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a duration: write it like 90s, 5m or 1h30m")]
pub struct NotASpan(pub String);

/// Longest duration accepted, 366 days: far beyond any use, and adding a few can't overflow.
const LONGEST: u64 = 366 * 24 * 3600;

/// Reads `90s`, `5m`, `1h30m`, `500ms`, `0s` (units d, h, m or min, s, ms, each at most once and in that order).
///
/// # Errors
/// Anything else, including a bare number, and more than 366 days.
pub fn parse(text: &str) -> Result<Duration, NotASpan> {
    let bad = || NotASpan(text.to_owned());
    let mut rest = text.trim();
    let mut total = Duration::ZERO;
    let mut last_rank = 0;
    if rest.is_empty() {
        return Err(bad());
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(bad)?;
        let (number, tail) = rest.split_at(digits);
        let amount: u64 = number.parse().map_err(|_| bad())?;
        let letters = tail
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let (rank, millis) = match unit {
            "d" => (1, 86_400_000),
            "h" => (2, 3_600_000),
            "m" | "min" => (3, 60_000),
            "s" => (4, 1_000),
            "ms" => (5, 1),
            _ => return Err(bad()),
        };
        if rank <= last_rank {
            return Err(bad());
        }
        last_rank = rank;
        let millis = amount.checked_mul(millis).ok_or_else(bad)?;
        total = total
            .checked_add(Duration::from_millis(millis))
            .ok_or_else(bad)?;
        rest = tail.trim_start();
    }
    if total.as_secs() > LONGEST {
        return Err(bad());
    }
    Ok(total)
}

/// Writes a duration so that [`parse`] reads it back, to the millisecond: `1h30m`, `90s`, `0s`.
pub fn text(span: Duration) -> String {
    let millis = span.as_millis();
    if millis == 0 {
        return "0s".to_owned();
    }
    // Short times read best in seconds, as in "90s".
    if millis < 120_000 && millis.is_multiple_of(1000) && !millis.is_multiple_of(60_000) {
        return format!("{}s", millis / 1000);
    }
    let parts = [
        (millis / 3_600_000, "h"),
        (millis / 60_000 % 60, "m"),
        (millis / 1000 % 60, "s"),
        (millis % 1000, "ms"),
    ];
    parts
        .iter()
        .filter(|(amount, _)| *amount > 0)
        .map(|(amount, unit)| format!("{amount}{unit}"))
        .collect()
}

/// Words for a duration, in minutes from one minute on: `45 s`, `12 min`, `1 h 5 min`.
pub fn words(span: Duration) -> String {
    let seconds = span.as_secs();
    if seconds < 60 {
        return format!("{seconds} s");
    }
    match (seconds / 3600, seconds / 60 % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// A script's or player's time as `h:mm:ss`.
pub fn clock(span: Duration) -> String {
    let seconds = span.as_secs();
    format!(
        "{}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (written, seconds) in [
            ("90s", 90),
            ("5m", 300),
            ("1h30m", 5400),
            ("2h", 7200),
            ("1h 5min 3s", 3903),
            ("0s", 0),
            ("1d", 86_400),
        ] {
            assert_eq!(
                parse(written),
                Ok(Duration::from_secs(seconds)),
                "{written}"
            );
        }
    }

    #[test]
    fn refuses_what_is_unclear() {
        for written in [
            "",
            "5",
            "m",
            "5m2h",
            "5m5m",
            "-5m",
            "1.5h",
            "999999999h",
            "5 m x",
        ] {
            assert!(parse(written).is_err(), "{written}");
        }
    }

    #[test]
    fn text_reads_back() {
        for millis in [
            0, 1, 999, 1000, 61_000, 90_000, 300_000, 5_400_000, 86_399_999,
        ] {
            let span = Duration::from_millis(millis);
            assert_eq!(parse(&text(span)), Ok(span));
        }
        assert_eq!(text(Duration::from_secs(90)), "90s");
        assert_eq!(text(Duration::from_secs(60)), "1m");
    }
}
