//! `unbend settings show`, `path`, `check`, `set`, `add` and `remove`.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};

use crate::cli::{CliError, Outcome, ask};
use crate::ipc::client::{AskProblem, Client, ConnectProblem};
use crate::ipc::message::{Payload, Request, Setting};
use crate::logic::settings::{Field, Hint, Kind, SettingProblem, Settings};
use crate::store::settings_file::{FileState, SettingsFile};

/// What a verb prints, and how it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    /// The exit code: 0 done, 1 failed, 2 unreadable input, 3 the daemon isn't running.
    pub code: u8,
}

impl Ended {
    fn done(out: String) -> Self {
        Ended {
            out,
            ..Ended::default()
        }
    }

    fn failed(code: u8, err: String) -> Self {
        Ended {
            err,
            code,
            ..Ended::default()
        }
    }
}

/// `settings show [PATH]`: the settings in force if the daemon is running, otherwise those in the file.
pub fn show(
    daemon: Result<Client, ConnectProblem>,
    file: &SettingsFile,
    path: Option<&str>,
) -> Ended {
    match daemon {
        Ok(mut client) => {
            let path = path.map(str::to_owned);
            match client.ask(&Request::SettingsGet { path }) {
                Ok(Payload::Settings(settings)) => Ended::done(lines(&settings)),
                Ok(other) => Ended::failed(1, format!("the daemon answered {other:?}\n")),
                Err(problem) => refused(&problem),
            }
        }
        Err(ConnectProblem::NotRunning { .. }) => {
            let loaded = file.load();
            let mut err = String::new();
            if let FileState::Unreadable(problem) = &loaded.state {
                let _ = writeln!(err, "{problem}");
            }
            for warning in &loaded.warnings {
                let _ = writeln!(err, "{}: {warning}", file.path().display());
            }
            match Setting::listed(&loaded.settings, path) {
                Some(settings) => Ended {
                    out: lines(&settings),
                    err,
                    code: 0,
                },
                None => {
                    let path = path.unwrap_or_default().to_owned();
                    let hint = Hint::Settings;
                    let problem = SettingProblem::Unknown { path, hint };
                    Ended::failed(1, format!("{problem}\n"))
                }
            }
        }
        Err(problem) => unreachable_daemon(&problem),
    }
}

/// `settings path`: where the file is, whether or not it exists yet.
pub fn path(file: &SettingsFile) -> Ended {
    Ended::done(format!("{}\n", file.path().display()))
}

/// `settings check [FILE]`: every mistake with its position. `named` = the user gave the file.
pub fn check(file: &SettingsFile, named: bool) -> Ended {
    let shown = file.path().display();
    let loaded = file.load();
    match loaded.state {
        FileState::Fresh if named => Ended::failed(2, format!("{shown}: there is no such file\n")),
        FileState::Fresh => Ended::done(format!(
            "{shown}: not there yet; everything is at its default\n"
        )),
        FileState::Unreadable(problem) => Ended::failed(2, format!("{problem}\n")),
        FileState::Read if loaded.warnings.is_empty() => {
            Ended::done(format!("{shown}: no problem\n"))
        }
        FileState::Read => Ended {
            out: problem_lines(file.path(), &loaded.warnings),
            err: String::new(),
            code: 1,
        },
    }
}

fn problem_lines(path: &Path, warnings: &[impl std::fmt::Display]) -> String {
    let mut out = String::new();
    for warning in warnings {
        let _ = writeln!(out, "{}: {warning}", path.display());
    }
    out
}

/// `settings set PATH VALUE`: only the daemon writes the file.
pub fn set(daemon: Result<Client, ConnectProblem>, path: &str, value: &str) -> Ended {
    let request = Request::SettingsSet {
        path: path.to_owned(),
        value: value.to_owned(),
    };
    tell(daemon, &request)
}

/// A reminder is named by its id; only a list's path has a dot.
fn is_path(what: &str) -> bool {
    what.contains('.')
}

/// `settings add PATH ITEM…`: adds entries to a list and prints the result.
pub fn add_items(daemon: Result<Client, ConnectProblem>, path: &str, items: &[String]) -> Ended {
    let (path, items) = (path.to_owned(), items.to_vec());
    change_list(daemon, path.clone(), &Request::SettingsAdd { path, items })
}

/// `settings remove PATH ITEM…`: removes entries from a list and prints the result.
pub fn remove_items(daemon: Result<Client, ConnectProblem>, path: &str, items: &[String]) -> Ended {
    let (path, items) = (path.to_owned(), items.to_vec());
    change_list(
        daemon,
        path.clone(),
        &Request::SettingsRemove { path, items },
    )
}

fn change_list(daemon: Result<Client, ConnectProblem>, path: String, request: &Request) -> Ended {
    let (Request::SettingsAdd { items, .. } | Request::SettingsRemove { items, .. }) = request
    else {
        return tell(daemon, request);
    };
    if items.is_empty() {
        let say = format!("name what is meant, as in `unbend settings add {path} bridge`\n");
        return Ended::failed(2, say);
    }
    let mut client = match daemon {
        Ok(client) => client,
        Err(problem) => return unreachable_daemon(&problem),
    };
    let list = Request::SettingsGet { path: Some(path) };
    match client.ask(request).and_then(|_| client.ask(&list)) {
        Ok(Payload::Settings(settings)) => Ended::done(lines(&settings)),
        Ok(other) => Ended::failed(1, format!("the daemon answered {other:?}\n")),
        Err(problem) => refused(&problem),
    }
}

/// `settings add ID FIELD=VALUE…`: a custom reminder.
pub fn add(daemon: Result<Client, ConnectProblem>, id: &str, fields: &[String]) -> Ended {
    let mut values = BTreeMap::new();
    for field in fields {
        let Some((name, value)) = field.split_once('=') else {
            let say = format!("`{field}` says nothing: write FIELD=VALUE, as in after=90m\n");
            return Ended::failed(2, say);
        };
        values.insert(name.trim().to_owned(), value.trim().to_owned());
    }
    let id = id.to_owned();
    tell(daemon, &Request::ReminderAdd { id, values })
}

/// `settings remove ID`.
pub fn remove(daemon: Result<Client, ConnectProblem>, id: &str) -> Ended {
    let id = id.to_owned();
    tell(daemon, &Request::ReminderRemove { id })
}

fn tell(daemon: Result<Client, ConnectProblem>, request: &Request) -> Ended {
    match daemon {
        Ok(mut client) => match client.ask(request) {
            Ok(_) => Ended::default(),
            Err(problem) => refused(&problem),
        },
        Err(problem) => unreachable_daemon(&problem),
    }
}

/// One `PATH=VALUE` per line, the same form as a simulation's `set` lines.
fn lines(settings: &[Setting]) -> String {
    let mut out = String::new();
    for Setting { path, value, .. } in settings {
        let _ = writeln!(out, "{path}={value}");
    }
    out
}

fn refused(problem: &AskProblem) -> Ended {
    let mut err = format!("{problem}\n");
    if let AskProblem::Refused(failure) = problem
        && !failure.hint.is_empty()
    {
        let _ = writeln!(err, "{}", failure.hint);
    }
    Ended::failed(1, err)
}

fn unreachable_daemon(problem: &ConnectProblem) -> Ended {
    match problem {
        ConnectProblem::NotRunning { .. } => {
            Ended::failed(3, format!("{problem}: start it with `unbend daemon`\n"))
        }
        ConnectProblem::Version { .. }
        | ConnectProblem::Stranger { .. }
        | ConnectProblem::System { .. } => Ended::failed(1, format!("{problem}\n")),
    }
}

/// Accepts any path, since custom reminders have paths too; completions offer the built-in ones of some kind.
#[derive(Clone)]
struct Known(fn(Kind) -> bool);

impl TypedValueParser for Known {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| Settings::default().fields());
        let meant = FIELDS.iter().filter(|field| self.0(field.kind));
        Some(Box::new(meant.map(|field| {
            PossibleValue::new(field.path.as_str()).help(field.doc)
        })))
    }
}

fn is_list(kind: Kind) -> bool {
    matches!(kind, Kind::List(_))
}

/// What `unbend settings` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: SettingsVerb,
}

#[derive(Debug, clap::Subcommand)]
enum SettingsVerb {
    /// Show the settings in force, as PATH=VALUE lines
    Show {
        /// Only this one, or only those below it, like `timing`
        #[arg(value_parser = Known(|_| true), hide_possible_values = true)]
        path: Option<String>,
    },
    /// Tell where the settings file is
    Path,
    /// Check a settings file: every problem with its place
    Check {
        /// The file; your own settings if not given
        file: Option<std::path::PathBuf>,
    },
    /// Change one setting
    Set {
        /// Its path, like reminders.stretch.after
        #[arg(value_parser = Known(|_| true), hide_possible_values = true)]
        path: String,
        /// Its value, like 20m, true or "Mon-Fri 09:00-17:00"
        value: String,
    },
    /// Put something on a list, or add a reminder of your own
    Add {
        /// The list's path, like exercises.hidden; or what the reminder is called: lower-case letters, digits and `-`
        #[arg(value_name = "PATH|ID", value_parser = Known(is_list), hide_possible_values = true)]
        what: String,
        /// What goes on the list; or the reminder's fields, like after=90m offer=nudge text="Drink something", or
        /// at=15:00 days=Mon-Fri
        #[arg(value_name = "ITEM|FIELD=VALUE")]
        items: Vec<String>,
    },
    /// Take something off a list, or a reminder of your own away
    Remove {
        /// The list's path, or what the reminder is called
        #[arg(value_name = "PATH|ID", value_parser = Known(is_list), hide_possible_values = true)]
        what: String,
        /// What goes off the list
        #[arg(value_name = "ITEM")]
        items: Vec<String>,
    },
}

/// Asks or reads, and prints.
pub(super) fn run(args: &Args) -> Outcome {
    let paths = ask::paths()?;
    let file = SettingsFile::at(paths.settings());
    let daemon = || ask::reach(&paths);
    let ended = match &args.verb {
        SettingsVerb::Show { path } => show(daemon(), &file, path.as_deref()),
        SettingsVerb::Path => self::path(&file),
        SettingsVerb::Check { file: Some(named) } => check(&SettingsFile::at(named), true),
        SettingsVerb::Check { file: None } => check(&file, false),
        SettingsVerb::Set { path, value } => set(daemon(), path, value),
        SettingsVerb::Add { what, items } if is_path(what) => add_items(daemon(), what, items),
        SettingsVerb::Add { what, items } => add(daemon(), what, items),
        SettingsVerb::Remove { what, items } if is_path(what) => {
            remove_items(daemon(), what, items)
        }
        SettingsVerb::Remove { what, items } if items.is_empty() => remove(daemon(), what),
        SettingsVerb::Remove { what, .. } => {
            let say = format!("`{what}` is no list: a list is named like exercises.hidden\n");
            Ended::failed(2, say)
        }
    };
    let said = ended.err.trim_end();
    match ended.code {
        0 => {
            if !said.is_empty() {
                eprintln!("{}", crate::logic::text::visible::lines(said));
            }
            Ok(ended.out)
        }
        2 => Err(CliError::unreadable(said)),
        3 => Err(CliError::not_running()),
        // Problems are what was asked for; only the exit code says that there are some.
        _ if said.is_empty() => Err(CliError::failed(ended.out.trim_end())),
        _ => Err(CliError::failed(said)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn file(text: Option<&str>) -> (tempfile::TempDir, SettingsFile) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        if let Some(text) = text {
            fs::write(&path, text).unwrap();
        }
        (folder, SettingsFile::at(path))
    }

    /// Nobody is listening at that path.
    fn nobody(file: &SettingsFile) -> Result<Client, ConnectProblem> {
        Client::connect(&file.path().with_extension("sock"))
    }

    #[test]
    fn without_a_daemon_the_file_is_shown_and_nothing_set() {
        let (_folder, file) = file(Some("(timing: (snooze: \"7m\", lull: 3))"));
        let shown = show(nobody(&file), &file, None);
        assert_eq!(shown.code, 0);
        assert!(shown.out.contains("\ntiming.snooze=7m\n"), "{}", shown.out);
        assert!(
            shown.err.contains("line 1, column 31: timing.lull"),
            "{}",
            shown.err
        );
        let one = show(nobody(&file), &file, Some("timing.snooze"));
        assert_eq!(one.out, "timing.snooze=7m\n");
        let none = show(nobody(&file), &file, Some("snooze"));
        assert_eq!((none.code, none.out.as_str()), (1, ""));

        let refused = set(nobody(&file), "timing.snooze", "9m");
        assert_eq!(refused.code, 3);
        assert_eq!(
            refused.err,
            "Unbend is not running: start it with `unbend daemon`\n"
        );
        assert!(fs::read_to_string(file.path()).unwrap().contains("7m"));
    }

    #[test]
    fn checking_names_every_mistake_and_its_place() {
        for (text, named, code, says) in [
            (None, false, 0, "not there yet"),
            (None, true, 2, "no such file"),
            (Some("()"), true, 0, "no problem"),
            (Some("(colour: 1)"), true, 1, "line 1, column 2: colour: "),
            (
                Some("(\n timing: ("),
                true,
                2,
                "line 2: column 10: `(` is never closed",
            ),
        ] {
            let (_folder, file) = file(text);
            let outcome = check(&file, named);
            assert_eq!(outcome.code, code, "{outcome:?}");
            let said = outcome.out + &outcome.err;
            assert!(said.contains(says), "{said}");
            assert!(said.contains("settings.ron"), "{said}");
        }
    }

    #[test]
    fn the_path_is_told_even_before_the_file_is_there() {
        let (folder, file) = file(None);
        let expected = format!("{}/settings.ron\n", folder.path().display());
        assert_eq!(path(&file), Ended::done(expected));
    }
}
