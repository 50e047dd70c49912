//! Tables with their options, without what is in them.

use std::collections::BTreeMap;

use diesel::QueryResult;

use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{name, optional, text};
use crate::connection::{Database, TextRow};
use crate::schema::{Name, QualifiedName, Table};

/// What the other readers must know of the tables.
pub(super) struct Tables {
    /// Each table's collation.
    pub(super) collations: BTreeMap<Name, String>,
    /// The sequences, which the catalogue lists among the tables.
    pub(super) sequences: Vec<Name>,
}

const QUERY: &str = "SELECT t.table_name AS name, t.table_type AS kind, t.engine AS engine, \
     t.table_collation AS collation, t.table_comment AS comment, t.create_options AS options, \
     CAST(@@collation_database AS CHAR) AS usual_collation, CAST(@@default_storage_engine AS CHAR) AS usual_engine \
     FROM information_schema.tables AS t WHERE t.table_schema = DATABASE() AND LEFT(t.table_name, 10) <> '__migrate_'";

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<Tables> {
    let mut tables = Tables {
        collations: BTreeMap::new(),
        sequences: Vec::new(),
    };
    for row in database.query(QUERY, &[])? {
        match row.get("kind") {
            Some("SEQUENCE") => tables.sequences.push(name(&row, "name")),
            Some("BASE TABLE") => keep(&mut tables, reflected, &row),
            Some("SYSTEM VERSIONED") => {
                reflected.keep(
                    "system versioning",
                    text(&row, "name"),
                    "WITH SYSTEM VERSIONING",
                );
                keep(&mut tables, reflected, &row);
            }
            // Views are read by themselves.
            _ => {}
        }
    }
    Ok(tables)
}

fn keep(tables: &mut Tables, reflected: &mut Reflected, row: &TextRow) {
    let mut table = Table::new(QualifiedName::new(name(row, "name")));
    let collation = text(row, "collation");
    table.comment = optional(row, "comment");
    table.options.engine = unusual(row, "engine", "usual_engine");
    table.options.collation = unusual(row, "collation", "usual_collation");
    tables.collations.insert(table.name.name.clone(), collation);
    // Partitions are read by themselves.
    let options: Vec<_> = row
        .get("options")
        .unwrap_or_default()
        .split(' ')
        .filter(|option| *option != "partitioned")
        .collect();
    let options = options.join(" ");
    if !options.is_empty() {
        reflected.keep("table options", table.name.to_string(), options);
    }
    reflected.schema.tables.insert(table.name.clone(), table);
}

/// What a table says, unless it is what the database says for all of its tables.
fn unusual(row: &TextRow, said: &str, usual: &str) -> Option<Name> {
    let said = row.get(said)?;
    let is_usual = row
        .get(usual)
        .is_some_and(|usual| usual.eq_ignore_ascii_case(said));
    (!is_usual).then(|| Name::from(said))
}
