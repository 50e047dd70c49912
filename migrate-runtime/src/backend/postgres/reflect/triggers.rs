//! Triggers that a user made.

use diesel::QueryResult;

use super::{USERS_RELATION, USERS_SCHEMA};
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{flag, name, optional, qualified, text};
use crate::connection::{Database, TextRow};
use crate::schema::Trigger;

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    for row in database.query(&query(), &[])? {
        let table = qualified(&row, "schema", "table");
        let place = format!("{table}.{}", name(&row, "name"));
        if let Some(mode) = optional(&row, "mode") {
            reflected.keep("trigger mode", place.clone(), mode);
        }
        let Some(trigger) = trigger(&row).filter(|_| !flag(&row, "is_constraint")) else {
            reflected.keep("constraint trigger", place, text(&row, "sql"));
            continue;
        };
        let key = (table, trigger.name.clone());
        reflected.schema.triggers.insert(key, trigger);
    }
    Ok(())
}

fn query() -> String {
    format!(
        "SELECT nullif(n.nspname, current_schema())::text AS schema, c.relname::text AS \"table\", \
         t.tgname::text AS name, (t.tgconstraint <> 0)::text AS is_constraint, pg_get_triggerdef(t.oid) AS sql, \
         format('CREATE TRIGGER %I ', t.tgname) AS head, format(' ON %I.%I ', n.nspname, c.relname) AS place, \
         CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END AS mode \
         FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND {USERS_SCHEMA} AND {USERS_RELATION}"
    )
}

/// The server's text, cut at the trigger's name and at its table's.
fn trigger(row: &TextRow) -> Option<Trigger> {
    let rest = row.get("sql")?.strip_prefix(row.get("head")?)?;
    let (event, body) = rest.split_once(row.get("place")?)?;
    Some(Trigger {
        name: name(row, "name"),
        table: qualified(row, "schema", "table"),
        event: event.to_owned(),
        body: body.to_owned(),
    })
}
