//! Changes to a text: at random, but always the same from one seed.

/// Numbers from a seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }
}

const NUMBERS: [&str; 24] = [
    "0",
    "-0",
    "1",
    "-1",
    "0.001",
    "-0.001",
    "90",
    "180",
    "-180",
    "360",
    "999.9",
    "-999.9",
    "1000",
    "1000.5",
    "1e3",
    "1e-30",
    "1e308",
    "-1e308",
    "4294967296",
    "18446744073709551616",
    "inf",
    "NaN",
    "0x10",
    "1_0",
];

const WORDS: [&str; 29] = [
    "None",
    "Some(1)",
    "true",
    "\"\"",
    "\"cat-cow\"",
    "()",
    "[]",
    "{}",
    "(0, 0, 0)",
    "both(",
    "each(",
    "r#\"",
    "/*",
    "//",
    "'",
    "\\",
    "\u{feff}",
    "é",
    "\u{202e}",
    "keys",
    "seconds",
    "reps: 3",
    "Each",
    "picture: \"a.png\"",
    "(exercise: \"cat-cow\", sets: 20)",
    "hold: 600",
    "side: Left",
    "hidden: true",
    "#![enable(implicit_some)]",
];

/// The bounds of a text's words, numbers and punctuation.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+');
    let mut tokens: Vec<(usize, usize)> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match tokens.last_mut() {
            Some(last) if word(before) && word(c) => last.1 = end,
            _ if !c.is_whitespace() => tokens.push((at, end)),
            _ => {}
        }
        before = c;
    }
    tokens
}

/// One mutation of a text. `other` lends parts.
pub fn change(text: &str, other: &str, dice: &mut Dice) -> String {
    let tokens_here = tokens(text);
    let pick = |dice: &mut Dice| tokens_here.get(dice.below(tokens_here.len())).copied();
    let Some((start, end)) = pick(dice) else {
        return other.to_owned();
    };
    let with = |from: usize, to: usize, middle: &str| {
        format!("{}{middle}{}", &text[..from.min(to)], &text[to.max(from)..])
    };
    match dice.below(9) {
        // Bytes.
        0 => {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=dice.below(3) {
                let at = dice.below(bytes.len());
                bytes[at] = dice.roll() as u8;
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
        // Replace a word.
        1 => with(start, end, WORDS[dice.below(WORDS.len())]),
        // Replace a number, a few times: most likely to still parse.
        2..=4 => {
            let numbers: Vec<(usize, usize)> = tokens_here
                .iter()
                .copied()
                .filter(|(start, end)| text[*start..*end].parse::<f64>().is_ok())
                .collect();
            let Some((start, end)) = numbers.get(dice.below(numbers.len())).copied() else {
                return with(start, end, "");
            };
            if dice.below(2) == 0 {
                return with(start, end, NUMBERS[dice.below(NUMBERS.len())]);
            }
            let was: f64 = text[start..end].parse().unwrap_or(1.0);
            let factor = [-1.0, 0.0, 0.1, 3.0, 10.0, 50.0][dice.below(6)];
            with(start, end, &format!("{}", was * factor))
        }
        // Remove, duplicate or move a stretch.
        5 => {
            let (_, far) = pick(dice).unwrap_or((start, end));
            with(start, far, "")
        }
        6 => {
            let (from, to) = pick(dice).unwrap_or((start, end));
            let part = text[start.min(from)..end.max(to)].to_owned();
            if part.len() < 4000 {
                with(end, end, &part)
            } else {
                with(start, end, "")
            }
        }
        // Insert a stretch of another text.
        7 => {
            let lent = tokens(other);
            let from = dice.below(lent.len());
            let to = (from + dice.below(40)).min(lent.len().saturating_sub(1));
            match (lent.get(from), lent.get(to)) {
                (Some((from, _)), Some((_, to))) => with(start, end, &other[*from..*to]),
                _ => with(start, end, ""),
            }
        }
        // Swap two words.
        _ => {
            let (a, b) = pick(dice).unwrap_or((start, end));
            let ((a, b), (c, d)) = if a < start {
                ((a, b), (start, end))
            } else {
                ((start, end), (a, b))
            };
            if b > c {
                return with(start, end, "");
            }
            format!(
                "{}{}{}{}{}",
                &text[..a],
                &text[c..d],
                &text[b..c],
                &text[a..b],
                &text[d..]
            )
        }
    }
}
