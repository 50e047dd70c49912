//! A database compared with what is declared for it.

use std::collections::BTreeSet;

use super::likeness::{Normal, possible_renames};
use super::outdated::Outdated;
use super::{Declared, Differences, Ownership, PossibleRename, desired, diff_making_again, rename};
use crate::backend::{RawObject, Reflected, Server, normalize};
use crate::connection::BackendKind;
use crate::schema::{NamingConvention, QualifiedName, Schema};

/// What stands between a schema that was found and the one that is declared.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The schema that was found, in its own words or in those of [`Comparison::spell_as`].
    pub found: Schema,
    /// The schema that should be: as found where the declaration says nothing or the same, as declared elsewhere.
    pub desired: Schema,
    /// What leads from one to the other, renames first.
    pub differences: Differences,
    /// What goes and comes although it may only have got another name, the likeliest first.
    pub possible_renames: Vec<PossibleRename>,
    /// The tables that were found, that nobody declares, and that stay.
    pub undeclared: BTreeSet<QualifiedName>,
    /// What was found and not understood: it is not compared.
    pub raw: Vec<RawObject>,
}

/// Compares a schema, live or replayed, with the declared one.
///
/// What a declaration does not say is as it was found: everything but columns, their types and the primary key for
/// Diesel's own `table!`; options of tables, and what is computed when a row changes, for
/// `migrate_runtime::table!`. Tables that nobody declares stay unless `ownership` lets them be dropped. Names that the
/// declaration leaves to the convention are no difference, nor are two spellings that mean the same to the server.
///
/// ```
/// use migrate_runtime::autogenerate::{Declared, Ownership, compare};
/// use migrate_runtime::backend::{Reflected, Server};
/// use migrate_runtime::connection::BackendKind;
/// use migrate_runtime::schema::{Column, ColumnType, NamingConvention, Table};
///
/// let mut declared = Declared::default();
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("id", ColumnType::BigInt));
/// declared.schema.tables.insert(users.name.clone(), users);
///
/// let comparison = compare(
///     &Reflected::default(),
///     &declared,
///     &Ownership::default(),
///     &Server::assumed(BackendKind::Sqlite),
///     &NamingConvention::default(),
/// );
/// let words: Vec<_> = comparison.differences.iter().map(|difference| difference.describe()).collect();
/// assert_eq!(words, ["create table `users`"]);
/// ```
#[must_use]
pub fn compare(
    found: &Reflected,
    declared: &Declared,
    ownership: &Ownership,
    server: &Server,
    convention: &NamingConvention,
) -> Comparison {
    let mut schema = found.schema.clone();
    let renames = rename::apply(&mut schema, declared);
    let view = desired::View {
        found: &schema,
        normal: &normalize(server, &schema),
        declared,
        ownership,
        server,
        convention,
    };
    let desired = desired::schema(&view);
    let outdated = Outdated::new(&found.schema, &desired, &renames).views();
    let again = match server.kind {
        BackendKind::Mysql => outdated,
        // They rewrite a view when something that it reads gets another name.
        BackendKind::Sqlite | BackendKind::Postgres => BTreeSet::new(),
    };
    let differences = diff_making_again(&schema, &desired, &again).led_by(renames);
    let undeclared = view.undeclared();
    let possible_renames = if differences.is_empty() {
        Vec::new()
    } else {
        let schemas = Normal {
            found: view.normal,
            desired: &normalize(server, &desired),
        };
        possible_renames(&differences, &undeclared, &schemas)
    };
    Comparison {
        possible_renames,
        undeclared: undeclared
            .into_iter()
            .filter(|table| desired.tables.contains_key(table))
            .collect(),
        found: found.schema.clone(),
        desired,
        differences,
        raw: found.raw.clone(),
    }
}

#[cfg(test)]
mod tests;
