//! Text as files and screens hold it: RON with the position of every value, Base64, invisible characters.

pub mod base64;
pub mod ron_tree;
pub mod visible;
