//! The seed texts: everything shipped, kept samples, and whatever once broke a promise.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use unbend::logic::catalog::builtin;
use unbend::logic::schedule::{Command, Input, Scheduler};
use unbend::logic::settings::Settings;
use unbend::logic::settings::file as settings_file;
use unbend::store::state_file;

/// The kind of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Catalog,
    PoseSet,
    Settings,
    Checkpoint,
    Request,
    Bundle,
    Picture,
}

fn kind_of(path: &Path) -> Kind {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    match name {
        _ if name.starts_with("catalog") => Kind::Catalog,
        _ if name.starts_with("settings") => Kind::Settings,
        _ if name.starts_with("checkpoint") => Kind::Checkpoint,
        _ if name.starts_with("request") => Kind::Request,
        _ if name.starts_with("bundle") => Kind::Bundle,
        _ if name.starts_with("picture") => Kind::Picture,
        _ => Kind::PoseSet,
    }
}

pub fn texts_in(folder: &str) -> Vec<(Kind, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|problem| panic!("{}: {problem}", folder.display()))
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            (
                kind_of(path),
                std::fs::read_to_string(path).expect("a text"),
            )
        })
        .collect()
}

/// Seed texts. Exercises of the catalog individually, so that a mutation isn't lost in the whole.
pub fn corpus() -> Vec<(Kind, String)> {
    let whole = include_str!("../../catalog.ron");
    let mut corpus = vec![
        (Kind::Catalog, whole.to_owned()),
        (
            Kind::Catalog,
            include_str!("../../docs/own-catalog/catalog.ron").to_owned(),
        ),
        (
            Kind::Catalog,
            include_str!("../../docs/own-catalog/shared.ron").to_owned(),
        ),
        (
            Kind::Settings,
            settings_file::write_default(&Settings::default()),
        ),
    ];
    let exercises = whole.split("\n        (\n").skip(1);
    for exercise in exercises.filter_map(|rest| rest.split("\n        ),").next()) {
        if exercise.contains("steps:") {
            let text = format!("#![enable(implicit_some)]\n(exercises: [(\n{exercise}\n)])\n");
            corpus.push((Kind::Catalog, text));
        }
    }
    corpus.extend(texts_in("assets/figures"));
    corpus.extend(texts_in("docs/own-catalog/figures"));
    let checkpoints = checkpoints().chain(crate::shared::old_checkpoints());
    corpus.extend(checkpoints.map(|text| (Kind::Checkpoint, text)));
    let said = include_str!("../../docs/ipc.md").lines();
    let requests = said.filter(|line| line.starts_with("{\"do\""));
    corpus.extend(requests.map(|line| (Kind::Request, line.to_owned())));
    let bundle = include_str!("../../docs/own-catalog/shared.ron").to_owned();
    corpus.push((Kind::Bundle, bundle));
    corpus.extend(
        crate::shared::pictures()
            .into_iter()
            .map(|text| (Kind::Picture, text)),
    );
    corpus
}

/// Checkpoints saved in the middle of different mornings.
fn checkpoints() -> impl Iterator<Item = String> {
    let mornings = [
        vec![Input::Active],
        vec![Input::Active, Input::Do(Command::Start(None))],
        vec![Input::Active, Input::Call(true.into()), Input::Lock],
        vec![
            Input::Active,
            Input::Do(Command::Pause(Duration::from_secs(900))),
            Input::Do(Command::Stand),
        ],
    ];
    mornings.into_iter().map(|inputs| {
        let catalog = Arc::new(builtin().clone());
        let mut now = crate::noon();
        let mut scheduler = Scheduler::new(Settings::default(), catalog, Vec::new(), now.clone());
        for input in inputs {
            scheduler.handle(input, &now);
            now = now.at(now.mono + Duration::from_secs(2000));
        }
        scheduler.handle(Input::Tick, &now);
        let text = state_file::text(&scheduler.checkpoint("boot")).unwrap();
        String::from_utf8(text).unwrap()
    })
}
