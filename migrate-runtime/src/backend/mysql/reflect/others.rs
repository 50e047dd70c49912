//! What the model has no words for: kept with the server's own text.

use diesel::QueryResult;

use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::text;
use crate::connection::Database;

const QUERIES: [&str; 3] = [
    "SELECT LOWER(r.routine_type) AS kind, r.routine_name AS name, COALESCE(r.routine_definition, '') AS text \
     FROM information_schema.routines AS r WHERE r.routine_schema = DATABASE() ORDER BY 1, 2",
    "SELECT 'event' AS kind, e.event_name AS name, e.event_definition AS text \
     FROM information_schema.events AS e WHERE e.event_schema = DATABASE() ORDER BY 2",
    "SELECT 'partition' AS kind, CONCAT(p.table_name, '.', p.partition_name) AS name, \
     CONCAT_WS(' ', 'PARTITION BY', p.partition_method, p.partition_expression, p.partition_description, \
     p.subpartition_method, p.subpartition_expression, p.subpartition_name) AS text \
     FROM information_schema.partitions AS p WHERE p.table_schema = DATABASE() AND p.partition_name IS NOT NULL \
     ORDER BY p.table_name, p.partition_ordinal_position, p.subpartition_ordinal_position",
];

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    for query in QUERIES {
        for row in database.query(query, &[])? {
            reflected.keep(&text(&row, "kind"), text(&row, "name"), text(&row, "text"));
        }
    }
    Ok(())
}
