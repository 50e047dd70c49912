//! A schema as the text of a `schema.rs`: what [`declared`](super::declared) reads back as the same schema.

mod attribute;
mod column;
mod column_type;
mod comment;
mod constraint;
mod joins;
mod key;
mod names;
mod own_types;
mod rewrite;
mod table;

use crate::backend::{Reflected, Server};
use crate::schema::{NamingConvention, QualifiedName, Schema};
use names::{RustNames, is_identifier};
use own_types::OwnTypes;
pub use rewrite::{Current, DeclaredFile, rewritten, unchanged};

/// Which macro says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `migrate_runtime::table!` with every attribute.
    Full,
    /// Diesel's own `table!`, which has no words for indexes, defaults and references.
    Plain,
}

/// A schema as Rust source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    /// The text of a file.
    pub source: String,
    /// What `table!` has no words for: comments in the text, each in words.
    pub unsaid: Vec<String>,
}

/// Writes a schema as the text of a `schema.rs`. Names that the convention gives are left to it.
///
/// ```
/// use migrate_runtime::autogenerate::{Style, declaration};
/// use migrate_runtime::backend::{Reflected, Server};
/// use migrate_runtime::connection::BackendKind;
/// use migrate_runtime::schema::{Column, ColumnType, NamingConvention, Table};
///
/// let mut found = Reflected::default();
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("id", ColumnType::BigInt));
/// found.schema.tables.insert(users.name.clone(), users);
///
/// let server = Server::assumed(BackendKind::Sqlite);
/// let declaration = declaration(&found, &server, &NamingConvention::default(), Style::Full);
/// assert_eq!(
///     declaration.source,
///     "migrate_runtime::table! {\n    #[migrate(no_primary_key)]\n    users (id) {\n        id -> BigInt,\n    }\n}\n"
/// );
/// ```
#[must_use]
pub fn declaration(
    found: &Reflected,
    server: &Server,
    convention: &NamingConvention,
    style: Style,
) -> Declaration {
    let (schema, mut unsaid) = sayable(&found.schema, style);
    let names = RustNames::of(&schema);
    let types = OwnTypes::of(server, &schema);
    let context = Context {
        server: *server,
        convention,
        style,
        names: &names,
        types: &types,
    };
    let mut parts: Vec<String> = types.module(server.kind).into_iter().collect();
    for table in schema.tables.values() {
        parts.push(table::source(&context, table, &mut unsaid));
    }
    let joins = joins::joinable(&schema, &names);
    let joins: Vec<_> = joins.iter().map(|join| format!("{join}\n")).collect();
    parts.extend((!joins.is_empty()).then(|| joins.concat()));
    let tables: Vec<_> = schema
        .tables
        .keys()
        .filter_map(|name| names.table(name))
        .collect();
    parts.extend(joins::same_query(&tables));
    if style == Style::Full {
        unsaid.extend(beside_tables(&schema));
    }
    unsaid.extend((found.raw.iter()).map(|raw| format!("{} `{}`", raw.kind, raw.name)));
    parts.extend(left_out(&unsaid));
    Declaration {
        source: parts.join("\n"),
        unsaid,
    }
}

/// What every part of the text depends on.
struct Context<'a> {
    server: Server,
    convention: &'a NamingConvention,
    style: Style,
    names: &'a RustNames,
    types: &'a OwnTypes,
}

/// The schema without the tables that no `table!` can declare, and why not.
fn sayable(schema: &Schema, style: Style) -> (Schema, Vec<String>) {
    let mut schema = schema.clone();
    let mut unsaid = Vec::new();
    schema.tables.retain(|name, table| {
        let why = if !has_plain_namespace(name) {
            "the name of its schema is no Rust identifier"
        } else if table.columns.is_empty() {
            "it has no columns"
        } else if style == Style::Plain && table.primary_key().is_none() {
            "it has no primary key"
        } else {
            return true;
        };
        unsaid.push(format!("table `{name}`: {why}"));
        false
    });
    (schema, unsaid)
}

fn has_plain_namespace(name: &QualifiedName) -> bool {
    let schema = name.schema.as_ref();
    schema.is_none_or(|schema| is_identifier(schema.as_str()))
}

/// What is no table.
fn beside_tables(schema: &Schema) -> Vec<String> {
    let mut things = Vec::new();
    let unused = |name: &QualifiedName| schema.tables_with_enum(name).next().is_none();
    for (name, enum_type) in &schema.enums {
        if unused(name) {
            things.push(format!("enum type `{name}`, which no table uses"));
        } else if enum_type.comment.is_some() {
            things.push(format!("the comment of enum type `{name}`"));
        }
    }
    let mut each = |kind: &str, names: Vec<String>| {
        things.extend(names.into_iter().map(|name| format!("{kind} `{name}`")));
    };
    each(
        "sequence",
        schema.sequences.keys().map(ToString::to_string).collect(),
    );
    each(
        "view",
        schema.views.keys().map(ToString::to_string).collect(),
    );
    let triggers = schema.triggers.keys();
    each(
        "trigger",
        triggers
            .map(|(table, name)| format!("{table}.{name}"))
            .collect(),
    );
    let functions = schema.functions.keys();
    each(
        "function",
        functions.map(|(name, _)| name.to_string()).collect(),
    );
    each(
        "extension",
        schema.extensions.iter().map(ToString::to_string).collect(),
    );
    things
}

/// The comment that names what the text leaves out.
fn left_out(unsaid: &[String]) -> Option<String> {
    if unsaid.is_empty() {
        return None;
    }
    let mut lines = vec![comment::line(
        "Also in the database, where `table!` has no words for it:",
    )];
    lines.extend(unsaid.iter().map(|what| comment::line(what)));
    Some(lines.join("\n") + "\n")
}
