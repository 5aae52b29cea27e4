//! `unbend window`: the window process that the daemon starts, or a person.

use crate::cli::Outcome;

/// What `unbend window` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The page: today, exercises, settings, doctor; or player
    #[arg(default_value = "today")]
    page: String,
    /// For the player: the exercise or routine
    what: Option<String>,
    /// Do not take the keyboard
    #[arg(long)]
    no_focus: bool,
}

/// Why no window can be opened here, in words; none if one can.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the environment is read"
)]
pub(super) fn in_the_way() -> Option<String> {
    let set = |name| std::env::var(name).is_ok_and(|value: String| !value.is_empty());
    if !cfg!(feature = "window") {
        return Some("this build has no window".to_owned());
    }
    if cfg!(target_os = "linux") && !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
        return Some(
            "there is no display: start Unbend on a desktop, or under a virtual one with `scripts/desktop unbend …`"
                .to_owned(),
        );
    }
    None
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
    use crate::cli::own_figures::OwnFigures;
    use crate::cli::{CliError, ask};
    use crate::logic::settings::Settings;
    use crate::platform::clock::Clock;
    use crate::platform::sound::Chimes;
    use crate::store::own_catalog;
    use crate::store::own_files::OwnFiles;
    use crate::window::gallery::Gallery;
    use crate::window::link::Daemon;
    use crate::window::pages::{Opening, Page};

    if let Some(why) = in_the_way() {
        return Err(CliError::failed(why));
    }
    let named = |page: &Page| page.title().eq_ignore_ascii_case(&args.page);
    let opening = match (args.page.as_str(), &args.what) {
        ("player", Some(what)) => Opening::Player(what.clone()),
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
    let settings = ask::settings(&mut client).unwrap_or_else(|_| Settings::default());
    drop(client);
    let paths = ask::paths()?;
    let mut chimes = Chimes::new(None);
    let files = OwnFiles::beside(&paths.user_catalog());
    let figures = OwnFigures::load(&files).sets;
    let pictures = move |path: &str| files.picture(path).map_err(|mistake| mistake.wrong);
    let setup = crate::window::Setup {
        link: Box::new(Daemon::at(&paths.socket())),
        clock: Box::new(Clock::mono),
        look: settings.look,
        sound: settings.sound,
        chime: Box::new(move |cue, volume| chimes.play(cue, volume)),
        catalog: own_catalog::load(&paths.user_catalog()).0,
        gallery: Gallery::new(figures, Box::new(pictures)),
        focus: !args.no_focus,
    };
    crate::window::run(opening, setup).map_err(|problem| {
        CliError::failed(problem.to_string())
            .hint("without a display, `scripts/desktop unbend …` gives a virtual one")
    })?;
    Ok(String::new())
}
