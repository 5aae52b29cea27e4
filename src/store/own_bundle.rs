//! The user's exercises and routines as a single file: export and import.

use std::collections::BTreeSet;
use std::path::Path;

use crate::logic::catalog::bundle::{self, Bundle};
use crate::logic::catalog::edit::{ItemKind, ItemText};
use crate::logic::catalog::{
    self, BundleMistake, Catalog, FigureFacts, FileMistake, Look, Mistake, Problem, Scope,
};
use crate::platform::plain_file;
use crate::store::own_catalog;
use crate::store::own_files::{OwnFiles, check_picture};

/// Most bytes of such a file: a few large pictures and everything else.
const MOST_BYTES: u64 = 48 * 1024 * 1024;

/// What an import does, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// Names of new exercises and routines.
    pub added: Vec<String>,
    /// What already exists and differs: ids, pose sets and pictures.
    pub taken: Vec<String>,
}

/// Checks whether a picture, given its path and bytes, can be shown.
pub type Show<'a> = dyn Fn(&str, &[u8]) -> Result<(), Mistake> + 'a;

/// The chosen exercises and routines of the catalog at `path`, with everything they need, as the text of one file. A
/// routine brings the user's own exercises along. No ids = everything the user made.
///
/// # Errors
/// In words: an id that isn't the user's, a pose set or picture that can't be read.
pub fn export(path: &Path, ids: &[String]) -> Result<String, String> {
    let items = own_catalog::items(path)?;
    let (catalog, _) = own_catalog::load(path);
    let known = |id: &String| items.iter().any(|item| item.id == *id);
    if let Some(id) = ids.iter().find(|id| !known(id)) {
        return Err(match catalog.name(id) {
            Some(_) => format!("`{id}` is built in: everybody has it already"),
            None => format!("there is no `{id}` in {}", path.display()),
        });
    }
    let mut wanted: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    for id in ids {
        let members = catalog.routine(id).map(|routine| routine.ids());
        wanted.extend(members.into_iter().flatten());
    }
    let mut out = Bundle {
        items: items
            .into_iter()
            .filter(|item| ids.is_empty() || wanted.contains(item.id.as_str()))
            .collect(),
        ..Bundle::default()
    };
    if out.items.is_empty() {
        return Err(format!("there is nothing in {} yet", path.display()));
    }
    let files = OwnFiles::beside(path);
    let said = |mistake: Mistake| mistake.wrong();
    let exercises = out
        .items
        .iter()
        .filter(|item| item.kind == ItemKind::Exercise)
        .filter_map(|item| catalog.exercise(&item.id));
    for exercise in exercises {
        if let Some(text) = files.figure(&exercise.figure) {
            let text = text.map_err(said)?;
            out.figures.insert(exercise.figure.clone(), text);
        }
        for picture in exercise
            .steps
            .iter()
            .filter_map(|step| step.picture.as_ref())
        {
            let bytes = files.picture(picture).map_err(said)?;
            out.pictures.insert(picture.clone(), bytes);
        }
    }
    Ok(bundle::write(&out))
}

/// Reads such a file.
///
/// # Errors
/// Everything that is wrong with its structure.
pub fn read(file: &Path) -> Result<Bundle, Vec<Problem>> {
    let unreadable = |mistake: Mistake| vec![Problem::of_file(mistake)];
    let cannot = |problem: std::io::Error| {
        let why = problem.to_string();
        unreadable(Mistake::Bundle(BundleMistake::Unreadable(why)))
    };
    let bytes = plain_file::read(file, MOST_BYTES).map_err(cannot)?;
    // A picture on its own is as good as a bundle that contains it.
    if let Some(kept) = file.to_str().and_then(catalog::kept_as) {
        check_picture(&kept, &bytes).map_err(unreadable)?;
        return Ok(Bundle {
            pictures: [(kept, bytes)].into(),
            catalog: "()".to_owned(),
            ..Bundle::default()
        });
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| unreadable(Mistake::Bundle(BundleMistake::NotText)))?;
    bundle::read(&text)
}

/// The items of a bundle, and every problem, as if it lay beside its pose sets and pictures. `base` is the catalog it
/// would join.
pub fn check(
    bundle: &Bundle,
    base: &Catalog,
    figures: Option<&[FigureFacts]>,
    shown: &Show<'_>,
) -> (Catalog, Vec<Problem>) {
    let look = |path: &str| -> Result<(), Mistake> {
        let Some(bytes) = bundle.pictures.get(path) else {
            return Err(Mistake::File {
                name: path.to_owned(),
                why: FileMistake::NotInBundle,
            });
        };
        check_picture(path, bytes)?;
        shown(path, bytes)
    };
    let look: &Look<'_> = &look;
    let around = Scope {
        figures,
        base: Some(base),
        pictures: Some(look),
    };
    catalog::read(&bundle.catalog, around)
}

/// What importing the bundle into the catalog at `path` would do.
///
/// # Errors
/// In words: a catalog that can't be read.
pub fn arrival(path: &Path, bundle: &Bundle) -> Result<Arrival, String> {
    let own = own_catalog::items(path)?;
    let files = OwnFiles::beside(path);
    let (base, _) = own_catalog::load(path);
    let around = Scope {
        base: Some(&base),
        ..Scope::default()
    };
    let (brought, _) = catalog::read(&bundle.catalog, around);
    let mut arrival = Arrival::default();
    for item in &bundle.items {
        let there = own
            .iter()
            .find(|own| own.kind == item.kind && own.id == item.id);
        match there {
            Some(there) if there == item => {}
            Some(_) => arrival.taken.push(item.id.clone()),
            None if hides_builtin(item, &brought) => arrival.taken.push(item.id.clone()),
            None => arrival.added.push(item.id.clone()),
        }
    }
    // What comes along with an exercise isn't listed separately.
    let alone = bundle.items.is_empty();
    for (id, text) in &bundle.figures {
        let name = format!("figures/{id}.ron");
        match files.figure(id) {
            Some(Ok(there)) if there == *text => {}
            Some(_) => arrival.taken.push(name),
            None if moves_builtin(id) => arrival.taken.push(name),
            None if alone => arrival.added.push(name),
            None => {}
        }
    }
    for (picture, bytes) in &bundle.pictures {
        match files.picture(picture) {
            Ok(there) if there == *bytes => {}
            Ok(_) => arrival.taken.push(picture.clone()),
            Err(_) if beside(path, picture) => arrival.taken.push(picture.clone()),
            Err(_) if alone => arrival.added.push(picture.clone()),
            Err(_) => {}
        }
    }
    Ok(arrival)
}

/// Whether the item would replace a built-in one with something different.
fn hides_builtin(item: &ItemText, brought: &Catalog) -> bool {
    let builtin = catalog::builtin();
    let id = item.id.as_str();
    match item.kind {
        ItemKind::Exercise => {
            let there = builtin.exercise(id);
            there.is_some() && there != brought.exercise(id)
        }
        ItemKind::Routine => {
            let there = builtin.routine(id);
            there.is_some() && there != brought.routine(id)
        }
    }
}

/// Whether built-in exercises use a pose set of that name.
fn moves_builtin(figure: &str) -> bool {
    let exercises = &catalog::builtin().exercises;
    exercises.iter().any(|exercise| exercise.figure == figure)
}

/// Whether something of that name is in the catalog's folder, readable or not.
fn beside(catalog: &Path, name: &str) -> bool {
    let folder = catalog.parent().unwrap_or(Path::new("."));
    std::fs::symlink_metadata(folder.join(name)).is_ok()
}

/// Imports the bundle into the catalog at `path`, all of it or nothing. Anything that already exists and differs is a
/// conflict unless `replace`.
///
/// # Errors
/// In words: a mistake in the bundle, a catalog that can't be read or written.
pub fn import(path: &Path, bundle: &Bundle, replace: bool) -> Result<Arrival, String> {
    let (base, _) = own_catalog::load(path);
    let (_, problems) = check(bundle, &base, None, &|_, _| Ok(()));
    if let Some(problem) = problems.first() {
        return Err(problem.to_string());
    }
    if bundle.is_empty() {
        return Err("there is nothing in it".to_owned());
    }
    let arrival = arrival(path, bundle)?;
    if !arrival.taken.is_empty() && !replace {
        return Ok(arrival);
    }
    let files = OwnFiles::beside(path);
    let said = |mistake: Mistake| mistake.wrong();
    for (picture, bytes) in &bundle.pictures {
        files.write_picture(picture, bytes).map_err(said)?;
    }
    for (id, text) in &bundle.figures {
        files.write_figure(id, text).map_err(said)?;
    }
    if !bundle.items.is_empty() {
        own_catalog::put(path, &bundle.items)?;
    }
    Ok(arrival)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::{builtin, write};

    fn example() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/own-catalog/catalog.ron")
    }

    fn bundle(ids: &[&str]) -> Bundle {
        let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        bundle::read(&export(&example(), &ids).unwrap()).unwrap()
    }

    #[test]
    fn a_picture_comes_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let (path, file) = (
            folder.path().join("unbend/catalog.ron"),
            folder.path().join("My wrist.svg"),
        );
        std::fs::copy(example().with_file_name("pictures/wrist-1.svg"), &file).unwrap();
        let out = read(&file).unwrap();
        let kept = "pictures/My-wrist.svg".to_owned();
        let arrival = import(&path, &out, false).unwrap();
        assert_eq!((arrival.added, arrival.taken), (vec![kept.clone()], vec![]));
        assert!(OwnFiles::beside(&path).picture(&kept).is_ok());
        assert!(!path.exists(), "there is no exercise yet");
        assert_eq!(import(&path, &out, false), Ok(Arrival::default()));
        // A different one of that name conflicts.
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text + "\n").unwrap();
        let arrival = import(&path, &read(&file).unwrap(), false).unwrap();
        assert_eq!(arrival.taken, [kept]);
        std::fs::write(&file, "no picture").unwrap();
        assert!(read(&file).is_err());
    }

    #[test]
    fn a_routine_goes_from_one_person_to_another_with_all_it_needs() {
        let out = bundle(&["before-lunch"]);
        assert_eq!(
            (out.items.len(), out.figures.len(), out.pictures.len()),
            (5, 1, 3)
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unbend/catalog.ron");
        let arrival = import(&path, &out, false).unwrap();
        assert_eq!((arrival.added.len(), arrival.taken.len()), (5, 0));
        let (there, problems) = own_catalog::load(&path);
        assert_eq!(problems, []);
        let (here, _) = own_catalog::load(&example());
        for id in ["overhead-reach", "wrist-stretch", "my-thread"] {
            assert_eq!(there.exercise(id), here.exercise(id));
        }
        assert_eq!(there.routine("before-lunch"), here.routine("before-lunch"));
        // The example's pool isn't imported.
        assert_eq!(there.pool("desk"), builtin().pool("desk"));
        // The second time there is nothing to do, and no conflict.
        assert_eq!(import(&path, &out, false), Ok(Arrival::default()));
    }

    #[test]
    fn only_what_is_chosen_goes_out() {
        let out = bundle(&["wrist-stretch"]);
        assert_eq!(
            (out.items.len(), out.figures.len(), out.pictures.len()),
            (1, 0, 3)
        );
        let all = bundle(&[]);
        assert_eq!(all.items.len(), 5);
        let ask = |id: &str| export(&example(), &[id.to_owned()]).unwrap_err();
        assert!(ask("chin-tucks").contains("built in"));
        assert!(ask("nothing").contains("no `nothing`"));
        let none = export(Path::new("/nowhere/catalog.ron"), &[]).unwrap_err();
        assert!(none.contains("nothing in"), "{none}");
    }

    #[test]
    fn nothing_is_replaced_unasked() {
        let out = bundle(&["wrist-stretch"]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalog.ron");
        import(&path, &out, false).unwrap();
        let mine = std::fs::read_to_string(&path)
            .unwrap()
            .replace("Wrist stretch", "My wrists");
        std::fs::write(&path, &mine).unwrap();
        let picture = folder.path().join("pictures/wrist-1.svg");
        std::fs::write(&picture, "<svg>mine</svg>").unwrap();
        let arrival = import(&path, &out, false).unwrap();
        assert_eq!(arrival.taken, ["wrist-stretch", "pictures/wrist-1.svg"]);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), mine);
        assert_eq!(
            std::fs::read_to_string(&picture).unwrap(),
            "<svg>mine</svg>"
        );
        import(&path, &out, true).unwrap();
        assert!(
            std::fs::read_to_string(&path)
                .unwrap()
                .contains("Wrist stretch")
        );
        assert_ne!(
            std::fs::read_to_string(&picture).unwrap(),
            "<svg>mine</svg>"
        );
    }

    #[test]
    fn what_came_with_the_program_is_not_hidden_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalog.ron");
        let file = folder.path().join("in.ron");
        let mut bridge = builtin().exercise("bridge").unwrap().clone();
        bridge.name = "My bridge".to_owned();
        let mut walk = builtin().routine("walk").unwrap().clone();
        walk.name = "Run".to_owned();
        let mut mine = walk.clone();
        mine.id = "mine".to_owned();
        let routines = [write::routine(&walk), write::routine(&mine)];
        let items = write::file(&[write::exercise(&bridge)], &routines);
        let end = items.rfind(')').unwrap();
        let figure = &bridge.figure;
        let text = format!("{}figures: {{{figure:?}: \"()\"}})", &items[..end]);
        std::fs::write(&file, text).unwrap();
        let bundle = read(&file).unwrap();
        let arrival = import(&path, &bundle, false).unwrap();
        assert_eq!(
            arrival.taken,
            ["bridge", "walk", &format!("figures/{figure}.ron")]
        );
        assert_eq!(arrival.added, ["mine"]);
        assert!(!path.exists(), "nothing was changed");
        import(&path, &bundle, true).unwrap();
        let (there, _) = own_catalog::load(&path);
        assert_eq!(there.exercise("bridge").unwrap().name, "My bridge");
        // What is now the user's own is there already.
        assert_eq!(import(&path, &bundle, false), Ok(Arrival::default()));
    }

    #[test]
    fn a_bundle_with_a_mistake_changes_nothing() {
        let mut out = bundle(&["wrist-stretch"]);
        out.pictures.remove("pictures/wrist-2.svg");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalog.ron");
        let problem = import(&path, &out, true).unwrap_err();
        assert!(problem.contains("is not in the file"), "{problem}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let unreadable = &read(folder.path()).unwrap_err()[0].mistake;
        assert!(
            matches!(unreadable, Mistake::Bundle(BundleMistake::Unreadable(_))),
            "{unreadable:?}"
        );
        assert!(import(&path, &Bundle::default(), false).is_err());
    }
}
