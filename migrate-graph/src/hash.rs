//! The fingerprint of a migration's source, which tells an edited migration from a reformatted one.

mod canonical;
mod imports;

use std::fmt;
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};
use sha2::{Digest, Sha256};

/// SHA-256 over what a migration's source means: 32 bytes, written as 64 lowercase hex digits.
///
/// What formatting may change is known better with every version, and another idea of it gives another hash of the same
/// source. So the text of a hash says by which idea it was made: this one, the first, by nothing before the digits, a
/// later one by its number, as in `2:…`. [`comparable`] tells which hashes may be compared.
///
/// ```
/// use migrate_graph::SourceHash;
///
/// let text = "00ff".repeat(16);
/// let hash: SourceHash = text.parse()?;
/// assert_eq!(hash.to_string(), text);
/// # Ok::<(), migrate_graph::hash::SourceHashError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceHash([u8; 32]);

impl SourceHash {
    /// The hash of a migration file's tokens and of the SQL texts that belong to it.
    ///
    /// Formatting does not change it: neither comments and line endings nor anything that rustfmt writes one way or
    /// another. The tokens must come from the file's text, so that a macro and a command that builds nothing agree.
    ///
    /// ```
    /// use migrate_graph::SourceHash;
    ///
    /// let hash = |text: &str| Ok::<_, proc_macro2::LexError>(SourceHash::of_source(text.parse()?, &[]));
    /// assert_eq!(hash("f(1, |x| { x })")?, hash("f(1, |x| x,) // the same")?);
    /// assert_ne!(hash("f(1, |x| { x })")?, hash("f(2, |x| { x })")?);
    /// # Ok::<(), proc_macro2::LexError>(())
    /// ```
    #[must_use]
    pub fn of_source(tokens: TokenStream, sql: &[&str]) -> Self {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut canonical = canonical::Canonical::default();
        canonical.level(&trees);
        for text in sql {
            canonical.sql(text);
        }
        Self(Sha256::digest(canonical.into_bytes()).into())
    }

    /// Wraps the 32 bytes of a finished SHA-256.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// Whether two hashes, as they were written, were made in the same way: only then do different ones mean different
/// sources.
///
/// ```
/// use migrate_graph::hash::comparable;
///
/// assert!(comparable("00ff", "aa11"));
/// assert!(!comparable("00ff", "2:aa11"));
/// ```
#[must_use]
pub fn comparable(one: &str, other: &str) -> bool {
    version(one) == version(other)
}

/// What stands before the digits; the first version is the one without.
fn version(hash: &str) -> &str {
    hash.split_once(':').map_or("1", |(version, _)| version)
}

impl fmt::Display for SourceHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for SourceHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceHash({self})")
    }
}

/// The text is not 64 hex digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceHashError;

impl fmt::Display for SourceHashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a source hash is 64 hex digits")
    }
}

impl std::error::Error for SourceHashError {}

impl FromStr for SourceHash {
    type Err = SourceHashError;

    fn from_str(text: &str) -> Result<Self, SourceHashError> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(SourceHashError);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = hex_digit(pair[0])? << 4 | hex_digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

fn hex_digit(digit: u8) -> Result<u8, SourceHashError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(SourceHashError),
    }
}
