//! Names the articles behind the built-in catalog the way people would. The catalog refers to them by file name.

/// An article that the built-in catalog is based on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its name in the catalog.
    pub file: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its author.
    pub by: &'static str,
}

/// All of them.
const ARTICLES: [Article; 3] = [
    Article {
        file: "000_d81c82c4185f080c.txt",
        title: "Exercises to Improve Posture for Back Pain",
        by: "Core Balance Training, October 2025",
    },
    Article {
        file: "001_24ec51556c266e9c.txt",
        title: "Back Pain Exercises to Improve Your Spinal Function",
        by: "with Kristin Powers, MD, and Marleen Caldwell, DPT",
    },
    Article {
        file: "002_698296261aaddd72.txt",
        title: "7 Upper Back Pain Exercises and Stretches for Relief",
        by: "Dr. Arun Pal Singh, BoneAndSpine.com",
    },
];

impl Article {
    /// The article behind a source in the catalog, if it is one: a user's catalog names its sources in any words.
    pub fn behind(source: &str) -> Option<Article> {
        ARTICLES.into_iter().find(|article| article.file == source)
    }
}

/// Sources the way people would name them, one after the other.
pub fn source_words(sources: &[String]) -> String {
    let named = |source: &String| match Article::behind(source) {
        Some(article) => format!("{} ({})", article.title, article.by),
        None => source.clone(),
    };
    let named: Vec<String> = sources.iter().map(named).collect();
    named.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::builtin;

    #[test]
    fn everything_built_in_names_its_sources_by_their_titles() {
        let exercises = builtin().exercises.iter().map(|exercise| &exercise.sources);
        let routines = builtin().routines.iter().map(|routine| &routine.sources);
        for source in exercises.chain(routines).flatten() {
            assert!(Article::behind(source).is_some(), "{source}");
        }
    }

    #[test]
    fn ones_own_sources_stay_in_their_own_words() {
        let sources = ["My physiotherapist", "000_d81c82c4185f080c.txt"].map(str::to_owned);
        assert_eq!(
            source_words(&sources),
            "My physiotherapist; Exercises to Improve Posture for Back Pain (Core Balance Training, October 2025)"
        );
    }
}
