//! What the program may cost, measured on the packaged build: `scripts/budgets`.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "what is measured is real time, and the script says by the environment what to measure"
)]

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::{Desktop, PLAYER, Place, Process, Program, until};

/// A reminder that comes at once and stays the only one.
const SETTINGS: &str = r#"(
    reminders: {"stretch": (after: "1s")},
    timing: (lull_wait: "0s", again: "8h"),
    look: (motion: "full"),
)"#;

/// Suffix of the title of the window with the pages.
const PAGES: &str = "Exercises – Unbend";

const EXERCISE: &str = "standing-spinal-decompression";

/// Number of starts whose median is taken.
const STARTS: usize = 5;

/// From this many colours in the middle of the window, the figure must be there: a page of text has far fewer.
const FIGURE: usize = 30;

/// A row of the report: a measurement and its limit.
struct Row {
    what: &'static str,
    unit: &'static str,
    budget: f64,
    got: f64,
}

#[test]
#[ignore = "takes minutes and wants a build of the profile `dist`: run scripts/budgets"]
fn every_budget_is_kept() {
    let variable = |name| std::env::var(name).expect("scripts/budgets sets it");
    let program = variable("UNBEND_BUDGETS_PROGRAM");
    let seconds: u64 = variable("UNBEND_BUDGETS_SECONDS").parse().expect("seconds");
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", SETTINGS);
    let mut rows = vec![Row {
        what: "program: one stripped file",
        unit: "MB",
        budget: 16.0,
        got: size(&program) / 1e6,
    }];
    rows.extend(daemon(&desktop, &program, Duration::from_secs(seconds)));
    rows.extend(player(&desktop, &program));
    rows.extend(opening(&desktop, &program));
    let (report, missed) = table(&rows);
    println!("{report}");
    assert!(!missed, "a budget is missed");
}

fn size(program: &str) -> f64 {
    std::fs::metadata(program).expect("it is built").len() as f64
}

fn daemon(desktop: &Desktop, program: &str, length: Duration) -> Vec<Row> {
    let command = || {
        let mut command = desktop.command(program);
        command.arg("daemon");
        command
    };
    let mut starts = Vec::new();
    let mut daemon = None;
    for _ in 0..STARTS {
        if let Some(before) = daemon.take() {
            desktop.ask(&["quit"]);
            let before: Program = before;
            before.wait();
        }
        let begin = Instant::now();
        daemon = Some(desktop.start(&mut command()));
        await_greeting(desktop);
        starts.push(begin.elapsed());
    }
    let daemon = daemon.expect("it was started").process();
    desktop.work_until_asked();
    // Startup work has finished.
    thread::sleep(Duration::from_secs(2));
    let with_a_notification = memory(daemon);

    // It stays until answered, so it is on the screen while work goes on.
    let (before, begin) = (Spent::by(daemon), Instant::now());
    let mut step = 0_i16;
    while begin.elapsed() < length {
        step = (step + 7) % 200;
        desktop.screen().point((300 + step, 500));
        thread::sleep(Duration::from_millis(100));
    }
    let a_minute = 60.0 / begin.elapsed().as_secs_f64();
    let after = Spent::by(daemon);
    // Startup threads have had time to end.
    let threads = daemon.threads().len();
    vec![
        Row {
            what: "daemon: ready after its start",
            unit: "ms",
            budget: 30.0,
            got: median(starts),
        },
        Row {
            what: "daemon: memory, the most it was seen with (PSS)",
            unit: "MB",
            budget: 4.5,
            got: with_a_notification.max(memory(daemon)),
        },
        Row {
            what: "daemon: lasting threads",
            unit: "",
            budget: 1.0,
            got: threads as f64,
        },
        Row {
            what: "daemon: wake-ups a minute while input flows",
            unit: "",
            budget: 3.0,
            got: (after.switches - before.switches) as f64 * a_minute,
        },
        Row {
            what: "daemon: processor a minute while input flows",
            unit: "ms",
            budget: 2.0,
            got: (after.running - before.running).as_secs_f64() * 1e3 * a_minute,
        },
    ]
}

/// Where the daemon listens.
fn socket(desktop: &Desktop) -> std::path::PathBuf {
    let folder = desktop.variable("XDG_RUNTIME_DIR").expect("a folder");
    Path::new(folder).join("unbend.sock")
}

/// Waits until the daemon sends its greeting, polling often enough to measure milliseconds.
fn await_greeting(desktop: &Desktop) {
    let socket = socket(desktop);
    let begin = Instant::now();
    loop {
        if let Ok(stream) = UnixStream::connect(&socket) {
            let mut line = String::new();
            let read = BufReader::new(stream).read_line(&mut line);
            assert!(read.is_ok() && line.contains("protocol"), "{line}");
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "no daemon");
        thread::sleep(Duration::from_micros(200));
    }
}

fn player(desktop: &Desktop, program: &str) -> Vec<Row> {
    const RETURN: u32 = 0xff0d;
    const LOOK: Duration = Duration::from_secs(15);
    let command = || -> Command {
        let mut command = desktop.command(program);
        command.args(["window", "player", EXERCISE]);
        command
    };
    let mut starts = Vec::new();
    let mut player = None;
    // Otherwise it would ask whether to leave the break.
    let kill = |player: Program| {
        player.process().kill();
        player.wait();
        until("the window gone", || {
            desktop.screen().find_window(PLAYER).is_none().then_some(())
        });
    };
    for _ in 0..STARTS {
        if let Some(before) = player.take() {
            kill(before);
        }
        let begin = Instant::now();
        player = Some(desktop.start(&mut command()));
        await_figure(desktop);
        starts.push(begin.elapsed());
    }
    let program = player.expect("it was started");
    let player = program.process();
    let window = desktop.screen().wait_for_window(PLAYER);
    assert_eq!((window.place.width, window.place.height), (960, 640));
    // Past the second without keys, and past getting into position: the figure moves.
    thread::sleep(Duration::from_secs(2));
    desktop.screen().key(RETURN);
    let (before, begin) = (Spent::by(player), Instant::now());
    thread::sleep(LOOK);
    let spent = Spent::by(player).running - before.running;
    let share = spent.as_secs_f64() / begin.elapsed().as_secs_f64();
    kill(program);
    vec![
        Row {
            what: "player: figure on the screen after its start",
            unit: "ms",
            budget: 120.0,
            got: median(starts),
        },
        Row {
            what: "player: processor while the figure moves, 960×640",
            unit: "%",
            budget: 20.0,
            got: share * 100.0,
        },
    ]
}

/// From click to figure, from command to page, and the cost of a page that nobody touches.
fn opening(desktop: &Desktop, program: &str) -> Vec<Row> {
    const LOOK: Duration = Duration::from_secs(20);
    let gone = |name: &str| {
        until("the window gone", || {
            desktop.screen().find_window(name).is_none().then_some(())
        });
    };
    let mut clicks = Vec::new();
    for _ in 0..STARTS {
        if desktop.screen().find_window(PLAYER).is_some() {
            desktop.screen().close(PLAYER);
            gone(PLAYER);
        }
        // Each time for somebody who hasn't been asked yet.
        desktop.ask(&["quit"]);
        until("the daemon gone", || {
            UnixStream::connect(socket(desktop)).is_err().then_some(())
        });
        let data = desktop.variable("XDG_DATA_HOME").expect("a folder");
        std::fs::remove_file(Path::new(data).join("unbend/checkpoint.json")).expect("it was saved");
        let mut command = desktop.command(program);
        desktop.start(command.arg("daemon"));
        await_greeting(desktop);
        let bubble = desktop.work_until_asked();
        // The bubble's slide-in is over.
        thread::sleep(Duration::from_secs(1));
        let begin = Instant::now();
        desktop.press_once(&bubble, "Start");
        await_figure(desktop);
        clicks.push(begin.elapsed());
    }
    desktop.screen().close(PLAYER);
    gone(PLAYER);
    let mut pages = Vec::new();
    let mut page = None;
    for _ in 0..STARTS {
        if let Some(before) = page.take() {
            let before: Program = before;
            desktop.screen().close(PAGES);
            before.wait();
        }
        let begin = Instant::now();
        let mut command = desktop.command(program);
        page = Some(desktop.start(command.args(["window", "exercises"])));
        await_colours(desktop, PAGES, FIGURE);
        pages.push(begin.elapsed());
    }
    let page = page.expect("it was started").process();
    // Nothing moves under the pointer, and the opening animations are over.
    desktop.screen().point((2, 790));
    thread::sleep(Duration::from_secs(3));
    let painter = || Spent::by_main_thread(page).running;
    let before = painter();
    thread::sleep(LOOK);
    let spent = painter() - before;
    vec![
        Row {
            what: "player: figure on the screen after the click on Start",
            unit: "ms",
            budget: 300.0,
            got: median(clicks),
        },
        Row {
            what: "pages: first page on the screen after its start",
            unit: "ms",
            budget: 150.0,
            got: median(pages),
        },
        Row {
            // A frame takes milliseconds; a line from the daemon that changes nothing, far less.
            what: "pages: painting in 20 s while nobody touches it",
            unit: "ms",
            budget: 2.0,
            got: spent.as_secs_f64() * 1e3,
        },
    ]
}

/// Waits until the figure is visible.
fn await_figure(desktop: &Desktop) {
    await_colours(desktop, PLAYER, FIGURE);
}

/// Waits until the middle of a window has that many colours.
fn await_colours(desktop: &Desktop, name: &str, least: usize) {
    let begin = Instant::now();
    loop {
        if let Some(window) = desktop.screen().find_window(name) {
            let (x, y) = window.place.middle();
            let middle = Place {
                x: x - 200,
                y: y - 200,
                width: 400,
                height: 400,
            };
            let colours = desktop.screen().colours(middle);
            if colours >= least {
                return;
            }
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "no figure");
        thread::sleep(Duration::from_millis(1));
    }
}

/// What a process's threads have used.
struct Spent {
    running: Duration,
    switches: u64,
}

impl Spent {
    /// The drawing thread.
    fn by_main_thread(process: Process) -> Self {
        let main = process.folder().join("task");
        let main = main.join(process.folder().file_name().expect("a number"));
        Self::of(&[main])
    }

    fn by(process: Process) -> Self {
        Self::of(&process.threads())
    }

    fn of(threads: &[std::path::PathBuf]) -> Self {
        let mut spent = Self {
            running: Duration::ZERO,
            switches: 0,
        };
        for thread in threads {
            let read = |name| std::fs::read_to_string(thread.join(name)).unwrap_or_default();
            let nanoseconds = read("schedstat");
            let nanoseconds = nanoseconds.split(' ').next().and_then(|n| n.parse().ok());
            spent.running += Duration::from_nanos(nanoseconds.unwrap_or(0));
            spent.switches += read("status")
                .lines()
                .filter_map(|line| line.split_once("ctxt_switches:"))
                .filter_map(|(_, count)| count.trim().parse::<u64>().ok())
                .sum::<u64>();
        }
        spent
    }
}

/// Its share of memory, in MB.
fn memory(process: Process) -> f64 {
    let text = std::fs::read_to_string(process.folder().join("smaps_rollup"));
    let text = text.expect("the system tells the memory of our own processes");
    text.lines()
        .find_map(|line| line.strip_prefix("Pss:"))
        .and_then(|rest| rest.trim().strip_suffix("kB")?.trim().parse::<f64>().ok())
        .map(|kilobytes| kilobytes / 1024.0)
        .expect("a line with PSS")
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}

/// The report, and whether a budget is exceeded.
fn table(rows: &[Row]) -> (String, bool) {
    let mut text = String::new();
    let mut missed = false;
    for row in rows {
        let kept = row.got <= row.budget;
        missed |= !kept;
        let _ = writeln!(
            text,
            "{:50} {:>8.1} {:2}  of {:>4} {:2} {}",
            row.what,
            row.got,
            row.unit,
            row.budget,
            row.unit,
            if kept { "" } else { "  missed" }
        );
    }
    (text, missed)
}

#[test]
fn a_missed_budget_is_told() {
    let row = |got| Row {
        what: "a thing",
        unit: "ms",
        budget: 3.0,
        got,
    };
    assert!(!table(&[row(3.0), row(0.0)]).1);
    let (text, missed) = table(&[row(1.0), row(3.1)]);
    assert!(missed);
    assert_eq!(text.matches("missed").count(), 1, "{text}");
}
