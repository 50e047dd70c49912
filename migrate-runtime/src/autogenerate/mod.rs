//! Two schemas compared: what leads from one to the other.

mod baseline;
mod column;
mod comparison;
mod constraint;
mod declaration;
mod declared;
mod dependents;
mod desired;
mod difference;
mod draft;
mod enum_type;
mod fill;
mod found;
mod index;
mod kept_table;
mod likeness;
mod namespace;
mod need;
mod outdated;
mod ownership;
mod rename;
mod render;
mod respelled;
mod reversal;
mod sequence;
mod table;
mod text;
mod trigger;
mod view;

pub use comparison::{Comparison, compare};
pub use declaration::{
    Current, Declaration, DeclaredFile, Style, declaration, rewritten, unchanged,
};
pub use declared::{Declared, DeclaredError, declared};
pub use difference::{Difference, Differences};
pub use draft::Draft;
pub use fill::{Demand, Fill, Fills};
pub use likeness::PossibleRename;
pub use ownership::Ownership;
pub use rename::Rename;
pub use render::{Body, render};

use std::collections::BTreeSet;

use crate::schema::{QualifiedName, Schema};
use dependents::Dependents;
use found::Found;

/// Everything in which two schemas differ, in an order in which the operations run on a database that has `from`.
///
/// Both schemas must speak one language: a reflected schema is compared with one that [`crate::backend::normalize`] has
/// put into the server's words. SQL texts are compared by their tokens. The order of a table's columns is no difference,
/// for only MySQL could change it; the order of constraints and indexes is none either.
///
/// ```
/// use migrate_runtime::autogenerate::diff;
/// use migrate_runtime::schema::{Column, ColumnType, Schema, Table};
///
/// let mut declared = Schema::default();
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("id", ColumnType::BigInt));
/// declared.tables.insert(users.name.clone(), users);
///
/// let differences = diff(&Schema::default(), &declared);
/// let words: Vec<_> = differences.iter().map(|difference| difference.describe()).collect();
/// assert_eq!(words, ["create table `users`"]);
/// assert!(diff(&declared, &declared).is_empty());
/// ```
#[must_use]
pub fn diff(from: &Schema, to: &Schema) -> Differences {
    diff_making_again(from, to, &BTreeSet::new())
}

/// The same, with these views made again even where nothing else asks for it.
fn diff_making_again(from: &Schema, to: &Schema, views: &BTreeSet<&QualifiedName>) -> Differences {
    let mut found = Found::default();
    let dependents = Dependents::new(from, to, views);
    namespace::compare(from, to, &mut found);
    enum_type::compare(from, to, &mut found);
    sequence::compare(from, to, &mut found);
    table::compare(from, to, &mut found);
    view::compare(from, to, &dependents, &mut found);
    trigger::compare(from, to, &dependents, &mut found);
    found.in_order()
}
