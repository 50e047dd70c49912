//! Whether something exists, asked of a live database: one small query for each kind of thing.

use diesel::QueryResult;

use super::dialect::quoted;
use crate::connection::{BackendKind, Database};
use crate::operation::Thing;
use crate::schema::{Name, QualifiedName};

/// Whether `thing` exists. Names without a namespace are looked up where the connection would find them.
///
/// # Errors
///
/// The database's own refusal.
pub fn exists(database: &mut dyn Database, thing: &Thing) -> QueryResult<bool> {
    let query = match database.backend() {
        BackendKind::Sqlite => sqlite(thing),
        BackendKind::Postgres => Some(postgres(thing)),
        BackendKind::Mysql => mysql(thing),
    };
    let Some(Query { sql, parameters }) = query else {
        return Ok(false);
    };
    Ok(!database.query(&sql, &parameters)?.is_empty())
}

/// A query with one row where the thing exists.
struct Query<'a> {
    sql: String,
    parameters: Vec<Option<&'a str>>,
}

impl<'a> Query<'a> {
    /// What `source` finds by the namespace and name of a table or another object.
    fn of(object: &'a QualifiedName, source: &str) -> Self {
        let schema = object.schema.as_ref().map(Name::as_str);
        Self {
            sql: format!("SELECT 'x' AS found FROM {source}"),
            parameters: vec![schema, Some(object.name.as_str())],
        }
    }

    /// What `source` finds by a name alone.
    fn by(name: &'a Name, source: &str) -> Self {
        Self {
            sql: format!("SELECT 'x' AS found FROM {source}"),
            parameters: vec![Some(name.as_str())],
        }
    }

    /// The same with a name inside the object as the last parameter.
    fn and(mut self, name: &'a Name) -> Self {
        self.parameters.push(Some(name.as_str()));
        self
    }
}

/// SQLite's catalogue is a table of each attached file; there are neither enum types nor sequences.
fn sqlite(thing: &Thing) -> Option<Query<'_>> {
    Some(match thing {
        Thing::Table(name) => object(name, &name.name, "table"),
        Thing::View(name) => object(name, &name.name, "view"),
        Thing::Index(table, name) => object(table, name, "index"),
        Thing::Trigger(table, name) => object(table, name, "trigger"),
        Thing::Column(table, name) => columns(table, "AND name = ? COLLATE NOCASE").and(name),
        Thing::PrimaryKey(table) => columns(table, "AND pk > 0"),
        // The catalogue keeps constraints as text only, which migrations write in this way.
        Thing::Constraint(table, name) => Query::by(
            &table.name,
            &format!(
                "{} WHERE type = 'table' AND name = ? COLLATE NOCASE \
                 AND instr(sql, 'CONSTRAINT \"' || replace(?, '\"', '\"\"') || '\" ') > 0",
                master(table)
            ),
        )
        .and(name),
        Thing::Namespace(name) => {
            Query::by(name, "pragma_database_list WHERE name = ? COLLATE NOCASE")
        }
        Thing::Enum(_) | Thing::Sequence(_) | Thing::Extension(_) => return None,
    })
}

fn master(object: &QualifiedName) -> String {
    match &object.schema {
        Some(file) => format!("{}.sqlite_master", quoted(file, '"')),
        None => "main.sqlite_master".into(),
    }
}

fn object<'a>(place: &QualifiedName, name: &'a Name, kind: &str) -> Query<'a> {
    let master = master(place);
    let source = format!("{master} WHERE type = '{kind}' AND name = ? COLLATE NOCASE");
    Query::by(name, &source)
}

fn columns<'a>(table: &'a QualifiedName, condition: &str) -> Query<'a> {
    let source = "(SELECT coalesce(?, 'main') AS file, ? AS called) AS t, pragma_table_xinfo(t.called, t.file) AS c";
    Query::of(table, &format!("{source} WHERE 1 = 1 {condition}"))
}

/// The identifier of a table, view or sequence: two parameters.
const RELATION: &str = "to_regclass(concat_ws('.', quote_ident(?), quote_ident(?)))";

fn postgres(thing: &Thing) -> Query<'_> {
    let relation =
        |kinds: &str| format!("pg_class WHERE oid = {RELATION} AND relkind IN ({kinds})");
    match thing {
        Thing::Table(name) => Query::of(name, &relation("'r', 'p', 'f'")),
        Thing::View(name) => Query::of(name, &relation("'v', 'm'")),
        Thing::Sequence(name) => Query::of(name, &relation("'S'")),
        Thing::Column(table, name) => Query::of(
            table,
            &format!(
                "pg_attribute WHERE attrelid = {RELATION} AND attname = ? AND attnum > 0 AND NOT attisdropped"
            ),
        )
        .and(name),
        Thing::Index(table, name) => Query::of(
            table,
            &format!(
                "pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = {RELATION} AND i.indisvalid \
                 AND c.relname = ?"
            ),
        )
        .and(name),
        Thing::Constraint(table, name) => Query::of(
            table,
            &format!("pg_constraint WHERE conrelid = {RELATION} AND conname = ?"),
        )
        .and(name),
        Thing::PrimaryKey(table) => Query::of(
            table,
            &format!("pg_constraint WHERE conrelid = {RELATION} AND contype = 'p'"),
        ),
        Thing::Trigger(table, name) => Query::of(
            table,
            &format!("pg_trigger WHERE tgrelid = {RELATION} AND tgname = ?"),
        )
        .and(name),
        Thing::Enum(name) => Query::of(
            name,
            "pg_type WHERE oid = to_regtype(concat_ws('.', quote_ident(?), quote_ident(?))) AND typtype = 'e'",
        ),
        Thing::Namespace(name) => Query::by(name, "pg_namespace WHERE nspname = ?"),
        Thing::Extension(name) => Query::by(name, "pg_extension WHERE extname = ?"),
    }
}

fn mysql(thing: &Thing) -> Option<Query<'_>> {
    let tables = |kinds: &str| {
        format!(
            "information_schema.tables WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? \
             AND table_type IN ({kinds})"
        )
    };
    let part = |view: &str, condition: &str| {
        format!(
            "information_schema.{view} WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? AND {condition}"
        )
    };
    Some(match thing {
        Thing::Table(name) => Query::of(name, &tables("'BASE TABLE', 'SYSTEM VERSIONED'")),
        Thing::View(name) => Query::of(name, &tables("'VIEW'")),
        Thing::Sequence(name) => Query::of(name, &tables("'SEQUENCE'")),
        Thing::Column(table, name) => {
            Query::of(table, &part("columns", "column_name = ?")).and(name)
        }
        Thing::Index(table, name) => {
            Query::of(table, &part("statistics", "index_name = ?")).and(name)
        }
        Thing::Constraint(table, name) => {
            Query::of(table, &part("table_constraints", "constraint_name = ?")).and(name)
        }
        Thing::PrimaryKey(table) => Query::of(
            table,
            &part("table_constraints", "constraint_type = 'PRIMARY KEY'"),
        ),
        Thing::Trigger(table, name) => Query::of(
            table,
            "information_schema.triggers WHERE trigger_schema = COALESCE(?, DATABASE()) AND event_object_table = ? \
             AND trigger_name = ?",
        )
        .and(name),
        Thing::Namespace(name) => {
            Query::by(name, "information_schema.schemata WHERE schema_name = ?")
        }
        Thing::Enum(_) | Thing::Extension(_) => return None,
    })
}
