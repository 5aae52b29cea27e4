//! `unbend catalog`: lists, shows and checks exercises and routines, and exports and imports the user's own.

mod json;
mod words;

use crate::cli::own_figures::{Broken, OwnFigures};
use crate::cli::{CliError, Outcome, ask, bundle};
use crate::logic::text::visible;
use crate::store::own_bundle::Show;
use crate::store::own_catalog;
use crate::store::own_files::OwnFiles;
use json::list_json;
use words::{check_text, count, list_text, show_text};

/// What `unbend catalog` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: CatalogVerb,
}

#[derive(Debug, clap::Subcommand)]
enum CatalogVerb {
    /// List everything that can be done
    List {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show one exercise or routine
    Show {
        /// Its id
        id: String,
    },
    /// Write exercises and routines of your own into one file, with their pose sets and pictures
    Export {
        /// Their ids; everything of your own if not given
        ids: Vec<String>,
        /// The file, which must not be there yet
        #[arg(short, long)]
        output: std::path::PathBuf,
    },
    /// Add the exercises and routines of such a file, or a picture, to your own
    Import {
        /// The file
        file: std::path::PathBuf,
        /// Put what is in the file in place of what is there already
        #[arg(long)]
        replace: bool,
    },
    /// Check a catalog file: every problem with its place
    Check {
        /// The file; your own catalog if not given
        file: Option<std::path::PathBuf>,
    },
}

/// Reads the catalog and prints.
pub(super) fn run(args: &Args) -> Outcome {
    let own = ask::paths().map(|paths| paths.user_catalog());
    let load = || match &own {
        Ok(path) => {
            let (catalog, problems) = own_catalog::load(path);
            if !problems.is_empty() {
                let path = path.display().to_string();
                let (path, found) = (visible::line(&path), count(problems.len(), "problem"));
                eprintln!("unbend: {path}: {found}; `unbend catalog check` names each");
            }
            catalog
        }
        Err(_) => crate::logic::catalog::builtin().clone(),
    };
    match &args.verb {
        CatalogVerb::List { json } => {
            let catalog = load();
            Ok(if *json {
                list_json(&catalog)
            } else {
                list_text(&catalog)
            })
        }
        CatalogVerb::Show { id } => show_text(&load(), id).ok_or_else(|| {
            CliError::failed(format!("there is no exercise or routine `{id}`"))
                .hint("`unbend catalog list` shows them")
        }),
        CatalogVerb::Export { ids, output } => bundle::export(&own?, ids, output),
        CatalogVerb::Import { file, replace } => {
            bundle::import(&own?, &ask::paths()?.socket(), file, *replace, &*shows()?)
        }
        CatalogVerb::Check { file } => {
            let path = match (file, own) {
                (Some(file), _) => file.clone(),
                (None, own) => own?,
            };
            if !path.exists() {
                let hint = "a catalog of your own is a file like the one in docs/catalog.md";
                return Err(CliError::unreadable(format!(
                    "{}: there is no such file",
                    path.display()
                ))
                .hint(hint));
            }
            let files = OwnFiles::beside(&path);
            let figures = OwnFigures::load(&files);
            let show = shows()?;
            let look = |picture: &str| show(picture, &files.picture(picture)?);
            let (catalog, problems) = own_catalog::check(&path, &figures.facts(), &look);
            let broken: String = figures.broken.iter().map(Broken::words).collect();
            let text = broken + &check_text(&path.display().to_string(), &catalog, &problems);
            if problems.is_empty() && figures.broken.is_empty() {
                Ok(text)
            } else {
                Err(CliError::unreadable(text.trim_end().to_owned()))
            }
        }
    }
}

/// Checks a user's pictures as thoroughly as this build can.
fn shows() -> Result<Box<Show<'static>>, CliError> {
    #[cfg(feature = "window")]
    let show = {
        let renderer = crate::cli::picture::PictureRenderer::new()?;
        move |path: &str, bytes: &[u8]| renderer.look(path, bytes)
    };
    #[cfg(not(feature = "window"))]
    let show = |_: &str, _: &[u8]| Ok(());
    Ok(Box::new(show))
}
