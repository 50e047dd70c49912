//! Rust names for what a database calls as it likes: identifiers that no keyword is and no two things share.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Name, QualifiedName, Schema, Table};

/// Words that are no identifiers in some edition of Rust.
const KEYWORDS: [&str; 53] = [
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// What Diesel itself calls something beside the columns.
const TAKEN: [&str; 7] = [
    "BoxedQuery",
    "SqlType",
    "all_columns",
    "columns",
    "dsl",
    "star",
    "table",
];

/// Names that somebody has given already.
#[derive(Default)]
pub(super) struct Known {
    pub(super) tables: BTreeMap<QualifiedName, String>,
    pub(super) columns: BTreeMap<(QualifiedName, Name), String>,
    pub(super) types: BTreeMap<QualifiedName, String>,
}

/// The Rust name of every table, and of every column of it.
pub(super) struct RustNames {
    tables: BTreeMap<QualifiedName, String>,
    columns: BTreeMap<(QualifiedName, Name), String>,
}

impl RustNames {
    pub(super) fn of(schema: &Schema) -> Self {
        Self::knowing(schema, &Known::default())
    }

    /// What has a name keeps it.
    pub(super) fn knowing(schema: &Schema, known: &Known) -> Self {
        let mut names = Self {
            tables: known.tables.clone(),
            columns: known.columns.clone(),
        };
        let mut taken: BTreeSet<String> = known.tables.values().cloned().collect();
        // Names without a namespace come first in the map, so that theirs stay the short ones.
        for (name, table) in &schema.tables {
            let given = known.tables.get(name).cloned();
            let rust = given.unwrap_or_else(|| free(&table_name(name, &taken), &mut taken));
            names.columns_of(table, &rust);
            names.tables.insert(name.clone(), rust);
        }
        names
    }

    /// A column called like its table is an error to Diesel.
    fn columns_of(&mut self, table: &Table, rust: &str) {
        let mut taken: BTreeSet<String> = [rust.to_owned()].into();
        taken.extend(TAKEN.map(str::to_owned));
        let keys = table
            .columns
            .iter()
            .map(|column| (table.name.clone(), column.name.clone()));
        let (given, new): (Vec<_>, Vec<_>) = keys.partition(|key| self.columns.contains_key(key));
        taken.extend(
            given
                .iter()
                .filter_map(|key| self.columns.get(key).cloned()),
        );
        for key in new {
            let rust = free(&identifier(key.1.as_str()), &mut taken);
            self.columns.insert(key, rust);
        }
    }

    /// The Rust name of a table, if the schema has it.
    pub(super) fn table(&self, name: &QualifiedName) -> Option<&str> {
        self.tables.get(name).map(String::as_str)
    }

    /// The Rust name of a table's column, if it has one of this name.
    pub(super) fn column(&self, table: &QualifiedName, column: &Name) -> Option<&str> {
        let key = (table.clone(), column.clone());
        self.columns.get(&key).map(String::as_str)
    }

    /// The Rust names of columns, if the table has all of them.
    pub(super) fn columns(&self, table: &QualifiedName, columns: &[Name]) -> Option<Vec<&str>> {
        columns
            .iter()
            .map(|column| self.column(table, column))
            .collect()
    }
}

/// Of two tables of one name, that of another namespace says which.
fn table_name(name: &QualifiedName, taken: &BTreeSet<String>) -> String {
    let short = identifier(name.name.as_str());
    match &name.schema {
        Some(schema) if taken.contains(&short) => {
            identifier(&format!("{}_{}", schema.as_str(), name.name.as_str()))
        }
        _ => short,
    }
}

/// The name itself if it is an identifier, else one that reads like it.
pub(super) fn identifier(name: &str) -> String {
    let mut rust: String = name
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .collect();
    if rust.is_empty() || rust.starts_with(|first: char| first.is_ascii_digit()) {
        rust.insert(0, '_');
    }
    if rust.chars().all(|letter| letter == '_') {
        rust.push_str("unnamed");
    }
    if KEYWORDS.contains(&&*rust) {
        rust.push('_');
    }
    rust
}

/// Whether a name can stand in Rust source as it is.
pub(super) fn is_identifier(name: &str) -> bool {
    identifier(name) == name
}

/// The first of `name`, `name_`, `name_2`, … that is not taken, and takes it.
pub(super) fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut candidates = [name.to_owned(), format!("{name}_")]
        .into_iter()
        .chain(numbered);
    let free = candidates.find(|candidate| taken.insert(candidate.clone()));
    free.unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_becomes_an_identifier() {
        for (name, wanted) in [
            ("users", "users"),
            ("type", "type_"),
            ("two words", "two_words"),
            ("1st", "_1st"),
            ("\"; fn main() {}", "___fn_main_____"),
            ("漢字", "__unnamed"),
            ("", "_unnamed"),
        ] {
            assert_eq!(identifier(name), wanted);
        }
    }

    #[test]
    fn no_two_things_share_a_name() {
        let mut taken = BTreeSet::new();
        let names = ["a", "a", "a", "b"].map(|name| free(name, &mut taken));
        assert_eq!(names, ["a", "a_", "a_2", "b"]);
    }
}
