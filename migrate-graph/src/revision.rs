//! A revision: one node of the history, as its source declares it.

use std::borrow::Borrow;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::hash::SourceHash;

/// The longest revision id, in characters. Ledger columns are sized by it.
pub const MAX_ID_LENGTH: usize = 50;

/// Words with a meaning of their own in targets or in `#[migration]`, refused as ids and labels in any case.
pub const KEYWORDS: [&str; 5] = ["head", "heads", "base", "current", "none"];

/// The name of a revision: 1 to 50 of the characters `A-Z a-z 0-9 _`, and no [keyword](KEYWORDS).
///
/// Cheap to clone, ordered as text, case-sensitive.
///
/// ```
/// use migrate_graph::{RevisionId, RevisionIdError};
///
/// let id: RevisionId = "a1b2c3d4e5f6".parse()?;
/// assert_eq!(id.as_str(), "a1b2c3d4e5f6");
///
/// let error = RevisionId::parse("add-email").unwrap_err();
/// assert_eq!(error.to_string(), "`add-email` cannot be a revision id: `-` is not allowed");
/// # Ok::<(), RevisionIdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RevisionId {
    /// The characters, then zeros: so comparing the bytes compares the ids. In place, because a graph of a hundred
    /// thousand revisions compares, hashes and copies ids all the time, and following pointers is what takes long.
    bytes: [u8; MAX_ID_LENGTH],
    length: u8,
}

impl RevisionId {
    /// Checks `text` and keeps it as an id.
    ///
    /// # Errors
    ///
    /// The text is empty, too long, a keyword, or holds a character that no id may hold.
    pub fn parse(text: &str) -> Result<Self, RevisionIdError> {
        let refused = |problem| RevisionIdError {
            text: text.to_owned(),
            problem,
        };
        check_name(text).map_err(refused)?;
        let length =
            u8::try_from(text.len()).map_err(|_| refused(NameProblem::TooLong(text.len())))?;
        let mut bytes = [0; MAX_ID_LENGTH];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self { bytes, length })
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // It was text when it came, so it still is.
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

/// As text does, so that maps with ids for keys can be asked for text.
impl Hash for RevisionId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl FromStr for RevisionId {
    type Err = RevisionIdError;

    fn from_str(text: &str) -> Result<Self, RevisionIdError> {
        Self::parse(text)
    }
}

impl fmt::Display for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl AsRef<str> for RevisionId {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for RevisionId {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

/// Why a text cannot be a revision id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionIdError {
    /// The text that was refused.
    pub text: String,
    /// What is wrong with it.
    pub problem: NameProblem,
}

impl RevisionIdError {
    /// What to do instead.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(self.problem.help())
    }
}

impl fmt::Display for RevisionIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` cannot be a revision id: {}",
            self.text.escape_debug(),
            self.problem
        )
    }
}

impl Error for RevisionIdError {}

/// What is wrong with the name of a revision or of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameProblem {
    /// There is no character at all.
    Empty,
    /// There are more than [`MAX_ID_LENGTH`] characters: this many.
    TooLong(usize),
    /// This character is not one of `A-Z a-z 0-9 _`.
    Character(char),
    /// It is this one of [`KEYWORDS`].
    Keyword(&'static str),
}

impl NameProblem {
    /// What a name must look like.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Keyword(word) => {
                format!("`{word}` has a meaning of its own in targets; choose another name")
            }
            Self::Empty | Self::TooLong(_) | Self::Character(_) => {
                format!("use 1 to {MAX_ID_LENGTH} of the characters A-Z a-z 0-9 _")
            }
        }
    }
}

impl fmt::Display for NameProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::TooLong(length) => write!(
                f,
                "it has {length} characters, {MAX_ID_LENGTH} are the most"
            ),
            Self::Character(found) => write!(f, "`{}` is not allowed", found.escape_debug()),
            Self::Keyword(word) => write!(f, "`{word}` is a keyword"),
        }
    }
}

/// The rule for every name in a history: ids and branch labels alike.
///
/// # Errors
///
/// The first thing that is wrong with `text`.
pub fn check_name(text: &str) -> Result<(), NameProblem> {
    if text.is_empty() {
        return Err(NameProblem::Empty);
    }
    if let Some(found) = text
        .chars()
        .find(|&character| !is_name_character(character))
    {
        return Err(NameProblem::Character(found));
    }
    if text.len() > MAX_ID_LENGTH {
        return Err(NameProblem::TooLong(text.len()));
    }
    match KEYWORDS
        .into_iter()
        .find(|word| word.eq_ignore_ascii_case(text))
    {
        Some(word) => Err(NameProblem::Keyword(word)),
        None => Ok(()),
    }
}

/// Whether `character` may stand in an id or a branch label.
#[must_use]
pub fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// One migration, as far as the graph is concerned.
///
/// ```
/// use migrate_graph::{Revision, RevisionId};
///
/// let users = Revision::new("1975ea83b712".parse()?, []);
/// let merge = Revision {
///     message: "Join both lines".into(),
///     branch_labels: vec!["billing".into()],
///     ..Revision::new("a1b2c3d4e5f6".parse()?, [users.id.clone(), "0f0f0f0f0f0f".parse()?])
/// };
/// assert!(merge.is_merge());
/// # Ok::<(), migrate_graph::RevisionIdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its name, unique in the history.
    pub id: RevisionId,
    /// The revisions it follows: none for a base, several for a merge.
    pub down_revision: Vec<RevisionId>,
    /// What else must be applied before it, without joining the lines: full ids, or the label that a revision carries.
    pub depends_on: Vec<String>,
    /// The names it gives to the branch that starts here.
    pub branch_labels: Vec<String>,
    /// What it does, in the author's words; may be empty.
    pub message: String,
    /// The file that declares it, if it came from one.
    pub path: Option<String>,
    /// The fingerprint of its source, if that was read.
    pub source_hash: Option<SourceHash>,
    /// Why it has no downgrade, if it has none.
    pub irreversible: Option<String>,
}

impl Revision {
    /// A revision with an id and its parents, and nothing else said about it.
    #[must_use]
    pub fn new(id: RevisionId, down_revision: impl IntoIterator<Item = RevisionId>) -> Self {
        Self {
            id,
            down_revision: down_revision.into_iter().collect(),
            depends_on: Vec::new(),
            branch_labels: Vec::new(),
            message: String::new(),
            path: None,
            source_hash: None,
            irreversible: None,
        }
    }

    /// Whether it follows no revision.
    #[must_use]
    pub fn is_base(&self) -> bool {
        self.down_revision.is_empty()
    }

    /// Whether it joins several lines.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        self.down_revision.len() > 1
    }
}
