//! Enums written as words: in files, in the database, on the socket and on the command line.

/// An enum whose variants are single words. `words!` makes it one; nothing else turns an enum into a word that is
/// read back.
pub trait Word: Copy + PartialEq + 'static {
    /// Every choice, in display order.
    const ALL: &'static [Self];

    /// Their words, in the same order.
    const WORDS: &'static [&'static str];

    /// The choice as it is written: lower-case words joined by `-`.
    fn word(self) -> &'static str;

    /// The choice that `written` names; capitals, `-`, `_` and spaces make no difference.
    fn from_word(written: &str) -> Option<Self> {
        let is_meant = |word: &&str| plain(word).eq(plain(written));
        let place = Self::WORDS.iter().position(is_meant)?;
        Self::ALL.get(place).copied()
    }
}

fn plain(text: &str) -> impl Iterator<Item = char> {
    let letters = text.chars().filter(|c| !matches!(c, '-' | '_' | ' '));
    letters.flat_map(char::to_lowercase)
}

/// Declares an enum and the word for each variant: `pub enum Side { Left = "left", Right = "right" }`. With `as serde`
/// in front, serde uses that word too.
macro_rules! words {
    (
        $(#[$about:meta])*
        pub enum $name:ident { $($(#[$what:meta])* $choice:ident = $word:literal),+ $(,)? }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$what])* $choice),+
        }

        impl $crate::logic::text::word::Word for $name {
            const ALL: &'static [Self] = &[$($name::$choice),+];
            const WORDS: &'static [&'static str] = &[$($word),+];

            fn word(self) -> &'static str {
                match self {
                    $($name::$choice => $word),+
                }
            }
        }
    };
    (as serde $(#[$about:meta])* pub enum $name:ident $choices:tt) => {
        $crate::logic::text::word::words! { $(#[$about])* pub enum $name $choices }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str($crate::logic::text::word::Word::word(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::logic::text::word::read(from)
            }
        }
    };
}
pub(crate) use words;

/// Reads a variant's word, for [`words!`].
///
/// # Errors
/// Not a text, or not the word of any variant.
pub(crate) fn read<'de, W: Word, D: serde::Deserializer<'de>>(from: D) -> Result<W, D::Error> {
    use serde::Deserialize as _;
    use serde::de::Error as _;
    let written = std::borrow::Cow::<'_, str>::deserialize(from)?;
    W::from_word(&written).ok_or_else(|| D::Error::unknown_variant(&written, W::WORDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        as serde
        /// Where the wind comes from.
        pub enum Wind {
            NorthEast = "north-east",
            #[allow(dead_code)]
            South = "south",
        }
    }

    #[test]
    fn a_word_is_read_however_it_is_spelt_and_written_in_one_way() {
        for spelt in ["north-east", "NorthEast", "north_east", "North East"] {
            assert_eq!(Wind::from_word(spelt), Some(Wind::NorthEast), "{spelt}");
        }
        for other in ["", "north", "north-easter"] {
            assert_eq!(Wind::from_word(other), None, "{other}");
        }
        let json = serde_json::to_string(&[Wind::NorthEast, Wind::South]).unwrap();
        assert_eq!(json, r#"["north-east","south"]"#);
        let back: Vec<Wind> = serde_json::from_str(&json).unwrap();
        assert_eq!(back, Wind::ALL);
        let problem = serde_json::from_str::<Wind>("\"up\"").unwrap_err();
        assert!(problem.to_string().contains("north-east"), "{problem}");
    }
}
