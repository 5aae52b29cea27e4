//! What exercises are shown with: the built-in pose sets, and the user's pose sets and pictures.
//!
//! The window opens no user files; its opener provides access to the pictures.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use egui::{ColorImage, Context, Id, TextureHandle};
use image::{ImageFormat, ImageReader, Limits};

use crate::figure::{PoseSet, pose_sets};
use crate::logic::catalog::{FigureFacts, FileMistake, Mistake, PictureKind};
use crate::window::drawing;

/// Draws the picture at a catalog path as large as fits in that many pixels across and down: a PNG, or why there is
/// none, in words.
pub type DrawPicture = Box<dyn Fn(&str, [u32; 2]) -> Result<Vec<u8>, String> + Send + Sync>;

/// Most pixels on a side, and most bytes for decoding: our own drawings never have more.
const MOST: (u32, u64) = (drawing::MOST_SIDE, 64 * 1024 * 1024);

/// The size at which a picture is drawn to test whether it can be. A PNG keeps its own size.
const TRIAL: [u32; 2] = [64, 64];

/// Pose sets and pictures; cheap to clone.
#[derive(Clone, Default)]
pub struct Gallery(Arc<Inside>);

#[derive(Default)]
struct Inside {
    own: BTreeMap<String, Arc<PoseSet>>,
    draw: Option<DrawPicture>,
    /// By path; each drawn for up to that many pixels in each direction.
    pictures: Mutex<HashMap<String, Drawn>>,
}

/// A picture as last drawn.
struct Drawn {
    room: [u32; 2],
    shown: Result<TextureHandle, String>,
}

impl Gallery {
    /// A gallery with the user's pose sets and access to their pictures.
    pub fn new(own: BTreeMap<String, Arc<PoseSet>>, draw: DrawPicture) -> Gallery {
        Gallery(Arc::new(Inside {
            own,
            draw: Some(draw),
            pictures: Mutex::default(),
        }))
    }

    /// Makes it the gallery of that window.
    pub fn install(&self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(Id::NULL, self.clone()));
    }

    /// The gallery of that window; only built-in pose sets if none was installed.
    pub fn of(ctx: &Context) -> Gallery {
        ctx.data(|data| data.get_temp(Id::NULL)).unwrap_or_default()
    }

    /// A pose set, built-in or the user's.
    pub fn set(&self, id: &str) -> Option<&Arc<PoseSet>> {
        pose_sets::get(id).or_else(|| self.0.own.get(id))
    }

    /// Every pose set, by id, built-in ones first.
    pub fn sets(&self) -> impl Iterator<Item = (&str, &Arc<PoseSet>)> {
        let built_in = pose_sets::ids().filter_map(|id| Some((id, pose_sets::get(id)?)));
        let own = self.0.own.iter().map(|(id, set)| (id.as_str(), set));
        built_in.chain(own)
    }

    /// What a catalog needs to know about the pose sets.
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
        let drawn = self.draw(path, TRIAL);
        drawn.map(|_| ()).map_err(|why| Mistake::File {
            name: path.to_owned(),
            why: FileMistake::NotDrawn(why),
        })
    }

    fn draw(&self, path: &str, room: [u32; 2]) -> Result<Vec<u8>, String> {
        match &self.0.draw {
            Some(draw) => draw(path, room),
            None => Err("there is no way to it".to_owned()),
        }
    }

    /// A picture as large as fits in that many pixels, or why it can't be shown.
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
        // A PNG's pixels are fixed; an SVG is drawn for its room.
        let fixed = PictureKind::of(path) == Some(PictureKind::Png);
        if let Some(drawn) = pictures.get(path)
            && (fixed || drawn.room == room)
        {
            return drawn.shown.clone();
        }
        let room = if fixed { TRIAL } else { room };
        let shown = self
            .draw(path, room)
            .and_then(|png| decode(&png))
            .map(|image| ctx.load_texture(path, image, egui::TextureOptions::LINEAR));
        let drawn = Drawn {
            room,
            shown: shown.clone(),
        };
        pictures.insert(path.to_owned(), drawn);
        shown
    }
}
/// Reads a PNG that was drawn from a user's picture.
///
/// # Errors
/// In words: what is wrong with it.
fn decode(png: &[u8]) -> Result<ColorImage, String> {
    let mut reader = ImageReader::with_format(std::io::Cursor::new(png), ImageFormat::Png);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST.0);
    limits.max_image_height = Some(MOST.0);
    limits.max_alloc = Some(MOST.1);
    reader.limits(limits);
    let image = reader.decode().map_err(|problem| problem.to_string())?;
    let image = image.into_rgba8();
    let size = [image.width() as usize, image.height() as usize];
    Ok(ColorImage::from_rgba_unmultiplied(size, image.as_raw()))
}
