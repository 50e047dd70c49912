//! Views and materialized views.

use diesel::QueryResult;

use super::{USERS_RELATION, USERS_SCHEMA};
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{flag, optional, qualified, text};
use crate::connection::Database;
use crate::schema::View;

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    for row in database.query(&query(), &[])? {
        let query = text(&row, "query");
        let view = View {
            name: qualified(&row, "schema", "name"),
            query: query.trim().trim_end_matches(';').to_owned(),
            materialized: flag(&row, "materialized"),
            comment: optional(&row, "comment"),
        };
        if let Some(options) = row.get("options") {
            reflected.keep(
                "view options",
                view.name.to_string(),
                format!("WITH ({options})"),
            );
        }
        if flag(&row, "unfilled") {
            reflected.keep(
                "unfilled materialized view",
                view.name.to_string(),
                "WITH NO DATA",
            );
        }
        reflected.schema.views.insert(view.name.clone(), view);
    }
    Ok(())
}

fn query() -> String {
    format!(
        "SELECT nullif(n.nspname, current_schema())::text AS schema, c.relname::text AS name, \
         (c.relkind = 'm')::text AS materialized, pg_get_viewdef(c.oid) AS query, \
         (NOT c.relispopulated)::text AS unfilled, \
         array_to_string(c.reloptions, ', ') AS options, obj_description(c.oid, 'pg_class') AS comment \
         FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('v', 'm') AND {USERS_SCHEMA} AND {USERS_RELATION}"
    )
}
