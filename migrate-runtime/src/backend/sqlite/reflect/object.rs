//! The stored texts of views and triggers.

use super::cursor::Cursor;
use crate::schema::{Name, QualifiedName, Trigger, View};

/// A view, and whether its text names its columns, which the model cannot say.
pub(super) struct ViewText {
    pub(super) view: View,
    pub(super) names_columns: bool,
}

/// Reads `CREATE VIEW …`; none where it is not understood.
pub(super) fn view(sql: &str) -> Option<ViewText> {
    let mut cursor = Cursor::new(sql)?;
    cursor.take(&["CREATE", "VIEW"]).then_some(())?;
    let name = cursor.name()?;
    let names_columns = cursor.group().is_some();
    cursor.take(&["AS"]).then_some(())?;
    Some(ViewText {
        view: View {
            name: QualifiedName::new(name),
            query: cursor.rest().to_owned(),
            materialized: false,
            comment: None,
        },
        names_columns,
    })
}

/// Reads `CREATE TRIGGER …`; none where it is not understood. `table` is spelled as the table itself.
pub(super) fn trigger(sql: &str, table: &Name) -> Option<Trigger> {
    let mut cursor = Cursor::new(sql)?;
    cursor.take(&["CREATE", "TRIGGER"]).then_some(())?;
    let name = cursor.name()?;
    let start = cursor.offset();
    while !cursor.sees("ON") {
        cursor.skip()?;
    }
    let event = cursor.since(start).to_owned();
    cursor.take(&["ON"]);
    cursor.name()?;
    Some(Trigger {
        name,
        table: QualifiedName::new(table),
        event,
        body: cursor.rest().to_owned(),
    })
}
