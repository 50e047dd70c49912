//! SQL that a database keeps under a name and runs when it is called.

use super::QualifiedName;

/// A function or a procedure.
///
/// Their languages differ from database to database, so everything behind the name is kept as text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Function {
    /// The function's name.
    pub name: QualifiedName,
    /// Whether it is called for its value.
    #[serde(default)]
    pub kind: FunctionKind,
    /// The arguments without parentheses: `amount integer`. PostgreSQL tells functions of one name apart by them.
    #[serde(default)]
    pub arguments: String,
    /// Everything behind the arguments: `RETURNS integer LANGUAGE sql AS 'SELECT amount * 2'`.
    pub definition: String,
}

/// The two kinds of functions.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum FunctionKind {
    /// Called inside an expression, for its value.
    #[default]
    Function,
    /// Called by a statement of its own.
    Procedure,
}

impl FunctionKind {
    /// The kind for people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Procedure => "procedure",
        }
    }
}
