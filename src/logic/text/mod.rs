//! Text as files and screens hold it: RON with the place of every value, Base64, characters that would not be seen.

pub mod base64;
pub mod ron_tree;
pub mod visible;
