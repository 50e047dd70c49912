//! SQL that the database runs when rows of a table change.

use super::{Name, QualifiedName};

/// A trigger.
///
/// Bodies share no language across databases, so everything behind the table's name is kept as text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Trigger {
    /// The trigger's name.
    pub name: Name,
    /// The table or view that it watches.
    pub table: QualifiedName,
    /// When it runs: `AFTER INSERT`, `BEFORE UPDATE OF email`.
    pub event: String,
    /// What it does: everything behind the table's name, `FOR EACH ROW EXECUTE FUNCTION touch()`.
    pub body: String,
}
