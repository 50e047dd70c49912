//! Columns.

use diesel::QueryResult;

use super::{USERS_RELATION, USERS_SCHEMA, types};
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{flag, name, optional, optional_name, qualified, text};
use crate::backend::standard::expression::Context;
use crate::connection::{BackendKind, Database, TextRow};
use crate::schema::{
    Column, ColumnType, DefaultValue, EnumReference, Generated, GeneratedStorage, Numbering,
};

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    for row in database.query(&query(), &[])? {
        let table = qualified(&row, "schema", "table");
        let column = column(reflected, &row);
        for (kind, sql) in beside(&row) {
            reflected.keep(kind, format!("{table}.{}", column.name), sql);
        }
        if let Some(table) = reflected.table_mut(&table) {
            table.columns.push(column);
        }
    }
    Ok(())
}

/// The columns that own a sequence: it goes with them.
const OWNERS: &str = "SELECT DISTINCT o.refobjid, o.refobjsubid FROM pg_depend AS o \
     JOIN pg_class AS s ON s.oid = o.objid AND s.relkind = 'S' \
     WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass AND o.deptype = 'a'";

/// Options whose names begin with `pg_` are the server's own notes, which its dump leaves out, too.
fn query() -> String {
    format!(
        "SELECT nullif(n.nspname, current_schema())::text AS schema, c.relname::text AS \"table\", \
         a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type, \
         nullif(en.nspname, current_schema())::text AS enum_schema, et.typname::text AS enum, \
         a.attnotnull::text AS not_null, a.attidentity::text AS identity, a.attgenerated::text AS generated, \
         pg_get_expr(d.adbin, d.adrelid) AS expression, \
         (o.refobjid IS NOT NULL)::text AS owns_sequence, \
         CASE WHEN a.attcollation <> t.typcollation THEN \
         (SELECT l.collname::text FROM pg_collation AS l WHERE l.oid = a.attcollation) END AS collation, \
         m.description AS comment, \
         CASE WHEN a.attstorage <> t.typstorage THEN 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' \
              WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END AS storage, \
         CASE a.attcompression WHEN 'p' THEN 'SET COMPRESSION pglz' WHEN 'l' THEN 'SET COMPRESSION lz4' END AS compression, \
         CASE WHEN a.attstattarget >= 0 THEN 'SET STATISTICS ' || a.attstattarget END AS statistics, \
         CASE WHEN a.attoptions IS NOT NULL THEN (SELECT 'SET (' || string_agg(x.option, ', ') || ')' \
          FROM unnest(a.attoptions) AS x (option) WHERE left(x.option, 3) <> 'pg_') END AS options \
         FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         JOIN pg_type AS t ON t.oid = a.atttypid \
         LEFT JOIN pg_type AS et ON et.typtype = 'e' \
         AND et.oid = CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END \
         LEFT JOIN pg_namespace AS en ON en.oid = et.typnamespace \
         LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
         LEFT JOIN pg_description AS m ON m.classoid = 'pg_class'::regclass AND m.objoid = a.attrelid \
         AND m.objsubid = a.attnum \
         LEFT JOIN ({OWNERS}) AS o ON o.refobjid = a.attrelid AND o.refobjsubid = a.attnum \
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {USERS_SCHEMA} AND {USERS_RELATION} \
         ORDER BY c.oid, a.attnum"
    )
}

fn column(reflected: &Reflected, row: &TextRow) -> Column {
    let mut column = Column::new(name(row, "name"), column_type(reflected, row));
    column.nullable = !flag(row, "not_null");
    column.collation = optional_name(row, "collation");
    column.comment = optional(row, "comment");
    column.numbering = match row.get("identity") {
        Some("a") => Some(Numbering::Always),
        Some("d") => Some(Numbering::ByDefault),
        _ => is_serial(row).then_some(Numbering::ByDefault),
    };
    let Some(sql) = row.get("expression") else {
        return column;
    };
    match row.get("generated") {
        Some("s") => column.generated = Some(generated(sql, GeneratedStorage::Stored)),
        Some("v") => column.generated = Some(generated(sql, GeneratedStorage::Virtual)),
        _ if column.numbering.is_some() => {}
        _ => column.default = Some(default(sql)),
    }
    column
}

/// Whether the column is numbered by a sequence of its own, as `serial` makes it.
fn is_serial(row: &TextRow) -> bool {
    let numbered = |sql: &str| sql.starts_with("nextval(");
    flag(row, "owns_sequence") && row.get("expression").is_some_and(numbered)
}

fn generated(sql: &str, storage: GeneratedStorage) -> Generated {
    Generated {
        expression: sql.to_owned(),
        storage,
    }
}

fn default(sql: &str) -> DefaultValue {
    match Context::of(BackendKind::Postgres).literal(sql) {
        Some(literal) => DefaultValue::Literal(literal),
        None => DefaultValue::Expression(sql.to_owned()),
    }
}

fn column_type(reflected: &Reflected, row: &TextRow) -> ColumnType {
    let printed = text(row, "type");
    if row.get("enum").is_none() {
        return types::read(&printed);
    }
    let name = qualified(row, "enum_schema", "enum");
    let labels = (reflected.schema.enums.get(&name)).map(|enum_type| enum_type.labels.clone());
    let reference = ColumnType::Enum(EnumReference {
        name,
        labels: labels.unwrap_or_default(),
    });
    if printed.ends_with("[]") {
        ColumnType::Array(Box::new(reference))
    } else {
        reference
    }
}

/// What the model does not say of a column.
fn beside(row: &TextRow) -> Vec<(&'static str, String)> {
    let kinds = [
        ("column storage", "storage"),
        ("column compression", "compression"),
        ("column statistics", "statistics"),
        ("column options", "options"),
    ];
    (kinds.into_iter())
        .filter_map(|(kind, column)| optional(row, column).map(|sql| (kind, sql)))
        .collect()
}
