//! How long the scheduler takes for a simulated year. Budget: 100 ms.

use std::fmt::Write as _;
use std::sync::Arc;

use divan::Bencher;
use unbend::logic::catalog;
use unbend::logic::simulate::Script;

fn main() {
    divan::main();
}

/// A year of office days: five days a week, eight hours with pauses, lunch, a meeting, breaks, and nights asleep.
fn year() -> String {
    let mut script = String::from(
        "start 2026-01-05T00:00\nset hours=Mon-Fri 08:00-18:00\nset reminders.walk.on=true\n",
    );
    for day in 0..365_u64 {
        let at = |minute: u64| (day * 24 * 60 + minute) * 60;
        let mut line = |minute: u64, fact: &str| {
            let _ = writeln!(script, "{} {fact}", at(minute));
        };
        if day % 7 >= 5 {
            continue;
        }
        line(9 * 60, "active");
        for hour in 9..17 {
            let begin = hour * 60;
            match hour {
                11 => {
                    line(begin + 5, "call on");
                    line(begin + 50, "call off");
                }
                12 => {
                    line(begin + 20, "lock");
                    line(begin + 55, "unlock");
                }
                _ => {
                    line(begin + 15, "idle");
                    line(begin + 17, "active");
                    line(begin + 35, "do start");
                    line(begin + 39, "do finish");
                    line(begin + 39, "active");
                    line(begin + 50, "idle");
                    line(begin + 56, "active");
                }
            }
        }
        line(17 * 60, "idle");
        line(17 * 60 + 10, "sleep 15h30m");
        line(17 * 60 + 10 + 930, "idle");
    }
    let _ = writeln!(script, "{} end", 366 * 24 * 3600);
    script
}

#[divan::bench]
fn a_year_of_office_days(bencher: Bencher) {
    let catalog = Arc::new(catalog::builtin().clone());
    let script = Script::parse(&year(), &catalog).expect("a good script");
    let lines = script.run(&catalog).len();
    assert!(lines > 3000, "{lines}");
    bencher.bench(|| script.run(&catalog));
}

#[divan::bench]
fn reading_the_script(bencher: Bencher) {
    let catalog = catalog::builtin();
    let text = year();
    bencher.bench(|| Script::parse(&text, catalog));
}
