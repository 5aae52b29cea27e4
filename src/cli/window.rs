//! `unbend window`: the window process, started by the daemon or the user.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::cli::{Outcome, ask};

/// What `unbend window` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The page: today, exercises, insights, settings, doctor, about; or player; or reminder, the one that is due
    #[arg(default_value = "today")]
    page: String,
    /// For the player: the exercise or routine
    what: Option<String>,
    /// Do not take the keyboard
    #[arg(long)]
    no_focus: bool,
    /// Open it here, for the daemon has asked for it
    #[arg(long, hide = true)]
    by_daemon: bool,
    /// Find out whether a window can open, and open none
    #[arg(long, hide = true)]
    probe: bool,
}

/// How long a window may take to say whether it can open.
const PROBE: Duration = Duration::from_secs(10);

/// Whether a window can open here: a separate process loads everything it needs, and exits. If it can't, why, in words.
pub(super) fn can_open() -> Result<(), String> {
    if let Some(why) = in_the_way() {
        return Err(why);
    }
    let failed = |problem: std::io::Error| format!("it cannot be tried: {problem}");
    let program = ask::program().map_err(|problem| problem.message)?;
    let mut child = Command::new(program)
        .args(["window", "--probe"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (said, heard) = std::sync::mpsc::channel();
    if let Some(mut words) = child.stderr.take() {
        // Its output is read to the end, or not at all.
        let listen = move || {
            let mut text = String::new();
            let _ = words.read_to_string(&mut text);
            let _ = said.send(text);
        };
        std::thread::Builder::new()
            .spawn(listen)
            .map(drop)
            .map_err(failed)?;
    }
    let Ok(words) = heard.recv_timeout(PROBE) else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(format!(
            "a window does not come up within {} seconds: the display or its graphics driver hangs",
            PROBE.as_secs()
        ));
    };
    if child.wait().map_err(failed)?.success() {
        return Ok(());
    }
    let from = words
        .rfind("unbend: ")
        .map_or(0, |at| at + "unbend: ".len());
    let lines: Vec<&str> = words[from..].lines().map(str::trim).collect();
    Err(lines.join(". "))
}

/// Why no window can be opened here, in words; none if one can.
pub(super) fn in_the_way() -> Option<String> {
    if !cfg!(feature = "window") {
        return Some("this build has no window".to_owned());
    }
    crate::platform::screen::missing().map(|missing| missing.to_string())
}

#[cfg(not(feature = "window"))]
pub(super) fn run(_args: &Args) -> Outcome {
    use crate::cli::CliError;
    Err(CliError::failed("this build has no window")
        .hint("build it with the feature `window`, which is on by default"))
}

/// Opens the window and stays until it is closed.
#[cfg(feature = "window")]
pub(super) fn run(args: &Args) -> Outcome {
    use crate::cli::window_host::WindowHost;
    use crate::cli::{CliError, libraries};
    use crate::ipc::message::Request;
    use crate::logic::settings::Settings;
    use crate::logic::shown::place::{self, Places, WindowKind};
    use crate::logic::shown::status::Appearance;
    use crate::platform::{screen, surroundings};
    use crate::store::state_file::StateFile;
    use crate::window::host::Host as _;
    use crate::window::link::Daemon;
    use crate::window::pages::{Opening, Page, reminder};

    if let Some(why) = in_the_way() {
        return Err(CliError::failed(why));
    }
    std::panic::set_hook(Box::new(|fault| {
        // Some of the drawing libraries panic if a library is missing.
        let said = fault.payload_as_str().unwrap_or("no reason is known");
        let (message, hint) = libraries::explain(said);
        eprintln!("unbend: the window ended by a fault: {message}\n  {hint}");
        std::process::exit(1);
    }));
    let cannot = |problem: crate::window::Failed| {
        let (message, hint) = libraries::explain(&problem.to_string());
        CliError::failed(message).hint(hint)
    };
    if args.probe {
        crate::window::probe().map_err(cannot)?;
        return Ok(String::new());
    }
    let named = |page: &Page| page.title().eq_ignore_ascii_case(&args.page);
    let opening = match (args.page.as_str(), &args.what) {
        ("player", Some(what)) => Opening::Player(what.clone()),
        ("reminder", _) => Opening::Reminder,
        ("player", None) => {
            return Err(CliError::unreadable("the player of what?")
                .hint("`unbend break` starts a break and opens its player"));
        }
        _ => match Page::ALL.into_iter().find(named) {
            Some(page) => Opening::Page(page),
            None => {
                let pages = Page::ALL.map(|page| page.title().to_lowercase());
                return Err(
                    CliError::unreadable(format!("there is no page `{}`", args.page))
                        .hint(format!("the pages are {}", pages.join(", "))),
                );
            }
        },
    };
    let mut client = ask::connect_or_start()?;
    if let (Opening::Page(page), false) = (&opening, args.by_daemon) {
        let page = page.title().to_lowercase();
        if client.ask(&Request::Raise { page }).is_ok() {
            // The open window has gone to that page.
            return Ok(String::new());
        }
    }
    let settings = ask::settings(&mut client).unwrap_or_else(|_| Settings::default());
    // Requested before there is a window: on a dark desktop its first frame is dark.
    let status = ask::status(&mut client);
    let appearance = status.map_or_else(|_| Appearance::default(), |status| status.appearance);
    drop(client);
    let paths = ask::paths()?;
    let here = surroundings::own();
    let host = WindowHost::new(&paths)?;
    let (catalog, gallery) = host.reload();
    let places: Places = StateFile::at(paths.windows()).look().unwrap_or_default();
    let kind = match &opening {
        Opening::Page(_) => Some(WindowKind::Pages),
        Opening::Player(_) => Some(WindowKind::Player),
        Opening::Reminder => None,
    };
    let free = screen::monitors();
    let place = match kind {
        Some(kind) => places
            .of(kind)
            .map(|place| place.on(&free, kind.smallest())),
        None => place::corner(reminder::SIZE, places.pages.or(places.player), &free),
    };
    let setup = crate::window::Setup {
        link: Box::new(Daemon::at(&paths.socket(), here.clone())),
        host: Box::new(host),
        screen: here.screen().map(str::to_owned),
        look: settings.look,
        appearance,
        sound: settings.sound,
        timing: settings.timing,
        catalog,
        gallery,
        place,
        free,
        focus: !args.no_focus,
    };
    crate::window::run(opening, setup).map_err(cannot)?;
    Ok(String::new())
}
