//! Enum types.

use diesel::QueryResult;

use super::USERS_SCHEMA;
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{optional, qualified, texts};
use crate::connection::Database;
use crate::schema::EnumType;

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    for row in database.query(&query(), &[])? {
        let enum_type = EnumType {
            name: qualified(&row, "schema", "name"),
            labels: texts(&row, "labels"),
            comment: optional(&row, "comment"),
        };
        let enums = &mut reflected.schema.enums;
        enums.insert(enum_type.name.clone(), enum_type);
    }
    Ok(())
}

fn query() -> String {
    format!(
        "SELECT nullif(n.nspname, current_schema())::text AS schema, t.typname::text AS name, \
         (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder)::text FROM pg_enum AS l WHERE l.enumtypid = t.oid) AS labels, \
         obj_description(t.oid, 'pg_type') AS comment \
         FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace \
         WHERE t.typtype = 'e' AND {USERS_SCHEMA} AND NOT EXISTS (SELECT 1 FROM pg_depend AS e \
         WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')"
    )
}
