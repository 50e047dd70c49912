//! Triggers.

use diesel::QueryResult;

use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{name, number, text};
use crate::connection::Database;
use crate::schema::{QualifiedName, Trigger};

const QUERY: &str = "SELECT t.trigger_name AS name, t.event_object_table AS `table`, \
     CONCAT(t.action_timing, ' ', t.event_manipulation) AS event, t.action_statement AS statement, \
     CAST(t.action_order AS CHAR) AS place FROM information_schema.triggers AS t \
     WHERE t.trigger_schema = DATABASE() AND LEFT(t.event_object_table, 10) <> '__migrate_' \
     ORDER BY t.event_object_table, t.trigger_name";

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    for row in database.query(QUERY, &[])? {
        let trigger = Trigger {
            name: name(&row, "name"),
            table: QualifiedName::new(name(&row, "table")),
            event: text(&row, "event"),
            body: format!("FOR EACH ROW {}", text(&row, "statement")),
        };
        if let Some(place) = number(&row, "place").filter(|place| *place > 1) {
            let what = format!("runs as number {place} of those {}", trigger.event);
            reflected.keep(
                "trigger order",
                format!("{}.{}", trigger.table, trigger.name),
                what,
            );
        }
        let key = (trigger.table.clone(), trigger.name.clone());
        reflected.schema.triggers.insert(key, trigger);
    }
    Ok(())
}
