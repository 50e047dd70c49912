//! Texts that were well formed before something happened to them, and texts that nobody formed.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::sample::{Index, select};
use proptest::{prop_oneof, string};

/// What hurts: each piece ends, begins or hides something somewhere.
pub(crate) const PIECES: [&str; 48] = [
    "\"",
    "'",
    "`",
    "\\",
    "\\\"",
    "\"#",
    "r#\"",
    "//",
    "/*",
    "*/",
    "--",
    ";",
    ",",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "#",
    "#[",
    "!",
    "$",
    "$$",
    "%",
    "=",
    ":",
    "::",
    "@",
    "+",
    "-",
    ".",
    "..",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{7}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "漢",
    "😀",
    "0",
    "18446744073709551616",
];

/// Something that happens to a text.
#[derive(Clone, Debug)]
enum Accident {
    /// A piece comes in.
    Insert(Index, String),
    /// A part goes.
    Delete(Index, usize),
    /// A part comes twice.
    Repeat(Index, usize),
    /// Everything behind goes.
    Cut(Index),
}

/// One of the texts after up to four accidents, or, now and then, whatever characters come.
pub(crate) fn of(corpus: &'static [&'static str]) -> impl Strategy<Value = String> {
    let mangled = (select(corpus), vec(accidents(corpus), 0..5)).prop_map(|(text, accidents)| {
        let mut letters: Vec<char> = text.chars().collect();
        for accident in &accidents {
            accident.happen(&mut letters);
        }
        letters.into_iter().collect()
    });
    prop_oneof![8 => mangled, 1 => pieces(), 1 => anything()]
}

/// Short texts of painful pieces and plain letters.
pub(crate) fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(&PIECES[..]), 2 => select(&["a", "B", "_", " ", "select", "users"][..])];
    vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn anything() -> impl Strategy<Value = String> {
    string::string_regex("(?s).{0,40}").expect("a pattern")
}

fn accidents(corpus: &'static [&'static str]) -> impl Strategy<Value = Accident> {
    let piece = prop_oneof![
        4 => select(&PIECES[..]).prop_map(str::to_owned),
        1 => select(corpus).prop_map(str::to_owned),
        1 => Just("x".repeat(300)),
    ];
    prop_oneof![
        3 => (any::<Index>(), piece).prop_map(|(at, piece)| Accident::Insert(at, piece)),
        2 => (any::<Index>(), 1_usize..12).prop_map(|(at, length)| Accident::Delete(at, length)),
        1 => (any::<Index>(), 1_usize..12).prop_map(|(at, length)| Accident::Repeat(at, length)),
        1 => any::<Index>().prop_map(Accident::Cut),
    ]
}

impl Accident {
    fn happen(&self, letters: &mut Vec<char>) {
        match self {
            Self::Insert(at, piece) => {
                let at = at.index(letters.len() + 1);
                letters.splice(at..at, piece.chars());
            }
            Self::Delete(at, length) => {
                let (from, to) = span(*at, *length, letters);
                letters.drain(from..to);
            }
            Self::Repeat(at, length) => {
                let (from, to) = span(*at, *length, letters);
                let part = letters[from..to].to_vec();
                letters.splice(from..from, part);
            }
            Self::Cut(at) => letters.truncate(at.index(letters.len() + 1)),
        }
    }
}

fn span(at: Index, length: usize, letters: &[char]) -> (usize, usize) {
    let from = at.index(letters.len() + 1);
    (from, letters.len().min(from + length))
}
