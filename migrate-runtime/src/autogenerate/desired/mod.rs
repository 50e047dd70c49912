//! The schema that a database should have: what the declaration says, and what was found where it says nothing.
//!
//! Whatever means the same to the server stays in the words in which it was found, so that `diff` sees only what is
//! different, and what is different stands in the words of the declaration.

mod column;
mod column_type;
mod constraint;
mod dangling;
mod enum_type;
mod index;
mod table;

use std::collections::BTreeSet;

use super::{Declared, Ownership};
use crate::backend::{Server, normalize};
use crate::schema::{NamingConvention, QualifiedName, Schema, Table};

/// All that is looked at.
pub(super) struct View<'a> {
    /// What was found, with its new names.
    pub(super) found: &'a Schema,
    /// The same in the server's words.
    pub(super) normal: &'a Schema,
    pub(super) declared: &'a Declared,
    pub(super) ownership: &'a Ownership,
    pub(super) server: &'a Server,
    pub(super) convention: &'a NamingConvention,
}

impl View<'_> {
    /// The tables that are declared and not left alone.
    fn owned(&self) -> impl Iterator<Item = &Table> {
        let tables = self.declared.schema.tables.values();
        tables.filter(|table| self.ownership.covers(&table.name))
    }

    /// The tables that were found and could be dropped, for nobody declares them.
    pub(super) fn undeclared(&self) -> BTreeSet<QualifiedName> {
        let names = self.found.tables.keys();
        names
            .filter(|name| self.declared.schema.table(name).is_none())
            .filter(|name| self.ownership.covers(name))
            .cloned()
            .collect()
    }
}

/// The schema that should be.
pub(super) fn schema(view: &View<'_>) -> Schema {
    let mut said = said(view);
    let normal = normalize(view.server, &said);
    for table in said.tables.values_mut() {
        write_types(table, normal.table(&table.name));
    }
    let mut schema = view.found.clone();
    if view.ownership.drop_undeclared {
        drop_undeclared(view, &mut schema);
    }
    for (name, table) in &said.tables {
        let sides = table::Sides::of(view, &normal, table);
        let desired = sides.map_or_else(|| table.clone(), |sides| sides.settled());
        schema.tables.insert(name.clone(), desired);
        schema.namespaces.extend(namespace(view, name));
    }
    dangling::forget(view.found, &mut schema);
    enum_type::settle(view, &mut schema);
    schema
}

/// What the declaration says, and of each table that was found what it does not say.
fn said(view: &View<'_>) -> Schema {
    let mut said = Schema {
        enums: view.declared.schema.enums.clone(),
        ..Schema::default()
    };
    for table in view.owned() {
        let mut table = table.clone();
        table::fill(view, &mut table);
        said.tables.insert(table.name.clone(), table);
    }
    said
}

fn write_types(said: &mut Table, normal: Option<&Table>) {
    for column in &mut said.columns {
        if let Some(normal) = normal.and_then(|table| table.column(&column.name)) {
            column.column_type = column_type::written(&column.column_type, &normal.column_type);
        }
    }
}

fn drop_undeclared(view: &View<'_>, schema: &mut Schema) {
    for name in view.undeclared() {
        schema.tables.remove(&name);
        schema.triggers.retain(|(table, _), _| *table != name);
    }
}

/// The namespace of a declared table, where one has to be made for it.
fn namespace(view: &View<'_>, table: &QualifiedName) -> Option<crate::schema::Name> {
    let mut known = view.found.tables.keys();
    let namespace = table.schema.clone()?;
    let is_new = known.all(|other| other.schema.as_ref() != Some(&namespace));
    (is_new && view.server.kind == crate::connection::BackendKind::Postgres).then_some(namespace)
}
