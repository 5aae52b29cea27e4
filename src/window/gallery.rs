//! What exercises are shown with: the built-in pose sets, and a person's own pose sets and pictures.
//!
//! The window opens no files of the person's; whoever opens the window gives it a way to the pictures.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, Id, TextureHandle};

use crate::figure::{PoseSet, pose_sets};
use crate::logic::catalog::{FigureFacts, Mistake, PictureKind};
use crate::window::widgets::picture;

/// Reads the picture at a path of the catalog: its bytes, or why there are none, in words.
pub type ReadPicture = Box<dyn Fn(&str) -> Result<Vec<u8>, String> + Send + Sync>;

/// Pose sets and pictures; cheap to clone.
#[derive(Clone, Default)]
pub struct Gallery(Arc<Inside>);

#[derive(Default)]
struct Inside {
    own: BTreeMap<String, PoseSet>,
    read: Option<ReadPicture>,
    /// By path; drawn for at most so many pixels in each direction.
    pictures: Mutex<HashMap<String, Drawn>>,
}

/// A picture as it was drawn last.
struct Drawn {
    room: [u32; 2],
    shown: Result<TextureHandle, String>,
}

impl Gallery {
    /// A gallery with pose sets of one's own and a way to pictures.
    pub fn new(own: BTreeMap<String, PoseSet>, read: ReadPicture) -> Gallery {
        Gallery(Arc::new(Inside {
            own,
            read: Some(read),
            pictures: Mutex::default(),
        }))
    }

    /// Makes it the gallery of that window.
    pub fn hang(&self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(Id::NULL, self.clone()));
    }

    /// The gallery of that window; only built-in pose sets if none was hung.
    pub fn of(ctx: &Context) -> Gallery {
        ctx.data(|data| data.get_temp(Id::NULL)).unwrap_or_default()
    }

    /// A pose set, built-in or own.
    pub fn set(&self, id: &str) -> Option<&PoseSet> {
        pose_sets::get(id).or_else(|| self.0.own.get(id))
    }

    /// Every pose set, by id: the built-in ones first.
    pub fn sets(&self) -> impl Iterator<Item = (&str, &PoseSet)> {
        let built_in = pose_sets::ids().filter_map(|id| Some((id, pose_sets::get(id)?)));
        let own = self.0.own.iter().map(|(id, set)| (id.as_str(), set));
        built_in.chain(own)
    }

    /// What a catalog may say of the pose sets.
    pub fn facts(&self) -> Vec<FigureFacts> {
        self.sets()
            .map(|(id, set)| FigureFacts {
                id: id.to_owned(),
                keys: set.keys.len(),
                cyclic: set.cycle.is_some(),
                broken: false,
            })
            .collect()
    }

    /// Whether there is a picture at that path, and it can be shown.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn look(&self, path: &str) -> Result<(), Mistake> {
        let read = self.0.read.as_ref();
        let bytes = match read {
            Some(read) => read(path),
            None => Err("there is no way to it".to_owned()),
        };
        let seen = bytes.and_then(|bytes| picture::decode(path, &bytes, [16, 16]));
        seen.map(|_| ()).map_err(|why| Mistake::new(why, ""))
    }

    /// A picture as large as fits in so many pixels, or why it cannot be shown.
    ///
    /// # Errors
    /// In words, whatever the reader or the decoder says.
    pub fn picture(
        &self,
        ctx: &Context,
        path: &str,
        room: [u32; 2],
    ) -> Result<TextureHandle, String> {
        let mut pictures = self
            .0
            .pictures
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Pixels are what they are; shapes are drawn for their room.
        let fixed = PictureKind::of(path) == Some(PictureKind::Png);
        if let Some(drawn) = pictures.get(path)
            && (fixed || drawn.room == room)
        {
            return drawn.shown.clone();
        }
        let read = self.0.read.as_ref();
        let shown = read
            .ok_or_else(|| "there is no way to it".to_owned())
            .and_then(|read| read(path))
            .and_then(|bytes| picture::decode(path, &bytes, room))
            .map(|image| ctx.load_texture(path, image, egui::TextureOptions::LINEAR));
        let drawn = Drawn {
            room,
            shown: shown.clone(),
        };
        pictures.insert(path.to_owned(), drawn);
        shown
    }
}
