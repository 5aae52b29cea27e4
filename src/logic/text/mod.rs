//! Text as files and screens hold it: RON with the position of every value, Base64, the words of enums, invisible
//! characters.

pub mod base64;
pub mod ron_tree;
pub mod visible;
pub mod word;
