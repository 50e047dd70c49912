//! What a database holds, in its own words.

use migrate_tests::{Backend, Database};

/// Whether rows are a part of what is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    Compared,
    /// The step takes values away: no way back brings them again.
    Lost,
}

/// Everything the catalogue says about the schema, and every row: one text per database.
pub(crate) fn catalogue(database: &Database, values: Values) -> String {
    let queries: &[&str] = match database.backend() {
        Backend::Sqlite => &SQLITE,
        Backend::Postgres => &POSTGRES,
        Backend::Mysql => &MYSQL,
    };
    let mut lines = Vec::new();
    for query in queries {
        let found = database.values(query).into_iter().flatten();
        lines.extend(found.map(|text| {
            if text.starts_with("CREATE TABLE ") {
                in_one_order(&text)
            } else {
                text
            }
        }));
    }
    if database.backend() == Backend::Mysql {
        lines.extend(sequences(database));
    }
    if values == Values::Compared {
        lines.extend(rows(database));
    }
    lines.join("\n")
}

/// A table of SQLite as its parts, the constraints in one order: what is dropped and added again stands at the end, and
/// what SQLite adds itself stands on one line.
fn in_one_order(text: &str) -> String {
    // Renaming writes names in quotes that had none.
    let text = &text.replace('"', "");
    let (head, body) = text.split_once('(').unwrap_or((text, ""));
    let (body, options) = body.rsplit_once(')').unwrap_or((body, ""));
    let (mut constraints, columns): (Vec<_>, Vec<_>) = parts(body)
        .into_iter()
        .partition(|part| part.starts_with("CONSTRAINT"));
    constraints.sort();
    let mut lines = vec![head.trim().to_owned(), options.trim().to_owned()];
    lines.extend(columns);
    lines.extend(constraints);
    lines.join("\n")
}

/// A table's body, cut at the commas that stand outside parentheses and quotes.
fn parts(body: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut depth, mut quote) = (0, None);
    for character in body.chars() {
        match (quote, character) {
            (None, ',') if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

/// What MariaDB's sequences count by: a sequence is a table of one row there.
fn sequences(database: &Database) -> Vec<String> {
    let names = "SELECT table_name AS value FROM information_schema.tables \
                 WHERE table_schema = DATABASE() AND table_type = 'SEQUENCE' ORDER BY 1";
    let mut lines = Vec::new();
    for name in database.values(names).into_iter().flatten() {
        let query = format!(
            "SELECT CONCAT_WS(' ', minimum_value, maximum_value, increment, cycle_option) AS value FROM `{name}`"
        );
        lines.extend(database.values(&query).into_iter().flatten());
    }
    lines
}

/// The rows of every table, so that a step about data is seen, and a rebuild that loses some.
fn rows(database: &Database) -> Vec<String> {
    let tables = match database.backend() {
        Backend::Sqlite => {
            "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' AS value FROM sqlite_master \
             WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        }
        Backend::Postgres => {
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS value FROM pg_tables \
             WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        }
        Backend::Mysql => {
            "SELECT CONCAT('`', REPLACE(table_name, '`', '``'), '`') AS value FROM information_schema.tables \
             WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY 1"
        }
    };
    let mut lines = Vec::new();
    for table in database.values(tables).into_iter().flatten() {
        let count = match database.backend() {
            Backend::Mysql => format!("SELECT CAST(count(*) AS CHAR) AS value FROM {table}"),
            Backend::Sqlite | Backend::Postgres => {
                format!("SELECT CAST(count(*) AS TEXT) AS value FROM {table}")
            }
        };
        let count = database
            .values(&count)
            .into_iter()
            .flatten()
            .collect::<String>();
        lines.push(format!("{table}: {count} rows"));
        if database.backend() == Backend::Postgres {
            let text = format!("SELECT t::text AS value FROM {table} AS t ORDER BY 1");
            lines.extend(database.values(&text).into_iter().flatten());
        }
    }
    lines
}

const SQLITE: [&str; 2] = [
    "SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || coalesce(CASE type WHEN 'table' THEN NULL ELSE sql END, '') \
     AS value FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1",
    "SELECT 'CREATE TABLE ' || name || char(10) || sql AS value FROM sqlite_master \
     WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
];

const POSTGRES: [&str; 11] = [
    "SELECT concat_ws(' ', c.oid::regclass, c.relkind, c.relpersistence, c.reloptions, obj_description(c.oid, 'pg_class')) \
     AS value FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1",
    "SELECT concat_ws(' ', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, \
     a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), a.attcollation, col_description(a.attrelid, a.attnum)) \
     AS value FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
     WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'm') \
     AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1",
    "SELECT concat_ws(' ', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) AS value \
     FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace \
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.conrelid <> 0 ORDER BY 1",
    "SELECT concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid, obj_description(i.indexrelid, 'pg_class')) \
     AS value FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1",
    "SELECT concat_ws(' ', t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)) AS value \
     FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid GROUP BY t.typname ORDER BY 1",
    "SELECT concat_ws(' ', schemaname, viewname, definition) AS value FROM pg_views \
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') \
     UNION ALL SELECT concat_ws(' ', schemaname, matviewname, definition) FROM pg_matviews ORDER BY 1",
    "SELECT pg_get_triggerdef(oid) AS value FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "SELECT nspname::text AS value FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' ORDER BY 1",
    "SELECT pg_get_functiondef(p.oid) AS value FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.prokind IN ('f', 'p') AND NOT EXISTS \
     (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1",
    "SELECT extname::text AS value FROM pg_extension ORDER BY 1",
    "SELECT concat_ws(' ', schemaname, sequencename, increment_by, min_value, max_value, cycle, start_value) AS value \
     FROM pg_sequences ORDER BY 1",
];

const MYSQL: [&str; 8] = [
    "SELECT CAST(CONCAT_WS(' ', table_name, table_type, engine, table_collation, table_comment) AS CHAR) AS value \
     FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1",
    "SELECT CAST(CONCAT_WS(' ', table_name, ordinal_position, column_name, column_type, is_nullable, column_default, \
     collation_name, extra, generation_expression, column_comment) AS CHAR) AS value \
     FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1",
    "SELECT CAST(CONCAT_WS(' ', table_name, constraint_name, constraint_type) AS CHAR) AS value \
     FROM information_schema.table_constraints WHERE table_schema = DATABASE() ORDER BY 1",
    "SELECT CAST(CONCAT_WS(' ', s.table_name, s.index_name, s.seq_in_index, s.column_name, s.non_unique, s.sub_part, \
     s.index_type, s.index_comment) AS CHAR) AS value FROM information_schema.statistics s \
     WHERE s.table_schema = DATABASE() AND NOT EXISTS (SELECT 1 FROM information_schema.key_column_usage k \
     WHERE k.table_schema = s.table_schema AND k.table_name = s.table_name AND k.constraint_name = s.index_name \
     AND k.referenced_table_name IS NOT NULL) AND s.index_name NOT LIKE 'fk\\_%' ORDER BY 1",
    "SELECT CAST(CONCAT_WS(' ', table_name, constraint_name, referenced_table_name, update_rule, delete_rule) AS CHAR) \
     AS value FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE() ORDER BY 1",
    "SELECT CAST(CONCAT_WS(' ', table_name, constraint_name, check_clause) AS CHAR) AS value \
     FROM information_schema.check_constraints WHERE constraint_schema = DATABASE() ORDER BY 1",
    "SELECT CAST(CONCAT_WS(' ', trigger_name, event_manipulation, event_object_table, action_statement) AS CHAR) AS value \
     FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1",
    "SELECT CAST(CONCAT_WS(' ', routine_type, routine_name, dtd_identifier, routine_definition) AS CHAR) AS value \
     FROM information_schema.routines WHERE routine_schema = DATABASE() ORDER BY 1",
];
