//! Indexes that are no part of a constraint.

use diesel::QueryResult;
use serde::Deserialize;

use super::{BESIDE_TABLES, USERS_RELATION, USERS_SCHEMA, constraints};
use crate::backend::Server;
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{flag, name, names, optional, qualified, text};
use crate::connection::{Database, TextRow};
use crate::schema::{Index, IndexKey, KeyPart, Name, NullsOrder, SortOrder};

pub(super) fn read(
    database: &mut dyn Database,
    server: &Server,
    reflected: &mut Reflected,
) -> QueryResult<()> {
    for row in database.query(&query(server), &[])? {
        let table = qualified(&row, "schema", "table");
        let index = index(&row);
        let kind = match (reflected.table_mut(&table), beyond_the_model(&row)) {
            (Some(table), None) => {
                table.indexes.push(index);
                continue;
            }
            (_, Some(kind)) => kind,
            (None, None) => "index",
        };
        reflected.keep(kind, format!("{table}.{}", index.name), text(&row, "sql"));
    }
    Ok(())
}

fn query(server: &Server) -> String {
    let nulls = if server.at_least((15, 0, 0)) {
        "i.indnullsnotdistinct"
    } else {
        "false"
    };
    format!(
        "SELECT nullif(n.nspname, current_schema())::text AS schema, c.relname::text AS \"table\", \
         x.relname::text AS name, i.indisunique::text AS is_unique, ({nulls})::text AS nulls_not_distinct, \
         (i.indisvalid AND i.indisready)::text AS valid, i.indisclustered::text AS clustered, am.amname::text AS method, \
         pg_get_expr(i.indpred, i.indrelid) AS predicate, keys.keys, {INCLUDED} AS included, \
         array_to_string(x.reloptions, ', ') AS options, obj_description(x.oid, 'pg_class') AS comment, \
         (x.reltablespace <> 0)::text AS elsewhere, \
         (cl.attrelid IS NOT NULL)::text AS class_options, \
         CASE WHEN NOT i.indisvalid OR NOT i.indisready OR i.indisclustered OR x.reloptions IS NOT NULL \
              OR x.reltablespace <> 0 OR cl.attrelid IS NOT NULL OR {BESIDE_TABLES} \
              THEN pg_get_indexdef(i.indexrelid) END AS sql \
         FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid \
         JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_am AS am ON am.oid = x.relam \
         LEFT JOIN ({KEYS}) AS keys ON keys.indexrelid = i.indexrelid \
         LEFT JOIN ({CLASS_OPTIONS}) AS cl ON cl.attrelid = x.oid \
         LEFT JOIN pg_constraint AS k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') \
         WHERE k.oid IS NULL AND NOT x.relispartition AND {USERS_SCHEMA} AND {USERS_RELATION} \
         ORDER BY c.oid, x.oid"
    )
}

/// The indexes of which a key says something to its operator class.
const CLASS_OPTIONS: &str = "SELECT DISTINCT p.attrelid FROM pg_attribute AS p, unnest(p.attoptions) AS y (option) \
     WHERE p.attoptions IS NOT NULL AND left(y.option, 3) <> 'pg_'";

/// The keys of every index in order, with all that is not the server's own choice. Only the server knows whether an
/// expression has a collation by itself; it then says none behind it.
///
/// One query for all of them: asked for index by index, the server takes several times as long.
pub(super) const KEYS: &str = "SELECT i.indexrelid, json_agg(json_build_object(\
     'column', a.attname, \
     'expression', CASE WHEN a.attnum IS NULL THEN pg_get_indexdef(i.indexrelid, s.number, false) END, \
     'descending', (i.indoption[s.number - 1] & 1) = 1, 'nulls_first', (i.indoption[s.number - 1] & 2) = 2, \
     'operator_class', CASE WHEN NOT o.opcdefault THEN o.opcname END, \
     'collation', CASE WHEN i.indcollation[s.number - 1] = coalesce(a.attcollation, t.typcollation) THEN NULL \
      WHEN a.attnum IS NOT NULL OR position(pg_get_indexdef(i.indexrelid, s.number, false) || ' COLLATE ' \
      IN pg_get_indexdef(i.indexrelid)) > 0 THEN l.collname END\
     ) ORDER BY s.number)::text AS keys \
     FROM pg_index AS i CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) AS s (number) \
     JOIN pg_attribute AS m ON m.attrelid = i.indexrelid AND m.attnum = s.number \
     JOIN pg_type AS t ON t.oid = m.atttypid \
     JOIN pg_opclass AS o ON o.oid = i.indclass[s.number - 1] \
     LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[s.number - 1] AND a.attnum <> 0 \
     LEFT JOIN pg_collation AS l ON l.oid = i.indcollation[s.number - 1] \
     GROUP BY i.indexrelid";

/// The columns that `pg_index AS i` carries without ordering by them.
const INCLUDED: &str = "CASE WHEN i.indnatts > i.indnkeyatts THEN (SELECT json_agg(a.attname ORDER BY s.number)::text \
     FROM generate_series(i.indnkeyatts + 1, i.indnatts) AS s (number) \
     JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[s.number - 1]) END";

/// What the index is called where the model has no words for all of it.
fn beyond_the_model(row: &TextRow) -> Option<&'static str> {
    match () {
        () if !flag(row, "valid") => Some("invalid index"),
        () if flag(row, "clustered") => Some("clustering index"),
        () if row.get("options").is_some() => Some("index with storage parameters"),
        () if flag(row, "class_options") => Some("index with operator class parameters"),
        () if flag(row, "elsewhere") => Some("index in a tablespace"),
        () => None,
    }
}

/// The keys, as the query of [`KEYS`] tells them.
pub(super) fn keys(row: &TextRow) -> Vec<IndexKey> {
    let keys = row.get("keys").map(serde_json::from_str::<Vec<Key>>);
    let keys = keys.and_then(Result::ok).unwrap_or_default();
    keys.into_iter().map(IndexKey::from).collect()
}

fn index(row: &TextRow) -> Index {
    let mut index = Index::new(name(row, "name"), keys(row));
    index.unique = flag(row, "is_unique");
    index.nulls = constraints::nulls(row);
    index.predicate = optional(row, "predicate");
    index.method = row
        .get("method")
        .filter(|method| *method != "btree")
        .map(Name::from);
    index.include = names(row, "included");
    index.comment = optional(row, "comment");
    index
}

/// A key as the query tells it.
#[derive(Deserialize)]
struct Key {
    column: Option<String>,
    expression: Option<String>,
    descending: bool,
    nulls_first: bool,
    operator_class: Option<String>,
    collation: Option<String>,
}

impl From<Key> for IndexKey {
    fn from(key: Key) -> Self {
        let part = match key.column {
            Some(column) => KeyPart::Column(column.into()),
            None => KeyPart::Expression(key.expression.unwrap_or_default()),
        };
        Self {
            part,
            order: if key.descending {
                SortOrder::Descending
            } else {
                SortOrder::Ascending
            },
            // `NULL`s stand where the largest value would.
            nulls: match (key.descending, key.nulls_first) {
                (false, true) => Some(NullsOrder::First),
                (true, false) => Some(NullsOrder::Last),
                (false, false) | (true, true) => None,
            },
            collation: key.collation.map(Name::from),
            operator_class: key.operator_class.map(Name::from),
            prefix: None,
        }
    }
}
