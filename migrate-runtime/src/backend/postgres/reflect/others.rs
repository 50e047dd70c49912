//! What the model has no words for: kept with the server's own text.

use diesel::QueryResult;

use super::USERS_SCHEMA;
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::text;
use crate::connection::Database;

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    for row in database.query(&query(), &[])? {
        reflected.keep(&text(&row, "kind"), text(&row, "name"), text(&row, "sql"));
    }
    Ok(())
}

/// Objects made by users: their numbers start at 16384, and an extension's belong to the extension.
fn query() -> String {
    let parts = [
        "SELECT 'policy', p.polrelid::regclass || '.' || p.polname, \
         concat_ws(' ', CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, \
         'FOR ' || CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' \
         WHEN 'd' THEN 'DELETE' ELSE 'ALL' END, \
         'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', \
         'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') \
         FROM pg_policy AS p WHERE p.oid >= 16384",
        "SELECT 'rule', r.ev_class::regclass || '.' || r.rulename, pg_get_ruledef(r.oid) \
         FROM pg_rewrite AS r WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'",
        "SELECT 'function', p.oid::regprocedure::text, \
         CASE WHEN p.prokind = 'a' THEN 'AGGREGATE' ELSE pg_get_functiondef(p.oid) END \
         FROM pg_proc AS p WHERE p.oid >= 16384 AND NOT EXISTS (SELECT 1 FROM pg_depend AS e \
         WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))",
        "SELECT 'extension', e.extname::text, 'VERSION ' || e.extversion FROM pg_extension AS e WHERE e.oid >= 16384",
        "SELECT 'event trigger', e.evtname::text, concat_ws(' ', 'ON', e.evtevent, 'EXECUTE FUNCTION', e.evtfoid::regproc) \
         FROM pg_event_trigger AS e WHERE e.oid >= 16384",
        "SELECT 'publication', p.pubname::text, CASE WHEN p.puballtables THEN 'FOR ALL TABLES' ELSE '' END \
         FROM pg_publication AS p",
        "SELECT 'foreign server', s.srvname::text, 'FOREIGN DATA WRAPPER ' || w.fdwname \
         FROM pg_foreign_server AS s JOIN pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw",
        "SELECT 'statistics', s.stxname::text, pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext AS s",
        "SELECT 'comment', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description FROM pg_description AS d \
         LEFT JOIN pg_class AS c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid \
         LEFT JOIN pg_type AS t ON d.classoid = 'pg_type'::regclass AND t.oid = d.objoid \
         WHERE d.objoid >= 16384 AND d.classoid <> 'pg_extension'::regclass AND t.typtype IS DISTINCT FROM 'e' \
         AND NOT coalesce((d.objsubid = 0 AND c.relkind IN ('r', 'p', 'v', 'm', 'i') OR c.relkind IN ('r', 'p')), false) \
         AND NOT EXISTS (SELECT 1 FROM pg_depend AS e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')",
    ];
    let types = format!(
        "SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite type' ELSE 'range type' END, \
         t.oid::regtype::text, concat_ws(' ', 'AS ' || nullif(t.typbasetype, 0)::regtype, 'DEFAULT ' || t.typdefault, \
         CASE WHEN t.typnotnull THEN 'NOT NULL' END, \
         (SELECT string_agg(pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname) FROM pg_constraint AS k \
          WHERE k.contypid = t.oid), \
         (SELECT '(' || string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum) \
          || ')' FROM pg_attribute AS a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)) \
         FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace LEFT JOIN pg_class AS c ON c.oid = t.typrelid \
         WHERE {USERS_SCHEMA} AND (t.typtype IN ('d', 'r') OR t.typtype = 'c' AND c.relkind = 'c') \
         AND NOT EXISTS (SELECT 1 FROM pg_depend AS e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid \
         AND e.deptype = 'e')"
    );
    let named = [
        ("collation", "pg_collation", "coll"),
        ("operator", "pg_operator", "opr"),
        ("text search configuration", "pg_ts_config", "cfg"),
        ("text search dictionary", "pg_ts_dict", "dict"),
    ];
    let named = named.map(|(kind, catalogue, prefix)| {
        format!(
            "SELECT '{kind}', o.{prefix}name::text, pg_describe_object('{catalogue}'::regclass, o.oid, 0) \
             FROM {catalogue} AS o WHERE o.oid >= 16384 AND NOT EXISTS (SELECT 1 FROM pg_depend AS e \
             WHERE e.classid = '{catalogue}'::regclass AND e.objid = o.oid AND e.deptype = 'e')"
        )
    });
    let parts: Vec<_> = parts
        .into_iter()
        .chain([types.as_str()])
        .chain(named.iter().map(String::as_str))
        .collect();
    format!(
        "SELECT o.kind::text AS kind, o.name::text AS name, o.sql::text AS sql FROM ({}) AS o (kind, name, sql) ORDER BY 1, 2, 3",
        parts.join(" UNION ALL ")
    )
}
