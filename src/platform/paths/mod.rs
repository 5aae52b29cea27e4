//! Knows where the user's files are, and where the daemon listens.

use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs, UserDirs};

use crate::platform::{Missing, local_socket};

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "elsewhere.rs")]
mod way;

/// Where Unbend keeps its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    config: PathBuf,
    data: PathBuf,
    state: PathBuf,
    cache: PathBuf,
    socket: PathBuf,
    documents: Option<PathBuf>,
}

impl Paths {
    /// Works out the user's folders. Creates none except the private folder that replaces a missing run-time folder.
    ///
    /// # Errors
    /// No home folder, or no private folder for the socket.
    pub fn find() -> Result<Paths, Missing> {
        let (Some(base), Some(project)) = (
            BaseDirs::new(),
            ProjectDirs::from("io.github", "unbend", "Unbend"),
        ) else {
            return Err(Missing::new("no home folder", way::NO_HOME));
        };
        let folder = way::socket_folder(&base, &project)?;
        Ok(Paths {
            config: project.config_dir().to_owned(),
            data: project.data_dir().to_owned(),
            state: project
                .state_dir()
                .unwrap_or_else(|| project.data_dir())
                .to_owned(),
            cache: project.cache_dir().to_owned(),
            socket: local_socket::place(&folder),
            documents: UserDirs::new().and_then(|dirs| Some(dirs.document_dir()?.to_owned())),
        })
    }

    /// The same files, with a daemon listening on that socket.
    pub fn with_socket(self, socket: &Path) -> Paths {
        Paths {
            socket: socket.to_owned(),
            ..self
        }
    }

    /// The folder of the settings and the user's catalog.
    pub fn config_dir(&self) -> &Path {
        &self.config
    }

    /// The folder of the history.
    pub fn data_dir(&self) -> &Path {
        &self.data
    }

    /// The folders that belong to this program alone, parents first.
    pub fn own_folders(&self) -> Vec<PathBuf> {
        let beside = ["figures", "pictures"].map(|name| self.config.join(name));
        let own = [&self.config, &self.data, &self.state].map(PathBuf::clone);
        let there = beside.into_iter().filter(|folder| folder.is_dir());
        own.into_iter().chain(there).collect()
    }

    /// The settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.ron")
    }

    /// The user's catalog.
    pub fn user_catalog(&self) -> PathBuf {
        self.config.join("catalog.ron")
    }

    /// The history.
    pub fn history(&self) -> PathBuf {
        self.data.join("history.sqlite3")
    }

    /// The socket that the daemon listens on.
    pub fn socket(&self) -> PathBuf {
        self.socket.clone()
    }

    /// The folder for exports: the user's documents, or that of the history if there is none.
    pub fn exports(&self) -> PathBuf {
        self.documents.as_ref().unwrap_or(&self.data).clone()
    }

    /// The folder of rendered pictures; may be deleted at any time.
    pub fn drawn(&self) -> PathBuf {
        self.cache.join("pictures")
    }

    /// Where the windows' places are stored.
    pub fn windows(&self) -> PathBuf {
        self.state.join("windows.json")
    }

    /// The log of a daemon started in the background.
    pub fn log(&self) -> PathBuf {
        self.state.join("unbend.log")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_the_name_that_the_documentation_gives() {
        let paths = Paths {
            config: "/c".into(),
            data: "/d".into(),
            state: "/s".into(),
            cache: "/k".into(),
            socket: local_socket::place(Path::new("/r")),
            documents: None,
        };
        assert_eq!(paths.exports(), paths.data_dir());
        assert_eq!(paths.settings(), Path::new("/c/settings.ron"));
        assert_eq!(paths.user_catalog(), Path::new("/c/catalog.ron"));
        assert_eq!(paths.history(), Path::new("/d/history.sqlite3"));
        assert_eq!(paths.socket(), Path::new("/r/unbend.sock"));
        let there = paths.clone().with_socket(Path::new("/x/y.sock"));
        assert_eq!(there.socket(), Path::new("/x/y.sock"));
        assert_eq!(paths.log(), Path::new("/s/unbend.log"));
    }
}
