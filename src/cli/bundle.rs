//! `unbend catalog export` and `import`: exercises and routines as one file.

use std::path::Path;

use crate::cli::own_figures::OwnFigures;
use crate::cli::{CliError, Outcome, ask};
use crate::figure::PoseSet;
use crate::ipc::client::{Client, ConnectProblem};
use crate::ipc::message::{Import, Payload, Request};
use crate::logic::catalog::bundle::Bundle;
use crate::logic::catalog::{FigureFacts, Mistake, Problem, ReferenceMistake};
use crate::platform::atomic;
use crate::store::own_bundle::{self, Arrival, Show};
use crate::store::own_catalog;
use crate::store::own_files::OwnFiles;

/// `catalog export [ID…] -o FILE`: never overwrites a file.
pub(super) fn export(own: &Path, ids: &[String], file: &Path) -> Outcome {
    let text = own_bundle::export(own, ids).map_err(|problem| {
        CliError::failed(problem).hint("`unbend catalog list` shows what there is")
    })?;
    let shown = file.display();
    let failed = |problem: std::io::Error| {
        let taken = problem.kind() == std::io::ErrorKind::AlreadyExists;
        CliError::failed(match taken {
            true => format!("{shown} is there already"),
            false => format!("cannot write {shown}: {problem}"),
        })
    };
    atomic::export_new(file, text.as_bytes()).map_err(failed)?;
    Ok(format!("Written to {shown}\n"))
}

/// `catalog import FILE`: through the daemon if it is running, so that it knows at once.
pub(super) fn import(
    own: &Path,
    socket: &Path,
    file: &Path,
    replace: bool,
    show: &Show<'_>,
) -> Outcome {
    let absolute = std::path::absolute(file)
        .map_err(|problem| CliError::unreadable(format!("{}: {problem}", file.display())))?;
    let bundle = checked(own, &absolute, show).map_err(CliError::unreadable)?;
    let arrival = match Client::connect(socket) {
        Ok(mut client) => {
            let Some(path) = absolute.to_str().map(str::to_owned) else {
                return Err(CliError::failed("the path of the file is not UTF-8"));
            };
            let request = Request::CatalogImport { path, replace };
            let Payload::Import(Import { added, taken }) = ask::ask(&mut client, &request)? else {
                return Err(ask::something_else());
            };
            Arrival { added, taken }
        }
        // Then nobody else writes the file.
        Err(ConnectProblem::NotRunning { .. }) => {
            own_bundle::import(own, &bundle, replace).map_err(CliError::failed)?
        }
        Err(problem) => return Err(ask::explain(problem)),
    };
    let Arrival { added, taken } = arrival;
    if !taken.is_empty() && !replace {
        let words = format!("there already, and not the same: {}", taken.join(", "));
        let hint = "nothing was changed; `--replace` puts what is in the file in their place";
        return Err(CliError::failed(words).hint(hint));
    }
    let line = |words: &str, ids: &[String]| match ids {
        [] => String::new(),
        ids => format!("{words}: {}\n", ids.join(", ")),
    };
    match line("Added", &added) + &line("Replaced", &taken) {
        said if said.is_empty() => Ok("Everything in it is there already\n".to_owned()),
        said => Ok(said),
    }
}

/// An importable bundle, checked as thoroughly as this build can; `show` checks a picture.
///
/// # Errors
/// Every problem on a line of its own, with its position in the file.
pub(super) fn checked(own: &Path, file: &Path, show: &Show<'_>) -> Result<Bundle, String> {
    let shown = file.display();
    let lines = |problems: &[Problem]| {
        let lines = problems.iter().map(|problem| format!("{shown}: {problem}"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let bundle = own_bundle::read(file).map_err(|problems| lines(&problems))?;
    let (base, _) = own_catalog::load(own);
    let mut facts = OwnFigures::load(&OwnFiles::beside(own)).facts();
    for (id, text) in &bundle.figures {
        let set = PoseSet::parse(text)
            .map_err(|problem| format!("{shown}: the pose set `{id}`: {problem}"))?;
        facts.retain(|fact| fact.id != *id);
        facts.push(FigureFacts {
            id: id.clone(),
            keys: set.keys.len(),
            cyclic: set.cycle.is_some(),
            broken: false,
        });
    }
    if let Some(id) = bundle
        .figures
        .keys()
        .find(|id| crate::figure::pose_sets::get(id).is_some())
    {
        let mistake = Mistake::Reference(ReferenceMistake::BuiltInFigure(id.clone()));
        return Err(format!("{shown}: {}", mistake.wrong()));
    }
    let (_, problems) = own_bundle::check(&bundle, &base, Some(&facts), show);
    if !problems.is_empty() {
        return Err(lines(&problems));
    }
    // No exercise has checked a picture that comes on its own.
    for (path, bytes) in bundle.pictures.iter().filter(|_| bundle.items.is_empty()) {
        show(path, bytes).map_err(|mistake| format!("{shown}: {}", mistake.wrong()))?;
    }
    if bundle.is_empty() {
        return Err(format!("{shown}: there is nothing in it"));
    }
    Ok(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::own_files;

    /// The program itself draws pictures, and a unit test isn't the program.
    fn shown(path: &str, bytes: &[u8]) -> Result<(), Mistake> {
        own_files::check_picture(path, bytes)
    }

    #[test]
    fn what_goes_out_comes_in_and_not_twice_over() {
        let folder = tempfile::tempdir().unwrap();
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/own-catalog/catalog.ron");
        let (own, file) = (
            folder.path().join("unbend/catalog.ron"),
            folder.path().join("out.ron"),
        );
        let nobody = folder.path().join("no.sock");
        export(&example, &["before-lunch".to_owned()], &file).unwrap();
        let again = export(&example, &[], &file).unwrap_err();
        assert!(again.message.contains("there already"), "{again:?}");
        let said = import(&own, &nobody, &file, false, &shown).unwrap();
        assert!(said.starts_with("Added: desk-cat-cow"), "{said}");
        let said = import(&own, &nobody, &file, false, &shown).unwrap();
        assert!(said.contains("there already"), "{said}");
        let text = std::fs::read_to_string(&own).unwrap();
        std::fs::write(&own, text.replace("No hurry.", "Hurry.")).unwrap();
        let refused = import(&own, &nobody, &file, false, &shown).unwrap_err();
        assert!(refused.message.ends_with(": desk-cat-cow"), "{refused:?}");
        let said = import(&own, &nobody, &file, true, &shown).unwrap();
        assert_eq!(said, "Replaced: desk-cat-cow\n");
    }

    #[test]
    fn a_broken_pose_set_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (own, file) = (
            folder.path().join("catalog.ron"),
            folder.path().join("in.ron"),
        );
        for (text, words) in [
            (
                "(figures: {\"mine\": \"(keys: [])\"})",
                "the pose set `mine`: ",
            ),
            ("()", "there is nothing in it"),
            ("(pictures: {\"a.svg\": \"<b/>\"})", "a.svg"),
            ("(routines: [(id: \"a\")])", "routines.a.name"),
        ] {
            std::fs::write(&file, text).unwrap();
            let problem = checked(&own, &file, &shown).unwrap_err();
            assert!(problem.contains(words), "{problem}");
        }
    }
}
