//! Types that Diesel does not have: a `sql_types` module declares them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::render::string;
use super::Style;
use super::column_type::{Said, Word};
use super::names::{Known, free, identifier};
use crate::backend::Server;
use crate::connection::BackendKind;
use crate::schema::{QualifiedName, Schema};

/// From how many columns on rustfmt puts the words of an attribute on lines of their own.
const ATTRIBUTE_WIDTH: usize = 70;

/// What `use diesel::sql_types::*` brings: a type of one's own called so would hide Diesel's.
const DIESELS: [&str; 66] = [
    "Array",
    "BigInt",
    "BigSerial",
    "Bigint",
    "Binary",
    "Bit",
    "Blob",
    "Bool",
    "Bpchar",
    "Bytea",
    "CChar",
    "Char",
    "Cidr",
    "Citext",
    "Date",
    "Daterange",
    "Datemultirange",
    "Datetime",
    "Decimal",
    "Double",
    "Float",
    "Float4",
    "Float8",
    "Inet",
    "Int2",
    "Int4",
    "Int4range",
    "Int8",
    "Int8range",
    "Integer",
    "Interval",
    "Json",
    "Jsonb",
    "Longblob",
    "Longtext",
    "MacAddr",
    "MacAddr8",
    "Mediumblob",
    "Mediumtext",
    "Money",
    "Multirange",
    "Nullable",
    "Numeric",
    "Numrange",
    "Oid",
    "PgLsn",
    "Range",
    "Record",
    "Serial",
    "SmallInt",
    "SmallSerial",
    "Smallint",
    "Text",
    "Time",
    "Timestamp",
    "Timestamptz",
    "TimestamptzSqlite",
    "TinyInt",
    "Tinyblob",
    "Tinyint",
    "Tinytext",
    "Unsigned",
    "Untyped",
    "Uuid",
    "VarChar",
    "Varchar",
];

/// The types that tables use and Diesel does not have, with their Rust names.
pub(super) struct OwnTypes(BTreeMap<QualifiedName, String>);

impl OwnTypes {
    pub(super) fn of(server: &Server, schema: &Schema) -> Self {
        Self::knowing(server, schema, &Known::default())
    }

    /// What has a name keeps it.
    pub(super) fn knowing(server: &Server, schema: &Schema, known: &Known) -> Self {
        let columns = schema.tables.values().flat_map(|table| &table.columns);
        let names: BTreeSet<_> = columns
            .filter_map(
                |column| match Said::of(server, Style::Full, &column.column_type).word {
                    Word::Own { name, .. } => Some(name),
                    Word::Known(_) => None,
                },
            )
            .collect();
        let mut taken: BTreeSet<String> = DIESELS.map(str::to_owned).into();
        taken.extend(known.types.values().cloned());
        let names = names.into_iter().map(|name| {
            let given = known.types.get(&name).cloned();
            let rust = given.unwrap_or_else(|| free(&camel(name.name.as_str()), &mut taken));
            (name, rust)
        });
        Self(names.collect())
    }

    /// The Rust name of a type.
    pub(super) fn rust_name(&self, name: &QualifiedName) -> &str {
        self.0.get(name).map_or("Text", String::as_str)
    }

    /// The module that declares them; nothing where there are none.
    pub(super) fn module(&self, kind: BackendKind) -> Option<String> {
        let types = self.declarations(kind, &BTreeMap::new());
        (!types.is_empty()).then(|| format!("pub mod sql_types {{\n{}}}\n", types.join("\n")))
    }

    /// The declarations of those types that are not among `known`.
    pub(super) fn declarations(
        &self,
        kind: BackendKind,
        known: &BTreeMap<QualifiedName, String>,
    ) -> Vec<String> {
        let new = self.0.iter().filter(|(name, _)| !known.contains_key(*name));
        let mut types: Vec<_> = new.collect();
        types.sort_by_key(|(_, rust)| *rust);
        types
            .into_iter()
            .map(|(name, rust)| declared(kind, name, rust))
            .collect()
    }
}

fn declared(kind: BackendKind, name: &QualifiedName, rust: &str) -> String {
    // Every enum is one type to MySQL's protocol.
    let (word, called, schema) = match kind {
        BackendKind::Mysql => ("mysql_type", "Enum", None),
        BackendKind::Sqlite | BackendKind::Postgres => {
            ("postgres_type", name.name.as_str(), name.schema.as_ref())
        }
    };
    let mut arguments = vec![format!("name = {}", string(called))];
    arguments.extend(schema.map(|schema| format!("schema = {}", string(schema.as_str()))));
    let attribute = attribute(word, &arguments);
    format!(
        "    #[derive(diesel::query_builder::QueryId, Clone, diesel::sql_types::SqlType)]\n    \
         #[diesel({attribute})]\n    pub struct {rust};\n"
    )
}

/// The attribute's words as rustfmt breaks them.
fn attribute(word: &str, arguments: &[String]) -> String {
    let line = arguments.join(", ");
    if line.chars().map(columns).sum::<usize>() < ATTRIBUTE_WIDTH {
        return format!("{word}({line})");
    }
    let lines = arguments.join(",\n        ");
    format!("{word}(\n        {lines}\n    )")
}

/// How many columns a letter takes: those of East Asia take two.
const fn columns(letter: char) -> usize {
    match letter {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// `user_status` as `UserStatus`
fn camel(name: &str) -> String {
    let words = identifier(name);
    let words = words.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    identifier(&words.collect::<String>())
}
