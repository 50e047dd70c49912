//! The columns of a table that is declared and was found.

use super::super::text::{same_default, same_generated, same_option, same_type};
use super::table::Sides;
use crate::schema::Column;

/// Takes what the declaration does not say from the column that was found.
pub(super) fn fill(said: &mut Column, found: &Column, complete: bool) {
    if said.on_update.is_none() {
        said.on_update.clone_from(&found.on_update);
    }
    if said.numbering.is_some() && found.numbering.is_some() {
        said.numbering = found.numbering;
    }
    if !complete {
        said.default.clone_from(&found.default);
        said.generated.clone_from(&found.generated);
        said.numbering = found.numbering;
        said.collation.clone_from(&found.collation);
        said.comment.clone_from(&found.comment);
    }
}

/// The columns that should be: those that stay in their order, new ones behind them.
pub(super) fn settled(sides: &Sides<'_>) -> Vec<Column> {
    let stay = sides.found.columns.iter().filter_map(|found| {
        let said = sides.said.column(&found.name)?;
        Some(column(sides, found, said))
    });
    let is_new = |column: &&Column| sides.found.column(&column.name).is_none();
    let come = sides.said.columns.iter().filter(is_new).cloned();
    stay.chain(come).collect()
}

fn column(sides: &Sides<'_>, found: &Column, said: &Column) -> Column {
    let (Some(before), Some(after)) = (
        sides.found_normal.column(&found.name),
        sides.said_normal.column(&said.name),
    ) else {
        return said.clone();
    };
    let mut column = found.clone();
    if !same_type(&before.column_type, &after.column_type) {
        column.column_type.clone_from(&said.column_type);
    }
    if before.nullable != after.nullable {
        column.nullable = said.nullable;
    }
    if !same_default(before.default.as_ref(), after.default.as_ref()) {
        column.default.clone_from(&said.default);
    }
    if !same_option(before.on_update.as_ref(), after.on_update.as_ref()) {
        column.on_update.clone_from(&said.on_update);
    }
    if !same_generated(before.generated.as_ref(), after.generated.as_ref()) {
        column.generated.clone_from(&said.generated);
    }
    if before.numbering != after.numbering {
        column.numbering = said.numbering;
    }
    if before.collation != after.collation {
        column.collation.clone_from(&said.collation);
    }
    if before.comment != after.comment {
        column.comment.clone_from(&said.comment);
    }
    column
}
