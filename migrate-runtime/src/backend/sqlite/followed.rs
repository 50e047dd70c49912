//! What SQL text makes of a schema: SQLite runs it in memory, on the tables that it names, and tells.
//!
//! Only text that creates, alters and drops is run: nothing outside the memory can be touched by it.

use std::collections::BTreeSet;

use crate::backend::script::{self, Kind};
use crate::backend::{Reflected, Server, statements};
use crate::connection::{self, BackendKind, Database, DatabaseUrl};
use crate::operation::{CreateTable, CreateTrigger, CreateView, Operation};
use crate::schema::{Name, QualifiedName, Schema, Table};

use super::reflect;

/// The schema after `sql`; none where SQLite cannot tell without the database itself.
pub(in crate::backend) fn after(server: &Server, schema: &Schema, sql: &str) -> Option<Schema> {
    let definitions = definitions(sql)?;
    if definitions.is_empty() {
        return Some(schema.clone());
    }
    let mut memory = Memory::holding(server, &named(schema, sql)?)?;
    let before = memory.reflect()?;
    for definition in &definitions {
        memory.run(definition)?;
    }
    let after = memory.reflect()?;
    (before.raw == after.raw).then(|| changed(schema, &before.schema, after.schema))
}

/// The statements that define something; none where one may do what memory cannot show.
fn definitions(sql: &str) -> Option<Vec<String>> {
    let mut definitions = Vec::new();
    for statement in script::statements(BackendKind::Sqlite, sql).ok()? {
        let tokens = script::visible(BackendKind::Sqlite, &statement.sql)?;
        let word = tokens.first()?.to_ascii_uppercase();
        match word.as_str() {
            "CREATE" | "ALTER" | "DROP" => definitions.push(statement.sql),
            "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "ANALYZE" | "REINDEX" => {}
            _ => return None,
        }
    }
    let touches_catalogue = sql.to_ascii_lowercase().contains("sqlite_");
    (!touches_catalogue).then_some(definitions)
}

/// The part of the schema that the text can be about: what it names, and what hangs on that.
fn named(schema: &Schema, sql: &str) -> Option<Schema> {
    let words = words(sql)?;
    let is_named = |name: &Name| words.contains(&name.as_str().to_lowercase());
    let is_about = |table: &Table| {
        let triggers = schema.triggers.keys();
        is_named(&table.name.name)
            || table.indexes.iter().any(|index| is_named(&index.name))
            || (triggers.into_iter()).any(|(of, name)| *of == table.name && is_named(name))
    };
    let tables = schema.tables.iter().filter(|(_, table)| is_about(table));
    let views = schema.views.iter().filter(|(name, _)| is_named(&name.name));
    let mut part = Schema {
        tables: tables
            .map(|(name, table)| (name.clone(), table.clone()))
            .collect(),
        views: views
            .map(|(name, view)| (name.clone(), view.clone()))
            .collect(),
        ..Schema::default()
    };
    let holds = |of: &QualifiedName| part.tables.contains_key(of) || part.views.contains_key(of);
    let triggers = schema.triggers.iter().filter(|((of, _), _)| holds(of));
    part.triggers = triggers
        .map(|(key, trigger)| (key.clone(), trigger.clone()))
        .collect();
    Some(part)
}

/// Every name that the text may hold, in small letters.
fn words(sql: &str) -> Option<BTreeSet<String>> {
    let tokens = script::tokens(BackendKind::Sqlite, sql).ok()?;
    let words = tokens.iter().filter_map(|token| match token.kind {
        Kind::Word => Some(token.text.to_lowercase()),
        Kind::Quoted => Some(script::unquoted(token.text).to_lowercase()),
        Kind::Symbol | Kind::Blank => None,
    });
    Some(words.collect())
}

/// The schema with what became of the part that was in memory. What stayed keeps the words of its operations.
fn changed(schema: &Schema, before: &Schema, after: Schema) -> Schema {
    let mut changed = schema.clone();
    changed
        .tables
        .retain(|name, _| !before.tables.contains_key(name) || after.tables.contains_key(name));
    changed
        .views
        .retain(|name, _| !before.views.contains_key(name) || after.views.contains_key(name));
    changed
        .triggers
        .retain(|key, _| !before.triggers.contains_key(key) || after.triggers.contains_key(key));
    for (name, mut table) in after.tables {
        let was = before.table(&name);
        if was == Some(&table) {
            continue;
        }
        keep_columns(&mut table, was, schema.table(&name));
        changed.tables.insert(name, table);
    }
    for (name, view) in after.views {
        if before.views.get(&name) != Some(&view) {
            changed.views.insert(name, view);
        }
    }
    for (key, trigger) in after.triggers {
        if before.triggers.get(&key) != Some(&trigger) {
            changed.triggers.insert(key, trigger);
        }
    }
    changed
}

/// Columns that the text left alone stay as their operations made them.
fn keep_columns(table: &mut Table, was: Option<&Table>, said: Option<&Table>) {
    for column in &mut table.columns {
        let stayed = was.and_then(|was| was.column(&column.name)) == Some(&*column);
        if let Some(said) = said.and_then(|said| said.column(&column.name))
            && stayed
        {
            column.clone_from(said);
        }
    }
}

/// A database in memory.
struct Memory(Box<dyn Database>);

impl Memory {
    /// One that holds this schema; none where it cannot.
    fn holding(server: &Server, schema: &Schema) -> Option<Self> {
        let url = DatabaseUrl::parse(":memory:").ok()?;
        let mut memory = Self(connection::open(&url).ok()?);
        for operation in creating(schema) {
            for statement in statements(server, &Schema::default(), &operation).ok()? {
                memory.run(&statement.sql)?;
            }
        }
        Some(memory)
    }

    fn run(&mut self, sql: &str) -> Option<()> {
        self.0.batch_execute(sql).ok()
    }

    fn reflect(&mut self) -> Option<Reflected> {
        reflect::reflect(&mut *self.0).ok()
    }
}

fn creating(schema: &Schema) -> Vec<Operation> {
    let tables = schema.tables.values().cloned();
    let mut operations: Vec<_> = tables
        .map(|table| Operation::CreateTable(CreateTable { table }))
        .collect();
    let views = schema.views.values().cloned();
    operations.extend(views.map(|view| Operation::CreateView(CreateView { view })));
    let triggers = schema.triggers.values().cloned();
    operations.extend(triggers.map(|trigger| Operation::CreateTrigger(CreateTrigger { trigger })));
    operations
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use super::*;
    use crate::operation::Operation;
    use crate::schema::{Column, ColumnType};

    fn table(name: &str, columns: &[&str]) -> Operation {
        let mut table = Table::new(name);
        table.columns = (columns.iter())
            .map(|column| Column::new(*column, ColumnType::Timestamptz))
            .collect();
        Operation::CreateTable(CreateTable { table })
    }

    fn ground() -> Schema {
        let mut schema = Schema::default();
        for operation in [table("a", &["x", "y"]), table("b", &["x"])] {
            operation.apply(&mut schema).expect("the ground is sound");
        }
        schema
    }

    fn tables(schema: &Schema) -> Vec<String> {
        let words = |table: &Table| {
            let columns = table.columns.iter();
            let columns: Vec<_> = columns
                .map(|column| format!("{} {}", column.name, column.column_type))
                .collect();
            format!("{}: {}", table.name, columns.join(", "))
        };
        schema.tables.values().map(words).collect()
    }

    #[test]
    fn definitions_are_followed() {
        let server = Server::assumed(BackendKind::Sqlite);
        for (sql, wanted) in [
            (
                "CREATE TABLE c (id INTEGER PRIMARY KEY); INSERT INTO c VALUES (1)",
                vec![
                    "a: x Timestamptz, y Timestamptz",
                    "b: x Timestamptz",
                    "c: id Integer",
                ],
            ),
            ("DROP TABLE a", vec!["b: x Timestamptz"]),
            (
                "ALTER TABLE \"A\" RENAME COLUMN x TO z",
                vec!["a: z Timestamptz, y Timestamptz", "b: x Timestamptz"],
            ),
            (
                "ALTER TABLE a DROP COLUMN x; ALTER TABLE a ADD q INTEGER",
                vec!["a: y Timestamptz, q Integer", "b: x Timestamptz"],
            ),
        ] {
            let after = after(&server, &ground(), sql).expect(sql);
            assert_eq!(tables(&after), wanted, "{sql}");
        }
    }

    #[test]
    fn what_memory_cannot_show_is_not_guessed() {
        let server = Server::assumed(BackendKind::Sqlite);
        for sql in [
            "ATTACH 'other.db' AS other",
            "VACUUM INTO 'copy.db'",
            "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = ''",
            "CREATE VIRTUAL TABLE f USING fts5(x)",
            "DROP TABLE nobody",
            "CREATE TABLE a (x INTEGER)",
            "this is no SQL",
        ] {
            assert_eq!(after(&server, &ground(), sql), None, "{sql}");
        }
    }
}
