//! Tables with their options, without what is in them; namespaces.

use diesel::QueryResult;

use super::{USERS_RELATION, USERS_SCHEMA};
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{flag, name, optional, qualified, text, texts};
use crate::connection::{Database, TextRow};
use crate::schema::{Name, Table};

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    for row in database.query(&query(), &[])? {
        match row.get("kind") {
            Some("n") => {
                reflected.schema.namespaces.insert(name(&row, "name"));
            }
            Some("r" | "p") if !flag(&row, "is_partition") => keep_table(reflected, &row),
            Some("f") => keep_raw(reflected, &row, "foreign table", &text(&row, "server")),
            _ => keep_raw(reflected, &row, "partition", &partition(&row)),
        }
    }
    Ok(())
}

fn query() -> String {
    format!(
        "SELECT nullif(n.nspname, current_schema())::text AS schema, c.relname::text AS name, c.relkind::text AS kind, \
         (c.relpersistence = 'u')::text AS unlogged, c.relispartition::text AS is_partition, \
         to_json(c.reloptions)::text AS options, to_json(toast.reloptions)::text AS toast_options, \
         obj_description(c.oid, 'pg_class') AS comment, pg_get_partkeydef(c.oid) AS partition_key, \
         pg_get_expr(c.relpartbound, c.oid) AS bound, \
         (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) FROM pg_inherits AS i \
          WHERE i.inhrelid = c.oid) AS parents, \
         (SELECT am.amname::text FROM pg_am AS am WHERE am.oid = c.relam AND am.amname <> 'heap') AS method, \
         (SELECT s.spcname::text FROM pg_tablespace AS s WHERE s.oid = c.reltablespace) AS tablespace, \
         nullif(c.reloftype, 0)::regtype::text AS of_type, \
         (SELECT fs.srvname::text FROM pg_foreign_table AS ft JOIN pg_foreign_server AS fs ON fs.oid = ft.ftserver \
          WHERE ft.ftrelid = c.oid) AS server, \
         CASE WHEN c.relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY' \
              WHEN c.relrowsecurity THEN 'ENABLE ROW LEVEL SECURITY' END AS row_security, \
         CASE c.relreplident WHEN 'n' THEN 'REPLICA IDENTITY NOTHING' WHEN 'f' THEN 'REPLICA IDENTITY FULL' \
              WHEN 'i' THEN 'REPLICA IDENTITY USING INDEX' END AS replica_identity \
         FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         LEFT JOIN pg_class AS toast ON toast.oid = c.reltoastrelid \
         WHERE c.relkind IN ('r', 'p', 'f') AND {USERS_SCHEMA} AND {USERS_RELATION} \
         UNION ALL \
         SELECT NULL, n.nspname::text, 'n', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
         NULL FROM pg_namespace AS n WHERE {USERS_SCHEMA} AND n.nspname <> 'public' \
         AND n.nspname IS DISTINCT FROM current_schema() AND NOT EXISTS (SELECT 1 FROM pg_depend AS e \
         WHERE e.classid = 'pg_namespace'::regclass AND e.objid = n.oid AND e.deptype = 'e')"
    )
}

fn keep_table(reflected: &mut Reflected, row: &TextRow) {
    let mut table = Table::new(qualified(row, "schema", "name"));
    table.comment = optional(row, "comment");
    table.options.unlogged = flag(row, "unlogged");
    let toast = texts(row, "toast_options")
        .into_iter()
        .map(|option| format!("toast.{option}"));
    for option in texts(row, "options").into_iter().chain(toast) {
        let (parameter, value) = option.split_once('=').unwrap_or((&option, ""));
        (table.options.storage).insert(Name::new(parameter), value.to_owned());
    }
    reflected.schema.tables.insert(table.name.clone(), table);
    let beside = [
        (
            "partitioning",
            row.get("partition_key")
                .map(|key| format!("PARTITION BY {key}")),
        ),
        (
            "inheritance",
            row.get("parents")
                .map(|parents| format!("INHERITS ({parents})")),
        ),
        (
            "access method",
            row.get("method").map(|method| format!("USING {method}")),
        ),
        (
            "tablespace",
            row.get("tablespace")
                .map(|space| format!("TABLESPACE {space}")),
        ),
        (
            "typed table",
            row.get("of_type").map(|of| format!("OF {of}")),
        ),
        ("row security", optional(row, "row_security")),
        ("replica identity", optional(row, "replica_identity")),
    ];
    for (kind, sql) in beside {
        if let Some(sql) = sql {
            keep_raw(reflected, row, kind, &sql);
        }
    }
}

fn keep_raw(reflected: &mut Reflected, row: &TextRow, kind: &str, sql: &str) {
    reflected.keep(kind, qualified(row, "schema", "name").to_string(), sql);
}

fn partition(row: &TextRow) -> String {
    let parts = [row.get("parents"), row.get("bound")].map(Option::unwrap_or_default);
    let below = row
        .get("partition_key")
        .map(|key| format!(" PARTITION BY {key}"));
    format!(
        "PARTITION OF {}{}",
        parts.join(" "),
        below.unwrap_or_default()
    )
}
