//! What can be wrong with the text of a target.

use std::fmt;

use crate::revision::MAX_ID_LENGTH;

/// Why a text is no target, or no range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxProblem {
    /// There is no text.
    Empty,
    /// This character stands nowhere in a target.
    Character(char),
    /// A name is longer than any id: this many characters.
    LongName(usize),
    /// Nothing stands before the `@`.
    NoBranch,
    /// This keyword stands before the `@`.
    KeywordAsBranch(String),
    /// There are several `@`.
    TwoBranches,
    /// Nothing stands behind the `@`.
    NothingAfterBranch,
    /// This, which is no number, stands behind `+` or `-`.
    NoNumber(String),
    /// The number behind `+` or `-` is greater than any history is long.
    HugeNumber,
    /// `current` takes no branch and no steps.
    CurrentAlone,
    /// It is a range, where one place is needed.
    Range,
    /// It has no colon, where a range is needed.
    NoRange,
    /// A range has one colon only.
    TwoColons,
}

impl SyntaxProblem {
    pub(super) fn describe(&self, f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
        let text = text.escape_debug();
        match self {
            Self::NoRange | Self::TwoColons => write!(f, "`{text}` is no range: {self}"),
            _ => write!(f, "`{text}` is no target: {self}"),
        }
    }

    pub(super) fn help(&self) -> String {
        match self {
            Self::Range => "name one place; `cargo migrate history` takes ranges".to_owned(),
            Self::NoRange => "write `from:to`; either side may be empty".to_owned(),
            Self::TwoColons => "write one colon: `from:to`".to_owned(),
            Self::CurrentAlone => "steps from what is applied are written `+1` and `-1`, on a branch `branch@+1`".to_owned(),
            Self::Character('~' | '^') => "steps down from a place are written `head-1`".to_owned(),
            Self::NoBranch | Self::KeywordAsBranch(_) | Self::TwoBranches | Self::NothingAfterBranch => {
                "write a branch label or a revision, `@`, and a place: `billing@head`, `billing@base`, `billing@+1`".to_owned()
            }
            Self::HugeNumber => "no history is that long; `base` and `head` go all the way".to_owned(),
            Self::Empty | Self::Character(_) | Self::LongName(_) | Self::NoNumber(_) => {
                "a target is a revision id or its beginning, a branch label, `head`, `heads`, `base`, \
                 `branch@head`, or steps like `+1`, `-1`, `head-2`"
                    .to_owned()
            }
        }
    }
}

impl fmt::Display for SyntaxProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Character(found) => write!(f, "`{}` is not allowed", found.escape_debug()),
            Self::LongName(length) => {
                write!(
                    f,
                    "a name of {length} characters is longer than any id ({MAX_ID_LENGTH} at most)"
                )
            }
            Self::NoBranch => f.write_str("nothing stands before the `@`"),
            Self::KeywordAsBranch(word) => write!(f, "`{word}` is no branch"),
            Self::TwoBranches => f.write_str("it has more than one `@`"),
            Self::NothingAfterBranch => f.write_str("nothing stands behind the `@`"),
            Self::NoNumber(found) if found.is_empty() => {
                f.write_str("a number must follow the sign")
            }
            Self::NoNumber(found) => write!(f, "`{}` is no number of steps", found.escape_debug()),
            Self::HugeNumber => f.write_str("the number is too large"),
            Self::CurrentAlone => f.write_str("`current` stands alone"),
            Self::Range => f.write_str("it is a range"),
            Self::NoRange => f.write_str("it has no colon"),
            Self::TwoColons => f.write_str("it has more than one colon"),
        }
    }
}
