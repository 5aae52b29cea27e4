//! Settings as the program shows, completes and keeps them.

use unbend::logic::settings::{Field, Kind, ListOf, Section, Settings, TextForm};
use unbend::logic::time::span;
use unbend::store::settings_file::SettingsFile;

use super::Home;

/// One row of the table of settings serves every place where a setting is to be seen.
#[test]
fn every_setting_is_explained_shown_completed_and_kept() {
    let home = Home::new();
    let file = SettingsFile::at(home.config("settings.ron"));
    file.create_if_missing().expect("the home is ours");
    let text = std::fs::read_to_string(file.path()).expect("it was written");
    let comments: Vec<&str> = text
        .split_whitespace()
        .filter(|word| *word != "//")
        .collect();
    let comments = comments.join(" ");
    let shown = home.prints(&["settings", "show"]);
    let scripts = ["bash", "zsh"].map(|shell| home.prints(&["completions", shell]));
    let fields = Settings::default().fields();
    assert_eq!(shown.lines().count(), fields.len());
    for field in fields {
        let Field { path, doc, .. } = &field;
        assert!(
            doc.ends_with('.') && field.said.ends_with('.'),
            "{path}: {doc}"
        );
        assert_eq!(
            field.label.is_empty(),
            field.section == Section::Nowhere,
            "{path}"
        );
        assert!(comments.contains(doc), "{path} is explained in the file");
        let value = Settings::default().get(path).expect("it is listed");
        assert!(
            shown.contains(&format!("{path}={value}\n")),
            "{path} is shown"
        );
        for script in &scripts {
            assert!(script.contains(path.as_str()), "{path} is completed");
        }
        let before = file.load().settings;
        for other in others(&field) {
            let loaded = file.set(path, &other).expect("it fits");
            assert_eq!(loaded.warnings, [], "{path}");
            assert_eq!(loaded.settings.get(path), Some(other.clone()), "{path}");
            let mut expected = before.clone();
            expected.set(path, &other).expect("it fits");
            assert_eq!(loaded.settings, expected, "{path} and nothing else");
        }
        file.set(path, &value).expect("its default fits");
    }
    let again = std::fs::read_to_string(file.path()).expect("it is there");
    assert_eq!(again, text, "all at its default again");
}

/// Values that fit; those at the ends of the range, where there is one.
fn others(field: &Field) -> Vec<String> {
    match field.kind {
        Kind::Flag => vec!["true".to_owned(), "false".to_owned()],
        Kind::Count { low, high, .. } => {
            assert!(low < high, "{}", field.path);
            vec![low.to_string(), high.to_string()]
        }
        Kind::Span { low, high } => {
            assert!(low < high, "{}", field.path);
            [low, high].map(span::text).into()
        }
        Kind::Word(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Kind::Text(form) => {
            let text = match form {
                TextForm::Hours => "Mon 09:00-17:00",
                TextForm::Days => "Mon, Thu",
                TextForm::Time => "07:05",
                TextForm::Offer => "pool desk",
                TextForm::Line => "Sit \"up\"",
            };
            vec![text.to_owned()]
        }
        Kind::List(of) => match of {
            ListOf::Words(words) => vec![words[0].to_owned(), String::new()],
            ListOf::Exercises | ListOf::Apps => vec!["airplane, bridge".to_owned()],
        },
    }
}
